from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .gift_order_request import MONEY_STATES
from .guarded import guarded, notify_staff

CRON = 'gift_personalization.ir_cron_settle_requests'
BATCH = 20
TRY_MIN = 15


class GiftOrderRequest(models.Model):
    """What a request costs the shop: credit note, release of a reservation, refund.

    It is done in the background, one request after the other, each in a transaction of its own: no
    customer waits for a payment provider, and no lock of an order is held meanwhile.
    """

    _inherit = 'gift.order.request'

    amount = fields.Monetary(string="Paid back", readonly=True, help="Taxes included.")
    money_state = fields.Selection(
        MONEY_STATES, required=True, readonly=True, default='none', index=True
    )
    credit_note_id = fields.Many2one(
        'account.move',
        string="Credit note",
        readonly=True,
        groups='account.group_account_invoice',
    )
    refund_ids = fields.Many2many(
        'payment.transaction',
        'gift_order_request_refund_rel',
        string="Refunds",
        readonly=True,
        groups='account.group_account_invoice',
    )
    amount_by_hand = fields.Monetary(
        string="To be paid back by hand", readonly=True, help="It was not paid online."
    )
    refund_tried = fields.Datetime(readonly=True)

    # === STARTING === #

    def _owe(self, amount):
        """Note what goes back and let the background work see to it and to the papers."""
        self.ensure_one()
        self.write({'amount': amount, 'money_state': 'due'})
        self.env.ref(CRON)._trigger()

    @api.model
    def _cron_settle(self):
        """Settle what is due, a bounded number in one run."""
        due = self.search([('money_state', '=', 'due')], order='id')
        for count, request in enumerate(due[:BATCH]):
            request._settle()
            self.env['ir.cron']._commit_progress(1, remaining=len(due) - count - 1)

    # === SETTLING === #

    def _settle(self):
        """Make the papers and pay back. Idempotent; a failure is told to the staff."""
        self.ensure_one()
        order = self.order_id
        order._gift_touch()
        self._gift_lock()
        self.invalidate_recordset(['money_state', 'refund_tried'])
        if self.money_state != 'due':
            return
        self._settle_papers()
        self._try_to_pay_back()

    def _settle_papers(self):
        """Hook: do what belongs to a refund besides it; never raises."""
        order = self.order_id
        with guarded(order, self.env._("The credit note could not be made")):
            self._make_credit_note()
        with guarded(order, self.env._("A reservation could not be released")):
            order._gift_release_reservations()

    def _try_to_pay_back(self):
        tried, now = self.refund_tried, fields.Datetime.now()
        if tried and tried > now - timedelta(minutes=TRY_MIN):
            return  # somebody is at it
        if tried and not self._can_repeat():
            self._leave_to_staff(self.amount, self.env._("The last try was interrupted."))
            return
        self._note_try()
        self._pay_back()

    def _note_try(self):
        """Commit that a refund begins, so that an interrupted one is known as such."""
        if self.amount:
            self.refund_tried = fields.Datetime.now()
            self.env['ir.cron']._commit_progress()
            self.order_id._gift_touch()

    def _can_repeat(self):
        """Return whether sending the refund again cannot pay twice."""
        payments = self.order_id._gift_get_payments()
        return all(tx._gift_can_repeat_refund() for tx in payments)

    def _pay_back(self):
        left = self.amount
        with guarded(self.order_id, self.env._("The money could not be paid back")):
            for payment, part in self._share(left):
                refund = payment.with_context(gift_credit_note=self.credit_note_id.id)._refund(part)
                if refund.state == 'error':
                    break
                self.refund_ids = [Command.link(refund.id)]
                left = self.currency_id.round(left - part)
        if self.currency_id.compare_amounts(left, 0) > 0:
            self._leave_to_staff(left, self.env._("It was not paid online, or it was refused."))
        else:
            self.money_state = 'done' if self.amount else 'none'

    def _share(self, amount):
        """Yield ``(payment, part)``: how an amount is spread over what was paid online."""
        own = self._get_own_payments()
        for payment in own | self.order_id._gift_get_payments():
            part = payment._gift_get_refundable(amount)
            if self.currency_id.compare_amounts(part, 0) > 0:
                amount = self.currency_id.round(amount - part)
                yield payment, part

    def _get_own_payments(self):
        """Hook: return the payments (sudo) by which it is paid back first."""
        return self.env['payment.transaction']

    def _leave_to_staff(self, amount, why):
        self.write({'money_state': 'hand', 'amount_by_hand': amount})
        notify_staff(
            self,
            self.env._("Money has to be paid back by hand"),
            self.env._(
                "%(amount)s of %(order)s: %(why)s Look at its payments, pay it back, and press"
                " “Paid back” here.",
                amount=self.currency_id.format(amount),
                order=self.order_id.name,
                why=why,
            ),
        )

    def action_paid_by_hand(self):
        """Button: staff have paid the money back in another way."""
        self.ensure_one()
        self._check_staff()
        request_sudo = self.sudo()  # checked above; nobody may write requests directly
        request_sudo._gift_lock()
        request_sudo.invalidate_recordset(['money_state'])
        if request_sudo.money_state == 'hand':
            request_sudo.money_state = 'done'
            request_sudo.activity_ids.action_feedback(feedback=self.env._("Paid back by hand."))
        return True

    # === CREDIT NOTE === #

    def _make_credit_note(self):
        """Credit what was invoiced and is not sold any more. Idempotent."""
        if self.credit_note_id:
            return
        order = self.order_id.with_company(self.company_id)
        if self.kind in ('complaint', 'goodwill'):
            self.credit_note_id = order._gift_credit_part(self.line_ids, self.amount)
            return
        if self.kind == 'delivery':
            self.credit_note_id = self._credit_delivery(order)
            return
        excess = order._gift_get_overinvoiced()
        if excess and order._gift_cancel_drafts(order.order_line):
            excess = order._gift_get_overinvoiced()
        if excess:
            self.credit_note_id = order._gift_credit(excess, self.display_name)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_overinvoiced(self):
        """Return the pieces by line that were invoiced and are not ordered any more."""
        self.ensure_one()
        found = {}
        for line in self.order_line.filtered(lambda line: not line.display_type):
            ordered = line.product_uom_qty if self.state == 'sale' else line.qty_delivered
            if line.product_uom_id.compare(line.qty_invoiced, ordered) > 0:
                found[line] = line.qty_invoiced - ordered
        return found

    def _gift_cancel_drafts(self, lines):
        """Cancel invoices of these lines that were not posted; return whether there were any."""
        drafts = self.invoice_ids.filtered(
            lambda move: move.state == 'draft' and move.line_ids.sale_line_ids & lines
        )
        if drafts:
            drafts.button_cancel()
        return bool(drafts)

    def _gift_credit(self, quantities, reason):
        """Make and post the credit note of these pieces; it pays what is open of the invoice."""
        self.ensure_one()
        values = [
            line._prepare_invoice_line(quantity=quantity) for line, quantity in quantities.items()
        ]
        return self._gift_post_credit_note(values, reason)

    def _gift_get_invoices(self):
        return self.invoice_ids.filtered(
            lambda move: move.state == 'posted' and move.move_type == 'out_invoice'
        )

    def _gift_post_credit_note(self, lines, reason):
        invoices = self._gift_get_invoices()
        note = self.env['account.move'].create(
            {
                **self._prepare_invoice(),
                'move_type': 'out_refund',
                'ref': reason,
                'reversed_entry_id': invoices.id if len(invoices) == 1 else False,
                'transaction_ids': False,
                'payment_reference': False,
                'invoice_line_ids': [Command.create(values) for values in lines],
            }
        )
        note.action_post()
        self._gift_reconcile_open(note, invoices)
        return note

    def _gift_reconcile_open(self, note, invoices):
        lines = (note | invoices).line_ids.filtered(
            lambda line: line.display_type == 'payment_term' and not line.reconciled
        )
        for account in lines.account_id:
            own = lines.filtered(lambda line, account=account: line.account_id == account)
            if len(own.move_id) > 1:
                own.reconcile()

    def _gift_release_reservations(self):
        """Void what is only reserved for a cancelled order, with any provider."""
        self.ensure_one()
        if self.state != 'cancel':
            return
        for tx in self.transaction_ids.filtered(lambda tx: tx.state == 'authorized'):
            tx._void()


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _gift_get_refundable(self, wanted):
        """Return how much of the wanted amount this payment can refund through its provider."""
        self.ensure_one()
        method = self.payment_method_id.primary_payment_method_id or self.payment_method_id
        ways = {self.provider_id.support_refund, method.support_refund}
        family = self | self.source_transaction_id
        back = family.child_transaction_ids.filtered(
            lambda tx: tx.operation == 'refund' and tx.state in ('draft', 'pending', 'done')
        )
        left = self.currency_id.round(self.amount + sum(back.mapped('amount')))
        part = max(0.0, min(wanted, left))
        is_part = self.currency_id.compare_amounts(part, self.amount) < 0
        return 0.0 if ways & {'none', False} or (is_part and 'full_only' in ways) else part

    def _gift_can_repeat_refund(self):
        """Hook: return whether the provider knows a repeated refund as the same one."""
        self.ensure_one()
        return False

    def _create_child_transaction(self, amount, is_refund=False, **values):
        """Override of `payment` to reconcile a refund with the credit note it belongs to."""
        note_id = self.env.context.get('gift_credit_note')
        if is_refund and note_id:
            values.setdefault('invoice_ids', [Command.set([note_id])])
        return super()._create_child_transaction(amount, is_refund=is_refund, **values)
