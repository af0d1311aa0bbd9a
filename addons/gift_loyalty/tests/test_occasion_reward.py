from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from ..models.gift_reward_occasion import POINTS
from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestOccasionReward(TierCommon, HttpCase):
    """Points for the first occasion, once, for who has got an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.config_parameter'].set_param(POINTS, '20')
        cls.user = new_test_user(cls.env, 'ben', groups='base.group_portal', name="Ben")
        cls.ben = cls.user.partner_id
        cls.ben.email = 'ben@example.com'

    def setUp(self):
        super().setUp()
        self.authenticate('ben', 'ben')

    def _save(self, name):
        data = {'name': name, 'kind': 'birthday', 'month': '3', 'day': '20', 'lead': '14'}
        token = http.Request.csrf_token(self)
        return self.url_open('/my/occasions/save', data={**data, 'csrf_token': token}).text

    def _get_bonuses(self):
        self.env.invalidate_all()
        moves = self.env['gift.points.move'].search(
            [('wallet_id.card_id.partner_id', '=', self.ben.id)]
        )
        return moves.filtered(lambda move: move.kind == 'bonus').mapped('points')

    def test_they_come_with_the_first_occasion_of_a_customer_and_once(self):
        self._settle(self._create_order(quantity=5, partner=self.ben))
        self.assertIn("20 points", self.url_open('/my/occasions').text)

        self.assertIn("are yours", self._save("Oma"))
        page = self._save("Opa")

        self.assertEqual(self._get_bonuses(), [20])
        self.assertNotIn("for your first occasion", page)

    def test_an_account_alone_gets_them_with_its_first_order_that_has_arrived(self):
        self.assertNotIn("are yours", self._save("Oma"))
        order = self._create_order(quantity=5, partner=self.ben)
        self.assertFalse(self._get_bonuses())

        self._settle(order)
        self.env['gift.order.settlement'].search([('order_id', '=', order.id)])._check()

        self.assertEqual(self._get_bonuses(), [20])

    def test_a_shop_that_gives_none_says_nothing(self):
        for value in ('0', 'x', '-5'):
            self.env['ir.config_parameter'].set_param(POINTS, value)
            with self.subTest(value):
                self.assertNotIn("first occasion", self.url_open('/my/occasions').text)
        self._settle(self._create_order(quantity=5, partner=self.ben))
        self._save("Oma")

        self.assertFalse(self._get_bonuses())
