from odoo import fields, models


class GiftOrderRequestLine(models.Model):
    """Pieces of one order line that a request is about."""

    _name = 'gift.order.request.line'
    _inherit = ['gift.append.only.mixin']
    _description = 'Gift of a request'
    _rec_name = 'sale_line_id'

    request_id = fields.Many2one(
        'gift.order.request', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='request_id.company_id', store=True)
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Order line", required=True, readonly=True, ondelete='restrict'
    )
    quantity = fields.Float(digits='Product Unit', required=True, readonly=True)

    _line_uniq = models.Constraint(
        'UNIQUE(request_id, sale_line_id)', "A line stands in a request once."
    )

    def _get_priced_line(self):
        """Return the line that carries the price: of a combo, its dearest part."""
        parts = self.sale_line_id.linked_line_ids.filtered('combo_item_id')
        return (self.sale_line_id | parts).sorted('price_total')[-1:]

    def _get_price(self):
        """Return what these pieces cost, taxes included (sudo)."""
        self.ensure_one()
        line = self.sale_line_id
        parts = line | line.linked_line_ids.filtered('combo_item_id')
        ordered = line.product_uom_qty
        return sum(parts.mapped('price_total')) * self.quantity / ordered if ordered else 0.0

    def _prepare_credit(self, amount):
        """Return the line of a credit note whose total, taxes included, is the amount.

        It names no order line: the pieces stay sold and invoiced.
        """
        line = self._get_priced_line()
        sample = line.tax_ids.compute_all(100.0, line.currency_id, 1, line.product_id)
        guess = line.currency_id.round(amount * 100.0 / sample['total_included'])
        cent = line.currency_id.rounding
        prices = [guess + step * cent for step in (0, 1, -1, 2, -2)]

        def differs(price):
            found = line.tax_ids.compute_all(price, line.currency_id, 1, line.product_id)
            return abs(found['total_included'] - amount)

        values = line._prepare_invoice_line(
            quantity=1, discount=0, price_unit=min(prices, key=differs)
        )
        return {**values, 'sale_line_ids': False, 'extra_tax_data': False}
