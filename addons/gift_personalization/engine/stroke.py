"""Outlines around letters: the letters grown by a width, as filled paths behind them.

Filled paths, not strokes, so that every output (screen, print, cutter) draws the same thing.
"""

from functools import lru_cache

import numpy as np

from . import stroke_v1
from .contours import depths, is_within
from .display import PathItem
from .outline import GlyphPen
from .schema import OUTLINES_FILLED

FLAT = 0.25


def outline_width(method, zone):
    """Return the width in µm of the outline drawn around a text: one colour draws none."""
    return 0 if method.colors == "single" else zone.outline_um


def outlined(items, width_um, color, layout=OUTLINES_FILLED):
    """Return ``items`` with an outline behind all of their letters.

    :param items: display items of one text; colour glyphs get none
    :param int width_um: how far the outline reaches beyond the letters
    :param int layout: layout version of the design
    """
    grow = grown if layout >= OUTLINES_FILLED else stroke_v1.grown
    letters = [item for item in items if isinstance(item, PathItem)]
    behind = [
        PathItem(grow(item.d, round(2 * width_um / _unit(item.matrix), 3)), item.matrix, color)
        for item in letters
    ]
    return (*behind, *items)


def _unit(matrix):
    a, b, c, d, _e, _f = matrix
    return abs(a * d - b * c) ** 0.5


@lru_cache(maxsize=256)
def grown(data, width):
    """Return path data grown by half of ``width`` (its own units) on all sides, corners round.

    Every letter is grown alone, so that it is remembered for the next text. They all wind the
    same way: where they overlap, they stay filled.
    """
    from .outputs.paths import skia_path
    from .outputs.segments import contour_segments

    shapes = _shapes(list(contour_segments(skia_path(data))))
    return "".join(_grown_at(shape, width / 2) for shape in shapes)


def _shapes(contours):
    """Part contours into shapes: one around ink each, with the holes in it.

    A hole that lies in no single one of the others leaves all of them together, united.
    """
    from .outputs.outlines import simplified
    from .outputs.segments import area, contour_segments, flattened, path_of

    rings = [flattened(segments, FLAT) for segments in contours]
    areas = [area(ring) for ring in rings]
    turn = 1 if sum(areas) > 0 else -1
    shapes = {at: [contours[at]] for at, size in enumerate(areas) if size * turn > 0}
    polygons = {at: np.array(rings[at]) for at in shapes}
    for at, size in enumerate(areas):
        if size * turn >= 0:
            continue
        around = (other for other, ring in polygons.items() if _holds(ring, rings[at]))
        home = next(around, None)
        if home is None:
            return [list(contour_segments(simplified(path_of(contours))))]
        shapes[home].append(contours[at])
    return list(shapes.values())


def _holds(ring, points):
    low, high = ring.min(axis=0), ring.max(axis=0)
    points = np.array(points)
    is_near = (low <= points.min(axis=0)).all() and (points.max(axis=0) <= high).all()
    return is_near and is_within(points, ring).all()


def _grown_at(shape, radius):
    """Return path data of a grown shape; what it looks like does not hang on where it lies."""
    left, top = shape[0][0][0]
    moved = tuple(
        tuple(tuple((x - left, y - top) for x, y in segment) for segment in segments)
        for segments in shape
    )
    return _grown_shape(moved, radius).at(left, top)


@lru_cache(maxsize=4096)
def _grown_shape(shape, radius):
    """Return the :class:`outline.Glyph` of a shape grown by ``radius``."""
    from .outputs.offset import swept
    from .outputs.outlines import simplified
    from .outputs.segments import contour_segments, flattened, path_of

    made = swept(path_of(shape), radius, simplified, filled=True, tolerance=FLAT)
    contours = list(contour_segments(made))
    rings = [np.array(flattened(segments, FLAT)) for segments in contours]
    pen = GlyphPen()
    for segments, ring, depth in zip(contours, rings, depths(rings), strict=True):
        _draw(pen, segments if _turns(ring) == (depth % 2 == 0) else _reversed(segments))
    return pen.glyph()


def _turns(ring):
    from .outputs.segments import area

    return area(ring.tolist()) > 0


def _reversed(segments):
    return [segment[::-1] for segment in reversed(segments)]


def _draw(pen, segments):
    draw = {2: pen.lineTo, 3: pen.qCurveTo, 4: pen.curveTo}
    pen.moveTo(segments[0][0])
    for segment in segments:
        draw[len(segment)](*segment[1:])
    pen.closePath()
