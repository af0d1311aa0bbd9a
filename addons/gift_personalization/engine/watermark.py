"""Watermark: a text across a picture on a screen. It is never part of a display list.

What is hashed, approved and printed does not know of it: only the finished picture is overprinted.
"""

from dataclasses import replace

from .display import DisplayList, GroupItem
from .geometry import multiply, rotate, scale, translate
from .text import TextStyle, set_text

UNIT = 1_000  # units of the display list per pixel
SLANT_MDEG = -28_000
LETTER_SHARE = 0.034  # height of the em, share of the longer side
ROWS, GAP_SHARE = 5, 0.06
LIGHT, DARK = "#ffffff", "#1b1b1b"
OPACITY = 0.2


def overprint(picture, text, chain):
    """Return a copy of ``picture`` with ``text`` repeated across it, legible on any ground.

    :param picture: uint8 RGB array
    :param str text: one line
    :param list chain: faces, text face first, then fallbacks
    """
    import numpy as np

    from .outputs.raster import draw_rgba

    height, width = picture.shape[:2]
    items = _items(width * UNIT, height * UNIT, text, chain)
    display = DisplayList("watermark", width * UNIT, height * UNIT, 0, items)
    to_pixels = scale(1 / UNIT, 1 / UNIT)
    ink = draw_rgba(display, None, to_pixels, width, height, premultiply=True).astype(np.uint16)
    mixed = ink[:, :, :3] * 255 + (255 - ink[:, :, 3:]) * picture
    return ((mixed + 127) // 255).astype(np.uint8)


def overprint_jpeg(data, text, chain, quality=85):
    """Return :func:`overprint` of a JPEG picture (bytes) as JPEG bytes."""
    import cv2
    import numpy as np

    from .outputs.raster import encode_jpeg

    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    return encode_jpeg(overprint(picture, text, chain), quality)


def _items(width, height, text, chain):
    size = max(10 * UNIT, round(max(width, height) * LETTER_SHARE))
    gap = round(max(width, height) * GAP_SHARE)
    style = TextStyle(
        width_um=width * 4,
        height_um=size * 2,
        max_size_um=size,
        min_size_um=size,
        align="start",
        valign="middle",
    )
    repeated = (text + " " * 6) * 6
    block = set_text(repeated, chain, style)
    lines = []
    middle = multiply(translate(width / 2, height / 2), rotate(SLANT_MDEG))
    for row in range(-ROWS, ROWS + 1):
        shift = row * (size + 2 * gap)
        start = -width * 1.4 - (row % 2) * size * len(text) / 3
        for colour, offset in ((DARK, size / 22), (LIGHT, 0)):
            place = multiply(middle, translate(start + offset, shift - size + offset))
            items = block.items(place, colour)
            lines.append(GroupItem(tuple(replace(item, opacity=OPACITY) for item in items)))
    return tuple(lines)
