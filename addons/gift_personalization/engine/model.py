"""The frozen design: plain dataclasses that mirror the content document."""

from dataclasses import dataclass, field, fields, is_dataclass

TEXT_TYPES = ("text", "multiline", "monogram", "date", "number", "choice")
BLENDS = ("normal", "multiply", "screen")
MATERIALS = (
    "plain", "engraved", "engraved_wood", "engraved_metal", "stitched", "foil", "fabric", "glossy",
)  # fmt: skip


def added(default):
    """Declare an attribute that came after the first release.

    It is left out of the content document while it has its default, so that designs frozen
    earlier keep their hash.
    """
    return field(default=default, kw_only=True, metadata={"added": True})


@dataclass(frozen=True)
class Method:
    """Print method: how a surface gets its design, and what it cannot do.

    ``photo_dpi``: photos become dots of one ink on a grid of that resolution, see
    ``outputs.halftone``; 0 prints them as they are. ``photo_dot_um`` is the smallest dot,
    ``photo_gamma_permille`` the tone curve.
    """

    key: str
    colors: str
    mirror: bool
    min_dpi: int
    warn_dpi: int
    min_letter_um: int
    format: str
    min_stroke_um: int = added(0)
    min_gap_um: int = added(0)
    no_emoji: bool = added(False)
    photo_dpi: int = added(0)
    photo_dot_um: int = added(0)
    photo_gamma_permille: int = added(1000)


@dataclass(frozen=True)
class Area:
    """Where the surface lies on the mock-up picture, in millionths of the picture."""

    x_ppm: int
    y_ppm: int
    width_ppm: int
    height_ppm: int


@dataclass(frozen=True)
class Mockup:
    """Picture of the blank product. ``ink`` is empty for full-colour methods.

    ``mapping``: a ``mapping.Mapping`` where the surface is no upright rectangle on the picture.
    """

    asset: str
    width_px: int
    height_px: int
    area: Area
    blend: str
    ink: str
    background: str
    material: str = added("plain")
    mapping: object = added(None)


@dataclass(frozen=True)
class Zone:
    """What every zone has; the rectangle is given before its rotation about its centre.

    ``visible_zone``: key of the zone that must carry something (one of ``visible_values``, where
    there are any) for this one to be there.
    """

    key: str
    type: str
    label: str
    x_um: int
    y_um: int
    width_um: int
    height_um: int
    rotation_mdeg: int
    required: bool
    editable: bool
    visible_zone: str = added("")
    visible_values: tuple = added(())


@dataclass(frozen=True)
class TextZone(Zone):
    """One line (``text``) or several (``multiline``) of text. Sizes are of the em.

    ``allowed`` lists the characters of charset ``custom``; ``arc_um`` is the radius of the circle
    that the baseline follows, negative for a valley, 0 for a straight line. ``allow_fallback``:
    the fallbacks may stand in for characters that the chosen face does not have.
    """

    fonts: tuple
    fallbacks: tuple
    colors: tuple
    align: str
    valign: str
    fit: str
    max_size_um: int
    min_size_um: int
    line_height_permille: int
    tracking_permille: int
    case: str
    max_chars: int
    max_lines: int
    charset: str
    default: str
    allowed: str = added("")
    arc_um: int = added(0)
    outline_um: int = added(0)
    outline_color: str = added("#ffffff")
    allow_fallback: bool = added(True)

    @property
    def is_multiline(self):
        return self.type == "multiline"


@dataclass(frozen=True)
class MonogramZone(TextZone):
    """One to three letters; of three, the middle one is the largest.

    ``order`` ``surname_last`` puts the third letter typed (given, middle, surname) in the middle.
    ``frame_um`` is the width of the frame's line.
    """

    order: str = added("typed")
    side_permille: int = added(650)
    frame: str = added("none")
    frame_um: int = added(0)


@dataclass(frozen=True)
class DateZone(TextZone):
    """A date; its text is made by the caller and kept in the value."""

    formats: tuple = added(())
    date_min: str = added("")
    date_max: str = added("")


@dataclass(frozen=True)
class NumberZone(TextZone):
    """A number between two decimal numbers, written as strings."""

    number_min: str = added("")
    number_max: str = added("")


@dataclass(frozen=True)
class ChoiceZone(TextZone):
    """One of several options, by their keys."""

    options: tuple = added(())


@dataclass(frozen=True)
class PhotoZone(Zone):
    """One photo, cut to the zone's shape."""

    shape: str
    radius_um: int
    photo_fit: str


@dataclass(frozen=True)
class ClipartZone(Zone):
    """One drawing of the set; ``default`` is the hash of one, or empty."""

    colors: tuple
    default: str


@dataclass(frozen=True)
class Surface:
    """One printable side; nothing should be printed within ``safe_um`` of its edge."""

    key: str
    label: str
    width_um: int
    height_um: int
    bleed_um: int
    method: Method
    mockup: Mockup | None
    zones: tuple
    safe_um: int = added(0)


@dataclass(frozen=True)
class Template:
    """What can be personalised."""

    key: str
    surfaces: tuple


@dataclass(frozen=True)
class TextValue:
    """Cleaned text with its face and colour, and what it was made of where it was not typed.

    ``breaks``: places in the text where a line may end between words that no blank separates.
    ``date`` is ISO 8601, ``number`` a decimal number, ``choice`` the key of an option; ``format``
    and ``lang`` say how the text was made of them.
    """

    text: str
    font: str
    color: str
    date: str = added("")
    number: str = added("")
    choice: str = added("")
    format: str = added("")
    lang: str = added("")
    breaks: tuple = added(())


@dataclass(frozen=True)
class PhotoValue:
    """Photo by the hash of its print master, with the crop the customer chose.

    ``detail_permille``: share of its resolution that carries detail, see ``sharpness``.
    """

    asset: str
    width_px: int
    height_px: int
    zoom_permille: int = 1000
    offset_x_permille: int = 0
    offset_y_permille: int = 0
    rotation_mdeg: int = 0
    brightness_permille: int = added(1000)
    contrast_permille: int = added(1000)
    detail_permille: int = added(1000)
    mono: bool = added(False)


@dataclass(frozen=True)
class ClipartValue:
    """Drawing by the hash of its document; the colour is for drawings without one of their own."""

    clipart: str
    color: str


@dataclass(frozen=True)
class Design:
    """A normalised content document. Build it with ``schema.parse_design``."""

    schema: int
    layout: int
    product_id: int
    template: Template
    values: dict = field(default_factory=dict)

    def to_dict(self):
        """Return the normalised content document: JSON types, no floats."""
        return {
            "schema": self.schema,
            "layout": self.layout,
            "product": {"id": self.product_id},
            "template": _plain(self.template),
            "values": {key: _plain(value) for key, value in sorted(self.values.items())},
        }

    def surface(self, key):
        """Return the surface named ``key``; KeyError when there is none."""
        for surface in self.template.surfaces:
            if surface.key == key:
                return surface
        raise KeyError(key)

    def zones(self):
        """Yield (surface, zone) in drawing order."""
        for surface in self.template.surfaces:
            for zone in surface.zones:
                yield surface, zone

    def fonts(self):
        """Return the hashes of all faces the filled text zones may need, each once."""
        wanted = []
        for _surface, zone in self.zones():
            value = self.values.get(zone.key)
            if isinstance(value, TextValue):
                wanted += [value.font, *zone.fallbacks]
        return tuple(dict.fromkeys(wanted))

    def cliparts(self):
        """Return the hashes of the drawings it shows, each once."""
        values = (value for value in self.values.values() if isinstance(value, ClipartValue))
        return tuple(dict.fromkeys(value.clipart for value in values))


def _plain(value):
    if is_dataclass(value):
        return {
            item.name: _plain(getattr(value, item.name))
            for item in fields(value)
            if not (item.metadata.get("added") and getattr(value, item.name) == item.default)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
