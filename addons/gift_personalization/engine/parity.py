"""Parity: how far a written file is from the approved picture, in figures a printer understands.

Both pictures are straight RGBA of the same surface at the same resolution. They are compared on
white and on black ground (white ink would vanish on white) and the worse result counts.
"""

from dataclasses import dataclass

from .errors import EngineError

MM_PER_INCH = 25.4
MARGIN_PX = 8
CELL_MM = 1.0
SURE, ANY = 191, 64
GROUNDS = (255.0, 0.0)
# A hair's width, and a colour difference that a trained eye sees only side by side. The SSIM of
# photos depends on how the viewer that rasterises the file samples them, so it is no gate.
MAX_EDGE_SHIFT_MM = 0.2
MAX_DELTA_E = 6.0


@dataclass(frozen=True)
class Parity:
    """Difference between two pictures.

    :param float edge_shift_mm: furthest that the edge of anything printed has moved; 0 below
        about half a pixel
    :param float delta_e: colour difference (CIE 1976) of the worst but one per cent of
        1 mm cells
    :param float ssim: structural similarity (Gaussian window, luma) where something is printed
    """

    edge_shift_mm: float
    delta_e: float
    ssim: float

    @property
    def is_accepted(self):
        """Say whether the file may go to the machine."""
        return self.edge_shift_mm <= MAX_EDGE_SHIFT_MM and self.delta_e <= MAX_DELTA_E


def compare(approved_rgba, file_rgba, dpi):
    """Return the :class:`Parity` of two uint8 RGBA arrays.

    Sizes may differ by one row or column of rounding; a larger difference counts as a shift.
    """
    rows, columns = map(min, zip(approved_rgba.shape[:2], file_rgba.shape[:2], strict=True))
    grown = _size_shift(approved_rgba, file_rgba, dpi)
    first, second = approved_rgba[:rows, :columns], file_rgba[:rows, :columns]
    part = _printed_part(first, second)
    if part is None:
        return Parity(grown, 0.0, 1.0)
    first, second = first[part], second[part]
    printed = _printed(first, second)
    pairs = [(_on(first, ground), _on(second, ground)) for ground in GROUNDS]
    return Parity(
        edge_shift_mm=round(max(grown, edge_shift(first, second) * MM_PER_INCH / dpi), 4),
        delta_e=round(max(_delta_e(a, b, dpi, printed) for a, b in pairs), 3),
        ssim=round(min(ssim(a, b, printed) for a, b in pairs), 5),
    )


def rasterise_pdf(pdf, dpi, *, mirrored=False):
    """Return the TrimBox of a PDF's first page as RGBA at ``dpi``, drawn by pdfium.

    :param bool mirrored: the file is mirrored for transfer; turn it back
    :raises EngineError: ``broken_output`` for a file that does not open
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(bytes(pdf))
    except pypdfium2.PdfiumError as error:
        raise EngineError("broken_output") from error
    try:
        pixels = drawn(document[0], dpi / 72, mirrored)
    finally:
        document.close()
    return pixels[:, ::-1].copy() if mirrored else pixels


def drawn(page, unit, mirrored):
    """Draw a page's TrimBox; ``unit`` is pixels per point.

    The pixel grid hangs on the corner that is the surface's top left one, mirrored or not.
    """
    import cv2
    import pypdfium2
    from pypdfium2 import raw

    left, bottom, right, top = page.get_trimbox()
    media_left, _bottom, _right, media_top = page.get_mediabox()
    width, height = round((right - left) * unit), round((top - bottom) * unit)
    if mirrored:
        left = right - width / unit
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRA)
    bitmap.fill_rect((0, 0, 0, 0), 0, 0, width, height)
    matrix = raw.FS_MATRIX(unit, 0, 0, unit, -(left - media_left) * unit, -(media_top - top) * unit)
    raw.FPDF_RenderPageBitmapWithMatrix(
        bitmap, page, matrix, raw.FS_RECTF(0, 0, width, height), raw.FPDF_ANNOT
    )
    return cv2.cvtColor(bitmap.to_numpy(), cv2.COLOR_BGRA2RGBA)


def edge_shift(first, second):
    """Return how many pixels the printed silhouette of one picture leaves that of the other.

    What one surely prints (three quarters of a pixel) is looked for in what the other prints at
    all (one quarter), both ways.
    """
    import numpy as np

    shift = 0.0
    for one, other in ((first, second), (second, first)):
        sure, any_ = one[:, :, 3] > SURE, other[:, :, 3] > ANY
        lost = sure & ~any_
        if not lost.any():
            continue
        if not any_.any():
            return float(np.hypot(*sure.shape))
        shift = max(shift, float(_distance_to(any_)[lost].max()))
    return shift


def _distance_to(mask):
    import cv2
    import numpy as np

    return cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _size_shift(first, second, dpi):
    grown = max(abs(a - b) for a, b in zip(first.shape[:2], second.shape[:2], strict=True))
    return 0.0 if grown <= 1 else grown * MM_PER_INCH / dpi


def _printed_part(first, second):
    """Return the slices around what either picture prints, with a margin; None for nothing."""
    import numpy as np

    found = []
    for axis in (1, 0):
        places = np.flatnonzero(first[:, :, 3].any(axis=axis) | second[:, :, 3].any(axis=axis))
        if not len(places):
            return None
        found.append(slice(max(0, places[0] - 2 * MARGIN_PX), places[-1] + 2 * MARGIN_PX))
    return tuple(found)


def _printed(first, second):
    """Return the mask of pixels where either picture prints, with a margin around it."""
    import cv2
    import numpy as np

    mask = ((first[:, :, 3] > 0) | (second[:, :, 3] > 0)).astype(np.uint8)
    side = 2 * MARGIN_PX + 1
    return cv2.dilate(mask, np.ones((side, side), np.uint8)).astype(bool)


def _on(rgba, ground):
    import numpy as np

    share = rgba[:, :, 3:].astype(np.float32) / 255
    return rgba[:, :, :3].astype(np.float32) * share + ground * (1 - share)


def ssim(first, second, mask):
    """Return the mean structural similarity of two RGB pictures within ``mask``.

    Wang et al. 2004: Gaussian window of 11 pixels, sigma 1.5, on Rec. 601 luma.
    """
    import cv2
    import numpy as np

    weights = np.array((0.299, 0.587, 0.114), np.float32)
    one, two = first @ weights, second @ weights

    def smooth(picture):
        return cv2.GaussianBlur(picture, (11, 11), 1.5)

    mean_one, mean_two = smooth(one), smooth(two)
    spread_one = smooth(one * one) - mean_one * mean_one
    spread_two = smooth(two * two) - mean_two * mean_two
    common = smooth(one * two) - mean_one * mean_two
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    values = (2 * mean_one * mean_two + c1) * (2 * common + c2)
    values /= (mean_one**2 + mean_two**2 + c1) * (spread_one + spread_two + c2)
    return float(values[mask].mean())


def _delta_e(first, second, dpi, printed):
    import cv2
    import numpy as np

    rows, columns = printed.shape
    cell = MM_PER_INCH / CELL_MM / dpi
    size = (max(1, round(columns * cell)), max(1, round(rows * cell)))

    def lab(picture):
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        return cv2.cvtColor(small / np.float32(255), cv2.COLOR_RGB2LAB)

    inside = cv2.resize(printed.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    difference = np.linalg.norm(lab(first) - lab(second), axis=2)[inside]
    return float(np.percentile(difference, 99))
