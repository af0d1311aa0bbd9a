from odoo import fields, models

from .gift_points_lot import DIGITS


class GiftPointsPosting(models.Model):
    """What one entry of the ledger changed in one bucket of one lot."""

    _name = 'gift.points.posting'
    _inherit = ['gift.append.only.mixin']
    _description = 'Posting of points'
    _order = 'id'

    move_id = fields.Many2one('gift.points.move', required=True, index=True, ondelete='restrict')
    lot_id = fields.Many2one('gift.points.lot', required=True, index=True, ondelete='restrict')
    bucket = fields.Selection(
        [('pending', "Pending"), ('available', "Available"), ('held', "Held")], required=True
    )
    points = fields.Float(digits=DIGITS, required=True)
