"""Read a written print file back and measure it against the approved picture.

Viewers sample photos in their own way, so the file is rasterised finer than it is compared and
averaged down. Edges and colours are compared at up to 300 dpi; the likeness (SSIM) at about 100
dpi, where a difference of sampling is no longer seen and a difference of content still is.
"""

from .display import dotted
from .errors import EngineError
from .outputs.raster import UM_PER_INCH, render_rgba
from .parity import Parity, compare, rasterise_pdf

COMPARE_DPI = 300
LIKENESS_DPI = 100
COMPARE_PIXELS = 6_000_000
FINE_PIXELS = 36_000_000
FINEST = 4
SOFT_PX = 1.0


def measure_pdf(display, images, pdf, *, mirror=False, scale=1.0):
    """Return the :class:`Parity` of a PDF and its display list.

    :param images: callable from an asset's hash to its bytes
    :param bool mirror: the file is mirrored for transfer
    :param scale: size of the drawing in the file
    :raises EngineError: ``broken_output`` for a file that does not open
    """
    dpi = compare_dpi(display)
    approved = render_rgba(display, images, dpi=dpi)
    rows, columns = approved.shape[:2]
    finer = max(1, min(FINEST, int((FINE_PIXELS / (rows * columns)) ** 0.5)))
    written = rasterise_pdf(pdf, dpi * finer / scale, mirrored=mirror)
    return likeness(approved, scaled(written, columns, rows), dpi, soft=bool(dotted(display)))


def measure_png(display, images, png, *, mirror=False):
    """Return the :class:`Parity` of a PNG with bleed; parameters as :func:`measure_pdf`."""
    dpi = compare_dpi(display)
    approved = render_rgba(display, images, dpi=dpi, bleed=True, mirror=mirror)
    written = read_png(png)
    rows, columns = approved.shape[:2]
    return likeness(approved, scaled(written, columns, rows), dpi)


def compare_dpi(display):
    """Return the resolution at which a surface is compared: lower for large surfaces."""
    square_inches = display.width_um * display.height_um / UM_PER_INCH**2
    return max(1, min(COMPARE_DPI, int((COMPARE_PIXELS / square_inches) ** 0.5)))


def likeness(approved, written, dpi, *, soft=False):
    """Return the :class:`Parity` of two pictures, their SSIM at about 100 dpi.

    :param bool soft: compare the likeness as seen from afar: there are dots, and each viewer
        shrinks them in its own way
    """
    exact = compare(approved, written, dpi)
    coarser = max(1, round(dpi / LIKENESS_DPI))
    if coarser == 1:
        return exact
    columns, rows = approved.shape[1] // coarser, approved.shape[0] // coarser
    pair = [scaled(picture, columns, rows) for picture in (approved, written)]
    coarse = compare(*(map(_softened, pair) if soft else pair), dpi / coarser)
    return Parity(exact.edge_shift_mm, exact.delta_e, coarse.ssim)


def _softened(rgba):
    """Blur a picture by a pixel; what is transparent has no colour to mix in."""
    import cv2
    import numpy as np

    share = rgba[:, :, 3:].astype(np.float32)
    mixed = cv2.GaussianBlur(np.dstack([rgba[:, :, :3] * share / 255, share]), (0, 0), SOFT_PX)
    colour = mixed[:, :, :3] * 255 / np.maximum(mixed[:, :, 3:], 1)
    made = np.dstack([np.minimum(colour, 255), mixed[:, :, 3:]])
    return np.rint(made).astype(np.uint8)


def read_png(data):
    """Return a PNG with transparency as a uint8 RGBA array, straight alpha.

    :raises EngineError: ``broken_output`` for a file that does not open
    """
    import cv2
    import numpy as np

    if not data:
        raise EngineError("broken_output")
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4:
        raise EngineError("broken_output")
    return cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA)


def scaled(rgba, width, height):
    """Scale a picture down by averaging; what is transparent has no colour to mix in."""
    import cv2

    if rgba.shape[:2] == (height, width):
        return rgba
    mixed = cv2.cvtColor(rgba, cv2.COLOR_RGBA2mRGBA)
    small = cv2.resize(mixed, (max(1, width), max(1, height)), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_mRGBA2RGBA)
