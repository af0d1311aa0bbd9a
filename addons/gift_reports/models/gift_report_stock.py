from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .stock_facts import build_changed_products, build_stock_facts

MANAGER = 'gift_base.group_manager'
# Each share or turn is one of sums, so that it is right for a product, a category and a year.
RATIOS = {
    'turnover': "365.0 * SUM(%(cogs)s) / NULLIF(SUM(%(value_days)s), 0)",
    'days_of_stock': "SUM(%(value_days)s)::float / NULLIF(SUM(%(cogs)s), 0)",
    'gmroi': "365.0 * SUM(%(margin_amount)s) / NULLIF(SUM(%(value_days)s), 0)",
    'sell_through': "SUM(%(sold_qty)s)::float / NULLIF(SUM(%(received_qty)s), 0)",
    'out_rate': "SUM(%(days_out)s)::float / NULLIF(SUM(%(days)s), 0)",
    # The days of the months of the group, each month once: its number is taken off again.
    'mean_value': "SUM(%(value_days)s)::float / NULLIF("
    "SUM(DISTINCT %(span)s) - 100 * SUM(DISTINCT %(month_number)s), 0)",
}
PARTS = (
    'cogs', 'value_days', 'margin_amount', 'sold_qty', 'received_qty', 'days_out', 'days', 'span',
    'month_number',
)  # fmt: skip


class GiftReportStock(models.Model):
    """Stock of a product in a month: what came, what was sold, what lay there and at which cost.

    Values are at cost as Odoo's valuation has them. Dropshipped goods never lie in stock and are
    not here.
    """

    _name = 'gift.report.stock'
    _inherit = ['gift.report.table']
    _description = 'Stock figures'
    _order = 'month desc, product_id'
    _report_sequence = 20

    month = fields.Date(readonly=True, required=True, index=True)
    product_id = fields.Many2one(
        'product.product',
        string="Variant",
        readonly=True,
        required=True,
        index=True,
        ondelete='cascade',
    )
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", readonly=True, ondelete='cascade'
    )
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    month_number = fields.Integer(readonly=True, aggregator=None)
    span = fields.Integer(readonly=True, aggregator=None)

    days = fields.Integer("Days on sale", readonly=True)
    days_out = fields.Integer("Days out of stock", readonly=True)
    received_qty = fields.Float("Received", readonly=True, digits='Product Unit')
    sold_qty = fields.Float("Sent to customers", readonly=True, digits='Product Unit')
    other_qty = fields.Float("Lost and found", readonly=True, digits='Product Unit')
    closing_qty = fields.Float(
        "At the end of the month", readonly=True, digits='Product Unit', aggregator=None
    )
    closing_value = fields.Monetary(
        "Value at the end of the month", readonly=True, aggregator=None, groups=MANAGER
    )
    piece_days = fields.Float("Pieces × days", readonly=True, aggregator=None)
    value_days = fields.Monetary("Value × days", readonly=True, aggregator=None, groups=MANAGER)
    cogs = fields.Monetary("Cost of goods sent", readonly=True, groups=MANAGER)
    margin_amount = fields.Monetary("Margin of goods", readonly=True, groups=MANAGER)
    mean_value = fields.Monetary("Mean value", readonly=True, aggregator='avg', groups=MANAGER)
    turnover = fields.Float("Turnover", readonly=True, aggregator='avg', groups=MANAGER)
    days_of_stock = fields.Float("Days of stock", readonly=True, aggregator='avg', groups=MANAGER)
    gmroi = fields.Float("Margin on stock", readonly=True, aggregator='avg', groups=MANAGER)
    sell_through = fields.Float("Sold of received", readonly=True, aggregator='avg')
    out_rate = fields.Float("Out of stock (share)", readonly=True, aggregator='avg')

    _product_month_uniq = models.Constraint(
        'UNIQUE(company_id, product_id, month)', "A month of a product stands here once."
    )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: a share of a group is the share of its sums."""
        name, _colon, how = aggregate_spec.partition(':')
        if name not in RATIOS or how not in ('avg', 'sum'):
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        parts = {part: SQL.identifier(self._table, part) for part in PARTS}
        return SQL(RATIOS[name], **parts)

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the months of products that have changed.

        A day lengthens the current month of every product, so the first refresh of a day builds
        the table anew.
        """
        now = fields.Datetime.now()
        if since is None or (now - since) > timedelta(hours=20) or now.date() != since.date():
            self._execute(SQL("DELETE FROM gift_report_stock"))
            return self._execute(build_stock_facts(self._get_zones(), SQL("TRUE"), now))
        self.env.cr.execute(build_changed_products(since))
        changed = tuple(row[0] for row in self.env.cr.fetchall() if row[0])
        if not changed:
            return 0
        self._execute(SQL("DELETE FROM gift_report_stock WHERE product_id IN %s", changed))
        scope = SQL("product.id IN %s", changed)
        return self._execute(build_stock_facts(self._get_zones(), scope, now))
