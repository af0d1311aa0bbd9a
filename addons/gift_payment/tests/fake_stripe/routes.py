"""The routes of Stripe that the fake answers, and the parameters that each accepts."""

import re
from dataclasses import dataclass, field
from functools import partial

from . import account, disputes, endpoints, intents, lists, methods, money, refunds, setups
from .errors import ApiError
from .schema import PAGE


@dataclass(frozen=True)
class Route:
    """One route: who may call it with which parameters, and what answers."""

    method: str
    path: str
    handle: object
    schema: dict = field(default_factory=dict)
    required: tuple = ()
    browser: bool = False

    @property
    def permission(self):
        """Return what a restricted key must be allowed to use."""
        return self.path.split("/")[0]


def retrieve(kind, world, call):
    """Return one object by its id."""
    return world.store.get(kind, call.id)


def find_intent(kind, world, call):
    """Return an intent; a browser proves with the client secret that it may see it."""
    return intents.find(world, call, kind)


def of_customer(world, call):
    """Return a payment method of a customer."""
    customer, _slash, key = call.id.partition("/payment_methods/")
    method = world.store.get("payment_method", key)
    if method["customer"] != customer:
        raise ApiError(404, f"No such PaymentMethod: '{key}'", "resource_missing", "id")
    return method


SEEN = intents.SEEN_BY_BROWSER
ROUTES = (
    Route("GET", "account", account.retrieve),
    Route("POST", "customers", methods.create_customer, methods.CUSTOMER),
    Route("GET", "customers", lists.of("customer", "customers"), methods.LIST_CUSTOMERS),
    Route("GET", "customers/{}", partial(retrieve, "customer")),
    Route("POST", "customers/{}", methods.update_customer, methods.CUSTOMER),
    Route("DELETE", "customers/{}", methods.delete_customer),
    Route("GET", "customers/{}/payment_methods", lists.methods_by_customer, methods.LIST_METHODS),
    Route("GET", "customers/{}/payment_methods/{}", of_customer),
    Route("POST", "payment_methods", methods.create_method, {**methods.DATA, "key": str},
          ("type",), browser=True),
    Route("GET", "payment_methods", lists.methods_by_customer, methods.LIST_METHODS),
    Route("GET", "payment_methods/{}", partial(retrieve, "payment_method")),
    Route("POST", "payment_methods/{}", methods.update_method, methods.UPDATE_METHOD),
    Route("POST", "payment_methods/{}/attach", methods.attach, {"customer": str}, ("customer",)),
    Route("POST", "payment_methods/{}/detach", methods.detach),
    Route("POST", "payment_intents", intents.create, intents.CREATE, ("amount", "currency")),
    Route("GET", "payment_intents", lists.of("payment_intent", "payment_intents"), intents.LIST),
    Route("GET", "payment_intents/{}", partial(find_intent, "payment_intent"), SEEN, browser=True),
    Route("POST", "payment_intents/{}", intents.update, intents.UPDATE),
    Route("POST", "payment_intents/{}/confirm", intents.confirm, intents.CONFIRM, browser=True),
    Route("POST", "payment_intents/{}/capture", intents.capture, intents.CAPTURE),
    Route("POST", "payment_intents/{}/cancel", intents.cancel, intents.CANCEL),
    Route("POST", "setup_intents", setups.create, setups.CREATE),
    Route("GET", "setup_intents", lists.of("setup_intent", "setup_intents"), setups.LIST),
    Route("GET", "setup_intents/{}", partial(find_intent, "setup_intent"), SEEN, browser=True),
    Route("POST", "setup_intents/{}", setups.update, setups.UPDATE),
    Route("POST", "setup_intents/{}/confirm", setups.confirm, setups.CONFIRM, browser=True),
    Route("POST", "setup_intents/{}/cancel", setups.cancel, setups.CANCEL),
    Route("GET", "charges", lists.of("charge", "charges"), lists.LIST_CHARGES),
    Route("GET", "charges/{}", partial(retrieve, "charge")),
    Route("POST", "refunds", refunds.create, refunds.CREATE),
    Route("GET", "refunds", lists.of("refund", "refunds"), refunds.LIST),
    Route("GET", "refunds/{}", partial(retrieve, "refund")),
    Route("POST", "refunds/{}", refunds.update, refunds.UPDATE),
    Route("GET", "disputes", lists.of("dispute", "disputes"), disputes.LIST),
    Route("GET", "disputes/{}", partial(retrieve, "dispute")),
    Route("POST", "disputes/{}", disputes.update, disputes.UPDATE),
    Route("POST", "disputes/{}/close", disputes.close),
    Route("POST", "files", account.upload, account.FILE, ("purpose", "file")),
    Route("GET", "files", lists.of("file", "files"), account.LIST_FILES),
    Route("GET", "files/{}", partial(retrieve, "file")),
    Route("GET", "balance", money.balance),
    Route("GET", "balance_transactions", lists.balance_lines, lists.LIST_LINES),
    Route("GET", "balance_transactions/{}", partial(retrieve, "balance_transaction")),
    Route("GET", "payouts", lists.of("payout", "payouts"), lists.LIST_PAYOUTS),
    Route("GET", "payouts/{}", partial(retrieve, "payout")),
    Route("GET", "events", lists.events, lists.LIST_EVENTS),
    Route("GET", "events/{}", partial(retrieve, "event")),
    Route("POST", "webhook_endpoints", endpoints.create, endpoints.CREATE,
          ("url", "enabled_events")),
    Route("GET", "webhook_endpoints", lists.webhook_endpoints, endpoints.LIST),
    Route("GET", "webhook_endpoints/{}", partial(retrieve, "webhook_endpoint")),
    Route("POST", "webhook_endpoints/{}", endpoints.update, endpoints.UPDATE),
    Route("DELETE", "webhook_endpoints/{}", endpoints.delete),
    Route("POST", "payment_method_domains", account.create_domain, account.DOMAIN,
          ("domain_name",)),
    Route("GET", "payment_method_domains",
          lists.of("payment_method_domain", "payment_method_domains"), account.LIST_DOMAINS),
    Route("GET", "payment_method_domains/{}", partial(retrieve, "payment_method_domain")),
    Route("POST", "payment_method_domains/{}", account.update_domain, account.UPDATE_DOMAIN),
    Route("POST", "payment_method_domains/{}/validate", account.validate_domain),
    Route("POST", "apple_pay/domains", account.create_apple_pay_domain, {"domain_name": str},
          ("domain_name",)),
    Route("GET", "apple_pay/domains", lists.of("apple_pay_domain", "apple_pay/domains"), PAGE),
)  # fmt: skip


def _pattern(path):
    """Return the pattern of a route; the ids in it become one text."""
    first, *rest = path.split("{}")
    if not rest:
        return re.compile(re.escape(path))
    inner = re.escape("{}".join(rest[:-1])).replace(r"\{\}", "[^/]+")
    ids = "([^/]+)" if len(rest) == 1 else f"([^/]+{inner}[^/]+)"
    return re.compile(re.escape(first) + ids + re.escape(rest[-1]))


PATTERNS = [(route, _pattern(route.path)) for route in ROUTES]


def find(method, path):
    """Return (route, id) of a path below ``/v1/``, or refuse it."""
    for route, pattern in PATTERNS:
        match = pattern.fullmatch(path)
        if match and route.method == method:
            return route, match[1] if pattern.groups else ""
    raise ApiError(404, f"Unrecognized request URL ({method}: /v1/{path[:200]}).", early=True)
