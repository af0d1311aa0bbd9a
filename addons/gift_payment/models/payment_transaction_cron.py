import logging
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)

BATCH = 50
# Banks keep a reservation of a card for about seven days when Stripe names no date.
DEFAULT_DAYS = 7
WARN_H = 48
LAST_CALL_H = 24
RETRY_MIN = 60


class PaymentTransaction(models.Model):
    """Background work on reservations: capture what is approved, release what is cancelled."""

    _inherit = 'payment.transaction'

    gift_capture_before = fields.Datetime(
        string="Reserved until",
        readonly=True,
        copy=False,
        help="The card's bank releases the amount then; it cannot be charged afterwards.",
    )

    def _set_authorized(self, *, state_message=None, extra_allowed_states=()):
        """Override of `payment` to note until when the amount is reserved."""
        authorized = super()._set_authorized(
            state_message=state_message, extra_allowed_states=extra_allowed_states
        )
        for tx in authorized.filtered(lambda tx: not tx.gift_capture_before):
            tx.sudo().gift_capture_before = fields.Datetime.now() + timedelta(days=DEFAULT_DAYS)
        return authorized

    def _apply_updates(self, payment_data):
        """Override of `payment_stripe` to note the date that the card's bank names."""
        result = super()._apply_updates(payment_data)
        if self.provider_code == 'stripe' and self.state == 'authorized':
            until = find_capture_before(payment_data.get('payment_intent'))
            if until:
                self.gift_capture_before = until
        return result

    @api.model
    def _gift_cron_capture(self):
        """Capture, warn about or release each reservation, a bounded number in one run."""
        due = self.search(
            [
                ('state', '=', 'authorized'),
                ('provider_code', '=', 'stripe'),
                ('gift_is_reservation', '=', True),
            ],
            order='gift_capture_before, id',
            limit=BATCH * 10,
        ).filtered(lambda tx: not tx._gift_failed_lately())
        for count, tx in enumerate(due[:BATCH]):
            tx._gift_settle_reservation()
            self.env['ir.cron']._commit_progress(1, remaining=len(due) - count - 1)

    def _gift_failed_lately(self):
        """Return whether a capture or a void failed within the last hour."""
        since = fields.Datetime.now() - timedelta(minutes=RETRY_MIN)
        return any(
            tx.operation != 'refund' and tx.state == 'error' and tx.last_state_change > since
            for tx in self.child_transaction_ids
        )

    def _gift_settle_reservation(self):
        """Do with a reservation what its order asks for; a refusal is told to the staff."""
        self.ensure_one()
        order = self.sale_order_ids[:1]
        try:
            with self.env.cr.savepoint():
                self._gift_follow_order(order)
        except (UserError, ValidationError) as error:
            _logger.info("Transaction %s: %s", self.reference, error)

    def _gift_follow_order(self, order):
        if order.state == 'cancel':
            self._void()
        elif order.state == 'sale' and order._gift_is_approved():
            self._gift_capture_approved(order)
        elif order.state == 'sale':
            self._gift_look_at_expiry(order)

    def _gift_capture_approved(self, order):
        """Charge what is left of the order's price; a reservation that it does not need goes."""
        if self.currency_id.is_zero(self._gift_get_amount_to_capture()):
            self._void()
            return
        capture = self._capture()
        if capture.state == 'error':
            order._gift_tell_not_charged(capture)

    def _gift_look_at_expiry(self, order):
        left = self.gift_capture_before - fields.Datetime.now()
        if left > timedelta(hours=WARN_H):
            return
        order._gift_tell_expiring(self)
        if left <= timedelta(hours=LAST_CALL_H):
            if self.provider_id.gift_on_expiry == 'capture':
                self._gift_capture_approved(order)
            else:
                self._void()


def find_capture_before(intent):
    """Return until when (naive UTC datetime) an intent (dict of any API version) is reserved."""
    if not isinstance(intent, dict):
        return None
    charges = (intent.get('charges') or {}).get('data') or [intent.get('latest_charge')]
    charge = charges[0] if isinstance(charges[0], dict) else {}
    card = (charge.get('payment_method_details') or {}).get('card') or {}
    until = card.get('capture_before')
    if not isinstance(until, int):
        return None
    return datetime.fromtimestamp(until, UTC).replace(tzinfo=None)
