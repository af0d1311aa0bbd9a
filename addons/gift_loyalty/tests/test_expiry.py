from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestExpiry(PointsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.gift_expiry_months = 1
        cls.wallet = cls._create_wallet(30)

    def _expire(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env['gift.points.wallet']._expire_due()

    def test_points_end_the_day_after_their_last_day_and_once(self):
        last = self.wallet.lot_ids.expires_on
        days = (last - fields.Date.context_today(self.wallet)).days

        self._expire(days)
        self.assertEqual(self._read(self.wallet), (0, 30, 0, 0))

        self._expire(days + 1)
        self._expire(days + 1)
        self.assertEqual(self._read(self.wallet), (0, 0, 0, 0))
        self.assertEqual(self.wallet.move_ids.mapped('kind'), ['expire', 'bonus'])

    def test_what_ends_first_is_spent_first(self):
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            self.wallet._add_bonus(40, key='later', reason="Later")

        self._create_order(quantity=5, reward=True)

        left = self.wallet.lot_ids.filtered('available')
        self.assertEqual((left.available, left.move_id.key), (20, 'later'))

    def test_held_points_do_not_end_while_the_payment_runs(self):
        self.wallet._add_bonus(20, key='more', reason="More")
        order = self._create_order(quantity=5, reward=True, confirm=False)
        order.sudo()._gift_hold_stock()

        self._expire(60)
        order.action_confirm()

        self.assertEqual(self._read(self.wallet)[1:], (0, 0, 0))
        self.assertNotIn('expire', self.wallet.move_ids.mapped('kind'))

    def test_points_that_come_back_late_are_good_for_a_month_more(self):
        self.wallet._add_bonus(20, key='more', reason="More")
        order = self._create_order(quantity=5, reward=True)

        later = fields.Datetime.now() + timedelta(days=60)
        with freeze_time(later):
            order._action_cancel()
            self.env['gift.points.wallet']._expire_due()

        self.assertEqual(self._read(self.wallet), (0, 50, 0, 0))
        self.assertEqual(
            set(self.wallet.lot_ids.filtered('available').mapped('expires_on')),
            {later.date() + timedelta(days=30)},
        )
