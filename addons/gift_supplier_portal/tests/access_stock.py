from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.gift_base.tests.common import get_rights

from .access_supplier import ROLES, AccessCase
from .stock_alert_common import StockAlertCommon

STOCK_ROLES = {**ROLES, 'manager': 'gift_base.group_manager'}
READERS = dict.fromkeys(('staff', 'buyer', 'purchaser', 'manager'), 'r')
RIGHTS = {
    'gift.stock.rule': {**READERS, 'manager': 'rwcu'},
    'gift.stock.alert': READERS,
    'gift.stock.digest': READERS,
    'gift.late.purchase': dict.fromkeys(('buyer', 'purchaser', 'manager'), 'r'),
}
BUYERS = ('buyer', 'purchaser', 'manager')


@tagged('post_install', '-at_install')
class TestStockAlertAccess(AccessCase, StockAlertCommon, TransactionCase):
    """Staff and buyers read, who buys acts, managers say when it is too little."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(cls.mug, quantity=5)
        cls._put(cls.mug, 1)
        cls._check()
        cls.late = cls._create_late(lines=[(cls.pen, 5, 1.0)])
        cls.digests._send(cls.company)
        cls.alert = cls.alerts.search([('product_id', '=', cls.mug.id)])
        cls.digest = cls.digests.search([('company_id', '=', cls.company.id)])

    def _create_users(self):
        for role, group in STOCK_ROLES.items():
            yield role, new_test_user(
                self.env, f'alert_{role}', groups=group, company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )  # fmt: skip

    def test_every_role_has_exactly_its_rights(self):
        for role, user in self._create_users():
            for record in (self.rule, self.alert, self.digest, self.late):
                may = get_rights(record.with_user(user))
                with self.subTest(role=role, model=record._name):
                    self.assertEqual(may, RIGHTS[record._name].get(role, ''))

    def test_who_does_not_buy_decides_nothing(self):
        for role, user in self._create_users():
            if role in BUYERS:
                continue
            alert = self.alert.with_user(user)
            for name in (
                'action_check', 'action_purchase', 'action_snooze', 'action_snooze_week',
                'action_snooze_month', 'action_unsnooze',
            ):  # fmt: skip
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(alert, name)()
                if 'snooze' in name:
                    with self.subTest(role=role, late=name), self.assertRaises(AccessError):
                        getattr(self.late.with_user(user), name)()
        self.assertEqual((self.alert.state, self.late.state), ('open', 'open'))
        orders = self.env['purchase.order'].search([('company_id', '=', self.company.id)])
        self.assertEqual(orders, self.late.order_id)

    def test_who_buys_makes_the_purchase_and_sees_it(self):
        for role, user in self._create_users():
            if role not in BUYERS:
                continue
            with self.subTest(role=role):
                alert = self.alert.with_user(user)
                action = alert.action_purchase()
                order = self.env['purchase.order'].browse(action['res_id'])
                self.assertTrue(order.with_user(user).has_access('write'))
                order.sudo().button_cancel()
                self._check()

    def test_other_companies_see_nothing(self):
        other = new_test_user(
            self.env, 'stock_elsewhere', groups='gift_base.group_manager',
            company_id=self.env.ref('base.main_company').id,
            company_ids=[Command.set(self.env.ref('base.main_company').ids)],
        )  # fmt: skip
        theirs = self.alert.with_context(allowed_company_ids=other.company_ids.ids)
        for record in (self.rule, self.alert, self.digest, self.late):
            with self.subTest(model=record._name):
                record = record.with_context(theirs.env.context)
                self.assertEqual(get_rights(record.with_user(other)), '')
        with self.assertRaises(AccessError):
            theirs.with_user(other).action_purchase()

    def test_nobody_calls_the_check_from_outside(self):
        self._assert_private(
            'gift.stock.alert',
            ('_check_company', '_cron_check', '_snooze', '_create_purchase', '_move', '_follow'),
        )
        self._assert_private('gift.stock.digest', ('_send', '_tell', '_close'))
        self._assert_private('gift.late.purchase', ('_check_company', '_snooze', '_follow'))
