from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .promise_common import PromiseCommon

INSIDE = ('production', 'staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee')


@tagged('post_install', '-at_install')
class TestCapacityAccess(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._order()
        cls.env['gift.work.center.day']._ensure_days(cls.center)
        cls.center.closure_ids = [Command.create({'reason': "Service"})]
        cls.records = {
            'gift.work.center': cls.center,
            'gift.work.center.closure': cls.center.closure_ids,
            'gift.work.center.day': cls.env['gift.work.center.day'].search(
                [('work_center_id', '=', cls.center.id)], limit=3
            ),
            'gift.capacity.booking': order.order_line.gift_booking_ids,
        }

    def test_the_production_team_reads_capacity_and_bookings(self):
        for role in INSIDE:
            for model, records in self.records.items():
                with self.subTest(role=role, model=model):
                    self.assertTrue(records.with_user(self.users[role]).read([]))

    def test_nobody_else_reads_them(self):
        for role in OUTSIDE:
            for model, records in self.records.items():
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    records.with_user(self.users[role]).read(['id'])

    def test_only_managers_set_capacities_and_nobody_books_by_hand(self):
        for role in (*INSIDE, *OUTSIDE):
            for model, records in self.records.items():
                allowed = role == 'manager' and model.startswith('gift.work.center')
                allowed = allowed and model != 'gift.work.center.day'
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(role=role, model=model, operation=operation):
                        mine = records[:1].with_user(self.users[role])
                        self.assertEqual(mine.has_access(operation), allowed)

    def test_the_load_is_opened_by_the_production_team_only(self):
        for role in INSIDE:
            days = self.env['gift.work.center.day'].with_user(self.users[role])
            self.assertEqual(days.action_open_load()['res_model'], 'gift.work.center.day')
        for role in OUTSIDE:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env['gift.work.center.day'].with_user(self.users[role]).action_open_load()

    def test_the_load_of_another_company_is_not_seen(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        user = self.users['production'].copy(
            {
                'login': 'gift_other_load',
                'company_id': company.id,
                'company_ids': [Command.set(company.ids)],
            }
        )

        for model in self.records:
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(user).search([]))


@tagged('post_install', '-at_install')
class TestPromiseReviewAccess(PromiseCommon):
    """What promises are reviewed for is read by the production team and written by nobody."""

    def test_every_role_has_exactly_its_rights(self):
        self.env['gift.promise.review']._request('carrier', carrier=self.carrier)
        row = self.env['gift.promise.review'].search([('carrier_id', '=', self.carrier.id)])[:1]
        for role in (*INSIDE, *OUTSIDE):
            allowed = ['read'] if role in INSIDE else []
            found = [
                operation
                for operation in ('read', 'write', 'create', 'unlink')
                if row.with_user(self.users[role]).has_access(operation)
            ]
            with self.subTest(role=role):
                self.assertEqual(found, allowed)

    def test_a_manager_who_closes_a_machine_has_promises_reviewed(self):
        self.env['gift.promise.review'].search([]).unlink()

        self.center.with_user(self.users['manager']).closure_ids = [
            Command.create({'reason': "Service"})
        ]

        self.assertIn('closed', self.env['gift.promise.review'].search([]).mapped('kind'))
