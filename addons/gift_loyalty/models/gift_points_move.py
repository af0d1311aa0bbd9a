from odoo import api, fields, models

from .gift_points_lot import DIGITS

KINDS = [
    ('pending', "Earned, not usable yet"),
    ('release', "Usable now"),
    ('earn', "Earned"),
    ('bonus', "Bonus"),
    ('hold', "Kept for a payment"),
    ('unhold', "Payment given up"),
    ('spend', "Spent"),
    ('restore', "Given back"),
    ('expire', "Expired"),
    ('clawback', "Taken back after a refund"),
    ('settle', "Set off against what was owed"),
    ('adjust', "Corrected"),
    ('merge', "Moved from another card"),
]
CHANGES = ('pending_change', 'available_change', 'held_change', 'debt_change')


class GiftPointsMove(models.Model):
    """An entry of the points ledger: what happened once, never changed.

    ``key`` names the event; the unique index refuses the same event twice. ``points`` is what the
    customer has more or less of in all: pending + available + held - debt.
    """

    _name = 'gift.points.move'
    _inherit = ['gift.append.only.mixin']
    _description = 'Points ledger'
    _order = 'id desc'
    _rec_name = 'key'

    wallet_id = fields.Many2one(
        'gift.points.wallet', required=True, index=True, ondelete='restrict'
    )
    kind = fields.Selection(KINDS, required=True)
    key = fields.Char(string="Event", required=True, help="Each event is posted once.")
    order_id = fields.Many2one('sale.order', index='btree_not_null', ondelete='set null')
    reason = fields.Char()
    points = fields.Float(digits=DIGITS, compute='_compute_points', store=True)
    pending_change = fields.Float(default=0.0, required=True, string="Pending +/-", digits=DIGITS)
    available_change = fields.Float(
        default=0.0, required=True, string="Available +/-", digits=DIGITS
    )
    held_change = fields.Float(default=0.0, required=True, string="Held +/-", digits=DIGITS)
    debt_change = fields.Float(default=0.0, required=True, string="Owed +/-", digits=DIGITS)
    posting_ids = fields.One2many('gift.points.posting', 'move_id', readonly=True)

    _once = models.Constraint('UNIQUE(wallet_id, key)', "This event is in the ledger already.")

    @api.depends(*CHANGES)
    def _compute_points(self):
        for move in self:
            gained = move.pending_change + move.available_change + move.held_change
            move.points = round(gained - move.debt_change, 2)
