"""Read engraved pictures back and measure them: are they the dots that were approved?

OpenCV reads what Pillow wrote. Dots must lie on the very pixels where they were approved, and
must be as dark as the photo where they are looked at from afar.
"""

import math
import struct
from dataclasses import dataclass, replace

from .display import dotted
from .errors import EngineError
from .file_parity import COMPARE_PIXELS, likeness
from .geometry import apply
from .outline_parity import ShapeParity
from .outputs.engraving import marked_pixels, pixel_size
from .outputs.halftone import dot_box, make_dots, tones
from .parity import MM_PER_INCH, Parity
from .polygons import overlap

HALF = 127
# Tones are compared over so much: a millimetre, or as many dots as make a tone.
CELL_MM = 1.0
CELL_DOTS = 10
PER_METRE = 39.370078740157481
DPI_TOLERANCE = 0.02


@dataclass(frozen=True)
class Engraved:
    """A picture as it was read: ``marked`` is a bool array [rows, columns]."""

    marked: object
    dpi: float


def read_engraving(data):
    """Return the :class:`Engraved` of a PNG of 1 bit.

    :raises EngineError: ``broken_output`` for anything else, and without a resolution
    """
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    chunks = dict(_chunks(data)) if pixels is not None else {}
    if pixels is None or pixels.ndim != 2 or "pHYs" not in chunks or chunks["IHDR"][8] != 1:
        raise EngineError("broken_output")
    across, down, unit = struct.unpack(">IIB", chunks["pHYs"])
    if across != down or unit != 1:
        raise EngineError("broken_output")
    return Engraved(pixels < HALF, across / PER_METRE)


def _chunks(data):
    """Yield (name, content) of the chunks of a PNG."""
    place = 8
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8].decode("latin-1"), data[place + 8 : place + 8 + length]
        place += length + 12


def measure_engraving(display, images, data, *, mirror=False):
    """Return the :class:`ShapeParity` of a PNG of engraved photos.

    :raises EngineError: ``broken_output`` for a file that does not open or has another size
    """
    approved, dpi = marked_pixels(display, images, mirror=mirror)
    found = read_engraving(data)
    if abs(found.dpi - dpi) > DPI_TOLERANCE or found.marked.shape != approved.shape:
        raise EngineError("broken_output")
    return compare_marked(display, images, approved, found.marked, dpi)


def compare_marked(display, images, approved, written, dpi):
    """Return the :class:`ShapeParity` of two bool arrays of the same surface."""
    import numpy as np

    parts = max(1, int(np.ceil((approved.size / COMPARE_PIXELS) ** 0.5)))
    parity = likeness(_in_black(approved, parts), _in_black(written, parts), dpi / parts)
    shade = max((_tone_shift(item, images) for item in dotted(display)), default=0.0)
    shared = overlap(*(marked.astype(np.uint8) * 255 for marked in (approved, written)))
    return ShapeParity(replace(parity, delta_e=round(max(parity.delta_e, shade), 3)), shared)


def _in_black(marked, parts):
    """Return marked pixels as RGBA, averaged over squares of ``parts``."""
    import cv2
    import numpy as np

    rows, columns = (-(-side // parts) * parts for side in marked.shape)
    alpha = np.zeros((rows, columns), np.uint8)
    alpha[: marked.shape[0], : marked.shape[1]][marked] = 255
    if parts > 1:
        size = (columns // parts, rows // parts)
        alpha = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    picture = np.zeros((*alpha.shape, 4), np.uint8)
    picture[:, :, 3] = alpha
    return picture


def _tone_shift(item, images):
    """Return the colour difference (ΔE) of a photo's dots and its greys, seen from afar."""
    import numpy as np

    box = dot_box(item)
    wanted, inside = tones(item, images, box)
    wanted = np.where(inside, wanted, 0)
    dots = make_dots(item, images).cells.astype(np.float32) * 255
    cell = max(CELL_MM * 1000 / box.cell_um, CELL_DOTS)
    size = tuple(max(1, round(side / cell)) for side in (box.columns, box.rows))
    first, second = (_lightness(picture, size) for picture in (wanted, dots))
    return float(np.percentile(np.abs(first - second), 99))


def _lightness(marked, size):
    import cv2
    import numpy as np

    small = cv2.resize(marked.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    grey = np.repeat((1 - small / 255)[:, :, None], 3, axis=2)
    return cv2.cvtColor(grey.astype(np.float32), cv2.COLOR_RGB2LAB)[:, :, 0]


# === IN AN SVG === #


def measure_pictures(display, images, pictures, *, mirror=False):
    """Return the :class:`ShapeParity` of the only picture in an SVG of outlines.

    :param pictures: as :func:`outline_parity.read_pictures` returns them
    :raises EngineError: ``broken_output`` where there is none, or more than one
    """
    if len(pictures) != 1:
        raise EngineError("broken_output")
    data, matrix = pictures[0]
    found = measure_engraving(display, images, data, mirror=mirror)
    shift = _place_shift(display, matrix, mirror)
    worst = max(found.parity.edge_shift_mm, round(shift, 4))
    return ShapeParity(replace(found.parity, edge_shift_mm=worst), found.overlap)


def _place_shift(display, matrix, mirror):
    """Return how far (mm) the corners of a picture lie from where they belong."""
    dpi = dotted(display)[0].halftone.dpi
    width, height = (count * MM_PER_INCH / dpi for count in pixel_size(display, dpi))
    left = display.width_um / 1000 - width if mirror else 0.0
    wanted = (width, 0.0, 0.0, height, left, 0.0)
    corners = ((0, 0), (1, 0), (0, 1), (1, 1))
    pairs = [(apply(wanted, *corner), apply(matrix, *corner)) for corner in corners]
    return max(math.dist(there, here) for there, here in pairs)


def worst_of(*found):
    """Return the worse figures of several :class:`ShapeParity`."""
    parity = Parity(
        edge_shift_mm=max(one.parity.edge_shift_mm for one in found),
        delta_e=max(one.parity.delta_e for one in found),
        ssim=min(one.parity.ssim for one in found),
    )
    return ShapeParity(parity, min(one.overlap for one in found))
