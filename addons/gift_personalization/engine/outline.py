"""Outlines: glyph contours as relative path data that can be pasted at any place.

Coordinates are font units rounded to quarters: halves occur where TrueType implies a point
between two others, quarters leave room for scaled colour glyphs.
"""

from dataclasses import dataclass
from functools import cached_property

from .display import GroupItem, PathItem
from .geometry import multiply, rounded


@dataclass(frozen=True)
class Glyph:
    """Contours as (start x, start y, relative commands); ``box`` is (x0, y0, x1, y1) or None."""

    contours: tuple
    box: tuple | None

    @cached_property
    def whole(self):
        """The contours with integer starts; None where one starts between two units."""
        if all(float(value).is_integer() for start in self.contours for value in start[:2]):
            return [(int(x), int(y), commands) for x, y, commands in self.contours]
        return None

    def at(self, x, y):
        """Return absolute path data with the glyph's origin at (x, y)."""
        return "".join(
            [
                f"M{number(x + start_x)} {number(y + start_y)}{commands}"
                for start_x, start_y, commands in self.contours
            ]
        )


def number(value):
    """Format a coordinate without a trailing ``.0``."""
    whole = int(value)
    return str(whole) if whole == value else f"{value:.2f}".rstrip("0")


def quarter(value):
    """Round to a quarter of a unit."""
    return round(value * 4) / 4


class GlyphPen:
    """Pen that HarfBuzz draws a glyph with (the fontTools pen protocol)."""

    def __init__(self):
        self._contours = []
        self._xs = []
        self._ys = []
        self._here = (0, 0)
        self._start = None
        self._parts = []

    def glyph(self):
        """Return what was drawn; ``box`` is the exact one of lines and curves."""
        self._close()
        box = None
        if self._xs:
            box = (min(self._xs), min(self._ys), max(self._xs), max(self._ys))
        return Glyph(tuple(self._contours), box)

    def moveTo(self, point):
        self._close()
        self._start = self._here = self._point(point)
        self._reach(*self._here)

    def lineTo(self, point):
        here = self._point(point)
        self._emit("l", here)
        self._reach(*here)

    def qCurveTo(self, control, point):
        start, control, end = self._here, self._point(control), self._point(point)
        self._emit("q", control, end)
        for axis, reached in ((0, self._xs), (1, self._ys)):
            reached += quadratic_extremes(start[axis], control[axis], end[axis])

    def curveTo(self, first, second, point):
        start = self._here
        first, second, end = (self._point(item) for item in (first, second, point))
        self._emit("c", first, second, end)
        for axis, reached in ((0, self._xs), (1, self._ys)):
            reached += cubic_extremes(start[axis], first[axis], second[axis], end[axis])

    def closePath(self):
        self._close()

    endPath = closePath

    def _point(self, point):
        return quarter(point[0]), quarter(point[1])

    def _reach(self, x, y):
        self._xs.append(x)
        self._ys.append(y)

    def _emit(self, command, *points):
        from_x, from_y = self._here
        numbers = []
        for x, y in points:
            numbers += (number(x - from_x), number(y - from_y))
        self._parts.append(command + " ".join(numbers).replace(" -", "-"))
        self._here = points[-1]

    def _close(self):
        if self._start is not None and self._parts:
            self._contours.append((*self._start, "".join(self._parts) + "z"))
        self._start = None
        self._parts = []


def quadratic_extremes(start, control, end):
    """Return the end point and, if the curve turns, the turning point, on one axis."""
    found = [end]
    span = start - 2 * control + end
    if span:
        time = (start - control) / span
        if 0 < time < 1:
            rest = 1 - time
            found.append(rest * rest * start + 2 * rest * time * control + time * time * end)
    return found


def cubic_extremes(start, first, second, end):
    """Return the end point and the turning points of a cubic curve on one axis."""
    found = [end]
    a = -start + 3 * first - 3 * second + end
    b = 2 * (start - 2 * first + second)
    c = first - start
    for time in _roots(a, b, c):
        if 0 < time < 1:
            rest = 1 - time
            found.append(
                rest**3 * start
                + 3 * rest * rest * time * first
                + 3 * rest * time * time * second
                + time**3 * end
            )
    return found


def _roots(a, b, c):
    if abs(a) < 1e-12:
        return [-c / b] if b else []
    inside = b * b - 4 * a * c
    if inside < 0:
        return []
    root = inside**0.5
    return [(-b + root) / (2 * a), (-b - root) / (2 * a)]


# === LINES === #


def line_items(line, x, y, size, matrix, color):
    """Return the display items of a ``shaping.Line`` whose baseline starts at (x, y)."""
    outlines, pictures = {}, []
    for run_x, run in line.runs:
        face = run.item.face
        shift = run_x * face.upem
        parts = outlines.setdefault(face, [])
        if not face.is_color:
            _add_outlines(parts, face.glyphs, run.glyphs, shift)
            continue
        unit = size / face.upem
        for gid, glyph_x, glyph_y, _cluster in run.glyphs:
            place_x = quarter(shift + glyph_x)
            picture = face.pictures[gid]
            if picture:
                at = (unit, 0.0, 0.0, -unit, x + place_x * unit, y - glyph_y * unit)
                pictures.append(GroupItem(picture, rounded(multiply(matrix, at))))
            else:
                parts.append(face.glyphs[gid].at(place_x, glyph_y))
    paths = []
    for face, parts in outlines.items():
        data = "".join(parts)
        unit = size / face.upem
        if data:
            at = (unit, 0.0, 0.0, -unit, x, y)
            paths.append(PathItem(data, rounded(multiply(matrix, at)), color))
    return paths + pictures


def _add_outlines(parts, glyphs, placed, shift):
    for gid, x, y, _cluster in placed:
        glyph = glyphs[gid]
        quarters = round((shift + x) * 4)
        if quarters % 4 or glyph.whole is None:
            parts.append(glyph.at(quarters / 4, y))
            continue
        left = quarters // 4
        for at_x, at_y, rest in glyph.whole:
            parts.append(f"M{left + at_x} {y + at_y}{rest}")
