"""Who may do what with tiers; run from test_access."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .tier_common import TierCommon

STAFF = ('gift_base.group_staff', 'gift_base.group_manager')
SALES = ('sales_team.group_sale_salesman', 'sales_team.group_sale_manager')
OTHERS = (
    'gift_base.group_production',
    'base.group_user',
    'base.group_portal',
    'base.group_public',
)
READERS = {
    'gift.tier': STAFF + SALES,
    'gift.tier.status': STAFF + SALES,
    'gift.tier.change': STAFF + SALES,
    'gift.order.settlement': STAFF,
    'gift.referral.link': STAFF,
    'gift.referral': STAFF,
    'gift.points.report': ('gift_base.group_manager',),
}
MANAGERS = ('gift_base.group_manager', 'sales_team.group_sale_manager')


@tagged('post_install', '-at_install')
class TestAccessTiers(TierCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_order(quantity=1)
        status = cls._set_tier(cls.gold)
        cls.tier_records = {
            'gift.tier': cls.gold,
            'gift.tier.status': status,
            'gift.tier.change': status.change_ids,
            'gift.order.settlement': cls.env['gift.order.settlement'].search([], limit=1),
            **cls._create_referral(),
            'gift.points.report': cls.env['gift.points.report'],
        }
        cls.role_users = {
            group: new_test_user(cls.env, f'role {group}', groups=group)
            for group in (*STAFF, *SALES, *OTHERS)
        }

    @classmethod
    def _create_referral(cls):
        cls.company.gift_referral_on = True
        giver, friend = cls.env['res.partner'].create([{'name': "Giver"}, {'name': "Friend"}])
        link = cls.env['gift.referral.link']._open(giver, cls.company)
        referral = cls.env['gift.referral']._bind(friend, link.code, cls.company)
        return {'gift.referral.link': link, 'gift.referral': referral}

    def test_visitors_make_no_link(self):
        answer = self.url_open('/my/loyalty/invite', data={}, allow_redirects=False)

        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn('/my/loyalty', answer.headers.get('Location', ''))

    def test_who_reads_tiers(self):
        for model, records in self.tier_records.items():
            for group, user in self.role_users.items():
                with self.subTest(group=group, model=model):
                    may = records[:1].with_user(user).has_access('read')
                    self.assertEqual(may, group in READERS[model])

    def test_who_writes_tiers(self):
        for model, records in self.tier_records.items():
            for group, user in self.role_users.items():
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(group=group, model=model, operation=operation):
                        may = records[:1].with_user(user).has_access(operation)
                        self.assertEqual(may, model == 'gift.tier' and group in MANAGERS)

    def test_who_sets_a_tier_by_hand(self):
        values = {'partner_id': self.partner.id, 'tier_id': self.silver.id, 'reason': "Goodwill"}
        for group, user in self.role_users.items():
            with self.subTest(group):
                if group in MANAGERS:
                    wizard = self.env['gift.tier.override'].with_user(user).create(values)
                    self.assertTrue(wizard.action_apply())
                else:
                    with self.assertRaises(AccessError):
                        self.env['gift.tier.override'].with_user(user).create(values)

    def test_a_tier_is_not_set_over_rpc(self):
        self.authenticate('admin', 'admin')
        for method in ('_override', '_move_to_tier', '_look_at', '_touch', '_gift_post_bonus'):
            model = 'res.partner' if method == '_gift_post_bonus' else 'gift.tier.status'
            answer = self.url_open(
                f'/web/dataset/call_kw/{model}/{method}',
                json={
                    'jsonrpc': '2.0',
                    'method': 'call',
                    'params': {
                        'model': model,
                        'method': method,
                        'args': [[1], 1],
                        'kwargs': {},
                    },
                },
            ).json()
            with self.subTest(method):
                self.assertIn('error', answer)
