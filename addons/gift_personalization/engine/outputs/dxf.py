"""DXF R2010 in millimetres: closed LWPOLYLINEs, at most 0.01 mm off the curve, one layer a colour.

Not splines: a contour of splines is several entities that laser programs cannot fill.
"""

import contextlib
import io
import logging

from .outlines import ALL, TOLERANCE_UM, contours, outline_layers

# It tells of every dictionary it makes.
logging.getLogger("ezdxf").setLevel(logging.WARNING)

LAYER = "OUTLINE"
DECIMALS = 4


def render_dxf(display, *, by_color=False, mirror=False, tolerance_um=TOLERANCE_UM):
    """Return the surface's outlines as DXF bytes; the origin is the lower left corner.

    :raises EngineError: as :func:`outlines.outline_layers`
    """
    layers = outline_layers(display, by_color=by_color, mirror=mirror)
    paths = {layer: [path] for layer, path in layers.items()}
    return write_dxf(paths, (display.width_um, display.height_um), tolerance_um=tolerance_um)


def write_dxf(layers, size, *, tolerance_um=TOLERANCE_UM):
    """Return DXF bytes of ``{layer: [skia.Path in µm]}`` on a sheet of ``size`` in µm."""
    with _no_clock():
        document = _document(size)
        for layer, paths in layers.items():
            name = _add_layer(document, layer)
            for points in (points for path in paths for points in contours(path, tolerance_um)):
                document.modelspace().add_lwpolyline(
                    [_placed(point, size[1]) for point in points],
                    close=True,
                    dxfattribs={"layer": name},
                )
        stream = io.StringIO()
        document.write(stream)
    return stream.getvalue().encode(document.output_encoding)


@contextlib.contextmanager
def _no_clock():
    """Let ezdxf write fixed dates and ids: same design, same bytes."""
    from ezdxf import options

    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def _document(size):
    import ezdxf
    from ezdxf import units

    document = ezdxf.new("R2010", units=units.MM)
    size = (size[0] / 1000, size[1] / 1000)
    document.modelspace().reset_extents((0, 0, 0), (*size, 0))
    document.modelspace().reset_limits((0, 0), size)
    return document


def _add_layer(document, layer):
    if not layer.startswith("#"):
        return document.layers.add(LAYER if layer == ALL else layer).dxf.name
    made = document.layers.add(f"{LAYER}_{layer.lstrip('#').upper()}")
    made.rgb = tuple(int(layer[at : at + 2], 16) for at in (1, 3, 5))
    return made.dxf.name


def _placed(point, height_um):
    return round(point[0] / 1000, DECIMALS), round((height_um - point[1]) / 1000, DECIMALS)
