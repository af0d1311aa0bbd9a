"""When a gift is made and when it arrives, in whole days.

The engine knows no clock, no calendar and no bookings: what a working day is and how many pieces
are free on a day is asked from the caller. A day is a whole number, one more than the day before.
"""

from dataclasses import dataclass, field

HORIZON_DAYS = 730


@dataclass(frozen=True)
class Request:
    """What is known of a gift before it is made. Days are working days unless said otherwise."""

    start: int  # the working day from which on the order counts
    pieces: int = 1
    machines: tuple = ()  # keys of what limits the pieces a day; each piece passes each of them
    check_days: int = 0  # the shop looks at the proof
    answer_days: int = 0  # the customer answers the proof
    answer_by: int | None = None  # the day that was set for the answer, once the proof was sent
    blank_days: int = 0  # calendar days until the blank product is there
    blank_by: int | None = None  # the day on which it is expected, where that is known
    production_days: int = 1  # from the machine to the finished parcel
    transit_days: tuple = (0, 0)  # shortest and longest way of the parcel


@dataclass(frozen=True)
class Step:
    """One step of the plan: what is done from one day until another."""

    kind: str  # ordered, check, answer, blank, made, finished, arrival
    first: int
    last: int
    days: int = 0
    is_busy: bool = False  # made later than possible: the first days are booked or closed


@dataclass(frozen=True)
class Plan:
    steps: tuple
    slots: dict = field(default_factory=dict)  # {machine: {day: pieces}}
    order_by: int | None = None  # of a wanted day: the last day for the order
    note: str = ''  # what the customer is told about the product itself

    @property
    def ship_date(self):
        """Return the day on which the parcel leaves."""
        return self.steps[-2].last

    @property
    def arrival(self):
        """Return the first and the last day on which the parcel arrives."""
        return self.steps[-1].first, self.steps[-1].last


def plan(request, is_working, get_free, is_delivery=None):
    """Return the plan of a gift, or ``None`` when no day within two years has room for it.

    :param is_working: ``day -> bool``.
    :param get_free: ``(machine, day) -> pieces`` that can still be made on that working day.
    :param is_delivery: ``day -> bool``, days on which parcels are on their way; working days when
        not given.
    """
    add, carry = Adder(is_working), Adder(is_delivery or is_working)
    steps, ready = get_waits(request, add)
    slots = _fill_all(request, ready, is_working, get_free)
    if slots is None:
        return None
    days = [day for taken in slots.values() for day in taken] or [ready]
    steps.append(Step('made', min(days), max(days), is_busy=min(days) > ready))
    shipped = add(max(days), request.production_days)
    steps.append(Step('finished', shipped, shipped, request.production_days))
    shortest, longest = request.transit_days
    steps.append(Step('arrival', carry(shipped, shortest), carry(shipped, longest), longest))
    return Plan(tuple(steps), slots)


class Adder:
    """Counts in days of one kind, forwards and backwards."""

    def __init__(self, is_working):
        self.is_working = is_working

    def __call__(self, day, count):
        """Return the ``count``-th working day after ``day``."""
        while count > 0:
            day += 1
            count -= bool(self.is_working(day))
        return day

    def first(self, day):
        """Return ``day``, or the first working day after it."""
        return day if self.is_working(day) else self(day, 1)

    def last(self, day):
        """Return ``day``, or the last such day before it."""
        while not self.is_working(day):
            day -= 1
        return day

    def back(self, day, count):
        """Return the latest day after which ``count`` such days pass until ``day``, it included."""
        while count > 0:
            count -= bool(self.is_working(day))
            day -= 1
        return day


def get_waits(request, add):
    """Return the steps before the first piece, and the first day for the machine."""
    steps = [Step('ordered', request.start, request.start)]
    day = request.start
    if request.check_days:
        steps.append(Step('check', day, add(day, request.check_days), request.check_days))
        day = steps[-1].last
    if request.answer_by or request.answer_days:
        until = max(day, request.answer_by or add(day, request.answer_days))
        steps.append(Step('answer', day, until, request.answer_days))
        day = until
    if len(steps) > 1:
        day = add(day, 1)  # the answer may come in the evening of its last day
    if request.blank_days or (request.blank_by or 0) > day:
        there = add.first(max(day + request.blank_days, request.blank_by or 0))
        steps.append(Step('blank', day, there, request.blank_days))
        day = there
    return steps, add.first(day)


def arrive_after(leaves, transit_days, is_delivery):
    """Return the last day on which a parcel arrives that leaves on ``leaves``."""
    return Adder(is_delivery)(leaves, transit_days[1])


def _fill_all(request, ready, is_working, get_free):
    """Return the days of each machine, or ``None`` when one of them has no room."""
    slots = {}
    for machine in request.machines:
        taken = _fill(request.pieces, ready, is_working, lambda day, m=machine: get_free(m, day))
        if taken is None:
            return None
        slots[machine] = taken
    return slots


def _fill(pieces, ready, is_working, get_free):
    taken, day = {}, ready
    while pieces > 0:
        if day > ready + HORIZON_DAYS:
            return None
        free = min(pieces, max(0, get_free(day))) if is_working(day) else 0
        if free:
            taken[day] = free
            pieces -= free
        day += 1
    return taken
