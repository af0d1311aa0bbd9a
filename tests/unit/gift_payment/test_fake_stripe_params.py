"""The parameters that the fake takes are parameters that the SDK knows."""

import pytest
import stripe.params
from fake_stripe import disputes
from fake_stripe.routes import ROUTES

SDK = {
    "POST customers": "CustomerCreateParams",
    "GET customers": "CustomerListParams",
    "POST payment_methods": "PaymentMethodCreateParams",
    "GET payment_methods": "PaymentMethodListParams",
    "POST payment_methods/{}": "PaymentMethodUpdateParams",
    "POST payment_methods/{}/attach": "PaymentMethodAttachParams",
    "POST payment_intents": "PaymentIntentCreateParams",
    "GET payment_intents": "PaymentIntentListParams",
    "POST payment_intents/{}": "PaymentIntentUpdateParams",
    "POST payment_intents/{}/confirm": "PaymentIntentConfirmParams",
    "POST payment_intents/{}/capture": "PaymentIntentCaptureParams",
    "POST payment_intents/{}/cancel": "PaymentIntentCancelParams",
    "POST setup_intents": "SetupIntentCreateParams",
    "GET setup_intents": "SetupIntentListParams",
    "POST setup_intents/{}": "SetupIntentUpdateParams",
    "POST setup_intents/{}/confirm": "SetupIntentConfirmParams",
    "GET charges": "ChargeListParams",
    "POST refunds": "RefundCreateParams",
    "GET refunds": "RefundListParams",
    "POST refunds/{}": "RefundUpdateParams",
    "GET disputes": "DisputeListParams",
    "POST disputes/{}": "DisputeUpdateParams",
    "POST files": "FileCreateParams",
    "GET files": "FileListParams",
    "GET balance_transactions": "BalanceTransactionListParams",
    "GET payouts": "PayoutListParams",
    "GET events": "EventListParams",
    "POST webhook_endpoints": "WebhookEndpointCreateParams",
    "GET webhook_endpoints": "WebhookEndpointListParams",
    "POST webhook_endpoints/{}": "WebhookEndpointUpdateParams",
    "POST payment_method_domains": "PaymentMethodDomainCreateParams",
    "GET payment_method_domains": "PaymentMethodDomainListParams",
    "POST payment_method_domains/{}": "PaymentMethodDomainUpdateParams",
}
# What browsers send and the SDK does not, and what the API takes on creation all the same.
BROWSER = {"key", "client_secret", "expected_payment_method_type", "use_stripe_sdk"}
OLD = {"payment_method_types"}  # refused where the version of the caller does not know them
BY_ROUTE = {f"{route.method} {route.path}": route for route in ROUTES}


@pytest.mark.parametrize("name", sorted(SDK))
def test_no_parameter_is_invented(name):
    known = set(getattr(stripe.params, SDK[name]).__annotations__)

    assert set(BY_ROUTE[name].schema) - BROWSER - OLD - known == set()


def test_evidence_is_what_the_sdk_sends():
    known = set(stripe.params.DisputeUpdateParamsEvidence.__annotations__)

    assert set(disputes.UPDATE["evidence"]) == known - {"enhanced_evidence", "appeal"}
