from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.gift_personalization.models.cancellation import Cancellation
from odoo.addons.gift_personalization.tests.test_parcel_carrier import CarrierCommon


@tagged('post_install', '-at_install')
class TestFreeDelivery(CarrierCommon):
    """Promotions in orders with several recipients: every parcel counts, money counts once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['loyalty.program'].search([]).active = False

    def setUp(self):
        super().setUp()
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False)
        self.order.website_id = self.website
        self.order._set_delivery_method(self.fixed)

    def _create_program(self, program_type='promotion', trigger='auto', **reward):
        return self.env['loyalty.program'].create(
            {
                'name': "Promotion",
                'program_type': program_type,
                'trigger': trigger,
                'applies_on': 'current',
                'rule_ids': [Command.create({'minimum_amount': 20.0})],
                'reward_ids': [Command.create(reward)],
            }
        )

    def _get_rewards(self):
        lines = self.order.order_line.filtered('reward_id')
        return sorted(lines.mapped('price_total'))

    def _get_delivery(self):
        return sum(self.order.order_line.filtered('is_delivery').mapped('price_total'))

    def test_the_way_of_every_parcel_is_free(self):
        self._create_program(reward_type='shipping')

        self.order._verify_cart_after_update()

        self.assertEqual(self._get_rewards(), [-15.0])
        self.assertEqual(self.order.amount_total, 39.0)

    def test_taxes_of_different_methods_are_given_back_as_they_were_charged(self):
        self._create_program(reward_type='shipping')

        self.ben._gift_set_carrier(self.express)

        self.assertEqual(self._get_rewards(), [-10.8, -10.0])
        self.assertEqual(self.order.amount_total, 39.0)
        self.assertEqual(self.order.amount_tax, 0.0)
        self.ben._gift_set_carrier(self.express.browse())
        self.assertEqual(self._get_rewards(), [-15.0])

    def test_a_limit_of_the_reward_counts_for_all_parcels_together(self):
        self._create_program(reward_type='shipping', discount_max_amount=12.0)

        self.order._verify_cart_after_update()

        self.assertEqual(self._get_rewards(), [-12.0])
        self.assertEqual(self.order.amount_total, 39.0 + 3.0)

    def test_one_parcel_more_is_free_too(self):
        self._create_program(reward_type='shipping')
        self.order._verify_cart_after_update()
        line = self.order.order_line.filtered(
            lambda line: line._gift_is_sendable() and not line.gift_parcel_id
        )
        line.product_uom_qty = 2

        self._assign(line, self._add_parcel("Dan", self.order), 1)

        self.assertEqual(self._get_delivery(), 20.0)
        self.assertEqual(self._get_rewards(), [-20.0])

    def test_an_order_for_one_is_free_as_before(self):
        self._create_program(reward_type='shipping')
        order = self._create_gift_order("Anna", quantity=2, confirm=False)
        order._set_delivery_method(self.fixed)

        order._verify_cart_after_update()

        self.assertEqual(order.order_line.filtered('reward_id').price_total, -5.0)
        self.assertEqual(order.amount_total, 26.0)

    def test_a_cancelled_parcel_takes_its_own_free_way_along(self):
        self._create_program(reward_type='shipping')
        self.ben._gift_set_carrier(self.express)
        self.order.action_confirm()
        before = self.order.amount_total

        plan = Cancellation(self.order, {self.ben.line_ids.filtered('gift_revision_id'): 1})

        self.assertEqual(before, 39.0)
        self.assertEqual(plan.difference, 13.0)

    def test_a_cancelled_parcel_of_seven_takes_its_share_to_the_cent(self):
        self._create_program(reward_type='shipping')
        line = self.order.order_line.filtered(
            lambda line: line._gift_is_sendable() and not line.gift_parcel_id
        )
        line.product_uom_qty = 5
        for number in range(4):
            self._assign(line, self._add_parcel(f"Person {number}", self.order), 1)
        self.fixed.product_id.list_price = 4.9
        self.order._set_delivery_method(self.fixed)
        self.order._verify_cart_after_update()
        self.assertEqual(self._get_rewards(), [-34.3])
        self.order.action_confirm()

        plan = Cancellation(self.order, {self.ben.line_ids.filtered('gift_revision_id'): 1})

        self.assertEqual(plan.difference, 13.0)

    def test_discounts_and_gift_cards_count_once_and_the_invoice_is_the_order(self):
        self._create_program(
            reward_type='discount',
            discount=10,
            discount_mode='percent',
            discount_applicability='order',
        )
        card = self.env['loyalty.program'].create(
            {
                'name': "Gift card",
                'program_type': 'gift_card',
                'applies_on': 'future',
                'trigger': 'auto',
                'reward_ids': [
                    Command.create(
                        {
                            'reward_type': 'discount',
                            'discount': 1,
                            'discount_mode': 'per_point',
                            'discount_applicability': 'order',
                            'required_points': 1,
                        }
                    )
                ],
            }
        )
        coupon = self.env['loyalty.card'].create({'program_id': card.id, 'points': 20.0})
        self.order._verify_cart_after_update()
        [(found, rewards)] = self.order._try_apply_code(coupon.code).items()
        self.order._apply_program_reward(rewards, found)
        self.order._verify_cart_after_update()
        self.assertEqual(self._get_rewards(), [-20.0, -3.9])
        self.assertEqual(self.order.amount_total, 39.0 - 3.9 + 15.0 - 20.0)
        self.ben._gift_set_carrier(self.express)
        self.assertAlmostEqual(self.order.amount_total, 39.0 - 3.9 + 20.8 - 20.0)
        self.order.action_confirm()
        self.order.order_line.product_id.invoice_policy = 'order'

        invoice = self.order._create_invoices()

        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_total, self.order.amount_total)
        self.assertEqual(invoice.amount_untaxed, self.order.amount_untaxed)
        self.assertEqual(self.order.invoice_status, 'invoiced')
