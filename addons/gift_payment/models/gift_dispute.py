from datetime import UTC, datetime

import stripe

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gift_personalization.models.guarded import notify_staff

from .gift_payout import to_major

STATES = [
    ('warning_needs_response', "Question, needs an answer"),
    ('warning_under_review', "Question, being looked at"),
    ('warning_closed', "Question, closed"),
    ('needs_response', "Needs an answer"),
    ('under_review', "Being looked at"),
    ('won', "Won"),
    ('lost', "Lost"),
]
WAITING = ('warning_needs_response', 'needs_response')
# The bank has taken the money back, until a dispute is won.
MONEY_GONE = ('needs_response', 'under_review', 'lost')


class GiftDispute(models.Model):
    """A customer asked the bank for the money back. Stripe is the one who knows its state."""

    _name = 'gift.dispute'
    _description = 'Payment dispute'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'due_by, id desc'

    name = fields.Char(string="Dispute", required=True, readonly=True)
    provider_id = fields.Many2one(
        'payment.provider', required=True, readonly=True, ondelete='restrict'
    )
    transaction_id = fields.Many2one(
        'payment.transaction', string="Payment", readonly=True, ondelete='restrict', index=True
    )
    order_id = fields.Many2one(
        'sale.order', readonly=True, ondelete='restrict', index='btree_not_null'
    )
    company_id = fields.Many2one(related='provider_id.company_id', store=True, index=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    reason = fields.Char(readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, tracking=True, index=True)
    due_by = fields.Datetime(string="Answer until", readonly=True)
    evidence_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    evidence_user_id = fields.Many2one('res.users', string="Answered by", readonly=True)

    _once = models.UniqueIndex('(provider_id, name)')

    # === STRIPE'S VIEW === #

    @api.model
    def _gift_sync(self, provider_sudo, dispute_id):
        """Fetch a dispute as it is now, and tell the staff what changed. Idempotent."""
        found = provider_sudo._gift_get_stripe_client().v1.disputes.retrieve(dispute_id)
        values = self._prepare_values(provider_sudo, found)
        self_sudo = self.sudo()  # Stripe has signed the event that led here
        dispute = self_sudo.search(
            [('provider_id', '=', provider_sudo.id), ('name', '=', dispute_id)]
        )
        previous = dispute.state
        if dispute:
            dispute.write(values)
        else:
            dispute = self_sudo.create({**values, 'name': dispute_id})
        if dispute.state != previous:
            dispute._gift_follow_state()
        return dispute

    @api.model
    def _prepare_values(self, provider_sudo, found):
        tx_sudo = provider_sudo._gift_find_transaction(found.payment_intent)
        currency = self.env['res.currency'].search([('name', '=ilike', found.currency)], limit=1)
        due_by = found.evidence_details.due_by if found.evidence_details else None
        return {
            'provider_id': provider_sudo.id,
            'transaction_id': tx_sudo.id,
            'order_id': tx_sudo.sale_order_ids[:1].id,
            'amount': to_major(found.amount, currency),
            'currency_id': currency.id,
            'reason': found.reason,
            'state': found.status,
            'due_by': due_by and datetime.fromtimestamp(due_by, UTC).replace(tzinfo=None),
        }

    def _gift_follow_state(self):
        """Hold the order's gifts while the bank has the money, release them when it is back."""
        self.ensure_one()
        order = self.order_id
        if self.state in MONEY_GONE:
            order._gift_hold_for_dispute()
        elif order:
            order._gift_release_paid()
        if self.state in WAITING:
            self._gift_tell_staff()
        else:
            self.activity_ids.action_done()

    def _gift_tell_staff(self):
        notify_staff(
            self,
            self.env._("A customer disputes a payment"),
            self.env._(
                "%(amount)s of %(order)s, reason: %(reason)s. Answer before %(date)s, or the bank"
                " decides for the customer. What we can prove is gathered on the dispute.",
                amount=self.currency_id.format(self.amount),
                order=self.order_id.name or self.name,
                reason=self.reason or '-',
                date=fields.Datetime.to_string(self.due_by) if self.due_by else '-',
            ),
        )

    # === ANSWER === #

    def _gift_check_manager(self):
        if not self.env.user.has_group('gift_base.group_manager'):
            raise AccessError(self.env._("Only managers of the gift shop answer disputes."))
        self.check_access('read')

    def action_send_evidence(self):
        """Button: send what we can prove to Stripe, once and for all. A person decides it.

        :raise UserError: when there is nothing to answer any more, or Stripe refuses.
        """
        self.ensure_one()
        self._gift_check_manager()
        dispute_sudo = self.sudo()  # managers do not write disputes themselves
        dispute_sudo.lock_for_update()
        if dispute_sudo.state not in WAITING or dispute_sudo.evidence_date:
            raise UserError(self.env._("This dispute was answered already or is closed."))
        client = dispute_sudo.provider_id._gift_get_stripe_client()
        try:
            evidence = dispute_sudo._prepare_evidence(client)
            client.v1.disputes.update(
                self.name,
                {'evidence': evidence, 'submit': True},
                {'idempotency_key': f'evidence-{self.name}'},
            )
        except stripe.StripeError as error:
            message = dispute_sudo.provider_id._gift_explain_stripe_error(error)
            raise UserError(message) from None
        dispute_sudo.write(
            {'evidence_date': fields.Datetime.now(), 'evidence_user_id': self.env.uid}
        )
        dispute_sudo._gift_sync(dispute_sudo.provider_id, self.name)
