import os
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.gift_payment import const
from odoo.addons.gift_payment.tests.common import GiftStripeCommon

FAKE = 'http://127.0.0.1:12111'


@tagged('post_install', '-at_install')
class TestFakeGuards(GiftStripeCommon):
    """No single slip sends a real shop's payments, or its key, to something that is not Stripe."""

    def _get_urls(self, base=FAKE):
        with patch.dict(os.environ):
            os.environ.pop(const.FAKE_BASE_VARIABLE, None)
            if base is not None:
                os.environ[const.FAKE_BASE_VARIABLE] = base
            return (
                self.stripe._build_request_url('payment_intents'),
                self.env['payment.provider']._gift_get_stripe_script(),
            )

    def _assert_real(self, base=FAKE):
        url, script = self._get_urls(base)
        self.assertEqual(url, 'https://api.stripe.com/v1/payment_intents')
        self.assertEqual(script, const.STRIPE_SCRIPT)

    def test_the_fake_is_used_when_every_guard_lets_it(self):
        for base in (FAKE, FAKE + '/', 'http://localhost:12111'):
            with self.subTest(base=base):
                url, script = self._get_urls(base)

                self.assertEqual(url, f"{base.rstrip('/')}/v1/payment_intents")
                self.assertEqual(script, f"{base.rstrip('/')}/v3/")

    def test_without_the_variable_stripe_is_used(self):
        for base in (None, ''):
            with self.subTest(base=base):
                self._assert_real(base)

    def test_another_machine_is_never_used(self):
        for base in (
            'http://192.0.2.1:80', 'https://fake.example', 'http://127.0.0.1.fake.example',
            'http://localhost@fake.example', 'fake', 'http://[::ffff:192.0.2.1]',
        ):  # fmt: skip
            with self.subTest(base=base):
                self._assert_real(base)

    def test_an_enabled_provider_uses_stripe(self):
        self.stripe.state = 'enabled'

        self._assert_real()

    def test_a_live_secret_key_goes_to_stripe(self):
        self.stripe.stripe_secret_key = 'sk_live_x'

        self._assert_real()

    def test_a_live_publishable_key_goes_to_stripe(self):
        self.stripe.stripe_publishable_key = 'pk_live_x'

        self._assert_real()

    def test_other_providers_are_left_alone(self):
        self.stripe.code = 'none'
        with patch.dict(os.environ, {const.FAKE_BASE_VARIABLE: FAKE}):
            self.assertFalse(self.stripe._gift_get_fake_base())

    def test_calls_to_the_proxy_of_odoo_are_left_alone(self):
        with patch.dict(os.environ, {const.FAKE_BASE_VARIABLE: FAKE}):
            url = self.stripe._build_request_url('accounts', is_proxy_request=True)

        self.assertTrue(url.startswith('https://stripe.api.odoo.com/'))

    def test_no_field_or_parameter_names_the_fake(self):
        names = [name for name in self.env['payment.provider']._fields if 'fake' in name]
        parameters = self.env['ir.config_parameter'].search([('key', 'ilike', 'fake')])

        self.assertEqual((names, parameters.mapped('key')), ([], []))
