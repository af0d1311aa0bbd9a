"""Clip art: a drawing in closed outlines, named by the hash of its document.

A drawing document is canonical JSON: ``{"format": 1, "colors": "single"|"full", "width", "height",
"parts": [{"fill": "", "d": "M…z"}, …]}``. Coordinates are integer units, the longer side measures
``SIDE`` of them, the outlines touch all four sides. A part without ``fill`` takes the colour the
customer chose. ``clipart_svg`` makes such documents of SVG files.
"""

import json
import re
from dataclasses import dataclass

from .canonical import canonical_json, sha256_hex
from .display import GroupItem, PathItem
from .errors import EngineError
from .geometry import multiply, rounded, scale, translate
from .model import ClipartZone
from .reader import COLOR, SHA256, Reader
from .text_zones import DEFAULT_COLOR, MAX_FONTS

FORMAT = 1
SIDE = 10_000
MAX_BYTES = 400_000
MAX_PARTS = 40
PATH_DATA = re.compile(r"(?:M-?\d+ -?\d+(?:[lqc](?:-?\d+)(?: ?-?\d+)*)+z)+\Z")


@dataclass(frozen=True)
class Drawing:
    """Outlines in units of its own; ``parts`` are pairs of fill (may be empty) and path data."""

    colors: str
    width: int
    height: int
    parts: tuple

    def to_json(self):
        """Return the document whose SHA-256 names the drawing."""
        return canonical_json(
            {
                "format": FORMAT,
                "colors": self.colors,
                "width": self.width,
                "height": self.height,
                "parts": [{"fill": fill, "d": data} for fill, data in self.parts],
            }
        )

    @property
    def sha256(self):
        return sha256_hex(self.to_json())


def parse_drawing(data):
    """Return the :class:`Drawing` of a stored document.

    :param bytes data: UTF-8 JSON as :meth:`Drawing.to_json` writes it
    :raises EngineError: ``bad_drawing``
    """
    try:
        reader = Reader(json.loads(data) if len(data) <= MAX_BYTES else None, "drawing")
        reader.integer("format", FORMAT, FORMAT)
        return Drawing(
            colors=reader.choice("colors", ("single", "full")),
            width=reader.integer("width", 1, SIDE),
            height=reader.integer("height", 1, SIDE),
            parts=tuple(_parse_part(part) for part in reader.readers("parts", 1, MAX_PARTS)),
        )
    except (ValueError, RecursionError, EngineError) as error:
        raise EngineError("bad_drawing", reason=str(error)[:200]) from None


def _parse_part(reader):
    return reader.color("fill", ""), reader.matching("d", PATH_DATA)


class DrawingBook:
    """Drawings by hash, parsed once.

    :param load: callable from a SHA-256 to the bytes of the document; KeyError when unknown
    """

    def __init__(self, load):
        self._load = load
        self._drawings = {}

    def drawing(self, sha256):
        """Return the :class:`Drawing`.

        :raises EngineError: ``drawing_missing`` or ``bad_drawing``
        """
        if sha256 not in self._drawings:
            try:
                data = self._load(sha256)
            except KeyError:
                raise EngineError("drawing_missing", sha256=sha256) from None
            self._drawings[sha256] = parse_drawing(data)
        return self._drawings[sha256]


# === ZONE === #


def parse_clipart_zone(reader, base):
    """Return the :class:`model.ClipartZone` of a zone of the content document."""
    return ClipartZone(
        **base,
        colors=reader.strings("colors", COLOR, 0, MAX_FONTS, ()) or (DEFAULT_COLOR,),
        default=reader.matching("default", SHA256, ""),
    )


def placed_unit(drawing, zone):
    """Return how long a unit of a drawing is in a zone, in µm."""
    return min(zone.width_um / drawing.width, zone.height_um / drawing.height)


def drawing_item(drawing, zone, color, matrix):
    """Return the group that draws ``drawing`` as large as fits, in the middle of a zone.

    :param zone: has ``key``, ``width_um`` and ``height_um``
    :param str color: ``#rrggbb`` of the parts without a fill of their own
    :param matrix: zone rectangle (origin at its top left corner) to surface
    """
    unit = placed_unit(drawing, zone)
    left = (zone.width_um - drawing.width * unit) / 2
    top = (zone.height_um - drawing.height * unit) / 2
    placed = rounded(multiply(matrix, multiply(translate(left, top), scale(unit, unit))))
    paths = tuple(PathItem(data, placed, fill or color) for fill, data in drawing.parts)
    return GroupItem(paths, zone=zone.key)


def drawing_svg(drawing, color="#1f2430"):
    """Return the drawing as an SVG document of its own: paths with a fill, nothing else.

    :param str color: of the parts that take the customer's colour
    """
    longest = max(drawing.width, drawing.height)
    left, top = (drawing.width - longest) // 2, (drawing.height - longest) // 2
    paths = "".join(f'<path fill="{fill or color}" d="{data}"/>' for fill, data in drawing.parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" '
        f'viewBox="{left} {top} {longest} {longest}">{paths}</svg>'
    )
