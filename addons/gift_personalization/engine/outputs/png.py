"""PNG writer for print files: rows in, bytes out, deflated by ISA-L.

The Up filter and ISA-L's level 1 write a 24 megapixel print in about 0.2 s where the usual
encoders take 1 to 7 s, for a file a few per cent larger. Lossless; every test decodes it again.
"""

import struct

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGBA, RGB = 6, 2
METRES_PER_INCH = 0.0254
PERCEPTUAL = 0
UP = 2


class PngWriter:
    """Collects the rows of one picture.

    :param int channels: 4 for RGBA, 3 for RGB
    """

    def __init__(self, width, height, dpi, channels=4):
        from isal import isal_zlib

        self.width = width
        self.height = height
        self.channels = channels
        self.rows = 0
        self.before = None
        self.filtered = None
        self.empty = None
        self.deflate = isal_zlib.compressobj(level=1)
        self.crc32 = isal_zlib.crc32
        self.parts = [SIGNATURE]
        per_metre = round(dpi / METRES_PER_INCH)
        colour = RGBA if channels == 4 else RGB
        self._write(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
        self._write(b"sRGB", bytes([PERCEPTUAL]))
        self._write(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))

    def add(self, rows):
        """Append rows: a uint8 array [n, width, channels]; it may be reused afterwards."""
        import numpy as np

        count, length = rows.shape[0], self.width * self.channels
        flat = np.ascontiguousarray(rows).reshape(count, length)
        if self.filtered is None or self.filtered.shape[0] < count:
            # Kept between calls: fresh memory costs more than the filter.
            self.filtered = np.empty((count, length + 1), np.uint8)
            self.filtered[:, 0] = UP
        filtered = self.filtered[:count]
        first = np.zeros_like(flat[0]) if self.before is None else self.before
        np.subtract(flat[0], first, out=filtered[0, 1:])
        np.subtract(flat[1:], flat[:-1], out=filtered[1:, 1:])
        self.before = flat[-1].copy()
        self.rows += count
        self._write(b"IDAT", self.deflate.compress(filtered))

    def add_empty(self, count):
        """Append rows of zeros, without looking at any pixel."""
        import numpy as np

        if not count:
            return
        length = self.width * self.channels
        if self.before is not None and self.before.any():
            self.add(np.zeros((1, length), np.uint8))
            count -= 1
        if self.empty is None or self.empty.shape[0] < count:
            self.empty = np.zeros((count, length + 1), np.uint8)
            self.empty[:, 0] = UP
        self.before = None
        self.rows += count
        self._write(b"IDAT", self.deflate.compress(self.empty[:count]))

    def finish(self):
        """Return the whole file."""
        if self.rows != self.height:
            raise ValueError(f"{self.rows} rows given, {self.height} promised")
        self._write(b"IDAT", self.deflate.flush())
        self._write(b"IEND", b"")
        return b"".join(self.parts)

    def _write(self, kind, data):
        if data or kind == b"IEND":
            checksum = self.crc32(data, self.crc32(kind))
            self.parts += (struct.pack(">I", len(data)), kind, data, struct.pack(">I", checksum))
