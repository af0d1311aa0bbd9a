from odoo import models


class AccountMove(models.Model):
    """A credit note takes back the points of what it credits; its cancellation gives them again."""

    _inherit = 'account.move'

    def write(self, vals):
        """Override of `account` to post the points of orders when a move is posted or undone."""
        result = super().write(vals)
        if 'state' in vals:
            moves_sudo = self.sudo().filtered(lambda move: move.is_sale_document())
            orders_sudo = moves_sudo.invoice_line_ids.sale_line_ids.order_id
            self.env['gift.order.settlement'].sudo()._touch(orders_sudo)
            orders_sudo.filtered(
                lambda order: order.gift_earning_ids or order.order_line.coupon_id
            )._gift_repost_points()
        return result
