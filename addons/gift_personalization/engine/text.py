"""Text: one string and one rectangle in, positioned glyph outlines and measures out.

Faces live in a :class:`FontBook`; the rule by which characters choose theirs stands in
``itemise``. Nothing below this module knows about text: outlines leave it, characters do not.
"""

import unicodedata
from dataclasses import dataclass

from .characters import BICAMERAL, MAX_MARKS, clusters, is_emoji, is_simple, mark_count
from .cleaning import upper_case
from .fitting import STEP_UM, largest, words_of, wrap
from .fonts import FontBook
from .itemise import itemise
from .measures import letter_height
from .outline import line_items
from .shaping import shape_line

__all__ = [
    "MAX_CHARS",
    "MAX_EMOJI",
    "MAX_LINES",
    "FontBook",
    "TextBlock",
    "TextStyle",
    "bounded",
    "coverage",
    "set_text",
]

MAX_CHARS = 500
MAX_LINES = 20
MAX_EMOJI = 50
NEARLY = 1 - 1e-9


@dataclass(frozen=True)
class TextStyle:
    """How a text is set into its rectangle (µm; sizes are of the em)."""

    width_um: int
    height_um: int
    max_size_um: int
    min_size_um: int
    align: str = "center"
    valign: str = "middle"
    wrap: bool = False
    shrink: bool = True
    line_height_permille: int = 1200
    tracking_permille: int = 0
    upper: bool = False
    max_lines: int = 1
    color: str = "#000000"


@dataclass(frozen=True)
class TextBlock:
    """A text that has been set.

    :param int size_um: size of the em
    :param tuple lines: (shaping.Line, x µm, baseline y µm) from the rectangle's top left corner
    :param tuple box: ink and advance box (x0, y0, x1, y1) in µm
    :param bool overflow: it does not fit its rectangle, even at the smallest size allowed
    :param tuple missing: clusters that no face of the chain can draw
    :param letter_um: height of the smallest letter, None without letters
    """

    size_um: int
    lines: tuple
    box: tuple
    overflow: bool
    missing: tuple
    letter_um: int | None

    def items(self, matrix, color):
        """Return display items; ``matrix`` maps the rectangle to the surface."""
        items = []
        for line, x, y in self.lines:
            items += line_items(line, x, y, self.size_um, matrix, color)
        return tuple(items)


def coverage(face):
    """Return the set of code points a face can draw."""
    return face.codepoints


def bounded(text):
    """Return ``text`` cut to what the engine draws at most.

    At most 500 clusters, 20 lines, 50 emoji and 4 marks per base: longer texts are findings, and
    what the guard refuses must not cost more than what it allows.
    """
    if is_simple(text):
        return "\n".join(text[:MAX_CHARS].split("\n")[:MAX_LINES])
    kept, emoji = [], 0
    for start, end in clusters(text)[:MAX_CHARS]:
        cluster = text[start:end]
        emoji += is_emoji(cluster)
        if emoji > MAX_EMOJI:
            break
        kept.append(cluster if mark_count(cluster) <= MAX_MARKS else _few_marks(cluster))
    return "\n".join("".join(kept).split("\n")[:MAX_LINES])


def _few_marks(cluster):
    marks, kept = 0, cluster[0]
    for char in cluster[1:]:
        marks += unicodedata.category(char) in ("Mn", "Me")
        if marks <= MAX_MARKS:
            kept += char
    return kept


def set_text(text, chain, style, breaks=()):
    """Lay a cleaned text into the rectangle of ``style``.

    :param str text: with ``\\n`` between lines
    :param chain: list of :class:`Face`, the chosen one first, then the fallbacks
    :param breaks: places in ``text`` where a line may end as well
    :rtype: TextBlock
    """
    if style.upper:
        breaks = [len(upper_case(text[:place])) for place in breaks]
        text = upper_case(text)
    paragraphs, start = [], 0
    for part in bounded(text).split("\n"):
        places = {place - start for place in breaks if start < place < start + len(part)}
        paragraphs.append(Paragraph(part, chain, style, places))
        start += len(part) + 1
    fits = _Fitter(paragraphs, style, chain[0])
    size = style.max_size_um
    if style.shrink:
        size = largest(style.min_size_um, style.max_size_um, fits) or style.min_size_um
    lines = fits.lines(size)
    size = _tighten(lines, size, style, chain[0]) if style.shrink else size
    return _place(paragraphs, lines, size, style, chain[0])


class Paragraph:
    """A paragraph shaped once: words with their widths, whole line on demand."""

    def __init__(self, text, chain, style, breaks=()):
        self.tracking = style.tracking_permille
        self.itemised = itemise(text, chain)
        self.line = shape_line(self.itemised, 0, len(text), self.tracking)
        self.words = self._words(breaks) if style.wrap else []

    def _words(self, breaks):
        advances = {}
        for _x, run in self.line.runs:
            advances.update(run.advances)
        return words_of(self.itemised, advances, breaks)

    def stretch(self, start, end):
        return shape_line(self.itemised, start, end, self.tracking, self.line)


class _Fitter:
    """Says whether the paragraphs fit at a size; keeps the lines of the last answers."""

    def __init__(self, paragraphs, style, face):
        self.paragraphs = paragraphs
        self.style = style
        extents = [line_extent(paragraph.line, face) for paragraph in paragraphs]
        self.top = max(extent[0] for extent in extents)
        self.bottom = min(extent[1] for extent in extents)

    def breaks(self, size):
        """Return per paragraph (lines of words, width of the widest); ``[None]`` is the whole."""
        limit = self.style.width_um / size
        return [
            wrap(paragraph.words, limit)
            if self.style.wrap and paragraph.words
            else ([None], paragraph.line.width)
            for paragraph in self.paragraphs
        ]

    def __call__(self, size):
        style = self.style
        limit = style.width_um / size
        breaks = self.breaks(size)
        count = sum(len(lines) for lines, _widest in breaks)
        if count > style.max_lines and count > len(self.paragraphs):
            return False
        for paragraph, (lines, widest) in zip(self.paragraphs, breaks, strict=True):
            # Added up in another order, a width may differ in its last digit.
            if len(lines) == 1 or widest > limit * NEARLY:
                if any(_words_width(paragraph, words) > limit for words in lines):
                    return False
        height = self.top - self.bottom + (count - 1) * style.line_height_permille / 1000
        return height * size <= style.height_um

    def lines(self, size):
        found = []
        for paragraph, (lines, _widest) in zip(self.paragraphs, self.breaks(size), strict=True):
            if len(lines) == 1:
                found.append(paragraph.line)
            else:
                found += [paragraph.stretch(words[0].start, words[-1].end) for words in lines]
        return found


def _words_width(paragraph, words):
    if words is None or len(words) == len(paragraph.words):
        return paragraph.line.width
    return sum(word.width + word.blank for word in words) - words[-1].blank


def line_extent(line, face):
    """Return (top, bottom) of a line in em, y up from its baseline.

    Ink decides; lines of scripts with capitals reach at least from the baseline to the capital
    height, so that "anna" and "Anna" stand on one baseline.
    """
    if line.runs and not any(run.item.script in BICAMERAL for _x, run in line.runs):
        return line.top, line.bottom
    return max(line.top, face.cap_height / face.upem), min(line.bottom, 0.0)


def _block_extent(lines, style, face):
    """Return (top, bottom) of all lines in em, the first baseline at 0."""
    pitch = style.line_height_permille / 1000
    extents = [line_extent(line, face) for line in lines]
    return (
        max(top - index * pitch for index, (top, _bottom) in enumerate(extents)),
        min(bottom - index * pitch for index, (_top, bottom) in enumerate(extents)),
    )


def _tighten(lines, size, style, face):
    """Return the size at which the finished lines really fit (kerning at cuts, overhanging ink)."""
    top, bottom = _block_extent(lines, style, face)
    width = max(line.width for line in lines)
    limit = min(
        style.width_um / width if width else size,
        style.height_um / (top - bottom) if top > bottom else size,
    )
    if size <= limit:
        return size
    return max(int(limit // STEP_UM) * STEP_UM, style.min_size_um)


def _place(paragraphs, lines, size, style, face):
    top, bottom = _block_extent(lines, style, face)
    pitch = style.line_height_permille * size / 1000
    free = style.height_um - (top - bottom) * size
    start = {"top": 0.0, "middle": free / 2, "bottom": free}[style.valign]
    placed, xs = [], []
    for index, line in enumerate(lines):
        x = _line_start(line, size, style)
        xs += (x, x + line.width * size)
        placed.append((line, x - line.left * size, start + top * size + index * pitch))
    box = (min(xs), start, max(xs), start + (top - bottom) * size)
    missing = [cluster for paragraph in paragraphs for cluster in paragraph.itemised.missing]
    return TextBlock(
        size_um=size,
        lines=tuple(placed),
        box=box,
        overflow=_is_outside(box, len(lines), style),
        missing=tuple(dict.fromkeys(missing)),
        letter_um=letter_height(paragraphs, size),
    )


def _is_outside(box, count, style):
    tolerance = 1.0
    wide = box[2] - box[0] > style.width_um + tolerance
    high = box[3] - box[1] > style.height_um + tolerance
    return wide or high or (style.wrap and count > max(style.max_lines, 1))


def _line_start(line, size, style):
    free = style.width_um - line.width * size
    align = style.align
    if line.base % 2 and align != "center":
        align = "end" if align == "start" else "start"
    return {"start": 0.0, "center": free / 2, "end": free}[align]
