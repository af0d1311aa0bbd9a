"""Monogram: one to three letters on a common centre line, as large as the frame allows.

Every letter is set alone, so letters of joined scripts take their isolated form; letters that are
written right to left stand right to left. Letters with capitals are centred by their capital
height, others by their ink. A monogram stands in the middle of its rectangle.
"""

import math
from dataclasses import dataclass

from .bidi import paragraph_levels
from .characters import BICAMERAL
from .cleaning import upper_case
from .display import PathItem
from .entries import letters_of
from .fitting import STEP_UM
from .geometry import apply, multiply, translate
from .measures import letter_height
from .outline import line_items
from .placement import rounded_rect
from .shaping import run_box
from .text import Paragraph, TextBlock

LETTERS = 3
GAP_EM = 0.07
# Free room between the letters and the frame, as a share of the frame's shorter side.
FRAME_ROOM = 0.05

# How far a point is from the centre, 1 on the edge; x and y in half sides of the rectangle.
NORMS = {
    "none": max,
    "rect": max,
    "ellipse": math.hypot,
    "diamond": lambda x, y: x + y,
}


@dataclass(frozen=True)
class Letter:
    """A letter with its box (x0, y0, x1, y1; y down) from the monogram's centre, in em."""

    paragraph: Paragraph
    scale: float
    box: tuple
    origin: tuple


@dataclass(frozen=True)
class MonogramBlock(TextBlock):
    """A monogram; ``sizes`` of its letters' em in µm, ``frame`` its kind and sides in µm."""

    sizes: tuple = ()
    frame: tuple = ("none", 0, 0, 0)

    def items(self, matrix, color):
        """Return display items; ``matrix`` maps the rectangle to the surface."""
        items = []
        for (line, x, y), size in zip(self.lines, self.sizes, strict=True):
            items += line_items(line, x, y, size, matrix, color)
        data = frame_path(*self.frame, matrix)
        return (*([PathItem(data, fill=color)] if data else []), *items)


def set_monogram(text, chain, style, zone):
    """Lay the letters of a monogram into the rectangle of ``style``.

    :param chain: list of :class:`Face`, the chosen one first, then the fallbacks
    :param zone: :class:`model.MonogramZone`
    :rtype: MonogramBlock
    """
    cut = letters_of(upper_case(text) if style.upper else text)[:LETTERS]
    letters = _placed(_ordered(cut, zone.order), chain, style, zone.side_permille / 1000)
    reach = _reach(letters, style, zone)
    limit = int(1 / reach // STEP_UM) * STEP_UM
    size = style.max_size_um
    if style.shrink:
        size = max(min(size, limit), style.min_size_um)
    centre = style.width_um / 2, style.height_um / 2
    sizes = tuple(size * letter.scale for letter in letters)
    box = _union([letter.box for letter in letters])
    missing = [cluster for letter in letters for cluster in letter.paragraph.itemised.missing]
    return MonogramBlock(
        size_um=size,
        lines=tuple(
            (
                letter.paragraph.line,
                centre[0] + letter.origin[0] * size,
                centre[1] + letter.origin[1] * size,
            )
            for letter in letters
        ),
        box=tuple(centre[index % 2] + side * size for index, side in enumerate(box)),
        overflow=size * reach > 1.001,
        missing=tuple(dict.fromkeys(missing)),
        letter_um=_smallest(letters, sizes),
        sizes=sizes,
        frame=(zone.frame, style.width_um, style.height_um, zone.frame_um),
    )


def _ordered(letters, order):
    """Return the letters from left to right."""
    if order == "surname_last" and len(letters) == LETTERS:
        letters = [letters[0], letters[2], letters[1]]
    base, _levels = paragraph_levels("".join(letters))
    return letters[::-1] if base % 2 else letters


def _placed(letters, chain, style, side):
    gap = GAP_EM + style.tracking_permille / 1000
    placed, pen = [], 0.0
    for index, text in enumerate(letters):
        scale = side if len(letters) == LETTERS and index != 1 else 1.0
        paragraph = Paragraph(text, chain, style)
        left, low, right, high = _ink(paragraph.line, chain[0])
        middle = _middle(paragraph.line, low, high, chain[0])
        box = (pen, -(high - middle) * scale, pen + (right - left) * scale, (middle - low) * scale)
        placed.append(Letter(paragraph, scale, box, (pen - left * scale, middle * scale)))
        pen = box[2] + gap
    shift = -(pen - gap) / 2
    return [_shifted(letter, shift) for letter in placed]


def _shifted(letter, shift):
    x0, y0, x1, y1 = letter.box
    box = (x0 + shift, y0, x1 + shift, y1)
    origin = (letter.origin[0] + shift, letter.origin[1])
    return Letter(letter.paragraph, letter.scale, box, origin)


def _ink(line, face):
    boxes = [
        (box[0] + x, box[1], box[2] + x, box[3]) for x, run in line.runs if (box := run_box(run))
    ]
    return _union(boxes) if boxes else (0.0, 0.0, line.advance, face.cap_height / face.upem)


def _union(boxes):
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _middle(line, low, high, face):
    if line.runs and line.runs[0][1].item.script in BICAMERAL:
        own = line.runs[0][1].item.face
        return own.cap_height / own.upem / 2
    return (low + high) / 2


def _reach(letters, style, zone):
    """Return how far the letters reach at an em of 1 µm, in shares of the frame's inside."""
    line = zone.frame_um if zone.frame != "none" else 0
    room = FRAME_ROOM * min(style.width_um, style.height_um) if zone.frame != "none" else 0
    half_x = max(1.0, style.width_um / 2 - line - room)
    half_y = max(1.0, style.height_um / 2 - line - room)
    norm = NORMS[zone.frame]
    return max(
        norm(abs(x) / half_x, abs(y) / half_y)
        for letter in letters
        for x in letter.box[::2]
        for y in letter.box[1::2]
    )


def _smallest(letters, sizes):
    heights = [
        letter_height([letter.paragraph], size) for letter, size in zip(letters, sizes, strict=True)
    ]
    return min((height for height in heights if height is not None), default=None)


# === FRAMES === #


def frame_path(kind, width_um, height_um, line_um, matrix):
    """Return path data of a frame's line inside a rectangle; '' for none.

    The inner edge runs the other way round, so that filling leaves the inside open.
    """
    if kind == "none" or not line_um or 2 * line_um >= min(width_um, height_um):
        return ""
    inner = _inset(kind, width_um, height_um, line_um)
    turned = multiply(matrix, (-1.0, 0.0, 0.0, 1.0, float(width_um), 0.0))
    return _edge(kind, width_um, height_um, 0, 0, matrix) + _edge(
        kind, width_um - 2 * inner[0], height_um - 2 * inner[1], *inner, turned
    )


def _inset(kind, width, height, line):
    """Return how far the inner edge's box lies inside the outer one's: a line has one width."""
    if kind != "diamond":
        return line, line
    slant = math.hypot(width, height)
    return line * slant / height, line * slant / width


def _edge(kind, width, height, x, y, matrix):
    matrix = multiply(matrix, translate(float(x), float(y)))
    if kind != "diamond":
        radii = (width / 2, height / 2) if kind == "ellipse" else (0, 0)
        return rounded_rect(width, height, *radii, matrix)
    corners = ((width / 2, 0), (width, height / 2), (width / 2, height), (0, height / 2))
    points = [apply(matrix, *corner) for corner in corners]
    return "M" + "L".join(f"{px:.2f} {py:.2f}" for px, py in points) + "z"
