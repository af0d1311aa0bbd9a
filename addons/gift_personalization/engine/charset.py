"""Character sets that a shop lists: ``A-ZÄÖÜ 0-9&`` means what it looks like."""

import unicodedata
from functools import lru_cache

from .errors import EngineError


@lru_cache(maxsize=128)
def listed(text):
    """Return the (first, last) ranges of a list of characters.

    A hyphen between two characters makes a range; at either end it stands for itself.

    :raises EngineError: ``bad_charset`` with the ``range`` that runs backwards
    """
    text = unicodedata.normalize("NFC", text)
    ranges, index = [], 0
    while index < len(text):
        first = last = text[index]
        if index + 2 < len(text) and text[index + 1] == "-":
            last = text[index + 2]
            index += 2
        if last < first:
            raise EngineError("bad_charset", range=f"{first}-{last}")
        ranges.append((first, last))
        index += 1
    return tuple(ranges)


def is_listed(text, cluster):
    """Say whether every character of a cluster is in the list ``text``."""
    ranges = listed(text)
    return all(any(first <= char <= last for first, last in ranges) for char in cluster)
