"""Fixtures of the fake Stripe's tests: the fake itself and the real SDK pointed at it."""

import sys
from pathlib import Path

import pytest
import stripe

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "addons/gift_payment/tests"))

from fake_stripe import FakeStripe


@pytest.fixture
def fake():
    """A fake Stripe of the test's own; nothing in it may have crashed."""
    with FakeStripe() as made:
        yield made
        assert made.crashes == []


@pytest.fixture
def connect(fake):
    """Return a way to connect the real SDK to the fake."""

    def make(key=None, retries=0, **options):
        return stripe.StripeClient(
            key or fake.secret_key,
            base_addresses={"api": fake.url, "files": fake.url},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=options.pop("timeout", 10)),
            **options,
        ).v1

    return make


@pytest.fixture
def sdk(connect):
    """The real SDK with the secret key."""
    return connect()


@pytest.fixture
def pay(fake, sdk):
    """Return a way to pay an amount; the intent comes back as the API shows it."""

    def make(amount=2500, card="4242424242424242", complete_3ds=None, **values):
        intent = sdk.payment_intents.create({"amount": amount, "currency": "eur", **values})
        return fake.confirm(intent.client_secret, card, complete_3ds)

    return make


@pytest.fixture
def quick_retries(monkeypatch):
    """Let the SDK try again at once."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.02)


@pytest.fixture
def kinds(fake):
    """Return a way to read the kinds of all events so far, the oldest first."""
    return lambda: [event["type"] for event in fake.events]
