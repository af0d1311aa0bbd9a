from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from .access_cards import (  # noqa: F401
    TestGiftCardAccess,
)
from .access_care import (  # noqa: F401
    TestReviewAccess,
    TestSegmentAccess,
    TestTicketAccess,
)
from .access_chat import (  # noqa: F401
    TestChatAccess,
)
from .access_flows import (  # noqa: F401
    TestConsentAccess,
    TestConsentPagesAccess,
    TestFlowAccess,
    TestOccasionAccess,
)
from .access_points import (  # noqa: F401
    TestAccessTiers,
)
from .common import PointsCommon

MODELS = (
    'gift.points.wallet',
    'gift.points.lot',
    'gift.points.move',
    'gift.points.posting',
    'gift.points.hold',
    'gift.points.earning',
)
READERS = {
    'gift_base.group_staff': MODELS,
    'gift_base.group_manager': MODELS,
    'sales_team.group_sale_salesman': MODELS[:3],
    'gift_base.group_production': (),
    'base.group_user': (),
    'base.group_portal': (),
    'base.group_public': (),
}


@tagged('post_install', '-at_install')
class TestAccess(PointsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = cls._create_wallet(60)
        cls.order = cls._create_order(quantity=1, reward=True)
        cls.records = {
            'gift.points.wallet': cls.wallet,
            'gift.points.lot': cls.wallet.lot_ids,
            'gift.points.move': cls.wallet.move_ids,
            'gift.points.posting': cls.wallet.move_ids.posting_ids,
            'gift.points.hold': cls.env['gift.points.hold'].create(
                {'wallet_id': cls.wallet.id, 'order_id': cls.order.id, 'until': '2030-01-01'}
            ),
            'gift.points.earning': cls.order.gift_earning_ids,
        }

    def test_who_reads_the_ledger(self):
        for group, readable in READERS.items():
            user = new_test_user(self.env, f'reader {group}', groups=group)
            for model, records in self.records.items():
                with self.subTest(group=group, model=model):
                    may = records[:1].with_user(user).has_access('read')
                    self.assertEqual(may, model in readable)

    def test_nobody_writes_the_ledger(self):
        for group in READERS:
            user = new_test_user(self.env, f'writer {group}', groups=group)
            for model, records in self.records.items():
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(group=group, model=model, operation=operation):
                        self.assertFalse(records[:1].with_user(user).has_access(operation))

    def test_a_wallet_of_another_company_is_not_read(self):
        other = self.env['res.company'].create({'name': "Other shop"})
        self.program.company_id = other
        staff = new_test_user(self.env, 'staff one', groups='gift_base.group_staff')

        with self.assertRaises(AccessError):
            self.wallet.with_user(staff).read(['available'])

    def test_only_managers_correct(self):
        for group, may in {
            'gift_base.group_manager,sales_team.group_sale_salesman': True,
            'sales_team.group_sale_manager': True,
            'sales_team.group_sale_salesman': False,
        }.items():
            user = new_test_user(self.env, f'corrector {group}', groups=group)
            wizard = (
                self.env['loyalty.card.update.balance']
                .with_user(user)
                .create(
                    {
                        'card_id': self.wallet.card_id.id,
                        'new_balance': self.wallet.balance + 1,
                        'description': "Goodwill",
                    }
                )
            )
            with self.subTest(group):
                if may:
                    wizard.action_update_card_point()
                else:
                    with self.assertRaises(AccessError):
                        wizard.action_update_card_point()

    def test_nobody_moves_points_to_another_customer(self):
        own = self.env['res.partner'].create({'name': "Own pocket"})
        other = self._create_program()
        card = self.wallet.card_id
        for group in ('sales_team.group_sale_salesman', 'sales_team.group_sale_manager'):
            mine = card.with_user(new_test_user(self.env, f'mover {group}', groups=group))
            for values in ({'partner_id': own.id}, {'program_id': other.id}):
                with self.subTest(group, values=values), self.assertRaises(AccessError):
                    mine.write(values)
            mine.write({'partner_id': card.partner_id.id})
        self.assertEqual((card.partner_id, card.program_id), (self.partner, self.program))

    def test_a_salesman_makes_no_points_by_the_cost_of_a_reward(self):
        salesman = new_test_user(self.env, 'bender', groups='sales_team.group_sale_salesman')
        self.wallet._add_bonus(100, key='more', reason="More")
        order = self._create_order(quantity=5, reward=True, confirm=False)
        order.user_id = salesman
        line = order.order_line.filtered('reward_id')
        self.assertEqual(line.coupon_id, self.wallet.card_id)
        before = self._get_wallet().balance
        line.with_user(salesman).points_cost = -1000

        order.with_user(salesman).action_confirm()

        self.assertLessEqual(self._get_wallet().balance, before)

    def test_points_of_another_customer_pay_no_order(self):
        other = self.env['res.partner'].create({'name': "Somebody else"})
        rich = self._create_wallet(500, partner=other)
        salesman = new_test_user(self.env, 'helper', groups='sales_team.group_sale_salesman')
        self.wallet._add_bonus(100, key='more', reason="More")
        order = self._create_order(quantity=5, reward=True, confirm=False)
        order.user_id = salesman
        order.order_line.filtered('reward_id').with_user(salesman).coupon_id = rich.card_id

        for call in order.with_user(salesman).action_confirm, order.sudo()._gift_hold_stock:
            with self.subTest(call.__name__), self.assertRaisesRegex(ValidationError, "belong"):
                call()
        self.assertEqual(self._read(rich), (0, 500, 0, 0))

    def test_private_methods_cannot_be_called_from_outside(self):
        self.authenticate('admin', 'admin')
        for method in ('_add_bonus', '_adjust', '_sync', '_credit'):
            answer = self.make_jsonrpc_request_raw(method)
            with self.subTest(method):
                self.assertIn('error', answer)

    def make_jsonrpc_request_raw(self, method):
        return self.url_open(
            f'/web/dataset/call_kw/gift.points.wallet/{method}',
            json={
                'jsonrpc': '2.0',
                'method': 'call',
                'params': {
                    'model': 'gift.points.wallet',
                    'method': method,
                    'args': [[self.wallet.id], 100],
                    'kwargs': {},
                },
            },
        ).json()

    def test_visitors_are_sent_to_the_login(self):
        answer = self.url_open('/my/loyalty', allow_redirects=False)

        self.assertEqual(answer.status_code, 303)
        self.assertIn('/web/login', answer.headers['Location'])

    def test_each_role_opens_its_own_page_of_points(self):
        for group in ('base.group_portal', 'base.group_user', 'gift_base.group_manager'):
            login = f'opener {group}'
            new_test_user(self.env, login, groups=group)
            self.authenticate(login, login)
            with self.subTest(group):
                self.assertEqual(self.url_open('/my/loyalty').status_code, 200)
