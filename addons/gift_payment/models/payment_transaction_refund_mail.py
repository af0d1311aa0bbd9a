from odoo import models

from odoo.addons.gift_personalization.models.guarded import guarded

REFUND_MAIL = 'gift_payment.mail_template_refund'


class PaymentTransaction(models.Model):
    """The buyer gets one mail for each refund, however often its news arrives."""

    _inherit = 'payment.transaction'

    def _post_process(self):
        """Override of `payment` to tell the buyer of a refund that was made."""
        result = super()._post_process()
        for tx_sudo in self.sudo():
            if tx_sudo.operation == 'refund' and tx_sudo.state == 'done':
                tx_sudo._gift_tell_refund()
        return result

    def _gift_tell_refund(self):
        """Tell the buyer of a refund. Idempotent; never raises."""
        self.ensure_one()
        paid = self.source_transaction_id  # of a capture, the payment that it belongs to
        orders_sudo = (self | paid | paid.source_transaction_id).sale_order_ids
        order_sudo = orders_sudo[:1]
        if not order_sudo:
            return
        order_sudo = order_sudo.with_context(gift_refund_id=self.id)
        with guarded(order_sudo, self.env._("The buyer could not be told of the refund")):
            self.env['gift.notice']._send_once(order_sudo, f'refund-{self.id}', REFUND_MAIL)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_told_refund(self):
        """Return the refund that a mail is about (sudo): dict of formatted texts.

        The mail names it in its context; a preview of the template shows the latest.
        """
        self.ensure_one()
        refunds = self._gift_get_refunds().filtered(lambda tx: tx.state == 'done').sorted('id')
        told = refunds.filtered(lambda tx: tx.id == self.env.context.get('gift_refund_id'))
        told = told or refunds[-1:]
        until = refunds.filtered(lambda tx: tx.id <= told.id)
        money = (told.currency_id or self.currency_id).format
        return {
            'amount': money(-told.amount),
            'all': money(-sum(until.mapped('amount'))),
            'method': told.payment_method_id.name or '',
            'reference': told.reference or '',
        }
