"""Gang sheet as outlines for lasers and cutters: SVG and DXF in millimetres."""

from dataclasses import replace

from ..display import dotted
from ..geometry import multiply
from .dxf import write_dxf
from .gang_pdf import cut_path
from .outline_svg import engraved_picture, write_svg
from .outlines import outline_layers
from .paths import skia_matrix

CUT_LAYER, LABEL_LAYER = "CUT", "LABEL"


def render_gang_svg(gang, images, options):
    """Return the sheet as SVG bytes; options as of the method's own SVG.

    :param images: callable from an asset's hash to its bytes, for engraved photos

    :raises EngineError: as :func:`outlines.outline_layers`
    """
    layers = _layers(gang, options["by_color"])
    size = (gang.sheet.width_um, gang.sheet.height_um)
    pictures = _pictures(gang, images)
    return write_svg(layers, size, style=options["line_style"], title=gang.title, pictures=pictures)


def render_gang_dxf(gang, options):
    """Return the sheet as DXF bytes; errors as :func:`render_gang_svg`."""
    return write_dxf(
        _layers(gang, options["by_color"]), (gang.sheet.width_um, gang.sheet.height_um)
    )


def _layers(gang, by_color):
    """Return ``{layer: [skia.Path in µm of the sheet]}``."""
    layers, known = {}, {}
    for laid in gang.laid:
        key = (id(laid.display), laid.mirror)
        if key not in known:
            known[key] = outline_layers(laid.display, by_color=by_color, mirror=laid.mirror)
        for layer, path in known[key].items():
            layers.setdefault(layer, []).append(_moved(path, laid.matrix))
        if gang.cut_lines:
            layers.setdefault(CUT_LAYER, []).append(_moved(cut_path(gang, laid), laid.matrix))
    labels = gang.labels()
    if labels.items:
        layers[LABEL_LAYER] = list(outline_layers(labels).values())
    return layers


def _pictures(gang, images):
    """Return the engraved photos of every piece where it lies; each is encoded once."""
    found, known = [], {}
    for laid in gang.laid:
        if not dotted(laid.display):
            continue
        key = (id(laid.display), laid.mirror)
        if key not in known:
            known[key] = engraved_picture(laid.display, images, laid.mirror)
        picture = known[key]
        found.append(replace(picture, matrix=multiply(laid.matrix, picture.matrix)))
    return found


def _moved(path, matrix):
    import skia

    moved = skia.Path()
    path.transform(skia_matrix(matrix), moved)
    return moved
