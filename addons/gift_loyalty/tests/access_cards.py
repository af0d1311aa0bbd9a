"""Who may do what with gift cards; the classes run from test_access."""

from odoo.exceptions import AccessError
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

    def test_visitors_and_customers_read_no_codes(self):
        for group in ('base.group_public', 'base.group_portal'):
            user = new_test_user(self.env, f'reads {group}', groups=group)
            with self.subTest(group), self.assertRaises(AccessError):
                self.card.with_user(user).read(['code'])

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
