from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestTierOrder(TierCommon):
    def test_a_tier_multiplies_what_an_order_earns(self):
        self._set_tier(self.silver)

        order = self._create_order(quantity=5)

        self.assertEqual(self._read(self._get_wallet()), (150, 0, 0, 0))
        self.assertEqual(order.gift_tier_id, self.silver)
        self.assertEqual(sum(order.gift_earning_ids.mapped('points')), 150)

    def test_a_refund_takes_back_what_was_multiplied(self):
        self._set_tier(self.silver)
        order = self._create_order(quantity=5)
        self._deliver(order)

        self._credit(self._invoice(order)).action_post()

        self.assertEqual(self._read(self._get_wallet()), (0, 0, 0, 0))

    def test_looking_again_does_not_multiply_again(self):
        self._set_tier(self.gold)
        order = self._create_order(quantity=5, confirm=False)
        for _time in range(3):
            order._update_programs_and_rewards()

        order.action_confirm()
        order._update_programs_and_rewards()
        order.sudo()._gift_sync_points()

        self.assertEqual(self._read(self._get_wallet()), (200, 0, 0, 0))

    def test_another_tier_does_not_change_what_was_earned(self):
        status = self._set_tier(self.silver)
        order = self._create_order(quantity=5)

        status._override(self.gold, "For the test")
        order._update_programs_and_rewards()
        order.sudo()._gift_earn_points()

        self.assertEqual(self._read(self._get_wallet()), (150, 0, 0, 0))

    def test_a_programme_can_go_without(self):
        self.program.gift_follows_tiers = False
        self._set_tier(self.gold)

        self._create_order(quantity=5)

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_the_tier_is_kept_from_the_start_of_the_payment(self):
        status = self._set_tier(self.gold)
        self.reward.gift_tier_ids = self.gold
        self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True, confirm=False)
        order.sudo()._gift_hold_stock()
        self._create_transaction(order, 'done')

        status._override(self.env['gift.tier'], "Lost while it was paid")
        order.action_confirm()

        self.assertEqual(order.amount_total, 95)
        self.assertEqual(self._read(self._get_wallet()), (200, 30, 0, 0))

    def _create_transaction(self, order, state):
        provider = self.env['payment.provider'].search([], limit=1)
        return self.env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': self.env['payment.method'].search([], limit=1).id,
                'amount': order.amount_total,
                'currency_id': order.currency_id.id,
                'partner_id': order.partner_id.id,
                'sale_order_ids': [Command.set(order.ids)],
                'reference': f'tier {order.id} {state}',
                'state': state,
            }
        )


@tagged('post_install', '-at_install')
class TestTierOffers(TierCommon):
    def setUp(self):
        super().setUp()
        self.wallet = self._create_wallet(80)

    def _offer(self, order, method='_get_claimable_rewards'):
        return self.env['loyalty.reward'].union(*getattr(order, method)().values())

    def test_a_reward_for_a_tier_is_offered_to_it_only(self):
        self.reward.gift_tier_ids = self.gold
        order = self._create_order(quantity=5, confirm=False)
        methods = ('_get_claimable_rewards', '_get_claimable_and_showable_rewards')

        for method in methods:
            self.assertNotIn(self.reward, self._offer(order, method), method)
        self._set_tier(self.gold)

        for method in methods:
            self.assertIn(self.reward, self._offer(order, method), method)

    def test_members_see_a_reward_once_for_the_fewer_points(self):
        cheap = self.reward.copy({'required_points': 30, 'gift_tier_ids': self.gold.ids})
        order = self._create_order(quantity=5, confirm=False)
        self.assertEqual(cheap.description, self.reward.description)
        self.assertIn(self.reward, self._offer(order, '_get_claimable_rewards'))

        self._set_tier(self.gold)

        offered = self._offer(order, '_get_claimable_rewards')
        self.assertIn(cheap, offered)
        self.assertNotIn(self.reward, offered)
        self.assertNotIn(self.reward, self._get_wallet()._get_rewards())
        cheap.description = "Something else"
        self.assertIn(self.reward, self._offer(order, '_get_claimable_rewards'))

    def test_a_card_found_by_its_partner_does_not_leak_a_reward(self):
        self.program.trigger = 'with_code'  # the second way in which the shop looks for rewards
        self.reward.gift_tier_ids = self.gold
        order = self._create_order(quantity=5, confirm=False)

        self.assertNotIn(self.reward, self._offer(order, '_get_claimable_and_showable_rewards'))

    def test_a_reward_of_another_tier_is_refused(self):
        self.reward.gift_tier_ids = self.gold
        order = self._create_order(quantity=5, confirm=False)

        answer = self._take_reward(order)

        self.assertIn("Gold", answer['error'])
        self.assertEqual(order.amount_total, 100)
        with self.assertRaises(UserError):
            order._get_reward_line_values(self.reward, self.wallet.card_id)

    def test_a_reward_falls_out_of_the_cart_with_the_tier(self):
        self.reward.gift_tier_ids = self.gold
        status = self._set_tier(self.gold)
        order = self._create_order(quantity=5, reward=True, confirm=False)
        self.assertEqual(order.amount_total, 95)

        status._override(self.silver, "For the test")
        order._update_programs_and_rewards()

        self.assertEqual(order.amount_total, 100)
        self.assertFalse(order.order_line.reward_id)

    def test_before_the_day_for_everybody_it_is_for_the_tier(self):
        today = fields.Date.context_today(self.reward)
        self.reward.gift_tier_ids = self.gold
        order = self._create_order(quantity=5, confirm=False)

        self.reward.gift_everybody_from = today + timedelta(days=1)
        self.assertNotIn(self.reward, self._offer(order))
        self.reward.gift_everybody_from = today
        self.assertIn(self.reward, self._offer(order))

    def _create_promotion(self, **values):
        return self.env['loyalty.program'].create(
            {
                'name': "Gold days",
                'program_type': 'promotion',
                'applies_on': 'current',
                'trigger': 'auto',
                'rule_ids': [Command.create({'minimum_qty': 1})],
                'reward_ids': [Command.create({'discount': 10})],
                'gift_tier_ids': self.gold.ids,
                **values,
            }
        )

    def test_a_promotion_for_a_tier_is_for_it_only(self):
        promotion = self._create_promotion()
        order = self._create_order(quantity=5, confirm=False)
        self.assertNotIn(promotion.reward_ids, self._offer(order))
        self.assertIn('error', order._try_apply_program(promotion))

        self._set_tier(self.gold)
        order._update_programs_and_rewards()

        self.assertIn(promotion.reward_ids, self._offer(order))

    def test_a_code_of_another_tier_is_not_known(self):
        self._create_promotion(
            program_type='promo_code',
            trigger='with_code',
            rule_ids=[Command.create({'mode': 'with_code', 'code': 'GOLDEN'})],
        )
        order = self._create_order(quantity=5, confirm=False)

        self.assertTrue(order._try_apply_code('GOLDEN').get('not_found'))
        self._set_tier(self.gold)
        self.assertNotIn('error', order._try_apply_code('GOLDEN'))

    def test_a_free_wrap_takes_off_all_wraps(self):
        wrap = self.env['product.product'].create(
            {'name': "Wrap", 'gift_extra': 'wrap', 'list_price': 4, 'taxes_id': False}
        )
        self.program.write(
            {
                'reward_ids': [
                    Command.clear(),
                    Command.create({'gift_free_wrap': True, 'required_points': 30}),
                ]
            }
        )
        reward = self.program.reward_ids
        order = self._create_order(quantity=5, confirm=False)
        order.order_line = [
            Command.create({'product_id': wrap.id, 'product_uom_qty': 2}),
            Command.create({'product_id': wrap.id}),
        ]

        order._apply_program_reward(reward, self.wallet.card_id)

        self.assertEqual(reward.description, "Free gift wrap")
        self.assertEqual(order.amount_total, 100)
        order.action_confirm()
        self.assertEqual(self._read(self.wallet)[1], 50)


@tagged('post_install', '-at_install')
class TestEarlyAccess(TierCommon):
    def _limit(self, days):
        today = fields.Date.context_today(self.partner)
        self.plain_product.product_tmpl_id.write(
            {'gift_tier_ids': self.gold.ids, 'gift_everybody_from': today + timedelta(days=days)}
        )

    def test_a_cart_with_it_is_paid_by_members_only_before_the_day(self):
        order = self._create_order(quantity=1, confirm=False)
        self._limit(1)

        with self.assertRaises(ValidationError) as caught:
            order._check_cart_is_ready_to_be_paid()
        self.assertIn("Gold", str(caught.exception))

        self._set_tier(self.gold)
        self.assertFalse(order._gift_get_early_lines())

    def test_from_the_day_on_everybody_buys_it(self):
        order = self._create_order(quantity=1, confirm=False)
        self._limit(0)

        self.assertFalse(order._gift_get_early_lines())
