"""SVG for the browser: the display list as paths and images, no text elements, no scripts."""

from html import escape

from ..canonical import sha256_hex
from ..display import Gradient, GroupItem, ImageItem
from ..geometry import IDENTITY
from .halftone import screen_box

LUMA = (0.2126, 0.7152, 0.0722)  # Rec. 709, on sRGB values
ADJUSTMENT = '<feColorMatrix type="matrix" values="{rows}"/>'
BEYOND_UM = 100_000
SPREAD = {"pad": "pad", "repeat": "repeat", "reflect": "reflect"}


def render_svg(display, image_href, *, ink=None, id_prefix="", filter_id="", dots_href=None):
    """Return one ``<svg>`` element in µm that fills its container.

    Clip, mask and filter ids are made of the surface's key and a hash of their content: drawings
    on one page share an id only where they share the definition. Give another ``id_prefix`` where
    one surface is drawn twice and one of the drawings can be hidden.

    :param image_href: callable from an asset's hash to the address of its screen copy
    :param ink: ``#rrggbb`` for single-colour methods: every fill takes it, photos become ink
        where they are dark
    :param dots_href: callable from a photo that becomes dots to the address of their screen copy;
        without it such photos are shown in greys
    :param str filter_id: filter of the page through which all of the drawing is shown, see
        ``material_svg``
    """
    prefix = id_prefix or display.surface or "g"
    writer = _Writer(image_href, ink, prefix, display, dots_href)
    body = "".join(writer.item(item) for item in display.items)
    defs = f"<defs>{''.join(writer.defs.values())}</defs>" if writer.defs else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {display.width_um} '
        f'{display.height_um}" preserveAspectRatio="none" aria-hidden="true" focusable="false"'
        f"{_shown_through(filter_id)}>"
        f"{defs}{body}</svg>"
    )


class _Writer:
    def __init__(self, image_href, ink, prefix, display, dots_href):
        self.image_href = image_href
        self.dots_href = dots_href
        self.ink = ink
        self.prefix = prefix
        self.display = display
        self.corners = _corners(display)
        self.defs = {}

    def item(self, item):
        if isinstance(item, GroupItem):
            return self.group(item)
        if isinstance(item, ImageItem):
            return self.image(item)
        return self.path(item)

    def group(self, group):
        attributes = _transform(group.matrix)
        if group.zone:
            attributes += f' data-zone="{escape(group.zone)}"'
        if group.mask:
            attributes += f' mask="url(#{self.mask(group.mask)})"'
        return f"<g{attributes}>{''.join(self.item(item) for item in group.items)}</g>"

    def path(self, item):
        fill, opacity = item.fill, item.opacity
        if self.ink:
            fill = self.ink
        elif isinstance(fill, Gradient):
            fill = f"url(#{self.gradient(fill)})"
        extra = f' fill-opacity="{_number(opacity)}"' if opacity < 1 else ""
        return f'<path{_transform(item.matrix)} fill="{fill}"{extra} d="{item.d}"/>'

    def image(self, item):
        if item.halftone and self.dots_href:
            return self.dots(item)
        href = escape(self.image_href(item.asset), quote=True)
        extra = f' filter="url(#{self.filter(item)})"' if self.ink or item.is_adjusted else ""
        return (
            f'<g clip-path="url(#{self.clip(item.clip)})"><image{_transform(item.matrix)} '
            f'width="{item.width_px}" height="{item.height_px}" preserveAspectRatio="none" '
            f'href="{href}"{extra}/></g>'
        )

    def dots(self, item):
        """Return the dots of a photo, a picture that is in its ink already."""
        box = screen_box(item, self.display)
        return (
            f'<g clip-path="url(#{self.clip(item.clip)})"><image{_transform(box.matrix)} '
            f'width="{box.columns}" height="{box.rows}" preserveAspectRatio="none" '
            f'href="{escape(self.dots_href(item), quote=True)}"/></g>'
        )

    def define(self, kind, text):
        """Keep a definition once and return its id; ``{id}`` in ``text`` becomes the id."""
        name = f"{self.prefix}-{kind}-{sha256_hex(text)[:12]}"
        self.defs.setdefault(name, text.replace("{id}", name))
        return name

    def clip(self, data):
        shape = f'<path d="{data}{self.corners}"/>'
        return self.define("c", f'<clipPath id="{{id}}">{shape}</clipPath>')

    def mask(self, items):
        body = "".join(self.item(item) for item in items)
        return self.define(
            "m", f'<mask id="{{id}}" style="mask-type:alpha" mask-type="alpha" maskUnits='
            f'"userSpaceOnUse" x="-9999" y="-9999" width="19998" height="19998">{body}</mask>'
        )  # fmt: skip

    def gradient(self, gradient):
        stops = "".join(
            f'<stop offset="{_number(offset)}" stop-color="{color}"'
            + (f' stop-opacity="{_number(opacity)}"' if opacity < 1 else "")
            + "/>"
            for offset, color, opacity in gradient.stops
        )
        values = [_number(value) for value in gradient.points]
        if gradient.kind == "linear":
            names = ("x1", "y1", "x2", "y2")
        else:
            names = ("fx", "fy", "fr", "cx", "cy", "r")
        points = " ".join(f'{name}="{value}"' for name, value in zip(names, values, strict=True))
        tag = f"{gradient.kind}Gradient"
        transform = _transform(gradient.matrix, "gradientTransform")
        return self.define(
            "f", f'<{tag} id="{{id}}" gradientUnits="userSpaceOnUse" spreadMethod='
            f'"{SPREAD[gradient.extend]}" {points}{transform}>{stops}</{tag}>'
        )  # fmt: skip

    def filter(self, item):
        """Return the filter of a photo: its tones and greys, then darkness into ink.

        ``pixels`` does the same sums with the same weights.
        """
        steps = [_adjusted_rows(item)] if item.is_adjusted else []
        if self.ink:
            steps.append(_inked_rows(self.ink))
        return self.define_filter(steps)

    def define_filter(self, steps):
        body = "".join(ADJUSTMENT.format(rows=rows) for rows in steps)
        return self.define(
            "i", '<filter id="{id}" color-interpolation-filters="sRGB" x="0" y="0" width="1" '
            f'height="1">{body}</filter>'
        )  # fmt: skip


def _corners(display):
    """Return two points beyond the surface, for clips: they cover nothing.

    Chromium clips to the box around a clip's path, then to the path. On the path's own box both
    would soften the same edge, and a photo would end in a paler line than it is printed with.
    """
    right, bottom = display.width_um + BEYOND_UM, display.height_um + BEYOND_UM
    return f"M{-BEYOND_UM} {-BEYOND_UM}l0 0zM{right} {bottom}l0 0z"


def _shown_through(filter_id):
    # On the element itself: a filter on a group inside makes browsers draw paths less sharply.
    return f' style="filter:url(#{filter_id})"' if filter_id else ""


def _inked_rows(ink):
    red, green, blue = (_number(int(ink[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return f"0 0 0 0 {red} 0 0 0 0 {green} 0 0 0 0 {blue} -.2126 -.7152 -.0722 1 0"


def _adjusted_rows(item):
    factor, shift = item.tone_line
    if not item.mono:
        k, s = _number(factor), _number(shift)
        return f"{k} 0 0 0 {s} 0 {k} 0 0 {s} 0 0 {k} 0 {s} 0 0 0 1 0"
    row = " ".join(_number(weight * factor) for weight in LUMA)
    return " ".join([f"{row} 0 {_number(shift)}"] * 3) + " 0 0 0 1 0"


def _transform(matrix, name="transform"):
    if matrix == IDENTITY:
        return ""
    return f' {name}="matrix({" ".join(_number(value) for value in matrix)})"'


def _number(value):
    """Format with at most 9 decimals: µm per font unit times 100 000 units stays below 0.001 µm."""
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
