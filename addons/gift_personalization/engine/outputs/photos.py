"""Photos of a display list, warped onto the pixel grid of an output."""

from dataclasses import dataclass

from ..geometry import apply, bounds, invert, multiply, scale, translate
from ..photo_header import JPEG, read_header
from .halftone import drawn_dots, make_dots, screen_inked
from .paths import skia_path
from .pixels import adjusted, decode_at, inked, premultiplied, reduction, warp

COVER_SLACK_UM = 2


@dataclass(frozen=True)
class Patch:
    """Premultiplied BGRA pixels whose top left corner lies on pixel (left, top)."""

    pixels: object
    left: int
    top: int


class Photos:
    """Makes patches for a grid of width × height pixels.

    :param images: callable from an asset's hash to its bytes; a smaller copy of the same picture
        may stand in for the master
    :param matrix: µm of the surface to pixels of the grid
    :param ink: ``#rrggbb`` for single-colour methods
    :param dict cache: decoded photos, shared between strips of one drawing
    :param screen_of: display list of a surface that is drawn for a screen: its dots as greys
    """

    def __init__(self, images, matrix, width, height, ink=None, cache=None, screen_of=None):
        self.images = images
        self.matrix = matrix
        self.size = (width, height)
        self.ink = ink
        self.cache = {} if cache is None else cache
        self.screen_of = screen_of

    def has_edges(self, item):
        """Say whether the patch of a photo is cut already: each dot is made or not."""
        return bool(item.halftone) and not self.screen_of

    def patch(self, item):
        """Return the :class:`Patch` that a photo's clip touches; None outside of the grid."""
        if self.has_edges(item):
            drawn = drawn_dots(self.dots(item), self.matrix, self.size, self.ink)
            return Patch(*drawn) if drawn else None
        box = self.box(item)
        if box is None:
            return None
        left, top, right, bottom = box
        if item.halftone:
            pixels, to_grid = self._screen_copy(item)
        else:
            to_grid = multiply(self.matrix, item.matrix)
            pixels, stretch = self._pixels(item, to_grid)
            to_grid = multiply(to_grid, stretch)
        to_patch = multiply(translate(-float(left), -float(top)), to_grid)
        return Patch(warp(pixels, to_patch, right - left, bottom - top), left, top)

    def dots(self, item):
        """Return the :class:`halftone.Dots` of a photo; they are the same on every grid."""
        if item not in self.cache:
            self.cache[item] = make_dots(item, self.images)
        return self.cache[item]

    def _screen_copy(self, item):
        """Return (pixels in ink, matrix from them to the grid) of dots as a screen shows them."""
        box, pixels = screen_inked(self.dots(item), self.screen_of, self.ink)
        return premultiplied(pixels), multiply(self.matrix, box.matrix)

    def box(self, item):
        """Return the whole pixels (left, top, right, bottom) that the clip touches, or None."""
        edges = skia_path(item.clip).getBounds()
        box = (edges.left(), edges.top(), edges.right(), edges.bottom())
        x0, y0, x1, y1 = bounds(self.matrix, box)
        left, top = max(0, int(x0) - 1), max(0, int(y0) - 1)
        right, bottom = min(self.size[0], int(x1) + 2), min(self.size[1], int(y1) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _pixels(self, item, to_grid):
        """Return (pixels, matrix from them to those of the master)."""
        a, b, c, d, _e, _f = to_grid
        data = self._data(item.asset)
        info = read_header(data)
        enough = item.width_px * (a * a + b * b) ** 0.5, item.height_px * (c * c + d * d) ** 0.5
        parts = reduction(info, enough)
        look = (item.asset, parts, item.tone_line, item.mono)
        if look not in self.cache:
            pixels = decode_at(data, info, parts)
            if item.is_adjusted:
                pixels = adjusted(pixels, item.tone_line, item.mono)
            pixels = inked(pixels, self.ink) if self.ink else pixels
            is_opaque = info.mimetype == JPEG and not self.ink
            self.cache[look] = pixels if is_opaque else premultiplied(pixels)
        stretch = scale(
            item.width_px * parts / info.width_px, item.height_px * parts / info.height_px
        )
        return self.cache[look], stretch

    def _data(self, asset):
        if asset not in self.cache:
            self.cache[asset] = bytes(self.images(asset))
        return self.cache[asset]


def clip_to_photo(canvas, item):
    """Clip a canvas in µm to the zone's shape, and to the photo where that leaves a gap."""
    clip = skia_path(item.clip)
    canvas.clipPath(clip, doAntiAlias=True)
    if not _covers(item, clip.getBounds()):
        canvas.clipPath(_frame(item), doAntiAlias=True)


def _covers(item, edges):
    back = invert(item.matrix)
    unit = (item.matrix[0] ** 2 + item.matrix[1] ** 2) ** 0.5 or 1.0
    slack = COVER_SLACK_UM / unit
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
