from odoo import fields, models
from odoo.exceptions import UserError


class GiftParcel(models.Model):
    """How a recipient's parcel is sent: as the rest of the order, or by its own method."""

    _inherit = 'gift.parcel'

    carrier_id = fields.Many2one(
        'delivery.carrier',
        string="Delivery method",
        readonly=True,
        copy=False,
        help="Empty: as the rest of the order.",
    )

    def _get_carrier(self):
        """Return the delivery method (sudo) of the parcel, or of its order."""
        self.ensure_one()
        parcel_sudo = self.sudo()  # who reads the parcel reads how it is sent
        return parcel_sudo.carrier_id or parcel_sudo.order_id.carrier_id

    def _get_carriers(self):
        """Return the delivery methods (sudo) that bring the parcel to its address."""
        self.ensure_one()
        offered = self.order_id._gift_get_offered_carriers()
        return offered.filtered(lambda carrier: self._is_served_by(carrier))

    def _is_served_by(self, carrier):
        """Return whether a delivery method brings what lies in the parcel to its address."""
        self.ensure_one()
        return carrier._is_available_for_order(self._get_virtual_order(carrier))

    def _gift_set_carrier(self, carrier):
        """Send the parcel by a method of its own (empty: as the rest of the order). In sudo.

        :param carrier: delivery.carrier that the visitor named; it is checked here.
        :raise UserError: when it does not deliver there, or the order is being paid.
        """
        self.ensure_one()
        order = self.order_id
        order._gift_lock_rows()
        order._gift_check_open()
        if carrier and carrier not in self._get_carriers():
            raise UserError(self._get_carrier_refusal(carrier))
        self.carrier_id = carrier
        order._verify_cart_after_update()

    def _get_carrier_refusal(self, carrier):
        return self.env._(
            "“%(carrier)s” does not deliver to %(name)s. Please choose another delivery method for"
            " this parcel.",
            carrier=carrier.name or self.env._("This delivery method"),
            name=self.name,
        )


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def set_delivery_line(self, carrier, amount):
        """Override of `stock_delivery`: open deliveries keep the method of their parcel."""
        result = super().set_delivery_line(carrier, amount)
        for picking in self.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel')):
            own = picking.sudo().gift_parcel_id.carrier_id  # follows the order
            if own and picking.carrier_id:
                picking.carrier_id = own
        return result

    def _gift_get_delivery_costs(self):
        """Return ``{parcel or empty parcel: line of its delivery costs}`` of a divided order."""
        self.ensure_one()
        costs = self.sudo().order_line.filtered('is_delivery')
        return {line.gift_parcel_id: line for line in costs}

    def _gift_get_offered_carriers(self):
        """Return the delivery methods (sudo) of the shop that need no choice of a pick-up point."""
        carriers_sudo = self.env['delivery.carrier'].sudo()  # published for everyone
        offered = carriers_sudo.search(
            [
                ('website_published', '=', True),
                *carriers_sudo._check_company_domain(self.company_id),
            ]
        )
        return offered.filtered(
            lambda carrier: not getattr(carrier, f'{carrier.delivery_type}_use_locations', False)
        )


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_carrier(self, usual=None):
        """Return the delivery method (sudo) by which the line is sent.

        :param usual: what the order goes by, where that is not decided yet.
        """
        self.ensure_one()
        line_sudo = self.sudo()  # sellers have no rights on parcels
        return line_sudo.gift_parcel_id.carrier_id or usual or line_sudo.order_id.carrier_id


class DeliveryCarrier(models.Model):
    _inherit = 'delivery.carrier'

    def _is_available_for_order(self, order):
        """Override of `delivery` to offer for a divided order what serves those who follow it.

        The own address decides when something goes there; else one of the recipients without a
        method of their own is enough: the others are told to have another one chosen.
        """
        if not order.gift_is_divided:
            return super()._is_available_for_order(order)
        parts = order._gift_get_parts()
        own = [part for part in parts if not part[0]]
        following = [part for part in parts if not part[0].carrier_id]
        return any(
            super(DeliveryCarrier, self)._is_available_for_order(
                order._gift_get_virtual_order(self, parcel, lines)
            )
            for parcel, lines in own or following or parts
        )
