from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestPointsJourney(TierCommon, HttpCase):
    """A customer's points from the invitation to the last day, with what the page says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write({'gift_expiry_months': 6, 'gift_follows_tiers': False})
        cls.company.write(
            {
                'gift_referral_on': True,
                'gift_referral_giver_points': 100,
                'gift_referral_friend_points': 50,
                'gift_referral_min_amount': 20,
            }
        )
        cls.start = fields.Datetime.now()
        cls.user = new_test_user(cls.env, 'ben', groups='base.group_portal', name="Ben")
        cls.ben = cls.user.partner_id

    def _night(self, days):
        """Let the jobs run ``days`` after the start."""
        with freeze_time(self.start + timedelta(days=days)):
            self.env['gift.points.wallet']._release_due()
            self.env['gift.points.wallet']._expire_due()
            self.env['gift.tier.status']._look_at_all()

    def _read_page(self):
        self.authenticate('ben', 'ben')
        return self.url_open('/my/loyalty', timeout=60).text

    def test_from_the_invitation_to_the_last_day(self):
        link = self.env['gift.referral.link']._open(self.partner, self.company)
        self.env['gift.referral']._bind(self.ben, link.code, self.company, 'his line')

        # Earned, and waiting for the return window.
        first = self._create_order(quantity=5, partner=self.ben)
        wallet = self._get_wallet(self.ben)
        self.assertEqual(self._read(wallet), (100, 0, 0, 0))
        self._settle(first)
        self.assertEqual(self._read(wallet), (150, 0, 0, 0))
        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))
        self.assertIn("On their way", self._read_page())

        # Released for both sides.
        self._night(13)
        self.assertEqual(self._read(wallet), (150, 0, 0, 0))
        self._night(15)
        self.assertEqual(self._read(wallet), (0, 150, 0, 0))
        self.assertEqual(self._read(self._get_wallet()), (0, 100, 0, 0))
        self.assertIn("150 points", self._read_page())

        # Held while it is paid, then spent.
        second = self._create_order(quantity=5, reward=True, confirm=False, partner=self.ben)
        second.sudo()._gift_hold_stock()
        self.assertEqual(self._read(wallet), (0, 100, 50, 0))
        second.action_confirm()
        self.assertEqual(second.amount_total, 95)
        # As in Odoo, the programme's own discount is part of what earns points.
        self.assertEqual(self._read(wallet), (100, 100, 0, 0))

        # Given back: the reward comes back, what was earned goes.
        self._deliver(second)
        self._credit(self._invoice(second)).action_post()
        self.assertEqual(self._read(wallet), (0, 150, 0, 0))

        # The last day: usable from day 15 on, good for six months.
        last = max(wallet.lot_ids.filtered('available').mapped('expires_on'))
        days = (last - self.start.date()).days
        self.assertGreater(days, 180)
        self._night(days)
        self.assertEqual(self._read(wallet), (0, 150, 0, 0))
        self._night(days + 1)
        self._night(days + 1)
        self.assertEqual(self._read(wallet), (0, 0, 0, 0))
        self.assertIn("Expired", self._read_page())
