from odoo import models
from odoo.fields import Command


class DeliveryCarrier(models.Model):
    _inherit = 'delivery.carrier'

    def rate_shipment(self, order):
        """Override of `delivery` to charge each parcel of an order with several recipients."""
        if not order.gift_is_divided:
            return super().rate_shipment(order)
        rates = [
            super(DeliveryCarrier, self).rate_shipment(
                order._gift_get_virtual_order(self, parcel, lines)
            )
            for parcel, lines in order._gift_get_parts()
        ]
        failed = [rate for rate in rates if not rate['success']]
        if failed:
            return failed[0]
        return {
            **rates[0],
            'price': sum(rate['price'] for rate in rates),
            'carrier_price': sum(rate.get('carrier_price', rate['price']) for rate in rates),
            'gift_prices': [rate['price'] for rate in rates],
        }


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
                'date_order': self.date_order,
                'carrier_id': carrier.id,
                'order_line': [Command.create(line._gift_prepare_virtual()) for line in lines],
            }
        )

    def _gift_get_fiscal_position(self, partner):
        """Return the fiscal position the order would have at another delivery address."""
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        return positions._get_fiscal_position(self.partner_id, partner)

    def _create_delivery_line(self, carrier, price_unit):
        """Override of `delivery` to show what each parcel costs."""
        line = super()._create_delivery_line(carrier, price_unit)
        if self.gift_is_divided:
            self._gift_spread_delivery(line, carrier)
        return line

    def _verify_cart_after_update(self):
        """Override of `website_sale`, which knows one line of delivery costs."""
        super()._verify_cart_after_update()
        delivery = self.order_line.filtered('is_delivery')
        divided = self.gift_is_divided
        if divided:
            self._gift_get_sendable_lines()._gift_recompute_prices()
        if delivery and (divided or len(delivery) > 1 or delivery.gift_parcel_id):
            pickup = self.pickup_location_data
            self._set_delivery_method(self.carrier_id)
            self.pickup_location_data = pickup

    def _gift_spread_delivery(self, first, carrier):
        """Divide the line of delivery costs into one for each parcel; the sum stays."""
        parts = self._gift_get_parts()
        prices = carrier.rate_shipment(self).get('gift_prices') or [0.0] * len(parts)
        lines = first | self.env['sale.order.line'].sudo().create(
            [self._prepare_delivery_line_vals(carrier, price) for price in prices[1:]]
        )
        for line, (parcel, _goods), price in zip(lines, parts, prices, strict=True):
            values = {
                'gift_parcel_id': parcel.id,
                'name': self.env._(
                    "%(carrier)s (to %(name)s)",
                    carrier=carrier.name,
                    name=parcel.name or self.env._("your own address"),
                ),
            }
            is_later = carrier.invoice_policy == 'real'  # charged when the parcel has left
            line.write({**values, 'price_unit': 0.0 if is_later else price})


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
            'product_uom_id': self.product_uom_id.id,
            'product_uom_qty': self.product_uom_qty,
            'price_unit': self.price_unit,
            'discount': self.discount,
            'tax_ids': [Command.set(self.tax_ids.ids)],
            'company_id': self.company_id.id,
        }


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _get_virtual_order(self, carrier):
        """Return an order that is not stored, with the lines of this parcel."""
        self.ensure_one()
        return self.order_id._gift_get_virtual_order(carrier, self, self._get_goods())
