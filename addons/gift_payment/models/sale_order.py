from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.gift_personalization.models.guarded import guarded, notify_staff

from .gift_dispute import MONEY_GONE

CRON = 'gift_payment.ir_cron_capture'
LAPSED_MAIL = 'gift_payment.mail_template_reservation_lapsed'


class SaleOrder(models.Model):
    """Gifts whose price is only reserved on a card are not made before it is charged."""

    _inherit = 'sale.order'

    gift_dispute_ids = fields.One2many(
        'gift.dispute', 'order_id', string="Disputes", readonly=True, groups='gift_base.group_staff'
    )

    # === WHAT IS PAID === #

    def _gift_get_reservations(self):
        """Return the payments of the order that are, or were, reservations (sudo)."""
        return self.sudo().transaction_ids.filtered('gift_is_reservation')

    def _gift_get_paid(self):
        """Override to leave out what is only reserved, or was released: Odoo counts it as paid."""
        payments_sudo = self.sudo().transaction_ids  # production follows what was charged
        reserved = payments_sudo.filtered(lambda tx: tx.state == 'authorized')
        released = (payments_sudo - reserved).child_transaction_ids.filtered(
            lambda tx: (
                tx.state == 'cancel'
                and tx.operation != 'refund'
                and tx.source_transaction_id.state == 'done'
            )
        )
        return super()._gift_get_paid() - sum((reserved | released).mapped('amount'))

    def _gift_get_missing_amount(self):
        """Override to ask for what was only reserved, and for what the bank has taken back."""
        missing = super()._gift_get_missing_amount()
        gone = self._gift_get_disputed_amount()
        if self._gift_get_reservations():
            gone += self.amount_total - self._gift_get_paid()
        gone -= self.gift_waived_amount
        return max(missing, 0.0 if self.currency_id.compare_amounts(gone, 0) <= 0 else gone)

    def _gift_get_disputed_amount(self):
        disputes_sudo = self.sudo().gift_dispute_ids  # production waits without seeing why
        return sum(disputes_sudo.filtered(lambda d: d.state in MONEY_GONE).mapped('amount'))

    def _gift_hold_for_dispute(self):
        """Hold what is not made yet while the bank has the money. Idempotent; call it in sudo."""
        for order in self.filtered(lambda order: order.state == 'sale'):
            order._gift_lock_rows()
            order.gift_waits_for_payment = True

    def _gift_get_payment_notice(self):
        """Override to tell what happens to a reservation."""
        reserved = self._gift_get_reservations().filtered(lambda tx: tx.state == 'authorized')
        if self._gift_get_disputed_amount():
            return {
                'text': self.env._(
                    "Your bank has taken the payment back. Please write to us, so that we find a"
                    " way; your gifts are kept until then."
                ),
                'url': '',
                'label': '',
            }
        if not reserved:
            return super()._gift_get_payment_notice()
        return {
            'text': self.env._(
                "%(amount)s are reserved on your card. You are charged when you have approved"
                " all gifts; we start to make them then.",
                amount=self.currency_id.format(sum(reserved.mapped('amount'))),
            ),
            'url': '',
            'label': '',
        }

    # === CAPTURE === #

    def _gift_is_approved(self):
        """Return whether every gift of the order is approved, or was taken off it."""
        self.ensure_one()
        lines = self._gift_get_lines().filtered(lambda line: line._gift_needs_job())
        jobs_sudo = lines.sudo().gift_job_ids  # payments follow what production knows
        return len(jobs_sudo) == len(lines) and all(
            job.approved_hash or job.stage in ('shipped', 'replaced') for job in jobs_sudo
        )

    def _gift_waits_for_approval(self):
        """Return whether the customer still has to approve a gift of the order."""
        self.ensure_one()
        return self._gift_needs_proof() and not self._gift_is_approved()

    def _gift_get_uncharged(self):
        """Return what the order costs above what was charged for it (sudo)."""
        self.ensure_one()
        left = self.amount_total - self._gift_get_kept()
        return self.currency_id.round(max(0.0, left))

    def _gift_ask_for_capture(self):
        """Let the background work charge what is approved now. Idempotent."""
        ready = self.filtered(lambda order: order.state == 'sale' and order._gift_is_approved())
        if any(tx.state == 'authorized' for tx in ready._gift_get_reservations()):
            self.env.ref(CRON)._trigger()

    def _gift_follow_smaller_order(self):
        """Override to charge the card where everything that is left is approved."""
        super()._gift_follow_smaller_order()
        self._gift_ask_for_capture()

    def _gift_follow_reservation(self, tx_sudo):
        """Hold the gifts while a payment is only reserved, and when it has lapsed. Idempotent."""
        self.ensure_one()
        self._gift_lock_rows()
        if tx_sudo.state not in ('authorized', 'cancel') or not self._gift_get_missing_amount():
            return
        self.gift_waits_for_payment = True
        if tx_sudo.state == 'authorized':
            self._gift_ask_for_capture()
        else:
            self._gift_tell_lapsed(tx_sudo)

    def _send_payment_succeeded_for_order_mail(self):
        """Override of `sale`: a mail that cannot be made never undoes what a payment brings."""
        for order_sudo in self.sudo():  # follows a payment, which visitors make
            with guarded(order_sudo, self.env._("The mail about the payment could not be sent")):
                super(SaleOrder, order_sudo)._send_payment_succeeded_for_order_mail()

    def _gift_tell_lapsed(self, tx_sudo):
        """Tell customer and staff that a reservation is gone and the order has to be paid."""
        self.env['gift.notice']._send_once(self, f'lapsed-{tx_sudo.id}', LAPSED_MAIL)
        notify_staff(
            self,
            self.env._("The reservation on the card has lapsed"),
            self.env._(
                "%(amount)s of %(reference)s were released by the bank or voided. The gifts are"
                " held until the customer pays; the customer got a mail with a link.",
                amount=tx_sudo.currency_id.format(tx_sudo.amount),
                reference=tx_sudo.reference,
            ),
        )

    def _gift_tell_not_charged(self, capture_sudo):
        """Tell the staff that the card could not be charged although everything is approved."""
        notify_staff(
            self,
            self.env._("The card could not be charged"),
            self.env._(
                "%(reference)s: %(reason)s It is tried again every hour. Ask the customer for"
                " another payment if it goes on.",
                reference=capture_sudo.reference,
                reason=capture_sudo.state_message or '',
            ),
        )

    def _action_cancel(self):
        """Override of `sale` to release what is reserved for a cancelled order."""
        result = super()._action_cancel()
        if any(tx.state == 'authorized' for tx in self._gift_get_reservations()):
            self.env.ref(CRON)._trigger()
        return result

    def _gift_tell_expiring(self, tx_sudo):
        """Tell customer and staff that a reservation ends soon."""
        when = format_date(self.env, tx_sudo.gift_capture_before)
        self.env['gift.notice']._send_once(
            self, f'expiring-{tx_sudo.id}', 'gift_payment.mail_template_reservation_expiring'
        )
        notify_staff(
            self,
            self.env._("The reservation on the card ends soon"),
            self.env._(
                "%(reference)s ends on %(date)s and the customer has not approved everything."
                " Call the customer, or charge the card now and refund what is not made.",
                reference=tx_sudo.reference,
                date=when,
            ),
        )
