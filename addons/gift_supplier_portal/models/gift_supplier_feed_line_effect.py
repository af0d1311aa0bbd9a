from odoo import api, fields, models


class GiftSupplierFeedLine(models.Model):
    """What a new price means for what we earn."""

    _inherit = 'gift.supplier.feed.line'

    list_price = fields.Float(
        string="Sales price", compute='_compute_margins', min_display_digits='Product Price',
        help="Without taxes, in the company's currency.",
    )  # fmt: skip
    old_margin = fields.Float(
        string="Margin (%)", compute='_compute_margins', digits=(16, 1),
        help="What is left of the sales price without taxes after this supplier's price.",
    )  # fmt: skip
    margin = fields.Float(string="New margin (%)", compute='_compute_margins', digits=(16, 1))

    @api.depends('product_id', 'price', 'old_price', 'currency_id')
    def _compute_margins(self):
        today = fields.Date.today()
        for line in self:
            company = line.feed_id.company_id
            net = line._get_net_price(company)
            line.list_price = net
            for name, price in (('old_margin', line.old_price), ('margin', line.price)):
                cost = price
                if line.currency_id:
                    cost = line.currency_id._convert(price, company.currency_id, company, today)
                line[name] = 100 * (net - cost) / net if net and price else 0.0

    def _get_net_price(self, company):
        """Return the product's sales price without taxes, 0 where it is not sold."""
        product_sudo = self.product_id.sudo().with_company(company)  # buyers see no taxes
        if not product_sudo or not product_sudo.sale_ok:
            return 0.0
        taxes = product_sudo.taxes_id.filtered_domain([('company_id', 'parent_of', company.id)])
        found = taxes.compute_all(product_sudo.lst_price, company.currency_id, product=product_sudo)
        return found['total_excluded']
