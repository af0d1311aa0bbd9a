"""One value to one cell: a number, a text, or nothing."""

import math
from decimal import Decimal

from . import texts

DAY_OF_SERIAL_0 = 693_594  # 1899-12-30; source: ECMA-376 part 1, 18.17.4.1
FIRST_SERIAL = 61  # 1900-03-01: before it, spreadsheets disagree about a 29 February
HOURS = 24
EXACT = 2**53  # larger whole numbers lose digits in a spreadsheet


def serial(value):
    """Return a date or datetime as days since 1899-12-30, None before March 1900."""
    days = value.toordinal() - DAY_OF_SERIAL_0
    if days < FIRST_SERIAL:
        return None
    if not hasattr(value, "hour"):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return days + seconds / 86_400


def to_number(kind, value):
    """Return the number that a cell holds, or None when it holds a text or nothing."""
    if value is None or isinstance(value, str) or kind == "text":
        return None
    if kind in ("date", "datetime"):
        return serial(value) if hasattr(value, "toordinal") else None
    if isinstance(value, (int, float, Decimal)):
        if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= EXACT):
            return None
        return value / HOURS if kind == "duration" else value
    return None


def is_nothing(value):
    """Return whether a cell stays empty."""
    if value is None or value == "":
        return True
    return isinstance(value, (float, Decimal)) and not math.isfinite(value)


def write_text(sheet, row, place, value, plain, guarded):
    """Write a text as text, whatever it looks like.

    :param plain, guarded: formats, the second one marks a text that begins as a formula does
    """
    style = guarded if texts.is_guarded(value) else plain
    sheet.write_string(row, place, texts.clean(value), style)
