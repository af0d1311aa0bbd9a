"""A shop whose Stripe is the fake of `fake_stripe`, over real HTTP on this machine."""

import os
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase

from odoo.addons.gift_payment import const
from odoo.addons.gift_personalization.tests.production_common import ProductionCommon
from odoo.addons.payment.tests.common import PaymentCommon

from .fake_stripe import FakeStripe

SECRET_KEY = 'sk_test_fake_of_the_tests'
PUBLISHABLE_KEY = 'pk_test_fake_of_the_tests'


class FakeStripeCommon(ProductionCommon, PaymentCommon, HttpCase):
    """Two gifts of 13.00 that the customer approves first, paid by card at the fake."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enable_post_process_patcher = False  # invoices and payments are looked at
        cls.stripe = cls._prepare_provider(
            'stripe',
            update_values={
                'stripe_secret_key': SECRET_KEY,
                'stripe_publishable_key': PUBLISHABLE_KEY,
                'stripe_webhook_secret': 'whsec_of_the_stock_endpoint',
                'gift_stripe_events_secret': 'whsec_of_our_endpoint',
            },
        )
        cls.card = cls.env.ref('payment.payment_method_card')
        cls.gift_template.proof_policy = 'customer'

    def setUp(self):
        super().setUp()
        self.fake = FakeStripe(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY)
        self.addCleanup(self.fake.stop)
        environ = {const.FAKE_BASE_VARIABLE: self.fake.url}
        self.enterContext(patch.dict(os.environ, environ))
        # Background work commits after each record; a test cannot.
        self.enterContext(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )

    # === PAYING === #

    def _create_payment(self, order, amount=None):
        """Start a payment of an order as the checkout does; return its transaction."""
        self.payments = getattr(self, 'payments', 0) + 1
        tx = self._create_transaction(
            'direct',
            amount=amount or order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            provider_id=self.stripe.id,
            payment_method_id=self.card.id,
            reference=f'{order.name}-{self.payments}',
            sale_order_ids=[Command.set(order.ids)],
        )
        self.client_secret = tx._stripe_create_intent()['client_secret']
        return tx

    def _pay(self, order, card='4242424242424242', amount=None):
        """Pay an order by card: the customer confirms, comes back, and the rest follows."""
        tx = self._create_payment(order, amount)
        self.fake.confirm(self.client_secret, card=card)
        self._fetch(tx)
        tx._post_process()
        return tx

    def _fetch(self, tx):
        """Bring a transaction up to date, as the customer's return does."""
        self.stripe._gift_sync_intent(tx.provider_reference)

    def _order_and_pay(self, *texts, **kwargs):
        order = self._create_gift_order(*(texts or ("Anna", "Ben")), confirm=False)
        return order, self._pay(order, **kwargs)

    def _approve_all(self, order):
        self._approve(order.gift_job_ids)

    def _run_capture(self):
        self.env['payment.transaction']._gift_cron_capture()
        self.env['payment.transaction'].search([('is_post_processed', '=', False)])._post_process()

    def _get_intent(self, tx):
        """Return the payment as the fake knows it."""
        return self.stripe._gift_get_stripe_client().v1.payment_intents.retrieve(
            tx.provider_reference
        )
