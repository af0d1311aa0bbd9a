"""Control routes for a journey in another process; they need the token printed at the start."""

import hmac
import json
import time

from .errors import ApiError

HEADER = "X-Fake-Control"
LARGEST = 1_000_000


def answer(handler, path):
    """Answer a control call of this machine that knows the token."""
    fake = handler.server.fake
    token = handler.headers.get(HEADER, "")
    forwarded = handler.headers.get("X-Forwarded-For") or handler.headers.get("Forwarded")
    if handler.client_address[0] != "127.0.0.1" or forwarded:
        raise ApiError(403, "Control routes are for this machine only.")
    if not hmac.compare_digest(token.encode(), fake.control_token.encode()):
        raise ApiError(403, f"Send the token printed at the start in {HEADER}.")
    act = ROUTES.get((handler.command, path.removeprefix("/fake/")))
    if not act:
        raise ApiError(404, "There is no such control route.")
    handler.send_json(200, act(fake, _json(handler)))


def _json(handler):
    """Return the JSON body of a call."""
    try:
        values = json.loads(handler.read_body(LARGEST) or b"{}")
    except ValueError as error:
        raise ApiError(400, "The body is no JSON.") from error
    if not isinstance(values, dict):
        raise ApiError(400, "The body must be a JSON object.")
    return values


def _call(act, values, *names):
    """Call a method with the named values; what does not fit is refused in words."""
    unknown = set(values) - set(names)
    if unknown:
        raise ApiError(400, f"Unknown values: {', '.join(sorted(unknown))}.")
    try:
        return act(**values)
    except (TypeError, ValueError) as error:
        raise ApiError(400, f"This cannot be done: {error}") from error


def _fault(fake, values):
    """Order a fault, or take all back with ``{"clear": true}``."""
    if values.get("clear"):
        fake.faults.clear()
    else:
        _call(fake.fail, values, "method", "path_pattern", "kind", "times", "seconds")
    return {"waiting": len(fake.faults.waiting)}


def _dispute(fake, values):
    """Open a dispute, or decide one with ``dispute_id`` and ``status``."""
    if "dispute_id" in values:
        return _call(fake.close_dispute, values, "dispute_id", "status")
    return _call(fake.open_dispute, values, "charge_id", "reason", "amount", "due_by")


def _events(fake, _values):
    """Return all events."""
    return {"data": fake.events}


def _found(fake, wanted):
    """Return the events that are meant: an id, a list of ids, or the name of a kind."""
    wanted = [wanted] if isinstance(wanted, str) else wanted or []
    events = fake.events
    found = [
        event for name in wanted for event in events if name in (event["id"], event["type"])
    ]  # fmt: skip
    if not found:
        raise ApiError(404, "There is no such event.")
    return found


def _deliver(fake, values):
    """Send events to an endpoint: repeated, forged, late or in another order."""
    found = _found(fake, values.get("event"))
    endpoint = next(
        (one for one in fake.world.store.all("webhook_endpoint")
         if values.get("endpoint") in (one["id"], one["url"])), None,
    )  # fmt: skip
    if not endpoint:
        raise ApiError(404, "There is no such endpoint.")
    if values.get("order") == "reversed":
        found.reverse()
    at = int(time.time()) - int(values.get("late_s", 0))
    secret = "whsec_forged" if values.get("forged") else None
    statuses = [
        fake.world.deliver_to(event, endpoint, at, secret)
        for event in found
        for _each in range(min(int(values.get("times", 1)), 100))
    ]
    return {"statuses": statuses}


def _endpoint(fake, values):
    """Register a webhook endpoint with a secret that the shop knows already."""
    return _call(fake.add_endpoint, values, "url", "events", "api_version", "secret")


ROUTES = {
    ("POST", "endpoints"): _endpoint,
    ("POST", "faults"): _fault,
    ("POST", "disputes"): _dispute,
    ("POST", "payouts"): lambda fake, v: _call(fake.make_payout, v, "currency", "wait"),
    ("POST", "expire"): lambda fake, v: _call(fake.expire, v, "intent_id"),
    ("POST", "refunds"): lambda fake, v: _call(fake.refund_in_dashboard, v, "charge_id", "amount"),
    ("POST", "failed_refunds"): lambda fake, v: _call(fake.fail_refund, v, "refund_id"),
    ("POST", "settle"): lambda fake, v: _call(fake.settle, v, "intent_id", "paid"),
    ("POST", "advance"): lambda fake, v: _call(fake.advance, v, "seconds") or {},
    ("GET", "events"): _events,
    ("POST", "deliver"): _deliver,
}
