"""Spot colours of a print PDF: white ink, varnish and the line a cutter follows.

Each is a Separation on a layer of its own. White and varnish lie under the artwork, which
overprints them: their plates hold the full shape, while a viewer without overprint still shows
the artwork. The cut line lies on top and overprints too.
"""

import math
import re
from dataclasses import dataclass

from .outlines import grown, path_data, silhouette, without_holes
from .paths import skia_path

WHITE, VARNISH, CUT = "White", "Varnish", "CutContour"
ARTWORK = "Artwork"
# How a viewer without that ink shows it, in CMYK: a hint of it, and the cutters' magenta.
LOOKS = {WHITE: (0.1, 0, 0, 0), VARNISH: (0, 0, 0.15, 0), CUT: (0, 1, 0, 0)}
LINE_PT = 0.25
TRIM, CONTOUR = "trim", "contour"


@dataclass(frozen=True)
class Spots:
    """Which spot colours a PDF gets.

    :param int choke_um: how far white stays inside of the printed edge
    :param str cut: empty, ``trim`` (the surface's edge) or ``contour`` (round the artwork)
    :param int cut_offset_um: distance of the contour from the artwork
    """

    white: bool = False
    varnish: bool = False
    cut: str = ""
    choke_um: int = 0
    cut_offset_um: int = 0

    @property
    def names(self):
        """Return the names of the inks, in the order they are drawn."""
        wanted = ((WHITE, self.white), (VARNISH, self.varnish), (CUT, bool(self.cut)))
        return tuple(name for name, is_wanted in wanted if is_wanted)


def spot_path(display, spots, name):
    """Return the shape of one spot colour as ``skia.Path`` in µm of the surface."""
    if name == CUT and spots.cut == TRIM:
        width, height = display.width_um, display.height_um
        return skia_path(f"M0 0L{width} 0L{width} {height}L0 {height}z")
    shape = silhouette(display)
    if name == CUT:
        return without_holes(grown(shape, spots.cut_offset_um))
    return grown(shape, -spots.choke_um) if name == WHITE else shape


def add_spots(pdf, page, display, spots, matrix):
    """Return (content under the artwork, content over it) and enter the inks into the page.

    :param matrix: µm of the surface to points of the page
    :param page: pikepdf page whose Resources exist
    """
    add_layers(pdf, page, spots.names)
    under, over = "", ""
    for name in spots.names:
        drawn = drawn_spot(name, spot_path(display, spots, name), matrix)
        if name == CUT:
            over += drawn
        else:
            under += drawn
    return under, over


def add_layers(pdf, page, inks, more=()):
    """Enter the artwork's layer, inks with a layer each, and ``more`` layers into the page."""
    import pikepdf

    resources = page.obj.Resources
    resources.ColorSpace = pikepdf.Dictionary()
    resources.Properties = pikepdf.Dictionary()
    resources.ExtGState = pikepdf.Dictionary(Overprint=_overprint())
    groups = [_add_layer(pdf, resources, name) for name in (ARTWORK, *inks, *more)]
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array(groups),
        D=pikepdf.Dictionary(Order=pikepdf.Array(groups), ON=pikepdf.Array(groups)),
    )
    for name in inks:
        resources.ColorSpace[f"/{name}"] = _separation(name)


def artwork_content(content):
    """Return the artwork's content on its layer, overprinting what lies under it."""
    return on_layer(ARTWORK, content)


def on_layer(name, content):
    """Return content on a layer, overprinting what lies under it."""
    return f"/OC /{name} BDC q /Overprint gs {content} Q EMC "


def _overprint():
    import pikepdf

    return pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, OP=True, op=True, OPM=0)


def _add_layer(pdf, resources, name):
    import pikepdf

    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name))
    resources.Properties[f"/{name}"] = group
    return group


def _separation(name):
    import pikepdf

    tint = pikepdf.Dictionary(
        FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=list(map(_real, LOOKS[name]))
    )
    return pikepdf.Array(
        [pikepdf.Name.Separation, pikepdf.Name(f"/{name}"), pikepdf.Name.DeviceCMYK, tint]
    )


def _real(value):
    import pikepdf

    return pikepdf.Object.parse(f"{value:g}".encode())


def drawn_spot(name, path, matrix):
    """Return the content of a spot colour: a filled shape, or the cutter's hairline.

    :param matrix: µm of the path to points of the page
    """
    operators = _operators(path)
    a, b, c, d, e, f = (f"{value:.9f}" for value in matrix)
    place = f"{a} {b} {c} {d} {e} {f} cm"
    if name == CUT:
        width = LINE_PT / math.hypot(matrix[2], matrix[3])
        paint = f"{place} /{name} CS 1 SCN {width:.3f} w 1 j {operators} S"
    else:
        paint = f"{place} /{name} cs 1 scn {operators} f*"
    return on_layer(name, paint)


def _operators(path):
    """Return a path as PDF operators; quadratic curves become cubic ones."""
    data = path_data(path, unit=1, decimals=1)
    parts, here = [], (0.0, 0.0)
    for letter, points in _commands(data):
        if letter == "Q":
            (cx, cy), end = points
            points = [
                tuple(a + (b - a) * 2 / 3 for a, b in zip(start, (cx, cy), strict=True))
                for start in (here, end)
            ] + [end]
        operator = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}[letter]
        parts += [f"{value:.2f}" for point in points for value in point] + [operator]
        here = points[-1] if points else here
    return " ".join(parts)


def _commands(data):
    for letter, arguments in re.findall(r"([MLQCZ])([^MLQCZ]*)", data):
        yield letter, [tuple(map(float, pair.split(","))) for pair in arguments.split()]
