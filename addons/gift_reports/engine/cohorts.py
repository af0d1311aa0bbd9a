"""Cohorts: customers by the month of their first order, and who of them came back when."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cohort in one month.

    :param int index: months since the first order, 0 for the month of the first order
    :param int active: customers of the cohort with an order in this month
    :param float retention: active customers / size of the cohort
    :param revenue: money of the month, refunds taken off in the month in which they were made
    :param revenue_so_far: money since the first order
    :param bool is_complete: False while the month has not ended on the day of the report
    """

    index: int
    month: tuple
    active: int
    retention: float
    revenue: object
    revenue_so_far: object
    is_complete: bool


@dataclass(frozen=True)
class Cohort:
    """Customers whose first order was in ``month`` (year, month), and a cell for each month since,
    months without orders included."""

    month: tuple
    size: int
    cells: tuple


@dataclass(frozen=True)
class CohortTable:
    """Cohorts, oldest first, and the money of customers who never ordered (refunds of old orders):
    the revenue of all cells and ``other_money`` add up to the money of all rows."""

    cohorts: tuple
    other_money: object


def cohorts(orders, as_of):
    """Return the :class:`CohortTable` of orders until the day of the report.

    :param orders: iterable of :class:`orders.Order`, sorted or not; rows after ``as_of`` are
        passed over
    :param as_of: last day of the report
    """
    first, active, money = _gather(orders, as_of)
    members = {}
    for customer, month in first.items():
        members.setdefault(month, []).append(customer)
    revenue, other = _by_cohort(first, money)
    visits = _count_visits(first, active)
    sizes = {}
    for month in first.values():
        sizes[month] = sizes.get(month, 0) + 1
    found = tuple(
        Cohort(
            _month(start), sizes[start], tuple(_cells(start, sizes[start], visits, revenue, as_of))
        )
        for start in sorted(sizes)
    )
    return CohortTable(found, other)


def _cells(start, size, visits, revenue, as_of):
    last, has_ended, so_far = _number(as_of), _is_last_of_month(as_of), 0
    for number in range(start, last + 1):
        active, taken = visits.get((start, number), 0), revenue.get((start, number), 0)
        so_far = so_far + taken
        is_complete = number < last or has_ended
        yield Cell(
            number - start, _month(number), active, active / size, taken, so_far, is_complete
        )


def _gather(orders, as_of):
    """Return first months, months with an order, and money by customer and month."""
    until = as_of.toordinal()
    first, active, money = {}, set(), {}
    for order in orders:
        if order.day.toordinal() > until:
            continue
        number = _number(order.day)
        key = (order.customer, number)
        money[key] = money.get(key, 0) + order.money
        if order.is_order:
            active.add(key)
            first[order.customer] = min(number, first.get(order.customer, number))
    return first, active, money


def _by_cohort(first, money):
    """Return ``({(cohort, month): money}, money of nobody's cohort)``.

    Money that moved before the first order (a deposit) belongs to the first month.
    """
    revenue, other = {}, 0
    for (customer, number), amount in money.items():
        if customer not in first:
            other = other + amount
            continue
        start = first[customer]
        key = (start, max(number, start))
        revenue[key] = revenue.get(key, 0) + amount
    return revenue, other


def _count_visits(first, active):
    visits = {}
    for customer, number in active:
        key = (first[customer], number)
        visits[key] = visits.get(key, 0) + 1
    return visits


def _number(day):
    """Return a month as a whole number, one more than the month before."""
    return day.year * 12 + day.month - 1


def _month(number):
    return number // 12, number % 12 + 1


def _is_last_of_month(day):
    return type(day).fromordinal(day.toordinal() + 1).month != day.month
