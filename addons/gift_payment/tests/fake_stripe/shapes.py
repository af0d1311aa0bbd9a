"""How the objects look in an answer: by API version, with what was asked to be expanded."""

from .errors import invalid

CURRENT = "2026-10-28.endive"  # the version that the SDK pins
WITHOUT_LISTS = "2022-11-15"  # from here on, intents name their latest charge only
WITHOUT_NAMED_TYPES = "2026-09-30"  # from here on, an intent is told what it may use at most
KINDS_OF = {
    "customer": "customer", "payment_method": "payment_method", "charge": "charge",
    "latest_charge": "charge", "payment_intent": "payment_intent", "invoice": None,
    "balance_transaction": "balance_transaction", "review": None, "default_source": None,
    "failure_balance_transaction": "balance_transaction", "setup_intent": "setup_intent",
    "latest_attempt": None, "mandate": None, "on_behalf_of": None, "application": None,
}  # fmt: skip
SOURCES = {"ch": "charge", "re": "refund", "du": "dispute", "po": "payout"}
FOR_BROWSERS = (
    "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
    "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created",
    "currency", "description", "last_payment_error", "last_setup_error", "livemode",
    "next_action", "payment_method", "payment_method_types", "processing", "receipt_email",
    "setup_future_usage", "shipping", "source", "status", "usage",
)  # fmt: skip


def is_old(version):
    """Tell whether a version still has the lists of charges and refunds in its objects."""
    return version < WITHOUT_LISTS


def view(store, record, version, expand=()):
    """Return an object as a version shows it, without what the fake keeps for itself."""
    if record.get("object") == "list":
        inside = [path.removeprefix("data.") for path in expand if path.startswith("data.")]
        _refuse([path for path in expand if not path.startswith("data.")])
        return {**record, "data": [view(store, one, version, inside) for one in record["data"]]}
    shown = public(record)
    if is_old(version):
        _add_lists(store, record, shown, version)
    for name, inner in _tree(expand).items():
        _expand(store, record, shown, name, inner, version)
    return shown


def public(value):
    """Return a copy of a value without what the fake keeps for itself."""
    if isinstance(value, dict):
        return {
            key: dict(item) if key == "metadata" and item else public(item)
            for key, item in value.items()
            if not key.startswith("_")
        }
    return [public(item) for item in value] if isinstance(value, list) else value


def _add_lists(store, record, shown, version):
    """Add the lists that the objects of old versions carry."""
    if record["object"] == "payment_intent":
        charge = store.find("charge", record["latest_charge"])
        data = [view(store, charge, version)] if charge else []
        shown["charges"] = listed(data, f"/v1/charges?payment_intent={record['id']}")
    if record["object"] == "charge":
        shown["refunds"] = _refunds(store, record, version)


def _refunds(store, charge, version, inner=()):
    """Return the first ten refunds of a charge, the newest first."""
    found = [one for one in store.all("refund")[::-1] if one["charge"] == charge["id"]]
    data = [view(store, one, version, inner) for one in found[:10]]
    return listed(data, f"/v1/charges/{charge['id']}/refunds", len(found) > 10)


def listed(data, url, has_more=False):
    """Return a list as Stripe writes it."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _tree(paths):
    """Return ``{first name: [rest of the paths]}``."""
    tree = {}
    for path in paths:
        name, _dot, rest = path.partition(".")
        tree.setdefault(name, []).extend([rest] if rest else [])
    return tree


def _expand(store, record, shown, name, inner, version):
    """Put the object in the place of its id."""
    if name == "refunds" and record["object"] == "charge":
        shown["refunds"] = _refunds(store, record, version, inner)
        return
    kind = KINDS_OF.get(name) or _source_kind(record, name)
    if name not in record or not (kind or name in KINDS_OF):
        _refuse([name])
    found = store.find(kind, record[name]) if kind else None
    if found:
        shown[name] = view(store, found, version, inner)


def _source_kind(record, name):
    """Return the kind of object a balance transaction came from."""
    if name == "source" and record["object"] == "balance_transaction":
        return SOURCES.get(str(record["source"]).split("_")[0])
    return None


def _refuse(paths):
    """Refuse what cannot be expanded."""
    for path in paths:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand", early=True)


def browser_view(shown):
    """Return what a browser with the publishable key may see of an intent."""
    return {key: shown[key] for key in FOR_BROWSERS if key in shown}
