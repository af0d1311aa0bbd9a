"""The account behind the fake: its keys, its objects, and what others do to it."""

import time

from . import charging, disputes, endpoints, money, refunds, secure, setups, shapes
from .account import new_account
from .api import Call
from .cards import CARDS
from .errors import ApiError
from .events import Events
from .intents import confirm as confirm_payment
from .store import Store
from .webhooks import body_of, post, sign


class World:
    """One account at the fake Stripe."""

    def __init__(self, secret_key, publishable_key, version=shapes.CURRENT):
        self.secret_key, self.publishable_key = secret_key, publishable_key
        self.version = version
        self.restricted = {}
        self.store = Store()
        self.events = Events(self.store, version)
        self.events.new.append(lambda event: endpoints.expect(self, event))
        self.account = new_account(self.store)
        self.url = ""
        # Some accounts see released money as a refund that moves nothing, with charge.refunded.
        self.release_as_refund = False
        # The lines of a payout hold the payout itself, with a negative amount.
        self.payout_lists_itself = True

    def month(self):
        """Return (year, month) of the fake's clock."""
        return time.gmtime(self.store.now())[:2]

    def set_up(self, intent, method):
        """Finish a setup intent after the customer proved who they are."""
        return setups.finish(self, intent, method)

    def open_dispute(self, charge_id, reason="fraudulent", amount=None, due_by=None):
        """Let the customer's bank take the money of a charge back."""
        with self.store.lock:
            charge = self.store.get("charge", charge_id)
            return disputes.open_dispute(self, charge, reason, amount, due_by)

    def close_dispute(self, dispute_id, status):
        """Let the bank decide a dispute."""
        with self.store.lock:
            return disputes.decide(self, self.store.get("dispute", dispute_id), status)

    def make_payout(self, currency=None, wait=True):
        """Send the balance to the bank."""
        with self.store.lock:
            return money.make_payout(self, currency, wait)

    def fail_payout(self, payout_id):
        """Let the bank send a payout back."""
        with self.store.lock:
            return money.fail_payout(self, payout_id)

    def refund(self, charge_id, amount=None):
        """Refund a charge by hand in the dashboard."""
        with self.store.lock:
            return refunds.give_back(self, self.store.get("charge", charge_id), amount)

    def fail_refund(self, refund_id):
        """Let the customer's bank send a refund back."""
        with self.store.lock:
            return refunds.fail(self, refund_id)

    def settle(self, intent_id, paid=True):
        """Let a slow payment arrive or bounce."""
        with self.store.lock:
            return charging.settle(self, self.store.get("payment_intent", intent_id), paid)

    def expire(self, intent_id):
        """Let an authorisation run out."""
        with self.store.lock:
            intent = self.store.get("payment_intent", intent_id)
            if intent["status"] != "requires_capture":
                raise ApiError(400, f"The payment {intent_id} holds no money.")
            return charging.release(self, intent, "automatic", expired=True)

    def expire_due(self):
        """Let every authorisation run out whose time has come."""
        with self.store.lock:
            for intent in self.store.all("payment_intent"):
                charge = self.store.find("charge", intent["latest_charge"])
                if intent["status"] == "requires_capture" and charge:
                    details = charge["payment_method_details"].get("card", {})
                    if (details.get("capture_before") or 0) < self.store.now():
                        self.expire(intent["id"])

    def intent_of(self, client_secret):
        """Return the intent that a client secret belongs to."""
        kind = "setup_intent" if client_secret.startswith("seti_") else "payment_intent"
        intent = self.store.get(kind, client_secret.partition("_secret_")[0], "intent")
        if intent["client_secret"] != client_secret:
            raise ApiError(400, "The client_secret provided does not match any associated intent.")
        return intent

    def pay(self, client_secret, card, complete_3ds=None, **more):
        """Do what the browser of a customer does; return the intent, paid or refused."""
        with self.store.lock:
            intent = self.intent_of(client_secret)
            params = {"client_secret": client_secret, "payment_method_data": _typed(self, card),
                      "return_url": "http://127.0.0.1/", **more}  # fmt: skip
            confirm = setups.confirm if intent["object"] == "setup_intent" else confirm_payment
            try:
                confirm(self, Call(intent["id"], params, self.version, True))
                if intent["status"] == "requires_action" and complete_3ds is not None:
                    secure.answer(self, intent, complete_3ds)
            except ApiError as error:
                if error.status != 402:
                    raise
            return intent

    def signed(self, event, secret, version=None, at=None):
        """Return (body, headers) of an event as Stripe sends it."""
        with self.store.lock:
            body = body_of(self.events.payload(event, version))
        return body, sign(body, secret, at)

    def deliver(self, event, url, secret, version=None, at=None):
        """Send an event to a URL; return the HTTP status."""
        status = post(url, *self.signed(event, secret, version, at))
        kept = self.store.find("event", event.get("id"))
        if kept and 200 <= status < 300:
            with self.store.lock:
                endpoints.delivered(self, kept, url)
        return status

    def deliver_to(self, event, endpoint, at=None, secret=None):
        """Send an event to a registered endpoint, in the version of the endpoint."""
        version = endpoint["api_version"] or self.version
        return self.deliver(event, endpoint["url"], secret or endpoint["_secret"], version, at)


def _typed(world, card):
    """Return what a customer types for a test card."""
    number = "".join(card.split())
    brand = CARDS[number].brand if number in CARDS else "visa"
    return {
        "type": "card",
        "card": {
            "number": number, "exp_month": 12, "exp_year": world.month()[0] + 3,
            "cvc": "1234" if brand == "amex" else "123",
        },
        "billing_details": None,
    }  # fmt: skip
