"""Customers and their payment methods."""

from . import cards, objects
from .errors import ApiError, invalid
from .schema import ADDRESS, ANY, META, PAGE

BILLING = {"address": ADDRESS, "email": str, "name": str, "phone": str, "tax_id": str}
DATA = {
    "type": str, "billing_details": BILLING, "metadata": META, "allow_redisplay": str,
    "card": {"number": str, "exp_month": int, "exp_year": int, "cvc": str, "token": str,
             "networks": ANY},
    "sepa_debit": {"iban": str}, "ideal": {"bank": str}, "eps": {"bank": str},
    "p24": {"bank": str}, "bancontact": ANY, "klarna": ANY, "paypal": ANY, "radar_options": ANY,
}  # fmt: skip
CUSTOMER = {
    "address": ADDRESS, "description": str, "email": str, "metadata": META, "name": str,
    "phone": str, "preferred_locales": [str], "tax_exempt": str, "balance": int,
    "invoice_settings": ANY, "payment_method": str, "source": str,
    "shipping": {"address": ADDRESS, "name": str, "phone": str},
}  # fmt: skip
LIST_CUSTOMERS = {**PAGE, "email": str, "created": ANY}
LIST_METHODS = {**PAGE, "customer": str, "type": str}
UPDATE_METHOD = {
    "billing_details": BILLING, "metadata": META, "allow_redisplay": str,
    "card": {"exp_month": int, "exp_year": int},
}  # fmt: skip
REDIRECTED = ("bancontact", "eps", "ideal", "p24", "klarna", "paypal", "giropay", "sofort")
SLOW = ("sepa_debit",)
HOLDABLE = ("card", "klarna", "paypal", "affirm", "afterpay_clearpay", "link", "amazon_pay")


def create_customer(world, call):
    """Make a customer."""
    values = dict(call.params)
    method = values.pop("payment_method", None)
    values.pop("source", None)
    found = method_of(world, method) if method else None
    record = world.store.add(objects.customer(world.store, _filled(values)))
    if found:
        attach_to(world, found, record["id"])
    world.events.emit("customer.created", record)
    return record


def _filled(values):
    """Return values with lists and notes that are never null."""
    values.pop("expand", None)
    return values | {"metadata": values.get("metadata") or {}}


def update_customer(world, call):
    """Change a customer."""
    record = world.store.get("customer", call.id)
    update(record, call.params)
    world.events.emit("customer.updated", record)
    return record


def update(record, params):
    """Write parameters into an object; notes are merged, empty ones removed."""
    values = {name: value for name, value in params.items() if name in record}
    notes = values.pop("metadata", {}) or {}
    record |= values
    record["metadata"] = {k: v for k, v in (record["metadata"] | notes).items() if v}


def delete_customer(world, call):
    """Delete a customer; its payments stay."""
    record = world.store.get("customer", call.id)
    record["_deleted"] = True
    world.events.emit("customer.deleted", record)
    return {"id": record["id"], "object": "customer", "deleted": True}


def create_method(world, call):
    """Make a payment method from what a browser typed in."""
    return new_method(world, call.params, call.from_browser)


def new_method(world, data, from_browser):
    """Return a new payment method, or refuse the card."""
    kind = data.get("type") or "card"
    if kind == "card":
        return world.store.add(_new_card(world, data, from_browser))
    if kind not in REDIRECTED + SLOW:
        raise invalid(f"Invalid type: {kind}", param="type")
    method = objects.other_method(world.store, kind, data.get("billing_details"))
    if kind == "sepa_debit":
        iban = "".join(((data.get(kind) or {}).get("iban") or "").split())
        if not iban[:2].isalpha() or not iban[2:].isalnum() or not 15 <= len(iban) <= 34:
            raise invalid("The IBAN you entered is incomplete.", "invalid_bank_account_iban",
                          "sepa_debit[iban]")  # fmt: skip
        method[kind] = {"last4": iban[-4:], "country": iban[:2].upper(), "bank_code": iban[4:8]}
    return world.store.add(method)


def _new_card(world, data, from_browser):
    """Return a payment method with a card; numbers come from browsers only."""
    card = data.get("card") or {}
    billing = data.get("billing_details")
    if card.get("token"):
        return _from_token(world, card["token"].replace("tok_", "pm_card_"), billing)
    if not from_browser:
        message = (
            "Sending credit card numbers directly to the Stripe API is generally unsafe. "
            "Use the payment form in the browser, or a test payment method such as pm_card_visa."
        )
        raise ApiError(402, message, param="card[number]")
    month, year = card.get("exp_month"), card.get("exp_year")
    number = cards.check(card.get("number"), month, year, card.get("cvc"), world.month())
    year = year + 2000 if year < 100 else year
    return objects.card_method(world.store, number, month, year, billing)


def _from_token(world, token, billing=None):
    """Return the payment method of one of Stripe's published names of test cards."""
    number = cards.BY_TOKEN.get(token)
    if not number:
        raise invalid(f"No such PaymentMethod: '{token}'", "resource_missing", "payment_method")
    year = world.month()[0] + 3
    return objects.card_method(world.store, number, 12, year, billing)


def method_of(world, key):
    """Return a payment method by its id or by the name of a test card."""
    if key in cards.BY_TOKEN:
        return world.store.add(_from_token(world, key))
    return world.store.get("payment_method", key, "payment_method", 400)


def attach(world, call):
    """Keep a payment method for a customer."""
    world.store.get("customer", call.params["customer"], "customer", 400)
    method = method_of(world, call.id)
    return attach_to(world, method, call.params["customer"])


def attach_to(world, method, customer):
    """Keep a payment method for a customer, once."""
    if method["customer"] == customer:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.",
                      param="payment_method")  # fmt: skip
    if method["_used"] or method.get("_detached"):
        raise used_before()
    method["customer"] = customer
    world.events.emit("payment_method.attached", method)
    return method


def used_before():
    """Return the refusal of a payment method that was spent."""
    message = (
        "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
        "attachment, shared with a connected account without Customer attachment, or was "
        "detached from a Customer. It may not be used again."
    )
    return invalid(message, "payment_method_unexpected_state", "payment_method")


def detach(world, call):
    """Take a payment method away from its customer, for good."""
    method = world.store.get("payment_method", call.id)
    if not method["customer"]:
        raise invalid("The payment method you provided is not attached to a customer.")
    method["customer"], method["_detached"] = None, True
    world.events.emit("payment_method.detached", method)
    return method


def update_method(world, call):
    """Change the billing details or the expiry of a payment method."""
    method = world.store.get("payment_method", call.id)
    if not method["customer"]:
        raise invalid("You must save this PaymentMethod to a customer before you can update it.")
    details = {**call.params.pop("card", {})} if "card" in call.params else {}
    update(method, call.params)
    method.get("card", {}).update(details)
    world.events.emit("payment_method.updated", method)
    return method


def methods_of(world, customer, kind=None):
    """Return the payment methods of a customer, the newest first."""
    world.store.get("customer", customer, "customer", 400)
    return [
        method
        for method in world.store.all("payment_method")[::-1]
        if method["customer"] == customer and kind in (None, method["type"])
    ]
