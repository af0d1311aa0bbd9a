from uuid import uuid4

from odoo import models
from odoo.fields import Command


class SaleOrder(models.Model):
    """Free delivery in an order with several recipients."""

    _inherit = 'sale.order'

    def _get_reward_values_free_shipping(self, reward, coupon, **kwargs):
        """Override of `sale_loyalty_delivery`, which knows one line of delivery costs.

        The way of every parcel is free, up to the reward's limit. Equal costs are one line with
        as many pieces as parcels, so that a cancelled one takes exactly its share along.
        """
        [values] = super()._get_reward_values_free_shipping(reward, coupon, **kwargs)
        costs = self.order_line.filtered(lambda line: line.is_delivery and line.price_unit > 0)
        if len(costs) < 2:
            return [{**values, 'reward_identifier_code': uuid4().hex}]
        left = reward.discount_max_amount or float('inf')
        code = uuid4().hex  # a new one each time: Odoo deletes all lines of one code together
        rewards = []
        for (taxes, price), lines in costs.grouped(lambda c: (c.tax_ids, c.price_unit)).items():
            amount = min(left, price * len(lines))
            left -= amount
            count = len(lines) if amount == price * len(lines) else 1
            rewards.append(
                {
                    **values,
                    'price_unit': -amount / count,
                    'product_uom_qty': count,
                    'tax_ids': [Command.set(taxes.ids)],
                    'points_cost': 0 if rewards else values['points_cost'],
                    'sequence': values['sequence'] + len(rewards),
                    'reward_identifier_code': code,
                }
            )
        return rewards


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_lowers_delivery(self):
        """Override to know the line of a promotion with free delivery."""
        return super()._gift_lowers_delivery() or self.reward_id.reward_type == 'shipping'
