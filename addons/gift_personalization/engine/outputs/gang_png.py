"""Gang sheet as PNG for film and garment printers: the very pixels of each job's own print."""

from ..geometry import translate
from .png import PngWriter
from .raster import STRIP_ROWS, UM_PER_INCH, draw_rgba, render_rgba, surface_matrix
from .underbase import INK, choked


def render_gang_png(gang, images, *, dpi, choke_um=None):
    """Return the sheet as PNG bytes; with ``choke_um``, its underbase (black is full white ink).

    Written strip by strip; a piece is drawn when its first row comes and kept until its last.
    """
    import numpy as np

    width, height = (_px(side, dpi) for side in (gang.sheet.width_um, gang.sheet.height_um))
    writer = PngWriter(width, height, dpi)
    pictures = _Pictures(gang, images, dpi, choke_um)
    labels = gang.labels() if choke_um is None else None
    for top in range(0, height, STRIP_ROWS):
        rows = min(STRIP_ROWS, height - top)
        if labels and labels.items and _crosses_labels(gang, top, rows, dpi):
            strip = _labels(labels, dpi, width, top, rows)
        else:
            strip = np.zeros((rows, width, 4), np.uint8)
        pictures.paste(strip, top)
        writer.add(strip)
    return writer.finish()


def pixel_box(laid, dpi):
    """Return (left, top, right, bottom) of a piece on the sheet's pixels."""
    display, place = laid.display, laid.place
    size = [_px(side + 2 * display.bleed_um, dpi) for side in (display.width_um, display.height_um)]
    if place.turned:
        size.reverse()
    left, top = _px(place.x_um, dpi), _px(place.y_um, dpi)
    return left, top, left + size[0], top + size[1]


def _px(um, dpi):
    return round(um * dpi / UM_PER_INCH)


def _crosses_labels(gang, top, rows, dpi):
    """Return whether the gap below any piece reaches into the strip."""
    reach = _px(gang.sheet.gap_um, dpi) + 1
    bottoms = {pixel_box(laid, dpi)[3] for laid in gang.laid}
    return any(bottom < top + rows and bottom + reach > top for bottom in bottoms)


def _labels(display, dpi, width, top, rows):
    from ..geometry import multiply

    matrix = multiply(translate(0.0, -float(top)), surface_matrix(display, dpi))
    return draw_rgba(display, None, matrix, width, rows)


class _Pictures:
    """Pictures of the pieces, each drawn once and dropped when it is not needed any more."""

    def __init__(self, gang, images, dpi, choke_um):
        self.images, self.dpi, self.choke_um = images, dpi, choke_um
        self.boxes = [(laid, pixel_box(laid, dpi)) for laid in gang.laid]
        self.drawn, self.last = {}, {}
        for laid, box in self.boxes:
            key = self._key(laid)
            self.last[key] = max(self.last.get(key, 0), box[3])

    def paste(self, strip, top):
        """Copy the rows of every piece that lie in a strip; pieces never overlap."""
        bottom = top + strip.shape[0]
        for laid, (left, upper, right, lower) in self.boxes:
            if upper >= bottom or lower <= top:
                continue
            first, last = max(upper, top), min(lower, bottom)
            picture = self._get(laid)
            strip[first - top : last - top, left:right] = picture[first - upper : last - upper]
        for key in [key for key, end in self.last.items() if end <= bottom]:
            self.drawn.pop(key, None)

    def _key(self, laid):
        return id(laid.display), laid.mirror, laid.place.turned

    def _get(self, laid):
        key = self._key(laid)
        if key not in self.drawn:
            self.drawn[key] = self._draw(laid)
        return self.drawn[key]

    def _draw(self, laid):
        import numpy as np

        pixels = render_rgba(
            laid.display, self.images, dpi=self.dpi, bleed=True, mirror=laid.mirror
        )
        if self.choke_um is not None:
            white = choked(pixels[:, :, 3], self.choke_um * self.dpi / UM_PER_INCH)
            pixels = np.full(pixels.shape, INK, np.uint8)
            pixels[:, :, 3] = white
        return np.rot90(pixels, -1) if laid.place.turned else pixels
