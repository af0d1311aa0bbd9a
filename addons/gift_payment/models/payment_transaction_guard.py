from odoo import api, models
from odoo.exceptions import AccessError

# What a payment says about money: only the shop itself writes it, after the provider spoke.
PROTECTED = {
    'amount',
    'currency_id',
    'is_live',
    'operation',
    'partner_id',
    'provider_id',
    'provider_reference',
    'reference',
    'source_transaction_id',
    'state',
}


class PaymentTransaction(models.Model):
    """Nobody marks a payment as paid by hand; Odoo lets every invoicing user do it."""

    _inherit = 'payment.transaction'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment` to refuse transactions that begin as paid."""
        if not self.env.su and any(vals.get('state', 'draft') != 'draft' for vals in vals_list):
            raise AccessError(self._gift_get_refusal())
        return super().create(vals_list)

    def write(self, vals):
        """Override of `payment` to refuse changes by hand of what a payment says about money."""
        if not self.env.su and PROTECTED & set(vals):
            raise AccessError(self._gift_get_refusal())
        return super().write(vals)

    def _gift_get_refusal(self):
        return self.env._(
            "A payment changes only by what the payment provider says. Register money that came"
            " another way on the invoice, or use Capture, Void or Refund."
        )

    def _update_state(self, allowed_states, target_state, state_message):
        """Override of `payment` to write as the shop: the user's rights were checked before."""
        result = super(PaymentTransaction, self.sudo())._update_state(
            allowed_states, target_state, state_message
        )
        return result.with_env(self.env)
