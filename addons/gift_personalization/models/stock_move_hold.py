from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_assign(self, force_qty=False):
        """Override of `stock` to reserve nothing for an order that is short what others hold.

        Whoever enters a quantity by hand decides otherwise.
        """
        short = self.browse() if force_qty else self._gift_get_short()
        return super(StockMove, self - short)._action_assign(force_qty=force_qty)

    def _gift_get_short(self):
        """Return the moves whose order still misses the product, after a look at what is there."""
        from_stock = self.filtered(
            lambda move: (
                move.state in ('confirmed', 'waiting', 'partially_available')
                and move.location_id.usage == 'internal'
                and not move.move_orig_ids
            )
        )
        # Stock users have no rights on orders and their holds.
        orders_sudo = from_stock.sudo().sale_line_id.order_id.filtered('gift_is_short')
        if not orders_sudo:
            return self.browse()
        holds_sudo = orders_sudo.gift_stock_hold_ids
        holds_sudo._review(holds_sudo.filtered('missing').product_id)
        missing = {
            (hold.order_id, hold.product_id)
            for hold in orders_sudo.gift_stock_hold_ids
            if hold.missing
        }
        return from_stock.filtered(
            lambda move: (move.sudo().sale_line_id.order_id, move.product_id.sudo()) in missing
        )
