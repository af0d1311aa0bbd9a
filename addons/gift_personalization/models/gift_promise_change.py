from odoo import api, fields, models
from odoo.tools import SQL

REASONS = [
    ('answer', "The proof was answered late"),
    ('design', "The design was changed"),
    ('quantity', "The quantity was changed"),
    ('capacity', "The workshop was fully booked"),
    ('reprint', "It is made again"),
    ('payment', "A payment was missing"),
    ('shop', "Moved by the shop"),
    ('closed', "The workshop is closed"),
    ('stock', "The product comes later"),
    ('carrier', "The carrier takes longer"),
    ('late', "It takes longer than planned"),
    ('earlier', "It can be earlier again"),
    ('wanted', "The customer chose another date"),
]


class GiftPromiseChange(models.Model):
    """A promised date that moved, and why: an entry for each move.

    An answer that is missing moves the promise once for each working day (`late_date`).
    """

    _name = 'gift.promise.change'
    _inherit = ['gift.append.only.mixin']
    _description = 'Moved promise'
    _order = 'id desc'

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    reason = fields.Selection(REASONS, required=True, readonly=True, default='answer')
    note = fields.Char(readonly=True)
    parcel_id = fields.Many2one(
        'gift.parcel',
        string="Recipient",
        readonly=True,
        ondelete='restrict',
        help="Whose parcel alone has moved; empty: the date of the order.",
    )
    late_date = fields.Date(
        string="Day without an answer",
        readonly=True,
        help="A working day after the day by which the customer should have answered.",
    )
    old_date = fields.Datetime(string="Promised before", required=True, readonly=True)
    new_date = fields.Datetime(string="Promised now", required=True, readonly=True)
    proof_id = fields.Many2one('gift.proof', readonly=True, ondelete='restrict')

    _once = models.UniqueIndex(
        '(order_id, late_date)', "A day without an answer moves a promise once."
    )

    @api.model
    def _claim(self, order, proof, late_date, old_date, new_date):
        """Note the move of a day; return whether it was still to be made.

        Of two simultaneous callers one gets ``True``: the second insert waits for the first.
        """
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO gift_promise_change (order_id, company_id, reason, proof_id, late_date,
                                             old_date, new_date, create_uid, create_date, write_uid,
                                             write_date)
            VALUES (%(order)s, %(company)s, 'answer', %(proof)s, %(late)s, %(old)s, %(new)s,
                    %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC')
            ON CONFLICT (order_id, late_date) DO NOTHING RETURNING id
            """,
                order=order.id,
                company=order.company_id.id,
                proof=proof.id,
                late=late_date,
                old=old_date,
                new=new_date,
                uid=self.env.uid,
            )
        )
        return self.env.cr.fetchone() is not None

    @api.model
    def _note_change(self, order, reason, old_date, new_date, note='', parcel=None):
        """Append why the promise of an order, or a parcel, moves. Called by the order, in sudo."""
        self.sudo().create(  # nobody adds entries by hand
            {
                'order_id': order.id,
                'reason': reason,
                'old_date': old_date,
                'new_date': new_date,
                'note': note,
                'parcel_id': parcel and parcel.id,
            }
        )

    def _get_sentence(self):
        """Return why the date moved, in the language of the reader, for the customer."""
        self.ensure_one()
        sentences = {
            'answer': self.env._("We waited for your answer to the proof."),
            'design': self.env._("The design was changed, so the new one has to be approved."),
            'quantity': self.env._("The quantity was changed."),
            'capacity': self.env._("Our workshop was fully booked on the days before."),
            'reprint': self.env._("It did not meet our standard, so we make it again."),
            'payment': self.env._("We waited for a payment."),
            'shop': self.env._("We had to move the date."),
            'wanted': self.env._("You chose another date."),
            'closed': self.env._("Our workshop is closed on some of the days before."),
            'stock': self.env._("The product that we make your gift of reaches us later."),
            'carrier': self.env._("The carrier needs longer than before."),
            'late': self.env._("Making it takes us longer than we planned."),
            'earlier': self.env._("It can be there earlier than we told you last."),
        }
        return sentences[self.reason]
