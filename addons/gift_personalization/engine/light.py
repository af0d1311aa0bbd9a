"""Light and shade of a picture: folds of cloth, grain of wood, gleam of a glaze."""

from .mapping import PPM, SurfaceMap

# Cloth of the colour of the night: differences of single grey levels are noise, not folds.
FLOOR = 5
LIGHT_SIDE = 500
LIGHT_BLUR = 0.9
AROUND_SIDE = 125
AROUND_WINDOW = 31
AROUND_TONE = 0.25  # difference of logarithms
LIGHT_TONE = 0.06  # another one; three times as much is nearly the end of the scale
NEUTRAL = 128
LIGHT_RANGE = 127
# Windows that a round glaze mirrors, across what is seen of it (place, light 0–1): one at the
# left, a hint of one at the right, where it turns away.
WINDOWS = (
    (0, 0), (0.07, 0), (0.105, 0.15), (0.135, 0.65), (0.165, 0.75), (0.195, 0.5), (0.235, 0.12),
    (0.29, 0), (0.9, 0), (0.96, 0.25), (1, 0.4),
)  # fmt: skip


def measure_light(picture):
    """Return how bright each point of a picture is against its surroundings.

    The surroundings end at the edges of the product: an average of what is about as bright.

    :param picture: uint8 array of shape (height, width, 3), RGB
    :return: uint8 array, its longer side at most ``LIGHT_SIDE``: 128 where it is as bright as
        around, 1 much darker, 255 much brighter. Small differences count most, so that the soft
        folds of one picture are seen and the deep ones of another do not turn black.
    """
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    size = _limited(width, height, LIGHT_SIDE)
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    level = np.log(grey.astype(np.float32) + FLOOR)
    coarse = cv2.resize(level, _limited(width, height, AROUND_SIDE), interpolation=cv2.INTER_AREA)
    around = cv2.bilateralFilter(coarse, AROUND_WINDOW, AROUND_TONE, AROUND_WINDOW / 4)
    around = cv2.resize(around, size, interpolation=cv2.INTER_LINEAR)
    brighter = cv2.GaussianBlur(level, (0, 0), LIGHT_BLUR) - around
    shown = np.sign(brighter) * (1 - np.exp(-np.abs(brighter) / LIGHT_TONE))
    return np.rint(NEUTRAL + LIGHT_RANGE * shown).astype(np.uint8)


def light_on(mapping, material, light, size, seen=(0.0, 1.0)):
    """Return the light of a picture as a material takes it on a surface that is not flat.

    :param mapping: :class:`mapping.Mapping`

    Other parameters as :func:`rectified`.
    """
    found = rectified(light, SurfaceMap.of(mapping), size, seen)
    is_round_glaze = material == "glossy" and mapping.kind == "cylinder"
    return mirrored(found, mapping, seen) if is_round_glaze else found


def rectified(light, surface, size, seen=(0.0, 1.0)):
    """Return the light of a picture as it falls on a surface that lies at an angle or round on it.

    :param light: what :func:`measure_light` returned, in any size
    :param surface: :class:`mapping.SurfaceMap`
    :param size: (width, height) of the result
    :param seen: (from, to): share of the surface's width that the result covers
    """
    import cv2
    import numpy as np

    height, width = light.shape[:2]
    across = seen[0] + (np.arange(size[0]) + 0.5) / size[0] * (seen[1] - seen[0])
    u, v = np.meshgrid(across, (np.arange(size[1]) + 0.5) / size[1])
    x, y = (np.asarray(share, np.float32) for share in surface.to_picture(u, v))
    return cv2.remap(
        light,
        x * np.float32(width) - np.float32(0.5),
        y * np.float32(height) - np.float32(0.5),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def mirrored(light, mapping, seen=(0.0, 1.0)):
    """Return the light on a round glazed surface with the windows that it mirrors.

    The gleam of the picture alone hardly shows on ink: bare glaze is nearly white already.

    :param light: what :func:`rectified` returned
    :param mapping: :class:`mapping.Mapping`
    :param seen: (from, to): share of the surface's width that ``light`` covers
    """
    import numpy as np

    first, last = mapping.from_ppm / PPM, mapping.to_ppm / PPM
    across = seen[0] + (np.arange(light.shape[1]) + 0.5) / light.shape[1] * (seen[1] - seen[0])
    places, shares = zip(*WINDOWS, strict=True)
    windows = np.interp((across - first) / (last - first), places, shares)
    return np.maximum(light, np.rint(NEUTRAL + LIGHT_RANGE * windows).astype(np.uint8)[None, :])


def _limited(width, height, side):
    share = min(1.0, side / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))
