"""Outlines: what a display list covers, as united closed paths, for machines that follow lines.

Overlapping glyphs become one contour, so that a laser or a knife never crosses its own line.
Paths are ``skia.Path`` in µm of the surface, filled even-odd.
"""

import math

from ..display import Gradient, GroupItem, ImageItem
from ..errors import EngineError
from ..geometry import IDENTITY, multiply
from .paths import skia_matrix, skia_path

ALL = "all"
TOLERANCE_UM = 2
# What the union leaves behind where two curves almost meet: no machine can make it.
MIN_AREA_UM2 = 400
# Skia's path operations give up on some inputs and manage the same ones in another unit.
RETRY_SCALES = (1.0, 0.01, 0.37)
CONIC_POW2 = 2


def outline_layers(display, *, by_color=False, mirror=False):
    """Return ``{layer: skia.Path}`` of everything drawn; layers do not know of each other.

    :param bool by_color: one layer per fill ``#rrggbb`` (a foil each) instead of one, ``all``
    :param bool mirror: as for transfer
    :raises EngineError: ``outline_photo`` or ``outline_gradient``: there is no outline of it
    """
    found = {}
    for fill, path in _shapes(display.items, IDENTITY):
        if by_color and isinstance(fill, Gradient):
            raise EngineError("outline_gradient", surface=display.surface)
        found.setdefault(fill if by_color else ALL, []).append(path)
    matrix = (-1.0, 0.0, 0.0, 1.0, float(display.width_um), 0.0) if mirror else IDENTITY
    layers = {layer: _moved(united(paths), matrix) for layer, paths in found.items()}
    return {layer: path for layer, path in layers.items() if contours(path)}


def silhouette(display):
    """Return all that is drawn as one ``skia.Path``; photos count as the shape they are cut to."""
    paths = [path for _fill, path in _shapes(display.items, IDENTITY, photos=True)]
    return united(paths)


def grown(path, um):
    """Return a path whose edge lies ``um`` outside of that of ``path``; inside when negative."""
    import skia

    if not um or path.isEmpty():
        return path
    paint = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=2.0 * abs(um))
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    border = skia.Path()
    paint.getFillPath(path, border)
    operation = skia.PathOp.kUnion_PathOp if um > 0 else skia.PathOp.kDifference_PathOp
    return _operated(path, simplified(border), operation)


def without_holes(path):
    """Return a path with only the outer contours, as a sticker is cut."""
    import skia

    outer = skia.AsWinding(path)
    areas = [(_area(points), points) for points in contours(outer)]
    turn = max(areas, key=lambda entry: abs(entry[0]), default=(0, ()))[0]
    made = skia.Path()
    for area, points in areas:
        if area * turn > 0:
            made.addPoly([skia.Point(*point) for point in points], True)
    return made


def contours(path, tolerance_um=TOLERANCE_UM):
    """Return the closed contours of a path as lists of (x, y) in µm, the first point not repeated.

    :param tolerance_um: furthest that a chord leaves its curve
    """
    found = []
    for segments in _contour_segments(path):
        points = [segments[0][0]]
        for segment in segments:
            points += _flattened(segment, tolerance_um)
        points = _without_repeats(points)
        if len(points) > 2 and abs(_area(points)) >= MIN_AREA_UM2:
            found.append(points)
    return found


def path_data(path, unit=0.001, decimals=4):
    """Return SVG path data (``M L Q C Z``) of the closed contours, lengths times ``unit``."""
    parts = []
    for segments in _contour_segments(path):
        corners = [point for segment in segments for point in segment]
        if len(segments) < 2 or abs(_area(corners)) < MIN_AREA_UM2:
            continue
        parts.append("M" + _pair(segments[0][0], unit, decimals))
        for segment in segments:
            letter = {2: "L", 3: "Q", 4: "C"}[len(segment)]
            parts.append(letter + " ".join(_pair(point, unit, decimals) for point in segment[1:]))
        parts.append("Z")
    return "".join(parts)


def united(paths):
    """Return the union of paths, simplified one by one first: each may wind its own way."""
    result = None
    for path in paths:
        path = simplified(path)
        if result is None:
            result = path
        else:
            import skia

            result = _operated(result, path, skia.PathOp.kUnion_PathOp)
    if result is None:
        import skia

        return skia.Path()
    return result


def simplified(path):
    """Return a path with the same area whose contours do not cross.

    :raises EngineError: ``outline_failed``
    """
    import skia

    return _attempted(lambda first: skia.Simplify(first), path)


def _operated(one, two, operation):
    import skia

    return _attempted(lambda first, second: skia.Op(first, second, operation), one, two)


def _attempted(operate, *paths):
    for factor in RETRY_SCALES:
        scaled = [_moved(path, (factor, 0.0, 0.0, factor, 0.0, 0.0)) for path in paths]
        try:
            result = operate(*scaled)
        except RuntimeError:
            result = None
        if result is not None:
            back = 1 / factor
            return _moved(result, (back, 0.0, 0.0, back, 0.0, 0.0))
    raise EngineError("outline_failed")


def _moved(path, matrix):
    import skia

    if matrix == IDENTITY:
        return path
    moved = skia.Path()
    path.transform(skia_matrix(matrix), moved)
    return moved


# === DISPLAY LIST === #


def _shapes(items, matrix, photos=False):
    """Yield (fill, path in µm) of all items, depth first."""
    for item in items:
        if isinstance(item, GroupItem):
            yield from _group_shapes(item, multiply(matrix, item.matrix), photos)
        elif isinstance(item, ImageItem):
            if not photos:
                raise EngineError("outline_photo")
            yield "", _moved(skia_path(item.clip), matrix)
        else:
            yield item.fill, _moved(skia_path(item.d), multiply(matrix, item.matrix))


def _group_shapes(group, matrix, photos):
    shapes = _shapes(group.items, matrix, photos)
    if not group.mask:
        yield from shapes
        return
    import skia

    mask = united([path for _fill, path in _shapes(group.mask, matrix, photos)])
    for fill, path in shapes:
        yield fill, _operated(simplified(path), mask, skia.PathOp.kIntersect_PathOp)


# === GEOMETRY === #


def _contour_segments(path):
    """Yield per contour its segments: tuples of 2 (line), 3 (quadratic) or 4 (cubic) points."""
    import skia

    segments, start, verbs = [], None, skia.Path.Verb
    steps = skia.Path.Iter(path, True)  # closes every contour
    while True:
        verb, points = steps.next()
        points = [(point.x(), point.y()) for point in points]
        if verb in (verbs.kMove_Verb, verbs.kDone_Verb):
            if segments:
                yield segments
            if verb == verbs.kDone_Verb:
                return
            segments, start = [], points[0]
        elif verb == verbs.kConic_Verb:
            segments += _conic(points, steps.conicWeight())
        elif verb != verbs.kClose_Verb:
            if len(points) > 2 or points[0] != points[1]:
                segments.append(tuple(points))
        elif segments and segments[-1][-1] != start:
            segments.append((segments[-1][-1], start))


def _conic(points, weight):
    import skia

    points = [skia.Point(*point) for point in points]
    made = skia.Path.ConvertConicToQuads(*points, weight, CONIC_POW2)
    made = [(point.x(), point.y()) for point in made]
    return [tuple(made[at : at + 3]) for at in range(0, len(made) - 2, 2)]


def _flattened(segment, tolerance):
    """Return points along a segment after its first one; a chord stays within ``tolerance``."""
    if len(segment) == 2:
        return [segment[1]]
    bend = max(
        math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
        for a, b, c in zip(segment, segment[1:], segment[2:], strict=False)
    )
    # Wang's bound: (degree · (degree − 1) / 8) · |second difference| / tolerance.
    degree = len(segment) - 1
    count = max(1, math.ceil(math.sqrt(degree * (degree - 1) / 8 * bend / tolerance)))
    return [_at(segment, step / count) for step in range(1, count)] + [segment[-1]]


def _at(points, time):
    while len(points) > 1:
        points = [
            (a[0] + (b[0] - a[0]) * time, a[1] + (b[1] - a[1]) * time)
            for a, b in zip(points, points[1:], strict=False)
        ]
    return points[0]


def _without_repeats(points):
    kept = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _area(points):
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _pair(point, unit, decimals):
    return ",".join(_number(value * unit, decimals) for value in point)


def _number(value, decimals):
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
