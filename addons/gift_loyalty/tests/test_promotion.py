from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .gift_card_common import GiftCardCommon

OFTEN = "A promotion was used too often"


class PromotionCommon(GiftCardCommon):
    @classmethod
    def _create_promotion(cls, code=None, reward=None, rule=None, **values):
        rule = {'minimum_qty': 0, **(rule or {})}
        if code:
            rule.update({'mode': 'with_code', 'code': code})
        return cls.env['loyalty.program'].create(
            {
                'name': "Ten off",
                'program_type': 'promo_code' if code else 'promotion',
                'applies_on': 'current',
                'trigger': 'with_code' if code else 'auto',
                'rule_ids': [Command.clear(), Command.create(rule)],
                'reward_ids': [Command.clear(), Command.create(reward or {'discount': 10})],
                **values,
            }
        )

    LAST = {'limit_usage': True, 'max_usage': 1, 'gift_counts_confirmed': True}

    @classmethod
    def _use(cls, code, confirm=True, partner=None):
        order = cls._create_order(confirm=False, partner_id=(partner or cls.partner).id)
        result = order._try_apply_code(code)
        if 'error' not in result:
            for card, rewards in result.items():
                order._apply_program_reward(rewards, card)
        if confirm:
            order.action_confirm()
        return order

    def _is_used(self, order):
        return bool(order.order_line.filtered('reward_id'))


@tagged('post_install', '-at_install')
class TestPromotionLimit(PromotionCommon):
    def test_carts_use_nothing_up(self):
        program = self._create_promotion('ONCE', **self.LAST)
        self._use('ONCE', confirm=False)
        program.invalidate_recordset()
        self.assertEqual(program.total_order_count, 0)

        order = self._use('ONCE')

        self.assertTrue(self._is_used(order))
        program.invalidate_recordset()
        self.assertEqual(program.total_order_count, 1)

    def test_of_two_carts_with_the_last_use_one_is_confirmed(self):
        self._create_promotion('ONCE', **self.LAST)
        first, second = self._use('ONCE', confirm=False), self._use('ONCE', confirm=False)

        first.action_confirm()

        with self.assertRaises(ValidationError) as caught:
            second.action_confirm()
        self.assertIn("has ended", str(caught.exception))

    def test_a_customer_uses_it_as_often_as_offered(self):
        self._create_promotion('ONCE', gift_max_per_customer=1)
        self.assertTrue(self._is_used(self._use('ONCE')))

        again = self._create_order(confirm=False)
        result = again._try_apply_code('ONCE')

        self.assertIn("You have used", result['error'])
        other = self.env['res.partner'].create({'name': "Ben", 'email': 'ben@example.com'})
        self.assertTrue(self._is_used(self._use('ONCE', partner=other)))

    def test_the_same_mail_address_is_the_same_customer(self):
        self._create_promotion('ONCE', gift_max_per_customer=1)
        self._use('ONCE')
        guest = self.env['res.partner'].create({'name': "E.", 'email': 'EMMA.F@example.com'})

        self.assertFalse(self._is_used(self._use('ONCE', confirm=False, partner=guest)))

    def test_a_cart_of_before_loses_what_was_used_up_meanwhile(self):
        self._create_promotion('ONCE', gift_max_per_customer=1)
        late = self._use('ONCE', confirm=False)
        self._use('ONCE')

        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            late.sudo()._gift_hold_stock()
        late._update_programs_and_rewards()

        self.assertFalse(self._is_used(late))

    def test_a_cancelled_order_gives_the_use_back(self):
        self._create_promotion('ONCE', gift_max_per_customer=1)
        self._use('ONCE')._action_cancel()

        self.assertTrue(self._is_used(self._use('ONCE')))

    def test_an_order_that_is_paid_goes_on_and_the_staff_are_told(self):
        self._create_promotion('ONCE', gift_max_per_customer=1)
        late = self._use('ONCE', confirm=False)
        self.env['payment.transaction'].create(
            {
                'provider_id': self.env['payment.provider'].search([], limit=1).id,
                'payment_method_id': self.env['payment.method'].search([], limit=1).id,
                'amount': late.amount_total,
                'currency_id': late.currency_id.id,
                'partner_id': self.partner.id,
                'reference': 'late',
                'sale_order_ids': [Command.set(late.ids)],
                'state': 'done',
            }
        )
        self._use('ONCE')

        late.action_confirm()

        self.assertEqual(late.state, 'sale')
        self.assertIn(OFTEN, late.activity_ids.mapped('summary'))

    def test_an_automatic_promotion_ends_for_a_customer_as_well(self):
        self._create_promotion(gift_max_per_customer=1)
        first = self._create_order(confirm=False)
        first._auto_apply_rewards()
        first.action_confirm()

        second = self._create_order(confirm=False)
        second._auto_apply_rewards()

        self.assertTrue(self._is_used(first))
        self.assertFalse(self._is_used(second))


@tagged('post_install', '-at_install')
class TestFreeGift(PromotionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._create_promotion(
            name="Two and one free",
            program_type='buy_x_get_y',
            rule={
                'reward_point_mode': 'unit',
                'product_ids': cls.gift_product.ids,
                'minimum_qty': 2,
            },
            reward={
                'reward_type': 'product',
                'reward_product_id': cls.gift_product.id,
                'required_points': 2,
            },
        )

    def _fill(self, *texts):
        order = self._create_gift_order(*texts, quantity=2, confirm=False)
        order._update_programs_and_rewards()
        order._auto_apply_rewards()
        return order

    def test_the_free_one_is_made_like_the_paid_one(self):
        order = self._fill("Anna")

        paid, free = order.order_line
        self.assertEqual(free.gift_revision_id, paid.gift_revision_id)
        self.assertEqual(free.price_total, 0)
        self.assertTrue(order._is_cart_ready())
        order.action_confirm()
        self.assertEqual(len(order.gift_job_ids), 2)

    def test_it_follows_the_design_of_the_paid_one(self):
        order = self._fill("Anna")
        paid = order.order_line[0]

        paid.gift_revision_id = self._create_revision(self.gift_product, {'name': {'text': "Ben"}})
        order._update_programs_and_rewards()

        self.assertEqual(order.order_line[1].gift_revision_id, paid.gift_revision_id)

    def test_a_gift_that_nobody_has_designed_is_not_offered(self):
        other = self._create_gift_product(name="Cushion")
        self.offer.reward_ids.reward_product_id = other
        order = self._fill("Anna")

        self.assertEqual(len(order.order_line), 1)
        self.assertFalse(order._get_claimable_rewards())
        order.order_line.create(
            {
                'order_id': order.id,
                'product_id': other.id,
                'gift_revision_id': self._create_revision(other, {'name': {'text': "Cem"}}).id,
            }
        )
        order._update_programs_and_rewards()
        order._auto_apply_rewards()
        free = order.order_line.filtered('reward_id')
        self.assertEqual(free.gift_revision_id.product_id, other)
