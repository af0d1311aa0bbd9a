"""One call of the API: who calls, what with, what is answered, and the same again if repeated."""

import base64
import hashlib
import json
from dataclasses import dataclass

from . import routes, shapes
from .errors import ApiError, invalid
from .schema import clean

DAY = 24 * 3600
TROUBLE = {"type": "api_error", "message": "An unknown error occurred."}


@dataclass
class Call:
    """A call that was let in."""

    id: str
    params: dict
    version: str
    from_browser: bool

    @property
    def old(self):
        """Tell whether the caller's version is an old one."""
        return shapes.is_old(self.version)


@dataclass
class Answer:
    """What is sent back."""

    status: int
    body: dict
    replayed: bool = False


def key_of(headers, params):
    """Return the key of a caller: a bearer, a user name, or ``key`` in the form of a browser."""
    scheme, _space, value = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except ValueError:
            return "?"
    key = params.get("key")
    return key if isinstance(key, str) else ""


def answer(world, method, path, headers, params):
    """Return the answer to a call; ``path`` is what comes after ``/v1/``."""
    version = headers.get("Stripe-Version") or world.version
    browser = False
    with world.store.lock:
        try:
            key = key_of(headers, params)
            browser = key == world.publishable_key
            _let_in(world, key)
            route, found = routes.find(method, path)
            _allow(world, route, key)
            if method == "POST" and headers.get("Idempotency-Key"):
                return _once(world, route, path, headers, params, (found, version, browser))
            return _run(world, route, params, (found, version, browser))[0]
        except ApiError as error:
            return _refusal(world, error, version, browser)


def _let_in(world, key):
    """Refuse keys that are not those of the account."""
    if not key:
        raise ApiError(401, "You did not provide an API key. Provide it in the Authorization "
                       "header, using Bearer auth or HTTP Basic auth.", early=True)  # fmt: skip
    if key not in (world.secret_key, world.publishable_key, *world.restricted):
        shown = f"{key[:8]}{'*' * 8}{key[-4:]}" if len(key) > 16 else "*" * 8
        raise ApiError(401, f"Invalid API Key provided: {shown}", early=True)


def _allow(world, route, key):
    """Refuse what a key may not do."""
    if key == world.publishable_key and not route.browser:
        raise ApiError(403, "This API call cannot be made with a publishable API key. Please use "
                       "a secret API key.", "secret_key_required", early=True)  # fmt: skip
    if key in world.restricted:
        given = world.restricted[key].get(route.permission)
        needed = ("write",) if route.method != "GET" else ("read", "write")
        if given not in needed:
            raise ApiError(403, f"The provided key does not have the required permissions for "
                           f"this endpoint: {route.permission} ({needed[0]}).",
                           "more_permissions_required", early=True)  # fmt: skip


def _run(world, route, params, who):
    """Return (answer, whether it was refused before anything ran)."""
    found, version, browser = who
    try:
        cleaned = clean(params, route.schema, route.required)
        expand = cleaned.pop("expand", None) or []
        call = Call(found, cleaned, version, browser)
        record = route.handle(world, call)
        shown = _show(world, record, version, expand)
        if browser and shown["object"] in ("payment_intent", "setup_intent"):
            shown = shapes.browser_view(shown)
        return Answer(200, shown), False
    except ApiError as error:
        return _refusal(world, error, version, browser), error.early


def _show(world, record, version, expand):
    """Return what is answered for an object."""
    if len(expand) > 20 or any(path.count(".") > 3 for path in expand):
        raise invalid("You cannot expand more than 4 levels of a property.", param="expand")
    if "object" in record and (record["object"] == "list" or "id" in record):
        return shapes.view(world.store, record, version, expand)
    return record


def _refusal(world, error, version, browser):
    """Return the answer to a refused call."""
    body = {}
    for name, value in error.error.items():
        if isinstance(value, dict) and value.get("object"):
            value = shapes.view(world.store, value, version)
            value = shapes.browser_view(value) if browser and name.endswith("intent") else value
        body[name] = value
    return Answer(error.status, {"error": body})


def _once(world, route, path, headers, params, who):
    """Return the first answer of a call with this key, again and again."""
    key = headers["Idempotency-Key"]
    if len(key) > 255:
        raise invalid("The Idempotency-Key must be at most 255 characters long.", early=True)
    asked = hashlib.sha256(json.dumps([path, params], default=str).encode()).hexdigest()
    kept = world.store.idempotent.get(key)
    if kept and kept[2] > world.store.now() - DAY:
        if kept[0] != asked:
            raise ApiError(400, "Keys for idempotent requests can only be used with the same "
                           f"parameters they were first used with. Try using a key other than "
                           f"'{key}' if you meant to execute a different request.",
                           type="idempotency_error")  # fmt: skip
        return Answer(kept[1].status, json.loads(json.dumps(kept[1].body)), replayed=True)
    result, early = _run(world, route, params, who)
    if not early:
        world.store.idempotent[key] = (asked, result, world.store.now())
    return result
