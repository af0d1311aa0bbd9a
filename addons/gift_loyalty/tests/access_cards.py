"""Who may do what with gift cards; the classes run from test_access."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .gift_card_common import GiftCardCommon

ROLES = (
    'base.group_portal',
    'base.group_user',
    'gift_base.group_production',
    'gift_base.group_staff',
    'gift_base.group_manager',
)


@tagged('post_install', '-at_install')
class TestGiftCardAccess(GiftCardCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_card(50)

    def test_everybody_opens_the_page_of_balances(self):
        self.assertEqual(self.url_open('/gift-card').status_code, 200)
        for group in ROLES:
            login = f'asks {group}'
            new_test_user(self.env, login, groups=group)
            self.authenticate(login, login)
            with self.subTest(group):
                self.assertEqual(self.url_open('/gift-card').status_code, 200)

    def test_who_reads_and_writes_letters(self):
        order = self._create_order(self.card_product, confirm=False)
        letter = self.env['gift.card.letter']._for_line(order.order_line)
        for group in ('base.group_public', *ROLES):
            may = group in ('gift_base.group_staff', 'gift_base.group_manager')
            user = new_test_user(self.env, f'letters {group}', groups=group)
            for operation, allowed in {
                'read': may,
                'write': may,
                'create': False,
                'unlink': False,
            }.items():
                with self.subTest(group=group, operation=operation):
                    self.assertEqual(letter.with_user(user).has_access(operation), allowed)

    def test_staff_change_words_and_address_only(self):
        order = self._create_order(self.card_product, confirm=False)
        letter = self.env['gift.card.letter']._for_line(order.order_line)
        staff = letter.with_user(new_test_user(self.env, 'letters', groups='gift_base.group_staff'))

        staff.write({'email': 'anna@example.com', 'message': "Enjoy!"})

        self.assertEqual(letter.email, 'anna@example.com')
        for values in ({'state': 'sent'}, {'times': 0}, {'send_at': '2026-01-01'}):
            with self.subTest(values), self.assertRaises(UserError):
                staff.write(values)

    def test_letters_of_other_people_are_not_opened(self):
        order = self._create_order(self.card_product)
        path = f'/my/orders/{order.id}/gift-card/{order.order_line.id}'
        for group in (None, 'base.group_portal', 'base.group_user', 'gift_base.group_staff'):
            if group:
                login = f'opens {group}'
                new_test_user(self.env, login, groups=group)
                self.authenticate(login, login)
            with self.subTest(group):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_visitors_and_customers_read_no_codes(self):
        for group in ('base.group_public', 'base.group_portal'):
            user = new_test_user(self.env, f'reads {group}', groups=group)
            with self.subTest(group), self.assertRaises(AccessError):
                self.card.with_user(user).read(['code'])

    def test_staff_read_profiles_and_nobody_else(self):
        for group in ('base.group_public', *ROLES):
            may = group in ('gift_base.group_staff', 'gift_base.group_manager')
            user = new_test_user(self.env, f'profile {group}', groups=group)
            partner = self.partner.with_user(user)
            with self.subTest(group):
                if may:
                    partner.read(['gift_profile_html'])
                else:
                    with self.assertRaises(AccessError):
                        partner.read(['gift_profile_html'])

    def test_codes_cannot_be_tried_over_rpc(self):
        self.authenticate('admin', 'admin')
        for method in ('_gift_find_spendable', '_generate_code', '_gift_read_code'):
            answer = self.url_open(
                f'/web/dataset/call_kw/loyalty.card/{method}',
                json={
                    'jsonrpc': '2.0',
                    'method': 'call',
                    'params': {
                        'model': 'loyalty.card',
                        'method': method,
                        'args': ["A"],
                        'kwargs': {},
                    },
                },
            ).json()
            with self.subTest(method):
                self.assertIn('error', answer)
