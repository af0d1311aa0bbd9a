"""Faults and repeated calls at the fake Stripe, as the SDK meets them."""

import pytest
import requests
import stripe

VALUES = {"amount": 900, "currency": "eur"}


@pytest.mark.parametrize("kind", ["http_500", "drop_before", "drop_after"])
def test_sdk_gets_over_a_fault_with_one_payment(fake, connect, quick_retries, kind):
    fake.fail("POST", "payment_intents", kind, times=2)

    intent = connect(retries=2).payment_intents.create(VALUES)

    assert [one["id"] for one in fake.all("payment_intent")] == [intent.id]
    tries = [one for one in fake.requests if one.path == "/v1/payment_intents"]
    assert [one.fault for one in tries] == [kind, kind, ""]
    assert len({one.headers["Idempotency-Key"] for one in tries}) == 1
    assert tries[-1].replayed is (kind == "drop_after")


@pytest.mark.parametrize(
    ("kind", "error", "made"),
    [
        ("http_500", stripe.APIError, 0),
        ("http_429", stripe.RateLimitError, 0),
        ("drop_before", stripe.APIConnectionError, 0),
        ("drop_after", stripe.APIConnectionError, 1),
        ("garbage", stripe.APIError, 0),
        ("garbage_after", stripe.APIError, 1),
    ],
)
def test_fault_without_another_try(fake, sdk, kind, error, made):
    fake.fail("POST", "payment_intents", kind)

    with pytest.raises(error):
        sdk.payment_intents.create(VALUES)

    assert len(fake.all("payment_intent")) == made
    assert sdk.payment_intents.create(VALUES).amount == 900


def test_answer_that_comes_too_late_was_still_done(fake, sdk, connect, pay):
    intent = pay(900)
    fake.fail("POST", "refunds", "timeout", seconds=60)
    key = {"idempotency_key": "refund-1"}

    with pytest.raises(stripe.APIConnectionError):
        connect(timeout=1).refunds.create({"payment_intent": intent["id"]}, key)
    again = sdk.refunds.create({"payment_intent": intent["id"]}, key)

    assert [one["id"] for one in fake.all("refund")] == [again.id]


def test_fault_hits_the_calls_it_was_ordered_for(fake, sdk):
    intent = sdk.payment_intents.create({
        **VALUES, "capture_method": "manual", "confirm": True, "payment_method": "pm_card_visa",
    })  # fmt: skip
    fake.fail("POST", "/v1/payment_intents/*/capture", "http_500")

    assert sdk.payment_intents.retrieve(intent.id).status == "requires_capture"
    with pytest.raises(stripe.APIError):
        sdk.payment_intents.capture(intent.id)
    assert sdk.payment_intents.capture(intent.id).status == "succeeded"


def test_fault_without_an_end_lasts_until_it_is_cleared(fake, sdk):
    fake.fail("*", "*", "http_500", times=0)

    for _each in range(3):
        with pytest.raises(stripe.APIError):
            sdk.balance.retrieve()
    fake.faults.clear()

    assert sdk.balance.retrieve().object == "balance"


def test_unknown_fault_is_refused(fake):
    with pytest.raises(ValueError, match="is no fault"):
        fake.fail("POST", "refunds", "meteor")


def _create(fake, key, **values):
    """Create an intent with an idempotency key."""
    return requests.post(
        f"{fake.url}/v1/payment_intents", data=VALUES | values, timeout=10,
        auth=(fake.secret_key, ""), headers={"Idempotency-Key": key},
    )  # fmt: skip


def test_same_key_gives_the_same_answer(fake):
    first, second = _create(fake, "k1"), _create(fake, "k1")

    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert _create(fake, "k2").json()["id"] != first.json()["id"]
    assert len(fake.all("payment_intent")) == 2


def test_same_key_with_other_values_is_refused(fake, sdk):
    intent = sdk.payment_intents.create(VALUES, {"idempotency_key": "k1"})

    with pytest.raises(stripe.IdempotencyError):
        sdk.payment_intents.create({**VALUES, "amount": 901}, {"idempotency_key": "k1"})
    with pytest.raises(stripe.IdempotencyError):
        sdk.payment_intents.cancel(intent.id, options={"idempotency_key": "k1"})
    assert len(fake.all("payment_intent")) == 1


def test_refused_card_is_refused_again_with_the_same_key(fake, sdk):
    values = {**VALUES, "confirm": True, "payment_method": "pm_card_chargeDeclined"}

    for _each in range(2):
        with pytest.raises(stripe.CardError):
            sdk.payment_intents.create(values, {"idempotency_key": "k1"})

    assert len(fake.all("charge")) == 1


def test_key_of_a_call_that_never_ran_is_free(fake):
    assert _create(fake, "k1", colour="red").status_code == 400

    assert _create(fake, "k1").status_code == 200


def test_key_is_forgotten_after_a_day(fake):
    first = _create(fake, "k1").json()["id"]
    fake.advance(24 * 3600 + 1)

    assert _create(fake, "k1").json()["id"] != first


def test_overlong_key_is_refused(fake):
    assert _create(fake, "k" * 256).status_code == 400
