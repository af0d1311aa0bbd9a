"""Whether there is too little of a product, and how much to order.

The engine knows no clock and no records: days are counted from today on, quantities are in the
product's unit.
"""

import math
from dataclasses import dataclass, field

THRESHOLD, COVER, FORECAST = 'threshold', 'cover', 'forecast'
LOW, OUT = 'low', 'out'
TINY = 1e-6


@dataclass
class Figures:
    """What is known of one product in one warehouse. Days are whole days from today on."""

    on_hand: float = 0.0
    reserved: float = 0.0
    held: float = 0.0  # kept for orders, and not reserved by a delivery
    waiting: float = 0.0  # sold or being paid, without a delivery yet
    outgoing: list = field(default_factory=list)  # [(day, quantity)] of open deliveries
    incoming: list = field(default_factory=list)  # [(day, quantity)] that is on its way
    asked: list = field(default_factory=list)  # [(day, quantity)] of purchases not confirmed yet

    @property
    def free(self):
        """Return what the shop can still sell."""
        return self.on_hand - self.reserved - self.held

    @property
    def on_order(self):
        """Return what comes, whether the purchase is confirmed or not."""
        return count(self.incoming) + count(self.asked)

    def get_demand(self, days=None):
        """Return what leaves within ``days``, or ever; what waits for a delivery leaves at once."""
        return self.waiting + count(self.outgoing, days)

    def find_day(self, quantity):
        """Return the day on which ``quantity`` more can be sold, ``None`` when never as it stands.

        Only confirmed purchases count, and everything that was sold goes first.
        """
        left = self.on_hand - self.get_demand()
        if self.free + TINY >= quantity and left + count(self.incoming) + TINY >= quantity:
            return 0
        for day, comes in sorted(self.incoming):
            left += comes
            if left + TINY >= quantity:
                return max(0, day)
        return None


def count(entries, days=None):
    """Return the sum of ``[(day, quantity)]``, up to a day when one is given."""
    return sum(quantity for day, quantity in entries if days is None or day <= days)


@dataclass(frozen=True)
class Rule:
    """When there is too little. What does not belong to its kind is not looked at."""

    kind: str
    quantity: float = 0.0  # threshold: that many or fewer; forecast: fewer
    cover_days: int = 0
    order_days: int = 30  # how long an order should last


@dataclass(frozen=True)
class Shortage:
    """What a rule says about a product."""

    level: str  # low, out
    is_covered: bool  # what is on order is enough
    missing: float  # to be ordered beyond what is on order, so that it lasts
    least: float  # to be ordered so that the rule says nothing any more


def assess(rule, figures, use, lead_days):
    """Return the :class:`Shortage` of a product by a rule, or ``None``.

    What is on order covers it, whenever it comes: ordering once more would not bring it sooner.

    :param float use: mean use a day.
    :param int lead_days: days until an order that is made now arrives.
    """
    have = _get_stock(rule, figures, lead_days)
    is_out = figures.free <= TINY
    if not is_out and not _is_short(rule, have, use):
        return None
    have += figures.on_order
    level = _get_level(rule, use)
    least = level + (1 if rule.kind == THRESHOLD else 0)
    least = max(least - have, 1 - figures.free - figures.on_order if is_out else 0)
    missing = level + _get_lasting(rule, use, lead_days) - have
    return Shortage(
        level=OUT if is_out else LOW,
        is_covered=least <= TINY or not _is_short(rule, have, use) and not is_out,
        missing=max(0.0, math.ceil(round(max(missing, least), 6))),
        least=max(0.0, math.ceil(round(least, 6))),
    )


def _get_stock(rule, figures, lead_days):
    """Return what counts as there: what can be sold, or what of it will be left by then."""
    if rule.kind == FORECAST:
        return figures.on_hand - figures.get_demand(lead_days)
    return figures.free


def _is_short(rule, have, use):
    if rule.kind == COVER:
        return have + TINY < use * rule.cover_days
    if rule.kind == FORECAST:
        return have + TINY < rule.quantity
    return have <= rule.quantity + TINY


def _get_level(rule, use):
    return use * rule.cover_days if rule.kind == COVER else rule.quantity


def _get_lasting(rule, use, lead_days):
    """Return what is needed until the order arrives and as long as it should last."""
    return use * (lead_days + rule.order_days) or max(1.0, rule.quantity)


def get_cover(free, use):
    """Return for how many days (int) the stock lasts, ``None`` when nothing is used."""
    return max(0, math.floor(round(free / use, 6))) if use > TINY else None


def to_order(missing, minimum=0.0, pack=1.0):
    """Return the quantity to order: at least the supplier's minimum, in whole packs."""
    if missing <= TINY:
        return 0.0
    wanted = max(missing, minimum)
    return math.ceil(round(wanted / pack, 6)) * pack
