from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestHold(PointsCommon):
    def setUp(self):
        super().setUp()
        self.wallet = self._create_wallet(60)

    def test_a_payment_keeps_the_points_from_other_carts(self):
        first = self._create_order(reward=True, confirm=False)
        second = self._create_order(reward=True, confirm=False)

        first.sudo()._gift_hold_stock()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            second.sudo()._gift_hold_stock()

        self.assertEqual(self._read(self.wallet), (0, 10, 50, 0))
        first.action_confirm()
        self.assertEqual(self._read(self.wallet)[1:], (10, 0, 0))

    def test_a_payment_started_twice_holds_once(self):
        order = self._create_order(reward=True, confirm=False)

        order.sudo()._gift_hold_stock()
        order.sudo()._gift_hold_stock()

        self.assertEqual(self._read(self.wallet), (0, 10, 50, 0))

    def test_the_cart_that_holds_keeps_its_reward(self):
        order = self._create_order(reward=True, confirm=False)
        order.sudo()._gift_hold_stock()

        order._update_programs_and_rewards()

        self.assertEqual(order.amount_total, 95)

    def test_a_payment_given_up_gives_the_points_back_after_a_while(self):
        order = self._create_order(reward=True, confirm=False)
        order.sudo()._gift_hold_stock()

        self.env['gift.points.wallet']._release_holds()
        self.assertEqual(self._read(self.wallet), (0, 10, 50, 0))

        with freeze_time(fields.Datetime.now() + timedelta(minutes=31)):
            self.env['gift.points.wallet']._release_holds()
            self.env['gift.points.wallet']._release_holds()
        self.assertEqual(self._read(self.wallet), (0, 60, 0, 0))

    def test_a_failed_payment_gives_them_back_at_once(self):
        order = self._create_order(reward=True, confirm=False)
        order.sudo()._gift_hold_stock()

        order.sudo()._gift_release_stock()

        self.assertEqual(self._read(self.wallet), (0, 60, 0, 0))

    def test_a_payment_on_its_way_keeps_them_longer(self):
        order = self._create_order(reward=True, confirm=False)
        order.sudo()._gift_hold_stock()
        order.sudo()._gift_keep_stock()

        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self.env['gift.points.wallet']._release_holds()

        self.assertEqual(self._read(self.wallet), (0, 10, 50, 0))

    def test_a_reward_taken_out_of_the_cart_is_not_held_by_the_next_payment(self):
        order = self._create_order(reward=True, confirm=False)
        order.sudo()._gift_hold_stock()
        order.order_line.filtered('reward_id').unlink()

        order.sudo()._gift_hold_stock()

        self.assertEqual(self._read(self.wallet), (0, 60, 0, 0))
