"""Halftone: a photo as dots of one ink, for lasers and other machines that only mark or do not.

There is one decision, which dots are made, and everything shows it: the dots lie on a grid that
hangs on the top left corner of the surface, so preview, proof and print file agree however large
they are drawn. The greys are spread by Floyd and Steinberg's error diffusion.
"""

from dataclasses import dataclass, replace

from ..errors import EngineError
from ..geometry import multiply, scale, translate
from .paths import skia_matrix, skia_path

UM_PER_INCH = 25_400
MAX_CELLS = 30_000_000
# Pixels of the longer side of a surface on a screen copy: about as many as it is shown with.
SCREEN_SIDE = 1000
# Blur of the screen copy, in its pixels: no dot is seen alone.
SCREEN_BLUR = 1.0
HALF = 127
BLACK = "#000000"


@dataclass(frozen=True)
class DotBox:
    """Cells of the grid that a photo may mark: one dot each.

    :param int left: columns between the surface's corner and the first cell; ``top`` rows
    :param int pixels: pixels of the machine in each direction of a cell
    :param float cell_um: side of a cell
    """

    left: int
    top: int
    columns: int
    rows: int
    pixels: int
    cell_um: float

    @property
    def matrix(self):
        """Return the matrix from cells of the box to µm of the surface."""
        cell = self.cell_um
        return (cell, 0.0, 0.0, cell, self.left * cell, self.top * cell)


@dataclass(frozen=True)
class Dots:
    """What is marked: ``spread`` is a bool array [rows, columns] of the whole box.

    ``inside`` says which cells lie in the zone's shape.
    """

    box: DotBox
    spread: object
    inside: object

    @property
    def cells(self):
        """Return what the machine marks."""
        return self.spread & self.inside


def dot_box(item, cell_um=None):
    """Return the :class:`DotBox` of a photo.

    :param cell_um: another size of the cells than that of the halftone
    :raises EngineError: ``too_large_output``
    """
    halftone = item.halftone
    pixel = UM_PER_INCH / halftone.dpi
    pixels = max(1, int(-(-halftone.dot_um // pixel)))
    cell = cell_um or pixels * pixel
    edges = skia_path(item.clip).getBounds()
    left, top = int(edges.left() // cell), int(edges.top() // cell)
    columns = int(-(-edges.right() // cell)) - left
    rows = int(-(-edges.bottom() // cell)) - top
    if columns * rows > MAX_CELLS:
        raise EngineError("too_large_output", max_mp=MAX_CELLS // 1_000_000)
    return DotBox(left, top, columns, rows, pixels, cell)


def make_dots(item, images):
    """Return the :class:`Dots` of a photo with a halftone. Same photo and zone, same dots.

    :param images: callable from an asset's hash to its bytes
    """
    import numpy as np
    from PIL import Image

    box = dot_box(item)
    darkness, inside = tones(item, images, box)
    spread = Image.fromarray(255 - darkness).convert("1", dither=Image.Dither.FLOYDSTEINBERG)
    return Dots(box, ~np.asarray(spread), inside)


def tones(item, images, box):
    """Return how much of each cell is to be marked, 0 to 255, and whether it lies in the zone.

    :return: a uint8 and a bool array [rows, columns]
    """
    import numpy as np

    from .photos import Photos
    from .pixels import INK_WEIGHTS

    to_box = multiply(translate(-box.left, -box.top), scale(1 / box.cell_um, 1 / box.cell_um))
    photos = Photos(images, to_box, box.columns, box.rows)
    inside = _inside(item, to_box, box)
    drawn = np.zeros((box.rows, box.columns, 4), np.uint8)
    patch = photos.patch(replace(item, halftone=None))
    if patch is not None:
        rows, columns = patch.pixels.shape[:2]
        drawn[patch.top : patch.top + rows, patch.left : patch.left + columns] = patch.pixels
    light = drawn[:, :, :3].astype(np.float32) @ np.array(INK_WEIGHTS, np.float32)
    share = light if item.halftone.inverted else drawn[:, :, 3] - light
    marked = _curve(item.halftone.gamma_permille)[np.clip(np.rint(share), 0, 255).astype(np.uint8)]
    return marked, inside


def _curve(gamma_permille):
    """Return what is marked for each of 256 shares: fewer dots in mid-tones for a high gamma."""
    import numpy as np

    bare = 1 - np.arange(256) / 255
    return np.rint(255 * (1 - bare ** (1000 / gamma_permille))).astype(np.uint8)


def _inside(item, to_box, box):
    """Return which cells lie in the zone's shape, and on the photo, by at least a half."""
    from .photos import clip_to_photo
    from .surface import Surface

    surface = Surface(box.columns, box.rows)
    surface.canvas.concat(skia_matrix(to_box))
    clip_to_photo(surface.canvas, item)
    surface.canvas.drawColor(0xFF000000)
    return surface.get_rows(0, box.rows, premultiply=True)[:, :, 3] > HALF


# === ON OTHER GRIDS === #


def drawn_dots(dots, matrix, size, ink):
    """Return dots on the pixels of a canvas as (premultiplied BGRA array, left, top), or None.

    A pixel is as opaque as its share that is marked: exactly what square dots cover.

    :param matrix: µm of the surface to pixels; upright
    :param size: (width, height) of the canvas
    """
    import numpy as np

    across, _b, _c, down, x, y = multiply(matrix, dots.box.matrix)
    rows, columns = dots.cells.shape
    left, right = max(0, int(x // 1)), min(size[0], int(-(-(x + across * columns) // 1)))
    top, bottom = max(0, int(y // 1)), min(size[1], int(-(-(y + down * rows) // 1)))
    if left >= right or top >= bottom:
        return None
    shares = _averaged(dots.cells, top - y, down, bottom - top)
    shares = _averaged(shares.T, left - x, across, right - left).T
    alpha = np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint16)
    made = np.empty((*alpha.shape, 4), np.uint8)
    for channel, at in enumerate((5, 3, 1)):
        made[:, :, channel] = (alpha * int((ink or BLACK)[at : at + 2], 16) + HALF) // 255
    made[:, :, 3] = alpha
    return made, left, top


def _averaged(values, start, scale_to, count):
    """Return the mean of an array's rows over ``count`` pixels, the first ``start`` pixels in.

    :param scale_to: pixels per row
    """
    import numpy as np

    kind = np.uint32 if values.dtype == bool else np.float64
    sums = np.zeros((values.shape[0] + 1, values.shape[1]), kind)
    np.cumsum(values, axis=0, out=sums[1:])
    edges = np.clip((start + np.arange(count + 1)) / scale_to, 0, values.shape[0])
    whole = np.minimum(edges.astype(int), values.shape[0] - 1)
    part = (edges - whole)[:, None]
    reached = sums[whole] + part * (sums[whole + 1] - sums[whole])
    return np.diff(reached, axis=0) * scale_to


def machine_pixels(dots):
    """Return the dots in pixels of the machine, and the columns and rows before the first."""
    import numpy as np

    count = dots.box.pixels
    pixels = dots.cells.repeat(count, axis=0).repeat(count, axis=1)
    return np.ascontiguousarray(pixels), dots.box.left * count, dots.box.top * count


# === ON SCREENS === #


def screen_box(item, display):
    """Return the :class:`DotBox` of the screen copy of a photo's dots: a cell for each pixel.

    It reaches a pixel beyond the dots: browsers soften the edge of a picture, the zone's is sharp.
    """
    return _screen_box(dot_box(item), display)


def _screen_box(box, display):
    side = max(display.width_um, display.height_um)
    parts = max(1, int(-(-side // (SCREEN_SIDE * box.cell_um))))
    left, top = box.left // parts - 1, box.top // parts - 1
    columns = -(-(box.left + box.columns) // parts) + 1 - left
    rows = -(-(box.top + box.rows) // parts) + 1 - top
    return DotBox(left, top, columns, rows, parts, box.cell_um * parts)


def screen_copy(dots, display):
    """Return (box, grey array) of dots, black where all are marked, averaged over its pixels.

    Browsers shrink dots each in their own way; greys of about the size that is shown they all
    leave alike. The zone's shape is cut by who shows it.
    """
    import cv2
    import numpy as np

    box = _screen_box(dots.box, display)
    parts = box.pixels
    before = dots.box.top - box.top * parts, dots.box.left - box.left * parts
    rows, columns = dots.spread.shape
    after = box.rows * parts - rows - before[0], box.columns * parts - columns - before[1]
    marked = np.pad(dots.spread, tuple(zip(before, after, strict=True)), mode="edge")
    grey = np.where(marked, np.uint8(0), np.uint8(255))
    small = cv2.resize(grey, (box.columns, box.rows), interpolation=cv2.INTER_AREA)
    return box, cv2.GaussianBlur(small, (0, 0), SCREEN_BLUR)


def screen_inked(dots, display, ink=None):
    """Return (box, BGRA array) of the screen copy of dots, as opaque as they are dense."""
    import cv2

    from .pixels import inked

    box, grey = screen_copy(dots, display)
    return box, inked(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA), ink or BLACK)


def screen_png(dots, display, ink=None):
    """Return the screen copy of dots as a PNG in ``#rrggbb``.

    It needs no filter: browsers show none within a surface that is bent round a product.
    """
    import cv2

    return cv2.imencode(".png", screen_inked(dots, display, ink)[1])[1].tobytes()
