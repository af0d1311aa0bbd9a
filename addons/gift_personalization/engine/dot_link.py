"""What a photo's dots are made of, as a short text for an address. Sign it: it is believed."""

import base64
import json

from .display import DisplayList, Halftone, ImageItem

# Where the facts about the photo's look end; its contrast follows where it was changed.
LOOK_END = 7


def pack(item, display, ink):
    """Return a text for a photo that becomes dots of an ink on a surface."""
    halftone = item.halftone
    facts = [
        item.asset,
        item.width_px,
        item.height_px,
        item.matrix,
        item.clip,
        item.brightness_permille,
        item.mono,
        [halftone.dpi, halftone.dot_um, halftone.gamma_permille, halftone.inverted],
        [display.width_um, display.height_um],
        ink,
    ]
    if item.contrast_permille != 1000:
        facts.insert(LOOK_END, item.contrast_permille)
    return base64.urlsafe_b64encode(json.dumps(facts, separators=(",", ":")).encode()).decode()


def unpack(text):
    """Return (item, display list of that size, ink) of a text that :func:`pack` made."""
    *facts, halftone, size, ink = json.loads(base64.urlsafe_b64decode(text))
    asset, width_px, height_px, matrix, clip, brightness, mono, *contrast = facts
    look = (brightness, mono, Halftone(*halftone), *contrast)
    item = ImageItem(asset, width_px, height_px, tuple(matrix), clip, *look)
    return item, DisplayList("", *size, 0, (item,)), ink
