"""Thickness of set text: the thinnest stroke and the narrowest gap, on the real outlines.

At every point of the boundary the largest circle that touches it there and stays inside the ink
(or outside it) says how wide the place is, and where its other side lies. Two rules decide
which places count:

- A *passage*: both sides belong to different contours, or the contour runs a long way from one to
  the other (``DETOUR`` times the width and ``LEAST_DETOUR`` em). So the tip of a pointed stroke
  and the notch of a V are not thin: each of them narrows to nothing by nature. It must last for
  ``EXTENT`` em: where two round parts just touch, nothing is lost.
- A *part*: every separate piece of ink must somewhere be as thick as a stroke, every hole
  somewhere as wide as a gap.

What an outline around letters leaves of a gap is measured on the grown letters; where outlines
meet, nothing is left that could close up.
"""

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from .contours import boundary_of
from .stroke import grown

DETOUR = 8.0
LEAST_DETOUR = 0.2
EXTENT = 0.05
MAX_STEPS = 60
# Glyphs farther apart than REACH cannot close up; nearer than TOUCH, they are meant to join.
REACH = 0.3
TOUCH = 0.008
FAR = float("inf")
MAX_KNOWN = 4000
ROWS = 2048
# Outlines are grown in steps of GROWTH em, so that sizes next to each other share a measurement.
GROWTH = 0.001


@dataclass(frozen=True)
class Strength:
    """Thinnest stroke and narrowest gap; infinite where there is none."""

    stroke: float = FAR
    gap: float = FAR


@dataclass(frozen=True)
class Rule:
    """Which places count: passages that last for ``extent``, seen ``steps`` samples ahead.

    Sides of a gap nearer than ``touch`` are meant to join; a piece or a hole with an outline
    shorter than ``speck`` is not missed.
    """

    extent: float = EXTENT
    touch: float = 0.0
    speck: float = 0.0
    steps: int = MAX_STEPS


LETTERS = Rule()


def measure_outline(data, unit=1.0, rule=LETTERS):
    """Return the :class:`Strength` of one outline, in units of ``unit``.

    :param str data: path data; features should be large against 1/100 of the unit
    """
    return measure_boundary(boundary_of(data, unit), rule)


def measure_boundary(boundary, rule=LETTERS):
    """Return the :class:`Strength` of a :class:`contours.Boundary` (None is no ink)."""
    if boundary is None:
        return Strength()
    (within, inner), (without, outer) = _circles(boundary)
    return Strength(
        _narrowest(boundary, within, inner, ~boundary.hole, replace(rule, touch=0.0)),
        _narrowest(boundary, without, outer, boundary.hole, rule),
    )


def _circles(boundary):
    """Return for the inside and the outside: per sample the other side, and 1 / radius."""
    blocks = [_curving(boundary, first) for first in range(0, len(boundary.points), ROWS)]
    return [
        [np.concatenate(columns) for columns in zip(*side, strict=True)]
        for side in zip(*blocks, strict=True)
    ]


def _curving(boundary, first):
    """Return the circles of a block of samples, see ``_circles``.

    Row i, column j is 1 / radius of the circle that touches sample i and passes through sample j.

    Positive on the inside. The largest of a row is the circle that stays within the ink, the
    smallest the one that stays outside. Single precision chooses well enough and is twice as fast.
    """
    points = boundary.points.astype(np.float32)
    here = points[first : first + ROWS]
    normals = boundary.normals[first : first + ROWS].astype(np.float32)
    length = np.einsum("ij,ij->i", points, points)
    square = here @ (-2 * points.T)
    square += length[first : first + ROWS, None]
    square += length[None, :]
    depth = normals @ points.T
    depth -= np.einsum("ij,ij->i", here, normals)[:, None]
    np.fill_diagonal(square[:, first:], 1.0)
    np.fill_diagonal(depth[:, first:], 0.0)
    np.maximum(square, 1e-9, out=square)
    np.divide(depth, square, out=square)
    curving = np.multiply(square, 2, out=square)
    return (
        (curving.argmax(axis=1), curving.max(axis=1)),
        (curving.argmin(axis=1), -curving.min(axis=1)),
    )


def _narrowest(boundary, other, curving, parts, rule):
    """Return the narrowest place on one side of the boundary.

    :param other: per sample the one on the other side of its circle
    :param curving: per sample 1 / radius of that circle, not positive without one
    :param parts: samples of the contours around whole pieces of that side
    """
    touching = curving > 1e-9
    widths = _distance(boundary, other, boundary.points)
    apart = np.abs(boundary.place - boundary.place[other])
    detour = np.minimum(apart, boundary.around - apart)
    passage = (boundary.contour != boundary.contour[other]) | (
        (detour >= DETOUR * widths) & (detour >= LEAST_DETOUR)
    )
    lasting = _lasting(boundary, np.where(touching & passage, widths, FAR), rule)
    found = [lasting[lasting >= rule.touch].min(initial=FAR)]
    for contour in np.unique(boundary.contour[parts & (boundary.around >= rule.speck)]):
        least = curving[boundary.contour == contour].min()
        found.append(2 / least if least > 1e-9 else FAR)
    return float(min(width for width in found if width >= rule.touch))


def _lasting(boundary, widths, rule):
    """Return for every sample the widest place of the next ``rule.extent`` of its contour."""
    count = np.bincount(boundary.contour)
    first = (np.cumsum(count) - count)[boundary.contour]
    size = count[boundary.contour]
    here = np.arange(len(widths))
    found = widths.copy()
    for step in range(1, rule.steps):
        ahead = first + (here - first + step) % size
        way = (boundary.place[ahead] - boundary.place) % boundary.around
        within = (way <= rule.extent) & (step < size)
        if not within.any():
            break
        found = np.where(within, np.maximum(found, widths[ahead]), found)
    return found


def _distance(boundary, samples, points):
    """Return the distance of points from the outline around the samples next to them."""
    count = np.bincount(boundary.contour)
    first = (np.cumsum(count) - count)[boundary.contour[samples]]
    size = count[boundary.contour[samples]]
    pieces = [first + (samples - first + step) % size for step in (-1, 0, 1)]
    return np.min([_to_piece(boundary, points, piece) for piece in pieces], axis=0)


def _to_piece(boundary, points, piece):
    start, along = boundary.starts[piece], boundary.ends[piece] - boundary.starts[piece]
    share = np.einsum("ij,ij->i", points - start, along) / np.einsum("ij,ij->i", along, along)
    nearest = start + along * np.clip(share, 0, 1)[:, None]
    return np.hypot(*(points - nearest).T)


# === GLYPHS === #

_known = WeakKeyDictionary()  # face: {key: boundary, strength or gap}; faces never change


def remembered(face, key, make):
    """Return what ``make`` returned for a face and a key, made once."""
    known = _known.setdefault(face, {})
    if key not in known:
        if len(known) >= MAX_KNOWN:
            known.clear()
        known[key] = make()
    return known[key]


def glyph_boundary(face, gid):
    """Return the :class:`contours.Boundary` of a glyph in em, None for a blank."""
    return remembered(
        face,
        ("boundary", gid),
        lambda: boundary_of(face.glyph(gid).at(0, 0), 1 / face.upem),
    )


def glyph_strength(face, gid):
    """Return the :class:`Strength` of a glyph in em."""
    return remembered(face, ("strength", gid), lambda: measure_boundary(glyph_boundary(face, gid)))


def outlined_gap(face, gid, outline):
    """Return the narrowest gap in em that an outline of that width leaves within a glyph."""
    steps = max(1, round(outline / GROWTH))
    return remembered(face, ("outlined", gid, steps), lambda: _outlined_gap(face, gid, steps))


def _outlined_gap(face, gid, steps):
    data = grown(face.glyph(gid).at(0, 0), 2 * steps * GROWTH * face.upem)
    return measure_outline(data, 1 / face.upem).gap


def gap_between(left, right, dx, dy, reach=REACH):
    """Return the gap in em between two glyphs, infinite when they touch or stand far apart.

    :param left, right: (face, glyph id)
    :param dx, dy: place of the second glyph, seen from the first
    :param float reach: what stands farther apart cannot close up
    """
    key = ("gap", left[1], right[0].sha, right[1], round(dx, 4), round(dy, 4), round(reach, 2))
    return remembered(left[0], key, lambda: _gap(left, right, dx, dy, round(reach, 2)))


def _gap(left, right, dx, dy, reach):
    first, second = glyph_boundary(*left), glyph_boundary(*right)
    if first is None or second is None:
        return FAR
    shift = np.array([dx, dy])
    moved = {name: getattr(second, name) + shift for name in ("points", "starts", "ends")}
    return boundary_gap(first, replace(second, **moved), reach)


def boundary_gap(first, second, reach):
    """Return the gap between two shapes, infinite when they touch or stand far apart."""
    near = _near(first.points, second.box, reach)
    back = _near(second.points, first.box, reach)
    if not len(near) or not len(back):
        return FAR
    away = second.points[back][None, :, :] - first.points[near][:, None, :]
    square = np.einsum("ijk,ijk->ij", away, away)
    at = np.unravel_index(square.argmin(), square.shape)
    if _overlaps(first, second.points[back]) or _overlaps(second, first.points[near]):
        return FAR
    one, two = near[at[0]], back[at[1]]
    found = min(
        _distance(first, np.array([one]), second.points[[two]])[0],
        _distance(second, np.array([two]), first.points[[one]])[0],
    )
    return float(found) if found > TOUCH else FAR


def _near(points, box, reach):
    low, high = np.array(box[:2]) - reach, np.array(box[2:]) + reach
    return np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))


def _overlaps(boundary, points):
    """Say whether one of the points lies in the shape: a ray from it crosses an odd number."""
    x0, y0 = boundary.starts.T
    x1, y1 = boundary.ends.T
    x, y = points.T[:, :, None]
    crossed = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return bool(((crossed & (at > x)).sum(axis=1) % 2).any())


# === SET TEXT === #


def line_strength(line, outline=0.0):
    """Return the :class:`Strength` of a shaped line in em; pictures are not measured.

    :param float outline: width in em of an outline around the letters
    """
    glyphs = list(_glyphs(line))
    strengths = [glyph_strength(face, gid) for (face, gid), _x, _y in glyphs]
    between = [
        gap_between(glyph, other, other_x - x, other_y - y, REACH + 2 * outline)
        for index, (glyph, x, y) in enumerate(glyphs)
        for other, other_x, other_y in glyphs[index + 1 : index + 3]
    ]
    gaps = [*between, *(strength.gap for strength in strengths)]
    if outline:
        gaps += [outlined_gap(face, gid, outline) for (face, gid), _x, _y in glyphs]
        gaps += [gap - 2 * outline for gap in between if gap > 2 * outline]
    return Strength(
        min((strength.stroke for strength in strengths), default=FAR),
        min(gaps, default=FAR),
    )


def _glyphs(line):
    """Yield ((face, glyph id), x, y) in em of what has ink, from left to right."""
    for run_x, run in line.runs:
        face = run.item.face
        if face.is_color:
            continue
        for gid, x, y, _cluster in run.glyphs:
            if face.glyph(gid).box:
                yield (face, gid), run_x + x / face.upem, y / face.upem
