"""What happens to the money of an intent: charged, held, taken, released or refused."""

from . import cards, methods, money, objects, secure
from .errors import card_refused, invalid


def pay(world, intent, method):
    """Charge or hold the amount, or ask the customer to prove who they are first."""
    need = secure.needed(intent, method)
    if need == "refuse":
        _refuse(world, intent, method, "authentication_required", "authentication_required")
    if need:
        return secure.ask(world, intent)
    if method["type"] in methods.SLOW:
        intent["status"] = "processing"
        world.events.emit("payment_intent.processing", intent)
        return intent
    return charge(world, intent, method)


def charge(world, intent, method):
    """Charge an intent with a payment method that needs no more proof."""
    code, decline, _message = cards.failure(method["_card"])
    if code:
        _refuse(world, intent, method, code, decline)
    held = intent["capture_method"] == "manual"
    record = world.store.add(objects.charge(world.store, intent, method, not held))
    _keep_method(world, intent, method)
    intent |= {"latest_charge": record["id"], "next_action": None, "last_payment_error": None}
    if held:
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        world.events.emit("charge.succeeded", record)
        world.events.emit("payment_intent.amount_capturable_updated", intent)
    else:
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        money.book_charge(world, record, method["_card"])
        world.events.emit("charge.succeeded", record)
        world.events.emit("payment_intent.succeeded", intent)
        _dispute(world, record, method)
    return intent


def _keep_method(world, intent, method):
    """Spend the payment method, or keep it for the customer if that was agreed."""
    method["_used"] = True
    if intent["setup_future_usage"] and intent["customer"] and not method["customer"]:
        method["customer"], method["_set_up"] = intent["customer"], True
        world.events.emit("payment_method.attached", method)


def _dispute(world, record, method):
    """Open the dispute that follows a payment with some test cards."""
    if method["_card"].dispute:
        world.open_dispute(record["id"], reason=method["_card"].dispute)


def _refuse(world, intent, method, code, decline):
    """Write down a refused charge and raise its refusal."""
    error = _error(world, intent, method, code, decline)
    raise card_refused(
        error.pop("message"), error.pop("code"), error.pop("param"),
        payment_intent=intent, **{k: v for k, v in error.items() if k != "type"},
    )  # fmt: skip


def _error(world, intent, method, code, decline):
    """Return what is kept as the last error of an intent."""
    message = cards.MESSAGES.get(decline) or cards.MESSAGES[code]
    record = objects.charge(world.store, intent, method, captured=False)
    record |= {
        "status": "failed", "paid": False, "failure_code": code, "failure_message": message,
    }  # fmt: skip
    world.store.add(record)
    error = {
        "type": "card_error", "code": code, "message": message, "charge": record["id"],
        "param": {"expired_card": "exp_month", "incorrect_cvc": "cvc"}.get(code),
        "decline_code": decline, "advice_code": cards.ADVICE.get(decline, "try_again_later"),
        "payment_method": method,
    }  # fmt: skip
    fail(world, intent, error, record)
    return dict(error)


def fail(world, intent, error, record=None):
    """Set an intent back so that the customer may try again."""
    intent |= {
        "status": "requires_payment_method", "next_action": None, "payment_method": None,
        "last_payment_error": error,
    }  # fmt: skip
    if record:
        intent["latest_charge"] = record["id"]
        world.events.emit("charge.failed", record)
    world.events.emit("payment_intent.payment_failed", intent)
    return intent


def capture(world, intent, amount):
    """Take an amount of the held money once, and release the rest."""
    record = world.store.get("charge", intent["latest_charge"])
    record |= {"captured": True, "amount_captured": amount}
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    method = world.store.get("payment_method", record["payment_method"])
    money.book_charge(world, record, method["_card"])
    if amount < record["amount"]:
        _give_back(world, record, record["amount"] - amount)
    world.events.emit("charge.captured", record)
    world.events.emit("payment_intent.succeeded", intent)
    _dispute(world, record, method)
    return intent


def _give_back(world, record, amount):
    """Release held money; some accounts see that as a refund that moves nothing."""
    record["_released"] = amount
    if world.release_as_refund:
        world.store.add(objects.refund(world.store, record, amount, {}))
        record["amount_refunded"] += amount
        record["refunded"] = record["amount_refunded"] == record["amount"]
        world.events.emit("charge.refunded", record)


def release(world, intent, reason, expired=False):
    """Cancel an intent and let go of what was held."""
    held = intent["status"] == "requires_capture"
    intent |= {
        "status": "canceled", "canceled_at": world.store.now(), "cancellation_reason": reason,
        "amount_capturable": 0, "next_action": None,
    }  # fmt: skip
    record = world.store.find("charge", intent["latest_charge"])
    if held and record:
        _give_back(world, record, record["amount"])
        if not world.release_as_refund:
            record["refunded"], record["amount_refunded"] = True, record["amount"]
        if expired:
            world.events.emit("charge.expired", record)
    world.events.emit("payment_intent.canceled", intent)
    return intent


def settle(world, intent, paid):
    """Let a slow payment arrive or bounce."""
    if intent["status"] != "processing":
        raise invalid(f"The payment {intent['id']} is not on its way.")
    method = world.store.get("payment_method", intent["payment_method"])
    if paid:
        return charge(world, intent, method)
    message = "The customer's bank account could not be debited."
    return fail(world, intent, {
        "type": "card_error", "code": "payment_intent_payment_attempt_failed",
        "message": message, "payment_method": method,
    })  # fmt: skip
