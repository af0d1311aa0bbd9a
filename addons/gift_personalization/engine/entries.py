"""Values that are more than typed text: monogram, date, number, choice.

The engine knows neither calendars nor languages: whoever builds the content document writes the
text that is printed beside the date, the number or the option it stands for. So a frozen design
does not change with a later library of date formats.
"""

import re
from calendar import monthrange
from decimal import Decimal

from .characters import clusters
from .errors import Finding
from .model import ChoiceZone, DateZone, NumberZone
from .reader import KEY

DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?\Z", re.ASCII)
LANG = re.compile(r"[A-Za-z0-9@_]{2,16}\Z")


# === VALUES === #


def value_options(reader, zone):
    """Return what a text was made of; None for an option that is not offered."""
    if isinstance(zone, DateZone):
        return {
            "date": parse_date(reader, "date"),
            "format": reader.matching("format", KEY, ""),
            "lang": reader.matching("lang", LANG, ""),
        }
    if isinstance(zone, NumberZone):
        return {
            "number": reader.matching("number", NUMBER, ""),
            "lang": reader.matching("lang", LANG, ""),
        }
    if isinstance(zone, ChoiceZone):
        choice = reader.matching("choice", KEY, "")
        known = choice in zone.options
        return {"choice": choice, "lang": reader.matching("lang", LANG, "")} if known else None
    return {}


def letters_of(text):
    """Return the letters of a monogram: clusters without blanks and stops between them."""
    cut = (text[start:end] for start, end in clusters(text))
    return [cluster for cluster in cut if cluster not in (" ", "\u00a0", ".", "·")]


def parse_date(reader, key):
    """Return a calendar date in ISO 8601, or ''."""
    text = reader.matching(key, DATE, "")
    if text:
        year, month, day = map(int, text.split("-"))
        if not (year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
            raise reader.error(key)
    return text


# === FINDINGS === #


def check_entry(zone, value):
    """Yield what is wrong with a date or a number.

    Codes, all errors: ``date_invalid``, ``date_range`` and ``number_range`` (min, max: '' for
    none), ``number_invalid``.
    """
    if isinstance(zone, DateZone):
        yield from _check_range(zone, value.date, zone.date_min, zone.date_max, "date", str)
    elif isinstance(zone, NumberZone):
        limits = zone.number_min, zone.number_max
        yield from _check_range(zone, value.number, *limits, "number", Decimal)


def _check_range(zone, entry, low, high, name, number):
    if not entry:
        yield Finding(f"{name}_invalid", "error", zone.key)
    elif (low and number(entry) < number(low)) or (high and number(entry) > number(high)):
        yield Finding(f"{name}_range", "error", zone.key, {"min": low, "max": high})
