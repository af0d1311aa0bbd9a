"""Mapping: from the points of a surface to the points of its mock-up picture, and back.

Both sides count in shares: ``(u, v)`` of the surface's width and height, ``(x, y)`` of the
picture's. ``static/src/js/surface_map.js`` is the twin of this module; a test compares them.

A perspective is the homography of the unit square onto four corners (P. Heckbert, "Fundamentals
of texture mapping", 1989, section 2.2.3). On a cylinder the square is bent first: across, the part
of the surface that is seen lies on an arc and is foreshortened by its sine; down, the middle of
the upper and lower edge sag by a share of the side, as the ellipses of a mug seen from above. Its
upright lines stay straight and evenly divided: the bent square is laid between the four corners by
bilinear interpolation, which suits cups that get narrower as well.
"""

import math
from dataclasses import dataclass, fields
from functools import lru_cache

from .model import added

KINDS = ("perspective", "cylinder")
PPM = 1_000_000
RANGE_PPM = (-500_000, 1_500_000)
LEAST_PPM = 10_000  # shortest side of the four
ANGLES_MDEG = (10_000, 170_000)
MOST_SAG_PPM = 500_000
LEAST_SEEN_PPM = 50_000
LEAST_ROOM = 0.1  # what a sag must leave of the height at the middle
GRID = 33


@dataclass(frozen=True)
class Mapping:
    """How a surface lies on the picture where it is no upright rectangle.

    ``corners_ppm``: x and y of the four corners, clockwise from the top left, in millionths of the
    picture. A cylinder shows the surface from ``from_ppm`` to ``to_ppm`` of its width on an arc of
    ``angle_mdeg``; the middles of its upper and lower edge sag by shares of its height. ``lit``:
    the picture's own light falls on the material, too.
    """

    kind: str
    corners_ppm: tuple
    angle_mdeg: int = added(120_000)
    from_ppm: int = added(0)
    to_ppm: int = added(PPM)
    sag_top_ppm: int = added(0)
    sag_bottom_ppm: int = added(0)
    lit: bool = added(False)

    @classmethod
    def of(cls, mapping):
        """Return a mapping, or that of its part of the content document."""
        if isinstance(mapping, dict):
            return cls(**mapping | {"corners_ppm": tuple(mapping["corners_ppm"])})
        return mapping


def parse_mapping(mockup):
    """Return the mapping of a mock-up's document (a ``Reader``), or None for a flat one.

    :raises EngineError: ``bad_schema``
    """
    if mockup.get("mapping", None) is None:
        return None
    reader = mockup.reader("mapping")
    reader.refuse_unknown({item.name for item in fields(Mapping)})
    kind = reader.choice("kind", KINDS)
    bent = {} if kind == "perspective" else {
        "angle_mdeg": reader.integer("angle_mdeg", 0, 180_000, 120_000),
        "from_ppm": reader.integer("from_ppm", 0, PPM, 0),
        "to_ppm": reader.integer("to_ppm", 0, PPM, PPM),
        "sag_top_ppm": reader.integer("sag_top_ppm", -PPM, PPM, 0),
        "sag_bottom_ppm": reader.integer("sag_bottom_ppm", -PPM, PPM, 0),
    }  # fmt: skip
    mapping = Mapping(
        kind=kind,
        corners_ppm=reader.integers("corners_ppm", 8, -PPM, 2 * PPM),
        lit=reader.boolean("lit", False),
        **bent,
    )
    fault = find_fault(mapping)
    if fault:
        raise mockup.error("mapping", fault)
    return mapping


def find_fault(mapping):
    """Return why a mapping cannot be used, or None.

    :param Mapping mapping:
    :return: ``range``, ``small``, ``crossed``, ``angle``, ``seen``, ``sag`` or ``tilted``
    """
    points = corners_of(mapping)
    low, high = RANGE_PPM
    if not all(low <= value <= high for point in points for value in point):
        return "range"
    sides = [math.dist(points[i], points[i - 1]) for i in range(4)]
    if min(sides) < LEAST_PPM:
        return "small"
    if not _is_convex(points):
        return "crossed"
    return _find_cylinder_fault(mapping) if mapping.kind == "cylinder" else None


def _find_cylinder_fault(mapping):
    if not ANGLES_MDEG[0] <= mapping.angle_mdeg <= ANGLES_MDEG[1]:
        return "angle"
    if not 0 <= mapping.from_ppm <= mapping.to_ppm - LEAST_SEEN_PPM <= PPM - LEAST_SEEN_PPM:
        return "seen"
    sags = mapping.sag_top_ppm, mapping.sag_bottom_ppm
    if max(map(abs, sags)) > MOST_SAG_PPM or 1 + (sags[1] - sags[0]) / PPM < LEAST_ROOM:
        return "sag"
    return None if SurfaceMap(mapping).is_unfolded() else "tilted"


def corners_of(mapping):
    """Return the corners in ppm, clockwise from the top left."""
    flat = mapping.corners_ppm
    return [(flat[at], flat[at + 1]) for at in range(0, 8, 2)]


def _is_convex(points):
    """Return whether four points turn clockwise (y down) at each corner, by more than nothing."""
    for i in range(4):
        (ax, ay), (bx, by), (cx, cy) = points[i - 2], points[i - 1], points[i]
        cross = (bx - ax) * (cy - by) - (by - ay) * (cx - bx)
        if cross <= 0.02 * math.dist((ax, ay), (bx, by)) * math.dist((bx, by), (cx, cy)):
            return False
    return True


def homography(points):
    """Return ``(a, b, c, d, e, f, g, h)`` of the unit square onto four points.

    x = (a·u + b·v + c) / (g·u + h·v + 1), y = (d·u + e·v + f) / (g·u + h·v + 1); a parallelogram
    has g = h = 0 exactly.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area
    return (
        x1 - x0 + g * x1, x3 - x0 + h * x3, x0,
        y1 - y0 + g * y1, y3 - y0 + h * y3, y0,
        g, h,
    )  # fmt: skip


class SurfaceMap:
    """The two ways between a surface and its picture; takes numbers or numpy arrays.

    :param Mapping mapping: one without a fault
    """

    def __init__(self, mapping):
        self.corners = corners_of(mapping)
        self.matrix = homography(self.corners)
        self.is_round = mapping.kind == "cylinder"
        self.start = mapping.from_ppm / PPM
        self.seen = mapping.to_ppm / PPM - self.start
        self.angle = math.radians(mapping.angle_mdeg / 1000)
        self.top = mapping.sag_top_ppm / PPM
        self.bottom = mapping.sag_bottom_ppm / PPM

    @classmethod
    def of(cls, mapping):
        """Return the map of a :class:`Mapping`, or of its part of the content document."""
        return _surface_map(Mapping.of(mapping))

    def is_unfolded(self):
        """Return whether the bent square does not fold where it sags beyond the corners."""
        (ex, ey), (fx, fy), (gx, gy) = self._sides()
        rows = min(0.0, self.top), max(1.0, 1 + self.bottom)
        return all(
            ex * fy - ey * fx + u * (ex * gy - ey * gx) + v * (gx * fy - gy * fx) > 0
            for u in (0, 1)
            for v in rows
        )

    def to_picture(self, u, v):
        """Return (x, y) of a point of the surface; beyond the seen part it is its nearest edge."""
        if self.is_round:
            u, v = self._bent(u, v)
            (x, y), ((ex, ey), (fx, fy), (gx, gy)) = self.corners[0], self._sides()
            across, down = x + ex * u + (fx + gx * u) * v, y + ey * u + (fy + gy * u) * v
            return across / PPM, down / PPM
        a, b, c, d, e, f, g, h = self.matrix
        depth = (g * u + h * v + 1) * PPM
        return (a * u + b * v + c) / depth, (d * u + e * v + f) / depth

    def to_surface(self, x, y):
        """Return (u, v) of a point of the picture; beside a cylinder it is its nearest edge."""
        u, v = self._squared(x, y)
        return self._unbent(u, v) if self.is_round else (u, v)

    def is_beside(self, x, y):
        """Return which points of the picture lie to the left or the right of the surface."""
        u, _v = self._squared(x, y)
        return (u < 0) | (u > 1)

    def _squared(self, x, y):
        """Return a point of the picture on the unit square, where a cylinder is still bent."""
        if self.is_round:
            return self._between(x * PPM - self.corners[0][0], y * PPM - self.corners[0][1])
        a, b, c, d, e, f, g, h = self.matrix
        x, y = x * PPM, y * PPM
        # The adjoint of the matrix, which is its inverse up to a factor that falls out.
        depth = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d)
        u = ((e - f * h) * x + (c * h - b) * y + (b * f - c * e)) / depth
        v = ((f * g - d) * x + (a - c * g) * y + (c * d - a * f)) / depth
        return u, v

    def _sides(self):
        """Return the upper and the left side, and by how much the opposite ones differ."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.corners
        return (x1 - x0, y1 - y0), (x3 - x0, y3 - y0), (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3)

    def _between(self, x, y):
        """Return the shares of a point, as seen from the first corner, between the four sides."""
        import numpy as np

        (ex, ey), (fx, fy), (gx, gy) = self._sides()
        square = gx * fy - gy * fx
        linear = ex * fy - ey * fx + x * gy - y * gx
        constant = x * ey - y * ex
        root = np.sqrt(np.maximum(linear * linear - 4 * square * constant, 0))
        v = -2 * constant / (linear + root)
        across, down = ex + gx * v, ey + gy * v
        u = ((x - fx * v) * across + (y - fy * v) * down) / (across * across + down * down)
        return u, v

    def _bent(self, u, v):
        import numpy as np

        half = self.angle / 2
        turn = (np.clip((u - self.start) / self.seen, 0, 1) * 2 - 1) * half
        bulge = self._bulge(turn)
        return (
            (1 + np.sin(turn) / math.sin(half)) / 2,
            v + ((1 - v) * self.top + v * self.bottom) * bulge,
        )

    def _unbent(self, u, v):
        import numpy as np

        half = self.angle / 2
        turn = np.arcsin(np.clip((2 * u - 1), -1, 1) * math.sin(half))
        bulge = self._bulge(turn)
        return (
            self.start + self.seen * (1 + turn / half) / 2,
            (v - self.top * bulge) / (1 + (self.bottom - self.top) * bulge),
        )

    def _bulge(self, turn):
        """Return how far a point stands out towards the viewer: 0 at the edges, 1 in the middle."""
        import numpy as np

        edge = math.cos(self.angle / 2)
        return (np.cos(turn) - edge) / (1 - edge)

    def grid(self):
        """Return (u, v) arrays that cover the seen part of the surface."""
        import numpy as np

        across = np.linspace(self.start, self.start + self.seen, GRID)
        return np.meshgrid(across, np.linspace(0, 1, GRID))


@lru_cache(maxsize=32)
def _surface_map(mapping):
    return SurfaceMap(mapping)
