from odoo import fields, models
from odoo.exceptions import UserError


class GiftSupplierParcelLine(models.Model):
    """Pieces of a line in a parcel."""

    _name = 'gift.supplier.parcel.line'
    _description = "Content of a supplier's parcel"
    _order = 'parcel_id, id'

    parcel_id = fields.Many2one(
        'gift.supplier.parcel', required=True, readonly=True, ondelete='cascade', index=True
    )
    purchase_line_id = fields.Many2one(
        'purchase.order.line', required=True, readonly=True, ondelete='cascade', index=True
    )
    quantity = fields.Float(required=True, readonly=True, digits='Product Unit')

    def _get_product_name(self):
        self.ensure_one()
        return self.purchase_line_id.product_id.display_name

    def _pick(self):
        """Mark exactly these pieces as done on the line's open moves; return their pickings.

        :raise UserError: when stock does not expect so many any more.
        """
        self.ensure_one()
        line, left = self.purchase_line_id, self.quantity
        pickings = self.env['stock.picking']
        for move in line._gift_get_open_moves().sorted(lambda move: (move.date, move.id)):
            wanted = line.product_uom_id._compute_quantity(left, move.product_uom)
            part = min(wanted, move.product_uom_qty)
            if move.product_uom.compare(part, 0) <= 0:
                break
            move.write({'quantity': part, 'picked': True})
            pickings |= move.picking_id
            left -= move.product_uom._compute_quantity(part, line.product_uom_id)
        if line.product_uom_id.compare(left, 0) > 0:
            raise UserError(
                self.env._(
                    "Stock expects %(count)g fewer of %(product)s than lie in %(parcel)s.",
                    count=left,
                    product=self._get_product_name(),
                    parcel=self.parcel_id.name,
                )
            )
        return pickings
