"""Names of print files: a pattern with placeholders, made safe for any machine and any archive."""

import re
import string
import unicodedata

from .errors import EngineError

PLACEHOLDERS = (
    "order", "line", "job", "product", "template", "surface", "quantity", "method", "hash8",
    "kind", "ext",
)  # fmt: skip
DEFAULT_PATTERN = "{job}_{template}_{surface}_{hash8}.{ext}"
MAX_PART, MAX_STEM = 40, 120
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Windows takes these for devices, whatever follows the dot.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
ENDING = ".{ext}"


def check_pattern(pattern):
    """Refuse a pattern that cannot name every file of every job apart.

    :raises EngineError: ``bad_file_name`` with ``reason``: ``braces``, ``placeholder`` (name),
        ``folder``, ``ending`` or ``unique``
    """
    names = set()
    try:
        for text, name, options, conversion in string.Formatter().parse(pattern):
            if "/" in text or "\\" in text:
                raise EngineError("bad_file_name", reason="folder")
            if name is None:
                continue
            if name not in PLACEHOLDERS or options or conversion:
                raise EngineError("bad_file_name", reason="placeholder", name=name)
            names.add(name)
    except ValueError as error:
        raise EngineError("bad_file_name", reason="braces") from error
    if not pattern.endswith(ENDING):
        raise EngineError("bad_file_name", reason="ending")
    if "surface" not in names or not ("job" in names or {"order", "line"} <= names):
        raise EngineError("bad_file_name", reason="unique")


def build_name(pattern, values):
    """Return the file name of a checked pattern.

    A kind that shares its ending with another one is named, unless the pattern does so.

    :param dict values: text of every placeholder
    """
    parts = {name: safe_part(values[name]) for name in PLACEHOLDERS}
    stem = safe_part(pattern.removesuffix(ENDING).format(**parts), MAX_STEM)
    if parts["kind"] != parts["ext"] and "{kind}" not in pattern:
        stem += f"-{parts['kind']}"
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{parts['ext']}"


def safe_part(text, limit=MAX_PART):
    """Return ASCII letters, digits, dots, hyphens and underscores; accents are taken off."""
    plain = unicodedata.normalize("NFKD", str(text))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return UNSAFE.sub("-", plain)[:limit].strip("-.") or "x"


def unique_name(name, taken):
    """Return ``name``, numbered when it is already in ``taken`` (compared without case)."""
    stem, _dot, ending = name.rpartition(".")
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{stem}_{number}.{ending}"
    return found
