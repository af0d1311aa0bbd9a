"""The balance: what payments bring, what they cost, and what goes to the bank."""

from .errors import invalid
from .objects import DAY, base

FEE_BASIS_POINTS = 150
FEE_FIXED = 25
DISPUTE_FEE = 2_000
WAIT = 2 * DAY


def fee_of(amount):
    """Return what Stripe keeps of a payment: 1.5 % and 25 cents."""
    return (amount * FEE_BASIS_POINTS + 5_000) // 10_000 + FEE_FIXED


def book(world, kind, source, amount, fee=0, **values):
    """Write a line in the balance."""
    store = world.store
    waits = values.pop("waits", True)
    line = base(store, "balance_transaction", "txn")
    del line["livemode"], line["metadata"]
    details = {
        "amount": fee, "application": None, "currency": source["currency"],
        "description": "Stripe processing fees", "type": "stripe_fee",
    }  # fmt: skip
    return store.add({
        **line, "amount": amount, "currency": source["currency"], "exchange_rate": None,
        "fee": fee, "fee_details": [details] if fee else [], "net": amount - fee,
        "available_on": line["created"] + (WAIT if waits else 0), "balance_type": "payments",
        "description": source.get("description"), "reporting_category": kind,
        "source": source["id"], "status": "pending" if waits else "available", "type": kind,
        "_payout": None, **values,
    })  # fmt: skip


def book_charge(world, charge, card):
    """Write what a captured payment brings."""
    amount = charge["amount_captured"]
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    line = book(
        world, kind, charge, amount, fee_of(amount), waits=card.funds != "available",
        reporting_category="charge",
    )  # fmt: skip
    charge["balance_transaction"] = line["id"]


def lines(world):
    """Return the lines of the balance; those whose day has come are available."""
    found = world.store.all("balance_transaction")
    for line in found:
        if line["available_on"] <= world.store.now():
            line["status"] = "available"
    return found


def balance(world, _call):
    """Return what is in the account."""
    open_lines = [line for line in lines(world) if not line["_payout"]]
    sums = {
        status: [
            {"amount": _sum(open_lines, status, currency), "currency": currency,
             "source_types": {"card": _sum(open_lines, status, currency)}}
            for currency in sorted({line["currency"] for line in open_lines} or {"eur"})
        ]
        for status in ("available", "pending")
    }  # fmt: skip
    return {"object": "balance", "livemode": False, **sums}


def _sum(found, status, currency):
    """Add up the lines of one status and currency."""
    return sum(
        line["net"] for line in found if (line["status"], line["currency"]) == (status, currency)
    )


def make_payout(world, currency=None, wait=True):
    """Send what is available to the bank; ``wait`` lets the waiting days pass first.

    Without a currency it is that of the oldest money.
    """
    open_lines = [line for line in lines(world) if not line["_payout"]]
    currency = (currency or next((line["currency"] for line in open_lines), "eur")).lower()
    open_lines = [line for line in open_lines if line["currency"] == currency]
    if wait:
        for line in open_lines:
            line |= {"status": "available", "available_on": min(line["available_on"],
                                                                world.store.now())}  # fmt: skip
    taken = [line for line in open_lines if line["status"] == "available"]
    amount = sum(line["net"] for line in taken)
    if amount <= 0:
        raise invalid("You have insufficient funds in your Stripe account for a payout.",
                      "balance_insufficient")  # fmt: skip
    payout = world.store.add(_payout(world, currency, amount))
    own = book(world, "payout", payout, -amount, waits=False, description="STRIPE PAYOUT")
    payout["balance_transaction"] = own["id"]
    for line in (*taken, own):
        line["_payout"] = payout["id"]
    world.events.emit("payout.created", payout | {"status": "in_transit"})
    world.events.emit("payout.paid", payout)
    return payout


def _payout(world, currency, amount):
    """Return a payout that has arrived."""
    fields = (
        "application_fee", "application_fee_amount", "failure_balance_transaction",
        "failure_code", "failure_message", "original_payout", "payout_method", "reversed_by",
    )  # fmt: skip
    record = base(world.store, "payout", "po")
    return {
        **record, **dict.fromkeys(fields), "amount": amount, "arrival_date": record["created"],
        "automatic": True, "balance_transaction": None, "currency": currency,
        "description": "STRIPE PAYOUT", "destination": "ba_000000000000000000000001",
        "method": "standard", "reconciliation_status": "completed", "source_type": "card",
        "statement_descriptor": None, "status": "paid", "trace_id": None, "type": "bank_account",
    }  # fmt: skip


def fail_payout(world, key):
    """Let the bank send a payout back."""
    payout = world.store.get("payout", key)
    line = book(world, "payout_failure", payout, payout["amount"], waits=False)
    payout |= {
        "status": "failed", "failure_code": "account_closed",
        "failure_message": "The bank account has been closed.",
        "failure_balance_transaction": line["id"],
    }  # fmt: skip
    world.events.emit("payout.failed", payout)
    return payout
