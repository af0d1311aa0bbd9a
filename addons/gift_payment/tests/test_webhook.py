import json
import time
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_payment.tests.common import (
    CONTROLLER,
    STOCK_CONTROLLER,
    STOCK_TRANSACTION,
    GiftStripeCommon,
)


@tagged('post_install', '-at_install')
class TestWebhook(GiftStripeCommon):
    """Only what Stripe signed changes a payment; the rest is refused without a traceback."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(STOCK_CONTROLLER, STOCK_TRANSACTION, CONTROLLER))
        self.tx = self._create_transaction('direct', provider_reference='pi_1')
        self.event = self._create_paid_event(self.tx)

    def _assert_refused(self, answer, status):
        self.assertEqual(answer.status_code, status)
        self.assertNotIn('Traceback', answer.text)
        self.assertEqual(self.tx.state, 'draft')

    def test_an_event_with_a_valid_signature_pays(self):
        answer = self._post_event(self.event)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.tx.state, 'done')

    def test_an_event_without_a_signature_is_refused(self):
        self._assert_refused(self._post_event(self.event, signature=''), 403)

    def test_an_event_is_refused_while_the_shop_has_no_signing_secret(self):
        self.stripe.stripe_webhook_secret = False

        self._assert_refused(self._post_event(self.event, signature=''), 403)
        self._assert_refused(self._post_event(self.event), 403)

    def test_an_event_signed_with_another_secret_is_refused(self):
        body = json.dumps(self.event).encode()

        self._assert_refused(self._post_event(body, self._sign(body, 'whsec_other')), 403)

    def test_a_changed_event_is_refused(self):
        body = json.dumps(self.event).encode()
        signature = self._sign(body)

        self._assert_refused(self._post_event(body.replace(b'evt_1', b'evt_2'), signature), 403)

    def test_any_signature_counts_while_the_secret_is_rolled(self):
        for secrets in ((self.secret, 'whsec_new'), ('whsec_new', self.secret)):
            with self.subTest(secrets=secrets):
                body = json.dumps(self.event).encode()

                answer = self._post_event(body, self._sign(body, *secrets))

                self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.tx.state, 'done')

    def test_old_and_future_dates_are_refused(self):
        body = json.dumps(self.event).encode()
        for offset in (-3600, 3600):
            with self.subTest(offset=offset):
                signature = self._sign(body, at=time.time() + offset)

                self._assert_refused(self._post_event(body, signature), 403)

    def test_signature_headers_that_are_none_are_refused(self):
        for header in ('garbage', 't=,v1=', 't=abc,v1=00', 'v1=00', '=,=', 't=1', ',' * 500, 't=²'):
            with self.subTest(header=header):
                self._assert_refused(self._post_event(self.event, header.encode()), 403)

    def test_bodies_that_are_no_event_are_refused(self):
        thing = self.event['data']['object']
        bodies = [
            b'', b'{', b'null', b'[]', b'7', b'"x"', b'{}', b'[' * 100_000, b'\xff\xfe',
            json.dumps({**self.event, 'type': ['a']}).encode(),
            json.dumps({**self.event, 'type': None}).encode(),
            json.dumps({**self.event, 'data': None}).encode(),
            json.dumps({**self.event, 'data': {'object': []}}).encode(),
            json.dumps({**self.event, 'data': {'object': {**thing, 'id': 1}}}).encode(),
            json.dumps({**self.event, 'data': {'object': {**thing, 'description': [1]}}}).encode(),
            json.dumps({**self.event, 'data': {'object': {**thing, 'description': {}}}}).encode(),
        ]  # fmt: skip
        for body in bodies:
            with self.subTest(body=body[:60]):
                self._assert_refused(self._post_event(body), 400)

    def test_a_body_that_is_too_long_is_refused_unread(self):
        body = json.dumps({**self.event, 'more': 'x' * 2_000_000}).encode()

        self._assert_refused(self._post_event(body), 413)

    def test_signed_events_of_an_unknown_form_are_refused_with_the_version_in_the_log(self):
        event = self._create_paid_event(self.tx)
        del event['data']['object']['status']
        with self.assertLogs(CONTROLLER, 'WARNING') as logs:
            answer = self._post_event(event)

        self._assert_refused(answer, 400)
        self.assertIn('2019-05-16', logs.output[0])

    def test_events_that_the_shop_does_not_use_are_acknowledged(self):
        answer = self._post_event({**self.event, 'type': 'customer.created'}, signature='')

        self.assertEqual((answer.status_code, self.tx.state), (200, 'draft'))

    def test_events_of_unknown_payments_are_acknowledged_and_change_nothing(self):
        event = self._create_paid_event(self.tx, description='S99999-1')

        answer = self._post_event(event, signature='')

        self.assertEqual((answer.status_code, self.tx.state), (200, 'draft'))

    def test_an_event_about_another_intent_does_not_pay(self):
        event = self._create_paid_event(self.tx, id='pi_other')

        with mute_logger('odoo.addons.gift_payment.models.payment_transaction'):
            answer = self._post_event(event)

        self.assertEqual((answer.status_code, self.tx.state), (200, 'draft'))

    def test_a_repeated_event_writes_nothing(self):
        self._post_event(self.event)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE payment_transaction SET write_date = '2020-01-01' WHERE id = %s", [self.tx.id]
        )
        self.tx.invalidate_recordset()

        answer = self._post_event(self.event)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(str(self.tx.write_date), '2020-01-01 00:00:00')

    def test_refunds_are_asked_for_because_newer_events_do_not_list_them(self):
        self._post_event(self.event)
        charge = {'id': 'ch_1', 'object': 'charge', 'description': self.tx.reference}
        refund = {
            'id': 're_1',
            'amount': 500,
            'currency': self.currency.name.lower(),
            'status': 'succeeded',
            'balance_transaction': 'txn_1',
        }
        page = {'data': [refund], 'has_more': False}
        event = {'id': 'evt_2', 'type': 'charge.refunded', 'data': {'object': charge}}
        with patch.object(self.registry['payment.provider'], '_send_api_request') as send:
            send.return_value = page
            for _repeated in range(2):
                answer = self._post_event(event)

        self.assertEqual(answer.status_code, 200)
        refund_tx = self.tx.child_transaction_ids
        self.assertEqual(len(refund_tx), 1)
        self.assertEqual(
            (refund_tx.operation, refund_tx.amount, refund_tx.provider_reference),
            ('refund', -5.0, 're_1'),
        )

    def test_an_unsigned_refund_changes_nothing(self):
        self._post_event(self.event)
        charge = {'id': 'ch_1', 'object': 'charge', 'description': self.tx.reference}
        event = {'id': 'evt_2', 'type': 'charge.refunded', 'data': {'object': charge}}
        with patch.object(self.registry['payment.provider'], '_send_api_request') as send:
            answer = self._post_event(event, signature='')

        self.assertEqual(answer.status_code, 403)
        self.assertFalse(self.tx.child_transaction_ids)
        send.assert_not_called()
