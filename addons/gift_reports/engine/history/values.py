"""Numbers and dates as people and programs write them."""

import re
import unicodedata
from decimal import Decimal

MAX_CHARS = 60
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # days of a spreadsheet: 1954 to 2119
SERIAL_TO_ORDINAL = 693_594  # source: ECMA-376 part 1, 18.17.4.1, 1900 date base
CENTURY_TURN = 69  # two digits: 69 is 1969, 68 is 2068, as in POSIX
LARGEST = Decimal(10) ** 12

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6})?(?!\d)")
YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
DAY_WORD = re.compile(r"(\d{1,2})[-/. ]*([^\W\d_]{3,12})[-/., ]*(\d{4}|\d{2})(?!\d)")
WORD_DAY = re.compile(r"([^\W\d_]{3,12})[-/. ]*(\d{1,2})[-/., ]+(\d{4}|\d{2})(?!\d)")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
TIME_OF_DAY = re.compile(r"[T ,]*(?:[\d:.,]+ *)?(?:[ap]\.?m\.?)?(?: ?Z|[+-][\d:]+)?", re.IGNORECASE)
# First letters of months in English, German, French, Spanish, Italian and Dutch, without accents.
MONTHS = {
    1: "jan ene gen", 2: "feb fev", 3: "mar mrt maa", 4: "apr avr abr", 5: "may mai mei mag",
    6: "jun juin giu", 7: "jul juil lug", 8: "aug aou ago", 9: "sep set", 10: "oct okt ott",
    11: "nov", 12: "dec dez dic",
}  # fmt: skip
MONTH_OF = {word: month for month, words in MONTHS.items() for word in words.split()}

MINUS = str.maketrans({"−": "-", "–": "-", "٫": ".", "٬": None, "’": None, "'": None})
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
PLAIN = re.compile(r"-?\d{1,12}(?:\.\d{1,8})?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")


def fold(text):
    """Return a text as it is compared: without accents, case, blanks and marks."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in spread if char.isalnum())


# === NUMBERS === #


def decimal_vote(text):
    """Return which decimal sign a written number shows: ',' or '.', or '' when it may be both."""
    text = _bare(text)
    signs = [char for char in text if char in ",."]
    if not signs:
        return ""
    last, other = signs[-1], "." if signs[-1] == "," else ","
    if len(set(signs)) == 2:
        return last
    if len(signs) > 1:
        return other
    whole, _sign, rest = text.partition(last)
    is_grouping = len(rest) == 3 and 1 <= len(whole.lstrip("+-")) <= 3
    return "" if is_grouping and whole.lstrip("+-0") else last


def read_number(value, decimal="."):
    """Return a cell as a Decimal, or None when it is no number below 10¹².

    Currency signs and codes, blanks, ``(12.50)`` and ``12.50-`` are understood.

    :param value: text, or a number of a workbook
    :param decimal: the decimal sign of texts
    """
    if isinstance(value, (bool, type(None))):
        return None
    if not isinstance(value, str):
        return _checked(repr(value))
    if decimal == "." and PLAIN.fullmatch(value):
        return Decimal(value)
    text = _bare(value)
    thousands = "," if decimal == "." else "."
    if thousands in text:
        whole = text.partition(decimal)[0]
        if thousands in text[len(whole) :] or not GROUPED.fullmatch(whole):
            return None
        text = text.replace(thousands, "")
    return _checked(text.replace(decimal, "."))


def _bare(text):
    """Return a written number without blanks, currency and grouping apostrophes, sign in front."""
    text = text.strip()
    if len(text) > MAX_CHARS:
        return ""
    is_negative = text.startswith("(") and text.endswith(")")
    text = "".join(text.strip("()").translate(MINUS).split()).strip()
    text = text.replace("\u200e", "").replace("\u200f", "")
    sign = ""
    if text[:1] in ("+", "-"):
        sign, text = text[0], text[1:]
    text = _without_currency(text)
    if text[:1] in ("+", "-"):
        sign, text = text[0], text[1:]
    if text.endswith("-"):
        sign, text = "-", text[:-1]
    return ("-" if is_negative else sign) + text


def _without_currency(text):
    def is_currency(char):
        return unicodedata.category(char) == "Sc" or char.isalpha()

    start, end = 0, len(text)
    while start < end and start < 3 and is_currency(text[start]):
        start += 1
    while end > start and len(text) - end < 3 and is_currency(text[end - 1]):
        end -= 1
    return text[start:end]


def _checked(text):
    if not NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if abs(number) < LARGEST else None


# === DATES === #


def order_vote(text):
    """Return what a date like 3/4/2026 shows: ``dmy`` or ``mdy``, '' when it may be both, None
    when it is written in another way."""
    found = YEAR_LAST.match(text.strip())
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else ""


def both_orders(text):
    """Return the sort keys of a date that may be read in two orders: day first, month first."""
    found = YEAR_LAST.match(text.strip())
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    return (year, second, first), (year, first, second)


def read_date(value, date, order="dmy"):
    """Return a cell as a date, or None; a time of day is passed over.

    :param value: text, or a date or number of a workbook
    :param date: the class `datetime.date`
    :param order: of dates such as 3/4/2026, ``dmy`` or ``mdy``
    """
    if hasattr(value, "year"):
        return date(value.year, value.month, value.day)
    text = str(value).strip()
    if not text or len(text) > MAX_CHARS or isinstance(value, bool):
        return None
    serial = SERIAL.fullmatch(text)
    if serial:
        days = int(serial[1])
        is_day = FIRST_SERIAL <= days <= LAST_SERIAL
        return date.fromordinal(days + SERIAL_TO_ORDINAL) if is_day else None
    parts = _written_parts(text, order)
    if parts is None:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _written_parts(text, order):
    """Return (year, month, day) of a text as they stand there, or None."""
    for pattern, read in (
        (YEAR_FIRST, lambda found: (int(found[1]), int(found[2]), int(found[3]))),
        (COMPACT, lambda found: (int(found[1]), int(found[2]), int(found[3]))),
        (YEAR_LAST, lambda found: _year_last(found, order)),
        (DAY_WORD, lambda found: (_year(found[3]), _month(found[2]), int(found[1]))),
        (WORD_DAY, lambda found: (_year(found[3]), _month(found[1]), int(found[2]))),
    ):
        found = pattern.match(text)
        if found and TIME_OF_DAY.fullmatch(text[found.end() :]):
            return read(found)
    return None


def _year_last(found, order):
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if order == "dmy" else (second, first)
    return _year(found[4]), month, day


def _year(digits):
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= CENTURY_TURN else 2000)


def _month(word):
    """Return the number of a month, 0 for a word that is none."""
    plain = fold(word)
    return MONTH_OF.get(plain[:4]) or MONTH_OF.get(plain[:3], 0)
