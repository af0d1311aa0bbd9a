"""Layout: a frozen design to one display list per surface, and what was met on the way."""

from dataclasses import dataclass, field, replace

from .arc import set_on_arc
from .clipart import DrawingBook, drawing_item
from .colors import is_light_on
from .display import DisplayList, GroupItem, Halftone, ImageItem
from .errors import Finding
from .geometry import multiply, rotate, translate
from .itemise import covers
from .model import ClipartValue, MonogramZone, PhotoZone, TextValue
from .monogram import set_monogram
from .placement import place_photo
from .stroke import outline_width, outlined
from .substitution import check_substitutions, substitutions
from .text import MAX_LINES, TextStyle, set_text


@dataclass(frozen=True)
class Layout:
    """What a design looks like.

    :param dict surfaces: surface key to :class:`display.DisplayList`
    :param tuple findings: ``missing_glyph``, ``overflow`` and ``font_fallback``; the rest comes
        from ``preflight.check``
    :param dict texts: zone key to :class:`text.TextBlock`
    :param dict photos: zone key to :class:`placement.PhotoPlacement`
    :param dict cliparts: zone key to :class:`clipart.Drawing`
    """

    surfaces: dict
    findings: tuple
    texts: dict = field(default_factory=dict)
    photos: dict = field(default_factory=dict)
    cliparts: dict = field(default_factory=dict)


def layout_design(design, fonts, drawings=None):
    """Lay out every surface of a design. Same design and faces, same display lists.

    A design of an earlier layout version is drawn as that version drew it.

    :param design: :class:`schema.Design`
    :param fonts: :class:`text.FontBook`
    :param drawings: :class:`clipart.DrawingBook`, for designs with clip art
    :raises EngineError: ``font_missing``, ``bad_font``, ``drawing_missing`` or ``bad_drawing``
    """
    surfaces, findings, texts, photos, cliparts = {}, [], {}, {}, {}
    drawings = drawings or DrawingBook({}.__getitem__)
    for surface in design.template.surfaces:
        items = []
        for zone in surface.zones:
            value = design.values.get(zone.key)
            if value is None:
                continue
            matrix = zone_matrix(zone)
            if isinstance(value, TextValue):
                outline_um = outline_width(surface.method, zone)
                chain = _chain(zone, value, fonts)
                block = _set(zone, value, chain, outline_um, design.layout)
                texts[zone.key] = block
                findings += _text_findings(zone, block, fonts)
                findings += check_substitutions(zone, value, chain)
                drawn = _text_items(zone, value, block, matrix, outline_um, design.layout)
                items.append(GroupItem(drawn, zone=zone.key))
            elif isinstance(zone, PhotoZone):
                placed = photos[zone.key] = place_photo(zone, value, matrix)
                items.append(_photo_item(surface, zone, value, placed))
            elif isinstance(value, ClipartValue):
                drawing = cliparts[zone.key] = drawings.drawing(value.clipart)
                items.append(drawing_item(drawing, zone, value.color, matrix))
        surfaces[surface.key] = DisplayList(
            surface.key, surface.width_um, surface.height_um, surface.bleed_um, tuple(items)
        )
    return Layout(surfaces, tuple(findings), texts, photos, cliparts)


def find_substitutions(design, fonts):
    """Return ``{zone key: {face hash: pieces of text}}`` of what the chosen faces do not have."""
    found = {}
    for _surface, zone in design.zones():
        value = design.values.get(zone.key)
        if isinstance(value, TextValue):
            pieces = substitutions(zone, value, _chain(zone, value, fonts))
            if pieces:
                found[zone.key] = pieces
    return found


def zone_matrix(zone):
    """Return the matrix from a zone's rectangle (origin top left) to its surface."""
    half_x, half_y = zone.width_um / 2, zone.height_um / 2
    if not zone.rotation_mdeg:
        return translate(float(zone.x_um), float(zone.y_um))
    turned = multiply(rotate(zone.rotation_mdeg), translate(-half_x, -half_y))
    return multiply(translate(zone.x_um + half_x, zone.y_um + half_y), turned)


def text_style(zone):
    """Return the :class:`text.TextStyle` of a text zone."""
    return TextStyle(
        width_um=zone.width_um,
        height_um=zone.height_um,
        max_size_um=zone.max_size_um,
        min_size_um=zone.min_size_um,
        align=zone.align,
        valign=zone.valign,
        wrap=zone.is_multiline,
        shrink=zone.fit == "shrink",
        line_height_permille=zone.line_height_permille,
        tracking_permille=zone.tracking_permille,
        upper=zone.case == "upper",
        max_lines=(zone.max_lines or MAX_LINES) if zone.is_multiline else 1,
    )


def _set(zone, value, chain, outline_um, layout):
    """Set a text by its zone's rules; the outline takes its room from the rectangle."""
    style = text_style(zone)
    if outline_um:
        style = replace(
            style,
            width_um=max(1, style.width_um - 2 * outline_um),
            height_um=max(1, style.height_um - 2 * outline_um),
        )
    if isinstance(zone, MonogramZone):
        return set_monogram(value.text, chain, style, zone)
    if zone.arc_um:
        return set_on_arc(value.text, chain, style, zone.arc_um, layout)
    return set_text(value.text, chain, style, value.breaks)


def _text_items(zone, value, block, matrix, outline_um, layout):
    if not outline_um:
        return block.items(matrix, value.color)
    inside = multiply(matrix, translate(float(outline_um), float(outline_um)))
    drawn = block.items(inside, value.color)
    return outlined(drawn, outline_um, zone.outline_color, layout)


def _chain(zone, value, fonts):
    shas = dict.fromkeys((value.font, *(zone.fallbacks if zone.allow_fallback else ())))
    return [fonts.face(sha) for sha in shas]


def _text_findings(zone, block, fonts):
    findings = []
    if block.missing:
        params = {"chars": " ".join(block.missing[:20])}
        complete = [sha for sha in zone.fonts if _has_all(fonts.face(sha), block.missing)]
        if complete:
            params["fonts"] = complete
        findings.append(Finding("missing_glyph", "error", zone.key, params))
    if block.overflow:
        findings.append(Finding("overflow", "error", zone.key))
    return findings


def _has_all(face, missing):
    return all(covers(face, cluster) for cluster in missing)


def _photo_item(surface, zone, value, placed):
    image = ImageItem(
        value.asset,
        value.width_px,
        value.height_px,
        placed.matrix,
        placed.clip,
        value.brightness_permille,
        value.mono,
        _halftone(surface),
        value.contrast_permille,
    )
    return GroupItem((image,), zone=zone.key)


def _halftone(surface):
    """Return how photos of a surface become dots, None where they stay as they are."""
    method, mockup = surface.method, surface.mockup
    if method.colors != "single" or not method.photo_dpi:
        return None
    is_lighter = bool(mockup and mockup.ink) and is_light_on(mockup.ink, mockup.background)
    return Halftone(method.photo_dpi, method.photo_dot_um, method.photo_gamma_permille, is_lighter)
