"""Raster: the display list as pixels, drawn by Skia, photos warped by OpenCV, PNG by ISA-L."""

from ..errors import EngineError
from ..geometry import apply, bounds, invert, multiply, scale, translate
from .canvas import draw_items
from .paths import skia_matrix, skia_path
from .pixels import decode_bgra, inked, premultiplied, warp
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


def surface_matrix(display, dpi, *, bleed=False, mirror=False):
    """Return the matrix from µm of the surface to pixels at ``dpi``."""
    unit = dpi / UM_PER_INCH
    margin = display.bleed_um if bleed else 0
    matrix = multiply(scale(unit, unit), translate(margin, margin))
    if mirror:
        whole = (display.width_um + 2 * margin) * unit
        matrix = multiply((-1.0, 0.0, 0.0, 1.0, whole, 0.0), matrix)
    return matrix


def render_rgba(display, images, *, dpi, bleed=False, mirror=False, ink=None):
    """Return the surface as a uint8 array [height, width, 4], straight alpha, transparent ground.

    :param images: callable from an asset's hash to its bytes; a smaller copy of the same picture
        may stand in for the master
    :param dpi: pixels per inch
    :param bool bleed: include the bleed on all sides
    :param bool mirror: as for transfer printing
    :param ink: ``#rrggbb`` for single-colour methods
    :raises EngineError: ``too_large_output`` above 120 megapixels
    """
    width, height = pixel_size(display, dpi, bleed)
    if width * height > MAX_PIXELS:
        raise EngineError("too_large_output", max_mp=MAX_PIXELS // 1_000_000)
    matrix = surface_matrix(display, dpi, bleed=bleed, mirror=mirror)
    return draw_rgba(display, images, matrix, width, height, ink=ink)


def draw_rgba(display, images, matrix, width, height, *, ink=None, premultiply=False, cache=None):
    """Draw a display list on a width × height canvas; ``matrix`` maps µm to its pixels."""
    import numpy as np
    import skia

    photos = _Photos(images, matrix, width, height, ink, {} if cache is None else cache)
    surface = skia.Surface.MakeRasterN32Premul(width, height)
    if surface is None:
        raise EngineError("too_large_output", max_mp=MAX_PIXELS // 1_000_000)
    canvas = surface.getCanvas()
    canvas.concat(skia_matrix(matrix))
    draw_items(canvas, display.items, photos.draw, ink)
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
    matrix = surface_matrix(display, dpi, bleed=bleed, mirror=mirror)
    writer = PngWriter(width, height, dpi)
    cache = {}
    for top in range(0, height, STRIP_ROWS):
        rows = min(STRIP_ROWS, height - top)
        strip = multiply(translate(0.0, -float(top)), matrix)
        writer.add(draw_rgba(display, images, strip, width, rows, ink=ink, cache=cache))
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


class _Photos:
    """Draws photos on the canvas of one drawing; decoded pixels live in a shared cache."""

    def __init__(self, images, matrix, width, height, ink, cache):
        self.images = images
        self.matrix = matrix
        self.size = (width, height)
        self.ink = ink
        self.cache = cache

    def draw(self, canvas, item):
        import skia

        clip = skia_path(item.clip)
        box = self._visible(clip)
        if box is None:
            return
        left, top, right, bottom = box
        to_canvas = multiply(self.matrix, item.matrix)
        pixels = self._pixels(item, to_canvas)
        stretch = scale(item.width_px / pixels.shape[1], item.height_px / pixels.shape[0])
        to_region = multiply(translate(-float(left), -float(top)), multiply(to_canvas, stretch))
        region = premultiplied(warp(pixels, to_region, right - left, bottom - top))
        canvas.save()
        canvas.clipPath(clip, doAntiAlias=True)
        if not _covers(item, clip.getBounds()):
            canvas.clipPath(_frame(item), doAntiAlias=True)
        canvas.setMatrix(skia.Matrix())
        info = skia.ImageInfo.MakeN32Premul(region.shape[1], region.shape[0])
        image = skia.Image.MakeRasterCopy(skia.Pixmap(info, region, region.strides[0]))
        canvas.drawImage(image, left, top)
        canvas.restore()

    def _visible(self, clip):
        """Return the whole pixels of the canvas that the clip touches, None without any."""
        edges = clip.getBounds()
        box = (edges.left(), edges.top(), edges.right(), edges.bottom())
        x0, y0, x1, y1 = bounds(self.matrix, box)
        left, top = max(0, int(x0) - 1), max(0, int(y0) - 1)
        right, bottom = min(self.size[0], int(x1) + 2), min(self.size[1], int(y1) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _pixels(self, item, to_canvas):
        if item.asset not in self.cache:
            a, b, c, d, _e, _f = to_canvas
            needed = (
                int(item.width_px * (a * a + b * b) ** 0.5),
                int(item.height_px * (c * c + d * d) ** 0.5),
            )
            enough = tuple(min(pair) for pair in zip(needed, _size(item), strict=True))
            pixels = decode_bgra(self.images(item.asset), at_least=enough)
            self.cache[item.asset] = inked(pixels, self.ink) if self.ink else pixels
        return self.cache[item.asset]


def _size(item):
    return item.width_px, item.height_px


def _covers(item, edges):
    """Say whether the photo reaches beyond the clip on all sides (within 2 µm)."""
    back = invert(item.matrix)
    unit = (item.matrix[0] ** 2 + item.matrix[1] ** 2) ** 0.5 or 1.0
    slack = 2 / unit
    for x in (edges.left(), edges.right()):
        for y in (edges.top(), edges.bottom()):
            px, py = apply(back, x, y)
            inside_x = -slack <= px <= item.width_px + slack
            if not (inside_x and -slack <= py <= item.height_px + slack):
                return False
    return True


def _frame(item):
    import skia

    path = skia.Path()
    corners = ((0, 0), (item.width_px, 0), (item.width_px, item.height_px), (0, item.height_px))
    path.addPoly([skia.Point(*apply(item.matrix, x, y)) for x, y in corners], True)
    return path
