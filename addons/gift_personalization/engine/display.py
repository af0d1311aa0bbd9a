"""Display list: what the layout decided, in the order it is drawn. No text below this line.

Every matrix maps the item's own coordinates to micrometres of the surface (origin at the top
left corner of the trimmed surface, y down). Path data is the subset ``M L C l q c z`` of SVG.
"""

from dataclasses import dataclass, field, replace

from .geometry import IDENTITY


@dataclass(frozen=True)
class Gradient:
    """Linear or radial fill.

    :param str kind: ``linear`` (points x0 y0 x1 y1) or ``radial`` (x0 y0 r0 x1 y1 r1)
    :param tuple points: geometry in the gradient's own coordinates
    :param tuple stops: (offset 0–1, ``#rrggbb``, opacity 0–1), offsets rising
    :param str extend: ``pad``, ``repeat`` or ``reflect``
    :param tuple matrix: gradient coordinates to the path's coordinates
    """

    kind: str
    points: tuple
    stops: tuple
    extend: str = "pad"
    matrix: tuple = IDENTITY


@dataclass(frozen=True)
class PathItem:
    """Filled outline (nonzero winding). ``fill`` is ``#rrggbb`` or a :class:`Gradient`."""

    d: str
    matrix: tuple = IDENTITY
    fill: object = "#000000"
    opacity: float = 1.0


@dataclass(frozen=True)
class Halftone:
    """How a photo becomes dots of one ink, see ``outputs.halftone``.

    :param int dpi: resolution of the machine
    :param int dot_um: smallest dot it makes
    :param int gamma_permille: tone curve; above 1000 there are fewer dots, for inks that spread
    :param bool inverted: light parts get the ink, because it is lighter than the product
    """

    dpi: int
    dot_um: int = 0
    gamma_permille: int = 1000
    inverted: bool = False


@dataclass(frozen=True)
class ImageItem:
    """Photo: ``matrix`` maps pixels of its print master (width_px × height_px) to µm.

    ``clip`` is path data in µm of the surface. Its colours are first multiplied by the brightness,
    then spread from the middle grey by the contrast, then turned to grey where ``mono`` is set,
    then to dots where there is a ``halftone``.
    """

    asset: str
    width_px: int
    height_px: int
    matrix: tuple
    clip: str
    brightness_permille: int = 1000
    mono: bool = False
    halftone: Halftone | None = None
    contrast_permille: int = 1000

    @property
    def is_adjusted(self):
        return self.mono or self.tone_line != (1, 0)

    @property
    def tone_line(self):
        """Return (factor, shift) that every colour from 0 to 1 goes through, clipped after."""
        contrast = self.contrast_permille / 1000
        return contrast * self.brightness_permille / 1000, (1 - contrast) / 2


@dataclass(frozen=True)
class GroupItem:
    """Items under one matrix.

    ``mask``: items in the group's own coordinates; the group shows where they are opaque.
    """

    items: tuple
    matrix: tuple = IDENTITY
    mask: tuple = ()
    zone: str = ""


@dataclass(frozen=True)
class DisplayList:
    """Everything printed on one surface.

    :param tuple words: what is written where (:class:`outputs.text_layer.Stretch`), for documents
        that are searched and read aloud; outlines are all that is seen
    """

    surface: str
    width_um: int
    height_um: int
    bleed_um: int = 0
    items: tuple = field(default_factory=tuple)
    words: tuple = field(default=(), compare=False, repr=False)

    def walk(self):
        """Yield every path and image item, depth first."""
        yield from _walk(self.items)

    def assets(self):
        """Return the hashes of the photos it needs, in drawing order, each once."""
        found = (item.asset for item in self.walk() if isinstance(item, ImageItem))
        return tuple(dict.fromkeys(found))


def dotted(display):
    """Return the photos of a display list that become dots."""
    return [item for item in display.walk() if _is_dotted(item)]


def without_dots(display):
    """Return a display list without the photos that become dots: what outlines can show."""
    return replace(display, items=_kept(display.items, lambda item: not _is_dotted(item)))


def only_dots(display):
    """Return a display list with nothing but the photos that become dots."""
    return replace(display, items=_kept(display.items, _is_dotted))


def _is_dotted(item):
    return isinstance(item, ImageItem) and item.halftone is not None


def _kept(items, keep):
    kept = []
    for item in items:
        if isinstance(item, GroupItem):
            inner = _kept(item.items, keep)
            kept += [replace(item, items=inner)] if inner else []
        elif keep(item):
            kept.append(item)
    return tuple(kept)


def _walk(items):
    for item in items:
        if isinstance(item, GroupItem):
            yield from _walk(item.items)
        else:
            yield item
