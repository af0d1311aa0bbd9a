from collections import Counter

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

    def _gift_get_parts(self):
        """Return ``{product: quantity}`` of what leaves the stock for one piece.

        That is the product itself, or the parts of a kit: they are known where Odoo's manufacturing
        is installed, on which nothing of ours depends.
        """
        self.ensure_one()
        if 'mrp.bom' not in self.env:
            return {self: 1.0}
        boms_sudo = self.env['mrp.bom'].sudo()  # visitors learn only how much is left
        kit = boms_sudo._bom_find(self, company_id=self.env.company.id, bom_type='phantom')[self]
        if not kit:
            return {self: 1.0}
        pieces = self.uom_id._compute_quantity(1.0, kit.product_uom_id) / kit.product_qty
        parts = Counter()
        for line, facts in kit.explode(self, pieces)[1]:
            part = line.product_id.with_env(self.env)
            parts[part] += line.product_uom_id._compute_quantity(facts['qty'], part.uom_id)
        return dict(parts)

    def _gift_get_held(self, company, warehouse_id, order, beside=None):
        """Return what others hold (float); the products of a list are looked up together.

        Of a kit: how many pieces fewer can be made, as others hold its parts.

        :param dict beside: what else is needed of products, by other lines of the same cart.
        """
        self.ensure_one()
        product_sudo = (
            self.sudo()  # visitors learn only how much is left
            .with_company(company)
            .with_context(warehouse_id=warehouse_id, gift_order_id=order.id if order else False)
        )
        taken, parts = Counter(beside or {}), product_sudo._gift_get_parts()
        if product_sudo in parts:
            return product_sudo.gift_held_qty + taken[self]
        stored = {part: each for part, each in parts.items() if part.is_storable and each > 0}
        if not stored:
            return 0.0
        left = {part: part.free_qty - part.gift_held_qty - taken[part] for part in stored}
        before = min(part.free_qty // each for part, each in stored.items())
        return before - min(left[part] // each for part, each in stored.items())
