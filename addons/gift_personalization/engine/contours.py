"""Contours: outlines of a glyph as one flat, sampled boundary that can be measured.

Overlapping parts are united first, so that a boundary is where ink really ends. Lengths are in
em of the face; the unit is the caller's for outlines that are no glyphs.
"""

import math
from dataclasses import dataclass

import numpy as np

from .outputs.paths import skia_path

FLATNESS = 0.0003
PIECES_PER_TURN = 32
MAX_PIECES_OF_CURVE = 64
SPACING = 0.015
PIECES_PER_CONTOUR = 24
MAX_SAMPLES = 1500
SLIVER = 0.0005
MAX_SIDES = 4000


@dataclass(frozen=True)
class Boundary:
    """Samples on the contours of a shape; N samples, each the middle of a short straight piece.

    :param points: (N, 2) middles
    :param normals: (N, 2) unit vectors to the inside of the shape
    :param starts, ends: (N, 2) ends of the pieces
    :param contour: (N,) index of the contour of each sample
    :param place: (N,) position along the contour
    :param around: (N,) length of the contour
    :param hole: (N,) whether the contour bounds a hole
    """

    points: np.ndarray
    normals: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    contour: np.ndarray
    place: np.ndarray
    around: np.ndarray
    hole: np.ndarray

    @property
    def box(self):
        return (*self.points.min(axis=0), *self.points.max(axis=0))


def boundary_of(data, unit):
    """Return the :class:`Boundary` of path data, None without area.

    :param str data: ``M L C l q c z``, nonzero winding
    :param float unit: length of one unit of the data in em
    """
    import skia

    path = skia_path(data)
    united = skia.Simplify(path) or path
    rings = [ring * unit for ring in _rings(united, unit)]
    rings = [ring for ring in rings if len(ring) > 2 and _breadth(ring) > SLIVER]
    if not rings:
        return None
    length = sum(_perimeter(ring) for ring in rings)
    if sum(map(len, rings)) > MAX_SIDES:
        rings = [_thinned(ring, length / MAX_SIDES) for ring in rings]
    spacing = max(SPACING, length / MAX_SAMPLES)
    return _sampled(rings, spacing)


def _rings(path, unit):
    """Return the contours of a Skia path as polygons, (n, 2) arrays."""
    import skia

    rings, current = [], []
    for verb, raw in path:
        points = [(point.fX, point.fY) for point in raw]
        if verb == skia.Path.kMove_Verb:
            rings.append(current)
            current = points[:1]
        elif verb == skia.Path.kLine_Verb:
            current.append(points[-1])
        elif verb in (skia.Path.kQuad_Verb, skia.Path.kCubic_Verb):
            current += _curve(points, unit)
    rings.append(current)
    return [_without_repeats(np.array(ring)) for ring in rings if len(ring) > 2]


def _curve(points, unit):
    """Return the points of a Bézier curve after its start, by de Casteljau."""
    count = min(MAX_PIECES_OF_CURVE, _curve_count(points, unit))
    times = (np.arange(1, count + 1) / count)[:, None]
    level = [np.array(point)[None, :] for point in points]
    while len(level) > 1:
        level = [a * (1 - times) + b * times for a, b in zip(level, level[1:], strict=False)]
    return [tuple(point) for point in level[0]]


def _curve_count(points, unit):
    """Return in how many straight pieces a curve is cut.

    None longer than ``SPACING`` (a piece of a curve is sampled once, or its corners would look
    like small circles), none off the curve by more than ``FLATNESS``.
    """
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(points, points[1:], strict=False)]
    length = sum(math.hypot(*step) for step in steps)
    bend = max(
        math.dist(first, second) / 2 for first, second in zip(steps, steps[1:], strict=False)
    )
    (x0, y0), (x1, y1) = steps[0], steps[-1]
    turn = abs(math.atan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1))
    return max(
        1,
        math.ceil(length * unit / SPACING),
        math.ceil(math.sqrt(bend * unit / FLATNESS)),
        math.ceil(turn * PIECES_PER_TURN / math.tau),
    )


def _without_repeats(ring):
    moved = np.abs(ring - np.roll(ring, 1, axis=0)).max(axis=1) > 1e-6
    return ring[moved]


def _thinned(ring, step):
    """Return a contour with corners at least ``step`` apart; a triangle stays one."""
    kept = [0]
    for index in range(1, len(ring)):
        if math.dist(ring[index], ring[kept[-1]]) >= step:
            kept.append(index)
    return ring[kept] if len(kept) > 3 else ring


def _breadth(ring):
    """Return about half the width of a contour; rounding leaves slivers that nobody sees."""
    return abs(_area(ring)) / max(_perimeter(ring), 1e-9)


def _perimeter(ring):
    return float(np.hypot(*(np.roll(ring, -1, axis=0) - ring).T).sum())


def _area(ring):
    x, y = ring.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def depths(rings):
    """Return of every contour in how many others it lies."""
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    depths = []
    for index, ring in enumerate(rings):
        near = ((low <= ring[0]) & (ring[0] <= high)).all(axis=1)
        near[index] = False
        depths.append(sum(is_within(ring[:1], rings[other])[0] for other in np.flatnonzero(near)))
    return depths


def is_within(points, ring):
    """Say of each point whether it lies in a polygon: a ray crosses an odd number of sides."""
    x, y = ring.T
    next_x, next_y = np.append(x[1:], x[0]), np.append(y[1:], y[0])
    here_x, here_y = np.asarray(points).T[:, :, None]
    crossed = (y > here_y) != (next_y > here_y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x + (here_y - y) / (next_y - y) * (next_x - x)
    return (crossed & (at > here_x)).sum(axis=1) % 2 == 1


def _sampled(rings, spacing):
    parts = []
    for index, (ring, depth) in enumerate(zip(rings, depths(rings), strict=True)):
        perimeter = _perimeter(ring)
        is_hole = depth % 2 == 1
        if (_area(ring) < 0) != is_hole:
            ring = ring[::-1]  # the inside of the shape is always on the left
        starts, ends = _pieces(ring, min(spacing, perimeter / PIECES_PER_CONTOUR))
        along = ends - starts
        lengths = np.hypot(*along.T)
        count = len(starts)
        parts.append(
            (
                (starts + ends) / 2,
                np.stack([-along[:, 1], along[:, 0]], axis=1) / lengths[:, None],
                starts,
                ends,
                np.full(count, index),
                np.cumsum(lengths) - lengths / 2,
                np.full(count, perimeter),
                np.full(count, is_hole),
            )
        )
    return Boundary(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _pieces(ring, spacing):
    """Cut the sides of a polygon into pieces of at most ``spacing``."""
    following = np.roll(ring, -1, axis=0)
    sides = following - ring
    counts = np.maximum(1, np.ceil(np.hypot(*sides.T) / spacing)).astype(int)
    side = np.repeat(np.arange(len(ring)), counts)
    step = np.arange(len(side)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = sides[side] / counts[side][:, None]
    starts = ring[side] + share * step[:, None]
    return starts, np.roll(starts, -1, axis=0)
