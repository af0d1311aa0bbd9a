from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .guarded import guarded

PAY_H = 24
# Who has begun to pay in time may come to an end.
GRACE_MIN = 60
PAID = ('done', 'authorized')


class GiftOrderRequest(models.Model):
    """A change that costs more: it is done when the customer has paid it, else never.

    Money that comes too late, twice, or for what is no longer possible goes back by itself.
    """

    _inherit = 'gift.order.request'

    surcharge = fields.Monetary(
        string="Dearer by", readonly=True, help="What the customer pays first, taxes included."
    )
    pay_until = fields.Datetime(string="To be paid until", readonly=True)
    paid_by_id = fields.Many2one(
        'payment.transaction',
        string="Paid by",
        readonly=True,
        ondelete='restrict',
        groups='account.group_account_invoice',
    )
    payment_ids = fields.One2many(
        'payment.transaction', 'gift_paid_request_id', readonly=True, groups='base.group_system'
    )

    # === WAITING === #

    def _start(self, problem=''):
        """Override to wait for the money of what costs more."""
        if problem or self.currency_id.is_zero(self.surcharge):
            return super()._start(problem)
        until = fields.Datetime.now() + timedelta(hours=PAY_H)
        self._gift_update_state('unpaid', pay_until=until, is_self_service=True)
        return self

    def _is_payable(self):
        """Return whether the customer can pay now (sudo)."""
        self.ensure_one()
        return self.state == 'unpaid' and self.pay_until > fields.Datetime.now()

    def _get_pay_url(self):
        """Return the page on which the customer pays."""
        return self.order_id.get_portal_url(suffix=f'/delivery/pay/{self.id}')

    def _check_payable(self):
        """Refuse a payment of what could not be done after it (sudo).

        :raise UserError: with the reason.
        """
        self.ensure_one()
        if not self._is_payable():
            raise UserError(
                self.env._("The time to pay is over. Please choose the delivery method again.")
            )
        self._check_worth(self.surcharge)

    def _check_worth(self, amount):
        """Refuse an amount that is not what the change costs now.

        :raise UserError: with the reason.
        """
        change = self.order_id._gift_plan_delivery(self.parcel_id, self.carrier_id)
        if change.get_problem() or self.currency_id.compare_amounts(amount, -change.difference):
            raise UserError(
                change.get_problem()
                or self.env._("Your order has changed meanwhile, and so has the price.")
            )

    def _replace_unpaid(self):
        """Let what nobody has paid go, for another choice or because the order is cancelled."""
        for request in self.filtered(lambda request: request.state == 'unpaid'):
            request._gift_update_state('expired')
            for tx in request.payment_ids.filtered(lambda tx: tx.state in PAID):
                request._on_paid(tx)  # where doing it has failed, the money goes back

    @api.model
    def _expire_unpaid(self):
        """Let go what was not paid in time. Idempotent."""
        ended = fields.Datetime.now() - timedelta(minutes=GRACE_MIN)
        for request in self.search([('state', '=', 'unpaid'), ('pay_until', '<', ended)]):
            request.order_id._gift_touch()
            request._replace_unpaid()

    @api.model
    def _cron_settle(self):
        """Override to look first at what was not paid in time."""
        self._expire_unpaid()
        return super()._cron_settle()

    # === PAID === #

    def _on_paid(self, tx):
        """Do what was paid, once; any other money goes back. Idempotent.

        :param tx: payment.transaction (sudo) that was captured or authorised.
        """
        self.ensure_one()
        self.order_id._gift_touch()
        self._gift_lock()
        self.invalidate_recordset(['paid_by_id'])
        if self.paid_by_id == tx:
            return
        request = self.with_context(lang=self.partner_id.lang)
        problem = ''
        if self.state == 'unpaid':
            problem = request._try_paid(tx)
        if self.paid_by_id != tx:
            request._give_back(tx, problem)

    def _try_paid(self, tx):
        """Do it; return why it could not be done, or an empty string."""
        try:
            with self.env.cr.savepoint():
                self._check_worth(tx.amount)
                self._gift_update_state('done', paid_by_id=tx.id, **self._prepare_answer(''))
                self.order_id._gift_count_surcharge(tx.amount)
                self._do_delivery()
        except UserError as error:
            return str(error)
        self._close()
        self._tell('done')
        return ''

    def _give_back(self, tx, problem):
        """Void or refund a payment of what is not done, in the background."""
        if problem:
            answer = self.env._("%s What you paid for it goes back to you.", problem)
            self._gift_update_state('declined', **self._prepare_answer(answer))
        if tx.state == 'done' and not tx.gift_goes_back:
            tx.gift_goes_back = True
            self._owe(self.currency_id.round(self.amount + tx.amount))
        elif tx.state == 'authorized':
            self._owe(self.amount)
        if problem:
            self._close()
            self._tell('declined')

    def _settle_papers(self):
        """Override to release what was only reserved for nothing."""
        super()._settle_papers()
        held = self.payment_ids.filtered(lambda tx: tx.state == 'authorized') - self.paid_by_id
        with guarded(self.order_id, self.env._("A reservation could not be released")):
            for tx in held:
                tx._void()

    def _get_own_payments(self):
        """Override to pay back first by the payment that goes back."""
        return super()._get_own_payments() | self.payment_ids.filtered('gift_goes_back')


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    gift_paid_request_id = fields.Many2one(
        'gift.order.request',
        string="Paid change",
        readonly=True,
        copy=False,
        ondelete='restrict',
        index='btree_not_null',
        groups='base.group_system',
    )
    gift_goes_back = fields.Boolean(readonly=True, copy=False, groups='base.group_system')

    def _post_process(self):
        """Override of `payment` to do what was paid before the order is invoiced."""
        for tx_sudo in self.sudo():
            request_sudo = tx_sudo.gift_paid_request_id
            if request_sudo and tx_sudo.state in PAID:
                with guarded(request_sudo, self.env._("A paid change could not be made")):
                    request_sudo._on_paid(tx_sudo)
        return super()._post_process()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_can_pay_more(self):
        """Return whether a change can be paid online: the order is paid, so that is all (sudo)."""
        self.ensure_one()
        missing = self.currency_id.compare_amounts(self.amount_total, self.amount_paid) > 0
        return self.state == 'sale' and not missing and bool(self._gift_get_quick_providers())

    def _gift_get_quick_providers(self):
        """Return the payment providers (sudo) that answer at once: no transfers."""
        providers_sudo = self.env['payment.provider'].sudo()  # visitors pay by them
        return providers_sudo.search(
            [
                *providers_sudo._check_company_domain(self.company_id),
                ('state', 'in', ('enabled', 'test')),
                ('is_published', '=', True),
                ('code', '!=', 'custom'),
            ]
        )

    def _gift_count_surcharge(self, amount):
        """Take the payment of a change for no payment of a corrected design."""
        if self._gift_get_difference_lines():
            self.gift_paid_before += amount

    def _gift_get_returned(self):
        """Return what goes back of payments for changes that were not made (sudo)."""
        self.ensure_one()
        payments = self.gift_request_ids.payment_ids
        return sum(payments.filtered('gift_goes_back').mapped('amount'))

    def _action_cancel(self):
        """Override of `sale` to let go changes that nobody has paid."""
        result = super()._action_cancel()
        self.sudo().gift_request_ids._replace_unpaid()  # follows who may cancel the order
        return result
