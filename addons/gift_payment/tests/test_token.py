from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.gift_payment.tests.common import GiftStripeCommon

CARD = {'id': 'pm_1', 'type': 'card', 'card': {'last4': '4242'}}
DEBIT = {'id': 'pm_1', 'type': 'sepa_debit', 'sepa_debit': {'last4': '3000'}}
CHARGE = {
    'id': 'ch_1',
    'payment_method_details': {'type': 'sepa_debit', 'sepa_debit': {'mandate': 'mandate_1'}},
}


@tagged('post_install', '-at_install')
class TestToken(GiftStripeCommon):
    """A kept payment method is read from the intent, whichever version of the API wrote it."""

    def _pay(self, method, **intent):
        """Let Stripe tell that a payment with a kept method succeeded; return its token."""
        self.count = getattr(self, 'count', 0) + 1
        tx = self._create_transaction(
            'direct', tokenize=True, provider_reference='pi_1', reference=f'Kept {self.count}'
        )
        event = self._create_paid_event(tx, customer='cus_1', **intent)
        data = {'reference': tx.reference, 'payment_intent': event['data']['object']}
        tx._process('stripe', {**data, 'payment_method': method})
        self.assertEqual(tx.state, 'done')
        self.assertRecordValues(tx.token_id, [{
            'provider_ref': 'cus_1', 'stripe_payment_method': 'pm_1',
            'payment_details': method[method['type']]['last4'],
        }])  # fmt: skip
        return tx.token_id

    def test_an_intent_with_a_list_of_charges(self):
        token = self._pay(DEBIT, charges={'data': [CHARGE]})

        self.assertEqual(token.stripe_mandate, 'mandate_1')

    def test_an_intent_that_holds_its_latest_charge(self):
        token = self._pay(DEBIT, latest_charge=CHARGE)

        self.assertEqual(token.stripe_mandate, 'mandate_1')

    def test_an_intent_that_names_its_latest_charge(self):
        provider = self.registry['payment.transaction']
        with patch.object(provider, '_send_api_request', return_value=CHARGE) as ask:
            token = self._pay(DEBIT, latest_charge='ch_1')

        ask.assert_called_once_with('GET', 'charges/ch_1')
        self.assertEqual(token.stripe_mandate, 'mandate_1')

    def test_an_intent_without_any_charge_keeps_the_card(self):
        self.assertFalse(self._pay(CARD).stripe_mandate)
        self.assertFalse(self._pay(CARD, charges={'data': []}).stripe_mandate)

    def test_a_charge_that_cannot_be_read_keeps_the_card(self):
        error = ValidationError("Could not establish the connection to the API.")
        with patch.object(
            self.registry['payment.transaction'], '_send_api_request', side_effect=error
        ):
            self.assertFalse(self._pay(CARD, latest_charge='ch_1').stripe_mandate)
