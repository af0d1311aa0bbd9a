"""Colour glyphs: COLR paint operations of a face to display items, as vectors.

HarfBuzz walks the paint graph and calls back; clips become outlines, fills become colours or
gradients of the outline they fall into. A glyph clipped by several outlines is masked by the
outer ones. Sweep gradients, which no emoji of the faces in use has, take their first colour.
"""

from functools import lru_cache

from .display import Gradient, GroupItem, PathItem
from .geometry import IDENTITY, invert, multiply, rounded


def paint_glyph(face, gid):
    """Return the display items of a colour glyph in font units, y up; () for a plain glyph."""
    import uharfbuzz as hb

    if not face.face.has_color_paint or not face.face.glyph_has_color_paint(gid):
        return ()
    painter = Painter(face)
    face.font.paint_glyph(gid, _callbacks(), painter, 0, hb.Color(0, 0, 0, 255))
    return tuple(painter.layers[0])


class Painter:
    """State of one glyph's painting: matrices, clips and layers under construction."""

    def __init__(self, face):
        self.face = face
        self.matrices = [IDENTITY]
        self.clips = []
        self.layers = [[]]

    def push_transform(self, *matrix):
        self.matrices.append(multiply(self.matrices[-1], matrix))

    def pop_transform(self):
        self.matrices.pop()

    def push_clip_glyph(self, gid):
        self.clips.append((self.face.glyph(gid).at(0, 0), self.matrices[-1]))

    def push_clip_rectangle(self, *_box):
        # The face's clip box only bounds the work; nothing is painted outside it.
        self.clips.append(None)

    def pop_clip(self):
        self.clips.pop()

    def color(self, color):
        self.fill(hex_color(color), color.alpha / 255)

    def linear(self, color_line, *points):
        stops, extend = _stops(color_line)
        ends = reduced_anchors(*points)
        self.gradient("linear", *normalised(ends, stops, 2), extend)

    def radial(self, color_line, *points):
        stops, extend = _stops(color_line)
        self.gradient("radial", *normalised(points, stops, 3), extend)

    def sweep(self, color_line, *_points):
        stops, _extend = _stops(color_line)
        if stops:
            self.fill(stops[0][1], stops[0][2])

    def gradient(self, kind, points, stops, extend):
        if stops:
            points = tuple(round(value, 3) for value in points)
            self.fill(Gradient(kind, points, stops, extend, self.matrices[-1]), 1.0)

    def fill(self, fill, opacity):
        outlines = [clip for clip in self.clips if clip]
        if not outlines or not outlines[-1][0]:
            return
        data, matrix = outlines[-1]
        if isinstance(fill, Gradient):
            local = rounded(multiply(invert(matrix), fill.matrix))
            fill = Gradient(fill.kind, fill.points, fill.stops, fill.extend, local)
        item = PathItem(data, rounded(matrix), fill, round(opacity, 4))
        for outer, outer_matrix in reversed(outlines[:-1]):
            item = GroupItem((item,), mask=(PathItem(outer, rounded(outer_matrix)),))
        self.layers[-1].append(item)

    def push_group(self):
        self.layers.append([])

    def pop_group(self, mode):
        source = tuple(self.layers.pop())
        backdrop = self.layers[-1]
        name = mode.name
        if name == "SRC_IN":
            backdrop[:] = [GroupItem(source, mask=tuple(backdrop))]
        elif name == "DEST_IN":
            backdrop[:] = [GroupItem(tuple(backdrop), mask=source)]
        elif name == "SRC_ATOP":
            backdrop.append(GroupItem(source, mask=tuple(backdrop)))
        elif name != "DEST":
            backdrop.extend(source)


@lru_cache(maxsize=1)
def _callbacks():
    """Return the paint functions, made once: they carry no state, the painter does."""
    import uharfbuzz as hb

    functions = hb.PaintFuncs()
    functions.set_push_transform_func(lambda *a: a[-1].push_transform(*a[:-1]))
    functions.set_pop_transform_func(lambda painter: painter.pop_transform())
    functions.set_push_clip_glyph_func(lambda gid, painter: painter.push_clip_glyph(gid))
    functions.set_push_clip_rectangle_func(lambda *a: a[-1].push_clip_rectangle(*a[:-1]))
    functions.set_pop_clip_func(lambda painter: painter.pop_clip())
    functions.set_color_func(lambda color, _foreground, painter: painter.color(color))
    functions.set_push_group_func(lambda painter: painter.push_group())
    functions.set_pop_group_func(lambda mode, painter: painter.pop_group(mode))
    functions.set_linear_gradient_func(lambda *a: a[-1].linear(*a[:-1]))
    functions.set_radial_gradient_func(lambda *a: a[-1].radial(*a[:-1]))
    functions.set_sweep_gradient_func(lambda *a: a[-1].sweep(*a[:-1]))
    return functions


def hex_color(color):
    """Return ``#rrggbb`` of a HarfBuzz colour."""
    return f"#{color.red:02x}{color.green:02x}{color.blue:02x}"


def _stops(color_line):
    """Return (stops sorted by offset, extend); the colour line dies with the callback."""
    stops = [
        (stop.offset, hex_color(stop.color), round(stop.color.alpha / 255, 4))
        for stop in color_line.color_stops
    ]
    return sorted(stops, key=lambda stop: stop[0]), color_line.extend.name.lower()


def reduced_anchors(x0, y0, x1, y1, x2, y2):
    """Return the two points of a plain linear gradient.

    COLR gives a third point that turns the lines of equal colour; projecting the second onto the
    normal of that direction gives the same picture (``hb-paint.h``, reduce_linear_anchors).
    """
    across_x, across_y = x2 - x0, y2 - y0
    along_x, along_y = x1 - x0, y1 - y0
    square = across_x * across_x + across_y * across_y
    if square < 1e-6:
        return x0, y0, x1, y1
    share = (across_x * along_x + across_y * along_y) / square
    return x0, y0, x1 - share * across_x, y1 - share * across_y


def normalised(points, stops, width):
    """Return (points, stops) with offsets from 0 to 1.

    :param points: two ends of ``width`` numbers each, moved along with the first and last offset
    """
    if not stops:
        return points, ()
    low, high = stops[0][0], stops[-1][0]
    span = high - low
    if not span:
        return points, tuple((min(1.0, max(0.0, low)), *rest) for _offset, *rest in stops)
    start, end = points[:width], points[width:]
    moved = [a + (b - a) * share for share in (low, high) for a, b in zip(start, end, strict=True)]
    return tuple(moved), tuple((round((stop[0] - low) / span, 6), *stop[1:]) for stop in stops)
