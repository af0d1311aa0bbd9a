"""Materials: what a print looks like in the product, on top of the drawing.

An effect changes colours inside the drawing and never its outline: alpha stays what it was, so
nothing moves and nothing grows. A material is a list of steps, each a layer of black or white
that lies on the drawing and is cut to it. ``outputs.material_svg`` writes the same steps as an
SVG filter for the browser.
"""

from dataclasses import dataclass, replace

from .light import LIGHT_RANGE, NEUTRAL

BLACK, WHITE = 0, 1


@dataclass(frozen=True)
class Edge:
    """A rim inside the outline: what a copy, moved and blurred, leaves uncovered.

    :param int tone: ``BLACK`` or ``WHITE``
    :param float strength: opacity of the layer, 0–1
    :param tuple offset: by how many µm the copy is moved to the right and down
    :param float blur: µm, standard deviation
    """

    tone: int
    strength: float
    offset: tuple = (0, 0)
    blur: float = 0


@dataclass(frozen=True)
class Bands:
    """Parallel bands of black and white across the surface.

    :param int angle: degrees; 0 makes vertical bands
    :param float period: µm
    :param tuple stops: (place in the period 0–1, tone −1 black to 1 white), places rising
    """

    angle: float
    period: float
    stops: tuple


@dataclass(frozen=True)
class Light:
    """Light and shade of the mock-up picture itself, see ``light.measure_light``.

    :param float shade: how much of what is darker than its surroundings darkens the drawing
    :param float gleam: how much of what is brighter lightens it
    """

    shade: float
    gleam: float


# Light comes from the top left. What lies below the surface has its edges at the top left in
# shadow and those at the bottom right caught by it; what stands above it the other way round.
ENGRAVED = (
    Edge(BLACK, 0.5, offset=(250, 250)),
    Edge(WHITE, 0.3, offset=(-250, -250)),
)
THREAD = ((0, -0.22), (0.3, 0.04), (0.55, 0.26), (0.8, 0), (1, -0.22))
STITCHES = ((0, -0.1), (0.08, 0.1), (0.5, 0.03), (0.92, -0.03), (1, -0.1))
SHEEN = (
    (0, -0.14), (0.1, 0), (0.2, 0.26), (0.27, 0.36), (0.36, 0.08), (0.5, -0.2), (0.62, 0),
    (0.7, 0.2), (0.78, 0.05), (1, -0.14),
)  # fmt: skip
MATERIALS = {
    "plain": (),
    "engraved": ENGRAVED,
    "engraved_wood": (
        Light(shade=0.34, gleam=0.2),
        Edge(BLACK, 0.22, blur=260),
        Edge(BLACK, 0.4, offset=(300, 300), blur=60),
        Edge(WHITE, 0.3, offset=(-260, -260)),
    ),
    "engraved_metal": (
        Light(shade=0.22, gleam=0.3),
        Edge(BLACK, 0.4, offset=(110, 110), blur=40),
        Edge(WHITE, 0.45, offset=(-110, -110), blur=30),
    ),
    "stitched": (
        Bands(24, 400, THREAD),
        Bands(114, 3600, STITCHES),
        Edge(WHITE, 0.3, offset=(300, 300), blur=200),
        Edge(BLACK, 0.45, offset=(-260, -260), blur=200),
    ),
    "foil": (
        Bands(27, 62_000, SHEEN),
        Edge(WHITE, 0.4, offset=(140, 140)),
        Edge(BLACK, 0.3, offset=(-140, -140)),
    ),
    "fabric": (Light(shade=0.34, gleam=0.16),),
    "glossy": (Light(shade=0.05, gleam=0.4),),
}
# Lengths grow on surfaces so large that a picture of them could not show the true ones.
THREAD_SHARE = 110
EDGE_SHARE = 420


def get_steps(material, width_um, height_um, *, lit=True):
    """Return the steps of a material on a surface, their lengths such that they can be seen.

    :param bool lit: whether the picture's own light falls on it; surfaces that lie at an angle or
        round on their picture are asked, see ``mapping.Mapping``
    """
    side = max(width_um, height_um)
    steps = MATERIALS[material]
    if not lit:
        steps = tuple(step for step in steps if not isinstance(step, Light))
    return tuple(_fitted(step, side) for step in steps)


def _fitted(step, side):
    if isinstance(step, Light) or step in ENGRAVED:
        return step
    if isinstance(step, Bands):
        return replace(step, period=_fitted_period(step, side))
    shown = max(1.0, side / EDGE_SHARE / 400)
    offset = tuple(round(value * shown) for value in step.offset)
    return replace(step, offset=offset, blur=round(step.blur * shown))


def _fitted_period(bands, side):
    if bands.stops is SHEEN:
        return round(side * 0.42)
    return round(bands.period * max(1.0, side / THREAD_SHARE / 400))


def needs_light(steps):
    """Return whether any of the steps is made of the mock-up picture's own light."""
    return any(isinstance(step, Light) for step in steps)


def split_tones(stops):
    """Return stops as (place, tone, opacity), with a seam where black turns into white."""
    found = []
    for (place, value), (after, following) in zip(stops, (*stops[1:], stops[-1]), strict=True):
        found.append((place, int(value > 0), abs(value)))
        if value * following < 0:
            seam = place + (after - place) * value / (value - following)
            found += [(seam, int(value > 0), 0), (seam, int(following > 0), 0)]
    return _continued(found)


def _continued(stops):
    """Give invisible stops the tone of their neighbour, so that nothing turns grey between."""
    done = []
    for place, tone, opacity in stops:
        if done and not opacity and done[-1][2]:
            done.append((place, done[-1][1], 0))
        if done and opacity and not done[-1][2] and done[-1][1] != tone:
            done.append((done[-1][0], tone, 0))
        done.append((place, tone, opacity))
    return tuple(done)


def apply_material(rgba, steps, matrix, light=None):
    """Return premultiplied RGBA as it looks in a material; alpha is untouched.

    :param rgba: uint8 array of shape (height, width, 4), premultiplied
    :param steps: as :func:`get_steps` returns them
    :param matrix: µm of the surface to pixels of the array
    :param light: ``light.measure_light`` of the ground below the array; steps that need it are
        left out without
    """
    import cv2
    import numpy as np

    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(rgba[:, :, 3]))
    if not steps or not width:
        return rgba
    rows, columns = slice(top, top + height), slice(left, left + width)
    inked = rgba[rows, columns]
    work = _Work(
        inked, _shifted(matrix, left, top), None if light is None else light[rows, columns]
    )
    for step in steps:
        work.take(step)
    result = rgba.copy()
    result[rows, columns, :3] = np.clip(np.rint(work.colour * 255), 0, 255).astype(np.uint8)
    return result


def _shifted(matrix, left, top):
    from .geometry import multiply, translate

    return multiply(translate(-left, -top), matrix)


class _Work:
    """A drawing under its layers; colours and alpha as floats of 0 to 1."""

    def __init__(self, rgba, matrix, light):
        import numpy as np

        self.alpha = rgba[:, :, 3].astype(np.float32) / 255
        self.colour = rgba[:, :, :3].astype(np.float32) / 255
        self.matrix = matrix
        self.light = light
        self.scale = (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) ** 0.5

    def take(self, step):
        if isinstance(step, Edge):
            self.lay(step.tone, step.strength * self.alpha * (1 - self.moved(step)))
        elif isinstance(step, Bands):
            self.lay_bands(step)
        elif self.light is not None:
            self.lay_light(step)

    def lay(self, tone, layer):
        """Paint black or white of the given opacities on the drawing, cut to it."""
        self.colour *= (1 - layer)[:, :, None]
        if tone == WHITE:
            self.colour += (layer * self.alpha)[:, :, None]

    def moved(self, step):
        import cv2
        import numpy as np

        alpha = self.alpha
        if step.blur:
            deviation = step.blur * self.scale
            alpha = cv2.GaussianBlur(alpha, (0, 0), deviation, borderType=cv2.BORDER_CONSTANT)
        if step.offset == (0, 0):
            return alpha
        height, width = alpha.shape
        x, y = (round(distance * self.scale) for distance in step.offset)
        matrix = np.float32([[1, 0, x], [0, 1, y]])
        return cv2.warpAffine(alpha, matrix, (width, height), flags=cv2.INTER_LINEAR)

    def lay_light(self, step):
        import numpy as np

        light = (self.light.astype(np.float32) - NEUTRAL) / LIGHT_RANGE
        self.lay(BLACK, np.clip(-step.shade * light, 0, 1))
        self.lay(WHITE, np.clip(step.gleam * light, 0, 1))

    def lay_bands(self, step):
        import numpy as np

        from .outputs.bands import draw_bands

        layer = draw_bands(step, self.matrix, self.alpha.shape).astype(np.float32) / 255
        self.colour *= 1 - layer[:, :, 3:]
        self.colour += layer[:, :, :3] * self.alpha[:, :, None]
