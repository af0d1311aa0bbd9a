"""Basic shapes of SVG as path segments, from untrusted attributes."""

import re

from .clipart_path import bounded, read_path
from .errors import EngineError

SHAPES = {
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "polygon": ("points",),
    "polyline": ("points",),
    "line": ("x1", "y1", "x2", "y2"),
}
NUMBER_UNIT = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(?:px)?\s*\Z")


def length(text, name):
    """Return a length in user units; ``name`` is of the attribute, for the refusal."""
    found = NUMBER_UNIT.match(text)
    if not found:
        raise EngineError("svg_value", name=name)
    return bounded(found[1])


def shape_segments(node, name):
    """Return the segments of a shape element, as ``clipart_path.read_path`` gives them."""
    if name == "path":
        return read_path(node.get("d", ""))
    if name in ("polygon", "polyline"):
        data = node.get("points", "").strip()
        closed = "z" if name == "polygon" else ""
        return read_path(f"M{data}{closed}") if data else []
    values = {key: length(node.get(key, "0"), key) for key in SHAPES[name]}
    if name == "line":
        return [("M", [values["x1"], values["y1"]]), ("L", [values["x2"], values["y2"]])]
    if name == "rect":
        return _rect_segments(node, values)
    radius_x = values.get("r", values.get("rx"))
    return _ellipse(values["cx"], values["cy"], radius_x, values.get("r", values.get("ry")))


def _ellipse(x, y, radius_x, radius_y):
    if radius_x <= 0 or radius_y <= 0:
        return []
    arc = [radius_x, radius_y, 0.0, 0.0, 1.0]
    return [
        ("M", [x + radius_x, y]),
        *(
            ("A", [*arc, *end])
            for end in ((x, y + radius_y), (x - radius_x, y), (x, y - radius_y), (x + radius_x, y))
        ),
        ("Z", []),
    ]


def _rect_segments(node, values):
    x, y, width, height = (values[key] for key in ("x", "y", "width", "height"))
    if width <= 0 or height <= 0:
        return []
    radius_x = values["rx"] if node.get("rx") else values["ry"]
    radius_y = values["ry"] if node.get("ry") else radius_x
    radius_x = max(0.0, min(radius_x, width / 2))
    radius_y = max(0.0, min(radius_y, height / 2))
    right, bottom = x + width, y + height
    if not radius_x or not radius_y:
        corners = [[x, y], [right, y], [right, bottom], [x, bottom]]
        return [("M", corners[0]), *(("L", corner) for corner in corners[1:]), ("Z", [])]
    arc = [radius_x, radius_y, 0.0, 0.0, 1.0]
    return [
        ("M", [x + radius_x, y]),
        ("L", [right - radius_x, y]),
        ("A", [*arc, right, y + radius_y]),
        ("L", [right, bottom - radius_y]),
        ("A", [*arc, right - radius_x, bottom]),
        ("L", [x + radius_x, bottom]),
        ("A", [*arc, x, bottom - radius_y]),
        ("L", [x, y + radius_y]),
        ("A", [*arc, x + radius_x, y]),
        ("Z", []),
    ]
