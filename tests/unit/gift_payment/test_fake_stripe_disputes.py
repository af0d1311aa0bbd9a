"""Disputes and uploaded files at the fake Stripe."""

import io

import pytest
import stripe

PDF = b"%PDF-1.4\nproof of approval"


def _upload(sdk, content=PDF, name="proof.pdf", purpose="dispute_evidence"):
    """Upload a file as the SDK does."""
    file = io.BytesIO(content)
    file.name = name
    return sdk.files.create({"purpose": purpose, "file": file})


def test_dispute_takes_the_money_and_asks_for_evidence(fake, sdk, pay, kinds):
    intent = pay(2500)

    opened = fake.open_dispute(intent["latest_charge"], reason="product_not_received")

    dispute = sdk.disputes.retrieve(opened["id"])
    assert (dispute.status, dispute.amount, dispute.reason) == (
        "needs_response", 2500, "product_not_received",
    )  # fmt: skip
    assert dispute.payment_intent == intent["id"]
    assert dispute.evidence_details.due_by - dispute.created == 7 * 24 * 3600
    assert [line.net for line in dispute.balance_transactions] == [-2500 - 2000]
    assert sdk.charges.retrieve(intent["latest_charge"]).disputed
    assert kinds()[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    assert [one.id for one in sdk.disputes.list({"payment_intent": intent["id"]})] == [dispute.id]


def test_test_card_is_disputed_by_itself(sdk, pay):
    intent = pay(card="4000000000000259")

    assert [one.charge for one in sdk.disputes.list()] == [intent["latest_charge"]]


def test_evidence_is_kept_until_a_person_sends_it(fake, sdk, pay, kinds):
    opened = fake.open_dispute(pay()["latest_charge"])
    file = _upload(sdk)

    kept = sdk.disputes.update(opened["id"], {
        "evidence": {"receipt": file.id, "shipping_tracking_number": "3SABC"},
        "metadata": {"order": "S1"},
    })  # fmt: skip
    assert (kept.status, kept.evidence.receipt) == ("needs_response", file.id)
    assert kept.evidence_details.submission_count == 0

    sent = sdk.disputes.update(opened["id"], {"submit": True})

    assert (sent.status, sent.evidence_details.submission_count) == ("under_review", 1)
    assert sent.evidence.shipping_tracking_number == "3SABC"
    assert kinds()[-2:] == ["charge.dispute.updated", "charge.dispute.updated"]
    with pytest.raises(stripe.InvalidRequestError, match="no longer be answered"):
        sdk.disputes.update(opened["id"], {"evidence": {"customer_name": "Emma"}})


@pytest.mark.parametrize(
    ("status", "last", "money"),
    [
        ("won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"], 2500 - 63 - 2000),
        ("lost", ["charge.dispute.closed"], -63 - 2000),
    ],
)
def test_bank_decides(fake, sdk, pay, kinds, status, last, money):
    intent = pay(2500)
    opened = fake.open_dispute(intent["latest_charge"])

    fake.close_dispute(opened["id"], status=status)

    assert sdk.disputes.retrieve(opened["id"]).status == status
    assert kinds()[-len(last) :] == last
    assert sum(line.net for line in sdk.balance_transactions.list()) == money


def test_lost_charge_is_not_refunded(fake, sdk, pay):
    intent = pay(2500)
    opened = fake.open_dispute(intent["latest_charge"])

    assert sdk.disputes.close(opened["id"]).status == "lost"

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.refunds.create({"payment_intent": intent["id"]})
    assert refused.value.code == "charge_disputed"
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        sdk.disputes.close(opened["id"])


@pytest.mark.parametrize("status", ["won", "lost"])
def test_words_of_the_evidence_decide_at_once(fake, sdk, pay, status):
    opened = fake.open_dispute(pay()["latest_charge"])
    word = {"won": "winning_evidence", "lost": "losing_evidence"}[status]

    sent = sdk.disputes.update(
        opened["id"], {"evidence": {"uncategorized_text": word}, "submit": True}
    )

    assert sent.status == status


def test_part_of_a_payment_is_disputed_by_a_given_day(fake, sdk, pay):
    intent = pay(2500)

    opened = fake.open_dispute(intent["latest_charge"], amount=900, due_by=1_900_000_000)

    found = sdk.disputes.retrieve(opened["id"], {"expand": ["charge"]})
    assert (found.amount, found.evidence_details.due_by) == (900, 1_900_000_000)
    assert found.charge.id == intent["latest_charge"]
    with pytest.raises(Exception, match="cannot be disputed"):
        fake.open_dispute(intent["latest_charge"])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"evidence": {"receipt": "file_none"}}, "No such file"),
        ({"evidence": {"photo": "x"}}, "unknown parameter"),
        ({"evidence": {"product_description": "x" * 20_001}}, "Invalid string"),
    ],
)
def test_wrong_evidence_is_refused(fake, sdk, pay, values, message):
    opened = fake.open_dispute(pay()["latest_charge"])

    with pytest.raises(stripe.InvalidRequestError, match=message):
        sdk.disputes.update(opened["id"], values)


def test_uploaded_file_keeps_its_bytes(fake, sdk):
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40 + b"\r\n--x\r\n"

    file = _upload(sdk, content, "zeichnung.png")

    assert fake.world.store.get("file", file.id)["_content"] == content
    found = sdk.files.retrieve(file.id)
    assert (found.filename, found.size, found.type) == ("zeichnung.png", len(content), "png")
    assert [one.id for one in sdk.files.list({"purpose": "dispute_evidence"})] == [file.id]


@pytest.mark.parametrize(
    ("content", "purpose", "message"),
    [
        (b"plain text", "dispute_evidence", "PDF, JPEG or PNG"),
        (PDF + b" " * 5_000_000, "dispute_evidence", "at most 5 MB"),
        (PDF, "holiday", "Invalid purpose"),
    ],
)
def test_file_that_no_bank_reads_is_refused(sdk, content, purpose, message):
    with pytest.raises(stripe.InvalidRequestError, match=message):
        _upload(sdk, content, purpose=purpose)


def test_file_of_another_purpose_is_no_evidence(fake, sdk, pay):
    opened = fake.open_dispute(pay()["latest_charge"])
    file = _upload(sdk, purpose="business_logo")

    with pytest.raises(stripe.InvalidRequestError, match="purpose is not dispute_evidence"):
        sdk.disputes.update(opened["id"], {"evidence": {"receipt": file.id}})
