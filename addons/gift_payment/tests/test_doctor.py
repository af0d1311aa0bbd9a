from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gift_payment import const
from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon
from odoo.addons.payment_stripe import const as stripe_const


@tagged('post_install', '-at_install')
class TestDoctor(FakeStripeCommon):
    """The doctor finds what is wrong, names it, and says what to do."""

    def setUp(self):
        super().setUp()
        self.stripe.stripe_webhook_secret = False
        self.stripe.gift_stripe_events_secret = False
        self.stripe.action_stripe_create_webhook()
        self.stripe.action_gift_create_events_endpoint()

    def _find(self):
        """Return {code: (level, advice)}; every text is a sentence."""
        doctor = self.env['gift.payment.doctor']._examine(self.stripe)
        for line in doctor.line_ids:
            self.assertTrue(line.text.endswith('.'), line.text)
            if line.level != 'ok':
                self.assertTrue(line.advice or line.code == 'stripe', line.code)
        return {line.code: line.level for line in doctor.line_ids}

    def test_a_right_set_up_has_no_error(self):
        found = self._find()

        self.assertEqual(set(found.values()) - {'ok', 'warning'}, set())
        self.assertEqual(
            {code for code, level in found.items() if level == 'warning'}, {'address_local'}
        )

    def test_missing_secrets_are_found(self):
        self.stripe.stripe_webhook_secret = False
        self.stripe.gift_stripe_events_secret = 'no secret'

        found = self._find()

        self.assertEqual(found['webhook_secret_missing'], 'error')
        self.assertEqual(found['events_secret_odd'], 'error')

    def test_keys_of_the_wrong_kind_are_found(self):
        self.stripe.stripe_publishable_key = 'pk_live_x'
        self.assertEqual(self._find()['publishable_key_mode'], 'error')
        self.stripe.stripe_publishable_key = 'sk_test_x'
        self.assertEqual(self._find()['publishable_key_odd'], 'error')

    def test_a_wrong_secret_key_is_told_in_plain_words(self):
        self.stripe.stripe_secret_key = 'sk_test_of_another_account'

        doctor = self.env['gift.payment.doctor']._examine(self.stripe)

        finding = doctor.line_ids.filtered(lambda line: line.code == 'stripe')
        self.assertIn("does not accept the secret key", finding.text)

    def test_silence_of_stripe_is_told(self):
        self.fake.stop()

        doctor = self.env['gift.payment.doctor']._examine(self.stripe)

        finding = doctor.line_ids.filtered(lambda line: line.code == 'stripe')
        self.assertIn("did not answer", finding.text)

    def test_endpoints_that_are_missing_off_old_or_deaf_are_found(self):
        client = self.stripe._gift_get_stripe_client()
        for endpoint in client.v1.webhook_endpoints.list().data:
            client.v1.webhook_endpoints.delete(endpoint.id)
        self.assertEqual(self._find()['endpoint_missing'], 'error')

        made = client.v1.webhook_endpoints.create(
            {
                'url': self.stripe._gift_get_events_url(),
                'enabled_events': const.EVENT_TYPES[:2],
                'api_version': stripe_const.API_VERSION,
            }
        )
        client.v1.webhook_endpoints.update(made.id, {'disabled': True})
        found = self._find()

        for code in ('endpoint_off', 'endpoint_version', 'endpoint_events'):
            self.assertEqual(found[code], 'error', code)

    def test_background_work_that_is_off_is_found(self):
        self.env.ref('gift_payment.ir_cron_capture').active = False

        self.assertEqual(self._find()['cron_off'], 'error')

    def test_only_administrators_may_ask(self):
        for role in ('staff', 'manager', 'production', 'employee', 'customer'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.stripe.with_user(self.users[role]).action_gift_examine()
