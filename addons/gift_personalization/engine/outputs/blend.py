"""Blending a drawing onto opaque pixels (W3C compositing, separable modes), rounded to nearest.

Products of two bytes by 255 never lie half way between two bytes, so OpenCV's rounding and the
integers' are the same, and each mode needs one such product per channel.
"""

from ..errors import EngineError

BYTE = 1 / 255


def blended(ground, design, blend):
    """Return a uint8 RGB array: premultiplied RGBA on opaque RGB of the same size.

    :param str blend: ``normal``, ``multiply`` or ``screen``
    """
    import cv2

    colour = cv2.cvtColor(design, cv2.COLOR_RGBA2RGB)
    if blend == "screen":
        return ground + colour - cv2.multiply(ground, colour, scale=BYTE)
    rest = cv2.cvtColor(255 - cv2.extractChannel(design, 3), cv2.COLOR_GRAY2RGB)
    if blend == "normal":
        return cv2.add(colour, cv2.multiply(ground, rest, scale=BYTE))
    if blend == "multiply":
        return cv2.multiply(ground, cv2.add(colour, rest), scale=BYTE)
    raise EngineError("bad_schema", path="blend", reason="wrong value")
