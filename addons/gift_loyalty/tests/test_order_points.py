from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestOrderPoints(PointsCommon):
    def test_what_an_order_earns_waits(self):
        self._create_order(quantity=5)

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_pending_points_cannot_be_spent_in_the_same_order(self):
        order = self._create_order(quantity=5, confirm=False)

        self.assertIn('error', self._take_reward(order))

    def test_points_become_usable_when_the_return_window_has_ended(self):
        order = self._create_order(quantity=5)
        self._deliver(order)
        self._pay(self._invoice(order))

        self.env['gift.points.wallet']._release_due()
        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

        with freeze_time(fields.Datetime.now() + timedelta(days=13)):
            self.env['gift.points.wallet']._release_due()
        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            self.env['gift.points.wallet']._release_due()
            self.env['gift.points.wallet']._release_due()
        self.assertEqual(self._read(self._get_wallet()), (0, 100, 0, 0))

    def test_points_of_an_unpaid_order_stay_pending(self):
        order = self._create_order(quantity=5)
        self._deliver(order)
        self._invoice(order)

        with freeze_time(fields.Datetime.now() + timedelta(days=60)):
            self.env['gift.points.wallet']._release_due()

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_points_of_an_order_that_is_not_sent_stay_pending(self):
        order = self._create_order(quantity=5)
        self._pay(self._invoice(order)) if order._get_invoiceable_lines() else None

        with freeze_time(fields.Datetime.now() + timedelta(days=60)):
            self.env['gift.points.wallet']._release_due()

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_a_reward_is_spent_at_confirmation(self):
        wallet = self._create_wallet(80)

        order = self._create_order(quantity=5, reward=True)

        self.assertEqual(order.amount_total, 95)
        self.assertEqual(self._read(wallet), (100, 30, 0, 0))

    def test_a_cancelled_order_gives_back_and_takes_back(self):
        wallet = self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True)

        order._action_cancel()

        self.assertEqual(self._read(wallet), (0, 80, 0, 0))
        kinds = wallet.move_ids.sorted('id').mapped('kind')
        self.assertEqual(kinds, ['bonus', 'pending', 'spend', 'clawback', 'restore'])

    def test_an_order_confirmed_again_earns_again(self):
        order = self._create_order(quantity=5)
        order._action_cancel()
        order.action_draft()
        order._update_programs_and_rewards()

        order.action_confirm()

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_fewer_pieces_earn_less(self):
        order = self._create_order(quantity=5)

        order.order_line.product_uom_qty = 2

        self.assertEqual(self._read(self._get_wallet()), (40, 0, 0, 0))

    def test_posting_an_order_twice_changes_nothing(self):
        wallet = self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True)
        before = len(wallet.move_ids)

        order.sudo()._gift_sync_points()
        order.sudo()._gift_earn_points()

        self.assertEqual(len(wallet.move_ids), before)
        self.assertEqual(self._read(wallet), (100, 30, 0, 0))

    def test_a_reward_taken_off_a_confirmed_order_comes_back(self):
        wallet = self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True)

        order.order_line.filtered('reward_id').product_uom_qty = 0

        self.assertEqual(self._read(wallet)[1:], (80, 0, 0))

    def test_points_usable_at_once_can_be_spent_in_the_order_that_earns_them(self):
        self.program.gift_release = 'confirm'
        order = self._create_order(quantity=5, reward=True)

        self.assertEqual(order.amount_total, 95)
        self.assertEqual(self._read(self._get_wallet()), (0, 50, 0, 0))

    def test_a_programme_that_comes_to_a_confirmed_order_gives_its_points_once(self):
        self.program.active = False
        order = self._create_order(quantity=5)
        self.program.active = True

        order._update_programs_and_rewards()

        wallet = self._get_wallet()
        self.assertEqual(self._read(wallet), (100, 0, 0, 0))
        self.assertEqual(wallet.move_ids.mapped('kind'), ['pending'])
