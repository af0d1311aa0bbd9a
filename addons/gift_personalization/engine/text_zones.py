"""Text zones of a content document: what every text has, and what its type adds."""

from .charset import listed
from .cleaning import clean_text
from .entries import NUMBER, parse_date
from .errors import EngineError
from .model import ChoiceZone, DateZone, MonogramZone, NumberZone, TextZone
from .reader import COLOR, KEY, SHA256

MAX_SIDE_UM = 5_000_000
MAX_FONTS = 100
# Raw text beyond this is no customer's; shorter text over a zone's limit becomes a finding.
MAX_RAW_TEXT = 10_000
MAX_CHARS = 500
MAX_LINES = 20
DEFAULT_COLOR = "#000000"
TEXT_CLASSES = {
    "text": TextZone,
    "multiline": TextZone,
    "monogram": MonogramZone,
    "date": DateZone,
    "number": NumberZone,
    "choice": ChoiceZone,
}
CHARSETS = ("any", "letters", "digits", "custom")
FRAMES = ("none", "ellipse", "rect", "diamond")
ORDERS = ("typed", "surname_last")
MONOGRAM_LETTERS = 3
MAX_RADIUS_UM = 10_000_000
MAX_OUTLINE_UM = 5_000


def parse_text_zone(reader, base):
    """Return the zone of a text type; ``base`` holds what every zone has."""
    max_size = reader.integer("max_size_um", 100, MAX_SIDE_UM)
    multiline = base["type"] == "multiline"
    letters = MONOGRAM_LETTERS if base["type"] == "monogram" else 0
    return TEXT_CLASSES[base["type"]](
        **base,
        **_options(reader, base["type"]),
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
        max_chars=reader.clamped("max_chars", 0, letters or MAX_CHARS, letters) or letters,
        max_lines=reader.clamped("max_lines", 0, MAX_LINES, 0) if multiline else 1,
        default=clean_text(reader.text("default", MAX_RAW_TEXT, ""), multiline=multiline),
    )


def _options(reader, zone_type):
    """Return the attributes of a text zone that came after the first release."""
    options = {
        "charset": reader.choice("charset", CHARSETS, "any"),
        "allowed": _allowed(reader),
        "arc_um": reader.integer("arc_um", -MAX_RADIUS_UM, MAX_RADIUS_UM, 0),
        "outline_um": reader.integer("outline_um", 0, MAX_OUTLINE_UM, 0),
        "outline_color": reader.matching("outline_color", COLOR, "#ffffff"),
        "allow_fallback": reader.boolean("allow_fallback", True),
    }
    if options["arc_um"] and zone_type in ("multiline", "monogram"):
        raise reader.error("arc_um", "only one line can follow an arc")
    return options | EXTRAS.get(zone_type, lambda _reader: {})(reader)


def _allowed(reader):
    text = reader.text("allowed", 500, "")
    try:
        listed(text)
    except EngineError as error:
        raise reader.error("allowed") from error
    return text


def _monogram_options(reader):
    return {
        "order": reader.choice("order", ORDERS, "typed"),
        "side_permille": reader.integer("side_permille", 200, 1000, 650),
        "frame": reader.choice("frame", FRAMES, "none"),
        "frame_um": reader.integer("frame_um", 0, MAX_OUTLINE_UM, 0),
    }


def _date_options(reader):
    return {
        "formats": reader.strings("formats", KEY, 0, 40, ()),
        "date_min": parse_date(reader, "date_min"),
        "date_max": parse_date(reader, "date_max"),
    }


def _number_options(reader):
    return {name: reader.matching(name, NUMBER, "") for name in ("number_min", "number_max")}


def _choice_options(reader):
    return {"options": reader.strings("options", KEY, 0, 100, ())}


EXTRAS = {
    "monogram": _monogram_options,
    "date": _date_options,
    "number": _number_options,
    "choice": _choice_options,
}
