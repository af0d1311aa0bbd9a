"""Content document: parsing untrusted JSON into a frozen, normalised design.

Template parts are strict: an unknown key, a wrong type or a number out of range is refused.
Values are what a customer entered at some time, possibly for an older template: an entry of a
zone that no longer exists is dropped, a font or colour that is no longer offered becomes the
zone's first one, and out-of-range crops are clamped. A zone that is not editable always carries
its default text.
"""

from dataclasses import fields

from .canonical import canonical_json, sha256_hex
from .cleaning import clean_text
from .clipart import parse_clipart_zone
from .conditions import find_circle, hidden_zones
from .entries import letters_of, value_options
from .mapping import parse_mapping
from .model import (
    BLENDS,
    MATERIALS,
    TEXT_TYPES,
    Area,
    ClipartValue,
    ClipartZone,
    Design,
    Method,
    Mockup,
    PhotoValue,
    PhotoZone,
    Surface,
    Template,
    TextValue,
    TextZone,
    Zone,
)
from .reader import KEY, SHA256, Reader
from .text_zones import MAX_CHARS, MAX_RAW_TEXT, MAX_SIDE_UM, TEXT_CLASSES, parse_text_zone
from .tone_looks import BRIGHTNESS, CONTRAST

__all__ = [
    "LAYOUT_VERSION",
    "SCHEMA_VERSION",
    "Design",
    "canonical_json",
    "content_hash",
    "parse_design",
]

SCHEMA_VERSION = 1
LAYOUT_VERSION = 3
# From this layout version on, a wide outline fills the holes and dots of letters (``stroke``).
OUTLINES_FILLED = 2
# From this one on, lettering whose letters touch is bent along an arc, not turned (``joins``).
JOINS_BENT = 3

MAX_BLEED_UM = 50_000
MAX_SURFACES = 12
MAX_ZONES = 60
MAX_PHOTO_SIDE = 12_000
MAX_ZOOM = 10_000
MAX_OFFSET = 10_000
MAX_RULE_VALUES = 50

ZONE_CLASSES = (*TEXT_CLASSES.values(), PhotoZone, ClipartZone)
ZONE_KEYS = {item.name for cls in ZONE_CLASSES for item in fields(cls)}


def content_hash(design):
    """Return the design's name: SHA-256 of its canonical JSON, 64 hex digits."""
    return sha256_hex(canonical_json(design.to_dict()))


def parse_design(content):
    """Return the normalised :class:`Design` of a content document.

    Parsing its ``to_dict()`` again gives an equal design.

    :param dict content: untrusted document, see docs/architecture.md
    :raises EngineError: ``bad_schema`` with ``path`` and ``reason``
    """
    root = Reader(content, "")
    root.refuse_unknown({"schema", "layout", "product", "template", "values"})
    template = _parse_template(root.reader("template"))
    values = root.get("values", {})
    return Design(
        schema=root.integer("schema", SCHEMA_VERSION, SCHEMA_VERSION),
        layout=root.integer("layout", 1, LAYOUT_VERSION),
        product_id=root.reader("product").integer("id", 0, 2**53),
        template=template,
        values=_parse_values(Reader(values, "values"), template),
    )


# === TEMPLATE === #


def _parse_template(reader):
    reader.refuse_unknown({"key", "surfaces"})
    surfaces = tuple(_parse_surface(item) for item in reader.readers("surfaces", 1, MAX_SURFACES))
    _refuse_twice(reader, [surface.key for surface in surfaces])
    zones = [zone for surface in surfaces for zone in surface.zones]
    _refuse_twice(reader, [zone.key for zone in zones])
    _refuse_bad_rules(reader, {zone.key: zone.visible_zone for zone in zones})
    return Template(key=reader.matching("key", KEY), surfaces=surfaces)


def _refuse_twice(reader, keys):
    for key in keys:
        if keys.count(key) > 1:
            raise reader.error("surfaces", f"key {key} twice")


def _refuse_bad_rules(reader, rules):
    unknown = set(rules.values()) - set(rules) - {""}
    if unknown:
        raise reader.error("surfaces", f"no zone {min(unknown)}")
    circle = find_circle(rules)
    if circle:
        raise reader.error("surfaces", f"circle of {', '.join(circle)}")


def _parse_surface(reader):
    reader.refuse_unknown({item.name for item in fields(Surface)})
    mockup = reader.get("mockup", None)
    return Surface(
        key=reader.matching("key", KEY),
        label=_label(reader),
        width_um=reader.integer("width_um", 1000, MAX_SIDE_UM),
        height_um=reader.integer("height_um", 1000, MAX_SIDE_UM),
        bleed_um=reader.integer("bleed_um", 0, MAX_BLEED_UM, 0),
        method=_parse_method(reader.reader("method")),
        mockup=None if mockup is None else _parse_mockup(reader.reader("mockup")),
        zones=tuple(_parse_zone(item) for item in reader.readers("zones", 0, MAX_ZONES)),
        safe_um=reader.integer("safe_um", 0, MAX_SIDE_UM, 0),
    )


def _label(reader):
    return clean_text(reader.text("label", 200, ""), multiline=False)


def _parse_method(reader):
    reader.refuse_unknown({item.name for item in fields(Method)})
    return Method(
        key=reader.matching("key", KEY),
        colors=reader.choice("colors", ("full", "single"), "full"),
        mirror=reader.boolean("mirror", False),
        min_dpi=reader.integer("min_dpi", 0, 2400, 0),
        warn_dpi=reader.integer("warn_dpi", 0, 2400, 0),
        min_letter_um=reader.integer("min_letter_um", 0, MAX_SIDE_UM, 0),
        format=reader.choice("format", ("pdf", "png"), "pdf"),
        min_stroke_um=reader.integer("min_stroke_um", 0, MAX_SIDE_UM, 0),
        min_gap_um=reader.integer("min_gap_um", 0, MAX_SIDE_UM, 0),
        no_emoji=reader.boolean("no_emoji", False),
        photo_dpi=reader.integer("photo_dpi", 0, 1200, 0),
        photo_dot_um=reader.integer("photo_dot_um", 0, 2000, 0),
        photo_gamma_permille=reader.integer("photo_gamma_permille", 300, 3000, 1000),
    )


def _parse_mockup(reader):
    reader.refuse_unknown({item.name for item in fields(Mockup)})
    area = reader.reader("area")
    area.refuse_unknown({item.name for item in fields(Area)})
    return Mockup(
        asset=reader.matching("asset", SHA256),
        width_px=reader.integer("width_px", 1, MAX_PHOTO_SIDE),
        height_px=reader.integer("height_px", 1, MAX_PHOTO_SIDE),
        area=Area(
            x_ppm=area.integer("x_ppm", -1_000_000, 2_000_000),
            y_ppm=area.integer("y_ppm", -1_000_000, 2_000_000),
            width_ppm=area.integer("width_ppm", 1, 2_000_000),
            height_ppm=area.integer("height_ppm", 1, 2_000_000),
        ),
        blend=reader.choice("blend", BLENDS, "normal"),
        ink=reader.color("ink", ""),
        background=reader.color("background", "#ffffff"),
        material=reader.choice("material", MATERIALS, "plain"),
        mapping=parse_mapping(reader),
    )


def _parse_zone(reader):
    reader.refuse_unknown(ZONE_KEYS)
    zone_type = reader.choice("type", (*TEXT_TYPES, "photo", "clipart"))
    base = {
        "key": reader.matching("key", KEY),
        "type": zone_type,
        "label": _label(reader),
        "x_um": reader.integer("x_um", -MAX_SIDE_UM, MAX_SIDE_UM),
        "y_um": reader.integer("y_um", -MAX_SIDE_UM, MAX_SIDE_UM),
        "width_um": reader.integer("width_um", 100, MAX_SIDE_UM),
        "height_um": reader.integer("height_um", 100, MAX_SIDE_UM),
        "rotation_mdeg": reader.integer("rotation_mdeg", -360_000, 360_000, 0) % 360_000,
        "required": reader.boolean("required", False),
        "editable": reader.boolean("editable", True),
        "visible_zone": reader.matching("visible_zone", KEY, ""),
        "visible_values": _texts(reader, "visible_values"),
    }
    parsers = {"photo": _parse_photo_zone, "clipart": parse_clipart_zone}
    return parsers.get(zone_type, parse_text_zone)(reader, base)


def _texts(reader, key):
    texts = reader.get(key, ())
    if not isinstance(texts, (list, tuple)) or len(texts) > MAX_RULE_VALUES:
        raise reader.error(key)
    if not all(isinstance(text, str) and len(text) <= MAX_CHARS for text in texts):
        raise reader.error(key)
    return tuple(dict.fromkeys(filter(None, (clean_text(t, multiline=False) for t in texts))))


def _parse_photo_zone(reader, base):
    return PhotoZone(
        **base,
        shape=reader.choice("shape", ("rect", "rounded", "ellipse"), "rect"),
        radius_um=reader.integer("radius_um", 0, MAX_SIDE_UM, 0),
        photo_fit=reader.choice("photo_fit", ("cover", "contain"), "cover"),
    )


# === VALUES === #


def _parse_values(reader, template):
    parsed = {}
    for surface in template.surfaces:
        for zone in surface.zones:
            value = _parse_value(reader, zone)
            if value is not None:
                parsed[zone.key] = value
    zones = [zone for surface in template.surfaces for zone in surface.zones]
    hidden = hidden_zones(zones, parsed)
    return {key: value for key, value in parsed.items() if key not in hidden}


def _parse_value(reader, zone):
    if not zone.editable:
        return _fixed_value(zone)
    if reader.get(zone.key, None) is None:
        return None
    value = reader.reader(zone.key)
    if isinstance(zone, PhotoZone):
        return _parse_photo(value)
    if isinstance(zone, ClipartZone):
        return _parse_clipart(value, zone)
    return _parse_text(value, zone)


def _fixed_value(zone: Zone):
    if isinstance(zone, TextZone) and zone.default:
        return TextValue(text=zone.default, font=zone.fonts[0], color=zone.colors[0])
    if isinstance(zone, ClipartZone) and zone.default:
        return ClipartValue(clipart=zone.default, color=zone.colors[0])
    return None


def _parse_text(reader, zone):
    text = clean_text(reader.text("text", MAX_RAW_TEXT, ""), multiline=zone.is_multiline)
    if zone.type == "monogram":
        text = "".join(letters_of(text))
    options = value_options(reader, zone)
    if not text or options is None:
        return None
    return TextValue(
        **options,
        text=text,
        font=_offered(reader, "font", zone.fonts),
        color=_offered(reader, "color", zone.colors),
        breaks=_breaks(reader, text) if zone.is_multiline else (),
    )


def _breaks(reader, text):
    """Return the places where a line may end, those outside of the text dropped."""
    places = reader.get("breaks", ())
    if not isinstance(places, (list, tuple)) or len(places) > MAX_RAW_TEXT:
        raise reader.error("breaks")
    if not all(type(place) is int for place in places):
        raise reader.error("breaks")
    return tuple(sorted({place for place in places if 0 < place < len(text)}))


def _parse_clipart(reader, zone):
    if not reader.get("clipart", ""):
        return None
    return ClipartValue(
        clipart=reader.matching("clipart", SHA256), color=_offered(reader, "color", zone.colors)
    )


def _offered(reader, key, choices):
    wanted = reader.get(key, "") or ""
    if not isinstance(wanted, str):
        raise reader.error(key)
    return wanted.lower() if wanted.lower() in choices else choices[0]


def _parse_photo(reader):
    if not reader.get("asset", ""):
        return None
    return PhotoValue(
        asset=reader.matching("asset", SHA256),
        width_px=reader.integer("width_px", 1, MAX_PHOTO_SIDE),
        height_px=reader.integer("height_px", 1, MAX_PHOTO_SIDE),
        zoom_permille=reader.clamped("zoom_permille", 1000, MAX_ZOOM, 1000),
        offset_x_permille=reader.clamped("offset_x_permille", -MAX_OFFSET, MAX_OFFSET, 0),
        offset_y_permille=reader.clamped("offset_y_permille", -MAX_OFFSET, MAX_OFFSET, 0),
        rotation_mdeg=reader.clamped("rotation_mdeg", -(10**9), 10**9, 0) % 360_000,
        detail_permille=reader.clamped("detail_permille", 1, 1000, 1000),
        brightness_permille=reader.clamped("brightness_permille", *BRIGHTNESS, 1000),
        contrast_permille=reader.clamped("contrast_permille", *CONTRAST, 1000),
        mono=reader.boolean("mono", False),
    )
