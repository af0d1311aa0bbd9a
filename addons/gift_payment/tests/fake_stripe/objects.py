"""The objects of Stripe with all their fields, before anything has happened to them."""

from . import cards

DAY = 24 * 3600
AUTHORISED_FOR = 7 * DAY
AUTHORISED_WITHOUT_CUSTOMER_FOR = 4 * DAY + 18 * 3600  # Visa, started by the merchant


def nothing(*names):
    """Return fields without a value."""
    return dict.fromkeys(names)


def base(store, kind, prefix):
    """Return what every object starts with."""
    return {
        "id": store.new_id(prefix),
        "object": kind,
        "created": store.now(),
        "livemode": False,
        "metadata": {},
    }


def customer(store, values):
    """Return a new customer."""
    fields = nothing(
        "address", "currency", "default_source", "description", "discount", "email",
        "name", "phone", "shipping",
    )  # fmt: skip
    return {
        **base(store, "customer", "cus"), **fields, "balance": 0, "delinquent": False,
        "invoice_settings": nothing("custom_fields", "default_payment_method", "footer"),
        "preferred_locales": [], "tax_exempt": "none", **values,
    }  # fmt: skip


def card_method(store, number, month, year, billing):
    """Return a payment method with a card; the number itself is not in what is shown."""
    card = cards.CARDS[number]
    details = {
        "brand": card.brand, "country": "US", "exp_month": month, "exp_year": year,
        "fingerprint": f"fp{number[-8:]}", "funding": "credit", "last4": number[-4:],
        "checks": {
            "address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass",
        },
        "display_brand": card.brand, "generated_from": None, "regulated_status": "unregulated",
        "networks": {"available": [card.brand], "preferred": None},
        "three_d_secure_usage": {"supported": True}, "wallet": None,
    }  # fmt: skip
    return {**_method(store, "card", billing), "card": details, "_card": card}


def other_method(store, kind, billing, details=None):
    """Return a payment method of another kind, as a bank redirect."""
    return {**_method(store, kind, billing), kind: details or {}, "_card": cards.Card(brand=kind)}


def _method(store, kind, billing):
    """Return what all payment methods have."""
    empty = {"address": dict.fromkeys(("city", "country", "line1", "line2", "postal_code",
                                       "state")), **nothing("email", "name", "phone")}  # fmt: skip
    return {
        **base(store, "payment_method", "pm"), "type": kind, "customer": None,
        "allow_redisplay": "unspecified", "_set_up": False, "_used": False,
        "billing_details": {**empty, **(billing or {})},
    }  # fmt: skip


def intent(store, kind, prefix, values):
    """Return a payment or setup intent."""
    record = base(store, kind, prefix)
    fields = nothing(
        "application", "cancellation_reason", "customer", "description", "next_action",
        "on_behalf_of", "payment_method", "payment_method_configuration_details",
    )  # fmt: skip
    secret = f"{record['id']}_secret_{store.new_id('x')[2:]}"
    return {
        **record, **fields, "client_secret": secret, "status": "requires_payment_method",
        "payment_method_options": {}, "_return_url": None, "_page": None, "_off": False, **values,
    }  # fmt: skip


def payment_intent(store, values):
    """Return a new payment intent."""
    fields = nothing(
        "amount_details", "application_fee_amount", "automatic_payment_methods", "canceled_at",
        "invoice", "last_payment_error", "latest_charge", "processing", "receipt_email", "review",
        "setup_future_usage", "shipping", "source", "statement_descriptor",
        "statement_descriptor_suffix", "transfer_data", "transfer_group",
    )  # fmt: skip
    return intent(store, "payment_intent", "pi", {
        **fields, "amount_capturable": 0, "amount_received": 0,
        "confirmation_method": "automatic", **values,
    })  # fmt: skip


def setup_intent(store, values):
    """Return a new setup intent."""
    fields = nothing(
        "automatic_payment_methods", "flow_directions", "last_setup_error", "latest_attempt",
        "mandate", "single_use_mandate",
    )  # fmt: skip
    return intent(store, "setup_intent", "seti", {**fields, "usage": "off_session", **values})


def charge(store, payment, method, captured):
    """Return the charge of a payment that was authorised."""
    fields = nothing(
        "application", "application_fee", "application_fee_amount", "balance_transaction",
        "failure_balance_transaction", "failure_code", "failure_message", "invoice",
        "on_behalf_of", "receipt_number", "review", "source_transfer", "transfer_data",
        "transfer_group",
    )  # fmt: skip
    copied = (
        "amount", "currency", "customer", "description", "receipt_email", "shipping",
        "statement_descriptor", "statement_descriptor_suffix",
    )  # fmt: skip
    return {
        **base(store, "charge", "ch"), **fields, **{name: payment[name] for name in copied},
        "metadata": dict(payment["metadata"]), "amount_refunded": 0, "disputed": False,
        "amount_captured": payment["amount"] if captured else 0, "captured": captured,
        "billing_details": method["billing_details"], "fraud_details": {}, "paid": True,
        "calculated_statement_descriptor": "GIFT SHOP", "payment_intent": payment["id"],
        "payment_method": method["id"], "radar_options": {}, "receipt_url": None,
        "refunded": False, "source": None, "status": "succeeded",
        "payment_method_details": _method_details(store, payment, method, captured),
        "outcome": outcome(method["_card"]), "_released": 0,
    }  # fmt: skip


def _method_details(store, payment, method, captured):
    """Return how a charge was paid."""
    kind = method["type"]
    details = dict(method[kind])
    if kind == "card":
        keep = AUTHORISED_WITHOUT_CUSTOMER_FOR if payment["_off"] else AUTHORISED_FOR
        details |= {
            "amount_authorized": payment["amount"], "authorization_code": "123456",
            "capture_before": None if captured else store.now() + keep,
            "extended_authorization": {"status": "disabled"}, "mandate": None,
            "incremental_authorization": {"status": "unavailable"}, "installments": None,
            "multicapture": {"status": "unavailable"}, "network": details["brand"],
            "network_token": {"used": False}, "overcapture": {"status": "unavailable"},
            "three_d_secure": payment.get("_secure"),
        }  # fmt: skip
        details.pop("networks"), details.pop("three_d_secure_usage")
    return {"type": kind, kind: details}


SCORES = {"normal": 20, "elevated": 70, "highest": 95}


def outcome(card):
    """Return what the network and the fraud check said."""
    blocked = card.risk == "highest"
    _code, decline, _message = cards.failure(card)
    good = {
        "type": "authorized", "network_status": "approved_by_network", "reason": None,
        "seller_message": "Payment complete.",
    }  # fmt: skip
    refused = {
        "type": "blocked" if blocked else "issuer_declined", "reason": decline,
        "network_status": "not_sent_to_network" if blocked else "declined_by_network",
        "seller_message": "The bank returned this decline code: " + str(decline),
    }  # fmt: skip
    return {
        **(refused if card.code else good), "advice_code": None, "network_advice_code": None,
        "network_decline_code": None, "risk_level": card.risk, "risk_score": SCORES[card.risk],
    }  # fmt: skip


def refund(store, charged, amount, values):
    """Return a refund of a charge."""
    status = "succeeded"
    return {
        **base(store, "refund", "re"), "amount": amount, "charge": charged["id"],
        "currency": charged["currency"], "payment_intent": charged["payment_intent"],
        "balance_transaction": None, "reason": None, "receipt_number": None, "status": status,
        "source_transfer_reversal": None, "transfer_reversal": None,
        "destination_details": {
            "type": "card",
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number",
                     "type": "refund"},
        },
        **values,
    }  # fmt: skip
