"""Payment intents: what a shop asks for, until the customer has paid."""

from . import charging, methods, objects, secure, shapes
from .errors import invalid, missing, not_found
from .schema import ADDRESS, ANY, META, PAGE

SHIPPING = {"address": ADDRESS, "name": str, "phone": str, "carrier": str, "tracking_number": str}
COMMON = {
    "amount": int, "currency": str, "customer": str, "description": str, "metadata": META,
    "payment_method": str, "payment_method_data": methods.DATA, "payment_method_options": ANY,
    "payment_method_types": [str], "allowed_payment_method_types": [str],
    "receipt_email": str, "setup_future_usage": str,
    "shipping": SHIPPING, "statement_descriptor": str, "statement_descriptor_suffix": str,
    "transfer_group": str, "amount_details": ANY, "payment_details": ANY,
}  # fmt: skip
CREATE = {
    **COMMON, "automatic_payment_methods": {"enabled": bool, "allow_redirects": str},
    "capture_method": str, "confirm": bool, "confirmation_method": str, "mandate": str,
    "error_on_requires_action": bool, "mandate_data": ANY, "off_session": bool,
    "radar_options": ANY, "return_url": str, "use_stripe_sdk": bool,
}  # fmt: skip
UPDATE = {**COMMON, "capture_method": str}
CONFIRM = {
    "client_secret": str, "key": str, "payment_method": str, "return_url": str,
    "payment_method_data": methods.DATA, "payment_method_options": ANY, "shipping": SHIPPING,
    "off_session": bool, "mandate": str, "mandate_data": ANY, "receipt_email": str,
    "setup_future_usage": str, "use_stripe_sdk": bool, "error_on_requires_action": bool,
    "expected_payment_method_type": str, "capture_method": str, "radar_options": ANY,
}  # fmt: skip
CAPTURE = {
    "amount_to_capture": int, "final_capture": bool, "metadata": META,
    "statement_descriptor": str, "statement_descriptor_suffix": str,
}  # fmt: skip
CANCEL = {"cancellation_reason": str}
LIST = {**PAGE, "customer": str, "created": ANY}
SEEN_BY_BROWSER = {"client_secret": str, "key": str}
CANCEL_REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
UNPAID = ("requires_payment_method", "requires_confirmation", "requires_action")
SMALLEST = {"eur": 50, "usd": 50, "gbp": 30, "chf": 50, "dkk": 250, "nok": 300, "sek": 300,
            "pln": 200, "czk": 1500, "huf": 17500, "ron": 200, "jpy": 50}  # fmt: skip


def create(world, call):
    """Make an intent, and pay it at once if asked to."""
    params = dict(call.params)
    _check_amount(params["amount"], params["currency"])
    default = "automatic" if call.old else "automatic_async"
    params["capture_method"] = params.get("capture_method") or default
    kinds = kinds_of(params, call.version, params["capture_method"])
    if params.get("customer"):
        world.store.get("customer", params["customer"], "customer", 400)
    method = given_method(world, params, call.from_browser)
    values = {name: value for name, value in params.items() if name in COMMON and value is not None}
    values.pop("payment_method_data", None)
    values["currency"] = params["currency"].lower()
    intent = objects.payment_intent(world.store, {
        **values, "payment_method_types": kinds, "capture_method": params["capture_method"],
        "confirmation_method": params.get("confirmation_method") or "automatic",
        "metadata": params.get("metadata") or {},
        "payment_method_options": params.get("payment_method_options") or {},
        "payment_method": method and method["id"],
        "status": "requires_confirmation" if method else "requires_payment_method",
    })  # fmt: skip
    if method:
        _check_method(intent, method)
    world.store.add(intent)
    world.events.emit("payment_intent.created", intent)
    return _confirm(world, intent, params, call.from_browser) if params.get("confirm") else intent


def _check_amount(amount, currency):
    """Refuse amounts that no card network moves."""
    smallest = SMALLEST.get(currency.lower(), 1)
    if not currency.isalpha() or len(currency) != 3:
        raise invalid(f"Invalid currency: {currency[:20]}.", param="currency")
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.",
                      "parameter_invalid_integer", "amount")  # fmt: skip
    if amount < smallest:
        message = f"Amount must be at least {smallest} {currency.lower()} in the smallest unit"
        raise invalid(message, "amount_too_small", "amount")
    if amount > 99_999_999:
        raise invalid("Amount must be no more than 99999999.", "amount_too_large", "amount")


def kinds_of(params, version, capture_method="automatic"):
    """Return the kinds of payment of an intent, and take them out of the parameters.

    Named ones must all fit; of the allowed ones, those that do not fit are left out.
    """
    named = params.pop("payment_method_types", None)
    allowed = params.pop("allowed_payment_method_types", None)
    if named and version >= shapes.WITHOUT_NAMED_TYPES:
        message = (
            "The payment_method_types parameter is no longer supported in this API version. "
            "Use allowed_payment_method_types."
        )
        raise invalid(
            message, "payment_method_types_no_longer_supported", "payment_method_types", early=True
        )
    if named and allowed:
        message = "You may pass one of payment_method_types and allowed_payment_method_types only."
        raise invalid(message, param="allowed_payment_method_types", early=True)
    if capture_method not in ("manual", "automatic", "automatic_async"):
        raise invalid("Invalid capture_method.", param="capture_method")
    for kind in named or ():
        _check_kind(kind, capture_method)
    fitting = [kind for kind in allowed or () if _fits(kind, capture_method)]
    if allowed and not fitting:
        raise invalid("None of the allowed payment method types fits this payment.",
                      param="allowed_payment_method_types")  # fmt: skip
    return named or fitting or ["card"]


def _fits(kind, capture_method):
    """Tell whether a payment may be made with a kind."""
    known = kind in ("card", *methods.REDIRECTED, *methods.SLOW)
    return known and (capture_method != "manual" or kind in methods.HOLDABLE)


def _check_kind(kind, capture_method):
    """Refuse unknown kinds of payment, and to hold money where a kind cannot."""
    if _fits(kind, capture_method):
        return
    if _fits(kind, "automatic"):
        message = f"The payment method type {kind} cannot be used with manual capture."
        raise invalid(message, param="capture_method")
    message = f"The payment method type provided: {kind[:40]} is invalid."
    raise invalid(message, param="payment_method_types")


def given_method(world, params, from_browser):
    """Return the payment method that a request names or describes, or None."""
    if params.get("payment_method"):
        return methods.method_of(world, params["payment_method"])
    if params.get("payment_method_data"):
        return methods.new_method(world, params["payment_method_data"], from_browser)
    return None


def _check_method(intent, method):
    """Refuse a payment method that belongs to somebody else, was spent, or does not fit."""
    owner = method["customer"]
    if owner and owner != intent["customer"]:
        message = (
            "The provided PaymentMethod belongs to another Customer. Please include that "
            "Customer in the PaymentIntent."
        )
        raise invalid(message, param="payment_method")
    if not owner and (method["_used"] or method.get("_detached")):
        raise methods.used_before()
    if method["type"] not in intent["payment_method_types"]:
        message = f"The PaymentMethod provided ({method['type']}) is not allowed here."
        raise invalid(message, "payment_intent_incompatible_payment_method", "payment_method")


def update(world, call):
    """Change an intent that is not paid yet."""
    intent = world.store.get("payment_intent", call.id, "intent")
    fixed = {"amount", "currency", "capture_method", "payment_method_types", "customer",
             "allowed_payment_method_types"}  # fmt: skip
    if intent["status"] not in UNPAID and fixed & set(call.params):
        raise wrong_state(intent, "updated", UNPAID)
    _check_amount(call.params.get("amount", intent["amount"]),
                  call.params.get("currency", intent["currency"]))  # fmt: skip
    if call.params.get("payment_method"):
        _check_method(intent, methods.method_of(world, call.params["payment_method"]))
        intent["status"] = "requires_confirmation"
    if {"payment_method_types", "allowed_payment_method_types"} & set(call.params):
        capture_method = call.params.get("capture_method") or intent["capture_method"]
        intent["payment_method_types"] = kinds_of(call.params, call.version, capture_method)
    methods.update(intent, call.params)
    return intent


def wrong_state(intent, done, allowed):
    """Return the refusal of a step that the state of an intent does not allow."""
    message = (
        f"This PaymentIntent could not be {done} because it has a status of {intent['status']}. "
        f"Only a PaymentIntent with one of the following statuses may be {done}: "
        f"{', '.join(allowed)}."
    )
    return invalid(message, "payment_intent_unexpected_state", payment_intent=intent)


def find(world, call, kind="payment_intent"):
    """Return the intent of a call; a browser must know its client secret."""
    intent = world.store.get(kind, call.id, "intent")
    if call.from_browser:
        secret = call.params.get("client_secret")
        if not secret:
            raise missing("client_secret")
        if secret != intent["client_secret"]:
            raise not_found(kind, call.id, "intent")
    return intent


def confirm(world, call):
    """Pay an intent with the given payment method."""
    return _confirm(world, find(world, call), call.params, call.from_browser)


def _confirm(world, intent, params, from_browser):
    """Pay an intent, unless its state forbids it."""
    if intent["status"] == "succeeded":
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being "
            "previously confirmed."
        )
        raise invalid(message, "payment_intent_unexpected_state", payment_intent=intent)
    if intent["status"] not in UNPAID:
        raise wrong_state(intent, "confirmed", UNPAID)
    method = given_method(world, params, from_browser)
    method = method or world.store.find("payment_method", intent["payment_method"])
    if not method:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise invalid(message, "payment_intent_unexpected_state", payment_intent=intent)
    _check_method(intent, method)
    secure.check_return_url(params.get("return_url"))
    for name in ("shipping", "receipt_email", "setup_future_usage"):
        intent[name] = params.get(name) or intent[name]
    intent["payment_method"], intent["_off"] = method["id"], bool(params.get("off_session"))
    intent["_return_url"] = params.get("return_url")
    return charging.pay(world, intent, method)


def capture(world, call):
    """Take the held money, or a part of it; the rest is released."""
    intent = world.store.get("payment_intent", call.id, "intent")
    if intent["status"] != "requires_capture":
        raise wrong_state(intent, "captured", ("requires_capture",))
    amount = call.params.get("amount_to_capture")
    amount = intent["amount_capturable"] if amount is None else amount
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.",
                      "parameter_invalid_integer", "amount_to_capture")  # fmt: skip
    if amount > intent["amount_capturable"]:
        message = (
            f"The amount to capture ({amount}) is greater than the remaining amount "
            f"({intent['amount_capturable']}) of this PaymentIntent."
        )
        raise invalid(message, "amount_too_large", "amount_to_capture")
    methods.update(intent, {"metadata": call.params.get("metadata")})
    return charging.capture(world, intent, amount)


def cancel(world, call):
    """Give up an intent; held money is released."""
    intent = world.store.get("payment_intent", call.id, "intent")
    allowed = (*UNPAID, "requires_capture")
    if intent["status"] not in allowed:
        raise wrong_state(intent, "canceled", allowed)
    reason = call.params.get("cancellation_reason")
    if reason and reason not in CANCEL_REASONS:
        raise invalid("Invalid cancellation_reason.", param="cancellation_reason")
    return charging.release(world, intent, reason)
