from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.gift_personalization.models.guarded import guarded
from odoo.addons.payment import utils as payment_utils


class PaymentTransaction(models.Model):
    """What a payment means for the gifts of its order.

    Gifts that the customer must approve first are paid by an authorisation, which reserves the
    amount on the card. It is captured when everything is approved; until then nothing is made.
    """

    _inherit = 'payment.transaction'

    gift_is_reservation = fields.Boolean(
        string="Captured on approval",
        readonly=True,
        copy=False,
        help="The amount is reserved on the card and captured when the gifts are approved.",
    )

    # === HOW IT IS CAPTURED === #

    def _stripe_prepare_payment_intent_payload(self):
        """Override of `payment_stripe` to only reserve the amount of gifts that need approval."""
        payload = super()._stripe_prepare_payment_intent_payload()
        self.gift_is_reservation = self.provider_id._gift_captures_later(
            self.payment_method_id, self.sale_order_ids
        )
        if self.gift_is_reservation:
            payload['capture_method'] = 'manual'
        return payload

    # === WHAT FOLLOWS === #

    def _post_process(self):
        """Override of `payment` to hold gifts whose payment is only reserved, or has lapsed."""
        result = super()._post_process()
        for tx_sudo in self.sudo().filtered(lambda tx: tx.gift_is_reservation):
            for order_sudo in tx_sudo.sale_order_ids.filtered(lambda order: order.state == 'sale'):
                with guarded(order_sudo, self.env._("The payment of the gifts needs a look")):
                    order_sudo._gift_follow_reservation(tx_sudo)
        return result

    def _create_payment(self, **extra_create_values):
        """Override of `account_payment` to pay the order's invoice with a capture of it.

        Where the journal has no account for outstanding payments, a payment has no entry that could
        be reconciled: the invoices it is made for are all that links them.
        """
        source = self.source_transaction_id
        if source and self.operation == source.operation and not self.invoice_ids:
            extra_create_values.setdefault('invoice_ids', source.invoice_ids)
        return super()._create_payment(**extra_create_values)

    # === CAPTURE AND VOID === #

    def _capture(self, amount_to_capture=None):
        """Override of `payment` to capture an authorisation of Stripe once; the rest is released.

        :raise UserError: when it was captured or voided meanwhile, or nothing is left to charge.
        """
        self.ensure_one()
        if self.provider_code != 'stripe':
            return super()._capture(amount_to_capture=amount_to_capture)
        self._gift_lock_orders()
        self._gift_lock()
        self._gift_check_authorized()
        amount = amount_to_capture or self._gift_get_amount_to_capture()
        if self.currency_id.is_zero(amount):
            raise UserError(
                self.env._(
                    "The order of %(reference)s is charged already. Void the reservation.",
                    reference=self.reference,
                )
            )
        capture = super()._capture(amount_to_capture=min(amount, self.amount))
        self._gift_trigger_post_processing()
        return capture

    def _void(self, amount_to_void=None):
        """Override of `payment` to void an authorisation of Stripe once.

        :raise UserError: when it was captured or voided meanwhile.
        """
        self.ensure_one()
        if self.provider_code != 'stripe':
            return super()._void(amount_to_void=amount_to_void)
        self._gift_lock()
        self._gift_check_authorized()
        voided = super()._void(amount_to_void=amount_to_void)
        self._gift_trigger_post_processing()
        return voided

    def _gift_lock_orders(self):
        """Lock the order where it has other reservations: what each charges hangs on them all."""
        for order_sudo in self.sudo().sale_order_ids:
            if order_sudo._gift_get_reservations() - self:
                order_sudo._gift_touch()

    def _gift_check_authorized(self):
        if self.state != 'authorized':
            raise UserError(
                self.env._(
                    "%(reference)s was captured or voided meanwhile. Reload the page to see it.",
                    reference=self.reference,
                )
            )

    def _gift_get_amount_to_capture(self):
        """Return what the order costs now and is not charged: gifts may have been taken off it."""
        orders_sudo = self.sudo().sale_order_ids  # whoever may charge need not read requests
        orders_sudo = orders_sudo.filtered(lambda order: order.state == 'sale')
        left = sum(order._gift_get_uncharged() for order in orders_sudo)
        return min(self.amount, left) if orders_sudo else self.amount

    def _send_capture_request(self):
        """Override of `payment_stripe` to capture a part, and once also when an answer is lost."""
        if self.provider_code != 'stripe':
            return super()._send_capture_request()
        source = self.source_transaction_id
        is_part = source._gift_differs_from(self.amount)
        minor_amount = self._gift_get_minor_amount(self.amount)
        intent = self._send_api_request(
            'POST',
            f'payment_intents/{source.provider_reference}/capture',
            data={'amount_to_capture': minor_amount} if is_part else None,
            idempotency_key=payment_utils.generate_idempotency_key(
                source, scope=f'capture-{minor_amount}'
            ),
        )
        tx = source if is_part else self
        tx._process('stripe', {'reference': tx.reference, 'payment_intent': intent})
