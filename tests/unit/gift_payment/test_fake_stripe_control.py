"""Journeys in another process order what banks and customers do."""

import pytest
import requests


@pytest.fixture
def order(fake):
    """Return a way to call a control route."""

    def call(path, values=None, token=None, method="POST", **headers):
        return requests.request(
            method, f"{fake.url}/fake/{path}", json=values or {}, timeout=30,
            headers={"X-Fake-Control": fake.control_token if token is None else token, **headers},
        )  # fmt: skip

    return call


@pytest.mark.parametrize("token", ["", "x", "é".encode().decode("latin-1")])
def test_control_needs_the_token(fake, order, token):
    assert order("faults", {"clear": True}, token=token).status_code == 403
    assert order("events", token=token, method="GET").status_code == 403


def test_control_is_not_for_forwarded_calls(order):
    answer = order("events", method="GET", **{"X-Forwarded-For": "192.0.2.1"})

    assert answer.status_code == 403


def test_tokens_differ(fake):
    from fake_stripe import FakeStripe

    with FakeStripe() as other:
        assert other.control_token != fake.control_token
    assert len(fake.control_token) >= 32


def test_control_orders_faults(fake, order, sdk):
    assert order("faults", {
        "method": "GET", "path_pattern": "balance", "kind": "http_500", "times": 5,
    }).json() == {"waiting": 1}  # fmt: skip
    assert requests.get(
        f"{fake.url}/v1/balance", auth=(fake.secret_key, ""), timeout=10
    ).status_code == 500  # fmt: skip

    assert order("faults", {"clear": True}).json() == {"waiting": 0}

    assert sdk.balance.retrieve().object == "balance"


def test_control_lets_banks_act(fake, order, sdk, pay):
    paid, held = pay(2500), pay(1500, capture_method="manual")

    dispute = order("disputes", {"charge_id": paid["latest_charge"], "reason": "duplicate"}).json()
    assert (
        order("disputes", {"dispute_id": dispute["id"], "status": "won"}).json()["status"] == "won"
    )
    refund = order("refunds", {"charge_id": paid["latest_charge"], "amount": 100}).json()
    assert order("failed_refunds", {"refund_id": refund["id"]}).json()["status"] == "failed"
    payout = order("payouts").json()
    assert order("expire", {"intent_id": held["id"]}).json()["status"] == "canceled"
    assert order("advance", {"seconds": 60}).json() == {}

    assert sdk.payouts.retrieve(payout["id"]).amount == 2500 - 63 - 2000
    kinds = [event["type"] for event in order("events", method="GET").json()["data"]]
    assert kinds[-1] == "payment_intent.canceled"


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("faults", {"method": "GET", "path_pattern": "*", "kind": "meteor"}, 400),
        ("faults", {"method": "GET"}, 400),
        ("faults", {"colour": "red"}, 400),
        ("disputes", {"charge_id": "ch_none"}, 404),
        ("payouts", {}, 400),
        ("expire", {"intent_id": "pi_none"}, 404),
        ("refunds", {}, 400),
        ("advance", {"seconds": "soon"}, 400),
        ("endpoints", {"url": "nowhere"}, 400),
        ("nothing", {}, 404),
        ("deliver", {"event": "evt_none", "endpoint": "we_none"}, 404),
    ],
)
def test_wrong_orders_are_refused_in_words(order, path, values, status):
    answer = order(path, values)

    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_control_delivers_repeated_forged_late_and_reversed(fake, order, pay, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "fake_stripe.world.post", lambda url, body, headers: sent.append((body, headers)) or 204
    )
    endpoint = order("endpoints", {
        "url": "http://127.0.0.1:1/hook", "api_version": "2019-05-16", "secret": "whsec_mine",
    }).json()  # fmt: skip
    assert endpoint["secret"] == "whsec_mine"
    pay(2500)
    kinds = ["payment_intent.created", "payment_intent.succeeded"]
    values = {"event": kinds, "endpoint": endpoint["id"]}

    assert order("deliver", {**values, "times": 2, "order": "reversed"}).json() == {
        "statuses": [204] * 4
    }
    order("deliver", {**values, "forged": True})
    order("deliver", {**values, "late_s": 3600})

    types = [body.decode().rpartition('"type": "')[2].partition('"')[0] for body, _headers in sent]
    assert types[:4] == [kinds[1], kinds[1], kinds[0], kinds[0]]
    _verify(sent[0], endpoint["secret"])
    with pytest.raises(Exception, match="No signatures found matching"):
        _verify(sent[4], endpoint["secret"])
    with pytest.raises(Exception, match="tolerance"):
        _verify(sent[6], endpoint["secret"])


def _verify(message, secret):
    """Check a message as the shop does."""
    import stripe

    body, headers = message
    return stripe.Webhook.construct_event(body, headers["Stripe-Signature"], secret)
