"""SVG in millimetres for lasers and cutters: closed outlines, one line width, nothing else."""

from xml.sax.saxutils import escape, quoteattr

from .outlines import ALL, outline_layers, path_data

CUT, ENGRAVE = "cut", "engrave"
BLACK = "#000000"
# A hairline: drivers take a line below 0.05 mm as one to follow, not an area to fill.
LINE_MM = 0.01


def render_outline_svg(display, *, style=CUT, by_color=False, mirror=False, title=""):
    """Return the surface's outlines as SVG bytes in true size; one group per layer.

    :param str style: ``cut`` (hairlines to follow) or ``engrave`` (areas to fill)
    :raises EngineError: as :func:`outlines.outline_layers`
    """
    width, height = display.width_um / 1000, display.height_um / 1000
    layers = outline_layers(display, by_color=by_color, mirror=mirror)
    groups = "".join(_group(layer, path, style) for layer, path in layers.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}"><title>{escape(title)}</title>{groups}</svg>\n'
    ).encode()


def _group(layer, path, style):
    color = BLACK if layer == ALL else layer
    if style == CUT:
        paint = f'fill="none" stroke="{color}" stroke-width="{LINE_MM}"'
    else:
        paint = f'fill="{color}" fill-rule="evenodd"'
    return (
        f"<g id={quoteattr(layer.lstrip('#'))} {paint}><path d={quoteattr(path_data(path))}/></g>"
    )
