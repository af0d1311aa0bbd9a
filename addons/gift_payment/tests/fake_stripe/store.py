"""What the fake Stripe keeps: its objects, its clock and the names it gives out."""

import secrets
import string
import threading
import time

from .errors import not_found

LETTERS = string.ascii_letters + string.digits
KINDS = (
    "customer", "payment_method", "payment_intent", "setup_intent", "charge", "refund",
    "dispute", "file", "balance_transaction", "payout", "event", "webhook_endpoint",
    "payment_method_domain", "apple_pay_domain",
)  # fmt: skip


def random_text(length):
    """Return letters and digits that nobody guesses."""
    return "".join(secrets.choice(LETTERS) for _each in range(length))


class Store:
    """The objects of one account, by kind and id, behind one lock."""

    def __init__(self):
        self.lock = threading.RLock()
        self.kinds = {kind: {} for kind in KINDS}
        self.idempotent = {}
        self.ahead = 0

    def now(self):
        """Return the time of the fake's own clock, in whole seconds."""
        return int(time.time()) + self.ahead

    def new_id(self, prefix):
        """Return a new id as Stripe writes them."""
        return f"{prefix}_{random_text(24)}"

    def add(self, record):
        """Keep a new object."""
        self.kinds[record["object"]][record["id"]] = record
        return record

    def all(self, kind):
        """Return the objects of a kind, the oldest first."""
        return list(self.kinds[kind].values())

    def find(self, kind, key):
        """Return an object, or None."""
        return self.kinds[kind].get(key) if key else None

    def get(self, kind, key, param="id", status=404):
        """Return an object that must exist."""
        record = self.kinds[kind].get(key)
        if record is None or record.get("_deleted"):
            noun = {"payment_method": "PaymentMethod"}.get(kind, kind)
            raise not_found(noun, key, param, status)
        return record
