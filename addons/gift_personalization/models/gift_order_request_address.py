from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_parcel import ADDRESS_FIELDS


class GiftOrderRequest(models.Model):
    """Sending a parcel elsewhere: at once until it is packed, at the same price only.

    An address that a recipient has entered is the recipient's: the giver neither sees nor replaces
    it here, but may write to us.
    """

    _inherit = 'gift.order.request'

    parcel_id = fields.Many2one(
        'gift.parcel',
        string="Recipient",
        readonly=True,
        ondelete='set null',
        help="Empty: what goes to the order's own delivery address.",
    )
    address = fields.Json(readonly=True)
    address_text = fields.Text(
        string="New address", compute='_compute_address_text', compute_sudo=True
    )

    @api.depends('address')
    def _compute_address_text(self):
        for request in self:
            partner = request._get_new_partner() if request.address else None
            lines = partner._display_address(without_company=True).splitlines() if partner else ()
            text = '\n'.join(filter(str.strip, lines))
            request.address_text = f'{partner.name}\n{text}' if partner else False

    def _get_new_partner(self):
        return self.env['res.partner'].new(self.order_id._gift_prepare_address(self.address))

    def _get_summary(self):
        """Override to say whose parcel it is."""
        if self.kind != 'address':
            return super()._get_summary()
        return self.parcel_id.name or self.env._("Your own delivery address")

    # === ASKING === #

    @api.model
    def _request_address(self, order, parcel, values, *, reference, reason='', author):
        """Send a parcel elsewhere, or ask the staff to. Call it in sudo. Idempotent.

        :param parcel: gift.parcel of the order; empty: its own delivery address.
        :param values: checked values of the new address; ``None``: the reason says what to do.
        :return: the request.
        :raise UserError: when it is not possible, or a reason is missing.
        """
        order._gift_touch()
        known = self._find(order, reference)
        if known:
            return known
        order.order_line.gift_job_ids._gift_lock()
        problem = order._gift_check_address(parcel, values)
        request = self.create(
            {
                'order_id': order.id,
                'kind': 'address',
                'parcel_id': parcel.id,
                'address': values,
                'reason': self._clean_text(reason),
                'reference': reference,
                'author_id': author.id,
            }
        )
        return request._start(problem)

    def _check_acceptable(self, values):
        """Override to send nothing elsewhere that has left."""
        super()._check_acceptable(values)
        if self.kind == 'address' and self.address:
            self.order_id._gift_check_address(self.parcel_id, self.address)

    def _do_address(self):
        """Let what has not left go to the new address. The price stays."""
        if not self.address:
            return
        if self.parcel_id:
            self.parcel_id.write(self.address)
        else:
            self.order_id._gift_send_elsewhere(self.address)

    def _get_closing_note(self):
        """Override to keep where it goes now."""
        return '\n'.join(filter(None, (super()._get_closing_note(), self.address_text)))


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    # === READING === #

    def _gift_get_request_ways(self):
        """Override to send parcels elsewhere that have not left."""
        ways = super()._gift_get_request_ways()
        if self._gift_get_open_parts():
            label = self.env._("Change a delivery address")
            ways.append(self._gift_prepare_way('address', label, 'fa-map-marker'))
        return ways

    def _gift_get_open_parts(self):
        """Return ``[(parcel or empty parcel, lines), …]`` of which something has not left."""
        self.ensure_one()
        if self.state != 'sale':
            return []
        open_lines = self._gift_get_cancellable_lines()
        return [
            (parcel, lines)
            for parcel, lines in self._gift_get_parts()
            if lines & open_lines and not parcel._is_waiting_one()
        ]

    def _gift_check_address(self, parcel, values):
        """Return why the customer cannot change the address himself, or an empty string.

        :raise UserError: where even the staff could not do it.
        """
        parts = dict(self._gift_get_open_parts())
        if parcel not in parts:
            raise UserError(self.env._("This parcel has left our house, or its address is open."))
        if values is None:
            return self.env._("The recipient has entered the address.")
        partner = self.env['res.partner'].new(self._gift_prepare_address(values))
        if self._gift_get_fiscal_position(partner) != self.fiscal_position_id:
            raise UserError(
                self.env._(
                    "Other taxes apply at that address, so the price would be another one. Please"
                    " cancel the gift and order it again for that address, or write to us."
                )
            )
        packed = self._gift_get_packed_text(parts[parcel])
        return packed or self._gift_get_way_text(parcel, parts[parcel], partner)

    def _gift_get_packed_text(self, lines):
        jobs = lines.gift_job_ids | lines.gift_reprint_job_ids
        moves = lines.move_ids.filtered(lambda move: move.location_dest_id._is_outgoing())
        open_moves = moves.filtered(lambda move: move.state not in ('done', 'cancel'))
        labelled = open_moves.picking_id.filtered('carrier_tracking_ref')
        if any(job.stage == 'packed' for job in jobs) or any(moves.mapped('picked')) or labelled:
            return self.env._("This parcel is packed already.")
        return ''

    def _gift_get_carrier_of(self, parcel):
        """Return the delivery method (sudo) of a part of the order."""
        return parcel._get_carrier() if parcel else self.carrier_id

    def _gift_get_way_text(self, parcel, lines, partner):
        """Return what would be different on the way there, or an empty string."""
        now = parcel._get_virtual_partner() if parcel else self.partner_shipping_id
        if partner.country_id != now.country_id:
            return self.env._("This address is in another country.")
        carrier = self._gift_get_carrier_of(parcel)
        if not carrier:
            return ''
        prices = [self._gift_rate(parcel, lines, where) for where in (now, partner)]
        if prices[1] is None:
            return self.env._("“%s” does not deliver there.", carrier.name)
        if prices[0] is None or self.currency_id.compare_amounts(*prices):
            return self.env._("The delivery there has another price.")
        return ''

    def _gift_rate(self, parcel, lines, partner, carrier=None):
        """Return what the delivery of a part to an address costs, or ``None``; writes nothing.

        :param carrier: delivery.carrier; without it, the one by which the part is sent.
        """
        carrier = carrier or self._gift_get_carrier_of(parcel)
        order = self._gift_get_virtual_order(carrier, parcel, lines)
        order.partner_shipping_id = partner
        if not carrier.available_carriers(partner, order):
            return None
        rate = carrier.rate_shipment(order)
        return rate['price'] if rate['success'] else None

    # === DOING === #

    def _gift_prepare_address(self, values):
        """Return the values of the partner of a new delivery address."""
        return {
            **{name: values.get(name) for name in ADDRESS_FIELDS},
            'company_id': self.company_id.id,
            'type': 'delivery',
            'lang': self.partner_id.lang,
        }

    def _gift_send_elsewhere(self, values):
        """Give the order another delivery address; one that other orders use stays as it is."""
        self.ensure_one()
        taxes = self._fields['fiscal_position_id']
        partner = self.env['res.partner'].create(
            {**self._gift_prepare_address(values), 'parent_id': self.partner_id.id}
        )
        with self.env.protecting([taxes], self):
            self.partner_shipping_id = partner
            self.flush_recordset()
        pickings = self.picking_ids.filtered(
            lambda p: p.state not in ('done', 'cancel') and not p.gift_parcel_id
        )
        pickings.partner_id = partner
        pickings.move_ids.partner_id = partner


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _is_waiting_one(self):
        """Return whether it is a parcel that waits for its recipient's address."""
        return bool(self) and self._is_waiting()
