"""Webhook endpoints: where events are sent, in which version, signed with which secret."""

import re

from . import methods
from .errors import invalid
from .events import TYPES
from .forms import split_url
from .objects import base
from .schema import META, PAGE
from .store import random_text

CREATE = {
    "url": str, "enabled_events": [str], "api_version": str, "description": str,
    "metadata": META, "connect": bool,
}  # fmt: skip
UPDATE = {
    "url": str, "enabled_events": [str], "description": str, "metadata": META, "disabled": bool,
}  # fmt: skip
LIST = dict(PAGE)
MOST = 16


def create(world, call):
    """Make an endpoint; its secret is shown this once."""
    params = call.params
    if len(world.store.all("webhook_endpoint")) >= MOST:
        raise invalid(f"You have reached the maximum of {MOST} test webhook endpoints.")
    version = params.get("api_version")
    if version and not re.fullmatch(r"20\d\d-\d\d-\d\d(\.[a-z]+)?", version):
        raise invalid(f"Invalid API version: {version[:40]}", param="api_version")
    _check(params)
    record = world.store.add({
        **base(world.store, "webhook_endpoint", "we"), "api_version": version,
        "application": None, "description": params.get("description"),
        "enabled_events": params["enabled_events"], "metadata": params.get("metadata") or {},
        "status": "enabled", "url": params["url"], "_secret": f"whsec_{random_text(32)}",
    })  # fmt: skip
    return record | {"secret": record["_secret"]}


def _check(params):
    """Refuse a URL that is none, and events that do not exist."""
    url = params.get("url")
    if url is not None and not split_url(url):
        raise invalid("Invalid URL: An explicit scheme (such as https) must be provided.",
                      "url_invalid", "url")  # fmt: skip
    for kind in params.get("enabled_events") or ():
        if kind != "*" and kind not in TYPES:
            raise invalid(f"Invalid enabled_events: {kind[:60]} is not a known event.",
                          param="enabled_events")  # fmt: skip


def update(world, call):
    """Change an endpoint."""
    record = world.store.get("webhook_endpoint", call.id)
    _check(call.params)
    if "disabled" in call.params:
        record["status"] = "disabled" if call.params["disabled"] else "enabled"
    methods.update(record, call.params)
    return record


def delete(world, call):
    """Remove an endpoint."""
    record = world.store.get("webhook_endpoint", call.id)
    del world.store.kinds["webhook_endpoint"][record["id"]]
    return {"id": record["id"], "object": "webhook_endpoint", "deleted": True}


def wanting(world, event):
    """Return the endpoints that want an event."""
    return [
        one
        for one in world.store.all("webhook_endpoint")
        if one["status"] == "enabled" and {"*", event["type"]} & set(one["enabled_events"])
    ]


def expect(world, event):
    """Note which endpoints an event goes to."""
    event["_delivered"] = {one["id"]: False for one in wanting(world, event)}
    event["pending_webhooks"] = len(event["_delivered"])


def delivered(world, event, url):
    """Note that an event has arrived at a URL."""
    for one in world.store.all("webhook_endpoint"):
        if one["url"] == url and one["id"] in event["_delivered"]:
            event["_delivered"][one["id"]] = True
    event["pending_webhooks"] = list(event["_delivered"].values()).count(False)
