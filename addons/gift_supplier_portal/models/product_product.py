from odoo import models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _gift_get_supplier_stock(self, supplier=None):
        """Return what suppliers say to have of these products; what was said long ago is left out.

        :param supplier: res.partner, to ask for one supplier alone; its company counts.
        :return: ``{product id: {partner id: (quantity, available_from, told_at)}}``; of a product
            without any there is no key, ``available_from`` is ``False`` for now. One query.
        """
        stocks_sudo = self.env['gift.supplier.stock'].sudo()  # numbers alone leave this method
        domain = Domain('product_id', 'in', self.ids)
        domain &= Domain('told_at', '>=', stocks_sudo._get_oldest())
        domain &= Domain('partner_id.active', '=', True)
        if supplier:
            domain &= Domain('partner_id', '=', supplier.commercial_partner_id.id)
        names = ('product_id', 'partner_id', 'quantity', 'available_from', 'told_at')
        found = {}
        for stock in stocks_sudo.search_fetch(domain, names, order='id'):
            told = (stock.quantity, stock.available_from, stock.told_at)
            found.setdefault(stock.product_id.id, {})[stock.partner_id.id] = told
        return found

    def action_view_gift_prices(self):
        """Button: see the product's template, whose form the variant's form is made from."""
        self.ensure_one()
        return self.product_tmpl_id.action_view_gift_prices()
