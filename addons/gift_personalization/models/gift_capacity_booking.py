from odoo import api, fields, models
from odoo.tools import SQL


class GiftCapacityBooking(models.Model):
    """Pieces of one order line that a work centre makes on one day.

    The rows are all there is: what is booked on a day is their sum, nothing is counted up or down.
    Nobody has the right to write them; they follow orders and jobs.
    """

    _name = 'gift.capacity.booking'
    _description = 'Booked pieces'
    _order = 'date, id'

    work_center_id = fields.Many2one(
        'gift.work.center', required=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='work_center_id.company_id', store=True)
    method_id = fields.Many2one('gift.print.method', required=True, ondelete='restrict')
    date = fields.Date(string="Day", required=True, index=True)
    pieces = fields.Integer(required=True)
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Order line", required=True, index=True, ondelete='cascade'
    )
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True)
    order_name = fields.Char(related='order_id.name', string="Order number")
    product_id = fields.Many2one(related='sale_line_id.product_id', store=True)
    job_id = fields.Many2one(
        'gift.job', string="Made again as", index='btree_not_null', ondelete='cascade'
    )
    until = fields.Datetime(
        string="Held until",
        index='btree_not_null',
        help="Of a cart that is being paid. Then the pieces are free again.",
    )
    is_made = fields.Boolean(string="Made", help="Then the day is the one on which it was made.")

    @api.model
    def _claim_days(self, keys):
        """Write the shared row of each day, so that of two simultaneous bookings one is repeated.

        Both may have seen the same free pieces. PostgreSQL answers the second one with a
        serialization failure (isolation level REPEATABLE READ), Odoo runs its request again, and
        it then sees the first.

        :param keys: ``{(work centre id, day), …}``
        """
        for center_id, day in sorted(keys):
            self.env.cr.execute(
                SQL(
                    """
                INSERT INTO gift_work_center_day (work_center_id, company_id, date, serial)
                SELECT id, company_id, %(day)s, 1 FROM gift_work_center WHERE id = %(center)s
                ON CONFLICT (work_center_id, date)
                DO UPDATE SET serial = gift_work_center_day.serial + 1
                """,
                    day=day,
                    center=center_id,
                )
            )
        self.env['gift.work.center.day'].invalidate_model()

    @api.autovacuum
    def _gc_held(self):
        """Delete what was held for payments that never came."""
        self.sudo().search([('until', '<', fields.Datetime.now())], limit=1000).unlink()
