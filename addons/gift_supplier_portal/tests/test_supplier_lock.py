from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestSupplierRace(TransactionCase):
    """Two callers in real transactions, each of which began before the other one ended."""

    def setUp(self):
        super().setUp()
        env = self._open()
        supplier = env['res.partner'].create({'name': "Race Ltd", 'is_company': True})
        person = env['res.partner'].create(
            {'name': "Rita", 'email': 'rita@example.com', 'parent_id': supplier.id}
        )
        contact = env['gift.supplier.contact'].create({'partner_id': person.id})
        product = env['product.product'].create({'name': "Race mug", 'is_storable': True})
        order = env['purchase.order'].create(
            {
                'partner_id': supplier.id,
                'order_line': [
                    (0, 0, {'product_id': product.id, 'product_qty': 10, 'price_unit': 4.0})
                ],
            }
        )
        order.button_confirm()
        self.ids = (supplier.id, contact.id, product.id, order.id)
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        """Return an environment with a transaction of its own, closed after the test."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        supplier_id, _contact_id, product_id, order_id = self.ids
        pickings = env['purchase.order'].browse(order_id).picking_ids
        for query, ids in (
            ("DELETE FROM stock_move_line WHERE product_id IN %s", [product_id]),
            ("DELETE FROM stock_move WHERE product_id IN %s", [product_id]),
            ("DELETE FROM stock_picking WHERE id IN %s", pickings.ids or [0]),
            ("DELETE FROM gift_notice WHERE res_model = 'purchase.order' AND res_id IN %s",
             [order_id]),
            ("DELETE FROM mail_activity WHERE res_model = 'purchase.order' AND res_id IN %s",
             [order_id]),
            ("DELETE FROM mail_message WHERE model = 'purchase.order' AND res_id IN %s",
             [order_id]),
            ("DELETE FROM purchase_order WHERE id IN %s", [order_id]),
        ):  # fmt: skip
            env.cr.execute(query, (tuple(ids),))
        env.invalidate_all()
        env['product.product'].browse(product_id).product_tmpl_id.unlink()
        partners = env['res.partner'].browse(supplier_id)
        (partners.child_ids | partners).unlink()
        env.cr.commit()

    def _get(self, env):
        order = env['purchase.order'].browse(self.ids[3])
        self.assertEqual(order.state, 'purchase')  # takes the snapshot
        return order, env['gift.supplier.contact'].browse(self.ids[1]), order.order_line

    def _race(self, act):
        """Let two transactions act one after the other; return what the second one is told."""
        first, second = self._open(), self._open()
        ours, theirs = self._get(first), self._get(second)
        act(first, *ours, 'first')
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second, *theirs, 'second')
        second.cr.rollback()
        second.invalidate_all()
        try:  # as Odoo runs a request again
            act(second, *self._get(second), 'second')
        except UserError as error:
            second.cr.rollback()
            return str(error)
        return ''

    def test_two_ship_notices_do_not_ship_more_than_was_ordered(self):
        def announce(env, order, contact, line, reference):
            env['gift.supplier.shipment']._announce(
                order, contact, reference, {}, [('', {line: 7})]
            )

        self.assertIn("Only 3 of Race mug", self._race(announce))

    def test_of_two_answers_the_second_one_is_told(self):
        def answer(env, order, contact, line, reference):
            entries = {line: {'kind': 'accept'}}
            env['gift.supplier.answer']._receive(order, contact, reference, entries)

        self.assertIn("answered already", self._race(answer))
