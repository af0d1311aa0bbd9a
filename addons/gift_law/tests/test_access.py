from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LawCommon

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
