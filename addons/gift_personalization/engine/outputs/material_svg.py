"""A material as an SVG filter: the steps of ``material`` for the browser.

Lengths are shares of the surface, so that the filter can be laid on the drawing in any size.
"""

from html import escape

from ..canonical import sha256_hex
from ..light import LIGHT_RANGE, NEUTRAL
from ..material import BLACK, WHITE, Bands, Edge, Light, get_steps, split_tones
from .bands import band_ends

UNITS = 1000  # pixels of the longer side that bands are drawn with


def material_filter(surface, light_href):
    """Return ``(id, markup)`` of the filter of a surface; ``("", "")`` where nothing changes.

    The filter belongs on the drawing of the whole surface, see ``svg.render_svg``.

    :param surface: :class:`model.Surface` or a mapping with its keys
    :param str light_href: address of the light map of the whole mock-up picture, or of the light
        on this surface alone where it has a mapping
    """
    mockup = surface["mockup"] or {}
    material = mockup.get("material", "plain")
    mapping = mockup.get("mapping")
    lit = not mapping or mapping.get("lit", False)
    steps = get_steps(material, surface["width_um"], surface["height_um"], lit=lit)
    if not steps:
        return "", ""
    writer = _Writer(surface, mockup, light_href)
    for step in steps:
        writer.take(step)
    body = "".join(writer.parts)
    name = f"gift-{surface['key']}-{sha256_hex(body)[:12]}"
    return name, (
        f'<filter id="{name}" color-interpolation-filters="sRGB" x="0" y="0" width="1" height="1" '
        f'primitiveUnits="objectBoundingBox">{body}</filter>'
    )


class _Writer:
    def __init__(self, surface, mockup, light_href):
        self.surface = surface
        self.mockup = mockup
        self.light_href = light_href
        self.size = surface["width_um"], surface["height_um"]
        self.drawing = "SourceGraphic"
        self.parts = []

    def take(self, step):
        if isinstance(step, Edge):
            self.edge(step)
        elif isinstance(step, Bands):
            self.bands(step)
        elif isinstance(step, Light):
            self.light(step)

    def add(self, tag, result=True, **attributes):
        """Write a primitive; return the name of its result."""
        name = f"s{len(self.parts)}"
        values = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        text = "".join(f' {key}="{escape(str(value))}"' for key, value in values.items())
        self.parts.append(f'<{tag}{text} result="{name}"/>')
        return name

    def lay(self, layer):
        """Put a layer on the drawing, cut to it."""
        self.drawing = self.add("feComposite", in_=layer, in2=self.drawing, operator="atop")

    def edge(self, step):
        copy = "SourceAlpha"
        if step.blur:
            copy = self.add(
                "feGaussianBlur",
                in_=copy,
                stdDeviation="{} {}".format(*self.share(step.blur, step.blur)),
            )
        if step.offset != (0, 0):
            dx, dy = self.share(*step.offset)
            copy = self.add("feOffset", in_=copy, dx=dx, dy=dy)
        rim = self.add("feComposite", in_="SourceAlpha", in2=copy, operator="out")
        self.lay(self.toned(rim, step.tone, f"0 0 0 {step.strength} 0"))

    def light(self, step):
        whole = (0, 0, 1, 1) if self.mockup.get("mapping") else self.mockup_box()
        light = self.image(self.light_href, whole)
        for tone, gain in ((BLACK, -step.shade), (WHITE, step.gleam)):
            if gain:
                scale = gain * 255 / LIGHT_RANGE
                row = f"{scale:.4f} 0 0 0 {-scale * NEUTRAL / 255:.4f}"
                self.lay(self.toned(light, tone, row))

    def toned(self, source, tone, alpha_row):
        row = f"0 0 0 0 {tone}"
        values = f"{row} {row} {row} {alpha_row}"
        return self.add("feColorMatrix", in_=source, type="matrix", values=values)

    def image(self, href, box):
        x, y, width, height = box
        return self.add(
            "feImage", href=href, x=x, y=y, width=width, height=height, preserveAspectRatio="none"
        )

    def share(self, x_um, y_um):
        return round(x_um / self.size[0], 7), round(y_um / self.size[1], 7)

    def mockup_box(self):
        """Return the place of the whole mock-up picture, in shares of the surface."""
        area = self.mockup["area"]
        width, height = area["width_ppm"], area["height_ppm"]
        values = (-area["x_ppm"] / width, -area["y_ppm"] / height, 1e6 / width, 1e6 / height)
        return tuple(round(value, 7) for value in values)

    def bands(self, step):
        unit = max(self.size) / UNITS
        width, height = (round(side / unit) for side in self.size)
        x, y = (value / unit for value in band_ends(step)[1])
        self.lay(self.image(_bands_svg(step, (x, y), width, height), (0, 0, 1, 1)))


def _bands_svg(bands, end, width, height):
    """Return bands as the address of a picture."""
    stops = "".join(
        f"<stop offset='{place:.4g}' stop-color='{'#fff' if tone else '#000'}' "
        f"stop-opacity='{opacity:.4g}'/>"
        for place, tone, opacity in split_tones(bands.stops)
    )
    text = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
        f"<linearGradient id='b' gradientUnits='userSpaceOnUse' spreadMethod='repeat' "
        f"x1='0' y1='0' x2='{end[0]:.3f}' y2='{end[1]:.3f}'>{stops}</linearGradient>"
        f"<rect width='{width}' height='{height}' fill='url(#b)'/></svg>"
    )
    for char, code in (("%", "%25"), ("#", "%23"), ("<", "%3C"), (">", "%3E")):
        text = text.replace(char, code)
    return f"data:image/svg+xml,{text}"
