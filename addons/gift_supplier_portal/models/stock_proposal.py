"""What to order where there is too little: supplier, quantity, price and day."""

from datetime import timedelta

from ..engine.shortage import to_order

NOBODY = {
    'supplier_id': False,
    'price': 0.0,
    'currency_id': False,
    'expected_date': False,
    'supplier_told': False,
    'supplier_quantity': 0.0,
    'supplier_from': False,
}


class StockProposals:
    """Proposes orders for what a watch has found; writes nothing.

    :param watch: StockWatch.
    :param dict found: ``{(product id, warehouse id): Finding}``.
    """

    def __init__(self, watch, found):
        self.env = watch.env
        self.company = watch.company
        self.today = watch.figures.today
        self.found = found
        ids = sorted({product_id for product_id, _warehouse_id in found})
        self.products = self.env['product.product'].browse(ids).with_company(self.company)
        self.by_id = {product.id: product for product in self.products}
        self.told = self.products._gift_get_supplier_stock()
        self.limits = self._read_orderpoints()

    def _read_orderpoints(self):
        """Return ``{(product id, warehouse id): orderpoint}``."""
        orderpoints = self.env['stock.warehouse.orderpoint'].search(
            [('product_id', 'in', self.products.ids), ('company_id', '=', self.company.id)]
        )
        return {(point.product_id.id, point.warehouse_id.id): point for point in orderpoints}

    def get(self, key):
        """Return the fields (dict) of an alert that say what to order."""
        finding = self.found[key]
        product = self.by_id[key[0]]
        point = self.limits.get(key)
        missing = self._get_missing(finding, point)
        seller = self._find_seller(product, missing, point)
        if not seller:
            quantity = to_order(missing, 0.0, self._get_pack(point, product.uom_id))
            return {
                **NOBODY,
                'proposed_quantity': quantity,
                'proposed_uom_id': product.uom_id.id,
                **self._get_covered(finding),
            }
        unit = seller.product_uom_id or product.uom_id
        pack = 1.0 if unit != product.uom_id else self._get_pack(point, product.uom_id)
        wanted = product.uom_id._compute_quantity(missing, unit, round=False)
        return {
            'supplier_id': seller.partner_id.id,
            'proposed_quantity': to_order(wanted, seller.min_qty, pack),
            'proposed_uom_id': unit.id,
            'price': seller.price * (1 - seller.discount / 100),
            'currency_id': seller.currency_id.id,
            **self._get_arrival(product, seller),
            **self._get_covered(finding),
        }

    def _get_missing(self, finding, point):
        """Return what is to be ordered; where Odoo's own rule says how much, that counts."""
        shortage, figures = finding.shortage, finding.figures
        if shortage.is_covered:
            return 0.0
        if not point:
            return shortage.missing
        have = figures.on_hand - figures.get_demand() + figures.on_order
        return max(shortage.least, point.product_max_qty - have)

    def _get_pack(self, point, unit):
        """Return the pieces of the pack that is ordered at once by Odoo's own rule."""
        pack = point.replenishment_uom_id if point else None
        return pack._compute_quantity(1.0, unit, round=False) if pack else 1.0

    def _find_seller(self, product, missing, point):
        """Return the supplier's price: that of Odoo's rule, the best for the quantity, or any.

        The last one has a minimum above what is missing, which is ordered then.
        """
        partner = point.supplier_id.partner_id if point else None
        asked = {'date': self.today, 'uom_id': product.uom_id}
        for options in ({'partner_id': partner}, {}) if partner else ({},):
            for quantity in (missing, None):
                seller = product._select_seller(quantity=quantity, **asked, **options)
                if seller:
                    return seller
        return product.seller_ids.browse()

    def _get_covered(self, finding):
        """Return when the first of what is on order arrives, where that is enough."""
        figures = finding.figures
        days = [day for day, _quantity in figures.incoming + figures.asked]
        if not finding.shortage.is_covered or not days:
            return {}
        return {'expected_date': self.today + timedelta(days=min(days))}

    def _get_arrival(self, product, seller):
        """Return when an order would arrive, by what the supplier says to have."""
        day = self.today + timedelta(days=round(self.company.days_to_purchase))
        partner = seller.partner_id.commercial_partner_id
        told = self.told.get(product.id, {}).get(partner.id)
        quantity, available_from, _told_at = told or (0.0, False, None)
        if told and available_from:
            day = max(day, available_from)
        return {
            'expected_date': day + timedelta(days=seller.delay),
            'supplier_told': bool(told),
            'supplier_quantity': quantity,
            'supplier_from': available_from or False,
        }
