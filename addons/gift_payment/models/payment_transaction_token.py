from odoo import models
from odoo.exceptions import ValidationError


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _extract_token_values(self, payment_data):
        """Override of `payment_stripe` to read intents of newer versions of Stripe's API as well.

        They have no list of charges; they name the latest one, which may be its id only.
        """
        intent = payment_data.get('payment_intent')
        if self.provider_code == 'stripe' and self.operation != 'validation' and intent:
            charges = (intent.get('charges') or {}).get('data')
            if not charges:
                charge = self._gift_get_charge(intent.get('latest_charge'))
                intent = {**intent, 'charges': {'data': [charge]}}
                payment_data = {**payment_data, 'payment_intent': intent}
        return super()._extract_token_values(payment_data)

    def _gift_get_charge(self, charge):
        """Return a charge (dict) of which Stripe told the content or the id; empty when unknown."""
        if isinstance(charge, dict):
            return charge
        try:
            found = charge and self._send_api_request('GET', f'charges/{charge}')
        except ValidationError:  # a card needs no mandate; its token is worth keeping
            found = None
        return found if isinstance(found, dict) else {}
