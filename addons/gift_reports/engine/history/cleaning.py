"""One row of an export: a line that somebody bought, a return, or the reason why it is neither."""

import hashlib
import re
from array import array
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .values import fold, read_date, read_number

# Why rows are left out.
REASONS = (
    "blank",  # no cell is filled
    "headings",  # the headings once more
    "broken",  # more cells than headings
    "bad_date",
    "future",  # after the day of the report
    "bad_number",  # quantity or price is none
    "adjustment",  # postage, bad debt, fees: no article
    "no_customer",
    "duplicate",  # the same row of the same invoice once more
    "zero",  # nothing was sold, or for nothing
)
KEPT, REFUND = "kept", "refund"
NO_CUSTOMER = {"", "nan", "none", "null", "na", "guest", "gast", "0"}
ADJUSTMENT_CODES = frozenset(
    {
        *("POST", "POSTAGE", "DOT", "CARRIAGE", "C2", "C3", "SHIPPING", "DELIVERY", "FREIGHT"),
        *("VERSAND", "VERSANDKOSTEN", "PORTO", "FRACHT"),
        *("M", "MANUAL", "D", "DISCOUNT", "RABATT", "S", "SAMPLE", "SAMPLES", "CRUK"),
        *("B", "ADJUST", "ADJUST2", "ADJUSTMENT", "ROUNDING"),
        *("AMAZONFEE", "BANKCHARGES", "FEE", "FEES", "TEST", "TEST001", "TEST002"),
    }
)
# Words that no article is called by, and words that are a description of their own: a clock shaped
# like a carriage is an article.
ADJUSTMENT_WORDS = re.compile(
    r"\b(bad debt|amazon fee|bank charges?|shipping (costs?|fees?|charges?)|versandkosten|"
    r"frachtkosten|forderungsausfall|frais de port|gastos de env[ií]o|spese di spedizione)\b|"
    r"^(dotcom )?postage$|^(next day )?carriage$|^porto$|^versand$|^shipping$|^manual$|^discount$|"
    r"^rabatt$|^samples$",
    re.IGNORECASE,
)
CACHED = 20_000  # cells of each kind
ONE = Decimal(1)
CANCELLED = re.compile(r"[Cc]-?\d+")
WHOLE = re.compile(r"(\d+)[.,]0+")


@dataclass(frozen=True)
class Line:
    """A row that was kept: money is below 0 for a return."""

    customer: str
    day: object
    money: Decimal
    invoice: str
    country: str
    is_refund: bool


class Cleaner:
    """Judges rows, one after the other.

    :param mapping: :class:`columns.Mapping`
    :param profile: :class:`profile.Profile`
    :param date: the class `datetime.date`
    :param as_of: last day of the report, or None
    :param adjustments: stock codes that are no articles, in addition to ``ADJUSTMENT_CODES``
    :param bool keep_duplicates: take equal rows of an invoice for pieces that were sold twice
    :param bool keep_free: keep what was sold for 0
    """

    def __init__(
        self, mapping, profile, date, *, as_of=None, adjustments=(), keep_duplicates=False,
        keep_free=False,
    ):  # fmt: skip
        self.mapping, self.profile, self.date = mapping, profile, date
        self.until = as_of.toordinal() if as_of else None
        self.adjustments = ADJUSTMENT_CODES | {_code(code) for code in adjustments}
        self.keep_duplicates = keep_duplicates or "invoice" not in mapping.columns
        self.keep_free = keep_free
        self.seen = Seen()
        self.fields = sorted(mapping.columns.items(), key=lambda item: item[1])
        # Dates, numbers and articles come again and again.
        self._day = lru_cache(CACHED, typed=True)(
            lambda cell: read_date(cell, date, profile.date_order)
        )
        self._number = lru_cache(CACHED, typed=True)(
            lambda cell: read_number(cell, profile.decimal)
        )
        self._is_adjustment = lru_cache(CACHED, typed=True)(self._find_adjustment)

    def judge(self, row):
        """Return ``(outcome, money, line)``.

        :return: outcome is ``kept``, ``refund`` or one of ``REASONS``; money a Decimal, None when
            it cannot be told; line the :class:`Line` of a row that is kept, or None
        """
        reason = self._find_form_fault(row)
        if reason:
            return reason, None, None
        cells = {field: row[place] if place < len(row) else "" for field, place in self.fields}
        day = self._day(cells["date"])
        is_refund, money = self._read_money(cells)
        reason = self._find_fault(cells, day, money, is_refund)
        if reason:
            return reason, money, None
        line = Line(
            identifier(cells["customer"]), day, money, identifier(cells.get("invoice", "")),
            _text(cells.get("country", "")), is_refund,
        )  # fmt: skip
        return (REFUND if is_refund else KEPT), money, line

    def _find_form_fault(self, row):
        if not any(map(_text, row)):
            return "blank"
        headings = self.mapping.headings
        if headings and any(map(_text, row[len(headings) :])):
            return "broken"
        is_like_first = headings and _text(row[0]) == headings[0]
        if is_like_first and tuple(map(_text, row)) == headings[: len(row)]:
            return "headings"
        return ""

    def _read_money(self, cells):
        """Return ``(is a return, money)``; money is None when a number cannot be read."""
        invoice = identifier(cells.get("invoice", ""))
        is_cancelled = bool(CANCELLED.fullmatch(invoice))
        quantity = self._number(cells["quantity"]) if "quantity" in cells else ONE
        field = "price" if "price" in cells else "total"
        price = self._number(cells[field])
        if quantity is None or price is None:
            return is_cancelled, None
        is_refund = is_cancelled or quantity < 0 or price < 0
        money = abs(price * quantity) if field == "price" else abs(price)
        return is_refund, -money if is_refund else money

    def _find_fault(self, cells, day, money, is_refund):
        if day is None:
            return "bad_date"
        if self.until is not None and day.toordinal() > self.until:
            return "future"
        if money is None:
            return "bad_number"
        if self._is_adjustment(cells.get("sku"), cells.get("description")):
            return "adjustment"
        if identifier(cells["customer"]).casefold() in NO_CUSTOMER:
            return "no_customer"
        if not self.keep_duplicates and self.seen.add(cells.values()):
            return "duplicate"
        is_free = not money and (is_refund or not self.keep_free or self._is_nothing(cells))
        return "zero" if is_free else ""

    def _is_nothing(self, cells):
        return "quantity" in cells and self._number(cells["quantity"]) == 0

    def _find_adjustment(self, sku, description):
        if _code(_text(sku)) in self.adjustments:
            return True
        return bool(ADJUSTMENT_WORDS.search(_text(description)))


class Seen:
    """Which rows were there before, in 16 to 32 bytes a row.

    Rows are known by 64 bits of BLAKE2: among five million rows the chance that two different ones
    are taken for one is below one in a million.
    """

    def __init__(self):
        self.table = array("Q", bytes(8 * 1024))
        self.count = 0

    def add(self, cells):
        """Return whether the same cells were added before, and add them."""
        text = "\x1f".join(map(_text, cells)).encode("utf-8", "replace")
        mark = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little") or 1
        if 2 * self.count >= len(self.table):
            self._grow()
        place = self._find(mark)
        if self.table[place]:
            return True
        self.table[place] = mark
        self.count += 1
        return False

    def _find(self, mark):
        place = mark & (len(self.table) - 1)
        while self.table[place] not in (0, mark):
            place = (place + 1) & (len(self.table) - 1)
        return place

    def _grow(self):
        marks, self.table = self.table, array("Q", bytes(16 * len(self.table)))
        for mark in marks:
            if mark:
                self.table[self._find(mark)] = mark


def identifier(cell):
    """Return a customer's or invoice's number as text: 17850, 17850.0 and "17850 " are one."""
    text = _text(cell)
    whole = WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _code(text):
    return fold(text).upper()


def _text(cell):
    return "" if cell is None else str(cell).strip()
