from odoo import fields, models

from .gift_points_lot import DIGITS


class GiftPointsEarning(models.Model):
    """What one line of an order earned when it was confirmed, and what was paid for it.

    A refund of that line takes back its share, to the hundredth.
    """

    _name = 'gift.points.earning'
    _description = 'Points of an order line'
    _order = 'id'

    line_id = fields.Many2one('sale.order.line', required=True, index=True, ondelete='cascade')
    order_id = fields.Many2one('sale.order', required=True, index=True, ondelete='cascade')
    wallet_id = fields.Many2one('gift.points.wallet', required=True, ondelete='restrict')
    points = fields.Float(digits=DIGITS, required=True)
    amount = fields.Float(help="Price with taxes, in the order's currency.")

    _once = models.Constraint('UNIQUE(line_id, wallet_id)', "A line earns once with a card.")
