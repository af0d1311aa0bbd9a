"""Warp: a flat drawing of a surface as it lies on a mock-up picture.

The drawing is made flat, finer than it is shown anywhere, and sampled at several points of each
pixel; where it is shown smaller than drawn, it is sampled from a copy that was averaged before.
"""

from functools import lru_cache

from .geometry import multiply, scale, translate
from .light import LIGHT_SIDE, light_on
from .mapping import Mapping, SurfaceMap
from .material import apply_material, get_steps, needs_light

FINER = 2  # samples of a pixel, in each direction
MOST_SIDE_PX = 6000
MOST_LEVELS = 5
BLOCK = 8  # samples in each direction that are sampled from the same copy


def draw_mapped(display, images, mapping, size, *, ink, material, light_of=None):
    """Return where a mapped surface lies on its picture, and its pixels there.

    :param mapping: mapping of the content document
    :param size: (width, height) of the picture in pixels
    :param light_of: callable that returns the ``light.measure_light`` of the picture
    :return: ``(left, top, right, bottom)`` and premultiplied uint8 RGBA; None and None where
        nothing of it is on the picture
    """
    from .outputs.raster import draw_rgba

    found = Mapping.of(mapping)
    surface = SurfaceMap.of(found)
    box = _box(surface, size)
    if box is None:
        return None, None
    unit = _px_per_um(surface, display, size) * FINER
    width = max(1, round(surface.seen * display.width_um * unit))
    height = max(1, round(display.height_um * unit))
    left = surface.start * display.width_um
    fit = scale(width / (surface.seen * display.width_um), height / display.height_um)
    matrix = multiply(fit, translate(-left, 0.0))
    flat = draw_rgba(
        display, images, matrix, width, height, ink=ink, premultiply=True, on_screen=True
    )
    steps = get_steps(material, display.width_um, display.height_um, lit=found.lit)
    light = (
        _light_on(found, material, light_of(), flat) if light_of and needs_light(steps) else None
    )
    flat = apply_material(flat, steps, matrix, light)
    return box, _sampled(flat, surface, box, size)


def _light_on(mapping, material, light, flat):
    """Return the light of a picture on every pixel of the flat drawing of the seen part."""
    import cv2

    surface = SurfaceMap.of(mapping)
    height, width = flat.shape[:2]
    part = min(1.0, LIGHT_SIDE / max(width, height))
    size = max(1, round(width * part)), max(1, round(height * part))
    seen = surface.start, surface.start + surface.seen
    found = light_on(mapping, material, light, size, seen)
    return cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)


def _outline(surface, size):
    """Return the picture's pixels (x, y arrays) of a grid over the seen part of a surface."""
    u, v = surface.grid()
    x, y = surface.to_picture(u, v)
    return x * size[0], y * size[1]


def _box(surface, size):
    x, y = _outline(surface, size)
    left, top = max(0, int(x.min()) - 1), max(0, int(y.min()) - 1)
    right, bottom = min(size[0], int(x.max()) + 2), min(size[1], int(y.max()) + 2)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _px_per_um(surface, display, size):
    """Return the largest scale at which the surface is shown anywhere."""
    import numpy as np

    x, y = _outline(surface, size)
    columns = surface.seen * display.width_um / (x.shape[1] - 1)
    rows = display.height_um / (x.shape[0] - 1)
    across = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1)).max() / columns
    down = np.hypot(np.diff(x, axis=0), np.diff(y, axis=0)).max() / rows
    most = MOST_SIDE_PX / FINER / max(surface.seen * display.width_um, display.height_um)
    return min(max(across, down), most)


def _sampled(flat, surface, box, size):
    import cv2
    import numpy as np

    u, v = _samples(surface, box, size)
    drawn = _remapped(flat, u, v)
    levels = _levels(flat, u, v)
    for level in range(1, levels.max() + 1):
        flat = cv2.resize(
            flat,
            (max(1, flat.shape[1] // 2), max(1, flat.shape[0] // 2)),
            interpolation=cv2.INTER_AREA,
        )
        deeper = cv2.resize(levels, u.shape[::-1], interpolation=cv2.INTER_NEAREST) >= level
        drawn = np.where(deeper[:, :, None], _remapped(flat, u, v), drawn)
    left, top, right, bottom = box
    return cv2.resize(drawn, (right - left, bottom - top), interpolation=cv2.INTER_AREA)


@lru_cache(maxsize=6)
def _samples(surface, box, size):
    """Return which shares of the seen part are sampled, -1 for none; kept for the next proof."""
    import numpy as np

    left, top, right, bottom = box
    columns = (left + (np.arange((right - left) * FINER) + 0.5) / FINER) / size[0]
    rows = (top + (np.arange((bottom - top) * FINER) + 0.5) / FINER) / size[1]
    x, y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
    u, v = surface.to_surface(x, y)
    u = (u - np.float32(surface.start)) / np.float32(surface.seen)
    u[surface.is_beside(x, y)] = -1
    return u.astype(np.float32, copy=False), v.astype(np.float32, copy=False)


def _remapped(flat, u, v):
    """Return the drawing at shares of its sides; beyond them it is transparent."""
    import cv2
    import numpy as np

    height, width = flat.shape[:2]
    return cv2.remap(
        flat,
        u * np.float32(width) - np.float32(0.5),
        v * np.float32(height) - np.float32(0.5),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(0, 0, 0, 0),
    )


def _levels(flat, u, v):
    """Return how often the drawing should be halved before it is sampled, for blocks of samples."""
    import numpy as np

    height, width = flat.shape[:2]
    u, v = (np.pad(part[::BLOCK, ::BLOCK], ((0, 1), (0, 1)), "edge") for part in (u, v))
    gone = u < 0
    across = np.hypot(np.diff(u, axis=1)[:-1] * width, np.diff(v, axis=1)[:-1] * height)
    down = np.hypot(np.diff(u, axis=0)[:, :-1] * width, np.diff(v, axis=0)[:, :-1] * height)
    shrunk = np.sqrt(across * down) / BLOCK
    levels = np.floor(np.log2(np.maximum(shrunk, 1)) + 0.5)
    rim = gone[:-1, :-1] | gone[:-1, 1:] | gone[1:, :-1]
    return np.where(rim, 0, np.minimum(levels, MOST_LEVELS)).astype(np.uint8)
