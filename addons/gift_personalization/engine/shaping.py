"""Shaping: items to positioned glyphs, and a paragraph's stretch to one visual line."""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

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
    :param pens: pen position before each glyph and after the last, in units
    :param infos: what HarfBuzz says of each glyph
    """

    item: Item
    glyphs: tuple
    advances: dict
    width: float
    spacing: float = 0.0
    pens: tuple = field(default=(), compare=False, repr=False)
    infos: tuple = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Line:
    """Runs in visual order with their x offset in em; extents in em, y up from the baseline.

    ``left`` ≤ 0 and ``right`` ≥ advance enclose advance and ink; ``top`` and ``bottom`` the ink.
    ``text`` is the paragraph up to the end of the line, for documents whose text can be searched.
    """

    runs: tuple
    advance: float
    left: float
    right: float
    top: float
    bottom: float
    base: int
    text: str = field(default="", compare=False, repr=False)

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
    infos = buffer.glyph_infos
    places = [place.position for place in buffer.glyph_positions]
    clusters = [info.cluster for info in infos]
    steps = [place[2] for place in places]
    if spacing:
        following = [*clusters[1:], None]
        steps = [
            step + spacing if cluster != after else step
            for step, cluster, after in zip(steps, clusters, following, strict=True)
        ]
    pens = tuple(accumulate(steps, initial=0))
    glyphs = [
        (info.codepoint, pen + place[0], place[1], cluster)
        for info, pen, place, cluster in zip(infos, pens, places, clusters, strict=False)
    ]
    upem = item.face.upem
    width, advances = pens[-1] / upem, _advances(clusters, steps, upem)
    return Run(item, tuple(glyphs), advances, width, spacing / upem, pens, infos)


def _advances(clusters, steps, upem):
    units = {}
    for cluster, step in zip(clusters, steps, strict=True):
        units[cluster] = units.get(cluster, 0) + step
    return {cluster: width / upem for cluster, width in units.items()}


def shape_line(itemised, start, end, tracking, whole=None):
    """Shape the stretch ``start`` to ``end`` (no trailing blanks) as one visual line.

    :param whole: :class:`Line` of the whole paragraph, from which pieces may be cut
    """
    levels = line_levels(itemised.levels[start:end], itemised.text[start:end], itemised.base)
    runs = []
    for item in itemised.items:
        first, last = max(item.start, start), min(item.end, end)
        if first < last:
            level = levels[first - start]
            run = _cut(itemised, item, whole, first, last)
            run = run or shape_item(itemised, first, last, item, level, tracking)
            runs.append((level, run))
    order = visual_order([level for level, _run in runs])
    ordered = [runs[index][1] for index in order]
    return _measure(ordered, itemised.base, tracking, itemised.text[:end])


def _cut(itemised, item, whole, first, last):
    """Return a piece of a run that is there already, or None where shaping might change it.

    HarfBuzz marks the clusters before which a cut would change a glyph or a place. Only runs from
    left to right in whole units: others are shaped anew.
    """
    if not whole or itemised.base % 2 or item.level % 2:
        return None
    run = next((run for _x, run in whole.runs if run.item is item), None)
    if not run or run.spacing:
        return None
    begin, end = (bisect_left(run.glyphs, place, key=_cluster) for place in (first, last))
    for index, place, edge in ((begin, first, item.start), (end, last, item.end)):
        if place != edge and not _may_cut(run, index, place):
            return None
    return _piece(run, begin, end)


def _cluster(glyph):
    return glyph[3]


def _may_cut(run, index, place):
    import uharfbuzz as hb

    is_start = index < len(run.glyphs) and _cluster(run.glyphs[index]) == place
    return is_start and not run.infos[index].flags & hb.GlyphFlags.UNSAFE_TO_BREAK


def _piece(run, begin, end):
    pens = run.pens[begin : end + 1]
    shift = pens[0]
    glyphs = tuple([(gid, x - shift, y, place) for gid, x, y, place in run.glyphs[begin:end]])
    advances = {glyph[3]: run.advances[glyph[3]] for glyph in glyphs}
    return Run(run.item, glyphs, advances, (pens[-1] - shift) / run.item.face.upem)


def _measure(runs, base, tracking, text):
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
    return Line(tuple(placed), pen, left, max(right, pen), top, bottom, base, text)


def run_box(run):
    """Return the ink box (x0, y0, x1, y1) of a run in em, None without ink."""
    inks = run.item.face.inks
    x0 = y0 = float("inf")
    x1 = y1 = float("-inf")
    for gid, x, y, _cluster in run.glyphs:
        box = inks[gid]
        if box:
            left, low, right, high = box
            x0 = left + x if left + x < x0 else x0
            x1 = right + x if right + x > x1 else x1
            y0 = low + y if low + y < y0 else y0
            y1 = high + y if high + y > y1 else y1
    upem = run.item.face.upem
    return (x0 / upem, y0 / upem, x1 / upem, y1 / upem) if x0 <= x1 else None
