from odoo import fields, models


class GiftPointsHold(models.Model):
    """Until when points are kept for an order that is being paid; how many is in the ledger."""

    _name = 'gift.points.hold'
    _description = 'Held points'
    _order = 'id'
    _rec_name = 'order_id'

    wallet_id = fields.Many2one(
        'gift.points.wallet', required=True, index=True, ondelete='restrict'
    )
    order_id = fields.Many2one('sale.order', required=True, index=True, ondelete='cascade')
    until = fields.Datetime(required=True, index=True)

    _once = models.Constraint(
        'UNIQUE(order_id, wallet_id)', "An order holds points of a card once."
    )
