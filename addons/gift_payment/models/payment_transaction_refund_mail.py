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
            'lines': self._gift_get_refunded_lines(told),
            'taxes': self._gift_get_refunded_taxes(told),
        }

    def _gift_get_refund_note(self, refund_sudo):
        """Return the credit note (sudo) that a refund belongs to; empty for a mere amount."""
        requests_sudo = self.sudo().gift_request_ids  # the mail goes to the order's buyer
        request_sudo = requests_sudo.filtered(lambda request: refund_sudo in request.refund_ids)
        notes_sudo = request_sudo.credit_note_id or refund_sudo.invoice_ids
        return notes_sudo.filtered(lambda move: move.move_type == 'out_refund')[:1]

    def _gift_get_refunded_lines(self, refund_sudo):
        """Return ``[(name, amount), …]`` (texts) of what the money is for."""
        note_sudo = self._gift_get_refund_note(refund_sudo)
        lines_sudo = note_sudo.invoice_line_ids.filtered(lambda line: line.price_total)
        return [
            (
                self.env._(
                    "%(quantity)s × %(product)s",
                    quantity=f'{line.quantity:g}',
                    product=line.product_id.display_name or line.name,
                ),
                self.currency_id.format(line.price_total),
            )
            for line in lines_sudo
        ]

    def _gift_get_refunded_taxes(self, refund_sudo):
        """Return ``[(label, amount), …]`` (texts) of the taxes in a refund, by rate.

        Of a mere amount they are the order's in the same proportion.
        """
        source_sudo = self._gift_get_refund_note(refund_sudo) or self.sudo()
        if not refund_sudo or self.currency_id.is_zero(source_sudo.amount_total):
            return []
        share = min(-refund_sudo.amount / source_sudo.amount_total, 1.0)
        rows = self._gift_get_tax_rows(source_sudo.tax_totals, share)
        return [
            (label, self.currency_id.format(amount))
            for label, amount in rows
            if not self.currency_id.is_zero(amount)
        ]
