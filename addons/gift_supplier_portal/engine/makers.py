"""What is known of lines that are to be made and of who could make them.

Days are whole numbers, one more than the day before. The engine knows no calendar, no bookings
and no prices: it asks the maker's functions, which answer the same thing each time.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

HORIZON_DAYS = 365


@dataclass(frozen=True)
class Line:
    """Pieces of one design for one destination."""

    key: int
    pieces: int
    product: int = 0
    categories: frozenset = frozenset()  # the product's category and those above it
    methods: frozenset = frozenset()  # print methods that every piece passes
    size_mm: tuple = (0, 0)  # of the largest printed surface
    country: str = ''
    due: int | None = None  # the promised day; without one it is made as soon as possible
    ready: int | None = 0  # the day on which the design is approved; None: it must not be made
    design: str = ''  # what is set up once for all lines with the same
    only: frozenset | None = None  # groups of makers that may make it


@dataclass(frozen=True)
class Maker:
    """One way to get pieces: our workshop, a supplier through us, or a supplier to the customer.

    Makers of one ``group`` are one machine: they share what they can make on a day.
    """

    key: str
    group: str
    is_working: Callable  # day -> bool
    arrive: Callable  # (line, the day on which it is finished) -> day at the customer's
    get_free: Callable | None = None  # (resource, day) -> pieces
    get_piece_cost: Callable = field(default=lambda line: 0.0)
    get_start: Callable = field(default=lambda line: 0)  # line -> first day, where it is later
    resources: tuple = ()  # (method or None for every method, resource) pairs that limit it
    methods: frozenset | None = None  # None: every method
    products: frozenset = frozenset()
    categories: frozenset = frozenset()  # no products and no categories: every product
    max_size_mm: tuple = (0, 0)  # 0: no limit
    countries: frozenset | None = None  # None: everywhere
    lead_days: int = 0  # working days from the machine to the finished piece
    get_setup_cost: Callable = field(default=lambda line: 0.0)  # once for each design
    shipping_cost: float = 0.0  # once for each order
    score: float | None = None  # 0..1; None: not known yet
    down: tuple | None = None  # first and last day without work; None as last: nobody knows

    def is_open(self, day):
        """Return whether the maker works on that day and is not down."""
        return self.is_working(day) and not self.is_down(day)

    def is_down(self, day):
        """Return whether the maker is down on that day."""
        if not self.down:
            return False
        first, last = self.down
        return first <= day and (last is None or day <= last)

    def get_passes(self, line):
        """Return ``{resource: times}`` that one piece of the line takes of what is limited."""
        known = dict(self.resources)
        methods = line.methods or {None}
        found = (known.get(method, known.get(None)) for method in methods)
        return Counter(resource for resource in found if resource is not None)

    def finish(self, day):
        """Return the working day on which pieces are finished that are made on ``day``."""
        left = self.lead_days
        for _tries in range(HORIZON_DAYS * 2):
            if left <= 0:
                break
            day += 1
            left -= bool(self.is_open(day))
        return day


def get_refusal(line, maker, today):
    """Return why the maker cannot make the line at all as a code, or an empty string."""
    checks = (
        ('approval', line.ready is None),
        ('fixed', line.only is not None and maker.group not in line.only),
        ('method', maker.methods is not None and not line.methods <= maker.methods),
        ('product', not _is_made(line, maker)),
        ('size', _is_too_big(line, maker)),
        ('country', maker.countries is not None and line.country not in maker.countries),
        ('down', maker.is_down(today)),
    )
    return next((code for code, is_so in checks if is_so), '')


def _is_made(line, maker):
    if not maker.products and not maker.categories:
        return True
    return line.product in maker.products or bool(line.categories & maker.categories)


def _is_too_big(line, maker):
    """A surface may be turned by a quarter."""
    limits = sorted(limit or float('inf') for limit in maker.max_size_mm)
    return any(
        size > limit for size, limit in zip(sorted(line.size_mm), limits, strict=True)
    )  # fmt: skip
