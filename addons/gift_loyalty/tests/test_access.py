from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .access_cards import (  # noqa: F401
    TestGiftCardAccess,
)
from .access_care import (  # noqa: F401
    TestReviewAccess,
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
