import requests

from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.payment import utils as payment_utils
from odoo.addons.payment_stripe.controllers.main import StripeController

RETRIES = 2
# Answers after which Stripe may have refunded all the same.
UNCERTAIN_STATUSES = {409, 429, 500, 502, 503, 504}


class PaymentTransaction(models.Model):
    """One refund, one time: also when Stripe's answer was lost.

    Every request carries a key by which Stripe knows it again, and the reference of the refund. A
    refund whose answer never came stays *pending* until it is settled: by Stripe's message, or by
    asking Stripe before anything is sent again.
    """

    _inherit = 'payment.transaction'

    def _refund(self, amount_to_refund=None):
        """Override of `payment` to settle an uncertain refund before another one is made.

        :raise ValidationError: when more would be refunded than was paid.
        """
        self.ensure_one()
        if self.provider_code != 'stripe':
            return super()._refund(amount_to_refund=amount_to_refund)
        tx_sudo = self.sudo()  # who may refund may not write on transactions
        tx_sudo._gift_lock()
        amount = amount_to_refund or tx_sudo.amount
        uncertain = tx_sudo._gift_get_uncertain_refunds()
        uncertain._gift_settle_refund()
        if same := uncertain.filtered(lambda tx: not tx._gift_differs_from(-amount))[:1]:
            return same  # pressed again because the answer was lost
        tx_sudo._gift_check_refundable(amount)
        return super(PaymentTransaction, tx_sudo)._refund(amount_to_refund=amount_to_refund)

    def _gift_can_repeat_refund(self):
        """Override: Stripe knows a refund again by its key and its reference."""
        return self.provider_code == 'stripe' or super()._gift_can_repeat_refund()

    def _gift_get_uncertain_refunds(self):
        """Return the refunds of a payment of which nobody knows whether they were made."""
        return self.child_transaction_ids.filtered(
            lambda tx: (
                tx.operation == 'refund'
                and tx.state in ('draft', 'pending')
                and not tx.provider_reference
            )
        )

    def _gift_check_refundable(self, amount):
        refunded = -sum(
            tx.amount
            for tx in self.child_transaction_ids
            if tx.operation == 'refund' and tx.state in ('draft', 'pending', 'done')
        )
        left = self.currency_id.round(self.amount - refunded)
        if self.currency_id.compare_amounts(amount, left) > 0:
            raise ValidationError(
                self.env._(
                    "%(left)s of %(reference)s are left to refund. Enter at most that amount.",
                    left=self.currency_id.format(left),
                    reference=self.reference,
                )
            )

    # === REQUEST === #

    def _send_refund_request(self):
        """Override of `payment_stripe` to send a refund that Stripe makes once."""
        if self.provider_code != 'stripe':
            return super()._send_refund_request()
        refund = self._gift_request_refund()
        if refund:
            self._gift_process_refund(refund)
        else:
            self._set_pending(
                state_message=self.env._(
                    "Stripe did not answer. Whether it was refunded is asked before anything is"
                    " sent again."
                )
            )

    def _gift_prepare_refund(self):
        return {
            'payment_intent': self.source_transaction_id.provider_reference,
            'amount': self._gift_get_minor_amount(-self.amount),
            'metadata[odoo_reference]': self.reference,
        }

    def _gift_request_refund(self):
        """Ask Stripe for the refund and return it (dict), or None when no answer came.

        :raise ValidationError: when Stripe refused.
        """
        key = payment_utils.generate_idempotency_key(self, scope='refunds')
        for _attempt in range(RETRIES + 1):
            try:
                return self._send_api_request(
                    'POST', 'refunds', data=self._gift_prepare_refund(), idempotency_key=key
                )
            except ValidationError as error:
                if not is_uncertain(error):
                    raise
        return None

    def _gift_process_refund(self, refund):
        payment_data = {}
        StripeController._include_refund_in_payment_data(refund, payment_data)
        self._process('stripe', payment_data)

    # === SETTLING === #

    def _gift_settle_refund(self):
        """Find out what became of uncertain refunds; those that Stripe does not know are sent."""
        for tx in self:
            try:
                refund = tx._gift_find_refund() or tx._gift_request_refund()
            except ValidationError as error:
                tx._set_error(str(error))
            else:
                if refund:
                    tx._gift_process_refund(refund)

    def _gift_find_refund(self):
        """Return the refund (dict) that Stripe made for this transaction, or None."""
        intent = self.source_transaction_id.provider_reference
        found = self._gift_fetch_all('refunds', {'payment_intent': intent})
        return next(
            (
                refund
                for refund in found
                if (refund.get('metadata') or {}).get('odoo_reference') == self.reference
            ),
            None,
        )

    def _gift_fetch_all(self, endpoint, params):
        """Return all objects (list of dict) of a list at Stripe."""
        objects = []
        more = True
        while more:
            start = {'starting_after': objects[-1]['id']} if objects else {}
            page = self._send_api_request('GET', endpoint, params={**params, **start, 'limit': 100})
            objects += page['data']
            more = page['has_more'] and page['data']
        return objects

    # === NEWS OF REFUNDS === #

    def _gift_note_refunds(self, refunds):
        """Note the refunds (list of dict) of a payment, by whomever they were made. Idempotent."""
        self.ensure_one()
        self._gift_lock()
        for refund in refunds:
            children = self.child_transaction_ids
            known = children.filtered(lambda tx, refund=refund: tx._gift_is_refund(refund))
            if not known and not self._gift_is_released_rest(refund):
                known = StripeController._create_refund_tx_from_refund(self, refund)
            for tx in known:
                tx._gift_process_refund(refund)

    def _gift_is_refund(self, refund):
        if self.operation != 'refund':
            return False
        reference = (refund.get('metadata') or {}).get('odoo_reference')
        return refund.get('id') == self.provider_reference or (
            not self.provider_reference and reference == self.reference
        )

    def _gift_is_released_rest(self, refund):
        """Return whether a "refund" is only the part of an authorisation that was not captured."""
        amount = self._gift_get_major_amount(refund.get('amount', 0))
        return not refund.get('balance_transaction') and any(
            tx.state == 'cancel' and not tx._gift_differs_from(amount)
            for tx in self.child_transaction_ids
        )


def is_uncertain(error):
    """Return whether Stripe may have done what an error of `_send_api_request` was about."""
    cause = error.__context__
    if isinstance(cause, requests.exceptions.HTTPError):
        return cause.response.status_code in UNCERTAIN_STATUSES
    exceptions = requests.exceptions
    unknown = (exceptions.ConnectionError, exceptions.Timeout, exceptions.JSONDecodeError)
    return isinstance(cause, unknown)
