"""Affine matrices ``(a, b, c, d, e, f)``: x' = a·x + c·y + e, y' = b·x + d·y + f."""

import math

IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Sine and cosine of quarter turns are exact, so an upright photo stays upright to the last bit.
_QUARTERS = {0: (1.0, 0.0), 90000: (0.0, 1.0), 180000: (-1.0, 0.0), 270000: (0.0, -1.0)}


def cos_sin(mdeg):
    """Return (cos, sin) of an angle in millidegrees."""
    mdeg %= 360000
    if mdeg in _QUARTERS:
        return _QUARTERS[mdeg]
    angle = math.radians(mdeg / 1000)
    return math.cos(angle), math.sin(angle)


def multiply(outer, inner):
    """Return the matrix that applies ``inner`` first and ``outer`` second."""
    a, b, c, d, e, f = outer
    ia, ib, ic, id_, ie, if_ = inner
    return (
        a * ia + c * ib,
        b * ia + d * ib,
        a * ic + c * id_,
        b * ic + d * id_,
        a * ie + c * if_ + e,
        b * ie + d * if_ + f,
    )


def translate(x, y):
    """Return the matrix that moves by (x, y)."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def scale(x, y):
    """Return the matrix that scales by (x, y) about the origin."""
    return (x, 0.0, 0.0, y, 0.0, 0.0)


def rotate(mdeg):
    """Return the matrix that turns clockwise (y down) by ``mdeg`` about the origin."""
    cos, sin = cos_sin(mdeg)
    return (cos, sin, -sin, cos, 0.0, 0.0)


def invert(matrix):
    """Return the inverse matrix; a singular one gives the identity."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    if not det:
        return IDENTITY
    return (
        d / det,
        -b / det,
        -c / det,
        a / det,
        (c * f - d * e) / det,
        (b * e - a * f) / det,
    )


def apply(matrix, x, y):
    """Return the image of point (x, y)."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def rounded(matrix):
    """Return ``matrix`` rounded to 9 decimals, without negative zeros."""
    return tuple(round(value, 9) + 0.0 for value in matrix)


def bounds(matrix, box):
    """Return the axis-parallel box around the image of ``box`` (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    points = [apply(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
