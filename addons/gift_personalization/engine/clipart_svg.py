"""SVG files to drawings: an allow-list reader that keeps outlines and colours, nothing else.

Elements beyond groups and basic shapes, references, scripts, style sheets, gradients, filters and
transparency are refused with the name of what was met; what editors add for themselves (titles,
metadata, attributes in foreign namespaces) is left out. Strokes become outlines, overlaps of one
colour melt together. White shapes of a drawing that otherwise has one colour cut holes: such a
drawing takes whatever colour the customer chooses.
"""

import re

from lxml import etree

from .clipart_outline import Painter
from .clipart_path import bounded, build_path, read_transform
from .clipart_shapes import NUMBER_UNIT, SHAPES, length, shape_segments
from .errors import EngineError
from .geometry import multiply

MAX_BYTES = 200_000
MAX_NODES = 600
MAX_DEPTH = 16
SVG = "http://www.w3.org/2000/svg"
IGNORED = ("title", "desc", "metadata")
GEOMETRY = {
    **SHAPES,
    "svg": ("width", "height", "viewBox", "x", "y", "version", "baseProfile"),
    "g": (),
}
PAINT = {
    "fill": "#000000",
    "fill-rule": "nonzero",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
}
# Allowed where they say nothing new; anything else is refused.
NEUTRAL = {
    "opacity": ("1", "1.0", "100%"),
    "fill-opacity": ("1", "1.0", "100%"),
    "stroke-opacity": ("1", "1.0", "100%"),
    "display": ("inline", "block"),
    "visibility": ("visible",),
    "stroke-dasharray": ("none",),
    "stroke-dashoffset": ("0", "0px"),
    "clip-rule": ("nonzero", "evenodd"),
    "overflow": ("visible", "hidden"),
    "color": None,
    "enable-background": None,
    "vector-effect": ("none",),
    "paint-order": ("normal",),
    "mix-blend-mode": ("normal",),
}
PLAIN = ("id", "class", "role", "focusable", "aria-hidden", "aria-label", "tabindex")
NAMED = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000",
    "blue": "#0000ff", "yellow": "#ffff00", "orange": "#ffa500", "gold": "#ffd700",
    "pink": "#ffc0cb", "brown": "#a52a2a", "gray": "#808080", "grey": "#808080",
    "silver": "#c0c0c0", "purple": "#800080", "navy": "#000080", "currentcolor": "#000000",
}  # fmt: skip
RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)\Z")


def read_svg(data):
    """Return the :class:`clipart.Drawing` of an SVG file.

    :param bytes data: untrusted
    :raises EngineError: ``svg_size``, ``svg_broken``, ``svg_doctype``, ``svg_element`` (name),
        ``svg_attribute`` (name), ``svg_value`` (name), ``svg_number``, ``svg_path``,
        ``svg_transform``, ``svg_complex``, ``svg_empty``
    """
    root = _parse(bytes(data))
    painter = Painter(_view_box(root))
    _Walker(painter).walk(root, dict(PAINT), painter.matrix, 0)
    return painter.drawing()


def _parse(data):
    if len(data) > MAX_BYTES:
        raise EngineError("svg_size")
    # A declaration of entities cannot hide: other encodings than UTF-8 are refused as broken.
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        raise EngineError("svg_doctype")
    try:
        data.decode("utf-8-sig")
        if b"\0" in data:
            raise ValueError("NUL")
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
            dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise EngineError("svg_broken") from None
    if root.getroottree().docinfo.doctype:
        raise EngineError("svg_doctype")
    if _local(root) != "svg":
        raise EngineError("svg_broken")
    return root


def _local(node):
    """Return the name of an SVG element, ``None`` for one of another namespace."""
    if not isinstance(node.tag, str):
        raise EngineError("svg_doctype")
    name = etree.QName(node)
    return name.localname if name.namespace in (SVG, None) else None


def _view_box(root):
    """Return (x, y, width, height) of what the file shows, or ``None``."""
    box = root.get("viewBox")
    numbers = re.split(r"[\s,]+", box.strip()) if box else []
    if not numbers:
        width, height = (NUMBER_UNIT.match(root.get(key, "")) for key in ("width", "height"))
        if not width or not height:
            return None
        numbers = ["0", "0", width[1], height[1]]
    if len(numbers) != 4:
        raise EngineError("svg_value", name="viewBox")
    values = tuple(map(bounded, numbers))
    if values[2] <= 0 or values[3] <= 0:
        raise EngineError("svg_value", name="viewBox")
    return values


class _Walker:
    def __init__(self, painter):
        self.painter = painter
        self.nodes = 0

    def walk(self, node, style, matrix, depth):
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise EngineError("svg_complex")
        name = _local(node)
        if name is None or name in IGNORED or (name == "defs" and not len(node)):
            return
        if (name not in GEOMETRY) or (name == "svg" and depth):
            raise EngineError("svg_element", name=name[:40])
        style, transform, hidden = self._read_attributes(node, name, style)
        if hidden:
            return
        matrix = multiply(matrix, transform)
        if name in SHAPES:
            path = build_path(shape_segments(node, name))
            self.painter.paint(path, _resolved(style, name), matrix)
        elif (node.text or "").strip():
            raise EngineError("svg_element", name="text")
        for child in node:
            self.walk(child, style, matrix, depth + 1)

    def _read_attributes(self, node, name, style):
        """Return (inherited style, matrix, whether it is hidden); refuses what could be active."""
        given = {}
        for key, value in node.attrib.items():
            if key.startswith("{"):
                _check_foreign(key)
            elif key == "style":
                given.update(_declarations(value))
            elif key == "transform" or key not in (*GEOMETRY[name], *PLAIN):
                given.setdefault(key, value.strip())
            elif key.startswith("on"):
                raise EngineError("svg_attribute", name=key[:40])
        transform = given.pop("transform", None)
        hidden = given.get("display") == "none" or given.get("visibility") == "hidden"
        own = {key: value for key, value in given.items() if _says_something(key, value)}
        return {**style, **own}, read_transform(transform or ""), hidden


def _check_foreign(key):
    """Refuse references (xlink:href); attributes of drawing programs say nothing here."""
    if etree.QName(key).localname in ("href", "base"):
        raise EngineError("svg_attribute", name=etree.QName(key).localname)


def _declarations(text):
    for item in text.split(";"):
        key, colon, value = item.partition(":")
        if item.strip() and not colon:
            raise EngineError("svg_attribute", name="style")
        key = key.strip().lower()
        if key and not key.startswith(("-inkscape", "font", "text-", "line-height")):
            yield key, value.strip()


def _says_something(key, value):
    """Return whether a property is one of paint; refuse properties that would change the look."""
    if key in PAINT:
        return value != "inherit"
    if key.startswith(("data-", "aria-")):
        return False
    if key not in NEUTRAL:
        raise EngineError("svg_attribute", name=key[:40])
    allowed = NEUTRAL[key]
    if allowed is not None and value not in allowed and value not in ("none", "hidden"):
        raise EngineError("svg_value", name=key)
    if value == "none" and key in ("fill-opacity", "opacity", "stroke-opacity"):
        raise EngineError("svg_value", name=key)
    return False


# === VALUES === #


def _resolved(style, name):
    """Return the style with numbers and colours read; ``fill`` and ``stroke`` may be ``None``."""
    fill = None if name == "line" else _color(style["fill"], "fill")
    stroke = _color(style["stroke"], "stroke")
    width = length(style["stroke-width"], "stroke-width")
    return {
        "fill": fill,
        "evenodd": _one_of(style, "fill-rule", ("nonzero", "evenodd")) == "evenodd",
        "stroke": stroke if width > 0 else None,
        "width": width,
        "cap": _one_of(style, "stroke-linecap", ("butt", "round", "square")),
        "join": _one_of(style, "stroke-linejoin", ("miter", "round", "bevel")),
        "miter": max(1.0, length(style["stroke-miterlimit"], "stroke-miterlimit")),
    }


def _one_of(style, key, choices):
    if style[key] not in choices:
        raise EngineError("svg_value", name=key)
    return style[key]


def _color(text, name):
    value = NAMED.get(text.lower(), text.lower())
    if value == "none":
        return None
    if re.fullmatch("#[0-9a-f]{3}", value):
        value = "#" + "".join(digit * 2 for digit in value[1:])
    rgb = RGB.match(value)
    if rgb and all(int(part) < 256 for part in rgb.groups()):
        value = "#" + "".join(f"{int(part):02x}" for part in rgb.groups())
    if not re.fullmatch("#[0-9a-f]{6}", value):
        raise EngineError("svg_value", name=name)
    return value
