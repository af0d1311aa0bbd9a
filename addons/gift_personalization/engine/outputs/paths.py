"""Path data to Skia paths, for the raster and PDF outputs."""

import re
from functools import lru_cache

TOKEN = re.compile(r"([MLClqcz])([^MLClqcz]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


@lru_cache(maxsize=512)
def skia_path(data):
    """Return the ``skia.Path`` of path data (``M L C l q c z``), nonzero winding.

    Paths are shared: callers must not change them.
    """
    import skia

    path = skia.Path()
    draw = {
        "M": path.moveTo, "L": path.lineTo, "C": path.cubicTo,
        "l": path.rLineTo, "q": path.rQuadTo, "c": path.rCubicTo,
    }  # fmt: skip
    for command, arguments in TOKEN.findall(data):
        if command == "z":
            path.close()
            continue
        draw[command](*map(float, NUMBER.findall(arguments)))
    return path


def skia_matrix(matrix):
    """Return the ``skia.Matrix`` of an engine matrix."""
    import skia

    a, b, c, d, e, f = matrix
    return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)
