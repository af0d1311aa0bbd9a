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
