"""Cards that ask for proof, cards that are kept, and what browsers may do."""

import pytest
import requests
import stripe

SECURE = "4000002760003184"


def test_proof_is_asked_and_given(fake, sdk, pay, kinds):
    intent = pay(card=SECURE)
    assert intent["status"] == "requires_action"
    assert intent["next_action"]["redirect_to_url"]["url"].startswith(f"{fake.url}/fake/3ds/pi_")
    assert kinds()[-1] == "payment_intent.requires_action"

    paid = pay(card=SECURE, complete_3ds=True)

    charge = sdk.charges.retrieve(paid["latest_charge"])
    assert paid["status"] == "succeeded"
    assert charge.payment_method_details.card.three_d_secure.result == "authenticated"


def test_failed_proof_leaves_the_intent_open(pay):
    intent = pay(card=SECURE, complete_3ds=False)

    assert intent["status"] == "requires_payment_method"
    assert intent["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert intent["latest_charge"] is None


def test_card_may_be_refused_after_the_proof(pay):
    intent = pay(card="4000008400001629", complete_3ds=True)

    assert intent["status"] == "requires_payment_method"
    assert intent["last_payment_error"]["code"] == "card_declined"


@pytest.mark.parametrize(("outcome", "word"), [("complete", "succeeded"), ("fail", "failed")])
def test_bank_page_leads_back_to_the_shop(fake, sdk, outcome, word):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur"})
    waiting = fake.confirm(
        intent.client_secret, SECURE, return_url="http://127.0.0.1:8069/back?reference=S1"
    )
    url = waiting["next_action"]["redirect_to_url"]["url"]
    page = requests.get(url, timeout=10)
    assert (page.status_code, "Complete" in page.text) == (200, True)

    answer = requests.post(
        url.split("?")[0], data={"page": url.split("page=")[1], "outcome": outcome},
        allow_redirects=False, timeout=10,
    )  # fmt: skip

    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        f"http://127.0.0.1:8069/back?reference=S1&payment_intent={intent.id}"
        f"&payment_intent_client_secret={intent.client_secret}&redirect_status={word}"
    )
    assert requests.get(url, timeout=10).status_code == 404


def test_bank_page_cannot_be_guessed(fake, sdk):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur"})
    fake.confirm(intent.client_secret, SECURE)

    answer = requests.post(
        f"{fake.url}/fake/3ds/{intent.id}", data={"page": "x", "outcome": "complete"}, timeout=10
    )

    assert answer.status_code == 404
    assert sdk.payment_intents.retrieve(intent.id).status == "requires_action"


def test_kept_card_pays_without_the_customer(fake, sdk):
    customer = sdk.customers.create({"name": "Emma"})
    setup = sdk.setup_intents.create(
        {"customer": customer.id, "allowed_payment_method_types": ["card"]}
    )
    done = fake.confirm(setup.client_secret)
    assert done["status"] == "succeeded"

    intent = sdk.payment_intents.create({
        "amount": 1200, "currency": "eur", "customer": customer.id, "confirm": True,
        "off_session": True, "payment_method": done["payment_method"],
    })  # fmt: skip

    assert intent.status == "succeeded"
    kept = sdk.customers.payment_methods.list(customer.id)
    assert [one.id for one in kept] == [done["payment_method"]]
    assert [one.id for one in sdk.payment_methods.list({"customer": customer.id})] == [
        kept.data[0].id
    ]


@pytest.mark.parametrize(("card", "works"), [("4000002500003155", True), (SECURE, False)])
def test_card_set_up_with_proof_may_need_it_again(fake, sdk, card, works):
    customer = sdk.customers.create({})
    setup = sdk.setup_intents.create({"customer": customer.id})
    done = fake.confirm(setup.client_secret, card, complete_3ds=True)
    values = {
        "amount": 1200, "currency": "eur", "customer": customer.id, "confirm": True,
        "off_session": True, "payment_method": done["payment_method"],
    }  # fmt: skip

    if works:
        assert sdk.payment_intents.create(values).status == "succeeded"
        return
    with pytest.raises(stripe.CardError) as refused:
        sdk.payment_intents.create(values)
    assert refused.value.code == "authentication_required"
    assert refused.value.error.payment_intent.status == "requires_payment_method"


def test_refused_card_is_not_kept(fake, sdk):
    setup = sdk.setup_intents.create({"customer": sdk.customers.create({}).id})

    done = fake.confirm(setup.client_secret, "4000000000000002")

    assert (done["status"], done["last_setup_error"]["code"]) == (
        "requires_payment_method", "card_declined",
    )  # fmt: skip


def test_card_is_kept_while_paying_if_that_was_agreed(fake, sdk, pay):
    customer = sdk.customers.create({})

    intent = pay(customer=customer.id, setup_future_usage="off_session")

    method = sdk.payment_methods.retrieve(intent["payment_method"])
    assert (method.customer, method.card.last4) == (customer.id, "4242")


def test_card_that_was_not_kept_is_spent(sdk, pay):
    first = pay()

    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        sdk.payment_intents.create({
            "amount": 900, "currency": "eur", "confirm": True,
            "payment_method": first["payment_method"],
        })  # fmt: skip


def test_card_of_one_customer_does_not_pay_for_another(sdk):
    emma, tom = sdk.customers.create({"name": "Emma"}), sdk.customers.create({"name": "Tom"})
    method = sdk.payment_methods.attach("pm_card_visa", {"customer": emma.id})

    with pytest.raises(stripe.InvalidRequestError, match="belongs to another Customer"):
        sdk.payment_intents.create({
            "amount": 900, "currency": "eur", "customer": tom.id, "payment_method": method.id,
        })  # fmt: skip
    with pytest.raises(stripe.InvalidRequestError, match="already been attached"):
        sdk.payment_methods.attach(method.id, {"customer": tom.id})


def test_detached_card_is_gone_for_good(sdk):
    customer = sdk.customers.create({})
    method = sdk.payment_methods.attach("pm_card_mastercard", {"customer": customer.id})

    sdk.payment_methods.detach(method.id)

    assert sdk.payment_methods.list({"customer": customer.id}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        sdk.payment_methods.attach(method.id, {"customer": customer.id})


def test_customer_is_changed_and_deleted(sdk):
    customer = sdk.customers.create({"email": "emma@example.com", "metadata": {"a": "1"}})

    sdk.customers.update(customer.id, {"name": "Emma", "metadata": {"a": "", "b": "2"}})

    found = sdk.customers.retrieve(customer.id)
    assert (found.name, found.metadata.to_dict()) == ("Emma", {"b": "2"})
    assert sdk.customers.delete(customer.id).deleted
    assert sdk.customers.list({"email": "emma@example.com"}).data == []


def test_refusal_of_a_payment_without_the_customer_carries_the_intent(sdk):
    with pytest.raises(stripe.CardError) as refused:
        sdk.payment_intents.create({
            "amount": 900, "currency": "eur", "confirm": True,
            "payment_method": "pm_card_chargeDeclinedInsufficientFunds",
        })  # fmt: skip

    assert (refused.value.http_status, refused.value.code) == (402, "card_declined")
    assert refused.value.error.decline_code == "insufficient_funds"
    intent = sdk.payment_intents.retrieve(refused.value.error.payment_intent.id)
    assert intent.last_payment_error.charge == intent.latest_charge


def _confirm(fake, intent, **card):
    """Confirm as a browser does; return the answer."""
    typed = {"number": "4242424242424242", "exp_month": "12", "exp_year": "40", "cvc": "123"}
    form = {f"payment_method_data[card][{key}]": text for key, text in (typed | card).items()}
    form |= {"payment_method_data[type]": "card", "key": fake.publishable_key,
             "client_secret": intent.client_secret}  # fmt: skip
    return requests.post(
        f"{fake.url}/v1/payment_intents/{intent.id}/confirm", data=form, timeout=10
    )


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"number": "4242424242424241"}, "incorrect_number"),
        ({"number": "4242"}, "incorrect_number"),
        ({"number": "4111111111111111"}, "card_declined"),
        ({"exp_month": "13"}, "invalid_expiry_month"),
        ({"exp_year": "20"}, "invalid_expiry_year"),
        ({"cvc": "12"}, "invalid_cvc"),
        ({"number": "378282246310005", "cvc": "123"}, "invalid_cvc"),
    ],
)
def test_wrong_card_is_refused_in_the_browser(fake, sdk, card, code):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur"})

    answer = _confirm(fake, intent, **card)

    assert (answer.status_code, answer.json()["error"]["code"]) == (402, code)
    assert sdk.payment_intents.retrieve(intent.id).latest_charge is None
    assert _confirm(fake, intent).json()["status"] == "succeeded"


def test_browser_needs_the_client_secret(fake, sdk):
    intent = sdk.payment_intents.create({"amount": 900, "currency": "eur", "metadata": {"a": "b"}})
    url = f"{fake.url}/v1/payment_intents/{intent.id}"

    def ask(**params):
        return requests.get(url, {"key": fake.publishable_key, **params}, timeout=10)

    assert ask().json()["error"]["param"] == "client_secret"
    assert ask(client_secret=f"{intent.id}_secret_guess").status_code == 404
    seen = ask(client_secret=intent.client_secret).json()
    assert (seen["amount"], "metadata" in seen, "customer" in seen) == (900, False, False)


def test_card_numbers_come_from_browsers_only(sdk):
    card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040}

    with pytest.raises(stripe.CardError, match="generally unsafe"):
        sdk.payment_methods.create({"type": "card", "card": card})


def test_bank_redirect_is_confirmed_on_the_bank_page(fake, sdk):
    intent = sdk.payment_intents.create(
        {"amount": 900, "currency": "eur", "allowed_payment_method_types": ["ideal"]}
    )
    form = {"payment_method_data[type]": "ideal", "key": fake.publishable_key,
            "client_secret": intent.client_secret, "return_url": "http://127.0.0.1/"}  # fmt: skip
    answer = requests.post(
        f"{fake.url}/v1/payment_intents/{intent.id}/confirm", data=form, timeout=10
    ).json()
    url = answer["next_action"]["redirect_to_url"]["url"]

    requests.post(url.split("?")[0], data={"page": url.split("page=")[1], "outcome": "complete"},
                  allow_redirects=False, timeout=10)  # fmt: skip

    found = sdk.payment_intents.retrieve(intent.id, {"expand": ["payment_method"]})
    assert (found.status, found.payment_method.type) == ("succeeded", "ideal")


@pytest.mark.parametrize(
    ("paid", "status"), [(True, "succeeded"), (False, "requires_payment_method")]
)
def test_slow_payment_arrives_or_bounces(fake, sdk, kinds, paid, status):
    intent = sdk.payment_intents.create(
        {"amount": 900, "currency": "eur", "allowed_payment_method_types": ["sepa_debit"]}
    )
    on_its_way = fake.confirm(intent.client_secret, payment_method_data={
        "type": "sepa_debit", "sepa_debit": {"iban": "DE89 3704 0044 0532 0130 00"},
    })  # fmt: skip
    assert (on_its_way["status"], kinds()[-1]) == ("processing", "payment_intent.processing")

    fake.settle(intent.id, paid=paid)

    assert sdk.payment_intents.retrieve(intent.id).status == status
