from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """A personalised gift that comes free carries a design like every other."""

    _inherit = 'sale.order'

    def _get_reward_values_product(self, reward, coupon, product=None, **kwargs):
        """Override of `sale_loyalty` to make the free piece as the paid one of its kind.

        :raise UserError: nothing of that kind is in the cart, so nobody knows what to print.
        """
        product = product or reward.reward_product_ids[:1]
        values = super()._get_reward_values_product(reward, coupon, product=product, **kwargs)
        if not product.product_tmpl_id._gift_is_personalised():
            return values
        model = self._gift_get_model_line(product)
        if not model:
            raise UserError(
                self.env._(
                    "Design “%s” and put it into your cart first. Then the free one is made like"
                    " it.",
                    product.name,
                )
            )
        design = {
            'gift_revision_id': model.gift_revision_id.id,
            'gift_design_id': model.gift_design_id.id,
        }
        return [{**line, **design} for line in values]

    def _gift_get_model_line(self, product):
        """Return the paid line after whose design a free piece is made: the newest of its kind."""
        lines = self.order_line.filtered(
            lambda line: (
                line.product_id == product
                and line.gift_revision_id
                and not line.reward_id
                and line.product_uom_qty > 0
            )
        )
        return lines.sorted('id')[-1:]

    def _get_claimable_rewards(self, forced_coupons=None):
        """Override of `sale_loyalty` to offer no gift that nobody has designed."""
        found = super()._get_claimable_rewards(forced_coupons=forced_coupons)
        offered = {
            card: rewards.filtered(self._gift_can_be_made) for card, rewards in found.items()
        }
        return {card: rewards for card, rewards in offered.items() if rewards}

    def _gift_can_be_made(self, reward):
        """Return whether it is known what is printed on what a reward gives."""
        if reward.reward_type != 'product':
            return True
        return any(
            not product.product_tmpl_id._gift_is_personalised()
            or self._gift_get_model_line(product)
            for product in reward.reward_product_ids
        )

    def _gift_find_twin(self, line, design):
        """Override: a paid line never becomes one with a free piece."""
        twin = super()._gift_find_twin(line, design)
        return twin.filtered(lambda found: not found.reward_id)
