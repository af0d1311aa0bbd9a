"""Texts that a spreadsheet may hold: never a formula, never broken XML, never too long."""

import re

MAX_UNITS = 32_767  # of UTF-16, in a cell; source: Excel specifications and limits
MAX_NAME_UNITS = 31
MAX_FOOTER = 255
GUARDED = tuple("=+-@\t\r")  # OWASP, CSV injection
NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")
RESERVED = "history"
ELLIPSIS = "…"


def clean(value):
    """Return a text without characters that XML cannot hold, of at most 32,767 units.

    Control characters are dropped; half pairs and non-characters become U+FFFD. A text that looks
    like the markup of xlsxwriter's rich strings, which it would write as it is, gets a blank.
    """
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = NO_CHARACTERS.sub("\ufffd", NOT_ALLOWED.sub("", text))
    text = cut(text, MAX_UNITS - 1)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def is_guarded(value):
    """Return whether a text is to be marked as text, since it begins as a formula does."""
    return str(value).startswith(GUARDED)


def cut(text, units):
    """Return a text of at most so many units of UTF-16; an ellipsis stands for what was cut."""
    if len(text) <= units // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * units:
        return text
    return data[: 2 * (units - 1)].decode("utf-16-le", "ignore") + ELLIPSIS


class Names:
    """Names of sheets: valid, and each there once whatever its case."""

    def __init__(self):
        self.taken = set()

    def take(self, wanted, suffix=""):
        """Return a free name near the wanted one that ends with the suffix."""
        base = NOT_IN_NAMES.sub("-", clean(wanted)).strip(" '")
        if not base or base.casefold() == RESERVED:
            base = f"{base or 'Sheet'}_"
        number, ending = 1, suffix
        while True:
            name = cut(base, MAX_NAME_UNITS - len(ending)) + ending
            if name.casefold() not in self.taken:
                self.taken.add(name.casefold())
                return name
            number += 1
            ending = f" {number}{suffix}"


def quoted(name):
    """Return a sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def footer(left, right):
    """Return the print footer; ``right`` may hold codes such as ``&P``."""
    room = (MAX_FOOTER - len(right) - 4) // 2
    # xlsxwriter takes even "&&G" and "&&[" for the place of a picture.
    text = re.sub(r"&(?=[\[G])", "& ", clean(left).replace("\n", " "))[:room]
    return f"&L{text.replace('&', '&&')}&R{right}"
