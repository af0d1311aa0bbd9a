"""Customer lifetime value: what customers will still spend, and whether that can be told at all.

BG/NBD says how many purchase days come, Gamma-Gamma what each brings. Values are money of sales,
not margin. Several orders on one day are one purchase; times are weeks.
"""

from dataclasses import dataclass

import numpy as np

from . import bgnbd, gamma_gamma
from .errors import EngineError
from .orders import net

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365
STEPS = 12  # parts of the horizon; each is discounted from its middle


@dataclass(frozen=True)
class Gate:
    """The least that must be there before a figure is shown.

    The figures are those of Klaviyo's predictive analytics (500 customers who bought, 180 days of
    history, an order within 30 days, some customers with 3 orders); what "some" means is ours.

    :param int buyers: customers with an order
    :param int days: from the first order until the report
    :param int recent_days: the last order is not older
    :param int often_orders: purchase days that make a frequent buyer
    :param int often_buyers: number of frequent buyers
    """

    buyers: int = 500
    days: int = 180
    recent_days: int = 30
    often_orders: int = 3
    often_buyers: int = 10


@dataclass(frozen=True)
class Shortfall:
    """What is missing: ``code`` is ``buyers``, ``days``, ``recent_days`` or ``often_buyers``."""

    code: str
    have: int
    need: int


@dataclass(frozen=True)
class History:
    """What the models know of a customer.

    :param int repeats: days with a purchase after the first one
    :param float recency: weeks from the first to the last purchase
    :param float age: weeks from the first purchase to the report
    :param float mean: money of the repeat purchases / repeats; 0.0 without any
    """

    customer: object
    repeats: int
    recency: float
    age: float
    mean: float


@dataclass(frozen=True)
class Value:
    """What is expected of one customer within the horizon.

    :param float alive: chance that the customer still buys, 0 to 1; 1 for who bought once
    :param float purchases: expected purchase days
    :param float spend: expected money of one
    :param float value: expected money, discounted to the day of the report
    """

    customer: object
    alive: float
    purchases: float
    spend: float
    value: float


@dataclass(frozen=True)
class Prediction:
    """Values, or why there are none.

    :param str state: ``ready``, ``not_enough_data`` (see shortfalls) or ``no_convergence`` (see
        problem: model and reason)
    :param float correlation: of repeats and mean money; the models take it for 0, so values of
        more than 0.3 are a warning
    """

    state: str
    values: tuple = ()
    shortfalls: tuple = ()
    problem: str = ""
    purchase_model: bgnbd.BgNbd | None = None
    spend_model: gamma_gamma.GammaGamma | None = None
    correlation: float = 0.0
    horizon_days: int = 0
    yearly_rate: float = 0.0


def summarise(orders, as_of):
    """Return a tuple of :class:`History`, customers in the order of their first row.

    :param orders: iterable of :class:`orders.Order`; rows after ``as_of`` are passed over and
        refunds taken off first, see :func:`orders.net`
    :param as_of: last day that is known
    """
    until = as_of.toordinal()
    purchases, _rest = net(order for order in orders if order.day.toordinal() <= until)
    by_customer = {}
    for order in purchases:
        days = by_customer.setdefault(order.customer, {})
        day = order.day.toordinal()
        days[day] = days.get(day, 0) + order.money
    return tuple(_history(customer, days, until) for customer, days in by_customer.items())


def _history(customer, days, until):
    ordered = sorted(days)
    first, repeats = ordered[0], len(ordered) - 1
    money = float(sum(days[day] for day in ordered[1:]))
    return History(
        customer,
        repeats,
        (ordered[-1] - first) / DAYS_PER_WEEK,
        (until - first) / DAYS_PER_WEEK,
        money / repeats if repeats else 0.0,
    )


def check(histories, gate):
    """Return a tuple of :class:`Shortfall`, empty when there is enough to go on."""
    often = sum(history.repeats + 1 >= gate.often_orders for history in histories)
    oldest = max((history.age for history in histories), default=0)
    idle = min((history.age - history.recency for history in histories), default=None)
    found = [
        Shortfall("buyers", len(histories), gate.buyers),
        Shortfall("days", round(oldest * DAYS_PER_WEEK), gate.days),
        Shortfall("often_buyers", often, gate.often_buyers),
    ]
    short = [item for item in found if item.have < item.need]
    if idle is not None and round(idle * DAYS_PER_WEEK) > gate.recent_days:
        short.append(Shortfall("recent_days", round(idle * DAYS_PER_WEEK), gate.recent_days))
    return tuple(short)


def predict(orders, as_of, *, gate=None, horizon_days=365, yearly_rate=0.1):
    """Return the :class:`Prediction` for every customer with an order.

    :param orders: see :func:`summarise`
    :param gate: :class:`Gate`, the published one when not given
    :param int horizon_days: how far to look ahead, 1 or more
    :param float yearly_rate: discount rate a year, 0.1 for 10 %
    """
    if horizon_days < 1 or yearly_rate <= -1:
        raise ValueError("The horizon must be 1 day or more, the rate more than -1.")
    histories = summarise(orders, as_of)
    shortfalls = check(histories, gate or Gate())
    if shortfalls or not histories:
        return Prediction("not_enough_data", shortfalls=shortfalls)
    table = _Table(histories)
    try:
        purchase_model = bgnbd.fit(table.repeats, table.recency, table.age)
        spend_model = gamma_gamma.fit(table.repeats, table.mean)
    except EngineError as error:
        problem = f"{error.params['model']}: {error.params['problem']}"
        return Prediction("no_convergence", problem=problem)
    return Prediction(
        "ready",
        table.values(purchase_model, spend_model, horizon_days, yearly_rate),
        purchase_model=purchase_model,
        spend_model=spend_model,
        correlation=table.correlation(),
        horizon_days=horizon_days,
        yearly_rate=yearly_rate,
    )


class _Table:
    """Histories as arrays."""

    def __init__(self, histories):
        self.customers = [history.customer for history in histories]
        for name in ("repeats", "recency", "age", "mean"):
            setattr(self, name, np.array([getattr(row, name) for row in histories], dtype=float))

    def values(self, purchase_model, spend_model, horizon_days, yearly_rate):
        known = (self.repeats, self.recency, self.age)
        spend = spend_model.expected_spend(self.repeats, self.mean)
        before, discounted = np.zeros(len(self.customers)), np.zeros(len(self.customers))
        length = horizon_days / STEPS
        weeks = [step * length / DAYS_PER_WEEK for step in range(1, STEPS + 1)]
        for step, until in enumerate(purchase_model.expected_until(*known, weeks)):
            middle = (step + 0.5) * length / DAYS_PER_YEAR
            discounted += (until - before) * (1 + yearly_rate) ** -middle
            before = until
        columns = (purchase_model.alive(*known), before, spend, discounted * spend)
        rows = zip(self.customers, *(column.tolist() for column in columns), strict=True)
        return tuple(Value(*row) for row in rows)

    def correlation(self):
        """Return the correlation of repeats and mean among customers with repeats, 0 if none."""
        told = (self.repeats > 0) & (self.mean > 0)
        x, mean = self.repeats[told], self.mean[told]
        if len(x) < 2 or not x.std() or not mean.std():
            return 0.0
        return float(np.corrcoef(x, mean)[0, 1])
