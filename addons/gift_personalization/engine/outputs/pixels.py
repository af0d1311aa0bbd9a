"""Pixels of photos and mock-ups: decoding and warping with OpenCV, ink for single colours.

Arrays are BGRA, premultiplied where they are drawn: that is what Skia blits fastest.
"""

from functools import lru_cache

from ..errors import EngineError
from ..photo_header import JPEG, read_header

INK_WEIGHTS = (0.0722, 0.7152, 0.2126)  # blue, green, red: Rec. 709 luma, as in the SVG filter


def decode_bgra(data):
    """Decode JPEG, PNG or WebP to a BGRA array, straight alpha.

    :raises EngineError: ``unsupported_type`` or ``broken``
    """
    return decode_at(data, read_header(data), 1)


def reduction(info, enough):
    """Return 1, 2, 4 or 8: the part of its size at which a picture is still large enough.

    Only JPEG decodes at a part of its size; whole parts, because others are rounded up to whole
    pixels by up to 7/8 of one, which moves the picture.

    :param info: header of the picture
    :param enough: (width, height) in pixels
    """
    if info.mimetype != JPEG:
        return 1
    sizes = (info.width_px, info.height_px)
    return next(
        (n for n in (8, 4, 2) if all(s / n >= e for s, e in zip(sizes, enough, strict=True))), 1
    )


def decode_at(data, info, parts):
    """Decode to a BGRA array at 1/``parts`` of the size. Raises as :func:`decode_bgra`."""
    import cv2
    import numpy as np

    if info.mimetype == JPEG:
        return _decode_jpeg(data, info, parts)
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint8:
        raise EngineError("broken")
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if channels == 4:
        return pixels
    return cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGRA if channels == 1 else cv2.COLOR_BGR2BGRA)


def _decode_jpeg(data, info, parts):
    import simplejpeg

    least = (0, 0) if parts == 1 else (-(-info.width_px // parts), -(-info.height_px // parts))
    try:
        return simplejpeg.decode_jpeg(
            data, colorspace="BGRA", min_width=least[0], min_height=least[1]
        )
    except (ValueError, MemoryError) as error:
        raise EngineError("broken") from error


@lru_cache(maxsize=6)
def decode_scaled(data, width, height):
    """Decode to exactly width × height, flattened on white; kept for the next proof.

    :return: read-only BGR array
    """
    import cv2
    import numpy as np

    info = read_header(data)
    pixels = decode_at(data, info, reduction(info, (width, height)))
    if pixels.shape[1] != width or pixels.shape[0] != height:
        smaller = pixels.shape[1] >= width
        method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        pixels = cv2.resize(pixels, (width, height), interpolation=method)
    colour = pixels[:, :, :3]
    alpha = pixels[:, :, 3:]
    if alpha.min() < 255:
        share = alpha.astype(np.float32) / 255
        colour = np.rint(colour * share + 255 * (1 - share)).astype(np.uint8)
    colour = np.ascontiguousarray(colour)
    colour.flags.writeable = False
    return colour


def adjusted(pixels, tone_line, mono):
    """Return BGRA pixels with every colour changed, as greys where ``mono`` is set.

    :param tone_line: (factor, shift) of colours from 0 to 1
    """
    import numpy as np

    factor, shift = tone_line[0], tone_line[1] * 255
    made = pixels.copy()
    if mono:
        luma = pixels[:, :, :3].astype(np.float32) @ np.array(INK_WEIGHTS, np.float32)
        luma = luma * factor + shift
        made[:, :, :3] = np.rint(np.clip(luma, 0, 255)).astype(np.uint8)[:, :, None]
    else:
        table = np.rint(np.clip(np.arange(256) * factor + shift, 0, 255)).astype(np.uint8)
        made[:, :, :3] = table[pixels[:, :, :3]]
    return made


def inked(pixels, ink):
    """Return BGRA pixels as ink: dark becomes opaque, light becomes nothing."""
    import numpy as np

    luma = pixels[:, :, :3].astype(np.float32) @ np.array(INK_WEIGHTS, np.float32)
    alpha = np.clip(pixels[:, :, 3] - luma, 0, 255)
    made = np.empty_like(pixels)
    made[:, :, 0], made[:, :, 1], made[:, :, 2] = (int(ink[at : at + 2], 16) for at in (5, 3, 1))
    made[:, :, 3] = np.rint(alpha).astype(np.uint8)
    return made


def premultiplied(pixels):
    """Return BGRA pixels with colours multiplied by alpha; opaque ones as they are."""
    import cv2

    if pixels[:, :, 3].min() == 255:
        return pixels
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2mRGBA)


def warp(pixels, matrix, width, height):
    """Return ``pixels`` under ``matrix`` on a width × height canvas; edges are repeated.

    Pixels count from their centres, so both sides of the matrix are shifted by half a pixel. A
    strong reduction is first averaged, or fine detail would alias.

    :param matrix: pixels (edge coordinates) to canvas (edge coordinates)
    """
    import cv2
    import numpy as np

    a, b, c, d, e, f = matrix
    across, down = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
    if min(across, down) < 0.6:
        rows, columns = pixels.shape[:2]
        small = (max(1, round(columns * min(1, across))), max(1, round(rows * min(1, down))))
        pixels = cv2.resize(pixels, small, interpolation=cv2.INTER_AREA)
        grow_x, grow_y = columns / small[0], rows / small[1]
        a, b, c, d = a * grow_x, b * grow_x, c * grow_y, d * grow_y
    centred = np.array([[a, c, e + (a + c - 1) / 2], [b, d, f + (b + d - 1) / 2]], dtype=np.float64)
    return cv2.warpAffine(
        pixels,
        centred,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
