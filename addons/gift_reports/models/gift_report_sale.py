from odoo import api, fields, models
from odoo.tools import SQL

from .sale_facts import build_changed_orders, build_facts

SUBJECTS = [
    ('goods', "Goods"),
    ('delivery', "Delivery"),
    ('other', "Not of one article"),
]
CHANNELS = [('website', "Website"), ('office', "Entered by staff")]
RATIOS = {
    'average_order': ('net_amount', 'placed_order_id'),
    'margin_rate': ('margin_amount', 'revenue'),
    'refund_rate': ('refund_amount', 'net_amount'),
    'personalised_rate': ('personalised_amount', 'goods_amount'),
}


class GiftReportSale(models.Model):
    """What was sold and paid back: a row for each order line and each line of a credit note.

    Amounts are without taxes, in the currency of the company at the rate of the order. What the
    figures mean, and where they come from, says `kpis.py`.
    """

    _name = 'gift.report.sale'
    _inherit = ['gift.report.table']
    _description = 'Sales figures'
    _order = 'day desc, id desc'

    kind = fields.Selection([('sale', "Sale"), ('refund', "Refund")], readonly=True, required=True)
    subject = fields.Selection(SUBJECTS, string="Goods or delivery", readonly=True, required=True)
    day = fields.Date(
        string="Day", readonly=True, required=True, help="The shop's day of the order or refund."
    )
    placed_day = fields.Date(
        string="Day of the order", readonly=True, required=True, help="Also for what was refunded."
    )
    order_id = fields.Many2one(
        'sale.order', readonly=True, required=True, index=True, ondelete='cascade'
    )
    placed_order_id = fields.Many2one(
        'sale.order',
        string="Orders",
        readonly=True,
        ondelete='cascade',
        aggregator='count_distinct',
        help="The order, in the rows of its sale only.",
    )
    line_id = fields.Many2one(
        'sale.order.line', string="Order line", readonly=True, index=True, ondelete='cascade'
    )
    move_line_id = fields.Many2one(
        'account.move.line', string="Credited", readonly=True, index=True, ondelete='cascade'
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", readonly=True, index=True, ondelete='cascade'
    )
    product_id = fields.Many2one('product.product', string="Variant", readonly=True, index=True)
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one('product.category', string="Category", readonly=True)
    is_personalised = fields.Boolean(string="Personalised", readonly=True)
    occasion = fields.Selection(
        selection=lambda self: self.env['gift.parcel']._fields['occasion'].selection,
        readonly=True,
    )
    country_id = fields.Many2one('res.country', string="Recipient's country", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True, required=True)
    website_id = fields.Many2one('website', readonly=True)
    source_id = fields.Many2one('utm.source', readonly=True)
    medium_id = fields.Many2one('utm.medium', readonly=True)
    campaign_id = fields.Many2one('utm.campaign', readonly=True)
    program_id = fields.Many2one(
        'loyalty.program',
        string="Promotion",
        readonly=True,
        help="The promotion that took most off the order.",
    )

    quantity = fields.Float("Pieces sold", readonly=True, digits='Product Unit')
    gross_amount = fields.Monetary("Gross sales", readonly=True)
    discount_amount = fields.Monetary("Discounts", readonly=True)
    net_amount = fields.Monetary("Net sales", readonly=True)
    goods_amount = fields.Monetary("Net sales of goods", readonly=True)
    personalised_amount = fields.Monetary("Net sales of personalised gifts", readonly=True)
    refund_amount = fields.Monetary("Refunds", readonly=True)
    revenue = fields.Monetary("Revenue", readonly=True)
    cost_amount = fields.Monetary("Cost", readonly=True, groups='gift_base.group_manager')
    margin_amount = fields.Monetary("Margin", readonly=True, groups='gift_base.group_manager')

    average_order = fields.Monetary(
        "Average order value", readonly=True, aggregator='avg', store=True
    )
    margin_rate = fields.Float(
        "Margin (share)", readonly=True, aggregator='avg', groups='gift_base.group_manager'
    )
    refund_rate = fields.Float("Refunds (share)", readonly=True, aggregator='avg')
    personalised_rate = fields.Float("Personalised (share)", readonly=True, aggregator='avg')

    _day_idx = models.Index('(company_id, day)')
    _placed_day_idx = models.Index('(company_id, placed_day)')

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: a share of a group is the share of its sums."""
        name, _colon, how = aggregate_spec.partition(':')
        if name not in RATIOS or how not in ('avg', 'sum'):
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        part, whole = RATIOS[name]
        how = 'count_distinct' if self._fields[whole].relational else 'sum'
        return SQL(
            "%s / NULLIF(%s, 0)::float",
            super()._read_group_select(f'{part}:sum', query),
            super()._read_group_select(f'{whole}:{how}', query),
        )

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the rows of orders that have changed."""
        if since is None:
            self._execute(SQL("DELETE FROM gift_report_sale"))
            return self._execute(build_facts(self._get_zones(), SQL("TRUE")))
        self.env.cr.execute(build_changed_orders(since))
        changed = [row[0] for row in self.env.cr.fetchall()]
        rows = 0
        for begin in range(0, len(changed), 10_000):
            part = tuple(changed[begin : begin + 10_000])
            self._execute(SQL("DELETE FROM gift_report_sale WHERE order_id IN %s", part))
            scope = SQL("sale.id IN %s", part)
            rows += self._execute(build_facts(self._get_zones(), scope))
        return rows + self._follow_records(since)

    def action_open_order(self):
        """Open the order or the credit note that a row stands for."""
        self.ensure_one()
        record = self.move_line_id.move_id or self.order_id
        return record.get_formview_action()

    def _follow_records(self, since):
        """Take over what has changed about customers and products, not about orders."""
        customers = self._execute(
            SQL(
                """UPDATE gift_report_sale fact SET partner_id = partner.commercial_partner_id
                     FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                    WHERE fact.order_id = sale.id AND partner.write_date >= %s
                      AND fact.partner_id IS DISTINCT FROM partner.commercial_partner_id""",
                since,
            )
        )
        products = self._execute(
            SQL(
                """UPDATE gift_report_sale fact SET categ_id = template.categ_id
                     FROM product_template template
                    WHERE fact.product_tmpl_id = template.id AND template.write_date >= %s
                      AND fact.categ_id IS DISTINCT FROM template.categ_id""",
                since,
            )
        )
        return customers + products
