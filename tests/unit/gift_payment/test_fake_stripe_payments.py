"""Payments at the fake Stripe, driven by the real SDK."""

import pytest
import stripe


def test_paid_card_succeeds(sdk, pay):
    intent = pay(2500, description="S00001")

    found = sdk.payment_intents.retrieve(intent["id"], {"expand": ["latest_charge"]})
    assert (found.status, found.amount_received) == ("succeeded", 2500)
    assert found.latest_charge.description == "S00001"
    assert found.latest_charge.payment_method_details.card.brand == "visa"


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
    ],
)
def test_refused_card_leaves_the_intent_open(sdk, pay, card, code, decline_code):
    intent = pay(card=card)

    found = sdk.payment_intents.retrieve(intent["id"])
    assert found.status == "requires_payment_method"
    assert found.last_payment_error.code == code
    assert found.last_payment_error.decline_code == decline_code
    assert sdk.charges.retrieve(found.latest_charge).status == "failed"


def test_held_money_is_captured_once(sdk, pay):
    intent = pay(2500, capture_method="manual")
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 2500)

    sdk.payment_intents.capture(intent["id"])

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.payment_intents.capture(intent["id"])
    assert refused.value.code == "payment_intent_unexpected_state"


def test_partial_capture_releases_the_rest(sdk, pay):
    intent = pay(2500, capture_method="manual")

    captured = sdk.payment_intents.capture(intent["id"], {"amount_to_capture": 2000})

    assert (captured.status, captured.amount_received) == ("succeeded", 2000)
    assert captured.amount_capturable == 0
    assert sdk.charges.retrieve(captured.latest_charge).amount_captured == 2000
    with pytest.raises(stripe.InvalidRequestError, match="status of succeeded"):
        sdk.payment_intents.capture(intent["id"], {"amount_to_capture": 500})


def test_more_than_was_held_is_not_captured(sdk, pay):
    intent = pay(2500, capture_method="manual")

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.payment_intents.capture(intent["id"], {"amount_to_capture": 2501})

    assert (refused.value.code, refused.value.param) == ("amount_too_large", "amount_to_capture")
    assert sdk.payment_intents.retrieve(intent["id"]).amount_capturable == 2500


def test_held_money_has_a_day_of_expiry(fake, sdk, pay):
    intent = pay(2500, capture_method="manual")

    charge = sdk.charges.retrieve(intent["latest_charge"])
    card = charge.payment_method_details.card
    assert card.capture_before - charge.created == 7 * 24 * 3600
    assert (charge.captured, charge.balance_transaction) == (False, None)


def test_authorisation_runs_out_after_its_days(fake, sdk, pay, kinds):
    intent = pay(2500, capture_method="manual")
    other = pay(1000, capture_method="manual")

    fake.expire(other["id"])
    fake.advance(8 * 24 * 3600)

    for key in (intent["id"], other["id"]):
        found = sdk.payment_intents.retrieve(key)
        assert (found.status, found.cancellation_reason) == ("canceled", "automatic")
        assert (found.amount_capturable, found.amount_received) == (0, 0)
    assert kinds()[-2:] == ["charge.expired", "payment_intent.canceled"]
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        sdk.payment_intents.capture(intent["id"])


def test_canceled_intent_takes_no_money(sdk, pay):
    intent = pay(2500, capture_method="manual")

    canceled = sdk.payment_intents.cancel(intent["id"], {"cancellation_reason": "abandoned"})

    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    assert sdk.charges.retrieve(intent["latest_charge"]).amount_captured == 0
    with pytest.raises(stripe.InvalidRequestError, match="status of canceled"):
        sdk.payment_intents.cancel(intent["id"])


def test_paid_intent_is_not_canceled(sdk, pay):
    intent = pay()

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.payment_intents.cancel(intent["id"])

    assert refused.value.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("as_refund", [False, True])
def test_released_money_shows_as_refund_where_the_account_sees_it_so(fake, sdk, pay, as_refund):
    fake.release_as_refund = as_refund
    intent = pay(2500, capture_method="manual")

    sdk.payment_intents.capture(intent["id"], {"amount_to_capture": 2000})

    charge = fake.get("charge", intent["latest_charge"], version="2019-05-16")
    assert [one["amount"] for one in charge["refunds"]["data"]] == [500] * as_refund
    assert charge["amount_refunded"] == 500 * as_refund
    assert ("charge.refunded" in [one["type"] for one in fake.events]) is as_refund
    assert sdk.refunds.create({"payment_intent": intent["id"]}).amount == 2000


def test_intent_is_changed_until_it_is_paid(sdk, fake):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur"})

    sdk.payment_intents.update(intent.id, {"amount": 800, "metadata": {"order": "S7"}})
    fake.confirm(intent.client_secret)

    found = sdk.payment_intents.retrieve(intent.id)
    assert (found.amount_received, found.metadata["order"]) == (800, "S7")
    with pytest.raises(stripe.InvalidRequestError, match="may be updated"):
        sdk.payment_intents.update(intent.id, {"amount": 700})


@pytest.mark.parametrize(
    ("values", "code", "param"),
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": 0, "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "12.5", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 49, "currency": "eur"}, "amount_too_small", "amount"),
        ({"amount": 100_000_000, "currency": "eur"}, "amount_too_large", "amount"),
        ({"amount": 500, "currency": "euro"}, None, "currency"),
        ({"amount": 500, "currency": "eur", "colour": "red"}, "parameter_unknown", "colour"),
        (
            {"amount": 500, "currency": "eur", "shipping": {"address": {"planet": "Mars"}}},
            "parameter_unknown", "shipping[address][planet]",
        ),
        ({"amount": 500, "currency": "eur", "customer": "cus_1"}, "resource_missing", "customer"),
        (
            {"amount": 500, "currency": "eur", "capture_method": "manual",
             "allowed_payment_method_types": ["ideal"]}, None, "allowed_payment_method_types",
        ),
        (
            {"amount": 500, "currency": "eur", "payment_method_types": ["card"]},
            "payment_method_types_no_longer_supported", "payment_method_types",
        ),
        ({"amount": 500, "currency": "eur", "expand": ["colour"]}, None, "expand"),
    ],
)  # fmt: skip
def test_wrong_intent_is_refused_as_stripe_refuses_it(sdk, values, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.payment_intents.create(values)

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (
        400, code, param,
    )  # fmt: skip


def test_intents_and_charges_are_listed(sdk, pay):
    customer = sdk.customers.create({"name": "Emma"})
    mine = pay(700, customer=customer.id)
    pay(800)

    assert [one.id for one in sdk.payment_intents.list({"customer": customer.id})] == [mine["id"]]
    charges = sdk.charges.list({"payment_intent": mine["id"]})
    assert [one.id for one in charges] == [mine["latest_charge"]]
    assert len(sdk.payment_intents.list().data) == 2


def test_unknown_things_are_not_found(sdk):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        sdk.payment_intents.retrieve("pi_none")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")

    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        sdk.products.list()


def test_kinds_of_payment_are_named_to_old_versions_only(connect):
    old = connect(stripe_version="2019-05-16").payment_intents
    values = {"amount": 500, "currency": "eur"}

    made = old.create({**values, "payment_method_types": ["card", "ideal"]})
    assert made.payment_method_types == ["card", "ideal"]
    with pytest.raises(stripe.InvalidRequestError, match="manual capture"):
        old.create({**values, "payment_method_types": ["ideal"], "capture_method": "manual"})
    held = connect().payment_intents.create({
        **values, "allowed_payment_method_types": ["card", "ideal"], "capture_method": "manual",
    })  # fmt: skip
    assert held.payment_method_types == ["card"]
