"""Outlines around letters: the letters grown by a width, as filled paths behind them.

Filled paths, not strokes, so that every output (screen, print, cutter) draws the same thing.
"""

from functools import lru_cache

from .display import PathItem
from .outline import GlyphPen


def outline_width(method, zone):
    """Return the width in µm of the outline drawn around a text: one colour draws none."""
    return 0 if method.colors == "single" else zone.outline_um


def outlined(items, width_um, color):
    """Return ``items`` with an outline behind all of their letters.

    :param items: display items of one text; colour glyphs get none
    :param int width_um: how far the outline reaches beyond the letters
    """
    letters = [item for item in items if isinstance(item, PathItem)]
    behind = [
        PathItem(grown(item.d, round(2 * width_um / _unit(item.matrix), 3)), item.matrix, color)
        for item in letters
    ]
    return (*behind, *items)


def _unit(matrix):
    a, b, c, d, _e, _f = matrix
    return abs(a * d - b * c) ** 0.5


@lru_cache(maxsize=256)
def grown(data, width):
    """Return path data grown by half of ``width`` (its own units) on all sides, corners round."""
    import skia

    from .outputs.paths import skia_path

    paint = skia.Paint(
        Style=skia.Paint.kStrokeAndFill_Style,
        StrokeWidth=width,
        StrokeJoin=skia.Paint.kRound_Join,
    )
    path = skia.Path()
    paint.getFillPath(skia_path(data), path)
    return _data(path)


def _data(path):
    """Return the path data of a Skia path; conic sections become cubic curves."""
    import skia

    verb = skia.Path.Verb
    pen = GlyphPen()
    steps = skia.Path.Iter(path, False)
    kind, points = steps.next()
    while kind != verb.kDone_Verb:
        places = [(point.x(), point.y()) for point in points]
        if kind == verb.kMove_Verb:
            pen.moveTo(places[0])
        elif kind == verb.kLine_Verb:
            pen.lineTo(places[1])
        elif kind == verb.kQuad_Verb:
            pen.qCurveTo(*places[1:])
        elif kind == verb.kConic_Verb:
            pen.curveTo(*_cubic(places, steps.conicWeight()))
        elif kind == verb.kCubic_Verb:
            pen.curveTo(*places[1:])
        else:
            pen.closePath()
        kind, points = steps.next()
    return pen.glyph().at(0, 0)


def _cubic(conic, weight):
    """Return the control points and the end of the cubic closest to a conic section."""
    start, control, end = conic
    share = 4 / 3 * weight / (1 + weight)
    toward = [
        tuple(a + (b - a) * share for a, b in zip(place, control, strict=True))
        for place in (start, end)
    ]
    return (*toward, end)
