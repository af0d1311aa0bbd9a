"""Twenty callers at once never move money twice."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe
from fake_stripe.store import Store

CALLERS = 20


@pytest.fixture(autouse=True)
def slow_store(monkeypatch):
    """Let every look into the store take a moment, so that callers meet inside."""
    for name in ("get", "find", "add"):
        known = getattr(Store, name)

        def slowly(self, *args, known=known):
            time.sleep(0.002)
            return known(self, *args)

        monkeypatch.setattr(Store, name, slowly)


def _together(act):
    """Call twenty times at once; return the results, with refusals as their codes."""

    def call(number):
        try:
            return act(number)
        except stripe.StripeError as error:
            return error.code or type(error).__name__

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(call, range(CALLERS)))


def test_held_money_is_captured_by_one_caller(connect, pay, kinds):
    intent = pay(2500, capture_method="manual")

    results = _together(lambda _n: connect(timeout=60).payment_intents.capture(intent["id"]).status)

    assert sorted(results) == ["payment_intent_unexpected_state"] * 19 + ["succeeded"]
    assert kinds().count("charge.captured") == 1


def test_one_browser_of_twenty_pays(fake, sdk):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur"})

    def confirm(_number):
        try:
            return fake.confirm(intent.client_secret)["status"]
        except Exception as error:
            return type(error).__name__

    assert sorted(_together(confirm)) == ["ApiError"] * 19 + ["succeeded"]
    assert len(fake.all("charge")) == 1


def test_refunds_never_exceed_what_was_paid(fake, connect, pay):
    intent = pay(2500)

    results = _together(
        lambda _n: (
            connect(timeout=60)
            .refunds.create({"payment_intent": intent["id"], "amount": 400})
            .status
        )
    )

    assert results.count("succeeded") == 6
    assert fake.get("charge", intent["latest_charge"])["amount_refunded"] == 2400


def test_one_key_makes_one_intent(fake, connect):
    results = _together(
        lambda _n: (
            connect(timeout=60)
            .payment_intents.create({"amount": 900, "currency": "eur"}, {"idempotency_key": "k"})
            .id
        )
    )

    assert len(set(results)) == 1
    assert [one["id"] for one in fake.all("payment_intent")] == results[:1]


def test_twenty_customers_pay_at_once(fake, connect):
    def buy(number):
        sdk = connect(timeout=60)
        intent = sdk.payment_intents.create({
            "amount": 1000 + number, "currency": "eur", "confirm": True,
            "payment_method": "pm_card_visa",
        })  # fmt: skip
        return intent.amount_received

    assert sorted(_together(buy)) == [1000 + number for number in range(CALLERS)]
    lines = fake.all("balance_transaction")
    assert fake.make_payout()["amount"] == sum(line["net"] for line in lines)
    assert len(lines) == CALLERS
