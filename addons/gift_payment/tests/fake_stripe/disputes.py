"""Disputes: a customer asks their bank for the money back."""

from . import methods, money
from .errors import invalid
from .objects import DAY, base
from .schema import ANY, META, PAGE

EVIDENCE_TEXTS = (
    "access_activity_log", "billing_address", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_email_address", "customer_name",
    "customer_purchase_ip", "duplicate_charge_explanation", "duplicate_charge_id",
    "product_description", "refund_policy_disclosure", "refund_refusal_explanation",
    "service_date", "shipping_address", "shipping_carrier", "shipping_date",
    "shipping_tracking_number", "uncategorized_text",
)  # fmt: skip
EVIDENCE_FILES = (
    "cancellation_policy", "customer_communication", "customer_signature",
    "duplicate_charge_documentation", "receipt", "refund_policy", "service_documentation",
    "shipping_documentation", "uncategorized_file",
)  # fmt: skip
UPDATE = {
    "evidence": dict.fromkeys(EVIDENCE_TEXTS + EVIDENCE_FILES, str),
    "metadata": META, "submit": bool,
}  # fmt: skip
LIST = {**PAGE, "charge": str, "payment_intent": str, "created": ANY}
REASONS = (
    "bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated",
    "debit_not_authorized", "duplicate", "fraudulent", "general", "incorrect_account_details",
    "insufficient_funds", "noncompliant", "product_not_received", "product_unacceptable",
    "subscription_canceled", "unrecognized",
)  # fmt: skip
CODES = {"fraudulent": "10.4", "product_not_received": "13.1", "product_unacceptable": "13.3"}
OPEN = ("needs_response", "warning_needs_response")
TEXT_LIMIT = 150_000


def open_dispute(world, charge, reason="fraudulent", amount=None, due_by=None):
    """Take the money of a charge away and ask the shop for evidence."""
    if not charge["captured"] or charge["disputed"] or reason not in REASONS:
        raise invalid(f"The charge {charge['id']} cannot be disputed as {reason[:40]}.")
    amount = charge["amount_captured"] if amount is None else amount
    if not 0 < amount <= charge["amount_captured"]:
        raise invalid("A dispute is about at most what was paid.", param="amount")
    dispute = world.store.add(_dispute(world, charge, reason, amount, due_by))
    charge["disputed"] = True
    line = _move(world, dispute, -amount, money.DISPUTE_FEE)
    world.events.emit("charge.dispute.created", dispute)
    dispute["balance_transactions"].append(line)
    dispute["balance_transaction"] = line["id"]
    world.events.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def _dispute(world, charge, reason, amount, due_by):
    """Return a dispute that waits for an answer."""
    due_by = due_by or world.store.now() + 7 * DAY
    return {
        **base(world.store, "dispute", "du"), "amount": amount, "balance_transactions": [],
        "balance_transaction": None, "charge": charge["id"], "currency": charge["currency"],
        "enhanced_eligibility_types": [], "is_charge_refundable": False, "reason": reason,
        "evidence": dict.fromkeys(sorted((*EVIDENCE_TEXTS, *EVIDENCE_FILES))),
        "evidence_details": {
            "due_by": int(due_by), "enhanced_eligibility": {}, "has_evidence": False,
            "past_due": False, "submission_count": 0, "submission_method": None,
        },
        "payment_intent": charge["payment_intent"], "status": "needs_response",
        "payment_method_details": {
            "type": "card",
            "card": {
                "brand": charge["payment_method_details"].get("card", {}).get("brand"),
                "case_type": "chargeback", "network_reason_code": CODES.get(reason, "10.4"),
            },
        },
    }  # fmt: skip


def _move(world, dispute, amount, fee=0):
    """Write in the balance that disputed money was taken or given back."""
    kind = "dispute" if amount < 0 else "dispute_reversal"
    return money.book(world, "adjustment", dispute, amount, fee, waits=False,
                      reporting_category=kind)  # fmt: skip


def update(world, call):
    """Keep evidence, and send it to the bank if asked to."""
    dispute = world.store.get("dispute", call.id, "dispute")
    values = dict(call.params)
    evidence = values.pop("evidence", None) or {}
    if dispute["status"] not in OPEN:
        raise invalid(f"This dispute can no longer be answered: its status is "
                      f"{dispute['status']}.", "dispute_evidence_closed")  # fmt: skip
    _check_files(world, evidence)
    kept = dispute["evidence"] | evidence
    if sum(len(kept[name] or "") for name in EVIDENCE_TEXTS) > TEXT_LIMIT:
        raise invalid(f"The evidence has more than {TEXT_LIMIT} characters.", param="evidence")
    previous = {name: dispute["evidence"][name] for name in evidence}
    methods.update(dispute, {"metadata": values.get("metadata")})
    dispute["evidence"] = kept
    dispute["evidence_details"]["has_evidence"] = any(kept.values())
    if values.get("submit"):
        _submit(dispute)
    world.events.emit("charge.dispute.updated", dispute, {"evidence": previous})
    return _decide(world, dispute) if values.get("submit") else dispute


def _check_files(world, evidence):
    """Refuse files that were not uploaded as evidence."""
    for name in EVIDENCE_FILES:
        if evidence.get(name):
            found = world.store.get("file", evidence[name], f"evidence[{name}]", 400)
            if found["purpose"] != "dispute_evidence":
                raise invalid("The file's purpose is not dispute_evidence.",
                              param=f"evidence[{name}]")  # fmt: skip


def _submit(dispute):
    """Send the evidence to the bank."""
    warning = dispute["status"].startswith("warning")
    dispute["status"] = "warning_under_review" if warning else "under_review"
    dispute["evidence_details"]["submission_count"] += 1
    dispute["evidence_details"]["submission_method"] = "manual"


def _decide(world, dispute):
    """Decide at once where the evidence has one of Stripe's test words."""
    words = {"winning_evidence": "won", "losing_evidence": "lost"}
    outcome = words.get(dispute["evidence"]["uncategorized_text"])
    return decide(world, dispute, outcome) if outcome else dispute


def decide(world, dispute, outcome):
    """Close a dispute: won money comes back."""
    if dispute["status"] in ("won", "lost") or outcome not in ("won", "lost"):
        raise invalid(f"The dispute {dispute['id']} cannot be closed as {str(outcome)[:20]}.")
    dispute["status"] = outcome
    if outcome == "won":
        line = _move(world, dispute, dispute["amount"])
        dispute["balance_transactions"].append(line)
    else:
        world.store.get("charge", dispute["charge"])["_lost"] = True
    world.events.emit("charge.dispute.closed", dispute)
    if outcome == "won":
        world.events.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


def close(world, call):
    """Give up: the shop accepts the loss."""
    dispute = world.store.get("dispute", call.id, "dispute")
    if dispute["status"] not in OPEN:
        raise invalid("This dispute is already closed or under review.")
    return decide(world, dispute, "lost")
