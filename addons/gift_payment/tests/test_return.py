from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.gift_payment.tests.common import GiftStripeCommon
from odoo.addons.payment_stripe.controllers.main import StripeController


@tagged('post_install', '-at_install')
class TestReturn(GiftStripeCommon):
    """A paid intent pays for the order it was made for, and for no other."""

    def setUp(self):
        super().setUp()
        self.paid = self._create_transaction(
            'direct', reference='S1', provider_reference='pi_paid', state='done'
        )
        self.other = self._create_transaction(
            'direct', reference='S2', provider_reference='pi_other'
        )

    def _return(self, **params):
        url = self._build_url(StripeController._return_url)
        intent = self._create_paid_event(self.paid)['data']['object']
        with patch.object(self.registry['payment.provider'], '_send_api_request') as send:
            send.return_value = {**intent, 'id': params.get('payment_intent')}
            answer = self._make_http_get_request(url, params=params)
        return answer, send

    def test_the_own_intent_pays(self):
        answer, _send = self._return(reference='S2', payment_intent='pi_other')

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.other.state, 'done')

    def test_the_paid_intent_of_another_order_does_not_pay(self):
        answer, send = self._return(reference='S2', payment_intent='pi_paid')

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.other.state, 'draft')
        self.assertEqual(self.other.provider_reference, 'pi_other')
        send.assert_not_called()

    def test_odd_addresses_lead_to_the_status_page(self):
        unpaid = self._create_transaction('direct', reference='S3')
        cases = [
            {},
            {'reference': 'S9', 'payment_intent': 'pi_paid'},
            {'reference': 'S3', 'payment_intent': ''},
            {'reference': 'S3', 'payment_intent': 'pi_paid'},
            {'reference': 'S2'},
            {'payment_intent': 'pi_other'},
            {'reference': 'S2', 'payment_intent': 'pi_other/../../x'},
            {'reference': "S2' OR 1=1", 'payment_intent': 'pi_öther'},
        ]
        for params in cases:
            with self.subTest(params=params):
                answer, send = self._return(**params)

                self.assertEqual(answer.status_code, 200)
                self.assertIn('/payment/status', answer.url)
                send.assert_not_called()
        self.assertEqual((unpaid + self.other).mapped('state'), ['draft', 'draft'])

    def test_the_intent_is_noted_when_it_is_made(self):
        tx = self._create_transaction('direct', reference='S4')
        with patch.object(self.registry['payment.provider'], '_send_api_request') as send:
            send.return_value = {'id': 'pi_new', 'client_secret': 'pi_new_secret'}
            tx._stripe_create_intent()

        self.assertEqual((tx.provider_reference, tx.state), ('pi_new', 'draft'))

    def test_less_money_than_the_price_does_not_pay_all(self):
        event = self._create_paid_event(self.other, amount_received=500)
        self._post_event(event)

        done = self.other.child_transaction_ids.filtered(lambda tx: tx.state == 'done')
        self.assertEqual(done.amount, 5.0)
        released = self.other.child_transaction_ids - done
        self.assertEqual(released.state, 'cancel')
        self.assertAlmostEqual(released.amount, self.other.amount - 5.0, 2)
