from odoo import api, models

STARTED = ('pending', 'authorized', 'done')


class PaymentTransaction(models.Model):
    """Whoever starts to pay gets the pieces, as long as the payment may come."""

    _inherit = 'payment.transaction'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment` to hold the order's pieces, whichever page it is paid on.

        :raise ValidationError: what is not there any more; nothing is paid then.
        """
        transactions = super().create(vals_list)
        for tx_sudo in transactions.sudo():  # visitors have no rights on holds
            if tx_sudo._gift_is_of_cart():
                tx_sudo.sale_order_ids.filtered(
                    lambda order: order.state in ('draft', 'sent')
                )._gift_hold_stock()
        return transactions

    def _gift_is_of_cart(self):
        return not self.source_transaction_id and self.operation not in ('refund', 'validation')

    def _set_pending(self, **kwargs):
        """Override of `payment` to hold longer what a transfer is on its way for."""
        return super()._set_pending(**kwargs)._gift_keep_stock()

    def _set_authorized(self, **kwargs):
        """Override of `payment` to hold the pieces until the order is confirmed."""
        return super()._set_authorized(**kwargs)._gift_keep_stock()

    def _set_done(self, **kwargs):
        """Override of `payment` to hold the pieces until the order is confirmed."""
        return super()._set_done(**kwargs)._gift_keep_stock()

    def _set_canceled(self, *args, **kwargs):
        """Override of `payment` to offer the pieces to others."""
        return super()._set_canceled(*args, **kwargs)._gift_release_stock()

    def _set_error(self, *args, **kwargs):
        """Override of `payment` to offer the pieces to others."""
        return super()._set_error(*args, **kwargs)._gift_release_stock()

    def _gift_keep_stock(self):
        for tx_sudo in self.sudo().filtered(lambda tx: tx._gift_is_of_cart()):
            tx_sudo.sale_order_ids._gift_keep_stock()
        return self

    def _gift_release_stock(self):
        """Release what was held, unless another payment of the order is on its way."""
        for tx_sudo in self.sudo().filtered(lambda tx: tx._gift_is_of_cart()):
            for order_sudo in tx_sudo.sale_order_ids:
                others = order_sudo.transaction_ids - tx_sudo
                if not any(
                    tx.state in STARTED or (tx.state == 'draft' and tx.id > tx_sudo.id)
                    for tx in others
                ):
                    order_sudo._gift_release_stock()
        return self
