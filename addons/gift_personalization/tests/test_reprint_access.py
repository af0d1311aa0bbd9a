from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_reprint import ReprintCommon

INSIDE = ('production', 'staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee')


@tagged('post_install', '-at_install')
class TestReprintAccess(ReprintCommon):
    def test_production_and_staff_reprint(self):
        job = self._make(quantity=3, until='made').gift_job_ids

        for role in INSIDE:
            with self.subTest(role=role):
                self.assertEqual(job.with_user(self.users[role]).action_reprint()['target'], 'new')
                self.assertEqual(self._reprint(job, role=role).stage, 'ready')

    def test_nobody_else_does(self):
        job = self._make(until='made').gift_job_ids

        for role in OUTSIDE:
            with self.subTest(role=role), self.assertRaises(AccessError):
                job.with_user(self.users[role]).action_reprint()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._reprint(job, role=role)
        self.assertFalse(job.reprint_ids)

    def test_entries_are_read_by_the_team_and_changed_by_nobody(self):
        job = self._make(until='made').gift_job_ids
        self._reprint(job)

        for role in (*INSIDE, *OUTSIDE):
            mine = job.reprint_ids.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(mine.has_access('read'), role in INSIDE)
                for operation in ('write', 'create', 'unlink'):
                    self.assertFalse(mine.has_access(operation))

    def test_only_managers_change_the_list_of_causes(self):
        for role in (*INSIDE, *OUTSIDE):
            mine = self.cause.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(mine.has_access('read'), role in INSIDE)
                for operation in ('write', 'create', 'unlink'):
                    self.assertEqual(mine.has_access(operation), role == 'manager')
