"""Numbers and days as people and spreadsheets write them; what cannot be read gets a code."""

import calendar
import re
import unicodedata
from decimal import Decimal, InvalidOperation

MAX_NUMBER = 10**9
MAX_LENGTH = 40
DIGITS = 6  # behind the decimal mark, beyond which prices are not told apart
GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,'])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
PLAIN = re.compile(r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,3})?")
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009_"))
OTHER_MARKS = {"\u066b": ".", "\u066c": "'", "\u2019": "'", "\u2212": "-", "\u02bc": "'"}
ISO = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?:[ T].*)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
DAY_LAST = re.compile(r"([0-9]{1,2})([-./])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})(?:[ T].*)?")
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _plain(text):
    """Return a cell with Western digits and marks."""
    text = unicodedata.normalize("NFKC", text)[:MAX_LENGTH]
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else OTHER_MARKS.get(char, char)
        for char in text
    ).strip()


def is_two_ways(text):
    """Return whether a number means different things by where it was written: ``1.234``."""
    text = _plain(text).translate(SPACES).lstrip("+-")
    match = GROUPED.fullmatch(text)
    if not match or match["mark"] == "'" or text.startswith("0"):
        return False
    return text.count(match["mark"]) == 1


def find_mark(cells):
    """Return the decimal mark that the numbers of a file use, or ``None`` when nothing tells it."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        text = _plain(cell).translate(SPACES)
        if is_two_ways(text):
            continue
        last = max(text.rfind("."), text.rfind(","))
        if last < 0:
            continue
        mark = text[last]
        if text.count(mark) > 1:  # groups of thousands
            mark = "," if mark == "." else "."
        votes[mark] += 1
    if votes["."] == votes[","]:
        return None
    return max(votes, key=votes.get)


def read_number(text, mark=None):
    """Return ``(number, code)``; the number is a float, ``None`` with a code.

    :param str mark: decimal mark of the file, see :func:`find_mark`; decides about ``1.234`` alone.
    """
    if len(text) > MAX_LENGTH:
        return None, "number"
    if is_two_ways(text) and mark is None:
        return None, "two_ways"
    try:
        number = Decimal(_dotted(_plain(text).translate(SPACES), mark))
    except InvalidOperation:
        return None, "number"
    if not number.is_finite():
        return None, "number"
    if number < 0:
        return None, "negative"
    if number >= MAX_NUMBER:
        return None, "large"
    return round(float(number), DIGITS), None


def _dotted(text, mark):
    """Return a number with a dot as its decimal mark and without others, '' for none."""
    sign = "-" if text.startswith("-") else ""
    text = text.removeprefix("-").removeprefix("+")
    last = max(text.rfind("."), text.rfind(","))
    whole, fraction = text, ""
    if last >= 0 and text.count(text[last]) == 1 and (not is_two_ways(text) or text[last] == mark):
        whole, fraction = text[:last], text[last:].replace(",", ".")
    grouped = GROUPED.fullmatch(whole)
    if grouped:
        if fraction and grouped["mark"] == text[last]:
            return ""
        whole = re.sub("[.,']", "", whole)
    return f"{sign}{whole}{fraction}" if PLAIN.fullmatch(f"{whole}{fraction}") else ""


def read_day(text, *, month_first=None):
    """Return ``(day, code)``; the day is an ISO date, ``None`` with a code.

    :param bool month_first: how a file writes days with slashes, see :func:`find_month_first`.
    """
    text = _plain(text)
    match = ISO.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[3]), int(match[4]))
    match = COMPACT.fullmatch(text)
    if match:
        return _day(*map(int, match.groups()))
    match = DAY_LAST.fullmatch(text)
    if not match:
        return None, "date"
    first, mark, second, year = match.groups()
    first, second, year = int(first), int(second), int(year) + (2000 if len(year) == 2 else 0)
    if mark != "/" or first > 12 or first == second:
        return _day(year, second, first)
    if second > 12 or month_first:
        return _day(year, first, second)
    if month_first is None:
        return None, "date_two_ways"
    return _day(year, second, first)


def find_month_first(cells):
    """Return whether the days of a file have the month first, ``None`` when nothing tells it."""
    votes = [0, 0]
    for cell in cells:
        match = DAY_LAST.fullmatch(_plain(cell))
        if match and match[2] == "/" and (int(match[1]) > 12) != (int(match[3]) > 12):
            votes[int(match[3]) > 12] += 1
    return None if votes[0] == votes[1] else votes[1] > votes[0]


def _day(year, month, day):
    is_known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    if not is_known or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None, "date"
    return f"{year:04}-{month:02}-{day:02}", None
