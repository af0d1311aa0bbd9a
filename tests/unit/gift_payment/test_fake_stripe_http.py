"""Who may call the fake Stripe, and what it does with hostile calls."""

import http.client
import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import stripe
from fake_stripe import FakeStripe

FOLDER = Path(__file__).resolve().parents[3] / "addons" / "gift_payment" / "tests"
VALUES = {"amount": 900, "currency": "eur"}


@pytest.mark.parametrize("host", ["0.0.0.0", "", "localhost", "::1", "::", "192.0.2.1"])
def test_only_this_machine_is_listened_to(host):
    with pytest.raises(ValueError, match="127.0.0.1 only"):
        FakeStripe(host=host)


def _command(*options):
    """Return how the fake is started by itself."""
    command = [sys.executable, "-m", "fake_stripe", *options]
    return {
        "args": command, "env": {**os.environ, "PYTHONPATH": str(FOLDER)}, "text": True,
        "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
    }  # fmt: skip


def test_command_refuses_another_address():
    for options in (("--host", "0.0.0.0"), ("--endpoint", "nowhere")):
        done = subprocess.run(**_command(*options), timeout=60, check=False)

        assert done.returncode == 2
        assert ("127.0.0.1 only" in done.stderr) is (options[0] == "--host")
        assert "Traceback" not in done.stderr


def test_command_serves_until_it_is_ended():
    with subprocess.Popen(**_command("--port", "0", "--no-deliver")) as process:
        url = process.stdout.readline().split()[-1]
        token = process.stdout.readline().split()[-1]
        answer = requests.get(
            f"{url}/fake/events", headers={"X-Fake-Control": token}, timeout=20
        ).json()
        process.terminate()

    assert answer == {"data": []}


@pytest.mark.parametrize(
    ("secret", "public"), [("sk_live_1", "pk_test_1"), ("sk_test_1", "pk_live_1")]
)
def test_live_keys_are_refused(secret, public):
    with pytest.raises(ValueError, match="test keys only"):
        FakeStripe(secret, public)


def test_stopped_fake_answers_nobody(fake):
    session = requests.Session()
    url = f"{fake.url}/v1/balance"
    assert session.get(url, auth=(fake.secret_key, ""), timeout=10).status_code == 200

    fake.stop()

    with pytest.raises(requests.ConnectionError):
        session.get(url, auth=(fake.secret_key, ""), timeout=10)


@pytest.mark.parametrize("key", ["sk_test_other0000000000000", "sk_live_000", "x", "rk_test_none"])
def test_other_keys_are_refused(connect, key):
    with pytest.raises(stripe.AuthenticationError):
        connect(key).balance.retrieve()


def test_call_without_a_key_is_refused(fake):
    answer = requests.get(f"{fake.url}/v1/balance", timeout=10)

    assert answer.status_code == 401
    assert "did not provide an API key" in answer.json()["error"]["message"]


def test_publishable_key_may_not_do_what_shops_do(fake, connect, pay):
    intent = pay()

    for call in (
        lambda sdk: sdk.balance.retrieve(),
        lambda sdk: sdk.refunds.create({"payment_intent": intent["id"]}),
        lambda sdk: sdk.payment_intents.create(VALUES),
    ):
        with pytest.raises(stripe.PermissionError, match="publishable"):
            call(connect(fake.publishable_key))


def test_restricted_key_does_what_it_may(fake, connect, pay):
    intent = pay()
    fake.restrict("rk_test_reports", {"refunds": "write", "charges": "read"})
    sdk = connect("rk_test_reports")

    assert sdk.charges.retrieve(intent["latest_charge"]).amount == 2500
    assert sdk.refunds.create({"payment_intent": intent["id"]}).amount == 2500
    for call in (lambda: sdk.payouts.list(), lambda: sdk.payment_intents.create(VALUES)):
        with pytest.raises(stripe.PermissionError, match="required permissions"):
            call()


def test_account_says_what_a_test_wants(fake, sdk):
    assert sdk.accounts.retrieve_current().charges_enabled

    fake.account["payouts_enabled"] = False

    account = sdk.accounts.retrieve_current()
    assert (account.payouts_enabled, account.country) == (False, "NL")


def test_domains_are_registered_once(sdk):
    made = sdk.payment_method_domains.create({"domain_name": "shop.example.com"})

    assert sdk.payment_method_domains.create({"domain_name": "shop.example.com"}).id == made.id
    assert sdk.payment_method_domains.validate(made.id).apple_pay.status == "active"
    assert not sdk.payment_method_domains.update(made.id, {"enabled": False}).enabled
    found = sdk.payment_method_domains.list({"domain_name": "shop.example.com"})
    assert [one.id for one in found] == [made.id]
    with pytest.raises(stripe.InvalidRequestError, match="without scheme"):
        sdk.payment_method_domains.create({"domain_name": "https://shop.example.com/"})
    assert sdk.apple_pay_domains.create({"domain_name": "shop.example.com"}).livemode is False


def test_page_of_the_shop_may_call_from_the_browser(fake, sdk):
    intent = sdk.payment_intents.create(VALUES)
    url = f"{fake.url}/v1/payment_intents/{intent.id}/confirm"

    asked = requests.options(url, timeout=10, headers={
        "Origin": "http://127.0.0.1:8069", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    })  # fmt: skip
    answer = requests.post(url, data={"key": fake.publishable_key}, timeout=10)

    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_form_in_the_body_of_a_get_counts(fake, pay):
    intent = pay()

    answer = requests.get(
        f"{fake.url}/v1/payment_intents/{intent['id']}", data={"expand[]": "payment_method"},
        headers={"AUTHORIZATION": f"Bearer {fake.secret_key}", "Stripe-Version": "2019-05-16"},
        timeout=10,
    ).json()  # fmt: skip

    assert answer["payment_method"]["card"]["brand"] == "visa"
    assert len(answer["charges"]["data"]) == 1


def test_log_of_calls_holds_no_secrets(fake, sdk):
    intent = sdk.payment_intents.create({**VALUES, "description": "S1"})
    fake_number = "4242424242424242"
    requests.post(f"{fake.url}/v1/payment_intents/{intent.id}/confirm", timeout=10, data={
        "key": fake.publishable_key, "client_secret": intent.client_secret,
        "payment_method_data[card][number]": fake_number, "payment_method_data[type]": "card",
        "payment_method_data[card][exp_month]": 1, "payment_method_data[card][exp_year]": 50,
    })  # fmt: skip

    first, second = fake.requests
    assert (first.method, first.path, first.params["description"]) == (
        "POST", "/v1/payment_intents", "S1",
    )  # fmt: skip
    assert second.status == 200
    text = str(fake.requests)
    for secret in (fake.secret_key, fake.publishable_key, intent.client_secret, fake_number):
        assert secret not in text


def _raw(fake, method, path, body=b"", headers=None):
    """Send bytes as they are; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", int(fake.url.rpartition(":")[2]), 20)
    connection.putrequest(method, path, skip_host="Host" in (headers or {}))
    sent = {
        "Authorization": f"Bearer {fake.secret_key}", "Content-Length": str(len(body)),
        "Content-Type": "application/x-www-form-urlencoded", **(headers or {}),
    }  # fmt: skip
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"amount=900&currency=eur", {}, 200),
        (b"", {"Content-Length": "2000000"}, 413),
        (b"", {"Content-Length": "-5"}, 411),
        (b"", {"Transfer-Encoding": "chunked"}, 411),
        (b"\xff\xfe", {}, 400),
        (b"a=%ff", {}, 400),
        (b"&".join(b"a%d=1" % number for number in range(2000)), {}, 400),
        (b"a[b][c][d][e][f][g][h][i][j]=1", {}, 400),
        (b"a[=1&]b=2", {}, 400),
        (b"amount=1&amount[x]=1", {}, 400),
        (b"amount[x]=1&amount=1", {}, 400),
        (b"amount=900&currency=eur&metadata=x", {}, 400),
        (b"amount=900&currency=eur&expand=x", {}, 400),
        (b"amount=900&currency=eur&expand[x]=x", {}, 400),
        (b"amount=" + b"9" * 5000, {}, 400),
        (b"amount=900&currency=eur&return_url=http://[x&confirm=true", {}, 400),
        (b"x", {"Content-Type": "multipart/form-data"}, 400),
        (b"--x\r\n\r\n\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        (b"amount=900&currency=eur", {"Host": "evil.example.com"}, 403),
        (b"amount=900&currency=eur", {"Authorization": "Basic !!"}, 401),
        (b"amount=900&currency=eur", {"Idempotency-Key": "\u00e9"}, 200),
    ],
)  # fmt: skip
def test_odd_bodies_are_refused_in_words(fake, body, headers, status):
    assert _raw(fake, "POST", "/v1/payment_intents", body, headers) == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v3/", 200), ("/v3", 200), ("/", 404), ("/v1/", 404), ("/v1//", 404), ("/v1/%00", 404),
        ("/v1/payment_intents/%2e%2e/x", 404), ("/fake/3ds/x", 404), ("//[x/v1/balance", 404),
        ("/v1/payment_intents?expand[]=data.b.c.d.e.f", 400), ("/v1/events?created=x", 400),
        ("/v1/charges?created[gte]=x", 400), ("/v1/charges?created[new]=1", 400),
        ("/v1/charges?created[gte][x]=1", 400), ("/v1/charges?starting_after=ch_none", 400),
        ("/v1/charges?limit=0", 400), ("/v1/charges?limit=x", 400),
        ("/v1/charges?expand[]=customer", 400), ("/v1/customers/a/payment_methods/b", 404),
        ("/v1/balance_transactions?payout=po_none", 404),
        ("/v1/events?type=a&types[]=b", 400), ("/v1/charges?created[gte]=1", 200),
    ],
)  # fmt: skip
def test_odd_addresses_are_refused_in_words(fake, path, status):
    assert _raw(fake, "GET", path) == status


def test_thousand_random_calls_break_nothing(fake, pay):
    intent = pay(2500, capture_method="manual")
    chance = random.Random(7)
    paths = ["payment_intents", f"payment_intents/{intent['id']}/capture", "refunds", "customers",
             f"payment_intents/{intent['id']}", "setup_intents", "webhook_endpoints", "files",
             "payment_methods", "disputes/du_x", "payment_method_domains"]  # fmt: skip
    names = ["amount", "currency", "metadata[a]", "metadata[]", "expand[]", "expand[0][x]",
             "confirm",
             "payment_method", "payment_method_data[type]", "payment_method_data[card][number]",
             "shipping[address][city]", "url", "enabled_events[]", "customer", "charge", "type",
             "payment_intent", "purpose", "file", "domain_name", "amount_to_capture"]  # fmt: skip
    texts = ["", "0", "-1", "900", "eur", "x" * 300, "true", "pm_card_visa", "card", intent["id"],
             "\x00", "\u202e", "http://[", "*", intent["latest_charge"], "1e9", "²"]  # fmt: skip

    for _each in range(1000):
        form = {
            chance.choice(names): chance.choice(texts) for _field in range(chance.randint(0, 6))
        }
        answer = requests.post(
            f"{fake.url}/v1/{chance.choice(paths)}", data=form, auth=(fake.secret_key, ""),
            timeout=30,
        )  # fmt: skip
        assert answer.status_code < 500, (answer.text, form)
        assert answer.json()


def test_caller_that_hangs_up_harms_nobody(fake, sdk):
    for sent in (b"", b"POST /v1/payment_intents HTTP/1.1\r\n", b"\x16\x03\x01 rubbish\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", int(fake.url.rpartition(":")[2]))) as caller:
            caller.sendall(sent)

    assert sdk.balance.retrieve().object == "balance"
