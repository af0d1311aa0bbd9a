"""When products that are sold without being on the shelf are there."""

from dataclasses import dataclass
from datetime import date, timedelta

from .stock_figures import StockFigures

COMES, SUPPLIER, UNKNOWN = 'comes', 'supplier', 'unknown'


@dataclass(frozen=True)
class Supply:
    """Where pieces come from that are not on the shelf."""

    kind: str  # comes: bought already; supplier: to be bought; unknown: the supplier has none
    days: int = 0  # calendar days from the day on which they are bought
    by: date | None = None  # not before that day

    def get_day(self, start, days=None):
        """Return the day on which they are there when they are bought on ``start``.

        :param int days: instead of the supplier's.
        """
        day = start + timedelta(days=self.days if days is None else days)
        return max(day, self.by) if self.by else day


class Supplies:
    """Finds for products where they come from; a fixed number of queries for any number.

    Nothing is found of what is on the shelf, of what the shop sells only while it is there, and of
    what no supplier sells. Call it in sudo: dates alone go to visitors.

    :param dict needs: ``{product: quantity}`` in the products' units.
    :param warehouse_id: from which it is sold, ``False`` for any.
    :param order: sale.order whose own needs do not count, may be empty.
    """

    def __init__(self, company, needs, warehouse_id=False, order=None):
        self.company = company
        self.needs = {product: each for product, each in needs.items() if product.seller_ids}
        self.warehouse_id = warehouse_id
        self.found = {}
        self.today = None
        if self.needs:
            self._find(order)

    def get(self, product):
        """Return the :class:`Supply` of a product, or ``None``."""
        return self.found.get(product)

    def _find(self, order):
        products = next(iter(self.needs)).browse().union(*self.needs)
        domain = [('id', 'in', products.ids)]
        ordered = products._gift_find_ordered(self.company, domain)
        shelved = {
            product
            for product in products
            if product.id not in ordered
            and product.is_storable
            and product.allow_out_of_stock_order
        }
        figures = StockFigures(self.company, [product.id for product in shelved], order)
        self.today = figures.today
        told = products._gift_get_supplier_stock()
        for product, quantity in self.needs.items():
            if product in shelved:
                day = figures.get(product.id, self.warehouse_id).find_day(quantity)
                if day != 0:
                    self.found[product] = self._choose(product, quantity, told, day)
            elif product.id in ordered:
                self.found[product] = self._choose(product, quantity, told, None)

    def _choose(self, product, quantity, told, comes_in):
        """Return what is there first: what is on its way, or what is bought now."""
        bought = self._buy(product, quantity, told.get(product.id, {}))
        if comes_in is None:
            return bought
        by = self.today + timedelta(days=comes_in)
        if bought and bought.get_day(self.today) < by:
            return bought
        return Supply(COMES, by=by)

    def _buy(self, product, quantity, told):
        seller = self._find_seller(product, quantity)
        if not seller:
            return None
        days = seller.delay + round(self.company.days_to_purchase)
        has, available_from, _told_at = told.get(
            seller.partner_id.commercial_partner_id.id, (quantity, False, None)
        )
        if available_from and available_from > self.today:
            return Supply(SUPPLIER, days, available_from + timedelta(days=days))
        return Supply(SUPPLIER if has >= quantity else UNKNOWN, days)

    def _find_seller(self, product, quantity):
        asked = {'date': self.today, 'uom_id': product.uom_id}
        return product._select_seller(quantity=quantity, **asked) or product._select_seller(
            quantity=None, **asked
        )
