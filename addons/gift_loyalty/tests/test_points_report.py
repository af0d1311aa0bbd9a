from datetime import date, datetime

from odoo.tests import Form, new_test_user, tagged

from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestPointsReport(TierCommon):
    def _get_row(self):
        self.env.flush_all()
        row = self.env['gift.points.report'].search([('program_id', '=', self.program.id)])
        row.invalidate_recordset()
        return row

    def test_the_published_example_of_a_liability(self):
        self.program.write({'gift_point_value': 0.10, 'gift_redemption': 85})
        self._create_order(quantity=100)  # 2,000.00 bring 2,000 points

        row = self._get_row()

        self.assertEqual((row.issued, row.outstanding), (2000, 2000))
        self.assertAlmostEqual(row.liability, 156.68, 2)

    def test_what_was_spent_taken_back_and_given_back_is_told_apart(self):
        wallet = self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True)
        order._action_cancel()
        wallet._adjust(-10, "Mistake")

        row = self._get_row()

        self.assertEqual(row.issued, 180)
        self.assertEqual(row.spent, 0)
        self.assertEqual(row.taken_back, 100)
        self.assertEqual(row.other, -10)
        self.assertEqual(row.outstanding, 70)

    def test_expired_points_are_the_breakage(self):
        wallet = self._create_wallet(80)
        self._create_order(quantity=5, reward=True)
        wallet.lot_ids.filtered('available').expires_on = '2020-01-01'
        self.env['gift.points.wallet']._expire_due()

        row = self._get_row()

        self.assertEqual((row.spent, row.expired), (50, 30))
        self.assertEqual(self.program.gift_measured_redemption, 62.5)

    def test_a_month_begins_with_the_day_of_the_shop(self):
        self.env.company.resource_calendar_id.tz = 'Pacific/Auckland'
        self.program.company_id = self.env.company
        wallet = self._create_wallet(80)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_points_move SET create_date = %s WHERE wallet_id = %s",
            (datetime(2026, 3, 31, 12), wallet.id),
        )
        report = self.env['gift.points.report']

        rows = report.search([('program_id', '=', self.program.id)], order='month', limit=1)

        self.assertEqual((rows.month, rows.issued), (date(2026, 4, 1), 80))


@tagged('post_install', '-at_install')
class TestPointsOfStaff(TierCommon):
    def test_the_team_sees_points_and_tier_of_a_customer_and_an_order(self):
        self._create_wallet(80)
        self._set_tier(self.gold)
        order = self._create_order(quantity=5, reward=True)
        user = new_test_user(
            self.env,
            'reader',
            groups='gift_base.group_staff,sales_team.group_sale_salesman_all_leads',
        )
        partner = self.partner.with_user(user)

        self.assertEqual(partner.gift_points, 30)
        self.assertEqual(partner.gift_tier_id, self.gold)
        self.assertEqual(order.with_user(user).gift_points_earned, 200)
        self.assertEqual(order.with_user(user).gift_points_spent, 50)
        self.assertEqual(partner.action_gift_open_points()['res_id'], self._get_wallet().id)
        self.assertEqual(partner.action_gift_open_tier()['res_id'], self._get_status().id)
        for record in (partner, order.with_user(user)):
            with self.subTest(record):
                Form(record)
