"""Setup intents: a card is kept for later without paying."""

from . import cards, intents, methods, objects, secure
from .errors import card_refused, invalid
from .schema import ANY, META, PAGE

CREATE = {
    "customer": str, "description": str, "metadata": META, "payment_method": str,
    "payment_method_data": methods.DATA, "payment_method_options": ANY, "confirm": bool,
    "payment_method_types": [str], "allowed_payment_method_types": [str],
    "usage": str, "return_url": str, "mandate_data": ANY,
    "automatic_payment_methods": {"enabled": bool, "allow_redirects": str},
    "use_stripe_sdk": bool, "single_use": ANY,
}  # fmt: skip
CONFIRM = {
    "client_secret": str, "key": str, "payment_method": str, "return_url": str,
    "payment_method_data": methods.DATA, "payment_method_options": ANY, "mandate_data": ANY,
    "use_stripe_sdk": bool, "expected_payment_method_type": str,
}  # fmt: skip
CANCEL = {"cancellation_reason": str}
UPDATE = {"description": str, "metadata": META, "customer": str, "payment_method": str}
LIST = {**PAGE, "customer": str, "payment_method": str, "created": ANY}
KEPT = ("customer", "description", "metadata", "payment_method_options", "usage")


def create(world, call):
    """Make a setup intent, and confirm it at once if asked to."""
    params = call.params
    if params.get("customer"):
        world.store.get("customer", params["customer"], "customer", 400)
    method = intents.given_method(world, params, call.from_browser)
    values = {name: params[name] for name in KEPT if params.get(name) is not None}
    intent = world.store.add(objects.setup_intent(world.store, {
        **values, "payment_method_types": intents.kinds_of(params, call.version),
        "payment_method": method and method["id"],
        "status": "requires_confirmation" if method else "requires_payment_method",
    }))  # fmt: skip
    world.events.emit("setup_intent.created", intent)
    return _confirm(world, intent, params, call.from_browser) if params.get("confirm") else intent


def confirm(world, call):
    """Set a payment method up."""
    intent = intents.find(world, call, "setup_intent")
    return _confirm(world, intent, call.params, call.from_browser)


def _confirm(world, intent, params, from_browser):
    """Set a payment method up, unless the state forbids it."""
    if intent["status"] not in intents.UNPAID:
        raise invalid(f"You cannot confirm this SetupIntent because it has a status of "
                      f"{intent['status']}.", "setup_intent_unexpected_state",
                      setup_intent=intent)  # fmt: skip
    method = intents.given_method(world, params, from_browser)
    method = method or world.store.find("payment_method", intent["payment_method"])
    if not method:
        raise invalid("You cannot confirm this SetupIntent because it's missing a payment method.",
                      "setup_intent_unexpected_state", setup_intent=intent)  # fmt: skip
    secure.check_return_url(params.get("return_url"))
    intent["payment_method"] = method["id"]
    intent["_return_url"] = params.get("return_url")
    if secure.needed(intent, method):
        return secure.ask(world, intent)
    return finish(world, intent, method)


def finish(world, intent, method):
    """Keep the payment method for the customer."""
    card = method["_card"]
    # Stripe's 4000 0000 0000 0341 may be kept; it is refused when it is charged later.
    if card.code and card.token != "pm_card_chargeCustomerFail":
        _refuse(world, intent, method)
    intent |= {"status": "succeeded", "next_action": None, "last_setup_error": None}
    method["_set_up"] = True
    if intent["customer"] and not method["customer"]:
        methods.attach_to(world, method, intent["customer"])
    world.events.emit("setup_intent.succeeded", intent)
    return intent


def _refuse(world, intent, method):
    """Refuse a card, and let the customer try another one."""
    code, decline, message = cards.failure(method["_card"])
    error = {
        "type": "card_error", "code": code, "decline_code": decline, "message": message,
        "payment_method": method,
    }  # fmt: skip
    intent |= {
        "status": "requires_payment_method", "last_setup_error": error, "payment_method": None,
        "next_action": None,
    }  # fmt: skip
    world.events.emit("setup_intent.setup_failed", intent)
    raise card_refused(message, code, decline_code=decline, setup_intent=intent,
                       payment_method=method)  # fmt: skip


def cancel(world, call):
    """Give up a setup intent."""
    intent = world.store.get("setup_intent", call.id, "intent")
    if intent["status"] not in intents.UNPAID:
        raise invalid("This SetupIntent can no longer be canceled.",
                      "setup_intent_unexpected_state", setup_intent=intent)  # fmt: skip
    intent |= {"status": "canceled", "cancellation_reason": call.params.get("cancellation_reason")}
    world.events.emit("setup_intent.canceled", intent)
    return intent


def update(world, call):
    """Change a setup intent that is not confirmed yet."""
    intent = world.store.get("setup_intent", call.id, "intent")
    methods.update(intent, call.params)
    return intent
