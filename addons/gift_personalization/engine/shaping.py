"""Shaping: items to positioned glyphs, and a paragraph's stretch to one visual line."""

from dataclasses import dataclass

from .bidi import line_levels, visual_order
from .characters import JOINED
from .itemise import Item

NO_LIGATURES = {"liga": False, "clig": False}


@dataclass(frozen=True)
class Run:
    """Glyphs of one item in visual order.

    :param tuple glyphs: (glyph id, x, y, cluster start) in the face's units from the run's origin
    :param advances: {cluster start: advance in em}, tracking included
    :param float width: advance of the run in em, tracking included
    :param float spacing: tracking after each cluster in em
    """

    item: Item
    glyphs: tuple
    advances: dict
    width: float
    spacing: float = 0.0


@dataclass(frozen=True)
class Line:
    """Runs in visual order with their x offset in em; extents in em, y up from the baseline.

    ``left`` ≤ 0 and ``right`` ≥ advance enclose advance and ink; ``top`` and ``bottom`` the ink.
    """

    runs: tuple
    advance: float
    left: float
    right: float
    top: float
    bottom: float
    base: int

    @property
    def width(self):
        return self.right - self.left


def shape_item(itemised, start, end, item, level, tracking):
    """Shape characters ``start`` to ``end`` of an item in the context of its paragraph."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.flags = hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    buffer.add_str(itemised.text, start, end - start)
    buffer.direction = "rtl" if level % 2 else "ltr"
    buffer.script = item.script
    spacing = 0 if item.script in JOINED or item.emoji else tracking
    hb.shape(item.face.font, buffer, NO_LIGATURES if spacing else None)
    return _run(buffer, item, spacing * item.face.upem / 1000)


def _run(buffer, item, spacing):
    glyphs, units = [], {}
    pen_x = 0
    pairs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    for index, (info, position) in enumerate(pairs):
        cluster = info.cluster
        glyphs.append((info.codepoint, pen_x + position.x_offset, position.y_offset, cluster))
        advance = position.x_advance
        last = index + 1 == len(pairs) or pairs[index + 1][0].cluster != cluster
        if spacing and last:
            advance += spacing
        units[cluster] = units.get(cluster, 0) + advance
        pen_x += advance
    upem = item.face.upem
    advances = {cluster: width / upem for cluster, width in units.items()}
    return Run(item, tuple(glyphs), advances, pen_x / upem, spacing / upem)


def shape_line(itemised, start, end, tracking):
    """Shape the stretch ``start`` to ``end`` (no trailing blanks) as one visual line."""
    levels = line_levels(itemised.levels[start:end], itemised.text[start:end], itemised.base)
    runs = []
    for item in itemised.items:
        first, last = max(item.start, start), min(item.end, end)
        if first < last:
            level = levels[first - start]
            runs.append((level, shape_item(itemised, first, last, item, level, tracking)))
    order = visual_order([level for level, _run in runs])
    return _measure([runs[index][1] for index in order], itemised.base, tracking)


def _measure(runs, base, tracking):
    placed = []
    pen = left = right = 0.0
    top, bottom = float("-inf"), float("inf")
    for run in runs:
        placed.append((pen, run))
        box = run_box(run)
        if box:
            left, right = min(left, pen + box[0]), max(right, pen + box[2])
            bottom, top = min(bottom, box[1]), max(top, box[3])
        pen += run.width
    if runs and tracking and runs[-1].item.script not in JOINED and not runs[-1].item.emoji:
        pen -= tracking / 1000
    if top < bottom:
        top = bottom = 0.0
    return Line(tuple(placed), pen, left, max(right, pen), top, bottom, base)


def run_box(run):
    """Return the ink box (x0, y0, x1, y1) of a run in em, None without ink."""
    face = run.item.face
    boxes = [
        (box[0] + x, box[1] + y, box[2] + x, box[3] + y)
        for gid, x, y, _cluster in run.glyphs
        if (box := face.ink(gid))
    ]
    if not boxes:
        return None
    upem = face.upem
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0) / upem, min(y0) / upem, max(x1) / upem, max(y1) / upem
