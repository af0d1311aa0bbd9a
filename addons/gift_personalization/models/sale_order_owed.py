from odoo import models


class SaleOrder(models.Model):
    """What was paid, what went back already, and so what the shop owes."""

    _inherit = 'sale.order'

    def _gift_get_payments(self):
        """Return the online payments (sudo) by which money was taken: captures, not reservations.

        A payment that was captured in parts, or by a transaction of its own, is that capture.
        """
        self.ensure_one()
        roots = self.sudo().transaction_ids  # the caller has checked who may see the order
        every = roots | roots.child_transaction_ids
        return every.filtered(
            lambda tx: (
                tx.state == 'done'
                and tx.operation not in ('refund', 'validation')
                and not any(
                    child.operation != 'refund' and child.state == 'done'
                    for child in tx.child_transaction_ids
                )
            )
        ).sorted('id')

    def _gift_get_refunds(self):
        """Return the refunds (sudo) of the order's payments that were made or are on their way."""
        self.ensure_one()
        roots = self.sudo().transaction_ids  # see above
        every = roots | roots.child_transaction_ids
        return every.child_transaction_ids.filtered(
            lambda tx: tx.operation == 'refund' and tx.state in ('draft', 'pending', 'done')
        )

    def _gift_get_paid_by_hand(self):
        """Return what was paid of the invoices in another way than online (sudo)."""
        self.ensure_one()
        roots = self.transaction_ids
        online = (roots | roots.child_transaction_ids).payment_id
        paid = 0.0
        for invoice in self.invoice_ids.filtered(
            lambda move: move.state == 'posted' and move.move_type == 'out_invoice'
        ):
            for partial in invoice._get_all_reconciled_invoice_partials() or ():
                other = partial['aml']
                if not partial.get('is_exchange') and other.move_id.move_type == 'entry':
                    paid += 0.0 if other.move_id.origin_payment_id in online else partial['amount']
        return paid

    def _gift_get_owed(self, difference):
        """Return what goes back when the order becomes cheaper by ``difference`` (sudo)."""
        self.ensure_one()
        above = self._gift_get_overpaid(self.amount_total - difference)
        return self.currency_id.round(max(0.0, min(difference, above)))

    def _gift_get_overpaid(self, total):
        """Return what was paid above a total (sudo).

        What staff gave back for other reasons, such as a complaint, is not taken off again, but
        nobody gets more than what was paid.
        """
        self.ensure_one()
        above = self._gift_get_kept() - total
        return self.currency_id.round(max(0.0, min(above, self._gift_get_left())))

    def _gift_get_kept(self):
        """Return what was paid less what goes back for what is not made (sudo)."""
        self.ensure_one()
        for_cancelled = sum(self._gift_get_lowering_requests().mapped('amount'))
        paid = sum(self._gift_get_payments().mapped('amount')) + self._gift_get_paid_by_hand()
        return paid - for_cancelled - self._gift_get_returned()

    def _gift_get_lowering_requests(self):
        """Return the requests that were done and made the order cheaper (sudo)."""
        self.ensure_one()
        return self.gift_request_ids.filtered(
            lambda request: request.state == 'done' and (request.kind == 'cancel' or request.saved)
        )

    def _gift_get_left(self):
        """Return what was paid and neither went back nor was promised to go back (sudo)."""
        self.ensure_one()
        promised = self.gift_request_ids.filtered('amount')
        known = promised.refund_ids
        elsewhere = -sum((self._gift_get_refunds() - known).mapped('amount'))
        paid = sum(self._gift_get_payments().mapped('amount')) + self._gift_get_paid_by_hand()
        left = paid - elsewhere - sum(promised.mapped('amount'))
        return self.currency_id.round(max(0.0, left))

    def _gift_get_reserved(self):
        """Return what is only reserved on a card (sudo)."""
        self.ensure_one()
        held = self.transaction_ids.filtered(lambda tx: tx.state == 'authorized')
        return sum(held.mapped('amount'))
