"""The account itself: its state, its domains, its files."""

from . import methods
from .errors import invalid
from .objects import base
from .schema import ANY, PAGE

DOMAIN = {"domain_name": str, "enabled": bool}
UPDATE_DOMAIN = {"enabled": bool}
FILE = {"purpose": str, "file": ANY, "file_link_data": ANY}
LIST_FILES = {**PAGE, "purpose": str, "created": ANY}
LIST_DOMAINS = {**PAGE, "domain_name": str, "enabled": bool}
PURPOSES = (
    "dispute_evidence", "account_requirement", "additional_verification", "business_icon",
    "business_logo", "customer_signature", "identity_document", "pci_document",
    "tax_document_user_upload",
)  # fmt: skip
LARGEST_EVIDENCE = 5_000_000
KINDS = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


def new_account(store):
    """Return an account that may charge and be paid out."""
    return {
        "id": store.new_id("acct").replace("acct_", "acct_1")[:21], "object": "account",
        "business_profile": {"name": "Gift shop", "url": None, "support_email": None},
        "business_type": "company", "capabilities": {
            "card_payments": "active", "transfers": "active",
        },
        "charges_enabled": True, "country": "NL", "created": store.now(),
        "default_currency": "eur", "details_submitted": True, "email": "shop@example.com",
        "metadata": {}, "payouts_enabled": True, "requirements": {
            "currently_due": [], "disabled_reason": None, "errors": [], "eventually_due": [],
            "past_due": [], "pending_verification": [],
        },
        "settings": {
            "dashboard": {"display_name": "Gift shop", "timezone": "Europe/Amsterdam"},
            "payments": {"statement_descriptor": "GIFT SHOP"},
            "payouts": {"schedule": {"interval": "daily", "delay_days": 2}},
        },
        "type": "standard",
    }  # fmt: skip


def retrieve(world, _call):
    """Return the account of the key."""
    return world.account


def upload(world, call):
    """Keep a file."""
    sent = call.params["file"]
    if not isinstance(sent, dict) or not isinstance(sent.get("content"), bytes):
        raise invalid("Invalid file: send the file as a part of a multipart form.", param="file")
    purpose = call.params["purpose"]
    if purpose not in PURPOSES:
        raise invalid(f"Invalid purpose: {purpose[:40]}", param="purpose")
    content = sent["content"]
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    if purpose == "dispute_evidence" and (not kind or len(content) > LARGEST_EVIDENCE):
        raise invalid("Evidence must be a PDF, JPEG or PNG file of at most 5 MB.", param="file")
    record = base(world.store, "file", "file")
    del record["livemode"], record["metadata"]
    return world.store.add({
        **record, "expires_at": None, "filename": sent["filename"], "purpose": purpose,
        "links": {"object": "list", "data": [], "has_more": False, "url": "/v1/file_links"},
        "size": len(content), "title": None, "type": kind,
        "url": None, "_content": content,
    })  # fmt: skip


def create_domain(world, call):
    """Register a domain for wallets; the same domain is registered once."""
    name = _domain(call)
    found = [one for one in world.store.all("payment_method_domain") if one["domain_name"] == name]
    if found:
        return found[0]
    states = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")
    return world.store.add({
        **base(world.store, "payment_method_domain", "pmd"), "domain_name": name,
        "enabled": call.params.get("enabled", True) is not False,
        **{state: {"status": "active"} for state in states},
    })  # fmt: skip


def _domain(call):
    """Return the name of a domain, without scheme and path."""
    name = call.params["domain_name"]
    if "/" in name or ":" in name.rpartition(":")[0] or " " in name or len(name) > 253:
        raise invalid("Invalid domain name: send it without scheme and path.", param="domain_name")
    return name


def update_domain(world, call):
    """Switch a domain on or off."""
    record = world.store.get("payment_method_domain", call.id)
    methods.update(record, call.params)
    return record


def validate_domain(world, call):
    """Check a domain again."""
    return world.store.get("payment_method_domain", call.id)


def create_apple_pay_domain(world, call):
    """Register a domain the old way; with test keys that has no effect, as at Stripe."""
    record = base(world.store, "apple_pay_domain", "apwc")
    del record["metadata"]
    return world.store.add({**record, "domain_name": _domain(call)})
