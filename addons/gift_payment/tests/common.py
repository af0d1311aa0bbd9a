"""What the tests of payments share."""

import hashlib
import hmac
import json
import time

from odoo.addons.payment.tests.http_common import PaymentHttpCommon
from odoo.addons.payment_stripe.controllers.main import StripeController
from odoo.addons.payment_stripe.tests.common import StripeCommon

STOCK_CONTROLLER = 'odoo.addons.payment_stripe.controllers.main'
STOCK_TRANSACTION = 'odoo.addons.payment_stripe.models.payment_transaction'
CONTROLLER = 'odoo.addons.gift_payment.controllers.stripe_controller'


class GiftStripeCommon(StripeCommon, PaymentHttpCommon):
    """A shop with Stripe in test mode."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.stripe.stripe_webhook_secret

    def _create_paid_event(self, tx, **values):
        """Return Stripe's event (dict) that the payment of a transaction succeeded."""
        minor_amount = tx._gift_get_minor_amount(tx.amount)
        intent = {
            'object': 'payment_intent',
            'id': tx.provider_reference or 'pi_1',
            'description': tx.reference,
            'amount': minor_amount,
            'amount_received': minor_amount,
            'currency': tx.currency_id.name.lower(),
            'status': 'succeeded',
            'payment_method': 'pm_1',
            **values,
        }
        return {'id': 'evt_1', 'type': 'payment_intent.succeeded', 'data': {'object': intent}}

    def _sign(self, body, *secrets, at=None):
        """Return Stripe's signature header of a body (bytes), one signature for each secret."""
        at = int(at or time.time())
        entries = [
            hmac.new(secret.encode(), f'{at}.'.encode() + body, hashlib.sha256).hexdigest()
            for secret in secrets or (self.secret,)
        ]
        return ','.join([f't={at}', *(f'v1={entry}' for entry in entries)])

    def _post_event(self, event, signature=None, **headers):
        """Send an event (dict or bytes) to the webhook and return the answer."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        if signature is None:
            signature = self._sign(body)
        if signature:
            headers['Stripe-Signature'] = signature
        return self.url_open(
            self._build_url(StripeController._webhook_url),
            data=body,
            method='POST',
            headers={'Content-Type': 'application/json', **headers},
        )
