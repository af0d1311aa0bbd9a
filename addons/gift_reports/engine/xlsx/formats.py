"""How numbers, dates and money look in a language; looks of cells."""

import re

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_precision, get_currency_symbol

TOKENS = re.compile(r"'[^']*'|y+|M+|d+|.")
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
ALIGN_TOP = {"valign": "top"}
LOOKS = {
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": "#555555"},
    "header": {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True,
               "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"},
    "label": {"bold": True, **ALIGN_TOP},
    "wrapped": {"text_wrap": True, **ALIGN_TOP},
    "link": {"font_color": "#0B5394", "underline": 1},
    "good": {"bg_color": "#D9EAD3", "font_color": "#274E13"},
    "bad": {"bg_color": "#F4CCCC", "font_color": "#660000"},
    "warning": {"bg_color": "#FFF2CC", "font_color": "#594300"},
}  # fmt: skip
TOTAL = {"bold": True, "top": 1, "bg_color": "#EEF2F5"}
WIDTHS = {"int": 10, "number": 12, "money": 15, "percent": 10, "date": 12, "datetime": 17,
          "duration": 11, "text": 12}  # fmt: skip


def find_locale(lang):
    """Return Babel's locale of a language such as ``de_DE`` or ``sr@latin``, English if unknown."""
    for name in (lang.partition("@")[0], lang[:3].partition("_")[0], "en"):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel has English")


class Patterns:
    """Number formats of a language, as spreadsheets write them."""

    def __init__(self, lang):
        self.locale = find_locale(lang)
        self.is_rtl = self.locale.text_direction == "rtl"

    def find(self, column):
        """Return the number format of a column, '' for text."""
        digits = column.digits
        if column.kind == "money":
            return self.money(column.currency, digits)
        return {
            "text": "",
            "int": "#,##0",
            "number": _decimals("#,##0", 2 if digits is None else digits),
            "percent": self.percent(1 if digits is None else digits),
            "date": self.date,
            "datetime": f"{self.date} {self.time}",
            "duration": "[h]:mm",
        }[column.kind]

    @property
    def date(self):
        """Return the short date of the language with a year of four digits."""
        pattern = self.locale.date_formats["short"].pattern.translate(MARKS)
        return "".join(map(_date_token, TOKENS.findall(pattern))).strip()

    @property
    def time(self):
        return "hh:mm" if "H" in self.locale.time_formats["short"].pattern else "h:mm AM/PM"

    def percent(self, digits):
        pattern = self.locale.percent_formats[None].pattern.translate(MARKS)
        has_blank = "\u00a0" in pattern or " " in pattern or "\u202f" in pattern
        return _decimals("0", digits) + ("\u00a0%" if has_blank else "%")

    def money(self, currency, digits=None):
        """Return the format of money: the language says where the sign stands, the currency how
        many digits there are."""
        digits = get_currency_precision(currency or "EUR") if digits is None else digits
        number = _decimals("#,##0", digits)
        if not currency:
            return number
        sign = get_currency_symbol(currency, self.locale).translate(MARKS).replace('"', "")
        pattern = self.locale.currency_formats["standard"].pattern.translate(MARKS).split(";")[0]
        before, after = pattern.partition("#")[0], pattern.rpartition("0")[2]
        if "¤" in before:
            return f'"{sign}"{_blank(before)}{number}'
        return f'{number}{_blank(after)}"{sign}"'


def _decimals(whole, digits):
    return f"{whole}.{'0' * digits}" if digits else whole


def _blank(text):
    return "\u00a0" if any(char.isspace() for char in text) else ""


def _date_token(token):
    if token[0] in "yMd":
        return {"y": "yyyy", "M": "m" * min(len(token), 4), "d": "d" * min(len(token), 2)}[token[0]]
    if token in "./- ":
        return token
    text = token.strip("'").replace('"', "")
    return f'"{text}"' if text and token != "G" else ""


class Formats:
    """Formats of one workbook, each made once."""

    def __init__(self, book, patterns):
        self.book = book
        self.patterns = patterns
        self.made = {}

    def look(self, name):
        """Return one of ``LOOKS``."""
        return self._get(**LOOKS[name])

    def cell(self, column, *, is_total=False, is_guarded=False):
        """Return the format of a cell of a column."""
        properties = dict(TOTAL) if is_total else {}
        pattern = self.patterns.find(column)
        if pattern:
            properties["num_format"] = pattern
        if is_guarded:
            properties["quote_prefix"] = True
        return self._get(**properties) if properties else None

    def plain(self, pattern="", **properties):
        return self._get(**properties, **({"num_format": pattern} if pattern else {}))

    def _get(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]
