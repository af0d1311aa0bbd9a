"""SVG in millimetres for lasers and cutters: closed outlines, one line width, nothing else."""

from xml.sax.saxutils import escape, quoteattr

from .outlines import ALL, outline_layers, path_data

CUT, ENGRAVE = "cut", "engrave"
BLACK = "#000000"
# Of the layers of a gang sheet; lasers tell lines apart by their colour.
NAMED_COLORS = {"CUT": "#ff0000", "LABEL": "#0000ff"}
# A hairline: drivers take a line below 0.05 mm as one to follow, not an area to fill.
LINE_MM = 0.01


def render_outline_svg(display, *, style=CUT, by_color=False, mirror=False, title=""):
    """Return the surface's outlines as SVG bytes in true size; one group per layer.

    :param str style: ``cut`` (hairlines to follow) or ``engrave`` (areas to fill)
    :raises EngineError: as :func:`outlines.outline_layers`
    """
    layers = outline_layers(display, by_color=by_color, mirror=mirror)
    paths = {layer: [path] for layer, path in layers.items()}
    return write_svg(paths, (display.width_um, display.height_um), style=style, title=title)


def write_svg(layers, size, *, style=CUT, title=""):
    """Return SVG bytes of ``{layer: [skia.Path in µm]}`` on a sheet of ``size`` in µm.

    Layers with a name of their own (not a colour) are hairlines to follow.
    """
    width, height = size[0] / 1000, size[1] / 1000
    groups = "".join(_group(layer, paths, style) for layer, paths in layers.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}"><title>{escape(title)}</title>{groups}</svg>\n'
    ).encode()


def _group(layer, paths, style):
    is_named = layer != ALL and not layer.startswith("#")
    color = NAMED_COLORS.get(layer, BLACK) if layer == ALL or is_named else layer
    if style == CUT or is_named:
        paint = f'fill="none" stroke="{color}" stroke-width="{LINE_MM}"'
    else:
        paint = f'fill="{color}" fill-rule="evenodd"'
    drawn = "".join(f"<path d={quoteattr(path_data(path))}/>" for path in paths)
    return f"<g id={quoteattr(layer.lstrip('#'))} {paint}>{drawn}</g>"
