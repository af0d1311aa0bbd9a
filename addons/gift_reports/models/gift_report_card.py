from odoo import fields, models
from odoo.tools import SQL


class GiftReportCard(models.Model):
    """Money on gift cards by month: sold, spent, expired, and what the shop still owes.

    Read from the ledger itself, which keeps gift cards as it keeps points.
    """

    _name = 'gift.report.card'
    _inherit = ['gift.report.explained']
    _description = 'Gift card figures'
    _auto = False
    _order = 'month desc, program_id'
    _rec_name = 'month'
    _report_levels = ('outstanding',)

    month = fields.Date(readonly=True)
    program_id = fields.Many2one('loyalty.program', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    sold = fields.Monetary("Gift cards sold", readonly=True)
    given = fields.Monetary("Gift cards given", readonly=True)
    spent = fields.Monetary("Gift cards spent", readonly=True)
    expired = fields.Monetary("Gift cards expired", readonly=True)
    other = fields.Monetary("Gift cards corrected", readonly=True)
    outstanding = fields.Monetary("Gift cards outstanding", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH program AS (
                SELECT program.id, program.company_id, program.currency_id,
                       COALESCE(calendar.tz, 'UTC') AS zone
                  FROM loyalty_program program
                  LEFT JOIN res_company company ON company.id = program.company_id
                  LEFT JOIN resource_calendar calendar
                            ON calendar.id = company.resource_calendar_id
                 WHERE program.program_type = 'gift_card'
            ), entry AS (
                SELECT card.program_id, move.kind, move.order_id IS NOT NULL AS is_sold,
                       date_trunc('month', move.create_date
                           AT TIME ZONE 'UTC' AT TIME ZONE program.zone)::date AS month,
                       SUM(move.points) AS money
                  FROM gift_points_move move
                  JOIN gift_points_wallet wallet ON wallet.id = move.wallet_id
                  JOIN loyalty_card card ON card.id = wallet.card_id
                  JOIN program ON program.id = card.program_id
                 GROUP BY 1, 2, 3, 4
            ), span AS (
                SELECT entry.program_id, generate_series(
                           MIN(entry.month), date_trunc('month',
                           %(now)s AT TIME ZONE 'UTC' AT TIME ZONE program.zone)::date,
                           interval '1 month')::date AS month
                  FROM entry JOIN program ON program.id = entry.program_id
                 GROUP BY 1, program.zone
            ), monthly AS (
                SELECT span.program_id, span.month,
                       COALESCE(SUM(money) FILTER (
                           WHERE kind IN %(put)s AND is_sold), 0) AS sold,
                       COALESCE(SUM(money) FILTER (
                           WHERE kind IN %(put)s AND NOT is_sold), 0) AS given,
                       -COALESCE(SUM(money) FILTER (WHERE kind IN ('spend', 'restore')), 0)
                           AS spent,
                       -COALESCE(SUM(money) FILTER (WHERE kind = 'expire'), 0) AS expired,
                       COALESCE(SUM(money) FILTER (WHERE kind NOT IN %(told)s), 0) AS other,
                       COALESCE(SUM(money), 0) AS change
                  FROM span LEFT JOIN entry USING (program_id, month) GROUP BY 1, 2
            )
            SELECT ROW_NUMBER() OVER (ORDER BY monthly.month, monthly.program_id) AS id,
                   monthly.month, monthly.program_id, program.company_id, program.currency_id,
                   sold, given, spent, expired, other,
                   SUM(change) OVER (
                       PARTITION BY monthly.program_id ORDER BY monthly.month) AS outstanding
              FROM monthly JOIN program ON program.id = monthly.program_id
            """,
            put=('pending', 'earn', 'bonus'),
            told=('pending', 'earn', 'bonus', 'spend', 'restore', 'expire'),
            now=fields.Datetime.now(),
        )


class GiftPointsReport(models.Model):
    """The figures of points, called and explained as in the dictionary."""

    _name = 'gift.points.report'
    _inherit = ['gift.points.report', 'gift.report.explained']
    _report_levels = ('outstanding', 'liability')
