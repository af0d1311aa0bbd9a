from odoo import fields, models
from odoo.exceptions import UserError


class GiftSupplierShipment(models.Model):
    """Suppliers correct or take back what they have announced, until it has arrived."""

    _inherit = 'gift.supplier.shipment'
    # Of what goes to a customer nobody scans the parcels: it counts as arrived when it has left.
    _state_transitions = {'arrived': ('announced',), 'cancelled': ('announced', 'arrived')}

    cancel_reason = fields.Char(string="Taken back because", readonly=True)

    def _can_change(self):
        """Return whether nothing of the ship notice was received, here or by the customer."""
        self.ensure_one()
        if self.state == 'cancelled' or self.order_id.state != 'purchase':
            return False
        if self.order_id._is_dropshipped():
            return not any(self._get_customer_pickings().mapped('gift_delivered_date'))
        return not any(parcel.received_date for parcel in self.parcel_ids)

    def _get_customer_pickings(self):
        """Return the deliveries (sudo) by which customers follow these parcels."""
        return self.sudo().parcel_ids.picking_ids

    def _lock_changeable(self):
        self.ensure_one()
        self.order_id._gift_lock_answers()
        self.parcel_ids.invalidate_recordset(['received_date'])
        self.invalidate_recordset(['state'])
        if not self._can_change():
            raise UserError(
                self.env._(
                    "%s has arrived or was taken back already. Reload the page to see it.",
                    self.name,
                )
            )

    def _correct(self, contact, values, tracking):
        """Write another carrier, day or tracking number; customers see the new number.

        :param contact: gift.supplier.contact in sudo.
        :param dict values: ``carrier``, ``arrival_date``.
        :param dict tracking: ``{parcel: number}`` of the notice's own parcels.
        :raise UserError: when something of it has arrived.
        """
        self._lock_changeable()
        self.write({name: values.get(name) or False for name in ('carrier', 'arrival_date')})
        for parcel, number in tracking.items():
            if (parcel.tracking or '') != number:
                parcel.tracking = number
                parcel.sudo().picking_ids.carrier_tracking_ref = number or False
        self.order_id.message_post(
            body=self.env._(
                "%(name)s has corrected %(shipment)s.",
                name=contact.partner_id.name,
                shipment=self.name,
            )
        )

    def _take_back(self, contact, reason):
        """Cancel the ship notice: its pieces may be announced again. Idempotent.

        What was meant for a customer has left by our books: its tracking number goes from the
        order's timeline at once, the delivery itself is put right by the buyer.

        :param str reason: why; the buyer reads it.
        :raise UserError: without a reason, or when something of it has arrived.
        """
        if self.state == 'cancelled':
            return
        if not reason:
            raise UserError(self.env._("Please say why the shipment does not come."))
        self._lock_changeable()
        pickings = self._get_customer_pickings()
        pickings.carrier_tracking_ref = False
        self._gift_update_state('cancelled', cancel_reason=reason)
        note = self.env._(
            "%(name)s has taken %(shipment)s back: %(reason)s",
            name=contact.partner_id.name,
            shipment=self.name,
            reason=reason,
        )
        order = self.order_id
        order.message_post(body=note)
        if pickings:
            order.activity_schedule(
                'mail.mail_activity_data_warning',
                summary=self.env._("Put the delivery to the customer right"),
                note=note,
                user_id=(order.user_id or self.env.ref('base.user_admin')).id,
            )


class GiftSupplierParcel(models.Model):
    _inherit = 'gift.supplier.parcel'

    picking_ids = fields.Many2many(
        'stock.picking', string="Deliveries to customers", readonly=True,
        groups='stock.group_stock_user,purchase.group_purchase_user',
    )  # fmt: skip
