"""Engraving: the photos of a surface as a picture of 1 bit, in the machine's own pixels.

The picture covers the whole surface from its top left corner, where the outlines have theirs, so
both lie on the machine as they were approved. Black is what the machine marks.
"""

import io

from ..display import dotted
from .halftone import UM_PER_INCH, machine_pixels, make_dots


def pixel_size(display, dpi):
    """Return (columns, rows) that cover a surface; the last ones may reach beyond it."""
    return tuple(
        max(1, int(-(-side * dpi // UM_PER_INCH))) for side in (display.width_um, display.height_um)
    )


def marked_pixels(display, images, *, mirror=False):
    """Return (what is marked as a bool array [rows, columns], dpi) of a surface.

    Dots beyond the surface are cut off, as there is nothing to mark.
    """
    import numpy as np

    items = dotted(display)
    dpi = items[0].halftone.dpi
    columns, rows = pixel_size(display, dpi)
    marked = np.zeros((rows, columns), bool)
    for item in items:
        _add(marked, *machine_pixels(make_dots(item, images)))
    return (np.ascontiguousarray(marked[:, ::-1]) if mirror else marked), dpi


def render_engraving(display, images, *, mirror=False):
    """Return the dots of a surface as a PNG of 1 bit that tells its resolution."""
    from PIL import Image

    marked, dpi = marked_pixels(display, images, mirror=mirror)
    return encoded(Image.fromarray(~marked), dpi)


def encoded(picture, dpi):
    """Return a Pillow picture as PNG bytes with its resolution."""
    buffer = io.BytesIO()
    picture.convert("1").save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def _add(marked, pixels, left, top):
    """Mark pixels whose first one lies ``left``, ``top`` of the surface's corner."""
    rows, columns = marked.shape
    first_row, first_column = max(0, top), max(0, left)
    last_row, last_column = min(rows, top + pixels.shape[0]), min(columns, left + pixels.shape[1])
    if first_row >= last_row or first_column >= last_column:
        return
    part = pixels[first_row - top : last_row - top, first_column - left : last_column - left]
    marked[first_row:last_row, first_column:last_column] |= part
