from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from .access_supplier import ROLES, AccessCase
from .feed_common import FeedCommon
from .pages import SupplierPages

READ_BY = dict.fromkeys(('buyer', 'purchaser'), 'r')
RIGHTS = {
    'gift.supplier.stock': READ_BY,
    'gift.supplier.feed': READ_BY,
    'gift.supplier.feed.line': READ_BY,
    'gift.supplier.feed.profile': {},
}
WIZARD = 'gift.supplier.feed.refusal'
LIST = "Code;Price;Stock\nM-1;5;7\nC-1;oops;\n"


@tagged('post_install', '-at_install')
class TestSupplierFeedRecordsAccess(AccessCase, FeedCommon, TransactionCase):
    """What suppliers send, as records."""

    def test_every_role_has_exactly_its_rights(self):
        feed = self._send(LIST)
        stock = self.env['gift.supplier.stock'].search([('product_id', '=', self.mug.id)])
        profile = self.env['gift.supplier.feed.profile'].search(
            [('supplier_id', '=', self.mugs.id)]
        )

        self._assert_rights([stock, feed, feed.line_ids[0], profile], RIGHTS)

    def test_only_buyers_refuse_with_the_form_itself(self):
        line = self._send(LIST).line_ids[0]
        for role in ('login', 'employee', 'production', 'staff'):
            user = new_test_user(self.env, f'refuser_{role}', groups=ROLES[role])
            with self.subTest(role), self.assertRaises(AccessError):
                self.env[WIZARD].with_user(user).create(
                    {'note': "No", 'line_ids': [Command.set(line.ids)]}
                ).action_refuse()
        self.assertEqual(line.state, 'waiting')

    def test_lists_come_from_the_server_alone(self):
        self._assert_private('gift.supplier.stock', ('_tell',))
        self._assert_private('product.product', ('_gift_get_supplier_stock',))
        self._assert_private(
            'gift.supplier.feed',
            ('_receive', '_send', '_drop', '_give_up', '_set_columns', '_cron_work', '_work',
             '_build_template', '_build_catalogue', '_gift_update_state'),
        )  # fmt: skip
        self._assert_private('gift.supplier.feed.line', ('_hand_in', '_decide', '_create_for'))
        self._assert_private('gift.supplier.feed.profile', ('_lock', '_remember'))

    def test_buyers_see_the_lists_of_their_companies_alone(self):
        feed = self._send(LIST)
        feed.company_id = self.env['res.company'].create({'name': "Other shop"})

        seen = self.feeds.with_user(self.buyer).search([('supplier_id', '=', self.mugs.id)])
        lines = feed.line_ids.with_user(self.buyer).search([('feed_id', '=', feed.id)])
        self.assertFalse(seen or lines)


@tagged('post_install', '-at_install')
class TestSupplierFeedPagesAccess(FeedCommon, SupplierPages):
    """Two suppliers, two contacts each, and who has no right: every page of lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cleo.may_feed = True
        cls.own = cls.feeds._receive(cls.ann, LIST.encode(), 'own.csv')
        cls.foreign = cls.feeds._receive(cls.cleo, b"Code;Price\nP-1;oops\n", 'foreign.csv')
        for feed in (cls.own, cls.foreign):
            feed._work({})

    def _get_pages(self, feed):
        return [
            '/feed', '/feed/template.csv', '/feed/template.xlsx',
            *(f'/feed/{feed.id}{page}' for page in ('', '/progress', '/errors.csv')),
        ]  # fmt: skip

    def _get_forms(self, feed):
        return [
            '/feed/upload',
            *(f'/feed/{feed.id}/{name}' for name in ('columns', 'send', 'drop')),
        ]

    def _open(self, url):
        return self.url_open(url, allow_redirects=False).status_code

    def _assert_unchanged(self):
        self.env.invalidate_all()
        self.assertEqual((self.own | self.foreign).mapped('state'), ['checked', 'checked'])
        self.assertEqual(len(self.feeds.search([])), 2)

    def test_each_contact_opens_the_lists_of_the_own_supplier(self):
        self.bob.may_admin = True
        for contact, own, foreign in (
            (self.ann, self.own, self.foreign),
            (self.bob, self.own, self.foreign),
            (self.cleo, self.foreign, self.own),
        ):
            path = self._create_link(contact)
            for page in self._get_pages(own):
                with self.subTest(contact=contact.partner_id.name, page=page):
                    self.assertEqual(self._open(path + page), 200)
            for page in self._get_pages(foreign)[3:]:
                with self.subTest(contact=contact.partner_id.name, page=page):
                    self.assertEqual(self._open(path + page), 404)
            listed = self.url_open(f'{path}/feed').text
            self.assertIn(own.name, listed)
            self.assertNotIn(foreign.name, listed)
            csv = self.url_open(f'{path}/feed/template.csv').text
            self.assertEqual('P-1' in csv, contact == self.cleo)
        self._assert_unchanged()

    def test_who_may_not_send_lists_opens_and_changes_nothing(self):
        ended, revoked = self._create_link(self.ann), self._create_link(self.ann)
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        single = self._create_link(self.ann, self._create_purchase())
        wrong_role, other = self._create_link(self.bob), self._create_link(self.dan)
        strange = f'/supplier/{"x" * 43}'
        for path in (ended, revoked, single, wrong_role, other, strange, '/supplier/me'):
            for page in self._get_pages(self.own):
                with self.subTest(path=path, page=page):
                    wanted = 303 if path == '/supplier/me' else 404
                    self.assertEqual(self._open(path + page), wanted)
            for form in self._get_forms(self.own):
                with self.subTest(path=path, form=form):
                    self.assertEqual(self._post(path + form).status_code, 404)
        self._assert_unchanged()

    def test_changes_need_a_code_and_stay_with_the_own_supplier(self):
        path = self._create_link(self.ann)
        for form in self._get_forms(self.own):
            with self.subTest(form=form):
                self.assertIn('/unlock', self._post(path + form).url)
        self._assert_unchanged()
        self._unlock(path)
        for form in self._get_forms(self.foreign)[1:]:
            with self.subTest(form=form):
                self.assertEqual(self._post(path + form).status_code, 404)
        self._assert_unchanged()
        self._post(f'{path}/feed/{self.own.id}/drop')
        self.assertEqual(self.own.state, 'dropped')

    def test_forms_are_not_opened_by_a_link(self):
        path = self._create_link(self.ann)
        self._unlock(path)
        for form in self._get_forms(self.own):
            with self.subTest(form=form):
                self.assertIn(self._open(path + form), (404, 405))
        self._assert_unchanged()

    def test_a_contact_who_only_sends_lists_begins_there(self):
        self.ann.may_orders = False
        path = self._create_link(self.ann)

        self.assertTrue(self.url_open(path).url.endswith('/feed'))

    def test_logins_see_what_their_contact_may(self):
        user = new_test_user(self.env, 'feeder@example.com', groups='base.group_portal')
        user.partner_id.parent_id = self.mugs
        contact = self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})
        self.authenticate(user.login, user.login)

        self.assertEqual(self._open('/supplier/me/feed'), 404)
        contact.may_feed = True
        self.assertEqual(self._open('/supplier/me/feed'), 200)
        self.assertEqual(self._open(f'/supplier/me/feed/{self.own.id}'), 200)
        self.assertEqual(self._open(f'/supplier/me/feed/{self.foreign.id}'), 404)
