from datetime import date
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.clv import predict
from ..engine.cohorts import cohorts
from ..engine.orders import Order
from ..engine.rfm import Customer, rfm
from .copy_rows import copy_rows

QUICK_S = 5.0
SEGMENT_NAMES = [
    ('champions', "Champions"),
    ('loyal', "Loyal"),
    ('promising', "Promising"),
    ('new', "New"),
    ('attention', "Need attention"),
    ('at_risk', "At risk"),
    ('cannot_lose', "Not to be lost"),
    ('hibernating', "Hibernating"),
    ('lost', "Lost"),
]
COLUMNS = (
    'company_id', 'currency_id', 'partner_id', 'history_key', 'first_day', 'last_day',
    'cohort_month', 'days_since', 'orders', 'revenue', 'customer_count', 'repeat_count', 'recency',
    'frequency', 'monetary', 'segment', 'is_predicted', 'alive', 'expected_orders', 'clv',
)  # fmt: skip
# What a customer bought most of; of equals the latest, of those the one with the lower value.
FAVOURITES = """
    WITH bought AS MATERIALIZED (
        SELECT partner_id, categ_id, occasion, SUM(quantity) AS pieces, MAX(day) AS day
          FROM gift_report_sale
         WHERE company_id = %(company)s AND kind = 'sale' AND subject = 'goods'
           AND partner_id IS NOT NULL
         GROUP BY 1, 2, 3
    ), category AS (
        SELECT DISTINCT ON (partner_id) partner_id, categ_id
          FROM bought WHERE categ_id IS NOT NULL GROUP BY 1, 2
         ORDER BY partner_id, SUM(pieces) DESC, MAX(day) DESC, categ_id
    ), occasion AS (
        SELECT DISTINCT ON (partner_id) partner_id, occasion
          FROM bought WHERE occasion IS NOT NULL GROUP BY 1, 2
         ORDER BY partner_id, SUM(pieces) DESC, MAX(day) DESC, occasion
    )
    UPDATE gift_report_customer fact
       SET favourite_categ_id = liked.categ_id, favourite_occasion = liked.occasion
      FROM (SELECT partner_id, categ_id, occasion
              FROM category FULL JOIN occasion USING (partner_id)) liked
     WHERE fact.company_id = %(company)s AND fact.partner_id = liked.partner_id
"""


class GiftReportCustomer(models.Model):
    """A customer of a company: what was bought so far, scores, segment, and what may still come.

    Customers are commercial partners. The whole table is made anew once a day, as a score is a
    place among all customers; in a small shop at every refresh.
    """

    _name = 'gift.report.customer'
    _inherit = ['gift.report.table']
    _description = 'Customer figures'
    _order = 'revenue desc, id'
    _report_sequence = 30
    _report_ratios = {
        'repeat_rate': "SUM(%(repeat_count)s)::float / NULLIF(SUM(%(customer_count)s), 0)",
    }

    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index=True, ondelete='cascade'
    )
    history_key = fields.Char(
        "Customer elsewhere", readonly=True, help="Of a shop whose sales were imported."
    )
    first_day = fields.Date("First order", readonly=True)
    last_day = fields.Date("Last order", readonly=True)
    cohort_month = fields.Date("Month of the first order", readonly=True)
    days_since = fields.Integer("Days since the last order", readonly=True, aggregator=None)
    recency = fields.Integer(
        "Recency (1 to 5)", readonly=True, aggregator=None, help="5: ordered most recently."
    )
    frequency = fields.Integer(
        "Frequency (1 to 5)", readonly=True, aggregator=None, help="5: ordered most often."
    )
    monetary = fields.Integer(
        "Money (1 to 5)", readonly=True, aggregator=None, help="5: spent most."
    )
    segment = fields.Selection(SEGMENT_NAMES, readonly=True, index=True)
    favourite_categ_id = fields.Many2one(
        'product.category',
        string="Favourite category",
        readonly=True,
        help="Of which most pieces were bought; of equals the latest.",
    )
    favourite_occasion = fields.Selection(
        selection=lambda self: self.env['gift.parcel']._fields['occasion'].selection,
        readonly=True,
        help="For which most pieces were bought, where customers told it.",
    )
    is_predicted = fields.Boolean("Has a prediction", readonly=True)
    alive = fields.Float("Still a customer (chance)", readonly=True, digits=(6, 4), aggregator=None)

    customer_count = fields.Integer("Customers", readonly=True)
    repeat_count = fields.Integer("Customers who came back", readonly=True)
    orders = fields.Integer("Orders of customers", readonly=True)
    revenue = fields.Monetary("Revenue of customers", readonly=True)
    expected_orders = fields.Float("Expected orders", readonly=True, digits=(16, 2))
    clv = fields.Monetary("Customer lifetime value", readonly=True)
    repeat_rate = fields.Float("Came back (share)", readonly=True, aggregator='avg')

    _partner_uniq = models.Constraint(
        'UNIQUE(company_id, partner_id)', "A customer stands here once for each company."
    )

    @api.depends('partner_id', 'history_key')
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.partner_id.display_name or row.history_key

    def action_open_customer(self):
        """Open the customer a row stands for."""
        self.ensure_one()
        return self.partner_id.get_formview_action() if self.partner_id else False

    # === REFRESH === #

    def _refresh(self, since=None):
        """Override of `gift.report.table`: all customers anew, once a day where that takes long."""
        state = self.env['gift.report.refresh']._get_state(self._name)
        now = fields.Datetime.now()
        is_new_day = since is None or since.date() != now.date()
        if not is_new_day and (state.seconds > QUICK_S or not self._has_news(since)):
            return 0
        self._execute(SQL("DELETE FROM gift_report_customer"))
        self._execute(SQL("DELETE FROM gift_report_cohort"))
        return sum(self._write_company(company) for company in self._get_companies())

    def _has_news(self, since):
        """Return whether something happened that a purchase may come from."""
        self.env.cr.execute(
            SQL(
                """SELECT 1 FROM sale_order WHERE write_date >= %(since)s
                    UNION SELECT 1 FROM account_move WHERE write_date >= %(since)s
                    UNION SELECT 1 FROM gift_report_history WHERE write_date >= %(since)s
                    UNION SELECT 1 FROM res_partner WHERE write_date >= %(since)s LIMIT 1""",
                since=since,
            )
        )
        return bool(self.env.cr.fetchone())

    def _get_companies(self):
        self.env.cr.execute(
            SQL(
                """SELECT company_id FROM gift_report_sale
                    UNION SELECT company_id FROM gift_report_history_order"""
            )
        )
        return self.env['res.company'].browse(row[0] for row in self.env.cr.fetchall())

    def _get_purchases(self, company):
        """Hook: return the :class:`Order` of a company's customers, refunds among them.

        An order counts with its net sales on its day; a refund is money that went back on its own.
        """
        self.env.cr.execute(
            SQL(
                """SELECT partner_id, NULL, day, SUM(revenue), kind = 'sale'
                     FROM gift_report_sale
                    WHERE company_id = %(company)s AND partner_id IS NOT NULL
                    GROUP BY order_id, partner_id, day, kind
                    UNION ALL
                   SELECT partner_id, CASE WHEN partner_id IS NULL THEN customer END, day, money,
                          is_order
                     FROM gift_report_history_order WHERE company_id = %(company)s""",
                company=company.id,
            )
        )
        rows = iter(self.env.cr.fetchone, None)
        return [
            Order((partner, elsewhere), day, float(money), is_order)
            for partner, elsewhere, day, money, is_order in rows
        ]

    def _write_company(self, company):
        zone = ZoneInfo(company.resource_calendar_id.tz or 'UTC')
        today = fields.Datetime.now().replace(tzinfo=ZoneInfo('UTC')).astimezone(zone).date()
        orders = [order for order in self._get_purchases(company) if order.day <= today]
        known = _gather(orders)
        scores = {
            score.key: score
            for score in rfm(
                (Customer(key, row[1], row[2], row[3]) for key, row in known.items()), today
            )
        }
        prediction = predict(orders, today)
        self.env['gift.report.prediction']._keep(company, today, prediction)
        values = {value.customer: value for value in prediction.values}
        rows = (
            self._prepare_row(company, key, row, scores[key], values.get(key))
            for key, row in known.items()
        )
        written = copy_rows(self.env.cr, self._table, COLUMNS, rows)
        self._execute(SQL(FAVOURITES, company=company.id))
        return written + self.env['gift.report.cohort']._write_company(
            company, cohorts(orders, today)
        )

    def _prepare_row(self, company, customer, row, score, value):
        first, last, orders, money = row
        return (
            company.id,
            company.currency_id.id,
            *customer,
            first,
            last,
            first.replace(day=1),
            score.days,
            orders,
            company.currency_id.round(money),
            1,
            int(orders > 1),
            score.recency,
            score.frequency,
            score.monetary,
            score.segment,
            bool(value),
            value.alive if value else None,
            value.purchases if value else None,
            company.currency_id.round(value.value) if value else None,
        )


def _gather(orders):
    """Return ``{customer: [first day, last day, orders, money]}`` of who has ordered."""
    known = {}
    for order in orders:
        if order.is_order:
            row = known.setdefault(order.customer, [order.day, order.day, 0, 0.0])
            row[0], row[1] = min(row[0], order.day), max(row[1], order.day)
            row[2] += 1
    for order in orders:
        if order.customer in known:
            known[order.customer][3] += order.money
    return known


class GiftReportCohort(models.Model):
    """Customers by the month of their first order, and who of them ordered in which month."""

    _name = 'gift.report.cohort'
    _inherit = ['gift.report.table']
    _description = 'Cohorts of customers'
    _order = 'cohort_month desc, number'
    _report_sequence = 31
    _report_ratios = {
        'retention': "SUM(%(active_count)s)::float / NULLIF(SUM(%(size)s), 0)",
    }

    cohort_month = fields.Date("Month of the first order", readonly=True, required=True)
    month = fields.Date(readonly=True, required=True)
    number = fields.Integer(
        "Months since", readonly=True, aggregator=None, help="0 is the month of the first order."
    )
    number_label = fields.Char("After", readonly=True)
    is_complete = fields.Boolean("Month is over", readonly=True)
    size = fields.Integer("Size of the cohorts", readonly=True)
    active_count = fields.Integer("Ordered again", readonly=True)
    revenue = fields.Monetary("Revenue of the cohorts", readonly=True)
    retention = fields.Float("Retention", readonly=True, aggregator='avg')

    def _refresh(self, since=None):
        """Override of `gift.report.table`: written with the customers' figures."""
        return 0

    def _write_company(self, company, table):
        columns = (
            'company_id', 'currency_id', 'cohort_month', 'month', 'number', 'number_label',
            'is_complete', 'size', 'active_count', 'revenue',
        )  # fmt: skip
        rows = (
            (
                company.id,
                company.currency_id.id,
                date(*cohort.month, 1),
                date(*cell.month, 1),
                cell.index,
                f'{cell.index:02}',
                cell.is_complete,
                cohort.size,
                cell.active,
                company.currency_id.round(cell.revenue),
            )
            for cohort in table.cohorts
            for cell in cohort.cells
        )
        return copy_rows(self.env.cr, self._table, columns, rows)
