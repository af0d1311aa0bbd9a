"""Substitution: which characters of a text were set in another face than the chosen one."""

from .cleaning import upper_case
from .errors import Finding
from .itemise import itemise
from .text import bounded

MAX_PIECES = 10
MAX_LENGTH = 60


def substitutions(zone, value, chain):
    """Return ``{face hash: (piece of text, …)}`` of what the chosen face does not have.

    Emoji are not told: they are pictures in any face.

    :param zone: :class:`model.TextZone`
    :param value: :class:`model.TextValue`
    :param chain: faces in order of preference, the chosen one first
    """
    text = upper_case(value.text) if zone.case == "upper" else value.text
    if chain[0].codepoints.issuperset(map(ord, text.replace("\n", " "))):
        return {}
    found = {}
    for paragraph in bounded(text).split("\n"):
        for item in itemise(paragraph, chain).items:
            piece = paragraph[item.start : item.end].strip()
            if piece and item.face is not chain[0] and not item.face.is_color:
                found.setdefault(item.face.sha, {})[piece] = True
    return {sha: tuple(pieces) for sha, pieces in found.items()}


def check_substitutions(zone, value, chain):
    """Yield a warning per face that stands in: ``font_fallback`` (chars, font: its hash)."""
    for sha, pieces in substitutions(zone, value, chain).items():
        chars = " ".join(pieces[:MAX_PIECES])[:MAX_LENGTH]
        yield Finding("font_fallback", "warning", zone.key, {"chars": chars, "font": sha})
