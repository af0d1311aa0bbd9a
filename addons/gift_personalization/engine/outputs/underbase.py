"""White underbase for garment printers: where white ink goes first, choked under the colours.

A choke draws the white's edge back, so that no white shows where the two prints are a hair apart.
"""

from .raster import encode_png, render_rgba

UM_PER_INCH = 25_400
NEIGHBOURS = 3
STRIP_ROWS = 1024
INK = 0


def render_underbase(display, images, *, dpi, choke_um=0, bleed=False, mirror=False):
    """Return the underbase as PNG bytes of the very size of the print: black is full white ink.

    :param choke_um: how far the white stays inside of the printed edge
    Other parameters as :func:`raster.render_rgba`.
    """
    import numpy as np

    alpha = render_rgba(display, images, dpi=dpi, bleed=bleed, mirror=mirror)[:, :, 3]
    rgba = np.full((*alpha.shape, 4), INK, np.uint8)
    rgba[:, :, 3] = choked(alpha, choke_um * dpi / UM_PER_INCH)
    return encode_png(rgba, dpi)


def choked(alpha, pixels):
    """Return coverage (uint8) drawn back by ``pixels`` from every printed edge.

    Strip by strip: a strip sees as many rows beside it as the choke reaches.
    """
    import numpy as np

    if pixels <= 0:
        return alpha.copy()
    reach = int(pixels) + 2
    result = np.empty_like(alpha)
    for top in range(0, alpha.shape[0], STRIP_ROWS):
        first = max(0, top - reach)
        part = alpha[first : top + STRIP_ROWS + reach]
        count = min(STRIP_ROWS, alpha.shape[0] - top)
        kept = _kept(part, pixels)[top - first : top - first + count]
        result[top : top + count] = kept
    return result


def where_printed(alpha):
    """Return the mask of printed pixels: at least half as opaque as the most opaque beside them.

    So a gap narrower than a pixel still parts two letters, and pale ink still is ink.
    """
    import cv2
    import numpy as np

    around = cv2.dilate(alpha, np.ones((NEIGHBOURS, NEIGHBOURS), np.uint8))
    return (alpha > 0) & (alpha.astype(np.uint16) * 2 > around)


def _kept(alpha, pixels):
    import cv2
    import numpy as np

    # Beyond the picture nothing is cut off: artwork that runs into the bleed keeps its white.
    inside = np.pad(where_printed(alpha).astype(np.uint8), 1, mode="edge")
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    # Half a pixel: distances count from pixel centres, the edge lies between two of them.
    share = np.clip(distance - pixels, 0, 1)
    return np.minimum(alpha, np.rint(share * 255).astype(np.uint8))
