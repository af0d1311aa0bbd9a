from odoo import api, fields, models
from odoo.tools import SQL

ISSUED = ('pending', 'earn', 'bonus')


class GiftPointsReport(models.Model):
    """Points of each programme by the shop's month: given, spent, expired, and still owed."""

    _name = 'gift.points.report'
    _description = 'Points liability'
    _auto = False
    _order = 'month desc, program_id'
    _rec_name = 'month'

    month = fields.Date(readonly=True)
    program_id = fields.Many2one('loyalty.program', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    issued = fields.Float("Given", readonly=True, digits=(16, 2))
    spent = fields.Float(readonly=True, digits=(16, 2))
    expired = fields.Float("Expired (breakage)", readonly=True, digits=(16, 2))
    taken_back = fields.Float(readonly=True, digits=(16, 2))
    other = fields.Float("Corrected", readonly=True, digits=(16, 2))
    outstanding = fields.Float(
        "Outstanding at the end", readonly=True, digits=(16, 2), help="A sum at the month's end."
    )
    liability = fields.Monetary(
        "Liability at the end",
        readonly=True,
        aggregator='sum',
        help="What of the sales belongs to the outstanding points, by the value of a point and the"
        " part that is expected to be spent.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH programme AS (
                SELECT program.id, COALESCE(calendar.tz, 'UTC') AS zone
                  FROM loyalty_program program
                  LEFT JOIN res_company company ON company.id = program.company_id
                  LEFT JOIN resource_calendar calendar
                            ON calendar.id = company.resource_calendar_id
                 WHERE program.program_type = 'loyalty'
            ), entry AS (
                SELECT card.program_id, date_trunc('month', move.create_date
                           AT TIME ZONE 'UTC' AT TIME ZONE programme.zone)::date AS month,
                       move.kind, SUM(move.points) AS points
                  FROM gift_points_move move
                  JOIN gift_points_wallet wallet ON wallet.id = move.wallet_id
                  JOIN loyalty_card card ON card.id = wallet.card_id
                  JOIN programme ON programme.id = card.program_id
                 GROUP BY 1, 2, 3
            ), span AS (
                SELECT entry.program_id, generate_series(
                           MIN(entry.month), date_trunc('month',
                           %(now)s AT TIME ZONE 'UTC' AT TIME ZONE programme.zone)::date,
                           interval '1 month')::date AS month
                  FROM entry JOIN programme ON programme.id = entry.program_id
                 GROUP BY 1, programme.zone
            ), rate AS (
                SELECT card.program_id, SUM(earning.points) / NULLIF(SUM(earning.amount), 0) AS rate
                  FROM gift_points_earning earning
                  JOIN gift_points_wallet wallet ON wallet.id = earning.wallet_id
                  JOIN loyalty_card card ON card.id = wallet.card_id
                 GROUP BY 1
            ), monthly AS (
                SELECT span.program_id, span.month,
                       COALESCE(SUM(points) FILTER (WHERE kind IN %(issued)s), 0) AS issued,
                       -COALESCE(SUM(points) FILTER (WHERE kind IN ('spend', 'restore')), 0)
                           AS spent,
                       -COALESCE(SUM(points) FILTER (WHERE kind = 'expire'), 0) AS expired,
                       -COALESCE(SUM(points) FILTER (WHERE kind = 'clawback'), 0) AS taken_back,
                       COALESCE(SUM(points) FILTER (WHERE kind IN ('adjust', 'merge')), 0) AS other,
                       COALESCE(SUM(points), 0) AS change
                  FROM span LEFT JOIN entry USING (program_id, month) GROUP BY 1, 2
            ), closing AS (
                SELECT *, SUM(change) OVER (PARTITION BY program_id ORDER BY month) AS outstanding
                  FROM monthly
            )
            SELECT ROW_NUMBER() OVER (ORDER BY closing.month, closing.program_id) AS id,
                   closing.month, closing.program_id, program.company_id, program.currency_id,
                   issued, spent, expired, taken_back, other, outstanding,
                   outstanding * program.gift_point_value * program.gift_redemption / 100 / (
                       1 + COALESCE(rate.rate, 0)
                       * program.gift_point_value * program.gift_redemption / 100
                   ) AS liability
              FROM closing
              JOIN loyalty_program program ON program.id = closing.program_id
              LEFT JOIN rate ON rate.program_id = closing.program_id
            """,
            issued=ISSUED,
            now=fields.Datetime.now(),
        )


class LoyaltyProgram(models.Model):
    _inherit = 'loyalty.program'

    gift_point_value = fields.Float(
        string="Value of a point",
        digits=(12, 4),
        help="What one point is worth when it is spent, in its currency. For the books.",
    )
    gift_redemption = fields.Float(
        string="Expected to be spent (%)",
        default=85,
        help="The part of the points that customers will spend; the rest expires.",
    )
    gift_measured_redemption = fields.Float(
        string="Spent so far (%)", compute='_compute_gift_measured_redemption'
    )

    _gift_redemption_range = models.Constraint(
        'CHECK(gift_redemption BETWEEN 0 AND 100 AND gift_point_value >= 0)',
        "Enter 0 to 100 percent, and a value of 0 or more.",
    )

    @api.depends_context('uid')
    def _compute_gift_measured_redemption(self):
        """What was spent, of what was spent or has expired."""
        rows = (
            self.env['gift.points.report']
            .sudo()
            ._read_group(
                [('program_id', 'in', self.ids)], ['program_id'], ['spent:sum', 'expired:sum']
            )
        )
        sums = {program.id: (spent, expired) for program, spent, expired in rows}
        for program in self:
            spent, expired = sums.get(program.id, (0.0, 0.0))
            whole = spent + expired
            program.gift_measured_redemption = 100 * spent / whole if whole > 0 else 0.0
