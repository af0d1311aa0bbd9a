"""SVG in millimetres for lasers and cutters: closed outlines, one line width, nothing else.

Photos that are engraved lie in it as a picture of 1 bit in its true size, under the outlines.
"""

import base64
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ..display import dotted
from .engraving import encoded, marked_pixels
from .halftone import UM_PER_INCH
from .outlines import ALL, outline_layers, path_data

CUT, ENGRAVE = "cut", "engrave"
BLACK = "#000000"
# Of the layers of a gang sheet; lasers tell lines apart by their colour.
NAMED_COLORS = {"CUT": "#ff0000", "LABEL": "#0000ff"}
# A hairline: drivers take a line below 0.05 mm as one to follow, not an area to fill.
LINE_MM = 0.01
PHOTOS = "photos"


@dataclass(frozen=True)
class Picture:
    """A PNG in an SVG: ``matrix`` maps its pixels to µm of the sheet."""

    data: bytes
    columns: int
    rows: int
    matrix: tuple


def render_outline_svg(display, images=None, *, style=CUT, by_color=False, mirror=False, title=""):
    """Return the surface's outlines as SVG bytes in true size; one group per layer.

    :param images: callable from an asset's hash to its bytes, for engraved photos
    :param str style: ``cut`` (hairlines to follow) or ``engrave`` (areas to fill)
    :raises EngineError: as :func:`outlines.outline_layers`
    """
    layers = outline_layers(display, by_color=by_color, mirror=mirror)
    paths = {layer: [path] for layer, path in layers.items()}
    pictures = [engraved_picture(display, images, mirror)] if dotted(display) else ()
    size = (display.width_um, display.height_um)
    return write_svg(paths, size, style=style, title=title, pictures=pictures)


def engraved_picture(display, images, mirror):
    """Return the :class:`Picture` of the engraved photos of a surface, on that surface."""
    from PIL import Image

    marked, dpi = marked_pixels(display, images, mirror=mirror)
    rows, columns = marked.shape
    pixel = UM_PER_INCH / dpi
    # Turned round, the pixels that reach beyond the surface are the first ones.
    left = display.width_um - columns * pixel if mirror else 0.0
    data = encoded(Image.fromarray(~marked), dpi)
    return Picture(data, columns, rows, (pixel, 0.0, 0.0, pixel, left, 0.0))


def write_svg(layers, size, *, style=CUT, title="", pictures=()):
    """Return SVG bytes of ``{layer: [skia.Path in µm]}`` on a sheet of ``size`` in µm.

    ``pictures`` are :class:`Picture` below the paths. Layers with a name of their own (not a
    colour) are hairlines to follow.
    """
    width, height = size[0] / 1000, size[1] / 1000
    groups = "".join(_group(layer, paths, style) for layer, paths in layers.items())
    links = ' xmlns:xlink="http://www.w3.org/1999/xlink"' if pictures else ""
    if pictures:
        drawn = "".join(map(_image, pictures))
        groups = f'<g id="{PHOTOS}" style="image-rendering:pixelated">{drawn}</g>{groups}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{links} width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}"><title>{escape(title)}</title>{groups}</svg>\n'
    ).encode()


def _image(picture):
    """Return an image element; the old link attribute is the one that every program reads."""
    a, b, c, d, e, f = (value / 1000 for value in picture.matrix)
    columns, rows = picture.columns, picture.rows
    data = base64.b64encode(picture.data).decode()
    if b == c == 0 and a > 0 and d > 0:
        places = zip(("x", "y", "width", "height"), (e, f, a * columns, d * rows), strict=True)
        where = "".join(f' {name}="{_mm(value)}"' for name, value in places)
    else:
        unit = (a * a + b * b) ** 0.5
        turn = (a / unit, b / unit, c / unit, d / unit, e, f)
        where = (
            f' width="{_mm(columns * unit)}" height="{_mm(rows * unit)}"'
            f' transform="matrix({" ".join(map(_mm, turn))})"'
        )
    return f'<image{where} preserveAspectRatio="none" xlink:href="data:image/png;base64,{data}"/>'


def _mm(value):
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _group(layer, paths, style):
    is_named = layer != ALL and not layer.startswith("#")
    color = NAMED_COLORS.get(layer, BLACK) if layer == ALL or is_named else layer
    if style == CUT or is_named:
        paint = f'fill="none" stroke="{color}" stroke-width="{LINE_MM}"'
    else:
        paint = f'fill="{color}" fill-rule="evenodd"'
    drawn = "".join(f"<path d={quoteattr(path_data(path))}/>" for path in paths)
    return f"<g id={quoteattr(layer.lstrip('#'))} {paint}>{drawn}</g>"
