from odoo import models
from odoo.fields import Command

from .product_pricelist import KNOWN, KnownRules

MAIN = 'gift_known_currencies'


class DeliveryCarrier(models.Model):
    _inherit = 'delivery.carrier'

    def rate_shipment(self, order):
        """Override of `delivery` to charge each parcel of an order with several recipients."""
        if not order.gift_is_divided:
            return super().rate_shipment(order)
        if order.env.context.get('gift_rated_later'):
            return {'success': True, 'price': 0.0, 'error_message': False, 'warning_message': False}
        rates, parts = [], order._gift_get_parts()
        ways = self.union(*(parcel.carrier_id for parcel, _lines in parts))
        order = order.with_context(**{KNOWN: KnownRules(ways.product_id), MAIN: {}})
        for parcel, lines in parts:
            carrier = parcel.carrier_id or self
            rate = carrier.rate_shipment(order._gift_get_virtual_order(carrier, parcel, lines))
            if not rate['success']:
                refusal = parcel and parcel._get_carrier_refusal(carrier)
                return {**rate, 'error_message': refusal or rate['error_message']}
            rates.append(rate)
        return {
            **rates[0],
            'price': sum(rate['price'] for rate in rates),
            'carrier_price': sum(rate.get('carrier_price', rate['price']) for rate in rates),
            'gift_prices': [rate['price'] for rate in rates],
        }

    def _get_conversion_currencies(self, order, conversion):
        """Override of `delivery` to look the main company up once for all parcels of an order."""
        known, find = order.env.context.get(MAIN), super()._get_conversion_currencies
        if known is None:
            return find(order, conversion)
        key = (self.id, order.currency_id.id, conversion)
        if key not in known:
            known[key] = find(order, conversion)
        return known[key]


class SaleOrder(models.Model):
    """One line of delivery costs for each parcel."""

    _inherit = 'sale.order'

    def _gift_get_virtual_order(self, carrier, parcel, lines):
        """Return an order that is not stored, with the lines of one parcel, to ask its price."""
        self.ensure_one()
        partner = parcel._get_virtual_partner() if parcel else self.partner_shipping_id
        return self.new(
            {
                'partner_id': self.partner_id.id,
                'partner_invoice_id': self.partner_invoice_id.id,
                'partner_shipping_id': partner,
                'company_id': self.company_id.id,
                'website_id': self.website_id.id,
                'pricelist_id': self.pricelist_id.id,
                'currency_id': self.currency_id.id,
                'fiscal_position_id': self.fiscal_position_id.id,
                'payment_term_id': self.payment_term_id.id,  # else each would be looked up
                'date_order': self.date_order,
                'carrier_id': carrier.id,
                'order_line': [Command.create(line._gift_prepare_virtual()) for line in lines],
            }
        )

    def _gift_get_fiscal_position(self, partner, known=None):
        """Return the fiscal position the order would have at another delivery address.

        :param dict known: what was found before for addresses that are alike; it is added to.
        """
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        if known is None:
            return positions._get_fiscal_position(self.partner_id, partner)
        if 'by_zip' not in known:
            known['by_zip'] = bool(positions.search_count([('zip_from', '!=', False)], limit=1))
        alike = (partner.country_id.id, partner.state_id.id, known['by_zip'] and partner.zip)
        if alike not in known:
            known[alike] = positions._get_fiscal_position(self.partner_id, partner)
        return known[alike]

    def _set_delivery_method(self, delivery_method, rate=None):
        """Override of `website_sale` to ask carriers once for what each parcel costs."""
        order = self
        if delivery_method and self.gift_is_divided and self._has_deliverable_products():
            rate = rate or delivery_method.rate_shipment(self)
            order = self.with_context(gift_prices=rate.get('gift_prices'))
        return super(SaleOrder, order)._set_delivery_method(delivery_method, rate)

    def _create_delivery_line(self, carrier, price_unit):
        """Override of `delivery` to show what each parcel costs."""
        if 'gift_late_parcel' in self.env.context:
            line = super()._create_delivery_line(carrier, price_unit)
            line.gift_parcel_id = self.env.context['gift_late_parcel']
            return line
        if not self.gift_is_divided:
            return super()._create_delivery_line(carrier, price_unit)
        prices = self.env.context.get('gift_prices') or self._gift_rate_parts(carrier)
        values = [
            self._gift_prepare_delivery(parcel.carrier_id or carrier, parcel, price)
            for (parcel, _lines), price in zip(self._gift_get_parts(), prices, strict=True)
        ]
        self._gift_add_analytics(values)
        lines_sudo = self.env['sale.order.line'].sudo()  # as Odoo does for its one line
        return lines_sudo.create(values)

    def _gift_add_analytics(self, values):
        """Look up once for each method what would be looked up twice for each line."""
        found = {}
        for entry in values:
            product_id = entry['product_id']
            if product_id not in found:
                line = self.env['sale.order.line'].new(entry)
                found[product_id] = line.analytic_distribution
            entry['analytic_distribution'] = found[product_id]

    def _gift_rate_parts(self, carrier):
        rate = carrier.rate_shipment(self)
        return rate.get('gift_prices') or [0.0] * len(self._gift_get_parts())

    def _gift_prepare_delivery(self, carrier, parcel, price):
        """Return the values of the line of delivery costs of one parcel."""
        values = self._prepare_delivery_line_vals(carrier, price)
        title = carrier.with_context(lang=self.partner_id.lang).name
        more = values['name'].split('\n')[1:]  # that it is free
        is_later = carrier.invoice_policy == 'real'  # charged when the parcel has left
        return {
            **values,
            'gift_parcel_id': parcel.id,
            'name': '\n'.join([parcel._get_delivery_name(title), *more]),
            'price_unit': 0.0 if is_later else price,
        }

    def _verify_cart_after_update(self):
        """Override of `website_sale`, which knows one line of delivery costs."""
        divided = self.gift_is_divided
        order = self.with_context(gift_rated_later=True) if divided else self
        super(SaleOrder, order)._verify_cart_after_update()
        delivery = self.order_line.filtered('is_delivery')
        if divided:
            self._gift_get_sendable_lines()._gift_recompute_prices()
        if (divided and self.carrier_id) or len(delivery) > 1 or delivery.gift_parcel_id:
            pickup = self.pickup_location_data
            self._set_delivery_method(self.carrier_id)
            self.pickup_location_data = pickup

    def _compute_amount_total_without_delivery(self):
        """Override of `delivery`: a limit for free delivery counts per parcel, also when it leaves.

        The context key `gift_parcel_only` names the parcel.
        """
        parcel_id = self.env.context.get('gift_parcel_only')
        if parcel_id is None:
            return super()._compute_amount_total_without_delivery()
        lines = self._gift_get_sendable_lines()
        own = lines.filtered(lambda line: line.gift_parcel_id.id == parcel_id)
        return sum(own.mapped('price_total'))


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _get_pricelist_kwargs(self):
        """Override of `sale`: equal gifts for several recipients get the price of all of them."""
        values = super()._get_pricelist_kwargs()
        if self.order_id.gift_is_divided and self._gift_is_sendable():
            equal = self.order_id._gift_get_sendable_lines().filtered(
                lambda line: line._gift_get_identity() == self._gift_get_identity()
            )
            values['quantity'] = sum(equal.mapped('product_uom_qty'))
        return values

    def _gift_recompute_prices(self):
        lines = self.with_context(force_price_recomputation=True)
        lines._compute_pricelist_item_id()
        lines._compute_price_unit()
        lines._compute_discount()

    def _gift_prepare_virtual(self):
        self.ensure_one()
        return {
            'product_id': self.product_id.id,
            'name': self.name,  # else the names of variants would be looked up one by one
            'product_uom_id': self.product_uom_id.id,
            'product_uom_qty': self.product_uom_qty,
            'price_unit': self.price_unit,
            'discount': self.discount,
            'tax_ids': [Command.set(self.tax_ids.ids)],
            'company_id': self.company_id.id,
            'analytic_distribution': False,  # else each would be looked up
        }


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _get_delivery_name(self, name):
        """Return the text of a line of delivery costs with the recipient; empty: own address."""
        whose = self.name or self.env._("your own address")
        return self.env._("%(carrier)s (to %(name)s)", carrier=name, name=whose)

    def _get_virtual_order(self, carrier):
        """Return an order that is not stored, with the lines of this parcel."""
        self.ensure_one()
        return self.order_id._gift_get_virtual_order(carrier, self, self._get_goods())
