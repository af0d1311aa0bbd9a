"""What puts the rows of a list in order: duplicates, and how tightly each text fits."""

import hashlib
import unicodedata

ROOMY = 2000


def tightness(design, layout):
    """Return 0–2000, the tightest first: where the letters' size lies in the range allowed.

    Up to 1000 a text had to be made smaller, above it is set at its largest size and the figure
    tells how much of the zone stays free.

    :param design: :class:`schema.Design`
    :param layout: :class:`layout.Layout`
    """
    zones = {zone.key: zone for _surface, zone in design.zones()}
    figures = [_tightness(zones[key], block) for key, block in layout.texts.items()]
    return min(figures, default=ROOMY)


def _tightness(zone, block):
    if block.overflow:
        return 0
    span = zone.max_size_um - zone.min_size_um
    if span > 0 and block.size_um < zone.max_size_um:
        return max(0, 1000 * (block.size_um - zone.min_size_um) // span)
    x0, _y0, x1, _y1 = block.box
    free = max(0, zone.width_um - (x1 - x0))
    return 1000 + min(999, 1000 * free // max(1, zone.width_um))


def likeness(texts, *parts):
    """Return what equal rows share: texts compared without case and blanks, accents kept.

    :param dict texts: text by zone key
    :param parts: what else must be equal, for example the variant and the recipient
    """
    folded = sorted((key, _fold(text)) for key, text in texts.items() if _fold(text))
    whole = repr((folded, [_fold(str(part)) for part in parts]))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _fold(text):
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
