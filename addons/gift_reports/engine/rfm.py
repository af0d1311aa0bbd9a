"""Recency, frequency and money of customers as scores of 1 to 5, and segments named after them.

Scores come from the place of a value among all values: customers with the same value share the
middle of their places, so *equal value means equal score*, whatever the order of the rows. Distinct
values fall into five groups of the same size. Source: Hughes, *Strategic Database Marketing*
(quintiles); the rule for ties is ours, since plain quintiles give equal customers different scores
where many bought once.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from .errors import EngineError

SCORES = 5
NO_ORDERS = "no_orders"
# One row per recency score, 5 first; one column per value score, 1 first. The value score is the
# mean of frequency and money, halves upwards.
SEGMENTS = {
    5: ("new", "new", "promising", "champions", "champions"),
    4: ("new", "promising", "promising", "loyal", "champions"),
    3: ("attention", "attention", "attention", "loyal", "loyal"),
    2: ("hibernating", "hibernating", "at_risk", "at_risk", "at_risk"),
    1: ("lost", "lost", "hibernating", "at_risk", "cannot_lose"),
}


@dataclass(frozen=True)
class Customer:
    """What is known of one customer until the day of the report.

    :param key: anything that names the customer
    :param last_day: day of the last order, or None
    :param int orders: number of orders
    :param money: what was paid after refunds, in one currency; may be 0 or less
    """

    key: object
    last_day: object
    orders: int
    money: object


@dataclass(frozen=True)
class Score:
    """Scores of one customer, 1 to 5 each (5 is best); 0 for a customer without orders."""

    key: object
    days: int | None  # since the last order
    recency: int
    frequency: int
    monetary: int
    segment: str


def rfm(customers, as_of):
    """Return a tuple of :class:`Score`, one per customer, in the order in which they are given.

    A customer without orders gets scores of 0, the segment ``no_orders``, and no place among the
    others. Net money of 0 or less scores 1, however many have it. A single customer, and customers
    who are all alike, score 3.

    :param customers: iterable of :class:`Customer`
    :param as_of: last day of the report
    :raises EngineError: ``rfm_future`` (day) when an order lies after ``as_of``
    """
    customers = list(customers)
    today = as_of.toordinal()
    buyers = [customer for customer in customers if _is_buyer(customer)]
    days = sorted(-_days(customer, today) for customer in buyers)
    orders = sorted(customer.orders for customer in buyers)
    money = sorted(customer.money for customer in buyers)
    return tuple(_score(customer, today, days, orders, money) for customer in customers)


def _is_buyer(customer):
    return customer.orders > 0 and customer.last_day is not None


def _days(customer, today):
    days = today - customer.last_day.toordinal()
    if days < 0:
        raise EngineError("rfm_future", day=str(customer.last_day))
    return days


def _score(customer, today, days, orders, money):
    if not _is_buyer(customer):
        return Score(customer.key, None, 0, 0, 0, NO_ORDERS)
    since = _days(customer, today)
    recency = place(days, -since)
    frequency = place(orders, customer.orders)
    monetary = place(money, customer.money) if customer.money > 0 else 1
    return Score(
        customer.key, since, recency, frequency, monetary, segment(recency, frequency, monetary)
    )


def place(ordered, value):
    """Return the score 1 to 5 of a value among sorted values that hold it, larger is better."""
    # Twice the number of values below, and once those that are equal: a place in half steps.
    twice = bisect_left(ordered, value) + bisect_right(ordered, value)
    return min(SCORES, 1 + SCORES * twice // (2 * len(ordered)))


def segment(recency, frequency, monetary):
    """Return the name of the segment of three scores, see ``SEGMENTS``."""
    value = (frequency + monetary + 1) // 2
    return SEGMENTS[recency][value - 1]
