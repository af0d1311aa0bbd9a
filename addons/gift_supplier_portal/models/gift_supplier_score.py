from string import Formatter

from odoo import fields, models
from odoo.tools import SQL

from .gift_supplier_score_line import GiftSupplierScoreLine

MIN_LEAD_LINES = 5  # fewer say nothing about a mean and a variance

# rate: (its value from sums, when it is known), for a row and for the rows of a group alike
RATES = {
    'otif_rate': ("{otif_count} / {due_count}", "{due_count} > 0"),
    'on_time_rate': ("{on_time_count} / {due_count}", "{due_count} > 0"),
    'in_full_rate': ("{in_full_count} / {due_count}", "{due_count} > 0"),
    'lead_mean': ("{lead_sum} / {lead_count}", "{lead_count} >= 5"),
    'lead_variance': (
        "({lead_square_sum} - {lead_sum} * {lead_sum} / {lead_count}) / ({lead_count} - 1)",
        "{lead_count} >= 5",
    ),
    'response_mean': ("{response_sum} / {answered_count}", "{answered_count} > 0"),
    'response_rate': ("{in_time_count} / {asked_count}", "{asked_count} > 0"),
    'defect_rate': ("{defect_quantity} / {received_quantity}", "{received_quantity} > 0"),
    'reprint_rate': (
        "{reprint_quantity} / {personalised_quantity}",
        "{personalised_quantity} > 0",
    ),
    'price_variance': ("{paid_amount} / {asked_amount} - 1", "{asked_amount} > 0"),
}
SUMS = (
    'due_count', 'on_time_count', 'in_full_count', 'otif_count', 'lead_count', 'lead_sum',
    'lead_square_sum', 'asked_count', 'answered_count', 'in_time_count', 'response_sum',
    'received_quantity', 'defect_quantity', 'personalised_quantity', 'reprint_quantity',
    'asked_amount', 'paid_amount',
)  # fmt: skip
MEASURES = """
    COUNT(*) AS due_count,
    COUNT(*) FILTER (WHERE is_on_time) AS on_time_count,
    COUNT(*) FILTER (WHERE is_in_full) AS in_full_count,
    COUNT(*) FILTER (WHERE is_otif) AS otif_count,
    COUNT(lead_days) AS lead_count,
    COALESCE(SUM(lead_days), 0) AS lead_sum,
    COALESCE(SUM(lead_days * lead_days), 0) AS lead_square_sum,
    COUNT(*) FILTER (WHERE is_first_of_order AND (is_answered OR is_unanswered)) AS asked_count,
    COUNT(*) FILTER (WHERE is_first_of_order AND is_answered) AS answered_count,
    COUNT(*) FILTER (WHERE is_first_of_order AND is_in_time) AS in_time_count,
    COALESCE(SUM(hours) FILTER (WHERE is_first_of_order AND is_answered), 0) AS response_sum,
    SUM(GREATEST(received_quantity, 0)) AS received_quantity,
    COALESCE(SUM(GREATEST(received_quantity, 0)) FILTER (WHERE is_personalised), 0)
        AS personalised_quantity,
    SUM(defect_quantity) AS defect_quantity,
    COALESCE(SUM(reprint_quantity) FILTER (WHERE is_personalised), 0) AS reprint_quantity,
    COALESCE(SUM(asked_amount), 0) AS asked_amount,
    COALESCE(SUM(paid_amount) FILTER (WHERE asked_amount IS NOT NULL), 0) AS paid_amount
"""


class GiftSupplierScore(models.Model):
    """The scorecard: one row for supplier, month of the first promise, and company.

    Counts and sums stand beside the rates, and rates of several rows are worked out from their
    sums: a mean of means would be wrong.
    """

    _name = 'gift.supplier.score'
    _description = 'Scorecard of a supplier'
    _auto = False
    _order = 'month desc, supplier_id, id'
    _rec_name = 'month'
    _depends = GiftSupplierScoreLine._depends

    month = fields.Date(readonly=True)
    supplier_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)

    due_count = fields.Integer(string="Lines due", readonly=True)
    on_time_count = fields.Integer(string="Lines on time", readonly=True)
    in_full_count = fields.Integer(string="Lines in full", readonly=True)
    otif_count = fields.Integer(string="Lines on time in full", readonly=True)
    lead_count = fields.Integer(
        string="Lines with a lead time", readonly=True, help="Lines that have arrived in full."
    )
    lead_sum = fields.Float(string="Sum of lead times", readonly=True)
    lead_square_sum = fields.Float(string="Sum of squared lead times", readonly=True)
    asked_count = fields.Integer(
        string="Orders to answer", readonly=True, help="Answered, or not answered when due."
    )
    answered_count = fields.Integer(string="Orders answered", readonly=True)
    in_time_count = fields.Integer(string="Orders answered in time", readonly=True)
    response_sum = fields.Float(string="Hours until answers", readonly=True)
    received_quantity = fields.Float(string="Units received", readonly=True, digits='Product Unit')
    personalised_quantity = fields.Float(
        string="Units for gifts", readonly=True, digits='Product Unit'
    )
    defect_quantity = fields.Float(string="Units faulty", readonly=True, digits='Product Unit')
    reprint_quantity = fields.Float(string="Units made again", readonly=True, digits='Product Unit')
    asked_amount = fields.Monetary(string="At the price asked", readonly=True)
    paid_amount = fields.Monetary(string="At the price paid", readonly=True)

    otif_rate = fields.Float(
        string="On time in full", readonly=True, aggregator='avg',
        help="Lines of which everything had arrived by the first promise, of the lines due.",
    )  # fmt: skip
    on_time_rate = fields.Float(
        string="On time", readonly=True, aggregator='avg',
        help="Lines of which nothing that came in the end came after the first promise.",
    )  # fmt: skip
    in_full_rate = fields.Float(
        string="In full", readonly=True, aggregator='avg',
        help="Lines that have arrived with all pieces, in time or not.",
    )  # fmt: skip
    lead_mean = fields.Float(
        string="Lead time (working days)", readonly=True, aggregator='avg', digits=(16, 2),
        help="From our order to the receipt of the last piece; from 5 lines on.",
    )  # fmt: skip
    lead_variance = fields.Float(
        string="Variance of the lead time", readonly=True, aggregator='avg', digits=(16, 2),
        help="Sample variance (n - 1) in working days squared; from 5 lines on.",
    )  # fmt: skip
    response_mean = fields.Float(
        string="Response (hours)", readonly=True, aggregator='avg', digits=(16, 1),
        help="From our order to the answer to its last line.",
    )  # fmt: skip
    response_rate = fields.Float(
        string="Answered in time", readonly=True, aggregator='avg',
        help="Of the orders that were answered or should have been.",
    )  # fmt: skip
    defect_rate = fields.Float(
        string="Faulty", readonly=True, aggregator='avg',
        help="Pieces reported as faulty or missing, unless it was not the supplier's fault, of the"
        " pieces received of the same lines.",
    )  # fmt: skip
    reprint_rate = fields.Float(
        string="Made again", readonly=True, aggregator='avg',
        help="Gifts that were made again for the supplier's fault, of the pieces received for"
        " gifts.",
    )  # fmt: skip
    price_variance = fields.Float(
        string="Price variance", readonly=True, aggregator='avg',
        help="What was billed, or agreed where no bill has come, against the price of our order.",
    )  # fmt: skip

    @property
    def _table_query(self):
        lines = self.env['gift.supplier.score.line']
        rates = SQL(", ").join(
            SQL("%s AS %s", self._build_rate(name, SQL.identifier), SQL.identifier(name))
            for name in RATES
        )
        return SQL(
            """%s SELECT score.*, %s FROM (
                SELECT MIN(id) AS id, month, supplier_id, company_id, currency_id, %s
                  FROM measured GROUP BY month, supplier_id, company_id, currency_id
            ) score""",
            lines._build_lines(),
            rates,
            SQL(MEASURES),
        )

    def _build_rate(self, name, build_sum):
        """Return the SQL of a rate.

        :param build_sum: returns the SQL of a count or sum by its name.
        """
        value, condition = RATES[name]
        sums = {key: SQL("(%s)::float", build_sum(key)) for key in SUMS}
        return SQL("CASE WHEN %s THEN %s END", _fill(condition, sums), _fill(value, sums))

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to work rates of several rows out from their sums."""
        name = aggregate_spec.partition(':')[0]
        if name in RATES:
            return self._build_rate(
                name, lambda key: SQL("SUM(%s)", self._field_to_sql(self._table, key, query))
            )
        return super()._read_group_select(aggregate_spec, query)


def _fill(formula, sums):
    """Return the SQL of a formula of ``RATES``, its ``{names}`` filled with ``sums``."""
    parts = []
    for text, name, _spec, _conversion in Formatter().parse(formula):
        parts += [SQL(text.replace('%', '%%'))] + ([sums[name]] if name else [])
    return SQL("").join(parts)
