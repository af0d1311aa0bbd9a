"""A picture in the making: Skia draws into an array of ours, rows are read out of it.

The array is BGRA, premultiplied: Skia's own order, drawn without conversion. numpy takes memory
that nobody has touched yet, so rows that stay empty cost nothing.
"""

from functools import lru_cache

from ..errors import EngineError

MAX_PIXELS = 120_000_000
CHANNELS = 4
# Above this share of half-transparent pixels, Skia's conversion of all of them is the faster one.
FEW_PARTIAL = 0.1


class Surface:
    """A transparent picture of width × height pixels.

    :ivar pixels: what was drawn, BGRA premultiplied
    :ivar canvas: the ``skia.Canvas`` that draws into ``pixels``
    """

    def __init__(self, width, height):
        import numpy as np
        import skia

        # Skia does not keep the array alive: this object holds both.
        info = skia.ImageInfo.Make(width, height, *_drawn_as())
        try:
            self.pixels = np.zeros((height, width, CHANNELS), np.uint8)
            self._skia = skia.Surface.MakeRasterDirect(info, self.pixels, width * CHANNELS)
        except (MemoryError, ValueError) as error:
            raise EngineError("too_large_output", max_mp=MAX_PIXELS // 1_000_000) from error
        self.canvas = self._skia.getCanvas()

    def get_rows(self, top, rows, *, premultiply=False, into=None):
        """Return rows as a uint8 RGBA array; ``into`` is an array to write them to."""
        import cv2
        import numpy as np

        part = self.pixels[top : top + rows]
        result = np.empty_like(part) if into is None else into[: len(part)]
        if premultiply:
            return cv2.cvtColor(part, cv2.COLOR_BGRA2RGBA, dst=result)
        return straight(part, result)


def straight(pixels, into):
    """Write premultiplied BGRA as RGBA with straight alpha into an array, and return it.

    Every pixel is what Skia's conversion makes of it. Only half-transparent ones change.

    :param pixels: contiguous uint8 array [rows, columns, 4]
    """
    import cv2
    import numpy as np

    alpha = cv2.extractChannel(pixels, 3)
    # 0 becomes 255 and 255 becomes 254: what is left below are the partial ones.
    partial = np.flatnonzero(np.subtract(alpha, 1, out=alpha) < 254)
    if partial.size > FEW_PARTIAL * alpha.size:
        return _straight_by_skia(pixels, into)
    cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA, dst=into)
    if partial.size:
        flat = into.reshape(-1, CHANNELS)
        found = flat[partial]
        found[:, :3] = _quotients()[found[:, 3:], found[:, :3]]
        flat[partial] = found
    return into


def _straight_by_skia(pixels, into):
    import skia

    rows, columns = pixels.shape[:2]
    source = skia.Pixmap(
        skia.ImageInfo.Make(columns, rows, *_drawn_as()), pixels, columns * CHANNELS
    )
    wanted = skia.ImageInfo.Make(columns, rows, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)
    if not source.readPixels(skia.Pixmap(wanted, into, columns * CHANNELS)):
        raise EngineError("broken_output")
    return into


@lru_cache(maxsize=1)
def _quotients():
    """Return the table [alpha, colour] of straight colours, as Skia rounds them."""
    import numpy as np

    levels = np.arange(256, dtype=np.uint8)
    pixels = np.empty((256, 256, CHANNELS), np.uint8)
    pixels[:, :, :3] = levels[None, :, None]
    pixels[:, :, 3] = levels[:, None]
    return _straight_by_skia(pixels, np.empty_like(pixels))[:, :, 0].copy()


def _drawn_as():
    import skia

    return skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType
