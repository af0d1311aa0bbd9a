"""Raster: the display list as pixels, drawn by Skia, photos warped by OpenCV, PNG by ISA-L."""

from ..errors import EngineError
from ..geometry import multiply, scale, translate
from .canvas import covered_rows, draw_items
from .paths import skia_matrix
from .photos import Photos, clip_to_photo
from .png import PngWriter
from .surface import MAX_PIXELS, Surface

UM_PER_INCH = 25_400
# Skia's antialiasing of a curve depends a little on where the canvas cuts it: up to this size a
# print is drawn whole, so that it equals the approved picture to the last pixel.
WHOLE_PIXELS = 30_000_000
DRAWN_ROWS = 1024
STRIP_ROWS = 32


def pixel_size(display, dpi, bleed=False):
    """Return (width, height) in pixels of a surface at ``dpi``, rounded to whole pixels."""
    margin = 2 * display.bleed_um if bleed else 0
    return tuple(
        max(1, round((side + margin) * dpi / UM_PER_INCH))
        for side in (display.width_um, display.height_um)
    )


def surface_matrix(display, dpi, *, bleed=False):
    """Return the matrix from µm of the surface to pixels at ``dpi``."""
    unit = dpi / UM_PER_INCH
    margin = display.bleed_um if bleed else 0
    return multiply(scale(unit, unit), translate(margin, margin))


def render_rgba(display, images, *, dpi, bleed=False, mirror=False, ink=None):
    """Return the surface as a uint8 array [height, width, 4], straight alpha, transparent ground.

    :param images: callable from an asset's hash to its bytes; a smaller copy of the same picture
        may stand in for the master
    :param dpi: pixels per inch
    :param bool bleed: include the bleed on all sides
    :param bool mirror: as for transfer printing; the very pixels of the picture, turned round
    :param ink: ``#rrggbb`` for single-colour methods
    :raises EngineError: ``too_large_output`` above 120 megapixels
    """
    width, height = pixel_size(display, dpi, bleed)
    if width * height > MAX_PIXELS:
        raise EngineError("too_large_output", max_mp=MAX_PIXELS // 1_000_000)
    matrix = surface_matrix(display, dpi, bleed=bleed)
    pixels = draw_rgba(display, images, matrix, width, height, ink=ink)
    return _turned(pixels, mirror)


def _turned(pixels, mirror):
    import cv2

    return cv2.flip(pixels, 1) if mirror else pixels


def draw_rgba(
    display, images, matrix, width, height, *, ink=None, premultiply=False, on_screen=False
):
    """Draw a display list on a width × height canvas; ``matrix`` maps µm to its pixels.

    :param bool on_screen: draw dots as browsers show them, see ``halftone.screen_copy``
    """
    shown = display if on_screen else None
    surface = _drawn(display, images, matrix, (width, height), ink, screen_of=shown)
    return surface.get_rows(0, height, premultiply=premultiply)


def _drawn(display, images, matrix, size, ink, cache=None, screen_of=None):
    """Return a :class:`Surface` of ``size`` with the display list on it."""
    surface = Surface(*size)
    photos = Photos(images, matrix, *size, ink, cache, screen_of)
    canvas = surface.canvas
    canvas.concat(skia_matrix(matrix))

    def draw_photo(_canvas, item):
        _blit(canvas, photos, item)

    draw_items(canvas, display.items, draw_photo, ink)
    return surface


def render_png(display, images, *, dpi, bleed=False, mirror=False, ink=None):
    """Return the surface as PNG bytes; parameters as :func:`render_rgba`, any size.

    Above 30 megapixels it is drawn strip by strip: memory grows with the width only.
    """
    import numpy as np

    width, height = pixel_size(display, dpi, bleed)
    matrix = surface_matrix(display, dpi, bleed=bleed)
    drawn_rows = height if width * height <= WHOLE_PIXELS else DRAWN_ROWS
    writer = PngWriter(width, height, dpi)
    strip = np.empty((STRIP_ROWS, width, 4), np.uint8)
    cache = {}
    for top in range(0, height, drawn_rows):
        size = (width, min(drawn_rows, height - top))
        shifted = multiply(translate(0.0, -float(top)), matrix)
        surface = _drawn(display, images, shifted, size, ink, cache)
        # Read in strips also what was drawn whole: they stay in the processor's cache.
        covered = covered_rows(display.items, shifted, size[1])
        for row in range(0, size[1], STRIP_ROWS):
            count = min(STRIP_ROWS, size[1] - row)
            if any(top < row + count and row < bottom for top, bottom in covered):
                writer.add(_turned(surface.get_rows(row, count, into=strip), mirror))
            else:
                writer.add_empty(count)
    return writer.finish()


def encode_png(rgba, dpi):
    """Return PNG bytes (lossless, sRGB, with its resolution) of a uint8 RGBA array."""
    height, width = rgba.shape[:2]
    writer = PngWriter(width, height, dpi)
    for top in range(0, height, STRIP_ROWS):
        writer.add(rgba[top : top + STRIP_ROWS])
    return writer.finish()


def encode_jpeg(rgb, quality=85):
    """Return JPEG bytes of a uint8 RGB array."""
    import numpy as np
    import simplejpeg

    return simplejpeg.encode_jpeg(
        np.ascontiguousarray(rgb), quality=quality, colorspace="RGB", colorsubsampling="444"
    )


def _blit(canvas, photos, item):
    """Draw a photo whose pixels already lie on those of the canvas."""
    import skia

    patch = photos.patch(item)
    if patch is None:
        return
    canvas.save()
    if not photos.has_edges(item):
        clip_to_photo(canvas, item)
    canvas.setMatrix(skia.Matrix())
    # Not copied: a raster canvas draws at once, while ``patch`` holds the pixels.
    image = skia.Image.fromarray(
        patch.pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=False
    )
    canvas.drawImage(image, patch.left, patch.top)
    canvas.restore()
