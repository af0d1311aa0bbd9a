"""Refunds, the balance and payouts at the fake Stripe."""

import pytest
import stripe


def test_refund_gives_a_part_back(sdk, pay, kinds):
    intent = pay(2500)

    refund = sdk.refunds.create({
        "payment_intent": intent["id"], "amount": 1000, "reason": "requested_by_customer",
        "metadata": {"odoo_reference": "R1"},
    })  # fmt: skip

    assert (refund.status, refund.charge) == ("succeeded", intent["latest_charge"])
    assert (refund.reason, refund.metadata["odoo_reference"]) == ("requested_by_customer", "R1")
    charge = sdk.charges.retrieve(intent["latest_charge"])
    assert (charge.amount_refunded, charge.refunded) == (1000, False)
    assert kinds()[-2:] == ["refund.created", "charge.refunded"]


def test_no_more_is_refunded_than_was_paid(sdk, pay):
    intent = pay(2500)
    sdk.refunds.create({"charge": intent["latest_charge"], "amount": 2000})

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.refunds.create({"payment_intent": intent["id"], "amount": 501})
    assert (refused.value.code, refused.value.param) == ("amount_too_large", "amount")

    assert sdk.refunds.create({"payment_intent": intent["id"]}).amount == 500
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.refunds.create({"payment_intent": intent["id"]})
    assert refused.value.code == "charge_already_refunded"


def test_only_what_was_captured_is_refunded(sdk, pay):
    intent = pay(2500, capture_method="manual")
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        sdk.refunds.create({"payment_intent": intent["id"]})
    sdk.payment_intents.capture(intent["id"], {"amount_to_capture": 2000})

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        sdk.refunds.create({"payment_intent": intent["id"], "amount": 2001})


def test_refunds_are_listed_by_payment(fake, sdk, pay):
    mine, other = pay(), pay()
    fake.refund_in_dashboard(mine["latest_charge"], 300)
    fake.refund_in_dashboard(other["latest_charge"])

    found = sdk.refunds.list({"payment_intent": mine["id"]})

    assert [one.amount for one in found] == [300]
    assert sdk.refunds.retrieve(found.data[0].id).amount == 300
    assert [one.amount for one in sdk.refunds.list({"charge": other["latest_charge"]})] == [2500]


def test_refund_may_fail_later(fake, sdk, pay, kinds):
    intent = pay(2500)
    refund = sdk.refunds.create({"payment_intent": intent["id"], "amount": 2500})

    fake.fail_refund(refund.id)

    found = sdk.refunds.retrieve(refund.id)
    assert (found.status, found.failure_reason) == ("failed", "expired_or_canceled_card")
    assert sdk.charges.retrieve(intent["latest_charge"]).amount_refunded == 0
    assert kinds()[-3:] == ["refund.updated", "charge.refund.updated", "refund.failed"]
    assert sum(one.net for one in sdk.balance_transactions.list()) == 2500 - 63


@pytest.mark.parametrize(
    ("amount", "fee"),
    [(2500, 63), (1000, 40), (1033, 40), (1034, 41), (50, 26), (99_999_999, 1500025)],
)  # fmt: skip
def test_fee_is_one_and_a_half_percent_and_25_cents(sdk, pay, amount, fee):
    intent = pay(amount)

    charge = sdk.charges.retrieve(intent["latest_charge"], {"expand": ["balance_transaction"]})
    line = charge.balance_transaction
    assert (line.amount, line.fee, line.net) == (amount, fee, amount - fee)
    assert [one.amount for one in line.fee_details] == [fee]
    assert (line.type, line.source) == ("charge", charge.id)


def test_money_waits_two_days(fake, sdk, pay):
    pay(1000)
    pay(2000, card="4000000000000077")
    assert sdk.balance.retrieve().pending[0].amount == 960
    assert sdk.balance.retrieve().available[0].amount == 1945

    fake.advance(2 * 24 * 3600)

    assert sdk.balance.retrieve().pending[0].amount == 0
    assert sdk.balance.retrieve().available[0].amount == 1945 + 960


def test_payout_is_the_sum_of_its_lines(fake, sdk, pay, kinds):
    paid = [pay(1000 + number) for number in range(5)]
    fake.refund_in_dashboard(paid[0]["latest_charge"], 400)
    fake.open_dispute(paid[1]["latest_charge"])

    payout = fake.make_payout()
    pay(9900)  # after the payout

    lines = list(
        sdk.balance_transactions.list({"payout": payout["id"], "limit": 2}).auto_paging_iter()
    )
    inside = [line for line in lines if line.type != "payout"]
    assert len(inside) == 7
    assert sum(line.net for line in inside) == payout["amount"]
    assert sum(line.net for line in lines) == 0  # with the payout itself
    assert sdk.payouts.retrieve(payout["id"]).status == "paid"
    assert [one.id for one in sdk.payouts.list({"status": "paid"})] == [payout["id"]]
    assert kinds().count("payout.paid") == 1


def test_payout_lists_only_what_it_brings_where_a_test_wants_it_so(fake, sdk, pay):
    fake.payout_lists_itself = False
    pay(1000)

    payout = fake.make_payout()

    lines = sdk.balance_transactions.list({"payout": payout["id"]})
    assert [line.net for line in lines] == [payout["amount"]]


def test_payout_takes_only_what_is_available_if_it_does_not_wait(fake, pay):
    pay(1000)
    pay(2000, card="4000000000000077")

    assert fake.make_payout(wait=False)["amount"] == 1945


def test_each_currency_is_paid_out_by_itself(fake, sdk):
    for currency in ("usd", "eur"):
        intent = sdk.payment_intents.create({"amount": 1000, "currency": currency})
        fake.confirm(intent.client_secret)

    payouts = [fake.make_payout(), fake.make_payout()]

    assert [(one["currency"], one["amount"]) for one in payouts] == [("usd", 960), ("eur", 960)]


def test_nothing_is_paid_out_twice(fake, pay):
    pay(1000)
    fake.make_payout()

    with pytest.raises(Exception, match="insufficient funds"):
        fake.make_payout()


def test_failed_payout_brings_the_money_back(fake, sdk, pay):
    pay(1000)
    payout = fake.make_payout()

    fake.fail_payout(payout["id"])

    assert sdk.payouts.retrieve(payout["id"]).status == "failed"
    assert sdk.balance.retrieve().available[0].amount == 960


def test_lines_are_found_by_kind_and_time_in_pages(fake, sdk, pay):
    pay(1000)
    fake.advance(100)
    middle = fake.world.store.now()
    late = [pay(2000 + number) for number in range(3)]
    fake.refund_in_dashboard(late[0]["latest_charge"], 100)

    assert len(sdk.balance_transactions.list({"type": "refund"}).data) == 1
    found = sdk.balance_transactions.list(
        {"type": "charge", "created": {"gte": middle}, "limit": 2}
    )
    assert ([line.amount for line in found], found.has_more) == ([2002, 2001], True)
    after = sdk.balance_transactions.list({
        "type": "charge", "created": {"gte": middle}, "starting_after": found.data[-1].id,
    })  # fmt: skip
    assert ([line.amount for line in after], after.has_more) == ([2000], False)
    before = sdk.balance_transactions.list({"type": "charge", "ending_before": after.data[0].id})
    assert [line.amount for line in before] == [2002, 2001]
    assert sdk.balance_transactions.retrieve(after.data[0].id).amount == 2000
    with pytest.raises(stripe.InvalidRequestError, match="between 1 and 100"):
        sdk.balance_transactions.list({"limit": 101})
