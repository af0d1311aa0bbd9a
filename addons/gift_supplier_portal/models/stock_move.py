from odoo import api, models


class StockMove(models.Model):
    _inherit = 'stock.move'

    @api.depends_context('gift_by_product')
    def _compute_display_name(self):
        """Override of `stock` to name only the product, for who reports what is wrong with it."""
        super()._compute_display_name()
        if self.env.context.get('gift_by_product'):
            for move in self:
                move.display_name = move.product_id.display_name
