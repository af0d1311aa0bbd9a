from odoo import fields, models
from odoo.tools import SQL

from .gift_ticket import CHANNELS, PRIORITIES
from .gift_ticket_rating import RATINGS

MERGED = ('merged', 'spam')


class GiftTicketReport(models.Model):
    """How quickly tickets are answered and solved, and what customers say: a row for each one.

    What is not known yet is empty and counts in no average. What is late and still open counts as
    late from its deadline on, not only once somebody has answered.
    """

    _name = 'gift.ticket.report'
    _description = 'Support in figures'
    _auto = False
    _order = 'day desc, id desc'

    ticket_id = fields.Many2one('gift.ticket', readonly=True)
    day = fields.Date(string="Asked on", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    team_id = fields.Many2one('gift.ticket.team', readonly=True)
    user_id = fields.Many2one('res.users', string="Assigned to", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    rating = fields.Selection(RATINGS, string="Customer says", readonly=True)
    answered_in_time = fields.Float(
        string="Answered in time (%)",
        readonly=True,
        aggregator='avg',
        digits=(5, 1),
        help="Of the tickets that were answered, or should have been.",
    )
    solved_in_time = fields.Float(
        string="Solved in time (%)",
        readonly=True,
        aggregator='avg',
        digits=(5, 1),
        help="Of the tickets that were solved, or should have been.",
    )
    satisfied = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        aggregator='avg',
        digits=(5, 1),
        help="The part of the answers to “How was our help?” that are “Good”.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, id AS ticket_id, create_date::date AS day, company_id, team_id, user_id,
                   channel, priority, rating,
                   CASE WHEN first_date IS NOT NULL
                        THEN CASE WHEN first_was_late THEN 0.0 ELSE 100.0 END
                        WHEN first_due < %(now)s THEN 0.0 END AS answered_in_time,
                   CASE WHEN stage = 'solved' THEN CASE WHEN solved_late THEN 0.0 ELSE 100.0 END
                        WHEN is_paused IS NOT TRUE AND solve_due < %(now)s THEN 0.0
                   END AS solved_in_time,
                   CASE WHEN rating IS NOT NULL
                        THEN CASE rating WHEN '3' THEN 100.0 ELSE 0.0 END END AS satisfied
              FROM gift_ticket
             WHERE stage NOT IN %(left_out)s
            """,
            now=fields.Datetime.now(),
            left_out=MERGED,
        )
