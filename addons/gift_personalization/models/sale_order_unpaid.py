from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import formatLang

from .sale_order_line_correction import DIFFERENCE_PRODUCT


class SaleOrder(models.Model):
    """Production waits for the price difference of a corrected design.

    What has to be paid: what was paid when the first difference was added, and all differences.
    Whether an order was paid before that is up to the shop and holds nothing.
    """

    _inherit = 'sale.order'

    gift_waits_for_payment = fields.Boolean(
        string="Waits for a payment",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="A part of the price that has to be paid first is missing; the gifts are not made.",
    )
    gift_paid_before = fields.Monetary(readonly=True, copy=False)
    gift_waived_amount = fields.Monetary(
        string="Made without payment",
        readonly=True,
        copy=False,
        help="Differences for whose payment staff decided not to wait.",
    )

    # === AMOUNTS === #

    def _gift_get_difference_lines(self):
        product = self.env.ref(DIFFERENCE_PRODUCT, raise_if_not_found=False)
        return self.order_line.filtered(lambda line: product and line.product_id == product)

    def _gift_get_paid(self):
        """Return what was paid of the order, online or on its invoices; nothing counts twice."""
        self.ensure_one()
        self.invalidate_recordset(['amount_paid'])
        invoices = self.invoice_ids.filtered(
            lambda move: move.state == 'posted' and move.currency_id == self.currency_id
        )
        on_invoices = sum(
            -move.direction_sign * (move.amount_total - move.amount_residual) for move in invoices
        )
        online = 0.0
        if 'payment_transaction_id' in self.env['account.payment']._fields:
            captured = self.transaction_ids | self.transaction_ids.child_transaction_ids
            payments = invoices._get_reconciled_payments() & captured.payment_id
            online = sum(payments.mapped('amount'))
        return self.amount_paid + max(0.0, on_invoices - online)

    def _gift_get_missing_amount(self):
        """Return the difference that is still to be paid, in the order's currency (sudo)."""
        self.ensure_one()
        lines = self._gift_get_difference_lines()
        if not lines:
            return 0.0
        paid = self._gift_get_paid()
        wanted = self.gift_paid_before + sum(lines.mapped('price_total')) - self.gift_waived_amount
        missing = min(wanted, self.amount_total) - paid
        return 0.0 if self.currency_id.compare_amounts(missing, 0) <= 0 else missing

    def _gift_format_missing(self):
        return formatLang(
            self.env, self.sudo()._gift_get_missing_amount(), currency_obj=self.currency_id
        )

    # === HOLDING AND RELEASING === #

    def _gift_hold_for_difference(self):
        """Wait for a difference that is about to be added. Call it before, in sudo."""
        self.ensure_one()
        if not self._gift_get_difference_lines():
            self.gift_paid_before = self._gift_get_paid()
        self.gift_waits_for_payment = True

    def _gift_release_paid(self):
        """Release the gifts of orders whose difference was paid. Idempotent; call it in sudo."""
        for order in self.filtered('gift_waits_for_payment'):
            order._gift_lock_rows()
            order.invalidate_recordset(['gift_waits_for_payment'])
            if order.gift_waits_for_payment and not order._gift_get_missing_amount():
                order._gift_release(self.env._("What was missing is paid, the gifts are released."))

    def _gift_release(self, note):
        self.gift_waits_for_payment = False
        self._gift_post_note(note, self.env.user.partner_id)
        for job in self.gift_job_ids:
            job._log_event('problem', note)
        self.gift_job_ids._gift_on_payment_released()
        self._gift_replan('payment')

    @api.model
    def _gift_release_all_paid(self):
        """Look at every order that waits: payments also come by bank statement."""
        self.search([('gift_waits_for_payment', '=', True)])._gift_release_paid()

    # === STAFF === #

    def action_gift_release_unpaid(self):
        """Button: ask why the gifts are made without the payment."""
        self.ensure_one()
        self._gift_check_staff()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Do not wait for the payment"),
            'res_model': 'gift.payment.waiver',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    def _gift_check_staff(self):
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('read')

    def _gift_waive(self, reason):
        """Make the gifts although the difference is not paid. Idempotent; call it in sudo.

        :raise UserError: without a reason.
        """
        self.ensure_one()
        reason = ' '.join((reason or '').split())
        if not reason:
            raise UserError(self.env._("Please say why the gifts are made without the payment."))
        self._gift_lock_rows()
        self.invalidate_recordset(['gift_waits_for_payment'])
        if not self.gift_waits_for_payment:
            return
        amount = self._gift_format_missing()
        self.gift_waived_amount += self._gift_get_missing_amount()
        self._gift_release(
            self.env._(
                "The gifts are made although %(amount)s are not paid: %(reason)s",
                amount=amount,
                reason=reason,
            )
        )

    # === CUSTOMER === #

    def _gift_get_payment_notice(self):
        """Return what the customer is told while gifts wait for a payment.

        Hook: addons of payment providers tell what they know of the payment.

        :return: dict of str ``text``, ``url`` (of the payment, may be empty) and ``label`` of it.
        """
        self.ensure_one()
        text = self.env._(
            "%(amount)s of this order are not paid yet. We start to make your gifts as soon as they"
            " are.",
            amount=self._gift_format_missing(),
        )
        if self._gift_get_difference_lines():
            text = self.env._(
                "Your corrected design costs %(amount)s more. We start to make it as soon as this"
                " is paid.",
                amount=self._gift_format_missing(),
            )
        return {
            'text': text,
            'url': self._gift_get_difference_url(),
            'label': self.env._("Pay now"),
        }

    def _gift_get_difference_url(self):
        """Return the order's own page with the form to pay exactly what is missing."""
        self.ensure_one()
        missing = self.currency_id.round(self.sudo()._gift_get_missing_amount())
        decimals = self.currency_id.decimal_places
        query = urlencode({'payment_amount': f'{missing:.{decimals}f}'})
        return self.get_portal_url(query_string=f'&{query}')
