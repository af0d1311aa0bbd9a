import json

import stripe
from stripe._api_version import _ApiVersion

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_payment import const
from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon

EVENTS_LOG = 'odoo.addons.gift_payment.controllers.events_controller'


@tagged('post_install', '-at_install')
class TestEvents(FakeStripeCommon):
    """The second endpoint: signed, once, and only as a hint to look at Stripe."""

    def setUp(self):
        super().setUp()
        self.gift_template.proof_policy = 'none'
        self.order = self._create_gift_order("Anna", confirm=False)
        self.tx = self._create_payment(self.order)
        self.fake.confirm(self.client_secret)

    def _get_event(self, kind='payment_intent.succeeded'):
        return next(event for event in reversed(self.fake.events) if event['type'] == kind)

    def _post(self, event, secret='whsec_of_our_endpoint', header=None):
        body, headers = self.fake.signed(event, secret, api_version=const.SDK_API_VERSION)
        if header is not None:
            headers = {'Stripe-Signature': header}
        return self.url_open(
            const.EVENTS_URL,
            data=body,
            method='POST',
            headers={'Content-Type': 'application/json', **headers},
        )

    def _count_events(self):
        return self.env['gift.stripe.event'].search_count([])

    def test_a_signed_event_pays_once(self):
        event = self._get_event()
        for _repeated in range(2):
            answer = self._post(event)
            self.assertEqual(answer.status_code, 200)

        self.assertEqual(self.tx.state, 'done')
        self.assertEqual(self._count_events(), 1)

    def test_events_that_stripe_did_not_sign_change_nothing(self):
        event = self._get_event()
        for secret, header in (('whsec_other', None), ('whsec_other', ''), ('x', 'garbage')):
            with self.subTest(secret=secret, header=header):
                self.assertEqual(self._post(event, secret, header).status_code, 403)
        self.stripe.gift_stripe_events_secret = False
        self.assertEqual(self._post(event).status_code, 403)

        self.assertEqual((self.tx.state, self._count_events()), ('draft', 0))

    def test_bodies_that_are_no_event_are_refused(self):
        for body in (b'', b'[]', b'{"type": 3}', b'{' * 5000):
            answer = self.url_open(const.EVENTS_URL, data=body, method='POST')
            with self.subTest(body=body[:9]):
                self.assertEqual(answer.status_code, 400)

    def test_late_news_do_not_undo_newer_ones(self):
        created = self._get_event('payment_intent.succeeded')
        old = json.loads(json.dumps(created))
        old.update(id='evt_old', type='payment_intent.processing')
        old['data']['object']['status'] = 'processing'
        self._post(created)

        self.assertEqual(self._post(old).status_code, 200)

        self.assertEqual(self.tx.state, 'done')

    def test_an_event_is_sent_again_when_stripe_cannot_be_asked(self):
        event = self._get_event()
        self.fake.fail('GET', '/v1/payment_intents/*', 'http_500')
        with mute_logger('odoo.addons.payment.models.payment_provider'):
            answer = self._post(event)
        self.assertEqual(answer.status_code, 503)
        self.assertEqual((self.tx.state, self._count_events()), ('draft', 0))

        self.assertEqual(self._post(event).status_code, 200)

        self.assertEqual(self.tx.state, 'done')

    def test_missed_events_are_dealt_with_in_their_order(self):
        self.fake.add_endpoint('https://shop.example' + const.EVENTS_URL)
        order = self._create_gift_order("Ben", confirm=False)
        tx = self._create_payment(order)
        self.fake.confirm(self.client_secret)

        count = self.stripe._gift_replay_missed_events()
        again = self.stripe._gift_replay_missed_events()

        self.assertGreaterEqual(count, 1)
        self.assertEqual(again, 0)
        self.assertEqual((tx.state, self.tx.state), ('done', 'draft'))

    def test_the_endpoint_is_made_with_the_version_of_the_sdk(self):
        self.stripe.gift_stripe_events_secret = False

        self.stripe.action_gift_create_events_endpoint()

        endpoints = self.stripe._gift_get_stripe_client().v1.webhook_endpoints.list().data
        self.assertEqual([(e.url, e.api_version) for e in endpoints], [
            (self.stripe._gift_get_events_url(), const.SDK_API_VERSION),
        ])  # fmt: skip
        self.assertTrue(self.stripe.gift_stripe_events_secret.startswith('whsec_'))

    def test_the_pinned_version_is_the_one_of_the_installed_sdk(self):
        self.assertEqual(const.SDK_API_VERSION, _ApiVersion.CURRENT)
        self.assertTrue(stripe.VERSION.startswith('16.'))
