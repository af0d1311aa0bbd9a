from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LawCommon
from .withdrawal_common import WithdrawalCommon

ROLES = ('visitor', 'customer', 'employee', 'production', 'staff', 'manager')
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}
NOTHING, READ = '', 'r'


@tagged('post_install', '-at_install')
class TestAccess(LawCommon):
    """What each role may do with legal texts and what was shown."""

    MATRIX = {
        #                   visitor  customer employee production staff manager
        'gift.law.text': (NOTHING, NOTHING, NOTHING, NOTHING, READ, 'rw'),
        'gift.law.wording': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.price': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.withdrawal': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.withdrawal.line': (NOTHING, NOTHING, NOTHING, NOTHING, READ, READ),
        'gift.withdrawal.answer': (NOTHING, NOTHING, NOTHING, NOTHING, 'rwc', 'rwc'),
    }

    def test_each_role_may_do_what_the_matrix_says(self):
        for model, allowed in self.MATRIX.items():
            for role, letters in zip(ROLES, allowed, strict=True):
                records = self.env[model].with_user(self.users[role])
                found = ''.join(
                    letter for letter, name in OPERATIONS.items() if records.has_access(name)
                )
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, letters)

    def test_only_staff_read_what_an_order_keeps(self):
        order = self._create_mixed_order()
        seller = 'sales_team.group_sale_salesman_all_leads'
        staff = new_test_user(self.env, 'law_staff', f'{seller},gift_base.group_staff')

        self.assertEqual(order.with_user(staff).gift_terms_id, order.gift_terms_id)
        for user in (
            new_test_user(self.env, 'law_seller', seller),
            self.users['production'],
            self.users['customer'],
            self.users['visitor'],
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                order.with_user(user).read(['gift_terms_id'])


@tagged('post_install', '-at_install')
class TestWithdrawalAccess(WithdrawalCommon):
    def test_only_staff_answer_a_withdrawal(self):
        withdrawal = self._receive(self._create_paid_order())
        for role in ('visitor', 'customer', 'employee', 'production'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._answer_withdrawal(withdrawal, 'accepted', role)
        self.assertEqual(withdrawal.state, 'received')

        self._answer_withdrawal(withdrawal, 'accepted', 'manager')

        self.assertEqual(withdrawal.state, 'accepted')

    def test_customers_do_not_read_staffs_fields_of_an_order(self):
        order = self._create_mixed_order()
        self._receive(order)
        with self.assertRaises(AccessError):
            order.with_user(self.users['customer']).read(['gift_withdrawal_ids'])


@tagged('post_install', '-at_install')
class TestRouteAccess(LawCommon, HttpCase):
    def test_terms_open_for_the_customer_of_the_order_alone(self):
        order = self._create_mixed_order()
        order._portal_ensure_token()
        for path in (
            f'/my/orders/{order.id}/terms.pdf',
            f'/my/orders/{order.id}/terms.pdf?access_token=wrong',
            '/my/orders/999999999/terms.pdf',
            f'/my/orders/{2**40}/terms.pdf?access_token={order.access_token}',
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate('gift_customer', 'gift_customer')
        self.assertEqual(self.url_open(f'/my/orders/{order.id}/terms.pdf').status_code, 404)

    def test_the_withdrawal_page_is_open_but_a_wrong_link_shows_no_line(self):
        order = self._create_mixed_order()
        right = order._gift_get_withdrawal_url()
        other = self._create_mixed_order()
        for path in (
            right[:-1] + ('0' if right[-1] != '0' else '1'),
            right.replace(f'/{order.id}/', f'/{other.id}/'),
            f'/gift/withdraw/{2**40}/x',
            '/gift/withdraw/999999999/' + 'a' * 32,
        ):
            with self.subTest(path=path):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("Plain card", answer.text)
                self.assertNotIn(order.name, answer.text)
                self.assertNotIn('emma.f@example.com', answer.text)
        self.assertIn("Plain card", self.url_open(right).text)

    def test_a_receipt_opens_for_who_has_its_key(self):
        answer = self.url_open('/gift/withdraw/done/' + 'a' * 32)

        self.assertTrue(answer.url.endswith('/gift/withdraw'))

    def test_mails_about_carts_are_stopped_by_the_signed_link_alone(self):
        url = self.partner._gift_get_stop_url()
        other = self.env['res.partner'].create({'name': "Ben"})
        for path in (
            url[:-1] + ('0' if url[-1] != '0' else '1'),
            url.replace(f'/{self.partner.id}/', f'/{other.id}/'),
            f'/gift/cart-mails/{2**40}/x',
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path, data={'x': '1'}).status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.partner.gift_no_cart_mail or other.gift_no_cart_mail)
