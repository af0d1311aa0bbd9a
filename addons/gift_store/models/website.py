from collections import Counter

from odoo import models

HOME_CATEGORIES = 5
HOME_PRODUCTS = 8


class Website(models.Model):
    _inherit = 'website'

    # === HOME PAGE === #

    def _gift_get_home_categories(self):
        """Return the top-level product categories that are shown as tiles and in the footer."""
        self.ensure_one()
        occasions = self._gift_get_occasions_parent()
        return self._gift_get_categories(
            [
                ('parent_id', '=', False),
                ('has_published_products', '=', True),
                ('id', 'not in', occasions.ids),
            ]
        )[:HOME_CATEGORIES]

    def _gift_get_occasions(self):
        """Return the occasions, the children of the category that is marked as such."""
        self.ensure_one()
        return self._gift_get_categories(
            [('parent_id', 'in', self._gift_get_occasions_parent().ids)]
        )

    def _gift_get_occasions_parent(self):
        parent = self.env.ref('gift_store.public_category_occasions', raise_if_not_found=False)
        return parent or self.env['product.public.category']

    def _gift_get_categories(self, domain):
        return self.env['product.public.category'].search(self.website_domain() + domain)

    def _gift_get_bestsellers(self):
        """Return the published products that were ordered most, then those first in the shop."""
        self.ensure_one()
        products = self.env['product.template'].search(
            [*self.sale_product_domain(), ('is_published', '=', True)],
            limit=100,
        )
        sold = (
            self.env['sale.order.line']
            .sudo()
            ._read_group(  # sums only
                [('product_id.product_tmpl_id', 'in', products.ids), ('state', '=', 'sale')],
                ['product_id'],
                ['product_uom_qty:sum'],
            )
        )
        quantities = Counter()
        for variant, quantity in sold:
            quantities[variant.product_tmpl_id.id] += quantity
        return products.sorted(lambda product: -quantities[product.id])[:HOME_PRODUCTS]

    def _gift_get_card_price(self, product):
        """Return the price (float, in the website's currency) from which a product is sold."""
        self.ensure_one()
        return product._get_sales_prices(self)[product.id]['price_reduce']

    # === TERMS === #

    def _gift_get_terms_page(self):
        """Return the shop's own page of terms while it is published, or an empty recordset."""
        page = self.env.ref('gift_store.website_page_terms', raise_if_not_found=False)
        pages_sudo = self.env['website.page'].sudo()  # whether it is published is no secret
        return pages_sudo.browse(page.id if page else ()).filtered('is_published')

    def _gift_get_terms_html(self):
        """Override of `gift_law` to use the text of the shop's own page."""
        if not self._gift_get_terms_page():
            return super()._gift_get_terms_html()
        company = self.company_id if self else self.env.company
        qweb = self.env['ir.qweb'].with_context(website_id=self.id)
        return qweb._render('gift_store.terms_text', {'res_company': company, 'env': self.env})

    def _gift_get_terms_url(self):
        """Override of `gift_law` to lead to the shop's own page."""
        return self._gift_get_terms_page().url or super()._gift_get_terms_url()
