"""Events: what happened, frozen in both shapes at the moment it happened."""

import copy

from . import shapes

OLD = "2019-05-16"  # the version of payment_stripe
TYPES = (
    "charge.succeeded", "charge.failed", "charge.captured", "charge.expired", "charge.refunded",
    "charge.updated", "charge.refund.updated", "charge.dispute.created",
    "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated", "customer.created", "customer.updated",
    "customer.deleted", "payment_intent.created", "payment_intent.processing",
    "payment_intent.amount_capturable_updated", "payment_intent.succeeded",
    "payment_intent.canceled", "payment_intent.payment_failed",
    "payment_intent.requires_action", "payment_method.attached", "payment_method.detached",
    "payment_method.updated", "setup_intent.created", "setup_intent.succeeded",
    "setup_intent.setup_failed", "setup_intent.canceled", "setup_intent.requires_action",
    "refund.created", "refund.updated", "refund.failed", "payout.created", "payout.paid",
    "payout.failed", "payout.updated", "payout.canceled", "balance.available", "review.opened",
    "review.closed", "radar.early_fraud_warning.created", "account.updated",
)  # fmt: skip


class Events:
    """The log of events of one account."""

    def __init__(self, store, version):
        self.store = store
        self.version = version  # of the account: how events are shown when they are asked for
        self.new = []  # called with each new event

    def emit(self, kind, record, previous=None):
        """Write down that something happened to an object."""
        shown = {
            old: shapes.view(self.store, record, OLD if old else shapes.CURRENT)
            for old in (True, False)
        }
        event = self.store.add({
            "id": self.store.new_id("evt"),
            "object": "event",
            "api_version": self.version,
            "created": self.store.now(),
            "data": {"object": shown[shapes.is_old(self.version)]},
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
            "_shown": shown,
            "_delivered": {},
        })  # fmt: skip
        if previous is not None:
            event["data"]["previous_attributes"] = previous
        for tell in self.new:
            tell(event)
        return event

    def payload(self, event, version=None):
        """Return an event as a version shows it; an altered event of the caller stays as it is."""
        kept = self.store.find("event", event.get("id"))
        shown = {key: copy.deepcopy(value) for key, value in event.items() if key[0] != "_"}
        if version and kept:
            shown["api_version"] = version
            shown["data"]["object"] = copy.deepcopy(kept["_shown"][shapes.is_old(version)])
        return shown

    def all(self):
        """Return all events, the oldest first."""
        return [self.payload(event) for event in self.store.all("event")]
