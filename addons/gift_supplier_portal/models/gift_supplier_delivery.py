from odoo import fields, models


class GiftSupplierDelivery(models.Model):
    """A part of a line that a supplier delivers on a day."""

    _name = 'gift.supplier.delivery'
    _description = 'Part of a delivery'
    _order = 'date, id'

    answer_line_id = fields.Many2one(
        'gift.supplier.answer.line', required=True, readonly=True, ondelete='cascade', index=True
    )
    quantity = fields.Float(required=True, readonly=True, digits='Product Unit')
    date = fields.Date(required=True, readonly=True)
