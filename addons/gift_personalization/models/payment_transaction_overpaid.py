from odoo import api, models

from .guarded import guarded


class PaymentTransaction(models.Model):
    """What was only reserved, or promised by transfer, when gifts were taken off the order."""

    _inherit = 'payment.transaction'

    def _post_process(self):
        """Override of `payment` to give back what was taken for gifts that were cancelled before.

        Providers that capture in full only, and transfers, bring the whole amount.
        """
        result = super()._post_process()
        done = self.sudo().filtered(lambda tx: tx.state == 'done' and tx.operation != 'refund')
        for order_sudo in (done | done.source_transaction_id).sale_order_ids:
            with guarded(order_sudo, self.env._("The money could not be paid back")):
                order_sudo._gift_owe_overpaid()
        return result


class PaymentCaptureWizard(models.TransientModel):
    _inherit = 'payment.capture.wizard'

    @api.depends('available_amount')
    def _compute_amount_to_capture(self):
        """Override of `payment` to propose what the order costs now, and to void the rest."""
        super()._compute_amount_to_capture()
        for wizard in self.filtered('support_partial_capture'):
            orders = wizard.transaction_ids.sale_order_ids
            missing = sum(orders.mapped('amount_total')) - wizard.captured_amount
            if orders and 0 < missing < wizard.available_amount:
                wizard.amount_to_capture = missing
                wizard.void_remaining_amount = True


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_owe_overpaid(self):
        """Let a request that came before the money pay back what is too much now. Idempotent.

        Call it in sudo.
        """
        self.ensure_one()
        lowering = self._gift_get_lowering_requests()
        if not lowering or self.state not in ('sale', 'cancel'):
            return
        self._gift_touch()
        self.invalidate_recordset()
        waiting = lowering.filtered(
            lambda request: (
                request.money_state == 'none'
                or (request.money_state == 'due' and not request.refund_tried)
            )
        ).sorted('id')[-1:]
        owed = self._gift_get_overpaid(0.0 if self.state == 'cancel' else self.amount_total)
        if waiting and self.currency_id.compare_amounts(owed, 0) > 0:
            waiting._owe(waiting.amount + owed)
