"""Mock-up: the design on the picture of the blank product, as the browser composes it too.

Both place the same display list into the same area with the same blend mode (sRGB values, as
CSS ``mix-blend-mode`` does); the area may be larger than the picture and is cut at its edges.
"""

from functools import lru_cache

from .geometry import multiply, scale, translate
from .light import LIGHT_SIDE, light_on, measure_light
from .mapping import Mapping
from .material import apply_material, get_steps, needs_light
from .photo_header import PhotoInfo, read_header

PPM = 1_000_000


def compose(
    display,
    images,
    mockup,
    area,
    *,
    blend,
    ink=None,
    material="plain",
    mapping=None,
    size_px=1200,
):
    """Return the product with the design as a uint8 RGB array.

    :param images: callable from an asset's hash to its bytes (the screen copy is enough)
    :param bytes mockup: picture of the blank product; None shows the bare surface on white
    :param area: :class:`model.Area`, or a mapping with its keys
    :param str blend: ``normal``, ``multiply`` or ``screen``
    :param ink: ``#rrggbb`` for single-colour methods
    :param str material: of ``model.MATERIALS``
    :param mapping: a ``mapping.Mapping`` or its document, instead of the area; None for flat
    :param int size_px: longer side of the result
    """
    import cv2
    import numpy as np

    from .outputs.blend import blended
    from .outputs.pixels import decode_scaled
    from .outputs.raster import draw_rgba

    if mockup:
        width, height = _scaled_size(read_header(mockup), size_px)
        product = decode_scaled(bytes(mockup), width, height)
        x, y, area_width, area_height = _area_px(area, width, height)
    else:
        width, height = _scaled_size(PhotoInfo("", display.width_um, display.height_um), size_px)
        product = np.full((height, width, 3), 255, np.uint8)
        x, y, area_width, area_height = 0, 0, width, height
    if mapping and mockup:
        return _with_mapped(
            cv2.cvtColor(product, cv2.COLOR_BGR2RGB),
            display,
            images,
            mapping,
            blend,
            ink=ink,
            material=material,
            light_of=lambda: _light_of(bytes(mockup), width, height),
        )
    left, top = max(0, int(x)), max(0, int(y))
    right, bottom = min(width, int(x + area_width) + 1), min(height, int(y + area_height) + 1)
    picture = cv2.cvtColor(product, cv2.COLOR_BGR2RGB)
    if left >= right or top >= bottom or not display.items:
        return picture
    unit = scale(area_width / display.width_um, area_height / display.height_um)
    matrix = multiply(translate(x - left, y - top), unit)
    size = (right - left, bottom - top)
    design = draw_rgba(display, images, matrix, *size, ink=ink, premultiply=True, on_screen=True)
    steps = get_steps(material, display.width_um, display.height_um)
    light = None
    if mockup and needs_light(steps):
        light = _light_of(bytes(mockup), width, height)
        light = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
        light = light[top:bottom, left:right]
    design = apply_material(design, steps, matrix, light)
    region = picture[top:bottom, left:right]
    picture[top:bottom, left:right] = blended(region, design, blend)
    return np.ascontiguousarray(picture)


def _with_mapped(picture, display, images, mapping, blend, **options):
    """Return a picture with a design that does not lie upright on it."""
    from .outputs.blend import blended
    from .warp import draw_mapped

    size = (picture.shape[1], picture.shape[0])
    box, design = draw_mapped(display, images, mapping, size, **options)
    if box and display.items:
        left, top, right, bottom = box
        region = picture[top:bottom, left:right]
        picture[top:bottom, left:right] = blended(region, design, blend)
    return picture


def proof_jpeg(display, images, mockup, area, *, quality=85, **options):
    """Return :func:`compose` as JPEG bytes."""
    from .outputs.raster import encode_jpeg

    picture = compose(display, images, mockup, area, **options)
    return encode_jpeg(picture, quality)


@lru_cache(maxsize=6)
def _light_of(mockup, width, height):
    """Return the light of a mock-up picture of that size; kept for the next proof."""
    from .outputs.pixels import decode_scaled

    return measure_light(decode_scaled(mockup, width, height)[:, :, ::-1])


def light_jpeg(mockup, mapping=None, material="plain"):
    """Return the light map of a whole mock-up picture as a grey JPEG.

    :param mapping: a ``mapping.Mapping`` or its document: the light on that surface alone, as
        ``material`` takes it
    """
    import simplejpeg

    width, height = _scaled_size(read_header(mockup), 2 * LIGHT_SIDE)
    light = _light_of(bytes(mockup), width, height)
    if mapping:
        light = light_on(Mapping.of(mapping), material, light, (LIGHT_SIDE, LIGHT_SIDE))
    return simplejpeg.encode_jpeg(light[:, :, None], quality=90, colorspace="GRAY")


def _scaled_size(info, size_px):
    share = size_px / max(info.width_px, info.height_px)
    return max(1, round(info.width_px * share)), max(1, round(info.height_px * share))


def _area_px(area, width, height):
    get = area.get if isinstance(area, dict) else lambda key: getattr(area, key)
    return (
        get("x_ppm") * width / PPM,
        get("y_ppm") * height / PPM,
        get("width_ppm") * width / PPM,
        get("height_ppm") * height / PPM,
    )
