"""Events of the fake Stripe: signed, in both shapes, delivered, asked for again."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import stripe
from fake_stripe.shapes import CURRENT
from stripe._api_version import _ApiVersion

SECRET = "whsec_test_secret"
OLD = "2019-05-16"


@pytest.fixture
def shop():
    """A server that takes events; ``answers`` are its next statuses, then 200."""
    received, answers = [], []

    class Shop(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, body, self.headers["Stripe-Signature"]))
            self.send_response(answers.pop(0) if answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """Print nothing."""

    server = HTTPServer(("127.0.0.1", 0), Shop)
    server.received, server.answers = received, answers
    server.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_version_is_the_one_the_sdk_pins():
    assert CURRENT == _ApiVersion.CURRENT


def test_signature_is_what_stripe_sends(fake, pay):
    pay(2500)

    body, headers = fake.signed(fake.events[-1], SECRET)

    event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)
    assert (event.type, event.data.object.amount) == ("payment_intent.succeeded", 2500)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_other")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", headers["Stripe-Signature"], SECRET)


def test_late_and_rolled_signatures(fake, pay):
    pay()
    event = fake.events[-1]

    body, headers = fake.signed(event, ["whsec_old", SECRET])
    assert stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET).id
    body, headers = fake.signed(event, SECRET, at=1_000_000_000)
    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)


def test_both_shapes_of_a_payment(fake, pay):
    intent = pay(2500)
    event = fake.last_event("payment_intent.succeeded")

    old = json.loads(fake.signed(event, SECRET, api_version=OLD)[0])
    new = json.loads(fake.signed(event, SECRET, api_version=CURRENT)[0])

    assert (old["api_version"], new["api_version"]) == (OLD, CURRENT)
    charge = old["data"]["object"]["charges"]["data"][0]
    assert (charge["id"], charge["refunds"]["data"]) == (intent["latest_charge"], [])
    assert "charges" not in new["data"]["object"]
    assert new["data"]["object"]["latest_charge"] == intent["latest_charge"]


def test_both_shapes_of_a_refund(fake, pay):
    intent = pay(2500)
    for amount in range(100, 112):
        fake.refund_in_dashboard(intent["latest_charge"], amount)
    event = fake.last_event("charge.refunded")

    old = json.loads(fake.signed(event, SECRET, api_version=OLD)[0])["data"]["object"]
    new = json.loads(fake.signed(event, SECRET, api_version=CURRENT)[0])["data"]["object"]

    assert [one["amount"] for one in old["refunds"]["data"]] == list(range(111, 101, -1))
    assert old["refunds"]["has_more"] is True
    assert "refunds" not in new
    assert new["amount_refunded"] == sum(range(100, 112))


def test_shape_of_an_answer_follows_the_version_of_the_caller(connect, fake, pay):
    intent = pay(2500)
    fake.refund_in_dashboard(intent["latest_charge"], 300)

    old = connect(stripe_version=OLD).payment_intents.retrieve(intent["id"])
    assert old.charges.data[0].refunds.data[0].amount == 300
    new = connect().charges.retrieve(intent["latest_charge"], {"expand": ["refunds"]})
    assert new.refunds.data[0].amount == 300
    assert not hasattr(connect().charges.retrieve(intent["latest_charge"]), "refunds")


def test_event_shows_the_moment_it_is_about(fake, sdk, pay):
    intent = pay(2500, capture_method="manual")
    held = fake.last_event("payment_intent.amount_capturable_updated")

    sdk.payment_intents.capture(intent["id"])

    for version in (OLD, CURRENT):
        shown = json.loads(fake.signed(held, SECRET, api_version=version)[0])["data"]["object"]
        assert (shown["status"], shown["amount_received"]) == ("requires_capture", 0)


def test_altered_event_is_signed_as_it_is(fake, pay):
    pay(2500)
    event = fake.events[-1]
    event["data"]["object"]["amount"] = 1

    assert json.loads(fake.signed(event, SECRET)[0])["data"]["object"]["amount"] == 1
    assert fake.events[-1]["data"]["object"]["amount"] == 2500


def test_endpoint_has_its_own_version_and_shows_its_secret_once(sdk, fake):
    made = sdk.webhook_endpoints.create({
        "url": "https://shop.example.com/hook", "api_version": OLD,
        "enabled_events": ["payment_intent.succeeded", "charge.refunded"],
    })  # fmt: skip

    found = sdk.webhook_endpoints.retrieve(made.id)
    assert made.secret.startswith("whsec_")
    assert (hasattr(found, "secret"), found.api_version, found.status) == (False, OLD, "enabled")
    changed = sdk.webhook_endpoints.update(made.id, {"disabled": True, "url": "http://127.0.0.1/x"})
    assert (changed.status, changed.url) == ("disabled", "http://127.0.0.1/x")
    assert [one.id for one in sdk.webhook_endpoints.list()] == [made.id]
    assert sdk.webhook_endpoints.delete(made.id).deleted
    assert sdk.webhook_endpoints.list().data == []


@pytest.mark.parametrize(
    ("values", "param"),
    [
        ({"enabled_events": ["*"]}, "url"),
        ({"url": "shop.example.com", "enabled_events": ["*"]}, "url"),
        ({"url": "http://[x", "enabled_events": ["*"]}, "url"),
        ({"url": "https://shop.example.com"}, "enabled_events"),
        ({"url": "https://shop.example.com", "enabled_events": ["gift.made"]}, "enabled_events"),
        (
            {"url": "https://shop.example.com", "enabled_events": ["*"], "api_version": "new"},
            "api_version",
        ),
    ],
)
def test_wrong_endpoint_is_refused(sdk, values, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sdk.webhook_endpoints.create(values)

    assert refused.value.param == param


def test_delivered_event_is_no_longer_missed(fake, sdk, pay, shop):
    endpoint = fake.add_endpoint(shop.url, ["payment_intent.succeeded"], OLD, secret=SECRET)
    pay(2500)
    event = fake.last_event("payment_intent.succeeded")
    missed = {"delivery_success": False}
    assert [one.id for one in sdk.events.list(missed)] == [event["id"]]
    shop.answers.append(500)

    assert fake.deliver(event, shop.url, endpoint["secret"], OLD) == 500
    assert [one.id for one in sdk.events.list(missed)] == [event["id"]]
    assert fake.deliver(event, shop.url, endpoint["secret"], OLD) == 200

    assert sdk.events.list(missed).data == []
    path, body, signature = shop.received[-1]
    assert path == "/hook"
    assert stripe.Webhook.construct_event(body, signature, SECRET).api_version == OLD


def test_events_are_found_by_kind_in_pages(fake, sdk, pay):
    for _each in range(3):
        pay(2500)
    kinds = ["charge.succeeded", "payment_intent.succeeded"]

    found = list(sdk.events.list({"types": kinds, "limit": 2}).auto_paging_iter())

    assert [one.type for one in found] == [kinds[1], kinds[0]] * 3
    assert {one.type for one in sdk.events.list({"type": "payment_intent.*"})} == {
        "payment_intent.created", "payment_intent.succeeded",
    }  # fmt: skip
    assert sdk.events.retrieve(found[0].id).data.object.amount == 2500
    later = {"created": {"gt": fake.world.store.now() + 5}}
    assert sdk.events.list(later).data == []


def test_events_go_to_their_endpoints_by_themselves(fake, pay, shop):
    fake.delay, fake.backoff = 0, 0.02
    fake.add_endpoint(shop.url, ["payment_intent.succeeded"], OLD, secret=SECRET)
    fake.add_endpoint(shop.url + "2", ["charge.succeeded"], secret=SECRET)
    shop.answers.extend([500, 500, 503])
    moment = threading.Event()

    fake.auto_deliver = True
    pay(2500)
    for _each in range(3000):
        if len(shop.received) >= 5 or moment.wait(0.02):
            break
    fake.auto_deliver = False

    got = [(path, json.loads(body)["type"]) for path, body, _signature in shop.received]
    assert len(got) == 5
    assert set(got) == {
        ("/hook", "payment_intent.succeeded"), ("/hook2", "charge.succeeded"),
    }  # fmt: skip
    assert [event["pending_webhooks"] for event in fake.events] == [0] * len(fake.events)


def test_disabled_endpoint_gets_nothing(fake, sdk, pay, shop):
    fake.delay = 0
    endpoint = fake.add_endpoint(shop.url)
    sdk.webhook_endpoints.update(endpoint["id"], {"disabled": True})
    fake.auto_deliver = True

    pay(2500)
    fake.auto_deliver = False

    assert shop.received == []
    assert fake.events[-1]["pending_webhooks"] == 0


@pytest.mark.parametrize("url", ["http://192.0.2.1/hook", "https://127.0.0.1/", "file:///etc/x"])
def test_events_never_leave_this_machine(fake, pay, url):
    pay()

    with pytest.raises(ValueError, match="this machine only"):
        fake.deliver(fake.events[-1], url, SECRET)
