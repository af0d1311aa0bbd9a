from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = 'product.product'

    gift_held_qty = fields.Float(
        string="Held for others",
        compute='_compute_gift_held_qty',
        groups='gift_base.group_staff',
        help="Kept for orders that are being paid, or confirmed and not reserved yet.",
    )

    @api.depends('stock_move_ids.state', 'stock_move_ids.quantity')
    @api.depends_context('company', 'warehouse_id', 'gift_order_id')
    def _compute_gift_held_qty(self):
        holds = self.env['gift.stock.hold']._get_of_others(
            self,
            self.env.company,
            self.env['stock.warehouse'].browse(self.env.context.get('warehouse_id') or []),
            self.env['sale.order'].browse(self.env.context.get('gift_order_id') or []),
        )
        held = {
            product: sum(group.mapped('open_quantity'))
            for product, group in holds.grouped('product_id').items()
        }
        for product in self:
            product.gift_held_qty = held.get(product._origin, 0.0)

    def _gift_is_counted(self):
        """Return whether the shop sells only what is there of the product."""
        self.ensure_one()
        return self.is_storable and not self.allow_out_of_stock_order

    def _gift_get_held(self, company, warehouse_id, order):
        """Return what others hold (float); the products of a list are looked up together."""
        self.ensure_one()
        return (
            self.sudo()  # visitors learn only how much is left
            .with_company(company)
            .with_context(warehouse_id=warehouse_id, gift_order_id=order.id if order else False)
            .gift_held_qty
        )
