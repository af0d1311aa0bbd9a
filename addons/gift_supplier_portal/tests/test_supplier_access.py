from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import SupplierCommon
from .pages import SupplierPages


@tagged('post_install', '-at_install')
class TestSupplierAccess(SupplierCommon, TransactionCase):
    """Contacts, their links, and what they are told."""

    def test_a_link_opens_for_its_contact_alone_and_only_its_hash_is_stored(self):
        access, token = self.env['gift.supplier.access']._create_for(self.ann)

        self.assertEqual(self.env['gift.supplier.access']._find_by_token(token), access)
        self.assertEqual(access.contact_id, self.ann)
        self.assertEqual(len(token), 43)
        self.assertNotIn(token, str(access.read()))
        for wrong in (token[:-1] + 'x', token[:-1], '', None, access.token_hash, '%'):
            self.assertFalse(self.env['gift.supplier.access']._find_by_token(wrong))

    def test_a_link_ends_by_its_day_and_when_it_is_taken_back(self):
        accesses = self.env['gift.supplier.access']
        (ended, ended_token), (revoked, revoked_token) = (
            accesses._create_for(self.ann) for _number in range(2)
        )
        self.assertEqual(ended.date_end, fields.Date.today() + timedelta(days=30))

        ended.date_end = fields.Date.today() - timedelta(days=1)
        revoked._revoke()

        self.assertFalse(accesses._find_by_token(ended_token))
        self.assertFalse(accesses._find_by_token(revoked_token))

    def test_an_archived_contact_loses_its_links(self):
        access, token = self.env['gift.supplier.access']._create_for(self.ann)

        self.ann.active = False
        self.ann.active = True

        self.assertFalse(self.env['gift.supplier.access']._find_by_token(token))
        self.assertTrue(access.revoked_date)

    def test_who_moves_to_another_supplier_sees_neither(self):
        self.ann.partner_id.parent_id = self.pens

        self.assertEqual(self.ann.supplier_id, self.mugs)
        self.assertFalse(self.ann._may('orders'))
        with self.assertRaises(UserError):
            self.ann.supplier_id = self.pens

    def test_roles_decide_and_administrators_may_everything(self):
        self.bob.write({'may_orders': False, 'may_feed': True})
        self.assertEqual(
            [role for role in ('orders', 'invoices', 'feed', 'admin') if self.bob._may(role)],
            ['feed'],
        )
        self.bob.may_admin = True
        self.assertTrue(self.bob._may('invoices'))

    def test_a_contact_needs_a_mail_address(self):
        silent = self.env['res.partner'].create({'name': "Silent", 'parent_id': self.mugs.id})
        with self.assertRaises(ValidationError):
            self.env['gift.supplier.contact'].create({'partner_id': silent.id})

    def test_a_confirmed_order_is_mailed_to_each_contact_with_a_link_of_its_own(self):
        self.bob.may_orders = False
        eve = self._create_contact(self.mugs, "Eve")

        order = self._create_purchase()

        links = self.env['gift.supplier.access'].search([('order_id', '=', order.id)])
        self.assertEqual(links.contact_id, self.ann | eve)
        self.assertEqual([len(self._get_mails(c.partner_id)) for c in (self.ann, eve)], [1, 1])
        self.assertEqual(self._get_mails(self.bob.partner_id), [])
        self.assertEqual(self._get_mails(self.cleo.partner_id), [])
        self.assertIn(f'/order/{order.id}', self._get_mails(eve.partner_id)[0])
        self.assertIn("Ann, Eve", order.message_ids[0].body)

    def test_an_order_to_one_contact_is_mailed_to_that_one(self):
        order = self._create_purchase(self.bob.partner_id)

        links = self.env['gift.supplier.access'].search([('order_id', '=', order.id)])
        self.assertEqual(links.contact_id, self.bob)

    def test_confirming_again_in_the_same_moment_mails_once(self):
        order = self._create_purchase()

        order._gift_tell_supplier()

        self.assertEqual(len(self._get_mails(self.ann.partner_id)), 1)

    def test_a_login_sees_what_was_sent_and_no_draft(self):
        user = new_test_user(self.env, 'ann_login', groups='base.group_portal')
        user.partner_id.parent_id = self.mugs
        orders = {
            state: self._create_purchase(state=state)
            for state in ('draft', 'sent', 'purchase', 'cancel')
        }
        draft = self._create_purchase(state='draft')
        draft.button_cancel()  # never sent
        foreign = self._create_purchase(self.pens)

        found = self.env['purchase.order'].with_user(user).search([])
        lines = self.env['purchase.order.line'].with_user(user).search([])

        self.assertEqual(found, orders['sent'] | orders['purchase'] | orders['cancel'])
        self.assertEqual(lines.order_id, found)
        self.assertNotIn(foreign, found)
        self.assertIn(draft, self.env['purchase.order'].with_user(self.buyer).search([]))

    def test_a_contact_without_the_role_sees_no_order_by_login_either(self):
        user = new_test_user(self.env, 'bob_login', groups='base.group_portal')
        user.partner_id.write({'parent_id': self.mugs.id, 'email': 'bob.l@example.com'})
        self._create_purchase()
        contact = self._create_contact_of(user)
        orders = self.env['purchase.order'].with_user(user)
        self.assertEqual(len(orders.search([])), 1)

        contact.may_orders = False

        self.assertFalse(orders.search([]))

    def _create_contact_of(self, user):
        return self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})


@tagged('post_install', '-at_install')
class TestSupplierPages(SupplierCommon, SupplierPages):
    """The pages behind the links, and Odoo's own page of an order."""

    def test_programs_that_open_every_link_change_nothing(self):
        order = self._create_purchase()
        path, whole = self._create_link(self.ann, order), self._create_link(self.ann)
        self.ann.may_admin = True
        ended = self._create_link(self.bob)
        self._find_access(ended)._revoke()
        token = order._portal_ensure_token()
        urls = (
            path, f'{path}/order/{order.id}', f'{path}/unlock', f'{path}/code', whole,
            f'{path}/order/{order.id}/acknowledge', f'{whole}/contacts', ended, '/supplier/link',
            f'/my/purchase/{order.id}?access_token={token}&acknowledge=True',
            f'/my/purchase/{order.id}?access_token={token}&update=True',
        )  # fmt: skip
        for url in urls:
            self.url_open(url)  # what pages are made of, such as their styles, may be stored once
        before = self._count_writes()

        for url in urls:
            # The link of a mail as often as several such programs do, the other pages once.
            for _time in range(20 if url == urls[1] else 1):
                self.opener.head(self.base_url() + url, timeout=60, allow_redirects=True)
                self.opener.get(self.base_url() + url, timeout=60)

        self.assertEqual(self._count_writes(), before)
        self.assertFalse(order.acknowledged)

    def test_a_link_shows_the_order_without_what_is_not_the_suppliers(self):
        order = self._create_purchase()
        page = self.url_open(f'{self._create_link(self.ann, order)}/order/{order.id}')

        self.assertEqual(page.status_code, 200)
        self.assertIn("Blank mug", page.text)
        self.assertIn("40.00", page.text)
        self.assertNotIn("777.77", page.text)
        self.assertNotIn("S12345", page.text)
        self.assertEqual(page.headers['Referrer-Policy'], 'no-referrer')
        self.assertIn('no-store', page.headers['Cache-Control'])

    def test_confirming_asks_for_a_code_and_works_after_it(self):
        order = self._create_purchase()
        path = self._create_link(self.ann, order)

        page = self._post(f'{path}/order/{order.id}/acknowledge')
        self.assertIn("Confirm that it is you", page.text)
        self.assertFalse(order.acknowledged)
        self._unlock(path)
        page = self._post(f'{path}/order/{order.id}/acknowledge')

        self.assertTrue(order.acknowledged)
        self.assertIn("we know that you have got the order", page.text)

    def test_a_code_goes_on_where_it_was_asked_for_and_nowhere_else(self):
        path = self._create_link(self.ann)
        for back, wanted in (('order/5', f'{path}/order/5'), ('//evil.example', path)):
            code = self._get_code(path)
            html = self._post(f'{path}/unlock', code=code, back=back)
            with self.subTest(back):
                self.assertTrue(html.url.endswith(wanted), html.url)

    def test_asking_for_a_link_says_nothing_about_who_is_known(self):
        known = self._post('/supplier/link', email='Ann@example.com')
        unknown = self._post('/supplier/link', email='nobody@example.com')

        self.assertEqual(known.status_code, unknown.status_code)
        self.assertEqual(
            known.text.count("If we know this address"), unknown.text.count("If we know this")
        )
        self.assertEqual(len(self._get_mails(self.ann.partner_id)), 1)
        for _time in range(4):
            self._post('/supplier/link', email='ann@example.com')
        self.assertEqual(len(self._get_mails(self.ann.partner_id)), 3)
        self.assertEqual(self._post('/supplier/link', email='x').status_code, 409)

    def test_odoos_page_neither_shows_drafts_nor_moves_dates(self):
        draft, order = self._create_purchase(state='draft'), self._create_purchase()
        planned = order.order_line.date_planned
        tokens = [record._portal_ensure_token() for record in (draft, order)]

        page = self.url_open(f'/my/purchase/{draft.id}?access_token={tokens[0]}')
        self.assertNotIn("Blank mug", page.text)
        page = self.url_open(f'/my/purchase/{order.id}?access_token={tokens[1]}')
        self.assertIn("Blank mug", page.text)
        answer = self.make_jsonrpc_request_raw(order, tokens[1])

        self.assertIn('error', answer)
        self.assertEqual(order.order_line.date_planned, planned)
        self._post(f'/my/purchase/{order.id}/acknowledge', page.url, access_token=tokens[1])
        self.assertTrue(order.acknowledged)

    def make_jsonrpc_request_raw(self, order, token):
        return self.url_open(
            f'/my/purchase/{order.id}/update',
            json={'jsonrpc': '2.0', 'method': 'call', 'params': {
                'access_token': token, str(order.order_line.id): '2031-01-01',
            }},
        ).json()  # fmt: skip

    def test_lists_bear_an_odd_order_and_a_login_gets_our_page(self):
        user = new_test_user(self.env, 'login@example.com', groups='base.group_portal')
        user.partner_id.write({'parent_id': self.mugs.id})
        self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})
        order = self._create_purchase()
        self.authenticate(user.login, user.login)

        listed = self.url_open('/my/purchase?sortby=odd&filterby=odd')
        page = self.url_open(f'/my/purchase/{order.id}')

        self.assertEqual(listed.status_code, 200)
        self.assertIn(order.name, listed.text)
        self.assertTrue(page.url.endswith(f'/supplier/me/order/{order.id}'))
        self.assertIn("Orders to answer", self.url_open('/my').text)
