"""Outlines around letters as layout version 1 drew them, for designs that were frozen with it.

A pen wider than a hole or a dot left a ring in it. That is what those customers saw and approved,
so it is what is printed; nothing new is drawn this way.
"""

from functools import lru_cache

from .outline import GlyphPen


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
