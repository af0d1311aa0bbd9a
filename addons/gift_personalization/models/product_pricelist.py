from odoo import models

KNOWN = 'gift_known_rules'


class KnownRules:
    """The rules of pricelists for products that are priced one after the other, read once.

    For one calculation at one moment: Odoo looks again which rule fits each of the products.

    :param products: all that will be priced.
    """

    def __init__(self, products):
        self.products = products
        self.rules = {}

    def knows(self, products):
        """Return whether these products are among those that were announced."""
        return products._name == self.products._name and products <= self.products

    def get(self, pricelist, read):
        """Return the rules of a pricelist; ``read`` finds them for all of the products."""
        if pricelist.id not in self.rules:
            self.rules[pricelist.id] = read(self.products)
        return self.rules[pricelist.id]


class ProductPricelist(models.Model):
    _inherit = 'product.pricelist'

    def _get_applicable_rules(self, products, date, **kwargs):
        """Override of `product` to ask once for all the lines or parcels of an order.

        The context key `gift_known_rules` holds the :class:`KnownRules` of the calculation.
        """
        known = self.env.context.get(KNOWN)
        find = super()._get_applicable_rules
        if not self or known is None or not known.knows(products):
            return find(products, date, **kwargs)
        rules = known.get(self, lambda every: find(every, date, **kwargs))
        return rules.with_env(self.env)


class SaleOrder(models.Model):
    """A cart of many lines is worked out anew with as many queries as one of a few."""

    _inherit = 'sale.order'

    def _recompute_prices(self):
        """Override of `sale` to read the rules of the pricelist once for all lines."""
        known = KnownRules(self.order_line.product_id)
        order = self.with_context(**{KNOWN: known})
        return super(SaleOrder, order)._recompute_prices()

    def _recompute_taxes(self):
        """Override of `sale` to read the taxes of all lines before they are written one by one."""
        self.order_line.fetch(['tax_ids'])
        return super()._recompute_taxes()
