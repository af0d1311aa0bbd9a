from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestBonus(PointsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.program)

    def _release(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env['gift.points.wallet']._release_due()

    def test_a_bonus_opens_the_wallet_and_comes_once(self):
        first = self.partner._gift_post_bonus(20, 'review:1', "For your review")
        second = self.partner._gift_post_bonus(20, 'review:1', "For your review")

        self.assertEqual(first, second)
        self.assertEqual(self._read(self._get_wallet()), (0, 20, 0, 0))
        self.assertEqual((first.kind, first.reason), ('bonus', "For your review"))

    def test_a_bonus_can_wait_for_a_day(self):
        self.partner._gift_post_bonus(
            20, 'referral:1', "For Ben", pending_until=self.today + timedelta(days=3)
        )
        wallet = self._get_wallet()

        self._release(2)
        self.assertEqual(self._read(wallet), (20, 0, 0, 0))

        self._release(3)
        self._release(3)
        self.assertEqual(self._read(wallet), (0, 20, 0, 0))

    def test_a_bonus_that_waits_ends_months_after_it_can_be_spent(self):
        self.program.gift_expiry_months = 1
        self.partner._gift_post_bonus(
            20, 'referral:1', "For Ben", pending_until=self.today + timedelta(days=3)
        )

        self._release(3)

        lot = self._get_wallet().lot_ids
        self.assertGreaterEqual(lot.expires_on, self.today + timedelta(days=3 + 28))

    def test_a_bonus_whose_day_has_come_is_usable_at_once(self):
        self.partner._gift_post_bonus(20, 'referral:1', "For Ben", pending_until=self.today)

        self.assertEqual(self._read(self._get_wallet()), (0, 20, 0, 0))

    def test_without_a_programme_nothing_is_given(self):
        self.program.active = False

        self.assertFalse(self.partner._gift_post_bonus(20, 'review:1', "For your review"))

    def test_a_programme_of_another_company_gives_nothing(self):
        self.program.company_id = self.env['res.company'].create({'name': "Other shop"})

        self.assertFalse(self.partner._gift_post_bonus(20, 'review:1', "For your review"))

    def test_a_bonus_is_taken_back_once(self):
        later = self.today + timedelta(days=3)
        self.partner._gift_post_bonus(20, 'referral:1', "For Ben", pending_until=later)
        wallet = self._get_wallet()

        wallet._revoke_bonus('referral:1', "Ben's order was refunded")
        wallet._revoke_bonus('referral:1', "Ben's order was refunded")

        self.assertEqual(self._read(wallet), (0, 0, 0, 0))
        self.assertEqual(wallet.move_ids.mapped('kind'), ['clawback', 'bonus'])

    def test_a_bonus_that_was_spent_is_owed_when_it_is_taken_back(self):
        self.partner._gift_post_bonus(60, 'referral:1', "For Ben")
        wallet = self._get_wallet()
        self._create_order(quantity=5, reward=True)

        wallet._revoke_bonus('referral:1', "Ben's order was refunded")

        self.assertEqual(self._read(wallet), (100, 0, 0, 50))

    def test_a_bonus_that_never_came_is_not_taken_back(self):
        wallet = self._create_wallet(10)

        self.assertFalse(wallet._revoke_bonus('referral:9', "Refunded"))
        self.assertEqual(self._read(wallet), (0, 10, 0, 0))


@tagged('post_install', '-at_install')
class TestEnding(PointsCommon):
    def test_what_ends_within_some_days_is_found_with_its_first_day(self):
        self.program.gift_expiry_months = 1
        today = fields.Date.context_today(self.program)
        wallet = self._create_wallet(30)
        wallet._add_bonus(12.5, key='second', reason="Second")
        wallet._add_bonus(100, key='third', reason="Third")
        later = self.env['res.partner'].create({'name': "Later"})
        self._create_wallet(70, partner=later)
        first, second, third = wallet.lot_ids.sorted('id')
        first.expires_on = today + timedelta(days=5)
        second.expires_on = today + timedelta(days=7)
        third.expires_on = today + timedelta(days=8)

        found = self.env['gift.points.wallet']._find_ending(7)

        self.assertEqual(found, {wallet: (42.5, today + timedelta(days=5))})

    def test_what_has_ended_or_was_spent_is_not_found(self):
        self.program.gift_expiry_months = 1
        today = fields.Date.context_today(self.program)
        wallet = self._create_wallet(50)
        self._create_order(quantity=5, reward=True)
        other = self._create_wallet(50, partner=self.env['res.partner'].create({'name': "Other"}))
        other.lot_ids.expires_on = today - timedelta(days=1)

        self.assertEqual(self.env['gift.points.wallet']._find_ending(60), {})
        self.assertEqual(wallet.available, 0)
