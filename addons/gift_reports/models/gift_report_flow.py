from odoo import fields, models
from odoo.tools import SQL

LEAST_PEOPLE = 100
LEAST_BUYERS = 5
# With fewer people, or buyers who are to be expected by chance, a difference says nothing.
ENOUGH = f"""
    SUM(%(mailed_people)s) >= {LEAST_PEOPLE} AND SUM(%(held_people)s) >= {LEAST_PEOPLE}
    AND LEAST(SUM(%(mailed_people)s), SUM(%(held_people)s))::float
        * (SUM(%(mailed_buyers)s) + SUM(%(held_buyers)s))
        / (SUM(%(mailed_people)s) + SUM(%(held_people)s)) >= {LEAST_BUYERS}
"""
MAILED = "SUM(%(mailed_buyers)s)::float / NULLIF(SUM(%(mailed_people)s), 0)"
HELD = "SUM(%(held_buyers)s)::float / NULLIF(SUM(%(held_people)s), 0)"
RATIOS = {
    'open_rate': "SUM(%(opened)s)::float / NULLIF(SUM(%(sent)s), 0)",
    'click_rate': "SUM(%(clicked)s)::float / NULLIF(SUM(%(sent)s), 0)",
    'mailed_rate': MAILED,
    'held_rate': HELD,
    'uplift': f"CASE WHEN {ENOUGH} THEN {MAILED} - {HELD} END",
    'uplift_error': f"""CASE WHEN {ENOUGH} THEN 1.96 * sqrt(
        ({MAILED}) * (1 - {MAILED}) / SUM(%(mailed_people)s)
        + ({HELD}) * (1 - {HELD}) / SUM(%(held_people)s)) END""",
    'added_revenue': f"""CASE WHEN {ENOUGH} THEN SUM(%(mailed_revenue)s)
        - SUM(%(held_revenue)s) / NULLIF(SUM(%(held_people)s), 0) * SUM(%(mailed_people)s) END""",
}

# As on the flow's own page: orders within the window after the flow began, for both groups.
# A flow belongs to no company; who belongs to none counts in the first one.
STATEMENT = """
WITH zone AS MATERIALIZED (%(zones)s),
run AS (
    SELECT run.id, run.flow_id, run.email, run.started_on, flow.window_days,
           (run.state = 'held')::int AS is_held,
           COALESCE(partner.company_id, (SELECT MIN(id) FROM res_company)) AS company_id
      FROM gift_flow_run run
      JOIN gift_flow flow ON flow.id = run.flow_id
      LEFT JOIN res_partner partner ON partner.id = run.partner_id
     WHERE %(scope)s
),
mail AS (
    SELECT sending.run_id, COUNT(trace.sent_datetime) AS sent,
           COUNT(trace.open_datetime) AS opened, COUNT(trace.links_click_datetime) AS clicked
      FROM gift_flow_sending sending
      JOIN run ON run.id = sending.run_id
      LEFT JOIN mailing_trace trace ON trace.id = sending.trace_id
     GROUP BY 1
),
bought AS (
    SELECT run.id, COUNT(*) AS orders,
           SUM(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)) AS amount
      FROM run
      JOIN res_partner partner ON partner.email_normalized = run.email
      JOIN sale_order sale ON sale.partner_id = partner.id AND sale.state = 'sale'
           AND sale.date_order >= run.started_on
           AND sale.date_order < run.started_on + run.window_days * interval '1 day'
     GROUP BY 1
)
INSERT INTO gift_report_flow (
    company_id, currency_id, run_id, flow_id, people_group, day, people, mailed_people,
    held_people, sent, opened, clicked, orders, revenue, mailed_buyers, held_buyers,
    mailed_revenue, held_revenue)
SELECT run.company_id, zone.currency_id, run.id, run.flow_id,
       CASE is_held WHEN 1 THEN 'held' ELSE 'mailed' END,
       (run.started_on AT TIME ZONE 'UTC' AT TIME ZONE zone.zone)::date,
       1, 1 - is_held, is_held, COALESCE(mail.sent, 0), COALESCE(mail.opened, 0),
       COALESCE(mail.clicked, 0), COALESCE(bought.orders, 0), amount.value,
       CASE WHEN bought.orders > 0 THEN 1 - is_held ELSE 0 END,
       CASE WHEN bought.orders > 0 THEN is_held ELSE 0 END,
       (1 - is_held) * amount.value, is_held * amount.value
  FROM run
  JOIN zone ON zone.company_id = run.company_id
  LEFT JOIN mail ON mail.run_id = run.id
  LEFT JOIN bought ON bought.id = run.id
 CROSS JOIN LATERAL (
       SELECT ROUND(COALESCE(bought.amount, 0)::numeric, zone.digits) AS value) amount
"""
CHANGED = """
    SELECT id FROM gift_flow_run WHERE write_date >= %(since)s
     UNION SELECT sending.run_id FROM gift_flow_sending sending
             LEFT JOIN mailing_trace trace ON trace.id = sending.trace_id
            WHERE GREATEST(sending.write_date, trace.write_date) >= %(since)s
     UNION SELECT run.id FROM gift_flow_run run JOIN gift_flow flow ON flow.id = run.flow_id
            WHERE flow.write_date >= %(since)s
     UNION SELECT run.id FROM gift_flow_run run
             JOIN res_partner partner ON partner.email_normalized = run.email
             LEFT JOIN sale_order sale ON sale.partner_id = partner.id
            WHERE GREATEST(sale.write_date, partner.write_date) >= %(since)s
"""


class GiftReportFlow(models.Model):
    """What mails of flows bring: a row for each beginning of a flow, with mails or held out.

    Nobody's name or address is in it.
    """

    _name = 'gift.report.flow'
    _inherit = ['gift.report.table']
    _description = 'Figures of mail flows'
    _order = 'day desc, id desc'
    _report_ratios = RATIOS

    run_id = fields.Many2one(
        'gift.flow.run', readonly=True, index=True, ondelete='cascade',
        groups='mass_mailing.group_mass_mailing_user',
    )  # fmt: skip
    flow_id = fields.Many2one('gift.flow', readonly=True, index=True, ondelete='cascade')
    people_group = fields.Selection(
        [('mailed', "With mails"), ('held', "Held out")], string="Group", readonly=True
    )
    day = fields.Date(string="Began on", readonly=True, required=True)
    people = fields.Integer("People in flows", readonly=True)
    mailed_people = fields.Integer("People with mails", readonly=True)
    held_people = fields.Integer("People held out", readonly=True)
    sent = fields.Integer("Mails sent", readonly=True)
    opened = fields.Integer("Mails opened", readonly=True)
    clicked = fields.Integer("Mails clicked", readonly=True)
    orders = fields.Integer("Orders in the window", readonly=True)
    revenue = fields.Monetary("Order value in the window", readonly=True)
    mailed_buyers = fields.Integer("Ordered with mails", readonly=True, aggregator=None)
    held_buyers = fields.Integer("Ordered held out", readonly=True, aggregator=None)
    mailed_revenue = fields.Monetary("Order value with mails", readonly=True)
    held_revenue = fields.Monetary("Order value held out", readonly=True)
    open_rate = fields.Float("Opened (share)", readonly=True, aggregator='avg')
    click_rate = fields.Float("Clicked (share)", readonly=True, aggregator='avg')
    mailed_rate = fields.Float("Ordered with mails (share)", readonly=True, aggregator='avg')
    held_rate = fields.Float("Ordered held out (share)", readonly=True, aggregator='avg')
    uplift = fields.Float("Uplift", readonly=True, aggregator='avg')
    uplift_error = fields.Float("Uplift, more or less", readonly=True, aggregator='avg')
    added_revenue = fields.Monetary("Added revenue", readonly=True, aggregator='avg')

    _day_idx = models.Index('(company_id, day)')

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the rows of people who have changed."""
        changed = since and SQL(CHANGED, since=since)
        return self._refresh_parts(since, changed, 'run_id', self._build_runs)

    def _build_runs(self, zones, runs, _now):
        scope = SQL("TRUE") if runs is None else SQL("run.id = ANY(%s)", runs)
        return SQL(STATEMENT, zones=zones, scope=scope)
