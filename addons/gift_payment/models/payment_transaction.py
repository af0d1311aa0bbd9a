import logging

from odoo import models
from odoo.tools import SQL, consteq

from odoo.addons.payment import utils as payment_utils
from odoo.addons.payment_stripe import const as stripe_const

_logger = logging.getLogger(__name__)

FINAL_STATES = ('authorized', 'done', 'cancel', 'error')


class PaymentTransaction(models.Model):
    """A transaction listens only to its own payment at Stripe, and each news counts once.

    The intent (Stripe's word for one payment) is noted when it is made. What comes later, by the
    customer's return or by Stripe's messages, must be about that intent.
    """

    _inherit = 'payment.transaction'

    # === ONE TRANSACTION, ONE INTENT === #

    def _stripe_create_intent(self):
        """Override of `payment_stripe` to note the intent when it is made, not when it is paid."""
        intent = super()._stripe_create_intent()
        if intent and intent.get('id'):
            self.provider_reference = intent['id']
        return intent

    def _gift_is_own_intent(self, intent_id):
        """Return whether an intent is the one that was made for this transaction."""
        known = self.provider_reference
        return bool(known and isinstance(intent_id, str) and consteq(known, intent_id))

    def _gift_get_intent(self, payment_data):
        """Return the payment or set-up intent (dict) that the data are about, or None."""
        key = 'setup_intent' if self.operation == 'validation' else 'payment_intent'
        intent = payment_data.get(key)
        return intent if isinstance(intent, dict) else None

    def _gift_is_foreign(self, payment_data):
        """Return whether the data are about another payment than this transaction's."""
        if self.operation == 'refund':
            return False
        intent = self._gift_get_intent(payment_data)
        known = self.provider_reference or self.source_transaction_id.provider_reference
        return bool(intent and known and intent.get('id') != known)

    # === PROCESSING === #

    def _process(self, provider_code, payment_data):
        """Override of `payment` to ignore the news of another payment, and old news.

        Runs in sudo: a user who may refund may not write on transactions (see `write`).
        """
        if provider_code != 'stripe':
            return super()._process(provider_code, payment_data)
        tx_sudo = self.sudo() or self.sudo()._search_by_reference(provider_code, payment_data)
        if not tx_sudo or tx_sudo._gift_is_old_news(payment_data):
            return tx_sudo
        if tx_sudo._gift_is_foreign(payment_data):
            _logger.warning(
                "Ignored a payment that was not made for transaction %s.", tx_sudo.reference
            )
            return tx_sudo
        if tx_sudo._gift_is_partly_captured(payment_data):
            return tx_sudo._gift_note_partial_capture(payment_data)
        was_reserved = tx_sudo.state == 'authorized'
        super(PaymentTransaction, tx_sudo)._process(provider_code, payment_data)
        if was_reserved and tx_sudo.state != 'authorized':
            tx_sudo._gift_trigger_post_processing()
        return tx_sudo

    def _gift_is_old_news(self, payment_data):
        """Return whether the data change nothing.

        Writing all the same would move `write_date` and so break the post-processing that is
        running at that moment.
        """
        if self.operation == 'refund':
            received = payment_data.get('refund')
        else:
            received = self._gift_get_intent(payment_data)
        if not isinstance(received, dict) or self.provider_reference != received.get('id'):
            return False
        states = [
            state
            for state, statuses in stripe_const.STATUS_MAPPING.items()
            if received.get('status') in statuses
        ]
        return self.state in states and self.state in FINAL_STATES

    # === PARTIAL CAPTURE === #

    def _gift_get_major_amount(self, minor_amount):
        """Return an amount of Stripe, in the currency's smallest unit, as the shop counts it."""
        return payment_utils.to_major_currency_units(
            minor_amount,
            self.currency_id,
            arbitrary_decimal_number=stripe_const.CURRENCY_DECIMALS.get(self.currency_id.name),
        )

    def _gift_get_minor_amount(self, amount):
        """Return an amount in the currency's smallest unit, as Stripe counts it."""
        return payment_utils.to_minor_currency_units(
            amount,
            self.currency_id,
            arbitrary_decimal_number=stripe_const.CURRENCY_DECIMALS.get(self.currency_id.name),
        )

    def _gift_differs_from(self, amount):
        return bool(self.currency_id.compare_amounts(self.amount, amount))

    def _gift_is_partly_captured(self, payment_data):
        """Return whether the data tell that less was captured than was authorised."""
        intent = self._gift_get_intent(payment_data)
        if self.operation in ('refund', 'validation') or self.source_transaction_id or not intent:
            return False
        received = intent.get('amount_received')
        return (
            intent.get('status') == 'succeeded'
            and isinstance(received, int)
            and 0 < received < intent.get('amount', 0)
        )

    def _gift_note_partial_capture(self, payment_data):
        """Note what was captured and what was released; Stripe allows one capture. Idempotent.

        Whoever comes first makes the two child transactions: the answer to our own request, or
        Stripe's message about a capture that was made elsewhere.

        :return: the transaction.
        """
        self._gift_lock()
        intent = self._gift_get_intent(payment_data)
        captured = self._gift_get_major_amount(intent['amount_received'])
        children = self.child_transaction_ids.filtered(lambda tx: tx.operation != 'refund')
        done = children.filtered(lambda tx: tx.state == 'done')
        if self.state not in ('draft', 'pending', 'authorized') or done:
            return self
        open_child = children.filtered(
            lambda tx: tx.state == 'draft' and not tx._gift_differs_from(captured)
        )[:1]
        capture = open_child or self._create_child_transaction(captured)
        if self.state != 'authorized':
            self._set_authorized()
        capture.provider_reference = intent['id']
        capture._set_done()
        self._gift_release_rest(captured)
        self._gift_trigger_post_processing()
        return self

    def _gift_release_rest(self, captured):
        """Note that the rest of an authorised amount was released."""
        rest = self.currency_id.round(self.amount - captured)
        if self.currency_id.compare_amounts(rest, 0) > 0:
            released = self._create_child_transaction(rest)
            released._set_canceled(self.env._("The rest of the authorised amount was released."))

    # === ORDER OF THINGS === #

    def _gift_lock(self):
        """Lock the rows until the end of the transaction, by writing to them.

        A simultaneous caller waits here, then meets a serialization failure and runs again: what
        either of them sums up over the children of a payment stays true.
        """
        if self.ids:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE payment_transaction SET write_date = write_date WHERE id IN %s",
                    tuple(self.ids),
                )
            )
            self.invalidate_recordset()

    def _gift_trigger_post_processing(self):
        """Let what follows a capture or a void happen at once: no customer waits on a page."""
        self.env.ref('payment.cron_post_process_payment_tx')._trigger()

    def _post_process(self):
        """Override of `payment` to post-process a payment before its captures and refunds.

        The invoice of an order is made with the payment; the capture, which is younger, is
        reconciled with it. Odoo's cron takes the youngest first.
        """
        waiting = self.source_transaction_id.filtered(
            lambda tx: not tx.is_post_processed and tx.state in ('authorized', 'done', 'cancel')
        )
        first = waiting | self.filtered(lambda tx: not tx.source_transaction_id)
        for transactions in (first, self - first):
            if transactions:
                super(PaymentTransaction, transactions)._post_process()
