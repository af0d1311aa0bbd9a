from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.website_sale.tests.common import MockRequest, WebsiteSaleCommon


class PriceCommon(WebsiteSaleCommon):
    """A product of 20.00 that is sold since two months, and a price list that may reduce it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.prices = cls.env['gift.price']
        cls._enable_pricelists()
        cls.website.show_line_subtotals_tax_selection = 'tax_included'
        cls.pricelist.write({'item_ids': [Command.clear()], 'website_id': cls.website.id})
        cls.template = cls.env['product.template'].create(
            {'name': "Mug", 'list_price': 20.0, 'taxes_id': None, 'is_published': True}
        )
        cls.mug = cls.template.product_variant_id
        cls._forget()
        cls._record(60)

    @classmethod
    def _forget(cls):
        """Nothing was written down by what the set-up did."""
        cls.env.flush_all()
        cls.env.cr.precommit.clear()
        cls.env.cr.execute("DELETE FROM gift_price")

    @classmethod
    def _ago(cls, days):
        return cls.now - timedelta(days=days)

    @classmethod
    def _record(cls, days=0):
        """Write down what is charged, as of some days ago."""
        cls.env.cr.precommit.clear()
        cls.prices._record(cls.template, cls._ago(days))

    @classmethod
    def _charge(cls, price, days):
        """Change the list price, some days ago."""
        cls.template.list_price = price
        cls._record(days)

    @classmethod
    def _reduce(cls, percent, days, **values):
        """Reduce all prices by a rule of the price list, some days ago."""
        rule = cls.env['product.pricelist.item'].create(
            {
                'pricelist_id': cls.pricelist.id,
                'applied_on': '3_global',
                'compute_price': 'percentage',
                'percent_price': percent,
                **values,
            }
        )
        cls._record(days)
        return rule

    def _show(self, product=None):
        """Return what the product page shows: (price, struck price or None, lowest or None)."""
        product = product or self.mug
        with MockRequest(self.env, website=self.website, website_sale_current_pl=self.pricelist.id):
            info = product.product_tmpl_id._get_combination_info(product_id=product.id)
        struck = info['list_price'] if info['has_discounted_price'] else None
        return info['price'], struck, info.get('gift_lowest_price')

    def _show_tile(self, template=None):
        """Return what a list shows, likewise."""
        template = template or self.template
        with MockRequest(self.env, website=self.website, website_sale_current_pl=self.pricelist.id):
            shown = template._get_sales_prices(self.website)[template.id]
        return shown['price_reduce'], shown.get('base_price'), shown.get('gift_lowest_price')

    def _get_rows(self, product=None, pricelist=None):
        """Return (price, is reduced) of the rows of a variant, oldest first."""
        rows = self.prices.search(
            [
                ('product_id', '=', (product or self.mug).id),
                ('pricelist_id', '=', (self.pricelist if pricelist is None else pricelist).id),
                ('website_id', '=', self.website.id),
            ],
            order='number',
        )
        return [(row.price, row.is_reduced) for row in rows]
