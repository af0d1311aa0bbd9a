"""Outlines: what a display list covers, as united closed paths, for machines that follow lines.

Overlapping glyphs become one contour, so that a laser or a knife never crosses its own line.
Paths are ``skia.Path`` in µm of the surface, filled even-odd.
"""

import numpy as np

from ..contours import depths
from ..display import Gradient, GroupItem, ImageItem
from ..errors import EngineError
from ..geometry import IDENTITY, multiply
from .offset import swept
from .paths import skia_matrix, skia_path
from .segments import area, contour_segments, flattened

ALL = "all"
TOLERANCE_UM = 2
# What the union leaves behind where two curves almost meet: no machine can make it.
MIN_AREA_UM2 = 400
# Skia's path operations give up on some inputs and manage the same ones in another unit.
RETRY_SCALES = (1.0, 0.01, 0.37)


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
    border = swept(path, abs(um), simplified, filled=False, tolerance=TOLERANCE_UM)
    operation = skia.PathOp.kUnion_PathOp if um > 0 else skia.PathOp.kDifference_PathOp
    return _operated(path, border, operation)


def without_holes(path):
    """Return a path with only the outer contours, as a sticker is cut."""
    import skia

    rings = contours(simplified(path))
    made = skia.Path()
    for points, depth in zip(rings, depths([np.array(ring) for ring in rings]), strict=True):
        if not depth:
            made.addPoly([skia.Point(*point) for point in points], True)
    return made


def contours(path, tolerance_um=TOLERANCE_UM):
    """Return the closed contours of a path as lists of (x, y) in µm, the first point not repeated.

    :param tolerance_um: furthest that a chord leaves its curve
    """
    found = []
    for segments in contour_segments(path):
        points = flattened(segments, tolerance_um)
        if len(points) > 2 and abs(area(points)) >= MIN_AREA_UM2:
            found.append(points)
    return found


def path_data(path, unit=0.001, decimals=4):
    """Return SVG path data (``M L Q C Z``) of the closed contours, lengths times ``unit``."""
    parts = []
    for segments in contour_segments(path):
        corners = [point for segment in segments for point in segment]
        if len(segments) < 2 or abs(area(corners)) < MIN_AREA_UM2:
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
            if not photos and item.halftone:
                continue  # dots are a picture of their own beside the outlines
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


# === NUMBERS === #


def _pair(point, unit, decimals):
    return ",".join(_number(value * unit, decimals) for value in point)


def _number(value, decimals):
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
