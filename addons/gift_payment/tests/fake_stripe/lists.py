"""Lists: the newest first, in pages, with filters."""

from . import methods, money
from .errors import invalid
from .schema import ANY, PAGE
from .shapes import listed

LIST_LINES = {
    **PAGE, "payout": str, "type": str, "created": ANY, "currency": str, "source": str,
}  # fmt: skip
LIST_PAYOUTS = {
    **PAGE, "status": str, "created": ANY, "arrival_date": ANY, "destination": str,
}  # fmt: skip
LIST_EVENTS = {
    **PAGE, "type": str, "types": [str], "created": ANY, "delivery_success": bool,
}  # fmt: skip
LIST_CHARGES = {
    **PAGE, "customer": str, "payment_intent": str, "created": ANY, "transfer_group": str,
}  # fmt: skip
COMPARE = {
    "gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__,
}  # fmt: skip
TIMES = ("created", "arrival_date")
PAGING = {*PAGE, "delivery_success", "types"}


def of(kind, path):
    """Return a handler that lists the objects of a kind, filtered by their own fields."""

    def handle(world, call):
        found = [one for one in world.store.all(kind)[::-1] if not one.get("_deleted")]
        return page(matching(found, call.params), call.params, path)

    return handle


def page(found, params, path):
    """Return one page of a list."""
    limit = 10 if params.get("limit") is None else params["limit"]
    if not 1 <= limit <= 100:
        raise invalid("Invalid limit: must be between 1 and 100.", param="limit")
    ids = [one["id"] for one in found]
    if params.get("starting_after"):
        found = found[_place(ids, params["starting_after"], "starting_after") + 1 :]
    elif params.get("ending_before"):
        found = found[: _place(ids, params["ending_before"], "ending_before")]
        return listed(found[-limit:], f"/v1/{path}", len(found) > limit)
    return listed(found[:limit], f"/v1/{path}", len(found) > limit)


def _place(ids, key, param):
    """Return where an id stands in a list."""
    if key not in ids:
        raise invalid(f"No such object: '{key}'", "resource_missing", param)
    return ids.index(key)


def matching(found, params):
    """Return the objects that pass the filters: a value each, or an interval of times."""
    filters = {
        "_payout" if name == "payout" else name: _interval(wanted, name)
        for name, wanted in params.items()
        if name not in PAGING and wanted is not None
    }
    return [one for one in found if all(_passes(one[name], filters[name]) for name in filters)]


def _interval(wanted, name):
    """Return a filter; the limits of an interval of times are numbers."""
    try:
        if name in TIMES and not isinstance(wanted, dict):
            return int(wanted)
        if name in TIMES:
            return {COMPARE[sign]: int(limit) for sign, limit in wanted.items()}
    except (KeyError, ValueError, TypeError) as error:
        raise invalid(f"Invalid filter: {name}", param=name) from error
    return wanted


def _passes(value, wanted):
    """Tell whether one field passes its filter."""
    if isinstance(wanted, dict):
        return all(compare(value, limit) for compare, limit in wanted.items())
    return str(value) == str(wanted)


def balance_lines(world, call):
    """List the balance; with a payout, what went to the bank with it."""
    found = money.lines(world)[::-1]
    if call.params.get("payout"):
        world.store.get("payout", call.params["payout"], "payout")
    if not world.payout_lists_itself and call.params.get("payout"):
        found = [one for one in found if one["type"] != "payout"]
    return page(matching(found, call.params), call.params, "balance_transactions")


def events(world, call):
    """List the events of the last 30 days."""
    params = call.params
    if params.get("type") and params.get("types"):
        raise invalid("You may pass either type or types, not both.", param="types")
    kinds = params.get("types") or ([params["type"]] if params.get("type") else ["*"])
    delivery = params.get("delivery_success")
    oldest = world.store.now() - 30 * 24 * 3600
    filters = {"created": params["created"]} if params.get("created") else {}
    found = [
        event
        for event in matching(world.store.all("event")[::-1], filters)
        if event["created"] >= oldest
        and any(_is_kind(event["type"], kind) for kind in kinds)
        and delivery in (None, not event["pending_webhooks"])
    ]  # fmt: skip
    return page(found, params, "events")


def _is_kind(name, kind):
    """Tell whether an event is of a kind; ``charge.*`` and ``*`` are kinds too."""
    return name == kind or kind.endswith("*") and name.startswith(kind[:-1])


def methods_by_customer(world, call):
    """List the payment methods of a customer, whose id may be in the path."""
    customer = call.id or call.params.get("customer")
    if not customer:
        return page([], call.params, "payment_methods")
    found = methods.methods_of(world, customer, call.params.get("type"))
    return page(found, call.params, "payment_methods")


def webhook_endpoints(world, call):
    """List the endpoints, without their secrets."""
    return page(world.store.all("webhook_endpoint")[::-1], call.params, "webhook_endpoints")
