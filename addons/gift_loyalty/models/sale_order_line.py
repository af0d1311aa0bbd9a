from odoo import api, models

from .loyalty_card import LEFT_TO_ORDER

PRICED = {'product_uom_qty', 'price_unit', 'discount', 'tax_ids', 'points_cost', 'coupon_id'}


class SaleOrderLine(models.Model):
    """Changes of a confirmed order are posted by the order, not written on the card."""

    _inherit = 'sale.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale_loyalty` to post what a reward of a confirmed order costs."""
        lines = super(SaleOrderLine, self.with_context(gift_points=LEFT_TO_ORDER)).create(vals_list)
        lines = lines.with_env(self.env)
        lines.filtered('coupon_id').order_id._gift_repost_points()
        return lines

    def write(self, vals):
        """Override of `sale_loyalty` to post what the change costs or gives back."""
        if not PRICED & set(vals):
            return super().write(vals)
        result = super(SaleOrderLine, self.with_context(gift_points=LEFT_TO_ORDER)).write(vals)
        lines_sudo = self.sudo()  # the write was allowed
        lines_sudo.order_id.filtered(lambda order: order.state == 'sale')._gift_repost_points()
        return result

    def unlink(self):
        """Override of `sale_loyalty` to post what comes back."""
        orders = self.order_id
        result = super(SaleOrderLine, self.with_context(gift_points=LEFT_TO_ORDER)).unlink()
        orders._gift_repost_points()
        return result


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_repost_points(self):
        """Post what a change of confirmed orders did to their points."""
        confirmed_sudo = self.sudo().exists().filtered(lambda order: order.state == 'sale')
        if confirmed_sudo:
            confirmed_sudo._gift_sync_points()
