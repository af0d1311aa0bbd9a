"""Arithmetic of the points ledger: whole hundredths of a point, lots and buckets.

A *lot* is what one event gave: it has points in three *buckets*, ``pending`` (not to be spent
yet), ``available`` and ``held`` (kept for one order that is being paid). A *posting* adds to or
takes from one bucket of one lot. *Debt* is what a customer was to give back and had spent already;
it belongs to the wallet, not to a lot. Source of the scheme: double-entry book-keeping with lots
that are used first-expired-first-out.
"""

import math
from dataclasses import dataclass, replace

SCALE = 100
PENDING, AVAILABLE, HELD = BUCKETS = ('pending', 'available', 'held')


@dataclass(frozen=True)
class Lot:
    """Points of one origin, in hundredths, by bucket; ``expires`` is a date, the last day they
    are good, or None."""

    id: int
    pending: int = 0
    available: int = 0
    held: int = 0
    expires: object = None
    order: int = 0

    def move(self, bucket, hundredths):
        """Return the lot after a posting.

        :raise ValueError: a bucket would hold less than nothing.
        """
        left = getattr(self, bucket) + hundredths
        if left < 0:
            raise ValueError(f"lot {self.id} has no {-hundredths} in {bucket}")
        return replace(self, **{bucket: left})


@dataclass(frozen=True)
class Posting:
    """A change of one bucket of one lot, in hundredths."""

    lot: int
    bucket: str
    hundredths: int


def to_hundredths(points):
    """Return points as whole hundredths; halves go to the nearest, as a sum of money would.

    :raise ValueError: not a finite number, or more than a ledger can hold (10¹² points).
    """
    number = float(points)
    if not math.isfinite(number) or abs(number) > 1e12:
        raise ValueError(f"{points!r} is no number of points")
    return round(number * SCALE)


def to_points(hundredths):
    """Return hundredths as points."""
    return hundredths / SCALE


def by_expiry(lots):
    """Return lots in the order in which they are spent: first to expire first, then oldest."""
    return sorted(
        lots,
        key=lambda lot: (not lot.expires, lot.expires.toordinal() if lot.expires else 0, lot.id),
    )


def take(lots, bucket, wanted):
    """Take up to ``wanted`` hundredths from a bucket of lots, in the order in which they are given.

    :return: ``(postings, missing)``: negative postings, and what the lots did not have.
    """
    postings, missing = [], wanted
    for lot in lots:
        taken = min(getattr(lot, bucket), missing)
        if taken > 0:
            postings.append(Posting(lot.id, bucket, -taken))
            missing -= taken
    return postings, missing


def shift(lots, source, target, wanted):
    """Move up to ``wanted`` hundredths from one bucket to another of the same lots.

    :return: ``(postings, missing)``.
    """
    taken, missing = take(lots, source, wanted)
    given = [Posting(posting.lot, target, -posting.hundredths) for posting in taken]
    return taken + given, missing


def applied(lots, postings):
    """Return ``{id: lot}`` after the postings.

    :raise ValueError: a bucket would hold less than nothing.
    """
    found = {lot.id: lot for lot in lots}
    for posting in postings:
        found[posting.lot] = found[posting.lot].move(posting.bucket, posting.hundredths)
    return found


def distribute(total, weights):
    """Divide ``total`` hundredths by weights, to the last hundredth (largest remainder).

    :param weights: list of numbers, none below 0. All 0: the first gets everything.
    :return: list of whole hundredths, as long as ``weights``; their sum is ``total``.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole <= 0:
        return [total, *([0] * (len(weights) - 1))]
    exact = [total * weight / whole for weight in weights]
    shares = [math.floor(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def kept(earned, base, now):
    """Return which part of ``earned`` hundredths is still deserved, rounded down.

    :param base: what was paid for it, in the currency; 0 or less: it is kept whole.
    :param now: what of it is still paid, after refunds and changes; more than before earns more.
    """
    if base <= 0:
        return earned
    # A cent of rounding must not cost a hundredth: full amounts keep full points.
    return math.floor(earned * max(0.0, now) / base + 1e-6)
