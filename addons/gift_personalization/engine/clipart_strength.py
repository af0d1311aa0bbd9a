"""Thickness of a drawing: the thinnest line of each of its colours, the narrowest gap in all.

A gap is where the product shows; between two colours that meet there is none. In a drawing, places
count that last for a tenth of its side: a shorter one is a detail that nobody misses.
"""

from .thickness import FAR, Rule, Strength, measure_outline

MOTIFS = Rule(extent=0.1, touch=0.008, speck=0.03, steps=400)
MAX_KNOWN = 1000
MAX_CONTOURS = 400

_known = {}  # hash of a drawing: its strength; what a hash names never changes


def drawing_strength(sha256, drawing):
    """Return the :class:`thickness.Strength` of a drawing, in its longer side.

    A drawing of more than ``MAX_CONTOURS`` contours is not measured.

    :param drawing: :class:`clipart.Drawing` that ``sha256`` names
    """
    if sha256 not in _known:
        if len(_known) >= MAX_KNOWN:
            _known.clear()
        _known[sha256] = _measure(drawing)
    return _known[sha256]


def _measure(drawing):
    whole = "".join(data for _fill, data in drawing.parts)
    if whole.count("M") > MAX_CONTOURS:
        return Strength()
    colors = {}
    for fill, data in drawing.parts:
        colors[fill] = colors.get(fill, "") + data
    unit = 1 / max(drawing.width, drawing.height)
    found = measure_outline(whole, unit, MOTIFS)
    if len(colors) == 1:
        return found
    strokes = (measure_outline(data, unit, MOTIFS).stroke for data in colors.values())
    return Strength(min(strokes, default=FAR), found.gap)
