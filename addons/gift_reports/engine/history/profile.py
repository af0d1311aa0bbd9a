"""How an export writes its dates and numbers, found by reading ahead."""

from dataclasses import dataclass

from .values import both_orders, decimal_vote, order_vote

SAMPLE_ROWS = 1000


@dataclass(frozen=True)
class Profile:
    """How dates and numbers are written.

    :param str date_order: ``dmy`` or ``mdy``, for dates such as 3/4/2026
    :param bool is_date_sure: False when nothing in the file tells which one it is
    :param str decimal: ``.`` or ``,``
    """

    date_order: str
    is_date_sure: bool
    decimal: str


def find_profile(rows, mapping, *, date_order=None, decimal=None):
    """Return the :class:`Profile` of the rows below the headings.

    At least a thousand rows are looked at, and more until a date tells its order: exports are
    sorted, so the days of a whole month may say nothing. Where none does, the order counts in which
    the dates fall back less often.

    :param rows: iterable of lists of cells
    :param mapping: :class:`columns.Mapping`
    :param date_order, decimal: told, not questioned
    """
    orders, decimals = _Orders(), {",": 0, ".": 0}
    date_place = mapping.columns["date"]
    number_places = [
        mapping.columns[field]
        for field in ("price", "total", "quantity")
        if field in mapping.columns
    ]
    for number, row in enumerate(rows):
        if number >= SAMPLE_ROWS and (date_order or orders.is_settled):
            break
        if date_place < len(row) and isinstance(row[date_place], str):
            orders.look(row[date_place])
        if number < SAMPLE_ROWS:
            for place in number_places:
                cell = row[place] if place < len(row) else None
                sign = decimal_vote(cell) if isinstance(cell, str) else ""
                if sign:
                    decimals[sign] += 1
    found, is_sure = orders.result()
    comma = "," if decimals[","] > decimals["."] else "."
    return Profile(date_order or found, bool(date_order) or is_sure, decimal or comma)


class _Orders:
    """What dates have told about the order of day and month."""

    def __init__(self):
        self.votes = {"dmy": 0, "mdy": 0}
        self.unclear = 0
        self.falls = [0, 0]
        self.before = None
        self.dotted = 0

    @property
    def is_settled(self):
        return self.votes["dmy"] != self.votes["mdy"] or not self.unclear

    def look(self, text):
        vote = order_vote(text)
        if vote is None:
            return
        if vote:
            self.votes[vote] += 1
            return
        self.unclear += 1
        self.dotted += "." in text.strip()[:3]
        now = both_orders(text)
        if self.before:
            for place in (0, 1):
                self.falls[place] += now[place] < self.before[place]
        self.before = now

    def result(self):
        """Return ``(order, is sure)``."""
        if self.votes["dmy"] != self.votes["mdy"]:
            return max(self.votes, key=self.votes.get), True
        if not self.unclear or 2 * self.dotted > self.unclear:  # nobody writes month.day.year
            return "dmy", True
        if self.falls[0] != self.falls[1]:
            return ("dmy", "mdy")[self.falls[1] < self.falls[0]], True
        return "dmy", False
