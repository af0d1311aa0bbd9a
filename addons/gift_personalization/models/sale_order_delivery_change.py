from odoo import models
from odoo.exceptions import UserError

from .carrier_days import CarrierDays
from .delivery_change import DeliveryChange
from .working_days import WorkingDays


class SaleOrder(models.Model):
    """Other delivery methods for parts of a confirmed order."""

    _inherit = 'sale.order'

    # === READING === #

    def _gift_get_request_ways(self):
        """Override to choose another delivery method for what has not left."""
        ways = super()._gift_get_request_ways()
        if any(self._gift_get_other_ways(part) for part, _lines in self._gift_get_reroutable()):
            label = self.env._("Change the delivery method")
            ways.append(self._gift_prepare_way('delivery', label, 'fa-truck'))
        return ways

    def _gift_get_reroutable(self):
        """Return ``[(parcel or empty parcel, lines), …]`` of which nothing has left (sudo).

        An address that its recipient keeps to himself is left out: which methods go there, and for
        how much, would tell where it is.
        """
        return [
            (parcel, lines)
            for parcel, lines in self._gift_get_open_parts()
            if self._gift_get_carrier_of(parcel)
            and parcel._is_address_known()
            and not any(line._gift_has_left() for line in lines)
        ]

    def _gift_get_other_ways(self, parcel):
        """Return the delivery methods (sudo) that could replace that of a part; asks no carrier.

        Those that are charged when the parcel has left, and those whose goods take another route
        through the warehouse, cannot replace one another.
        """
        now = self._gift_get_carrier_of(parcel)
        return (self._gift_get_offered_carriers() - now).filtered(
            lambda way: (
                way.route_ids == now.route_ids
                and 'real' not in (way.invoice_policy, now.invoice_policy)
            )
        )

    def _gift_get_delivery_changes(self, parcel, lines):
        """Return the :class:`DeliveryChange` of each method that serves the address of a part."""
        can_pay = self._gift_can_pay_more()
        changes = [
            DeliveryChange(self, parcel, lines, way, can_pay=can_pay)
            for way in self._gift_get_other_ways(parcel)
        ]
        return [change for change in changes if change.price is not None]

    def _gift_plan_delivery(self, parcel, carrier):
        """Return the :class:`DeliveryChange` of a part of a confirmed order. In sudo.

        :raise UserError: where even the staff could not do it.
        """
        parts = dict(self._gift_get_reroutable())
        if parcel not in parts:
            raise UserError(
                self.env._("This has left our house, so the delivery method stays as it is.")
            )
        change = None
        if carrier in self._gift_get_other_ways(parcel):
            can_pay = self._gift_can_pay_more()
            change = DeliveryChange(self, parcel, parts[parcel], carrier, can_pay=can_pay)
        if not change or change.price is None:
            raise UserError(self.env._("Please choose one of the delivery methods of this page."))
        if not change.keeps_day():
            raise UserError(self._gift_get_late_text(change))
        return change

    def _gift_get_late_text(self, change):
        """Return the sentence for a method that is not there by the promised day."""
        return self.env._(
            "With “%(carrier)s” it cannot arrive by %(day)s. Please change the date first.",
            carrier=change.carrier.name,
            day=self.env['gift.promise']._format_day(self._gift_get_date_of(change.parcel)),
        )

    def _gift_get_costs_of(self, parcel):
        """Return the lines of the delivery costs of a part; one, unless staff made more."""
        self.ensure_one()
        return self.order_line.filtered(
            lambda line: (
                line.is_delivery
                and line.product_uom_qty > 0
                and (not self.gift_is_divided or line.gift_parcel_id == parcel)
            )
        )

    def _gift_get_open_pickings(self, parcel):
        """Return the deliveries of a part that have not left; returned goods are none."""
        return self.picking_ids.filtered(
            lambda picking: (
                picking.state not in ('done', 'cancel')
                and picking.gift_parcel_id == parcel
                and picking.carrier_id
                and not picking.move_ids.origin_returned_move_id
            )
        )

    # === DOING === #

    def _gift_send_by(self, change, *, is_priced):
        """Send a part by another method. The caller has locked the order (sudo).

        :param bool is_priced: take its price; otherwise the order's prices stay.
        """
        pickings = self._gift_get_open_pickings(change.parcel)
        if change.parcel:
            change.parcel.carrier_id = change.carrier
        else:
            self._gift_set_own_carrier(change.carrier)
        pickings.carrier_id = change.carrier
        self._gift_rename_costs(change, is_priced)
        self._gift_keep_day(change)

    def _gift_set_own_carrier(self, carrier):
        """Send what goes to the own address otherwise; recipients keep the method they had."""
        self.gift_parcel_ids.filtered(lambda p: not p.carrier_id).carrier_id = self.carrier_id
        self.carrier_id = carrier

    def _gift_rename_costs(self, change, is_priced):
        was_locked = self.locked
        if was_locked:
            self.locked = False
        values = self._prepare_delivery_line_vals(change.carrier, change.price)
        name = values['name'].split('\n')[0]
        divided = self.gift_is_divided
        new = {'name': change.parcel._get_delivery_name(name) if divided else name}
        dearer = change.price - change.costs[:1].price_unit
        if is_priced and dearer > 0 and change.costs.qty_invoiced:
            # Odoo invoices no line twice, so what comes on top is a line of its own.
            change.costs.copy({'order_id': self.id, 'price_unit': dearer, **new})
        elif is_priced:
            new['price_unit'] = change.price
        change.costs.write(new)
        if was_locked:
            self.locked = True

    def _gift_keep_day(self, change):
        """Book what is still to be made for the same day, and let it leave in time.

        :raise UserError: when somebody else has taken the room for it meanwhile.
        """
        if not self.commitment_date:
            return
        day = self._gift_get_date_of(change.parcel)
        lines = change.lines.filtered(lambda line: line._gift_is_to_be_made())
        if lines:
            self._gift_book(lines)
        if any(not line.gift_promise_date or line.gift_promise_date > day for line in lines):
            raise UserError(self._gift_get_late_text(change))
        change.lines._gift_reschedule(CarrierDays(WorkingDays(self.company_id)))


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _is_address_known(self):
        """Return whether the giver may know where it goes; the own address is always known."""
        return not self or (self._has_address() and self._is_address_shown())
