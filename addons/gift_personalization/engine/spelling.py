"""Spelling: a text taken apart, so that a person can read it back letter by letter.

No words of any language: every letter gets a code and parameters, the caller has the sentences.
"""

import unicodedata
from dataclasses import dataclass, field

from .characters import clusters, is_emoji, script_of

# Characters that many faces draw alike, and what to call them.
LOOK_ALIKES = {
    "0": "zero", "O": "capital_o", "o": "small_o", "1": "one", "l": "small_l", "I": "capital_i",
    "|": "bar", "5": "five", "S": "capital_s", "2": "two", "Z": "capital_z", "8": "eight",
    "B": "capital_b", "\u0131": "dotless_i", "-": "hyphen", "\u2013": "en_dash",
    "\u2014": "em_dash", "'": "straight_apostrophe", "\u2019": "curved_apostrophe",
    "`": "grave_accent", "\u00b4": "acute_accent",
}  # fmt: skip
# Worth a second look wherever they stand; the others only next to what they are mistaken for.
ALWAYS = {"zero", "one", "small_l", "capital_i", "bar", "dotless_i"}
MISTAKEN_FOR = (
    {"zero", "capital_o", "small_o"},
    {"one", "small_l", "capital_i", "bar", "dotless_i"},
    {"five", "capital_s"},
    {"two", "capital_z"},
    {"eight", "capital_b"},
    {"hyphen", "en_dash", "em_dash"},
    {"straight_apostrophe", "curved_apostrophe", "grave_accent", "acute_accent"},
)
ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "circumflex", "\u0303": "tilde",
    "\u0304": "macron", "\u0306": "breve", "\u0307": "dot", "\u0308": "two_dots",
    "\u030a": "ring", "\u030b": "double_acute", "\u030c": "caron", "\u0326": "comma_below",
    "\u0327": "cedilla", "\u0328": "hook_below",
}  # fmt: skip
# Scripts whose letters pass for Latin ones.
TWIN_SCRIPTS = {"Grek", "Cyrl"}


@dataclass(frozen=True)
class Letter:
    """One character as a reader counts it.

    :param str text: the cluster
    :param str code: a value of ``LOOK_ALIKES``, or ``space``, ``line_break``, ``accented``,
        ``foreign`` (a letter of a script that passes for Latin), ``emoji``, ``digit``,
        ``capital``, ``small`` or ``plain``
    :param dict params: ``base`` and ``accents`` of ``accented``, ``script`` of ``foreign``
    :param bool is_tricky: worth a second look
    """

    text: str
    code: str
    params: dict = field(default_factory=dict)
    is_tricky: bool = False


def spell(text):
    """Return the letters of ``text`` in writing order, as a tuple of :class:`Letter`."""
    parts = [text[start:end] for start, end in clusters(text)]
    codes = {LOOK_ALIKES[part] for part in parts if part in LOOK_ALIKES}
    has_latin = any(script_of(part[0]) == "Latn" for part in parts if part[0].isalpha())
    return tuple(_letter(part, codes, has_latin) for part in parts)


def _letter(part, codes, has_latin):
    if part in LOOK_ALIKES:
        code = LOOK_ALIKES[part]
        return Letter(part, code, is_tricky=code in ALWAYS or _has_twin(code, codes))
    if part == "\n":
        return Letter(part, "line_break")
    if part.isspace():
        return Letter(part, "space")
    if is_emoji(part):
        return Letter(part, "emoji")
    script = script_of(part[0]) if part[0].isalpha() else ""
    if script in TWIN_SCRIPTS and has_latin:
        return Letter(part, "foreign", {"script": script}, is_tricky=True)
    return _accented(part) or Letter(part, _case(part))


def _has_twin(code, codes):
    return any(code in twins and len(twins & codes) > 1 for twins in MISTAKEN_FOR)


def _accented(part):
    base, *marks = unicodedata.normalize("NFD", part)
    accents = tuple(ACCENTS[mark] for mark in marks if mark in ACCENTS)
    if not accents or len(accents) != len(marks) or script_of(base) != "Latn":
        return None
    params = {"base": base, "accents": accents, "case": _case(base)}
    return Letter(part, "accented", params, is_tricky=True)


def _case(part):
    category = unicodedata.category(part[0])
    return {"Lu": "capital", "Ll": "small", "Nd": "digit"}.get(category, "plain")
