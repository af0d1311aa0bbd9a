"""Limits of the machine that outlines must keep: thickness, and distance from the edge.

Codes (severity): ``stroke_too_thin`` and ``gap_too_small`` (error; measured_um, limit_um, and
part ``motif`` or ``outline`` where it is not about the letters),
``outside_safe_area`` (warning; limit_um).
"""

import math

from .arc import ArcBlock
from .clipart import placed_unit
from .display import PathItem
from .errors import Finding
from .geometry import bounds
from .outputs.paths import skia_matrix, skia_path
from .stroke import outline_width

FAR = math.inf
TOLERANCE_UM = 10


def check_thickness(method, zone, block):
    """Yield what is too fine for the print method in a text that was set.

    :param method: :class:`model.Method`
    :param block: :class:`text.TextBlock`
    """
    if not (method.min_stroke_um or method.min_gap_um):
        return
    outline = outline_width(method, zone)
    stroke, gap = _measure(block, outline if method.min_gap_um else 0)
    if outline and outline < stroke < FAR:  # the letters are thicker than their outline
        yield from _too_fine(zone, outline, FAR, method, part="outline")
        stroke = FAR
    yield from _too_fine(zone, stroke, gap, method)


def check_drawing(method, zone, value, drawing):
    """Yield what is too fine for the print method in a drawing as large as its zone allows.

    :param value: :class:`model.ClipartValue`
    :param drawing: :class:`clipart.Drawing`
    """
    if not (method.min_stroke_um or method.min_gap_um):
        return
    from .clipart_strength import drawing_strength  # numpy and Skia are loaded on first use

    side = placed_unit(drawing, zone) * max(drawing.width, drawing.height)
    found = drawing_strength(value.clipart, drawing)
    yield from _too_fine(zone, found.stroke * side, found.gap * side, method, part="motif")


def _too_fine(zone, stroke, gap, method, **params):
    for code, measured, limit in (
        ("stroke_too_thin", stroke, method.min_stroke_um),
        ("gap_too_small", gap, method.min_gap_um),
    ):
        if measured < limit:
            measures = {"measured_um": math.floor(measured), "limit_um": limit}
            yield Finding(code, "error", zone.key, {**measures, **params})


def _measure(block, outline_um):
    """Return the thinnest stroke and the narrowest gap of all lines in µm."""
    from .arc_thickness import arc_strength  # numpy and Skia are loaded on first use
    from .thickness import line_strength

    if isinstance(block, ArcBlock):
        size = block.size_um
        found = arc_strength(block.pieces, block.radius_um / size, outline_um / size)
        return found.stroke * size, found.gap * size
    sizes = getattr(block, "sizes", None) or [block.size_um] * len(block.lines)
    stroke = gap = FAR
    for (line, _x, _y), size in zip(block.lines, sizes, strict=True):
        found = line_strength(line, outline_um / size)
        stroke = min(stroke, found.stroke * size)
        gap = min(gap, found.gap * size)
    return stroke, gap


def check_safe_area(surface, zone, group):
    """Yield a finding when ink of a text lies outside the safe area of its surface.

    :param group: the zone's :class:`display.GroupItem`
    """
    margin = surface.safe_um
    if not margin:
        return
    low = margin - TOLERANCE_UM
    width, height = surface.width_um - low, surface.height_um - low
    for x0, y0, x1, y1 in _ink(group):
        if x0 < low or y0 < low or x1 > width or y1 > height:
            yield Finding("outside_safe_area", "warning", zone.key, {"limit_um": margin})
            return


def _ink(group):
    """Yield the exact boxes of what is drawn, in µm of the surface."""
    for item in group.items:
        if isinstance(item, PathItem):
            yield _path_box(item)
        else:
            yield from (bounds(item.matrix, box) for box in _ink(item))


def _path_box(item):
    import skia

    path = skia.Path(skia_path(item.d))  # a copy: paths are shared
    path.transform(skia_matrix(item.matrix))
    box = path.computeTightBounds()
    return box.left(), box.top(), box.right(), box.bottom()
