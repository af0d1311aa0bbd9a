"""Thickness of text on an arc, on the outlines as they are drawn there.

Towards the middle of the circle bent letters get thinner and turned ones come nearer to each
other. Both depend on the radius in em alone, not on where on the circle a letter stands, so what
was measured is kept per glyph, and per pair of neighbours.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from .arc import bent_glyph
from .contours import boundary_of
from .stroke import grown
from .thickness import (
    FAR,
    REACH,
    Strength,
    boundary_gap,
    glyph_boundary,
    glyph_strength,
    measure_boundary,
    measure_outline,
    outlined_gap,
    remembered,
)

# Radii that differ by less share a measurement; it is off by less than a hundredth.
RADIUS_STEP = 0.01
OUTLINE_STEP = 0.001


@dataclass(frozen=True)
class Placed:
    """A glyph on the circle, in em.

    :param float turn: where on the circle its frame stands, in em of the line
    :param float x, y: its place in that frame
    """

    face: object
    gid: int
    bent: bool
    turn: float
    x: float
    y: float


def arc_strength(pieces, radius, outline=0.0):
    """Return the :class:`thickness.Strength` in em of a shaped line on an arc.

    :param pieces: of the line, see ``arc.pieces``
    :param float radius: of the baseline in em, negative to sag
    :param float outline: width in em of an outline around the letters
    """
    radius = _stepped(radius)
    glyphs = [glyph for piece in pieces for glyph in _placed(piece)]
    strengths = [_strength(glyph, radius) for glyph in glyphs]
    between = [
        _gap(glyph, other, radius, REACH + 2 * outline)
        for index, glyph in enumerate(glyphs)
        for other in glyphs[index + 1 : index + 3]
    ]
    gaps = [*between, *(strength.gap for strength in strengths)]
    if outline:
        gaps += [_outlined_gap(glyph, radius, outline) for glyph in glyphs]
        gaps += [gap - 2 * outline for gap in between if gap > 2 * outline]
    return Strength(
        min((strength.stroke for strength in strengths), default=FAR), min(gaps, default=FAR)
    )


def _stepped(radius):
    steps = round(math.log(max(abs(radius), 1e-3)) / RADIUS_STEP)
    return math.copysign(math.exp(steps * RADIUS_STEP), radius)


def _placed(piece):
    """Yield the :class:`Placed` glyphs of a piece of the arc that have ink."""
    face = piece.run.item.face
    if face.is_color:
        return
    for gid, glyph_x, glyph_y, _cluster in piece.glyphs:
        if face.glyph(gid).box:
            x, y = piece.x + glyph_x / face.upem, glyph_y / face.upem
            turn = x if piece.bent else piece.middle
            yield Placed(face, gid, piece.bent, turn, x - turn, y)


def _boundary(glyph, radius):
    """Return the boundary of a glyph in its own frame, the baseline at 0."""
    if not glyph.bent:
        return glyph_boundary(glyph.face, glyph.gid)
    y = round(glyph.y * glyph.face.upem)
    return remembered(
        glyph.face,
        ("bent", glyph.gid, y, radius),
        lambda: boundary_of(bent_glyph(glyph.face, glyph.gid, y, radius), 1 / glyph.face.upem),
    )


def _strength(glyph, radius):
    if not glyph.bent:
        return glyph_strength(glyph.face, glyph.gid)
    key = ("bent strength", glyph.gid, round(glyph.y, 3), radius)
    return remembered(glyph.face, key, lambda: measure_boundary(_boundary(glyph, radius)))


def _outlined_gap(glyph, radius, outline):
    if not glyph.bent:
        return outlined_gap(glyph.face, glyph.gid, outline)
    upem, y = glyph.face.upem, round(glyph.y * glyph.face.upem)
    steps = max(1, round(outline / OUTLINE_STEP))

    def measure():
        data = bent_glyph(glyph.face, glyph.gid, y, radius)
        return measure_outline(grown(data, 2 * steps * OUTLINE_STEP * upem), 1 / upem).gap

    return remembered(glyph.face, ("bent outlined", glyph.gid, y, radius, steps), measure)


# === NEIGHBOURS === #


def _gap(left, right, radius, reach):
    """Return the gap in em between two glyphs, infinite when they touch or stand far apart."""
    places = (left.x, left.y, right.x, right.y, right.turn - left.turn, reach)
    key = ("arc", left.gid, left.bent, right.face.sha, right.gid, right.bent, radius)
    key += tuple(round(place, 3) for place in places)
    return remembered(left.face, key, lambda: _measure_gap(left, right, radius, reach))


def _measure_gap(left, right, radius, reach):
    first, second = _boundary(left, radius), _boundary(right, radius)
    if first is None or second is None:
        return FAR
    angle = (right.turn - left.turn) / radius
    return boundary_gap(
        _turned(first, left, radius, 0.0), _turned(second, right, radius, angle), reach
    )


def _turned(boundary, glyph, radius, angle):
    """Return a boundary on the circle, turned by an angle about its middle."""
    shift = np.array([0.0, 0.0] if glyph.bent else [glyph.x, glyph.y])
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.array([[cos, -sin], [sin, cos]])
    middle = np.array([0.0, radius])

    def moved(points):
        return (points + shift + middle) @ turn - middle

    return replace(
        boundary,
        points=moved(boundary.points),
        normals=boundary.normals @ turn,
        starts=moved(boundary.starts),
        ends=moved(boundary.ends),
    )
