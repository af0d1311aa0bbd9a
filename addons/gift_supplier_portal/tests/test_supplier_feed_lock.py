from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

LIST = b"Code;Price;Stock\nRACE-1;5;7\n"


@tagged('post_install', '-at_install')
class TestSupplierFeedRace(TransactionCase):
    """Two callers in real transactions, each of which began before the other one ended."""

    def setUp(self):
        super().setUp()
        env = self._open()
        supplier = env['res.partner'].create({'name': "Race Ltd", 'is_company': True})
        person = env['res.partner'].create(
            {'name': "Rita", 'email': 'rita@example.com', 'parent_id': supplier.id}
        )
        contact = env['gift.supplier.contact'].create({'partner_id': person.id, 'may_feed': True})
        product = env['product.product'].create({'name': "Race mug", 'is_storable': True})
        env['product.supplierinfo'].create(
            {'partner_id': supplier.id, 'product_tmpl_id': product.product_tmpl_id.id,
             'price': 4.0, 'product_code': 'RACE-1'}
        )  # fmt: skip
        self.ids = (supplier.id, contact.id, product.id)
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        """Return an environment with a transaction of its own, closed after the test."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        supplier_id, _contact_id, product_id = self.ids
        feeds = env['gift.supplier.feed'].search([('supplier_id', '=', supplier_id)])
        env['ir.attachment'].sudo().search(
            [
                ('res_model', '=', feeds._name),
                ('res_id', 'in', feeds.ids),
                ('res_field', '=', 'file'),
            ]
        ).unlink()
        feeds.unlink()
        env['product.product'].browse(product_id).product_tmpl_id.unlink()
        partners = env['res.partner'].browse(supplier_id)
        (partners.child_ids | partners).unlink()
        env.cr.commit()

    def _upload(self, env):
        contact = env['gift.supplier.contact'].browse(self.ids[1])
        return env['gift.supplier.feed']._receive(contact, LIST, 'list.csv')

    def _find(self, env, state):
        domain = [('supplier_id', '=', self.ids[0]), ('state', '=', state)]
        return env['gift.supplier.feed'].search(domain)

    def _act_at_once(self, act):
        """Let two transactions act one after the other, and the second one again as Odoo does."""
        first, second = self._open(), self._open()
        for env in (first, second):
            env['gift.supplier.feed'].search_count([])  # takes the snapshot
        act(first)
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second)
        second.cr.rollback()
        second.invalidate_all()
        act(second)
        second.cr.commit()

    def _prepare(self, *, sent=False):
        env = self._open()
        feed = self._upload(env)
        feed._work({})
        if sent:
            feed._send()
            while feed.state == 'applying':
                feed._work({})
        env.cr.commit()
        return feed.id

    def test_of_two_files_at_once_the_second_one_takes_the_place_of_the_first(self):
        self._act_at_once(self._upload)

        env = self._open()
        self.assertEqual(len(self._find(env, 'checking')), 1)
        self.assertEqual(len(self._find(env, 'dropped')), 1)

    def test_a_list_that_is_sent_twice_at_once_is_sent_once(self):
        feed_id = self._prepare()
        self._act_at_once(lambda env: env['gift.supplier.feed'].browse(feed_id)._send())

        feed = self._open()['gift.supplier.feed'].browse(feed_id)
        self.assertEqual((feed.state, feed.line_ids.state), ('applying', 'waiting'))

    def test_two_workers_at_once_make_one_price(self):
        feed_id = self._prepare(sent=True)
        env = self._open()
        env['gift.supplier.feed'].browse(feed_id).action_approve()
        env.cr.commit()
        self._act_at_once(lambda env: env['gift.supplier.feed'].browse(feed_id)._work({}))

        env = self._open()
        prices = env['product.supplierinfo'].search([('partner_id', '=', self.ids[0])])
        self.assertEqual(sorted(prices.mapped('price')), [4.0, 5.0])

    def test_a_buyer_who_approves_what_another_one_refuses_finds_it_refused(self):
        feed_id = self._prepare(sent=True)
        states = iter(('refused', 'approved', 'approved'))

        def decide(env):
            line = env['gift.supplier.feed'].browse(feed_id).line_ids
            self.assertTrue(line)
            line._decide(next(states), "Too dear")

        self._act_at_once(decide)
        feed = self._open()['gift.supplier.feed'].browse(feed_id)
        self.assertEqual((feed.state, feed.line_ids.state), ('refused', 'refused'))
