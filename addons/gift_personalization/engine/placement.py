"""Photo placement: fit, zoom, turn and shift a picture inside its zone without gaps.

The picture is scaled to cover (or to lie within) the zone, multiplied by the zoom, turned about
its centre and moved by a share of the zone's size. In ``cover`` the offset is clamped so that the
zone stays full; at odd angles the picture is first enlarged to cover the turned zone.
"""

from dataclasses import dataclass

from .geometry import cos_sin, multiply, rotate, rounded, scale, translate

UM_PER_INCH = 25_400
# Cubic approximation of a quarter circle.
KAPPA = 0.5522847498


@dataclass(frozen=True)
class PhotoPlacement:
    """Where a photo lies.

    :param tuple matrix: pixels of the master to µm of the surface
    :param str clip: path data of the zone's shape in µm of the surface
    :param float um_per_px: printed size of one master pixel
    :param int dpi: effective resolution, rounded down
    """

    matrix: tuple
    clip: str
    um_per_px: float
    dpi: int


def place_photo(zone, value, matrix):
    """Return the :class:`PhotoPlacement` of ``value`` in ``zone``.

    :param matrix: zone rectangle (origin at its top left corner) to surface
    """
    width, height = zone.width_um, zone.height_um
    cos, sin = (abs(part) for part in cos_sin(value.rotation_mdeg))
    needed_x, needed_y = width * cos + height * sin, width * sin + height * cos
    unit = _unit(zone, value, cos, sin, needed_x, needed_y) * value.zoom_permille / 1000
    shift_x = value.offset_x_permille * width / 1000
    shift_y = value.offset_y_permille * height / 1000
    free_x = value.width_px * unit - needed_x
    free_y = value.height_px * unit - needed_y
    if zone.photo_fit == "cover":
        shift_x, shift_y = _clamped(value.rotation_mdeg, shift_x, shift_y, free_x, free_y)
    to_centre = translate(-value.width_px / 2, -value.height_px / 2)
    picture = multiply(rotate(value.rotation_mdeg), multiply(scale(unit, unit), to_centre))
    placed = multiply(translate(width / 2 + shift_x, height / 2 + shift_y), picture)
    return PhotoPlacement(
        matrix=rounded(multiply(matrix, placed)),
        clip=shape_path(zone, matrix),
        um_per_px=unit,
        dpi=int(UM_PER_INCH / unit),
    )


def _unit(zone, value, cos, sin, needed_x, needed_y):
    if zone.photo_fit == "cover":
        return max(needed_x / value.width_px, needed_y / value.height_px)
    turned_x = value.width_px * cos + value.height_px * sin
    turned_y = value.width_px * sin + value.height_px * cos
    return min(zone.width_um / turned_x, zone.height_um / turned_y)


def _clamped(mdeg, shift_x, shift_y, free_x, free_y):
    """Clamp the shift in the picture's own axes, where the free play is a rectangle."""
    cos, sin = cos_sin(mdeg)
    along = shift_x * cos + shift_y * sin
    across = -shift_x * sin + shift_y * cos
    along = max(-free_x / 2, min(free_x / 2, along))
    across = max(-free_y / 2, min(free_y / 2, across))
    return along * cos - across * sin, along * sin + across * cos


# === SHAPES === #


def shape_path(zone, matrix):
    """Return the outline of a zone's shape as path data in µm of the surface."""
    width, height = zone.width_um, zone.height_um
    if zone.shape == "ellipse":
        return rounded_rect(width, height, width / 2, height / 2, matrix)
    radius = min(zone.radius_um, width / 2, height / 2) if zone.shape == "rounded" else 0
    return rounded_rect(width, height, radius, radius, matrix)


def rounded_rect(width, height, radius_x, radius_y, matrix):
    """Return path data of a rectangle from (0, 0) with elliptic corners, mapped by ``matrix``."""
    if not radius_x or not radius_y:
        corners = ((0, 0), (width, 0), (width, height), (0, height))
        points = [_point(matrix, x, y) for x, y in corners]
        return f"M{points[0]}L{points[1]}L{points[2]}L{points[3]}z"
    parts = []
    for corner_x, corner_y, turn_x, turn_y in (
        (width, 0, -1, 1),
        (width, height, -1, -1),
        (0, height, 1, -1),
        (0, 0, 1, 1),
    ):
        beside = (corner_x + turn_x * radius_x, corner_y)
        below = (corner_x, corner_y + turn_y * radius_y)
        first, last = (beside, below) if turn_x * turn_y < 0 else (below, beside)
        corner = (corner_x, corner_y)
        controls = [
            tuple(p + (c - p) * KAPPA for p, c in zip(end, corner, strict=True))
            for end in (first, last)
        ]
        curve = " ".join(_point(matrix, *point) for point in (*controls, last))
        parts.append(f"{'L' if parts else 'M'}{_point(matrix, *first)}C{curve}")
    return "".join(parts) + "z"


def _point(matrix, x, y):
    a, b, c, d, e, f = matrix
    return f"{_number(a * x + c * y + e)} {_number(b * x + d * y + f)}"


def _number(value):
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
