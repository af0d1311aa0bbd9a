from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestPointsHint(TierCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.env['website'].get_current_website()
        cls.program.ecommerce_ok = True
        cls.visitor = cls.env.ref('base.public_user')
        cls.template = cls.plain_product.product_tmpl_id
        cls.template.is_published = True
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal')

    def _hint(self, user=None, price=20.0):
        template = self.template.with_user(user or self.visitor)
        found = template._gift_get_points_hint(self.site, price)
        return found and found[1]

    def test_a_product_tells_what_it_brings(self):
        self.assertEqual(self._hint(), 20)
        self.assertEqual(self._hint(price=19.99), 19)
        self.assertFalse(self._hint(price=0.5))

    def test_a_member_reads_the_points_of_the_tier(self):
        self._set_tier(self.silver, self.user.partner_id)

        self.assertEqual(self._hint(self.user), 30)

    def test_a_rule_for_other_products_promises_nothing(self):
        other = self.env['product.product'].create({'name': "Another"})
        self.program.rule_ids.product_ids = other

        self.assertFalse(self._hint())

    def test_a_rule_with_a_minimum_promises_nothing_below_it(self):
        self.program.rule_ids.minimum_amount = 50

        self.assertFalse(self._hint())
        self.assertEqual(self._hint(price=50), 50)

    def test_a_programme_that_ended_promises_nothing(self):
        self.assertEqual(self._hint(), 20)
        self.program.active = False

        self.assertFalse(self._hint())

    def test_the_second_look_of_a_visitor_asks_the_database_nothing(self):
        self._hint()
        self.env.flush_all()

        with self.assertQueryCount(0):
            self._hint()

    def test_the_product_page_shows_it(self):
        page = self.url_open(self.template.website_url, timeout=60)

        self.assertIn("Earns about", page.text)
        self.assertIn("20 points", page.text)

    def test_a_gift_for_members_says_when_it_is_for_everybody(self):
        self.template.write({'gift_tier_ids': self.gold.ids, 'gift_everybody_from': '2099-05-04'})

        page = self.url_open(self.template.website_url, timeout=60)

        self.assertIn("Gold", page.text)
        self.assertIn("05/04/2099", page.text)
        self.assertRegex(page.text, r'id="add_to_cart_wrap"\s+class="[^"]*o_gift_hidden')
        self.assertFalse(self._add_to_cart())
        self._set_tier(self.gold, self.user.partner_id)
        self.authenticate('emma', 'emma')
        self.assertTrue(self._add_to_cart())

    def _add_to_cart(self):
        values = {
            'product_template_id': self.template.id,
            'product_id': self.plain_product.id,
            'quantity': 1,
        }
        with mute_logger('odoo.http'):
            answer = self.url_open(
                '/shop/cart/add',
                json={'jsonrpc': '2.0', 'method': 'call', 'params': values},
                timeout=120,
            ).json()
        return (answer.get('result') or {}).get('quantity')

    def test_a_cart_and_a_confirmed_order_tell_the_points(self):
        order = self._create_order(quantity=5, confirm=False)
        self.assertEqual(order._gift_get_points_hints(), [(self.program, 100)])

        order.action_confirm()

        self.assertEqual(order._gift_get_points_hints(), [(self.program, 100)])


@tagged('post_install', '-at_install')
class TestTierPage(TierCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal')
        cls.wallet = cls._create_wallet(60, partner=cls.user.partner_id)

    def _open(self):
        self.authenticate('emma', 'emma')
        return self.url_open('/my/loyalty', timeout=60).text

    def test_the_page_says_how_far_it_is_to_the_first_tier(self):
        page = self._open()

        self.assertIn("Silver", page)
        self.assertIn('aria-valuenow="0"', page)

    def test_the_page_says_how_far_it_is_to_the_next_tier(self):
        self._settle(self._create_order(quantity=10, partner=self.user.partner_id))

        page = self._open()

        self.assertIn("Your tier: <bdi>Silver</bdi>", page)
        self.assertIn('aria-valuenow="40"', page)
        self.assertIn("1.5", page)

    def test_the_page_says_what_keeps_a_tier(self):
        order = self._create_order(quantity=5, partner=self.user.partner_id)
        self._credit(self._settle(order)).action_post()
        self.env['gift.order.settlement']._check_due()

        self.assertIn("You keep this tier when you spend another", self._open())

    def test_rewards_of_other_tiers_are_not_shown(self):
        self.program.reward_ids = [
            Command.create({'description': "Secret of gold", 'required_points': 5, 'discount': 3})
        ]
        hidden = self.program.reward_ids.filtered(lambda r: r.required_points == 5)
        hidden.gift_tier_ids = self.gold
        self.authenticate('emma', 'emma')

        page = self.url_open('/my/loyalty').text
        dialogue = self.make_jsonrpc_request(
            f'/my/loyalty_card/{self.wallet.card_id.id}/values', {}
        )

        self.assertNotIn("Secret of gold", page)
        self.assertEqual(len(dialogue['rewards']), 1)
        self._set_tier(self.gold, self.user.partner_id)
        self.assertIn("Secret of gold", self.url_open('/my/loyalty').text)

    def test_cards_of_others_say_nothing(self):
        other = self._create_wallet(60, partner=self.env['res.partner'].create({'name': "Tom"}))
        self.authenticate('emma', 'emma')

        answers = [
            self.make_jsonrpc_request(f'/my/loyalty_card/{card_id}/values', {})
            for card_id in (other.card_id.id, 999_999)
        ]

        self.assertEqual(answers, [{}, {}])
