from odoo import api, fields, models
from odoo.tools import SQL


class GiftPromiseChange(models.Model):
    """A promised date that moved because an answer was missing on one working day."""

    _name = 'gift.promise.change'
    _inherit = ['gift.append.only.mixin']
    _description = 'Moved promise'
    _order = 'late_date desc, id desc'

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    late_date = fields.Date(
        string="Day without an answer",
        required=True,
        readonly=True,
        help="A working day after the day by which the customer should have answered.",
    )
    old_date = fields.Datetime(string="Promised before", required=True, readonly=True)
    new_date = fields.Datetime(string="Promised now", required=True, readonly=True)
    proof_id = fields.Many2one('gift.proof', required=True, readonly=True, ondelete='restrict')

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
            INSERT INTO gift_promise_change (order_id, company_id, proof_id, late_date, old_date,
                                             new_date, create_uid, create_date, write_uid,
                                             write_date)
            VALUES (%(order)s, %(company)s, %(proof)s, %(late)s, %(old)s, %(new)s,
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
