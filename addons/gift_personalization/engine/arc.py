"""Text on an arc: one line whose baseline follows a circle.

Letters that stand apart keep their shape and are turned one by one about the middle of their
advance; letters that are joined (Arabic, Devanagari, Latin in a handwritten face …) are bent along
the circle as one piece, because turning them would tear the strokes that join them. Pictures are
turned.

A positive radius arches up (the letters stand on the circle), a negative one sags (they hang into
it). The text is centred on the vertical axis of its rectangle.
"""

import math
from dataclasses import dataclass
from itertools import groupby

from .characters import JOINED
from .cleaning import upper_case
from .display import GroupItem, PathItem
from .fitting import largest
from .geometry import apply, multiply, rounded, translate
from .joins import is_joined
from .measures import letter_height
from .outline import GlyphPen, quarter
from .paths import curves
from .schema import JOINS_BENT, LAYOUT_VERSION
from .text import Paragraph, TextBlock, bounded, line_extent

MAX_SWEEP = math.radians(350)
# Letters that hang into the circle may reach that far to its centre before they run together.
MAX_DEPTH = 0.75
BENT_STEP = math.radians(3)


@dataclass(frozen=True)
class Piece:
    """Glyphs that move together; ``x`` and ``middle`` in em from the start of the line."""

    run: object
    glyphs: tuple
    x: float
    middle: float
    left: float
    right: float
    bent: bool


@dataclass(frozen=True)
class ArcBlock(TextBlock):
    """A text on a circle of ``radius_um`` (signed) whose apex lies at ``apex`` (x, y)."""

    radius_um: int = 0
    apex: tuple = (0.0, 0.0)
    layout: int = LAYOUT_VERSION

    def items(self, matrix, color):
        """Return display items; ``matrix`` maps the rectangle to the surface."""
        circle = _Circle(self.pieces, self.lines[0][0], self.radius_um, self.size_um)
        to_apex = multiply(matrix, translate(*self.apex))
        items = []
        for piece in circle.pieces:
            draw = _bent_items if piece.bent else _turned_items
            items += draw(circle, piece, to_apex, color)
        return tuple(items)

    @property
    def pieces(self):
        """The :class:`Piece` tuple of the line."""
        return pieces(self.lines[0][0], self.layout)


def set_on_arc(text, chain, style, radius_um, layout=LAYOUT_VERSION):
    """Lay one line of cleaned text along a circle; the largest size that fits its rectangle.

    :param chain: list of :class:`Face`, the chosen one first, then the fallbacks
    :param style: :class:`text.TextStyle`
    :param int radius_um: radius of the baseline, negative to sag
    :param int layout: layout version of the design
    :rtype: ArcBlock
    """
    text = bounded(upper_case(text) if style.upper else text).replace("\n", " ")
    paragraph = Paragraph(text, chain, style)
    extent = line_extent(paragraph.line, chain[0])
    parts = pieces(paragraph.line, layout)

    def fits(size):
        return _fits(_Circle(parts, paragraph.line, radius_um, size), extent, style)

    size = style.max_size_um
    if style.shrink:
        size = largest(style.min_size_um, style.max_size_um, fits) or style.min_size_um
    circle = _Circle(parts, paragraph.line, radius_um, size)
    box = circle.box(extent)
    free = style.height_um - (box[3] - box[1])
    top = {"top": 0.0, "middle": free / 2, "bottom": free}[style.valign]
    apex = (style.width_um / 2, top - box[1])
    return ArcBlock(
        size_um=size,
        lines=((paragraph.line, apex[0] - paragraph.line.advance * size / 2, apex[1]),),
        box=(box[0] + apex[0], top, box[2] + apex[0], top + box[3] - box[1]),
        overflow=not fits(size),
        missing=paragraph.itemised.missing,
        letter_um=letter_height([paragraph], size),
        radius_um=radius_um,
        apex=apex,
        layout=layout,
    )


def _fits(circle, extent, style):
    tolerance = 1.0
    depth = extent[0] * circle.size / abs(circle.radius)
    if circle.sweep > MAX_SWEEP or (circle.radius < 0 and depth > MAX_DEPTH):
        return False
    x0, y0, x1, y1 = circle.box(extent)
    wide = 2 * max(-x0, x1) <= style.width_um + tolerance
    return wide and y1 - y0 <= style.height_um + tolerance


class _Circle:
    """Maps a line (µm along it and above it, from its middle) to a circle with its apex at 0."""

    def __init__(self, parts, line, radius, size):
        self.radius = radius
        self.size = size
        self.middle = line.advance / 2
        self.pieces = parts
        self.sweep = line.width * size / abs(radius)

    def angle(self, x):
        """Return the clockwise angle at ``x`` em of the line, in radians."""
        return (x - self.middle) * self.size / self.radius

    def point(self, x, y):
        """Return the place of a point of the line, in em (y up)."""
        angle, far = self.angle(x), self.radius + y * self.size
        return far * math.sin(angle), self.radius - far * math.cos(angle)

    def turned(self, x):
        """Return the matrix of a piece that stands upright at ``x`` em: µm, y down."""
        angle = self.angle(x)
        cos, sin = math.cos(angle), math.sin(angle)
        return (cos, sin, -sin, cos, self.radius * sin, self.radius * (1 - cos))

    def box(self, extent):
        """Return the box (x0, y0, x1, y1) of the whole text in µm from the apex."""
        points = [
            point
            for piece in self.pieces
            for y in extent
            for point in (self._bent(piece, y) if piece.bent else self._upright(piece, y))
        ]
        xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
        return min(xs), min(ys), max(xs), max(ys)

    def _upright(self, piece, y):
        matrix = self.turned(piece.middle)
        for x in (piece.left, piece.right):
            yield apply(matrix, (x - piece.middle) * self.size, -y * self.size)

    def _bent(self, piece, y):
        span = abs(self.angle(piece.right) - self.angle(piece.left))
        count = max(1, math.ceil(span / BENT_STEP))
        for step in range(count + 1):
            yield self.point(piece.left + (piece.right - piece.left) * step / count, y)


# === PIECES === #


def pieces(line, layout=LAYOUT_VERSION):
    """Return the :class:`Piece` tuple of a line: whole runs of joined letters, else clusters."""
    found = []
    for run_x, run in line.runs:
        if _is_bent(run, layout):
            found.append(_piece(run, run.glyphs, run_x, run.width, bent=True))
            continue
        pen = run_x
        for cluster, glyphs in groupby(run.glyphs, key=lambda glyph: glyph[3]):
            width = run.advances[cluster]
            found.append(_piece(run, tuple(glyphs), pen, width - run.spacing, run_x=run_x))
            pen += width
    return tuple(found)


def _is_bent(run, layout):
    if layout >= JOINS_BENT:
        return is_joined(run)
    return run.item.script in JOINED and not run.item.emoji


def _piece(run, glyphs, x, width, *, run_x=None, bent=False):
    face = run.item.face
    start = (x if run_x is None else run_x) * face.upem
    left, right = x, x + width
    for gid, glyph_x, _y, _cluster in glyphs:
        box = face.ink(gid)
        if box:
            left = min(left, (start + glyph_x + box[0]) / face.upem)
            right = max(right, (start + glyph_x + box[2]) / face.upem)
    return Piece(run, glyphs, start / face.upem, x + width / 2, left, right, bent)


def _turned_items(circle, piece, to_apex, color):
    face = piece.run.item.face
    unit = circle.size / face.upem
    matrix = multiply(to_apex, circle.turned(piece.middle))
    shift = (piece.x - piece.middle) * face.upem
    outlines, pictures = [], []
    for gid, glyph_x, glyph_y, _cluster in piece.glyphs:
        x = quarter(shift + glyph_x)
        picture = face.picture(gid) if face.is_color else ()
        if picture:
            at = (unit, 0.0, 0.0, -unit, x * unit, -glyph_y * unit)
            pictures.append(GroupItem(picture, rounded(multiply(matrix, at))))
        else:
            outlines.append(face.glyph(gid).at(x, glyph_y))
    data = "".join(outlines)
    at = rounded(multiply(matrix, (unit, 0.0, 0.0, -unit, 0.0, 0.0)))
    return [*([PathItem(data, at, color)] if data else []), *pictures]


# === BENDING === #


def _bent_items(circle, piece, to_apex, color):
    face = piece.run.item.face
    pen = GlyphPen()
    for gid, glyph_x, glyph_y, _cluster in piece.glyphs:
        data = face.glyph(gid).at(quarter(piece.x * face.upem + glyph_x), glyph_y)
        longest = abs(circle.radius) * BENT_STEP / circle.size * face.upem
        _bend(data, pen, lambda x, y: circle.point(x / face.upem, y / face.upem), longest)
    data = pen.glyph().at(0, 0)
    return [PathItem(data, rounded(to_apex), color)] if data else []


def bent_glyph(face, gid, y, radius):
    """Return the outline of a glyph on a circle whose apex is 0, in font units, y up.

    :param y: height of the glyph above the line
    :param float radius: of the circle in em, negative to sag
    """
    circle = radius * face.upem

    def place(along, above):
        angle, far = along / circle, circle + above
        return far * math.sin(angle), far * math.cos(angle) - circle

    pen = GlyphPen()
    _bend(face.glyph(gid).at(0, y), pen, place, abs(circle) * BENT_STEP)
    return pen.glyph().at(0, 0)


def _bend(data, pen, place, longest):
    """Draw path data along the circle, cut so finely that its control points may be mapped.

    :param float longest: how far along the line a piece may reach
    """
    for command, points in curves(data):
        if command == "M":
            pen.moveTo(place(*points[0]))
        elif command == "z":
            pen.closePath()
        else:
            xs = [x for x, _y in points]
            count = max(1, math.ceil((max(xs) - min(xs)) / longest))
            for step in range(count):
                part = _between(points, step / count, (step + 1) / count)
                _draw(pen, [place(*point) for point in part[1:]])


def _draw(pen, points):
    (pen.qCurveTo if len(points) == 2 else pen.curveTo)(*points)


def _between(points, start, end):
    """Return the control points of a Bézier curve between two of its parameters (blossoming)."""
    degree = len(points) - 1
    return [
        _blossom(points, [end] * count + [start] * (degree - count)) for count in range(degree + 1)
    ]


def _blossom(points, times):
    for time in times:
        points = [
            (ax + (bx - ax) * time, ay + (by - ay) * time)
            for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
        ]
    return points[0]
