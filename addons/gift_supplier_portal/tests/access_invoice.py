"""Who sees, sends and decides about invoices."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from . import invoice_files
from .access_supplier import ROLES, AccessCase
from .invoice_common import InvoiceCommon
from .pages import SupplierPages

READERS = dict.fromkeys(('buyer', 'purchaser'), 'r')
RIGHTS = {'gift.supplier.invoice': READERS, 'gift.supplier.invoice.line': READERS}


@tagged('post_install', '-at_install')
class TestSupplierInvoiceRecordsAccess(AccessCase, InvoiceCommon, TransactionCase):
    """Invoices as records."""

    def setUp(self):
        super().setUp()
        order = self._create_purchase()
        self.invoice = self._send(order, (order.order_line, 11, 4.0))

    def test_every_role_has_exactly_its_rights(self):
        self._assert_rights((self.invoice, self.invoice.line_ids), RIGHTS)

    def test_accountants_read_and_do_not_decide(self):
        user = new_test_user(self.env, 'biller', groups='account.group_account_invoice')
        self.assertEqual(self.invoice.with_user(user).number, "RE-1")
        self.assertEqual(self.invoice.attachment_id.with_user(user).raw[:5], b'%PDF-')
        for name in ('action_accept', 'action_refuse', 'action_match'):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(self.invoice.with_user(user), name)()

    def test_whoever_reads_an_invoice_sees_its_activity_and_writes_notes(self):
        reader = new_test_user(self.env, 'reader', groups=ROLES['buyer'], email='r@example.com')
        seen = self.invoice.with_user(reader)

        self.assertEqual(seen.activity_ids.summary, "Decide about an invoice that differs")
        self.assertTrue(seen.message_post(body="I ask them"))
        with self.assertRaises(AccessError):
            seen.decision_note = "x"

    def test_a_contact_with_a_login_does_not_follow_what_is_written_about_the_invoice(self):
        user = new_test_user(self.env, 'follower', groups=ROLES['login'])
        invoices = self.env['gift.supplier.invoice'].with_user(user)

        invoice = invoices._upload(self.invoice.order_id, self.ann, 'n', invoice_files.pdf())

        self.assertEqual(invoice.create_uid, user)
        self.assertFalse(invoice.message_partner_ids)

    def test_only_buyers_decide(self):
        for role in ('login', 'employee', 'production', 'staff'):
            user = new_test_user(self.env, f'invoice_{role}', groups=ROLES[role])
            for name in ('action_accept', 'action_refuse', 'action_match'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(self.invoice.with_user(user), name)()
            with self.subTest(role=role, wizard=True), self.assertRaises(AccessError):
                self.env['gift.supplier.invoice.decision'].with_user(user).create(
                    {'invoice_ids': self.invoice.ids, 'decision': 'accept', 'note': "x"}
                )
            with self.subTest(role=role, file=True), self.assertRaises(AccessError):
                self.invoice.attachment_id.with_user(user).read(['raw'])
        self.assertEqual(self.invoice.state, 'differs')

    def test_invoices_of_other_companies_are_not_seen(self):
        other = self.env['res.company'].create({'name': "Other shop"})
        user = new_test_user(
            self.env, 'buyer_elsewhere', groups=ROLES['buyer'], company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )  # fmt: skip
        self.assertFalse(self.env['gift.supplier.invoice'].with_user(user).search([]))

    def test_invoices_are_made_and_decided_by_the_server_alone(self):
        self._assert_private(
            'gift.supplier.invoice',
            ('_upload', '_send', '_discard', '_accept', '_refuse', '_match_again', '_create_bill'),
        )


@tagged('post_install', '-at_install')
class TestSupplierInvoicePagesAccess(InvoiceCommon, SupplierPages):
    """Two suppliers with two contacts each, nobody, and links that do not work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = {state: cls._create_purchase(state=state) for state in ('purchase', 'sent')}
        cls.orders['draft'] = cls._create_purchase(state='draft')
        cls.order = cls.orders['purchase']
        cls.other = cls._create_purchase(cls.pens)
        cls.cleo.may_invoices = True

    def setUp(self):
        super().setUp()
        line = self.order.order_line
        self.sent = self._send(self.order, (line, 1, 4.0), number="SECRET-1")
        self.draft = self._upload(self.order, reference='draft')

    def _get_pages(self):
        order = self.order.id
        return (
            '/invoices',
            '/invoices/sent',
            f'/order/{order}/invoice',
            f'/invoice/{self.sent.id}',
            f'/invoice/{self.draft.id}',
        )

    def _open(self, url):
        return self.url_open(url, allow_redirects=False).status_code

    def _assert_closed(self, path, wanted=404):
        for page in self._get_pages():
            with self.subTest(path=path, page=page):
                self.assertEqual(self._open(path + page), wanted)
        for page in self._get_pages()[2:]:
            with self.subTest(path=path, post=page):
                self.assertEqual(self._post(path + page).status_code, 404)
        with self.subTest(path=path, discard=True):
            answer = self._post(f'{path}/invoice/{self.draft.id}/discard')
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.draft.state, 'draft')

    def test_contacts_with_the_role_open_their_suppliers_invoices(self):
        path = self._create_link(self.ann)
        before = self._count_writes()
        for page in self._get_pages():
            with self.subTest(page):
                self.assertEqual(self._open(path + page), 200)
        self.assertEqual(self._count_writes(), before, "opening changes nothing")
        self.assertIn("SECRET-1", self.url_open(f'{path}/invoices').text)
        for state in ('draft', 'sent'):
            with self.subTest(state):
                page = f'{path}/order/{self.orders[state].id}/invoice'
                self.assertEqual(self._open(page), 404)
        self.assertEqual(self._open(f'{path}/order/{self.other.id}/invoice'), 404)
        names = [self.orders['draft'].name, self.other.name]
        for name in names:
            self.assertNotIn(name, self.url_open(f'{path}/invoices').text)

    def test_whoever_else_opens_nothing(self):
        ended, revoked = (self._create_link(self.ann) for _number in range(2))
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        for path in (ended, revoked, self._create_link(self.bob), f'/supplier/{"x" * 43}'):
            self._assert_closed(path)
        self.assertEqual(self._open('/supplier/me/invoices'), 303)
        self.dan.may_invoices = True
        for contact in (self.cleo, self.dan):
            path = self._create_link(contact)
            for page in self._get_pages()[2:]:
                with self.subTest(contact=contact.partner_id.name, page=page):
                    self.assertEqual(self._open(path + page), 404)
            for page in ('/invoices', '/invoices/sent'):
                self.assertNotIn("SECRET-1", self.url_open(path + page).text)

    def test_a_link_to_one_order_opens_that_one_alone(self):
        second = self._create_purchase()
        path = self._create_link(self.ann, second)

        self.assertEqual(self._open(f'{path}/order/{second.id}/invoice'), 200)
        self.assertEqual(self._open(f'{path}/order/{self.order.id}/invoice'), 404)
        self.assertEqual(self._open(f'{path}/invoice/{self.sent.id}'), 404)
        self.assertNotIn("SECRET-1", self.url_open(f'{path}/invoices').text)

    def test_who_has_to_do_with_invoices_alone_comes_to_them(self):
        self.ann.write({'may_orders': False})
        path = self._create_link(self.ann)

        answer = self.url_open(path, allow_redirects=False)

        self.assertEqual(answer.headers['Location'].split('8069')[-1][-9:], '/invoices')
        self.assertEqual(self._open(f'{path}/order/{self.order.id}'), 404)

    def test_logins_see_what_their_contact_may(self):
        user = new_test_user(self.env, 'ina@example.com', groups='base.group_portal')
        user.partner_id.parent_id = self.mugs
        self.authenticate(user.login, user.login)
        self._assert_closed('/supplier/me')
        contact = self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})
        self._assert_closed('/supplier/me')
        contact.may_invoices = True

        for page in self._get_pages():
            with self.subTest(page):
                self.assertEqual(self._open(f'/supplier/me{page}'), 200)
        self.assertIn("Invoices to send", self.url_open('/my').text)
        for record in (self.sent, self.sent.line_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(user).read(['display_name'])

    def test_nothing_is_sent_without_a_code(self):
        path = self._create_link(self.ann)
        file = {'file': ('a.pdf', invoice_files.pdf(b'z', name='z'), 'application/pdf')}
        html = self.url_open('/supplier/link').text
        token = html.split('name="csrf_token" value="')[1].split('"')[0]
        answer = self.url_open(
            f'{path}/order/{self.order.id}/invoice',
            data={'csrf_token': token, 'reference': 'abc'},
            files=file,
            allow_redirects=False,
        )
        self.assertIn('/unlock', answer.headers['Location'])
        answer = self._post(f'{path}/invoice/{self.draft.id}', number="TYPED-9", total='5')

        self.assertEqual(answer.status_code, 403)
        self.assertIn("TYPED-9", answer.text)
        self._post(f'{path}/invoice/{self.draft.id}/discard')
        self.assertEqual(self.invoices.search_count([]), 2)
        self.assertEqual(self.draft.state, 'draft')
