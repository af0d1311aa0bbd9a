from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GiftOrderRequest(models.Model):
    """Sending a parcel by another method: at once until it is packed, if it costs no more.

    A method that is cheaper pays the difference back; for a dearer one the customer pays it first
    (`gift_order_request_payment.py`). The promised day is kept in any case.
    """

    _inherit = 'gift.order.request'

    carrier_id = fields.Many2one(
        'delivery.carrier', string="New delivery method", readonly=True, ondelete='set null'
    )
    previous_carrier_id = fields.Many2one(
        'delivery.carrier', string="Delivery method before", readonly=True, ondelete='set null'
    )
    saved = fields.Monetary(
        string="Cheaper by", readonly=True, help="Of the order's total, taxes included."
    )

    def _get_summary(self):
        """Override to say whose parcel it is, and which method comes instead of which."""
        if self.kind != 'delivery':
            return super()._get_summary()
        return self.env._(
            "%(name)s: %(new)s instead of %(old)s",
            name=self.parcel_id.name or self.env._("Your own delivery address"),
            new=self.carrier_id.name,
            old=self.previous_carrier_id.name,
        )

    def _get_amount_now(self):
        """Override to tell staff what goes back."""
        if self.kind != 'delivery' or self.state != 'open':
            return super()._get_amount_now()
        try:
            return self.order_id._gift_plan_delivery(self.parcel_id, self.carrier_id).owed
        except UserError:
            return 0.0

    # === ASKING === #

    @api.model
    def _request_delivery(self, order, parcel, carrier, *, shown, **how):
        """Send a part of an order by another method: see :meth:`_request_part`.

        :param carrier: delivery.carrier that the visitor named; it is checked here.
        :param shown: what the page has shown of it; refused if different now.
        """

        def plan():
            change = order._gift_plan_delivery(parcel, carrier)
            if shown != change.get_shown():
                raise UserError(
                    self.env._("Your order has changed meanwhile. Please look at it again.")
                )
            before = order._gift_get_carrier_of(parcel)
            values = {
                'carrier_id': carrier.id,
                'previous_carrier_id': before.id,
                'surcharge': change.get_to_pay(),
            }
            return values, change.get_problem()

        return self._request_part('delivery', order, parcel, plan, **how)

    def _check_acceptable(self, values):
        """Override to send nothing by another method that has left or has a label."""
        super()._check_acceptable(values)
        if self.kind == 'delivery':
            change = self.order_id._gift_plan_delivery(self.parcel_id, self.carrier_id)
            labelled = self.order_id._gift_get_open_pickings(change.parcel)
            if any(labelled.mapped('carrier_tracking_ref')):
                raise UserError(
                    self.env._(
                        "This parcel has a label of another delivery method. Open its delivery and"
                        " cancel that shipment first."
                    )
                )

    # === DOING === #

    def _do_delivery(self):
        """Let what has not left go by the other method; what it saves goes back."""
        order = self.order_id
        change = order._gift_plan_delivery(self.parcel_id, self.carrier_id)
        saved, owed = change.saved, change.owed
        order._gift_send_by(change, is_priced=bool(saved or self.paid_by_id))
        if order.currency_id.compare_amounts(saved, 0) > 0:
            entry = {'sale_line_id': change.costs.id, 'quantity': change.costs.product_uom_qty}
            self.write({'saved': saved, 'line_ids': [Command.create(entry)]})
            order._gift_follow_smaller_order()
            self._owe(owed)

    def _credit_delivery(self, order):
        """Credit what the delivery was invoiced above its price now.

        :return: the posted credit note, or an empty recordset.
        """
        costs = self.line_ids.sale_line_id
        order._gift_cancel_drafts(costs)
        above = costs.untaxed_amount_invoiced - costs.price_subtotal
        if self.currency_id.compare_amounts(above, 0) <= 0:
            return self.env['account.move']
        return order._gift_credit_part(self.line_ids, self.saved)
