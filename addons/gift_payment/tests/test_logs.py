import logging
from unittest.mock import patch

import requests

from odoo.tests import tagged

from odoo.addons.gift_payment import logging_filter
from odoo.addons.gift_payment.tests.common import GiftStripeCommon


@tagged('post_install', '-at_install')
class TestLogs(GiftStripeCommon):
    """No log shows a secret, or who the customer is."""

    def _answer(self, content):
        answer = requests.Response()
        answer.status_code = 200
        answer._content = content
        return answer

    def test_the_signing_secret_of_a_new_webhook_is_not_logged(self):
        self.stripe.stripe_webhook_secret = False
        content = b'{"id": "we_1", "secret": "whsec_very_secret"}'
        with (
            patch('requests.request', return_value=self._answer(content)),
            self.assertLogs('odoo.addons.payment.models.payment_provider', logging.INFO) as logs,
        ):
            self.stripe.action_stripe_create_webhook()

        self.assertEqual(self.stripe.stripe_webhook_secret, 'whsec_very_secret')
        self.assertNotIn('very_secret', '\n'.join(logs.output))
        self.assertIn('[REDACTED]', '\n'.join(logs.output))

    def test_the_customer_is_not_logged(self):
        tx = self._create_transaction('direct')
        tx.partner_name = 'Zenobia Quill'
        content = b'{"id": "cus_1", "name": "Zenobia Quill", "email": "z@quill.example"}'
        with (
            patch('requests.request', return_value=self._answer(content)),
            self.assertLogs('odoo.addons.payment.models.payment_provider', logging.INFO) as logs,
        ):
            tx._stripe_create_customer()

        text = '\n'.join(logs.output)
        self.assertNotIn('Zenobia', text)
        self.assertNotIn('quill.example', text)

    def test_the_access_log_shows_no_secret_of_a_return(self):
        filters = logging.getLogger('werkzeug').filters
        self.assertTrue(any(isinstance(f, logging_filter.SecretParameters) for f in filters))
        record = logging.LogRecord(
            'werkzeug', logging.INFO, __file__, 1, '%s %s',
            ('GET', '/payment/stripe/return?a=1&payment_intent_client_secret=pi_1_secret_x&b=2'),
            None,
        )  # fmt: skip

        logging_filter.SecretParameters().filter(record)

        self.assertEqual(
            record.getMessage(),
            'GET /payment/stripe/return?a=1&payment_intent_client_secret=[REDACTED]&b=2',
        )
