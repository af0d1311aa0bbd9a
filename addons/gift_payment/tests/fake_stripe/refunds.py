"""Refunds: by the shop, or by a person in Stripe's dashboard."""

from . import methods, money, objects
from .errors import invalid, missing
from .schema import ANY, META, PAGE

CREATE = {
    "amount": int, "charge": str, "payment_intent": str, "metadata": META, "reason": str,
    "instructions_email": str,
}  # fmt: skip
LIST = {**PAGE, "charge": str, "payment_intent": str, "created": ANY}
UPDATE = {"metadata": META}
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(world, call):
    """Give money back."""
    params = call.params
    if params.get("reason") not in (None, *REASONS):
        raise invalid("Invalid reason: must be one of duplicate, fraudulent, or "
                      "requested_by_customer", param="reason")  # fmt: skip
    return give_back(world, _charge(world, params), params.get("amount"), params)


def _charge(world, params):
    """Return the charge that a refund is about."""
    if params.get("charge"):
        return world.store.get("charge", params["charge"], "charge")
    if not params.get("payment_intent"):
        raise missing("payment_intent")
    intent = world.store.get("payment_intent", params["payment_intent"], "payment_intent")
    charge = world.store.find("charge", intent["latest_charge"])
    if not charge or intent["status"] != "succeeded":
        message = (
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        )
        raise invalid(message, "resource_missing", "payment_intent")
    return charge


def give_back(world, charge, amount=None, values=None):
    """Refund a charge, never more than what is left of it."""
    values = values or {}
    left = charge["amount_captured"] - _refunded(world, charge)
    _check(charge, amount, left)
    amount = left if amount is None else amount
    refund = world.store.add(objects.refund(world.store, charge, amount, {
        "reason": values.get("reason"), "metadata": values.get("metadata") or {},
    }))  # fmt: skip
    line = money.book(world, "refund", refund, -amount, waits=False)
    refund["balance_transaction"] = line["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = amount == left
    world.events.emit("refund.created", refund)
    world.events.emit("charge.refunded", charge)
    method = world.store.find("payment_method", charge["payment_method"])
    if method and method["_card"].refund == "failed":
        fail(world, refund["id"])
    return refund


def _refunded(world, charge):
    """Return how much of a charge went back."""
    return sum(
        one["amount"] for one in world.store.all("refund")
        if one["charge"] == charge["id"] and one["balance_transaction"]
        and one["status"] not in ("failed", "canceled")
    )  # fmt: skip


def _check(charge, amount, left):
    """Refuse a refund that Stripe refuses."""
    if not charge["captured"]:
        raise invalid(f"Charge {charge['id']} has not been captured; cancel the payment instead.",
                      "charge_not_refundable", "charge")  # fmt: skip
    if charge["disputed"] and charge.get("_lost"):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                      "charge_disputed")  # fmt: skip
    if left <= 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.",
                      "charge_already_refunded")  # fmt: skip
    if amount is not None and amount < 1:
        raise invalid("This value must be greater than or equal to 1.",
                      "parameter_invalid_integer", "amount")  # fmt: skip
    if amount is not None and amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, "amount_too_large", "amount")


def fail(world, key):
    """Let the customer's bank send a refund back."""
    refund = world.store.get("refund", key)
    charge = world.store.get("charge", refund["charge"])
    line = money.book(world, "refund_failure", refund, refund["amount"], waits=False)
    refund |= {
        "status": "failed", "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": line["id"],
    }  # fmt: skip
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    for kind in ("refund.updated", "charge.refund.updated", "refund.failed"):
        world.events.emit(kind, refund)
    return refund


def update(world, call):
    """Change the notes of a refund."""
    refund = world.store.get("refund", call.id)
    methods.update(refund, call.params)
    world.events.emit("charge.refund.updated", refund)
    return refund
