from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gift_base.tests.common import PrivateMethods, create_role_users, get_rights

from .access_files import TestFileAccess  # noqa: F401
from .common import ReportCommon

RIGHTS = {
    'gift.report.sale': {'staff': 'r', 'manager': 'r'},
    'gift.report.stock': {'staff': 'r', 'manager': 'r'},
    'gift.report.customer': {'staff': 'r', 'manager': 'r'},
    'gift.report.cohort': {'staff': 'r', 'manager': 'r'},
    'gift.report.prediction': {'staff': 'r', 'manager': 'r'},
    'gift.report.job': {'staff': 'r', 'manager': 'r'},
    'gift.report.option': {'staff': 'r', 'manager': 'r'},
    'gift.report.stock.now': {'staff': 'r', 'manager': 'r'},
    'gift.report.payment': {'staff': 'r', 'manager': 'r'},
    'gift.report.flow': {'staff': 'r', 'manager': 'r'},
    'gift.report.member': {'staff': 'r', 'manager': 'r'},
    'gift.report.card': {'manager': 'r'},
    'gift.report.refresh': {'manager': 'r'},
    'gift.report.history': {'manager': 'rwcu'},
    'gift.report.history.column': {'manager': 'rwcu'},
    'gift.report.history.order': {'manager': 'r'},
}
FOR_MANAGERS = ('cost_amount', 'margin_amount', 'margin_rate')


@tagged('post_install', '-at_install')
class TestAccess(PrivateMethods, ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_role_users(cls.env, 'report')
        cls.order = cls._sell((cls.mug, 1))
        cls.mug.is_storable = True
        cls._receive(cls.mug, 5)
        cls._import_history()
        cls._create_job("Anna")
        cls._create_transaction(10.0)
        cls._create_run(cls._create_flow(), 'anna@example.com')
        cls._create_card(50.0)
        cls.env['gift.tier.status']._open(cls.partner, cls.company)
        cls._refresh()

    def test_who_reads_which_table(self):
        for model, rights in RIGHTS.items():
            record = self.env[model].search([], limit=1)
            self.assertTrue(record)
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    self.assertEqual(get_rights(record.with_user(user)), rights.get(role, ''))

    def test_cost_and_margin_are_for_managers(self):
        staff = self.report.with_user(self.users['staff'])
        manager = self.report.with_user(self.users['manager'])
        for name in FOR_MANAGERS:
            with self.subTest(name=name):
                self.assertTrue(manager._read_group([], [], [f'{name}:avg']))
                with self.assertRaises(AccessError):
                    staff._read_group([], [], [f'{name}:avg'])
                with self.assertRaises(AccessError):
                    staff.search([(name, '>', 0)])
                with self.assertRaises(AccessError):
                    staff.search([], limit=1).read([name])

    def test_fees_payouts_and_values_are_for_managers(self):
        for model, names in (
            ('gift.report.payment', ('fee', 'fee_rate', 'paid_out', 'settled')),
            ('gift.report.stock.now', ('value',)),
        ):
            for name in names:
                how = 'avg' if name == 'fee_rate' else 'sum'
                with self.subTest(name=name), self.assertRaises(AccessError):
                    self.env[model].with_user(self.users['staff'])._read_group(
                        [], [], [f'{name}:{how}']
                    )
                self.env[model].with_user(self.users['manager'])._read_group(
                    [], [], [f'{name}:{how}']
                )

    def test_only_managers_refresh(self):
        refresh = self.env['gift.report.refresh']
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                refresh.with_user(self.users[role]).action_refresh()
        self.assertTrue(refresh.with_user(self.users['manager']).action_refresh())

    def test_private_methods(self):
        self._assert_private(
            'gift.report.refresh',
            ('_refresh_all', '_refresh_table', '_cron_refresh', '_cron_rebuild', '_read_horizon'),
        )
        self._assert_private('gift.report.sale', ('_refresh', '_execute', '_follow_records'))
        self._assert_private('gift.report.history', ('_import', '_cron_import', '_keep_orders'))
