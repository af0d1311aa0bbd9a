from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.gift_base.tests.common import PrivateMethods, get_rights

from .common import SupplierCommon
from .pages import SupplierPages

ROLES = {
    'visitor': 'base.group_public',
    'login': 'base.group_portal',
    'employee': 'base.group_user',
    'production': 'gift_base.group_production',
    'staff': 'gift_base.group_staff',
    'buyer': 'purchase.group_purchase_user',
    'purchaser': 'purchase.group_purchase_manager',
}
RIGHTS = {
    'gift.supplier.contact': {'buyer': 'r', 'purchaser': 'rwcu'},
    'gift.supplier.access': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.code': {},
    'gift.supplier.answer': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.answer.line': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.delivery': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.shipment': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.pallet': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.parcel': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.parcel.line': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.package': dict.fromkeys(('production', 'staff', 'buyer', 'purchaser'), 'r'),
    'gift.supplier.download': {'buyer': 'r', 'purchaser': 'r'},
}


class AccessCase(PrivateMethods):
    def _assert_rights(self, records, rights):
        """Check the rights of every role: r, w, c, u for read, write, create, unlink."""
        for role, group in ROLES.items():
            user = new_test_user(self.env, f'access_{role}', groups=group)
            for record in records:
                may = get_rights(record.with_user(user))
                with self.subTest(role=role, model=record._name):
                    self.assertEqual(may, rights[record._name].get(role, ''))


@tagged('post_install', '-at_install')
class TestSupplierRecordsAccess(AccessCase, SupplierCommon, TransactionCase):
    """Contacts, links and codes as records."""

    def test_every_role_has_exactly_its_rights(self):
        access = self._find_access(self._create_link(self.ann))
        code = self.env['gift.supplier.code']._send(access)
        line = self._create_purchase().order_line
        answer = self.env['gift.supplier.answer']._receive(
            line.order_id, self.ann, 'x', {line: {'kind': 'change', 'reason': "r", 'price': 9.0}}
        )
        delivery = answer.line_ids.delivery_ids

        shipment = self.env['gift.supplier.shipment']._announce(
            line.order_id, self.ann, 'x', {}, [('', {line: 1})]
        )
        parcel = shipment.parcel_ids
        shipment._set_pallets({parcel: 1})
        records = (
            self.ann, access, code, answer, answer.line_ids, delivery,
            shipment, parcel, parcel.line_ids, parcel.pallet_id,
            self.env['gift.supplier.package'], self.env['gift.supplier.download'],
        )  # fmt: skip

        self._assert_rights(records, RIGHTS)

    def test_only_the_stock_team_receives_parcels(self):
        for role, group in ROLES.items():
            user = new_test_user(self.env, f'receiver_{role}', groups=group)
            with self.subTest(role), self.assertRaises(AccessError):
                self.env['gift.supplier.parcel'].with_user(user).action_receive('SN1-01')

    def test_the_hash_of_a_link_is_read_by_nobody(self):
        access = self._find_access(self._create_link(self.ann))
        with self.assertRaises(AccessError):
            access.with_user(self.buyer).read(['token_hash'])

    def test_buttons_are_the_managers(self):
        buyer = new_test_user(self.env, 'plain_buyer', groups='purchase.group_purchase_user')
        for name in ('action_send_link', 'action_revoke_links'):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(self.ann.with_user(buyer), name)()

    def test_only_buyers_decide_about_proposals(self):
        line = self._create_purchase().order_line
        answer = self.env['gift.supplier.answer']._receive(
            line.order_id, self.ann, 'x', {line: {'kind': 'change', 'reason': "r", 'price': 9.0}}
        )
        for role in ('login', 'employee', 'production', 'staff'):
            user = new_test_user(self.env, f'decider_{role}', groups=ROLES[role])
            for name in ('action_accept', 'action_reject'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(answer.line_ids.with_user(user), name)()
        self.assertEqual((answer.line_ids.state, line.price_unit), ('proposed', 4.0))

    def test_links_and_codes_are_made_by_the_server_alone(self):
        self._assert_private('gift.supplier.answer', ('_receive',))
        self._assert_private('gift.supplier.answer.line', ('_accept', '_reject', '_apply'))
        self._assert_private('gift.supplier.access', ('_create_for', '_send_link', '_revoke'))
        self._assert_private('gift.supplier.code', ('_send', '_enter'))
        self._assert_private('purchase.order', ('_gift_acknowledge', '_gift_note_sent'))


@tagged('post_install', '-at_install')
class TestSupplierPagesAccess(SupplierCommon, SupplierPages):
    """Two suppliers, two contacts each, and who has no right: every page and record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = {
            state: cls._create_purchase(state=state)
            for state in ('draft', 'sent', 'purchase', 'cancel')
        }
        cls.foreign = cls._create_purchase(cls.pens)
        cls.single = cls._create_purchase()

    def _open(self, url):
        return self.url_open(url, allow_redirects=False).status_code

    def test_each_contact_opens_the_own_suppliers_orders_and_no_draft(self):
        for contact, own, other in (
            (self.ann, self.orders['purchase'], self.foreign),
            (self.bob, self.orders['sent'], self.foreign),
            (self.cleo, self.foreign, self.orders['purchase']),
            (self.dan, self.foreign, self.orders['draft']),
        ):
            path = self._create_link(contact)
            with self.subTest(contact=contact.partner_id.name):
                listed = self.url_open(path)
                self.assertIn(own.name, listed.text)
                self.assertNotIn(f'/order/{other.id}"', listed.text)
                self.assertEqual(self._open(f'{path}/order/{own.id}'), 200)
                self.assertEqual(self._open(f'{path}/order/{other.id}'), 404)
        self.assertEqual(
            self._open(f"{self._create_link(self.ann)}/order/{self.orders['draft'].id}"), 404
        )

    def test_every_order_in_the_list_opens(self):
        path = self._create_link(self.ann)
        shown = [self.orders[state] for state in ('sent', 'purchase', 'cancel')]
        for order in (*shown, self.single):
            with self.subTest(order.state):
                self.assertIn(f'{path}/order/{order.id}', self.url_open(path).text)
                self.assertEqual(self._open(f'{path}/order/{order.id}'), 200)

    def test_a_link_to_one_order_opens_that_one_alone(self):
        path = self._create_link(self.ann, self.single)

        self.assertEqual(self._open(f'{path}/order/{self.single.id}'), 200)
        self.assertEqual(self._open(f"{path}/order/{self.orders['purchase'].id}"), 404)
        self.assertNotIn(self.orders['purchase'].name, self.url_open(path).text)
        self.ann.may_admin = True
        self.assertEqual(self._open(f'{path}/contacts'), 404)

    def test_links_that_do_not_work_open_nothing_and_change_nothing(self):
        order = self.single
        ended, revoked, gone, role = (self._create_link(self.ann) for _number in range(4))
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        archived = self._create_link(self.bob)
        self.bob.active = False
        wrong = (ended, revoked, archived, '/supplier/me', f'/supplier/{"x" * 43}', '/supplier/x')
        for path in wrong:
            for page in ('', f'/order/{order.id}', '/unlock', '/contacts'):
                with self.subTest(path=path, page=page):
                    wanted = 303 if path == '/supplier/me' else 404
                    self.assertEqual(self._open(path + page), wanted)
            for page in (
                f'/order/{order.id}/acknowledge',
                f'/order/{order.id}/answer',
                '/code',
                '/unlock',
                '/contacts/1',
                '/contacts/invite',
                '/shipment/1/correct',
                '/shipment/1/cancel',
                '/shipment/1/pallets',
            ):
                with self.subTest(path=path, page=page):
                    self.assertEqual(self._post(path + page).status_code, 404)
        self.assertFalse(order.acknowledged)
        self.assertFalse(self.env['gift.supplier.code'].search([]))
        self.ann.partner_id.parent_id = self.pens
        self.assertEqual([self._open(gone), self._open(role)], [404, 404])

    def test_a_page_asks_for_its_role(self):
        path = self._create_link(self.ann)
        self.ann.write({'may_orders': False, 'may_invoices': True})

        self.assertEqual(self._open(path), 303, "to the invoices")
        self.assertEqual(self._open(f'{path}/order/{self.single.id}'), 404)
        self.assertEqual(self._open(f'{path}/feed'), 404)
        self.assertEqual(self._open(f'{path}/contacts'), 404)
        self.assertEqual(self._open(f'{path}/unlock'), 200)

    def test_forms_without_a_token_of_the_session_are_refused(self):
        path = self._create_link(self.ann, self.single)
        with mute_logger('odoo.http'):
            answer = self.url_open(f'{path}/code', data={'csrf_token': 'x'})

        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.env['gift.supplier.code'].search([]))

    def test_logins_see_what_their_contact_may(self):
        for name, supplier, sees in (('own', self.mugs, True), ('other', self.pens, False)):
            user = new_test_user(self.env, f'{name}@example.com', groups='base.group_portal')
            user.partner_id.parent_id = supplier
            self.authenticate(user.login, user.login)
            with self.subTest(name, contact=False):
                self.assertEqual(self._open('/supplier/me'), 404)
            self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})
            with self.subTest(name):
                self.assertEqual(self._open('/supplier/me'), 200)
                wanted = 200 if sees else 404
                self.assertEqual(self._open(f'/supplier/me/order/{self.single.id}'), wanted)

    def test_administrators_alone_invite_and_everybody_looks_alike(self):
        path = self._create_link(self.ann)
        values = {'name': "Eve Smith", 'email': 'eve@example.com', 'may_orders': '1'}
        self.assertEqual(self._post(f'{path}/contacts/invite', **values).status_code, 404)
        self.ann.may_admin = True
        self._post(f'{path}/contacts/invite', **values)
        contacts = self.env['gift.supplier.contact']
        found = contacts.search([('partner_id.email', '=', 'eve@example.com')])
        self.assertFalse(found, "no code was entered")
        self._unlock(path)

        invited = [
            self._post(f'{path}/contacts/invite', **{**values, 'email': email, 'may_admin': '1'})
            for email in ('eve@example.com', 'bob@example.com', 'cleo@example.com')
        ]

        for page in invited:
            self.assertEqual(page.status_code, 200)
            self.assertIn("an invitation is on its way", page.text)
        eve = contacts.search([('partner_id.email', '=', 'eve@example.com')])
        self.assertRecordValues(
            eve,
            [{'supplier_id': self.mugs.id, 'may_orders': True, 'may_feed': False,
              'may_admin': False}],
        )  # fmt: skip
        self.assertIn("/supplier/", self._get_mails(eve.partner_id)[-1])
        self.assertIn("/supplier/", self._get_mails(self.bob.partner_id)[-1])
        self.assertEqual(self.bob.partner_id.name, "Bob", "a known colleague is left as it was")
        mails = str(self._get_mails(self.cleo.partner_id))
        self.assertNotIn("You are invited", mails, "she is of another supplier")
        self.assertEqual(self.cleo.supplier_id, self.pens)

        for wrong in (
            {'name': 'http://spam.example'}, {'name': ''}, {'email': 'x'}, {'may_orders': ''},
        ):  # fmt: skip
            with self.subTest(wrong):
                page = self._post(f'{path}/contacts/invite', **{**values, **wrong})
                self.assertEqual(page.status_code, 409)
        for number in range(7):
            self._post(f'{path}/contacts/invite', **{**values, 'email': f'n{number}@example.com'})
        page = self._post(f'{path}/contacts/invite', **{**values, 'email': 'late@example.com'})
        self.assertIn("too often", page.text)
        self.assertIn('value="late@example.com"', page.text)

    def test_administrators_change_colleagues_of_their_own_supplier_alone(self):
        self.ann.may_admin = True
        path = self._create_link(self.ann)
        self.assertIn("Bob", self.url_open(f'{path}/contacts').text)
        self.assertNotIn("Cleo", self.url_open(f'{path}/contacts').text)
        self._post(f'{path}/contacts/{self.bob.id}', may_feed='1')
        self.assertFalse(self.bob.may_feed, "no code was entered")
        self._unlock(path)

        self._post(f'{path}/contacts/{self.bob.id}', may_feed='1', may_admin='1')
        for contact in (self.cleo, self.ann):
            answer = self._post(f'{path}/contacts/{contact.id}', end='1')
            self.assertEqual(answer.status_code, 404)

        self.assertRecordValues(
            self.bob, [{'may_orders': False, 'may_feed': True, 'may_admin': False}]
        )
        self.assertTrue(self.cleo.active and self.ann.active)
        self._post(f'{path}/contacts/{self.bob.id}', end='1')
        self.assertFalse(self.bob.active)
