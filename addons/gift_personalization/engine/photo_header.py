"""Photo headers: type and size from the first bytes, without decoding anything.

Own readers instead of an imaging library: they never allocate pixels, hold no global state and
cannot be changed by settings of the process they run in.
"""

import struct
from dataclasses import dataclass

from .errors import EngineError

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
HEIF_GENERIC = {b"mif1", b"msf1"}
# Start-of-frame markers of JPEG; C4, C8 and CC are something else.
SOF = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
STANDALONE = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True)
class PhotoInfo:
    """Type and stored size of a photo, before its EXIF orientation is applied."""

    mimetype: str
    width_px: int
    height_px: int


def read_header(data):
    """Return the :class:`PhotoInfo` of JPEG, PNG or WebP bytes.

    :raises EngineError: ``heic``, ``unsupported_type`` or ``broken``
    """
    head = bytes(data[:32])
    if head.startswith(b"\xff\xd8\xff"):
        return _info(JPEG, _jpeg_size(data))
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _info(PNG, _png_size(head))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _info(WEBP, _webp_size(head))
    if head[4:8] == b"ftyp" and _is_heif(data):
        raise EngineError("heic")
    raise EngineError("unsupported_type")


def _info(mimetype, size):
    if not size or not size[0] or not size[1]:
        raise EngineError("broken")
    return PhotoInfo(mimetype, *size)


def _is_heif(data):
    length = min(int.from_bytes(data[:4], "big"), 128)
    brands = {bytes(data[at : at + 4]) for at in range(8, length, 4)}
    if b"avif" in brands:
        return False
    return bool(brands & HEIF_BRANDS) or bytes(data[8:12]) in HEIF_GENERIC


def _jpeg_size(data):
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in STANDALONE:
            at += 2
        elif marker in SOF:
            if at + 9 > len(data):
                return None
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        elif marker == 0xDA or marker == 0xD9:
            return None
        else:
            length = int.from_bytes(data[at + 2 : at + 4], "big")
            if length < 2:
                return None
            at += 2 + length
    return None


def _png_size(head):
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    return struct.unpack(">II", head[16:24])


def _webp_size(head):
    kind = head[12:16]
    if kind == b"VP8X" and len(head) >= 30:
        return tuple(1 + int.from_bytes(head[at : at + 3], "little") for at in (24, 27))
    if kind == b"VP8L" and len(head) >= 25 and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 " and len(head) >= 30 and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
