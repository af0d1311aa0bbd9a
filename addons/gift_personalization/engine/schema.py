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
from .model import (
    BLENDS,
    TEXT_TYPES,
    Area,
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
from .reader import COLOR, KEY, SHA256, Reader

__all__ = [
    "LAYOUT_VERSION",
    "SCHEMA_VERSION",
    "Design",
    "canonical_json",
    "content_hash",
    "parse_design",
]

SCHEMA_VERSION = 1
LAYOUT_VERSION = 1

MAX_SIDE_UM = 5_000_000
MAX_BLEED_UM = 50_000
MAX_SURFACES = 12
MAX_ZONES = 60
MAX_FONTS = 100
# Raw text beyond this is no customer's; shorter text over a zone's limit becomes a finding.
MAX_RAW_TEXT = 10_000
MAX_CHARS = 500
MAX_LINES = 20
MAX_PHOTO_SIDE = 12_000
MAX_ZOOM = 10_000
MAX_OFFSET = 10_000
DEFAULT_COLOR = "#000000"

ZONE_KEYS = {item.name for cls in (TextZone, PhotoZone) for item in fields(cls)}


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
        layout=root.integer("layout", LAYOUT_VERSION, LAYOUT_VERSION),
        product_id=root.reader("product").integer("id", 0, 2**53),
        template=template,
        values=_parse_values(Reader(values, "values"), template),
    )


# === TEMPLATE === #


def _parse_template(reader):
    reader.refuse_unknown({"key", "surfaces"})
    surfaces = tuple(_parse_surface(item) for item in reader.readers("surfaces", 1, MAX_SURFACES))
    _refuse_twice(reader, [surface.key for surface in surfaces])
    _refuse_twice(reader, [zone.key for surface in surfaces for zone in surface.zones])
    return Template(key=reader.matching("key", KEY), surfaces=surfaces)


def _refuse_twice(reader, keys):
    for key in keys:
        if keys.count(key) > 1:
            raise reader.error("surfaces", f"key {key} twice")


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
    )


def _parse_zone(reader):
    reader.refuse_unknown(ZONE_KEYS)
    zone_type = reader.choice("type", (*TEXT_TYPES, "photo"))
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
    }
    parse = _parse_photo_zone if zone_type == "photo" else _parse_text_zone
    return parse(reader, base)


def _parse_text_zone(reader, base):
    max_size = reader.integer("max_size_um", 100, MAX_SIDE_UM)
    multiline = base["type"] == "multiline"
    return TextZone(
        **base,
        fonts=reader.strings("fonts", SHA256, 1, MAX_FONTS),
        fallbacks=reader.strings("fallbacks", SHA256, 0, MAX_FONTS, ()),
        colors=reader.strings("colors", COLOR, 0, MAX_FONTS, ()) or (DEFAULT_COLOR,),
        align=reader.choice("align", ("start", "center", "end"), "center"),
        valign=reader.choice("valign", ("top", "middle", "bottom"), "middle"),
        fit=reader.choice("fit", ("shrink", "fixed"), "shrink"),
        max_size_um=max_size,
        min_size_um=min(max_size, reader.integer("min_size_um", 100, MAX_SIDE_UM, max_size)),
        line_height_permille=reader.integer("line_height_permille", 500, 4000, 1200),
        tracking_permille=reader.integer("tracking_permille", -200, 2000, 0),
        case=reader.choice("case", ("none", "upper"), "none"),
        max_chars=reader.clamped("max_chars", 0, MAX_CHARS, 0),
        max_lines=reader.clamped("max_lines", 0, MAX_LINES, 0) if multiline else 1,
        charset=reader.choice("charset", ("any", "letters", "digits"), "any"),
        default=clean_text(reader.text("default", MAX_RAW_TEXT, ""), multiline=multiline),
    )


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
    return parsed


def _parse_value(reader, zone):
    if not zone.editable:
        return _fixed_value(zone)
    if reader.get(zone.key, None) is None:
        return None
    value = reader.reader(zone.key)
    return _parse_photo(value) if isinstance(zone, PhotoZone) else _parse_text(value, zone)


def _fixed_value(zone: Zone):
    if isinstance(zone, TextZone) and zone.default:
        return TextValue(text=zone.default, font=zone.fonts[0], color=zone.colors[0])
    return None


def _parse_text(reader, zone):
    text = clean_text(reader.text("text", MAX_RAW_TEXT, ""), multiline=zone.is_multiline)
    if not text:
        return None
    return TextValue(
        text=text,
        font=_offered(reader, "font", zone.fonts),
        color=_offered(reader, "color", zone.colors),
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
    )
