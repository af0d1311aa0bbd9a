from odoo import fields, models
from odoo.tools import SQL

from .stock_now_facts import build_stock_now

MANAGER = 'gift_base.group_manager'
CLASSES = [('a', "A"), ('b', "B"), ('c', "C")]


class GiftReportStockNow(models.Model):
    """What is there now of each stored product, since when, and for how long it will last.

    A class is a place among all products, so the table is made anew whenever stock was moved or
    something was sold.
    """

    _name = 'gift.report.stock.now'
    _inherit = ['gift.report.table']
    _description = 'Stock now'
    _order = 'abc_class, product_id, id'
    _report_sequence = 30
    _report_ratios = {
        'days_of_supply': "SUM(%(on_hand)s)::float / NULLIF(SUM(%(daily_use)s), 0)",
    }

    product_id = fields.Many2one(
        'product.product', string="Variant", readonly=True, index=True, ondelete='cascade'
    )
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    abc_class = fields.Selection(
        CLASSES,
        string="ABC class",
        readonly=True,
        help="By revenue of 12 months: A make the first 80 %, B the next 15 %, C the rest.",
    )
    last_sold_day = fields.Date(string="Last sold on", readonly=True)
    first_day = fields.Date(string="First received on", readonly=True)
    on_hand = fields.Float("In stock now", readonly=True, digits='Product Unit')
    kept = fields.Float("Kept for orders", readonly=True, digits='Product Unit')
    free = fields.Float("Free", readonly=True, digits='Product Unit')
    value = fields.Monetary("Value now", readonly=True, groups=MANAGER)
    age_30 = fields.Float("Here for 30 days or less", readonly=True, digits='Product Unit')
    age_90 = fields.Float("Here for 31 to 90 days", readonly=True, digits='Product Unit')
    age_180 = fields.Float("Here for 91 to 180 days", readonly=True, digits='Product Unit')
    age_old = fields.Float("Here for more than 180 days", readonly=True, digits='Product Unit')
    used_90 = fields.Float("Sent in 90 days", readonly=True, digits='Product Unit')
    daily_use = fields.Float("Mean use of a day", readonly=True, aggregator=None, digits=(16, 3))
    days_of_supply = fields.Float("Days of supply", readonly=True, aggregator='avg')
    revenue_year = fields.Monetary("Revenue of 12 months", readonly=True)
    supplier_qty = fields.Float("At suppliers", readonly=True, digits='Product Unit')

    _product_uniq = models.Constraint(
        'UNIQUE(company_id, product_id)', "A product stands here once for each company."
    )

    def _refresh(self, since=None):
        """Override of `gift.report.table` to make the table anew when something has changed."""
        now = fields.Datetime.now()
        if since and since.date() == now.date() and not self._has_changed(since):
            return 0
        self._execute(SQL("DELETE FROM gift_report_stock_now"))
        oldest = self.env['gift.supplier.stock']._get_oldest()
        return self._execute(build_stock_now(self._get_zones(), now, oldest))

    def _has_changed(self, since):
        tables = (
            'stock_quant', 'stock_move', 'gift_stock_hold', 'gift_supplier_stock', 'sale_order',
            'sale_order_line', 'account_move', 'product_template', 'product_product',
            'product_value',
        )  # fmt: skip
        tests = SQL(" OR ").join(
            SQL("EXISTS (SELECT 1 FROM %s WHERE write_date >= %s)", SQL.identifier(table), since)
            for table in tables
        )
        self.env.cr.execute(SQL("SELECT %s", tests))
        return self.env.cr.fetchone()[0]
