"""Read written outlines, underbases and spot colours back and measure them.

Outlines are filled by ``polygons`` from what other programs read (ezdxf, fontTools): nothing here
is shared with what wrote them. Shapes have no colour, so both sides are compared as black.
"""

import base64
import io
import re
from dataclasses import dataclass

from .display import without_dots
from .errors import EngineError
from .file_parity import compare_dpi, likeness, read_png, scaled
from .geometry import multiply
from .outputs.raster import UM_PER_INCH, render_rgba
from .outputs.spots import ARTWORK, CUT, TRIM, WHITE
from .outputs.underbase import where_printed
from .parity import ANY, MM_PER_INCH, SURE, Parity, rasterise_pdf
from .polygons import coverage, overlap

OVERLAP_DPI = 1200
OVERLAP_PIXELS = 12_000_000
CURVE_STEPS = 24
HALF = 127
# The edge of a mask lies half a pixel inside, a hairline is a pixel wide, both are rounded.
LINE_SLACK_PX = 2
NUMBER = re.compile(r"([\d.]+)mm")
MATRIX = re.compile(r"matrix\(([^()]*)\)")
HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class ShapeParity:
    """Difference between the approved picture's shape and that of a file.

    :param Parity parity: as for any file; colours do not count
    :param float overlap: intersection over union of the two shapes
    """

    parity: Parity
    overlap: float


def measure_dxf(display, data, *, mirror=False):
    """Return the :class:`ShapeParity` of a DXF.

    :raises EngineError: ``broken_output`` for a file that is broken or has open contours
    """
    return measured(display, read_dxf(data, display.height_um / 1000), mirror)


def measure_outline_svg(display, data, *, mirror=False):
    """Return the :class:`ShapeParity` of the outlines of an SVG; errors as :func:`measure_dxf`."""
    return measured(display, read_outline_svg(data), mirror)


def read_dxf(data, height_mm):
    """Return the polygons of a DXF by layer: ``{name: [[(x, y) in mm, y down]]}``."""
    import ezdxf
    from ezdxf import recover

    try:
        document, auditor = recover.read(io.BytesIO(data))
    except (ezdxf.DXFError, OSError, ValueError) as error:
        raise EngineError("broken_output") from error
    if auditor.has_errors or document.units != ezdxf.units.MM:
        raise EngineError("broken_output")
    layers = {}
    for entity in document.modelspace():
        if entity.dxftype() != "LWPOLYLINE" or not entity.closed:
            raise EngineError("broken_output")
        points = [(x, height_mm - y) for x, y in entity.get_points("xy")]
        layers.setdefault(entity.dxf.layer, []).append(points)
    return layers


def read_outline_svg(data):
    """Return the polygons of an outline SVG by group; shape as :func:`read_dxf`."""
    from fontTools.svgLib.path import parse_path

    root = _svg_root(data)
    layers = {}
    for group in root.iter("{*}g"):
        pen = _polygon_pen()
        for path in group.iter("{*}path"):
            parse_path(path.get("d"), pen)
        layers[group.get("id")] = pen.polygons
    return layers


def _svg_root(data):
    """Return the element of an SVG whose unit is a millimetre."""
    from lxml import etree

    options = {"resolve_entities": False, "no_network": True, "huge_tree": True}
    try:
        root = etree.fromstring(data, etree.XMLParser(**options))
        size = [float(NUMBER.fullmatch(root.get(name))[1]) for name in ("width", "height")]
        box = [float(value) for value in root.get("viewBox").split()]
    except (etree.XMLSyntaxError, TypeError, AttributeError, ValueError) as error:
        raise EngineError("broken_output") from error
    if box != [0, 0, *size]:
        raise EngineError("broken_output")
    return root


def read_pictures(data):
    """Return ``[(bytes, matrix from shares of the picture to mm of the sheet)]`` of an SVG."""
    try:
        return [_picture(image) for image in _svg_root(data).iter("{*}image")]
    except (TypeError, AttributeError, ValueError) as error:
        raise EngineError("broken_output") from error


def _picture(image):
    kind, coded = image.get(HREF).split(",", 1)
    if kind != "data:image/png;base64":
        raise ValueError(kind)
    x, y = (float(image.get(name, "0")) for name in ("x", "y"))
    width, height = (float(image.get(name)) for name in ("width", "height"))
    turn = MATRIX.fullmatch(image.get("transform", "matrix(1 0 0 1 0 0)"))[1]
    outer = tuple(float(value) for value in turn.split())
    return base64.b64decode(coded), multiply(outer, (width, 0.0, 0.0, height, x, y))


def _polygon_pen():
    from fontTools.pens.basePen import BasePen

    class PolygonPen(BasePen):
        """Collects closed contours; curves become 24 chords."""

        def __init__(self):
            super().__init__()
            self.polygons = []

        def _moveTo(self, pt):
            self.polygons.append([pt])

        def _lineTo(self, pt):
            self.polygons[-1].append(pt)

        def _curveToOne(self, pt1, pt2, pt3):
            start = self._getCurrentPoint()
            for step in range(1, CURVE_STEPS + 1):
                t = step / CURVE_STEPS
                weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
                parts = list(zip((start, pt1, pt2, pt3), weights, strict=True))
                self.polygons[-1].append(
                    tuple(sum(point[axis] * weight for point, weight in parts) for axis in (0, 1))
                )

        def _endPath(self):
            raise EngineError("broken_output")

    return PolygonPen()


def measured(display, layers, mirror):
    dpi, fine = compare_dpi(display), _fine_dpi(display)
    if mirror:
        layers = {name: _turned(polygons, display) for name, polygons in layers.items()}
    parity = likeness(_shape(display, dpi), _filled(display, layers, dpi), dpi)
    approved = _shape(display, fine)[:, :, 3]
    return ShapeParity(parity, overlap(approved, _filled(display, layers, fine)[:, :, 3]))


def _fine_dpi(display):
    """Return a resolution at which thin script and sharp notches are seen."""
    square_inches = display.width_um * display.height_um / UM_PER_INCH**2
    affordable = int((OVERLAP_PIXELS / square_inches) ** 0.5)
    return max(compare_dpi(display), min(OVERLAP_DPI, affordable))


def _turned(polygons, display):
    width = display.width_um / 1000
    return [[(width - x, y) for x, y in points] for points in polygons]


def _shape(display, dpi):
    """Return the approved picture in black."""
    rgba = render_rgba(without_dots(display), None, dpi=dpi)
    rgba[:, :, :3] = 0
    return rgba


def _filled(display, layers, dpi):
    import numpy as np

    width, height = (
        max(1, round(side * dpi / UM_PER_INCH)) for side in (display.width_um, display.height_um)
    )
    unit = dpi / MM_PER_INCH
    rgba = np.zeros((height, width, 4), np.uint8)
    for polygons in layers.values():
        pixels = [[(x * unit, y * unit) for x, y in points] for points in polygons]
        # Layers may overlap; each alone is even-odd.
        rgba[:, :, 3] = np.maximum(rgba[:, :, 3], coverage(pixels, width, height))
    return rgba


# === UNDERBASE AND SPOT COLOURS === #


def measure_underbase(display, images, png, *, dpi, choke_um=0, mirror=False):
    """Return the :class:`ShapeParity` of an underbase with bleed, against the approved alpha."""
    approved = render_rgba(display, images, dpi=dpi, bleed=True, mirror=mirror)[:, :, 3]
    written = read_png(png)[:, :, 3]
    if written.shape != approved.shape:
        raise EngineError("broken_output")
    return choked_parity(approved, written, dpi, choke_um)


def measure_spots(display, images, pdf, spots, *, mirror=False):
    """Return ``{ink: ShapeParity}`` of the spot colours of a PDF, each drawn alone by pdfium."""
    return {
        name: _spot_parity(display, images, only_layers(pdf, name), spots, name, mirror)
        for name in spots.names
    }


def _spot_parity(display, images, pdf, spots, name, mirror):
    """Measure one ink. Plates are compared finer: a notch ends where it is a pixel wide."""
    dpi = compare_dpi(display) if name == CUT else _fine_dpi(display)
    approved = render_rgba(display, images, dpi=dpi)[:, :, 3]
    drawn = rasterise_pdf(pdf, dpi, mirrored=mirror)
    written = scaled(drawn, approved.shape[1], approved.shape[0])[:, :, 3]
    if name == CUT:
        return _line_parity(approved, written, dpi, spots)
    return choked_parity(approved, written, dpi, spots.choke_um if name == WHITE else 0)


def only_layers(pdf, *names):
    """Return a PDF in which only the named layers show; one without layers as it is."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/OCProperties" not in document.Root:
            return pdf
        layers = document.Root.OCProperties
        shown = [group for group in layers.OCGs if str(group.Name) in names]
        layers.D.ON = pikepdf.Array(shown)
        layers.D.OFF = pikepdf.Array([group for group in layers.OCGs if group not in shown])
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def artwork_only(pdf):
    """Return a PDF without its spot colours: what the customer sees."""
    return only_layers(pdf, ARTWORK)


def choked_parity(approved, written, dpi, choke_um):
    """Measure how far a choked shape is from lying exactly ``choke_um`` inside of the approved.

    What was written must stay off the unprinted ground by the choke, and reach everything that
    lies deeper than it. One pixel is the rounding of two rasters.
    """
    import numpy as np

    choke = choke_um * dpi / UM_PER_INCH
    depth = (
        _depth(where_printed(approved)) - 0.5
    )  # from a pixel's centre to the edge between two pixels
    outside = (choke - depth[written > SURE]).max(initial=0)
    missing = (depth[written <= ANY] - choke).max(initial=0)
    shift = max(0.0, float(max(outside, missing)) - 1) * MM_PER_INCH / dpi
    masks = [np.where(mask, 255, 0) for mask in (depth > choke, written > HALF)]
    return ShapeParity(Parity(round(shift, 4), 0.0, 1.0), overlap(*masks))


def _line_parity(approved, written, dpi, spots):
    """Measure how far a drawn cut line leaves the edge that it stands for, and the other way."""
    edge = _edge(_cut_out(approved, dpi, spots), around=spots.cut == TRIM)
    drawn = written > ANY
    if not drawn.any() or not edge.any():
        away = float(max(approved.shape)) if drawn.any() or edge.any() else 0.0
    else:
        away = max(float(_depth(~edge)[drawn].max()), float(_depth(~drawn)[edge].max()))
    shift = max(0.0, away - LINE_SLACK_PX) * MM_PER_INCH / dpi
    return ShapeParity(Parity(round(shift, 4), 0.0, 1.0), 1.0)


def _cut_out(approved, dpi, spots):
    """Return the mask of what the cutter leaves whole."""
    import cv2
    import numpy as np

    if spots.cut == TRIM:
        return np.ones(approved.shape, bool)
    near = _depth(approved <= HALF) <= spots.cut_offset_um * dpi / UM_PER_INCH
    around, _tree = cv2.findContours(
        near.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    filled = np.zeros(approved.shape, np.uint8)
    return cv2.drawContours(filled, around, -1, 1, cv2.FILLED).astype(bool)


def _edge(mask, around):
    """Return the pixels of a mask beside others; ``around``: the picture ends there."""
    import cv2
    import numpy as np

    mode = {"mode": "constant"} if around else {"mode": "edge"}
    padded = np.pad(mask.astype(np.uint8), 1, **mode)
    return mask & ~cv2.erode(padded, np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(bool)


def _depth(mask):
    """Return how many pixels each one of a mask is from the nearest outside of it."""
    import cv2
    import numpy as np

    padded = np.pad(mask.astype(np.uint8), 1, mode="edge")
    return cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
