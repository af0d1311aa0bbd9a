"""Gang sheet of engraved photos: a picture of 1 bit, each piece where its outlines lie.

Pieces lie on whole pixels of the machine, so that their dots stay as they were approved: at most
half a pixel from where the outlines have them.
"""

import numpy as np

from ..display import dotted
from .engraving import encoded, marked_pixels
from .halftone import UM_PER_INCH


def sheet_dpi(gang):
    """Return the resolution of the engraved photos on a sheet, None where there are none."""
    found = [item.halftone.dpi for laid in gang.laid for item in dotted(laid.display)]
    return max(found, default=None)


def render_gang_engraving(gang, images):
    """Return the sheet as PNG bytes; black is what the machine marks."""
    from PIL import Image

    dpi = sheet_dpi(gang)
    columns, rows = (
        int(-(-side * dpi // UM_PER_INCH)) for side in (gang.sheet.width_um, gang.sheet.height_um)
    )
    marked, known = np.zeros((rows, columns), bool), {}
    for laid in gang.laid:
        if not dotted(laid.display):
            continue
        key = (id(laid.display), laid.mirror)
        if key not in known:
            known[key] = marked_pixels(laid.display, images, mirror=laid.mirror)[0]
        pixels = np.rot90(known[key], -1) if laid.place.turned else known[key]
        left, top = piece_corner(laid, dpi, known[key].shape)
        place = marked[top : top + pixels.shape[0], left : left + pixels.shape[1]]
        place |= pixels[: place.shape[0], : place.shape[1]]
    return encoded(Image.fromarray(~marked), dpi)


def piece_corner(laid, dpi, shape):
    """Return (left, top) of a piece's pixels on the sheet.

    :param shape: rows and columns of the piece as it lies on its surface
    """
    bleed, place = laid.display.bleed_um, laid.place
    left, top = place.x_um + bleed, place.y_um + bleed
    # The last pixels reach beyond the surface; turned or mirrored, these are others.
    over_x = shape[1] * UM_PER_INCH / dpi - laid.display.width_um
    over_y = shape[0] * UM_PER_INCH / dpi - laid.display.height_um
    if place.turned:
        left, top = left - over_y, top - (over_x if laid.mirror else 0)
    elif laid.mirror:
        left -= over_x
    return tuple(max(0, round(side * dpi / UM_PER_INCH)) for side in (left, top))
