from odoo import fields, models


class GiftWithdrawalLine(models.Model):
    """Pieces of one order line that a withdrawal is about."""

    _name = 'gift.withdrawal.line'
    _description = 'Goods of a withdrawal'
    _rec_name = 'sale_line_id'

    withdrawal_id = fields.Many2one(
        'gift.withdrawal', required=True, readonly=True, index=True, ondelete='cascade'
    )
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Order line", required=True, readonly=True, ondelete='restrict'
    )
    quantity = fields.Float(digits='Product Unit', required=True, readonly=True)
