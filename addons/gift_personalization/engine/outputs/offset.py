"""Offset: what a round pen of a given radius covers along the edge of a shape.

A stroke runs its two sides past each other where the pen is wider than the shape or a hole in it,
and leaves rings and specks there. They lie nearer to the edge than the pen reaches: every point
of the true border lies exactly its radius away. So contours that are nearer are dropped. Of a
filled shape, so are those in its ink, which Skia's path operations sometimes leave behind.
"""

import numpy as np

from .segments import area, contour_segments, flattened, path_of

# How much nearer than the radius a contour may lie: a share of it, and flattened curves.
NEARER = 0.03
CHORDS = 3
SAMPLES = 12


def swept(path, radius, simplify, *, filled, tolerance):
    """Return what a pen covers along the edge of a path, as a ``skia.Path`` filled even-odd.

    :param simplify: returns a path without crossings, see :func:`outlines.simplified`
    :param bool filled: the inside of the path is covered too
    :param float tolerance: furthest that a chord leaves its curve, in the path's unit
    """
    import skia

    style = skia.Paint.kStrokeAndFill_Style if filled else skia.Paint.kStroke_Style
    paint = skia.Paint(Style=style, StrokeWidth=2.0 * radius)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    drawn = skia.Path()
    paint.getFillPath(path, drawn)
    edge = [flattened(segments, tolerance) for segments in contour_segments(path)]
    least = radius - max(NEARER * radius, CHORDS * tolerance)
    far = _far_contours(contour_segments(simplify(drawn)), edge, radius, least, tolerance)
    made = path_of(segments for segments in far if not (filled and path.contains(*segments[0][0])))
    made.setFillType(skia.PathFillType.kEvenOdd)
    return made


def _far_contours(contours, edge, radius, least, tolerance):
    """Yield the contours that lie as far from the edge as the pen reaches."""
    sides = [np.stack([ring, np.concatenate([ring[1:], ring[:1]])]) for ring in map(np.array, edge)]
    if not sides:
        return
    starts, ends = np.concatenate(sides, axis=1)
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    for segments in contours:
        points = flattened(segments, tolerance)
        if len(points) < 3 or abs(area(points)) <= tolerance * tolerance:
            continue
        seen = np.array(points[:: max(1, len(points) // SAMPLES)])
        reach = radius + tolerance
        near = ((low <= seen.max(axis=0) + reach) & (high >= seen.min(axis=0) - reach)).all(axis=1)
        if _distances(seen, starts[near], ends[near]).max() >= least:
            yield segments


def _distances(points, starts, ends):
    """Return the distance of every point from the nearest of the sides."""
    along = ends - starts
    length = np.maximum(np.einsum("ij,ij->i", along, along), 1e-12)
    away = points[:, None, :] - starts[None, :, :]
    share = np.clip(np.einsum("ijk,jk->ij", away, along) / length, 0, 1)
    rest = away - share[:, :, None] * along[None, :, :]
    return np.sqrt(np.einsum("ijk,ijk->ij", rest, rest).min(axis=1, initial=np.inf))
