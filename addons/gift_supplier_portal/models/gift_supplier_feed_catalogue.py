from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.feed_check import Catalogue, Price, Product


class GiftSupplierFeed(models.Model):
    """What we know of a supplier's products, as the check takes it; a few queries for all."""

    _inherit = 'gift.supplier.feed'

    @api.model
    def _get_prices_domain(self, supplier, company):
        """Return the domain of the vendor prices of a supplier."""
        return Domain('partner_id', 'child_of', supplier.id) & Domain(
            'company_id', 'in', (False, company.id)
        )

    @api.model
    def _search_prices(self, supplier, company, templates=None):
        """Return the vendor prices (sudo) of a supplier, of archived products too."""
        prices_sudo = self.env['product.supplierinfo'].sudo()  # of this supplier alone
        domain = self._get_prices_domain(supplier, company)
        if templates is not None:
            domain &= Domain('product_tmpl_id', 'in', templates.ids)
        names = (
            'product_tmpl_id', 'product_id', 'product_code', 'min_qty', 'price', 'currency_id',
            'delay', 'date_start', 'date_end', 'product_name', 'product_uom_id', 'sequence',
            'discount', 'company_id', 'partner_id',
        )  # fmt: skip
        return prices_sudo.with_context(active_test=False).search_fetch(domain, names)

    @api.model
    def _get_variants(self, prices):
        """Return ``{vendor price: variants}``; of a template's, those in use."""
        products_sudo = self.env['product.product'].sudo().with_context(active_test=False)
        found = products_sudo.search_fetch(
            [('product_tmpl_id', 'in', prices.product_tmpl_id.ids)],
            ('product_tmpl_id', 'default_code', 'active', 'name', 'purchase_ok'),
        )
        by_template = found.grouped('product_tmpl_id')
        variants = {}
        for price in prices:
            if price.product_id:
                variants[price] = price.product_id
            else:
                every = by_template.get(price.product_tmpl_id, products_sudo)
                variants[price] = every.filtered('active') or every
        return variants

    @api.model
    def _get_usual_currency(self, supplier, company):
        supplier_sudo = supplier.sudo().with_company(company)
        return supplier_sudo.property_purchase_currency_id or company.sudo().currency_id

    @api.model
    def _build_catalogue(self, supplier, company):
        """Return the :class:`Catalogue` of a supplier's products."""
        prices_sudo = self._search_prices(supplier, company)
        variants = self._get_variants(prices_sudo)
        products = {}
        entries = []
        for price in prices_sudo:
            for product in variants[price]:
                if product.id not in products:
                    products[product.id] = Product(
                        product.id, product.default_code or '',
                        is_bought=product.active and product.purchase_ok,
                    )  # fmt: skip
                entries.append(self._prepare_price(price, product))
        stocks_sudo = self.env['gift.supplier.stock'].sudo()  # of this supplier alone
        stocks = {
            stock.product_id.id: (
                stock.quantity, fields.Date.to_string(stock.available_from) or ''
            )
            for stock in stocks_sudo.search([('partner_id', '=', supplier.id)])
        }  # fmt: skip
        currency = self._get_usual_currency(supplier, company).name
        today = fields.Date.to_string(fields.Date.today())
        return Catalogue(products.values(), entries, stocks, currency, today)

    @api.model
    def _prepare_price(self, price, product):
        return Price(
            price.id,
            product.id,
            price.product_code or '',
            price.min_qty,
            price.price,
            price.currency_id.name,
            price.delay,
            fields.Date.to_string(price.date_start) or '',
            fields.Date.to_string(price.date_end) or '',
        )

    # === TEMPLATE === #

    @api.model
    def _prepare_template(self, supplier, company):
        """Return the rows of the file that a supplier fills in: headings, then every price."""
        prices_sudo = self._search_prices(supplier, company)
        today = fields.Date.today()
        variants = self._get_variants(prices_sudo)
        products_sudo = self.env['product.product'].sudo().union(*variants.values())
        stocks = products_sudo._gift_get_supplier_stock(supplier)
        rows = []
        for price in prices_sudo.filtered(
            lambda price: not price.date_end or price.date_end >= today
        ):
            for product in variants[price]:
                if product.active and product.purchase_ok:
                    told = stocks.get(product.id, {}).get(supplier.id)
                    rows.append(self._prepare_template_row(price, product, told))
        labels = self._get_meaning_labels()
        rows.sort(key=lambda row: (row[0], row[1], row[5]))
        return [[*labels.values()], *rows]

    @api.model
    def _prepare_template_row(self, price, product, told):
        quantity, available_from, _told_at = told or (None, None, None)
        return [
            price.product_code or '',
            product.default_code or '',
            price.product_name or product.display_name,
            price.price,
            price.currency_id.name,
            price.min_qty,
            price.delay,
            quantity,
            fields.Date.to_string(available_from) or '',
            fields.Date.to_string(price.date_start) or '',
        ]

    @api.model
    def _build_template(self, supplier, company, kind):
        """Return the bytes of the file that a supplier fills in.

        :param str kind: ``csv`` or ``xlsx``.
        """
        rows = self._prepare_template(supplier, company)
        if kind == 'xlsx':
            from ..engine.feed_files import write_workbook

            return write_workbook(rows, sheet=self.env._("Prices and stock"))
        return self._build_csv(rows)

    @api.model
    def _build_csv(self, rows):
        """Return rows as a CSV file that spreadsheets in the reader's language open as meant."""
        from odoo.addons.gift_personalization.engine.names.table import write_csv

        lang = self.env['res.lang']._get_data(code=self.env.lang or 'en_US')
        mark = ',' if lang.decimal_point == ',' else '.'
        lines = [[self._build_cell(cell, mark) for cell in row] for row in rows]
        return write_csv(lines, delimiter=';' if mark == ',' else ',')

    @api.model
    def _build_cell(self, cell, mark):
        if isinstance(cell, float):
            text = f'{cell:.6f}'.rstrip('0')
            return (f'{text}00' if text.endswith('.') else text).replace('.', mark)
        return '' if cell is None else str(cell)
