"""Raster: the display list as pixels, drawn by Skia, photos warped by OpenCV, PNG by ISA-L."""

from ..errors import EngineError
from ..geometry import multiply, scale, translate
from .canvas import draw_items
from .paths import skia_matrix
from .photos import Photos, clip_to_photo
from .png import PngWriter

UM_PER_INCH = 25_400
MAX_PIXELS = 120_000_000
# Skia's antialiasing of a curve depends a little on where the canvas cuts it: up to this size a
# print is drawn whole, so that it equals the approved picture to the last pixel.
WHOLE_PIXELS = 30_000_000
STRIP_ROWS = 512


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
    return pixels[:, ::-1].copy() if mirror else pixels


def draw_rgba(display, images, matrix, width, height, *, ink=None, premultiply=False, cache=None):
    """Draw a display list on a width × height canvas; ``matrix`` maps µm to its pixels."""
    import numpy as np
    import skia

    photos = Photos(images, matrix, width, height, ink, cache)
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    if surface is None:
        raise EngineError("too_large_output", max_mp=MAX_PIXELS // 1_000_000)
    canvas = surface.getCanvas()
    canvas.concat(skia_matrix(matrix))

    def draw_photo(_canvas, item):
        _blit(canvas, photos, item)

    draw_items(canvas, display.items, draw_photo, ink)
    pixels = np.empty((height, width, 4), np.uint8)
    alpha = skia.kPremul_AlphaType if premultiply else skia.kUnpremul_AlphaType
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, alpha)
    if not surface.readPixels(info, pixels, width * 4, 0, 0):
        raise EngineError("broken_output")
    return pixels


def render_png(display, images, *, dpi, bleed=False, mirror=False, ink=None):
    """Return the surface as PNG bytes; parameters as :func:`render_rgba`, any size.

    Above 30 megapixels it is drawn strip by strip: memory grows with the width only.
    """
    width, height = pixel_size(display, dpi, bleed)
    if width * height <= WHOLE_PIXELS:
        whole = render_rgba(display, images, dpi=dpi, bleed=bleed, mirror=mirror, ink=ink)
        return encode_png(whole, dpi)
    matrix = surface_matrix(display, dpi, bleed=bleed)
    writer = PngWriter(width, height, dpi)
    cache = {}
    for top in range(0, height, STRIP_ROWS):
        rows = min(STRIP_ROWS, height - top)
        strip = multiply(translate(0.0, -float(top)), matrix)
        drawn = draw_rgba(display, images, strip, width, rows, ink=ink, cache=cache)
        writer.add(_turned(drawn, mirror))
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
    info = skia.ImageInfo.MakeN32Premul(patch.pixels.shape[1], patch.pixels.shape[0])
    canvas.save()
    clip_to_photo(canvas, item)
    canvas.setMatrix(skia.Matrix())
    pixmap = skia.Pixmap(info, patch.pixels, patch.pixels.strides[0])
    canvas.drawImage(skia.Image.MakeRasterCopy(pixmap), patch.left, patch.top)
    canvas.restore()
