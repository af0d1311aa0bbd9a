from odoo import fields, models

DIGITS = (16, 2)


class GiftPointsLot(models.Model):
    """Points of one origin: what one order, one bonus or one correction gave.

    Written by the ledger only (`gift.points.wallet._post`); each column is the sum of its postings.
    """

    _name = 'gift.points.lot'
    _description = 'Lot of points'
    _order = 'expires_on, id'

    wallet_id = fields.Many2one(
        'gift.points.wallet', required=True, index=True, ondelete='restrict'
    )
    move_id = fields.Many2one(
        'gift.points.move', string="Given by", required=True, ondelete='restrict'
    )
    order_id = fields.Many2one('sale.order', index='btree_not_null', ondelete='set null')
    pending = fields.Float(default=0.0, required=True, digits=DIGITS, help="Cannot be spent yet.")
    available = fields.Float(default=0.0, required=True, digits=DIGITS)
    held = fields.Float(
        default=0.0, required=True, digits=DIGITS, help="Kept for an order that is being paid."
    )
    release_on = fields.Date(
        string="Usable from", help="Set when the order is paid and delivered; empty: not known yet."
    )
    expires_on = fields.Date(string="Good until", help="Empty: without an end.")

    _not_below_zero = models.Constraint(
        'CHECK(pending >= 0 AND available >= 0 AND held >= 0)',
        "A lot cannot hold less than nothing.",
    )
    _expiring = models.Index('(expires_on) WHERE available > 0 AND expires_on IS NOT NULL')
    _releasing = models.Index('(release_on) WHERE pending > 0 AND release_on IS NOT NULL')
    _waiting = models.Index('(order_id) WHERE pending > 0')
