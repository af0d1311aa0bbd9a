from odoo import api, models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment` to keep what the customer accepts by starting to pay."""
        transactions = super().create(vals_list)
        for tx_sudo in transactions.sudo():  # visitors may not write on their order
            if tx_sudo._gift_is_of_cart():
                tx_sudo.sale_order_ids.filtered(
                    lambda order: order.state in ('draft', 'sent')
                )._gift_store_law(renew=True)
        return transactions
