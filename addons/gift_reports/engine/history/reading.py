"""A line export of any shop system to orders, with a reason for every row that is left out."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from ..errors import EngineError
from ..orders import Order
from .cleaning import KEPT, REASONS, REFUND, Cleaner
from .columns import Mapping, guess
from .profile import SAMPLE_ROWS, Profile, find_profile
from .source import open_source

EXAMPLES = 5


@dataclass
class Count:
    """Rows of one outcome; ``money`` of those whose money can be told; numbers of the first ones,
    counted from 1 over all rows that were read."""

    rows: int = 0
    money: Decimal = Decimal(0)
    examples: list = field(default_factory=list)

    def add(self, number, money):
        self.rows += 1
        self.money += money or 0
        if len(self.examples) < EXAMPLES:
            self.examples.append(number)


@dataclass(frozen=True)
class Opened:
    """An export that was looked at: its source, columns and ways of writing."""

    source: object
    mapping: Mapping
    profile: Profile | None


@dataclass(frozen=True)
class History:
    """What an export holds.

    :param tuple orders: :class:`orders.Order`, one per customer, day and invoice, and one per
        customer and day for returns (``is_order`` False), by day and customer
    :param int rows: rows below the headings; the sum of all counts
    :param Count kept, refunds: rows that became orders and returns
    :param dict left_out: reason (see `cleaning.REASONS`) to :class:`Count`, only those with rows
    :param tuple skipped_sheets: names of sheets that were not read
    """

    orders: tuple
    rows: int
    kept: Count
    refunds: Count
    left_out: dict
    customers: int
    first_day: object
    last_day: object
    mapping: Mapping
    profile: Profile
    skipped_sheets: tuple


def look(file, date, *, columns=None, date_order=None, decimal=None):
    """Return the :class:`Opened` export; its profile is None while a needed column is unknown
    (``mapping.missing``), which the caller may ask for and tell as ``columns``.

    :param file: binary file that can seek
    :param date: the class `datetime.date`
    :param columns: ``{field: heading or place}``, see `columns.guess`
    :param date_order: ``dmy`` or ``mdy``; ``decimal``: ``.`` or ``,``; found when not given
    :raises EngineError: ``history_…``, see `source`, `workbook`, `columns`
    """
    source = open_source(file)
    sample = list(islice(source.rows(), SAMPLE_ROWS))
    if not sample:
        raise EngineError("history_empty")
    mapping = guess(sample, date, columns)
    if mapping.missing:
        return Opened(source, mapping, None)
    below = islice(source.rows(), mapping.skipped, None)
    return Opened(
        source, mapping, find_profile(below, mapping, date_order=date_order, decimal=decimal)
    )


def lines(opened, date, counts, **options):
    """Yield the kept lines (:class:`cleaning.Line`) of an export in constant memory.

    :param opened: what :func:`look` returned
    :param dict counts: outcome to :class:`Count`, filled meanwhile
    :param options: of :class:`cleaning.Cleaner`
    :raises EngineError: ``history_columns`` (missing) while columns are unknown
    """
    if opened.profile is None:
        raise EngineError("history_columns", missing=opened.mapping.missing)
    cleaner = Cleaner(opened.mapping, opened.profile, date, **options)
    skipped = opened.mapping.skipped
    for number, row in enumerate(islice(opened.source.rows(), skipped, None), start=skipped + 1):
        outcome, money, line = cleaner.judge(row)
        counts.setdefault(outcome, Count()).add(number, money)
        if line:
            yield line


def read(file, date, *, columns=None, date_order=None, decimal=None, **options):
    """Return the :class:`History` of an export. Memory grows with the orders, not with the rows.

    Several lines of an invoice are one order; without an invoice, those of a customer and a day.
    An order that would be worth 0 only counts with ``keep_free``.

    :param file, date, columns, date_order, decimal: see :func:`look`
    :param options: ``as_of``, ``adjustments``, ``keep_duplicates``, ``keep_free``, see
        :class:`cleaning.Cleaner`
    """
    opened = look(file, date, columns=columns, date_order=date_order, decimal=decimal)
    counts, money = {}, {}
    for line in lines(opened, date, counts, **options):
        key = (line.day, line.customer, line.is_refund, "" if line.is_refund else line.invoice)
        money[key] = money.get(key, 0) + line.money
    orders = tuple(
        Order(customer, day, money[key], not is_refund)
        for key in sorted(money)
        for day, customer, is_refund, _invoice in (key,)
    )
    days = [order.day for order in orders]
    return History(
        orders,
        sum(count.rows for count in counts.values()),
        counts.get(KEPT, Count()),
        counts.get(REFUND, Count()),
        {reason: counts[reason] for reason in REASONS if reason in counts},
        len({order.customer for order in orders}),
        min(days, default=None),
        max(days, default=None),
        opened.mapping,
        opened.profile,
        opened.source.skipped_sheets,
    )
