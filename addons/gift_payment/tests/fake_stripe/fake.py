"""``FakeStripe``: the server, and everything a test does with it."""

import secrets
import threading

from . import endpoints, shapes
from .faults import Faults
from .server import Server
from .webhooks import Deliverer
from .world import World


class FakeStripe:
    """A Stripe of its own on this machine, for tests and for the demo shop.

    It listens on 127.0.0.1 only, keeps everything in memory and never calls another machine.
    """

    def __init__(
        self,
        secret_key="sk_test_fake0000000000000000",
        publishable_key="pk_test_fake0000000000000000",
        port=0,
        host="127.0.0.1",
        account_version=shapes.CURRENT,
    ):
        if host != "127.0.0.1":
            raise ValueError(f"The fake Stripe listens on 127.0.0.1 only, not on {host!r}.")
        if not secret_key.startswith("sk_test_") or not publishable_key.startswith("pk_test_"):
            raise ValueError("The fake Stripe takes test keys only (sk_test_…, pk_test_…).")
        self.world = World(secret_key, publishable_key, account_version)
        self.faults = Faults()
        self.requests = []
        self.crashes = []  # errors of the fake itself; always empty in a sound test
        self.control_token = secrets.token_urlsafe(24)
        self.stopped = threading.Event()
        self._deliverer = None
        self.delay, self.attempts, self.backoff = 1, 5, 1
        self._server = Server(self, port)
        self.url = self.world.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05},
            name="fake-stripe", daemon=True,
        )  # fmt: skip
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.stop()

    def stop(self):
        """Stop answering; open connections are closed. Stopping twice does nothing."""
        if self.stopped.is_set():
            return
        self.stopped.set()
        self.auto_deliver = False
        self._server.shutdown()
        self._server.close_all()
        self._thread.join(timeout=5)

    # === keys and settings ===

    @property
    def secret_key(self):
        """Return the secret key of the account."""
        return self.world.secret_key

    @property
    def publishable_key(self):
        """Return the key for browsers."""
        return self.world.publishable_key

    @property
    def account(self):
        """Return the account; a test may change what it says of itself."""
        return self.world.account

    def restrict(self, key, permissions):
        """Let in a restricted key: ``{'refunds': 'write', 'payouts': 'read'}``."""
        if not key.startswith("rk_test_"):
            raise ValueError("A restricted key starts with rk_test_.")
        self.world.restricted[key] = dict(permissions)

    @property
    def release_as_refund(self):
        """Tell whether released money shows as a refund with ``charge.refunded``."""
        return self.world.release_as_refund

    @release_as_refund.setter
    def release_as_refund(self, value):
        self.world.release_as_refund = bool(value)

    @property
    def payout_lists_itself(self):
        """Tell whether the balance lines of a payout hold the payout itself."""
        return self.world.payout_lists_itself

    @payout_lists_itself.setter
    def payout_lists_itself(self, value):
        self.world.payout_lists_itself = bool(value)

    def advance(self, seconds):
        """Let time pass for the fake: authorisations run out, money becomes available."""
        with self.world.store.lock:
            self.world.store.ahead += seconds
            self.world.expire_due()

    # === what customers, banks and the dashboard do ===

    def confirm(self, client_secret, card="4242424242424242", complete_3ds=None, **more):
        """Do what the browser of a customer does; return the intent, paid or refused."""
        return self.shown(self.world.pay(client_secret, card, complete_3ds, **more))

    def open_dispute(self, charge_id, reason="fraudulent", amount=None, due_by=None):
        """Let the customer's bank take the money of a charge back."""
        return self.shown(self.world.open_dispute(charge_id, reason, amount, due_by))

    def close_dispute(self, dispute_id, status="lost"):
        """Let the bank decide a dispute: ``won`` or ``lost`` for the shop."""
        return self.shown(self.world.close_dispute(dispute_id, status))

    def make_payout(self, currency=None, wait=True):
        """Send the balance to the bank; without ``wait`` only what is available by now."""
        return self.shown(self.world.make_payout(currency, wait))

    def fail_payout(self, payout_id):
        """Let the bank send a payout back."""
        return self.shown(self.world.fail_payout(payout_id))

    def expire(self, intent_id):
        """Let an authorisation run out as Stripe does after its days."""
        return self.shown(self.world.expire(intent_id))

    def settle(self, intent_id, paid=True):
        """Let a slow payment (SEPA debit) arrive or bounce."""
        return self.shown(self.world.settle(intent_id, paid))

    def refund_in_dashboard(self, charge_id, amount=None):
        """Refund a charge by hand in Stripe's dashboard."""
        return self.shown(self.world.refund(charge_id, amount))

    def fail_refund(self, refund_id):
        """Let the customer's bank send a refund back."""
        return self.shown(self.world.fail_refund(refund_id))

    def shown(self, record, version=None):
        """Return an object as the API shows it."""
        with self.world.store.lock:
            return shapes.view(self.world.store, record, version or self.world.version)

    def get(self, kind, key, version=None):
        """Return an object by kind and id, as ``get('charge', 'ch_…')``."""
        return self.shown(self.world.store.get(kind, key), version)

    def all(self, kind, version=None):
        """Return all objects of a kind, the oldest first."""
        return [self.shown(record, version) for record in self.world.store.all(kind)]

    # === faults ===

    def fail(self, method, path_pattern, kind, times=1, seconds=30):
        """Order a fault for the next calls: ``fail('POST', 'payment_intents/*', 'http_500')``."""
        with self.world.store.lock:
            self.faults.add(method, path_pattern, kind, times, seconds)

    # === events ===

    @property
    def events(self):
        """Return all events in the version of the account, the newest last."""
        with self.world.store.lock:
            return self.world.events.all()

    def last_event(self, kind):
        """Return the newest event of a kind; fail if there is none."""
        return next(event for event in reversed(self.events) if event["type"] == kind)

    def add_endpoint(self, url, events=("*",), api_version=None, secret=None):
        """Register a webhook endpoint without the API; return it with its secret."""
        with self.world.store.lock:
            made = endpoints.create(self.world, _Params(
                {"url": url, "enabled_events": list(events), "api_version": api_version}
            ))  # fmt: skip
            kept = self.world.store.get("webhook_endpoint", made["id"])
            kept["_secret"] = secret or kept["_secret"]
            return {**self.shown(kept), "secret": kept["_secret"]}

    def signed(self, event, secret, api_version=None, at=None):
        """Return (body, headers) of an event as Stripe sends it.

        Several secrets give several signatures, as while a secret is being rolled.
        """
        return self.world.signed(event, secret, api_version, at)

    def deliver(self, event, url, secret, api_version=None, at=None):
        """Send an event to a URL on this machine; return the HTTP status (0: no answer)."""
        return self.world.deliver(event, url, secret, api_version, at)

    @property
    def auto_deliver(self):
        """Tell whether new events are sent to the registered endpoints by themselves."""
        return self._deliverer is not None

    @auto_deliver.setter
    def auto_deliver(self, wanted):
        if wanted and not self._deliverer:
            self._deliverer = Deliverer(self.world, self.delay, self.attempts, self.backoff)
            self.world.events.new.append(self._deliverer.add)
        elif not wanted and self._deliverer:
            self.world.events.new.remove(self._deliverer.add)
            self._deliverer.stop()
            self._deliverer = None


class _Params:
    """The parameters of a call that does not come over HTTP."""

    def __init__(self, params):
        self.params = params
