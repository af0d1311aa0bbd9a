from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common import create_role_users


@tagged('post_install', '-at_install')
class TestGiftBaseAccess(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_role_users(cls.env)

    def test_roles_imply_each_other_from_manager_down_to_production(self):
        manager, staff, production = (self.users[r] for r in ('manager', 'staff', 'production'))

        self.assertTrue(manager.has_group('gift_base.group_staff'))
        self.assertTrue(staff.has_group('gift_base.group_production'))
        self.assertFalse(production.has_group('gift_base.group_staff'))
        self.assertFalse(staff.has_group('gift_base.group_manager'))

    def test_only_managers_read_the_attempt_log(self):
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            log = self.env['gift.rate.limit'].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                log.search([])
        self.env['gift.rate.limit'].with_user(self.users['manager']).search([])

    def test_counting_attempts_refuses_above_the_limit_for_that_caller_only(self):
        counter = self.env['gift.rate.limit'].with_user(self.users['visitor'])

        for _attempt in range(2):
            counter._gift_count('upload', 'a', limit=2, seconds=60)

        with self.assertRaises(UserError):
            counter._gift_count('upload', 'a', limit=2, seconds=60)
        counter._gift_count('upload', 'b', limit=2, seconds=60)
        self.assertEqual(self.env['gift.rate.limit'].search_count([('scope', '=', 'upload')]), 3)
