"""Preflight: everything that would disappoint on the finished product, as findings.

The layout finds ``missing_glyph`` (error; chars), ``overflow`` (error) and ``font_fallback``
(warning; chars, font) on its way (``Layout.findings``); the rest is found here. Codes (severity):
``required`` (error), ``too_long`` (error; max, unit chars or emoji), ``too_many_lines`` (error;
max), ``not_allowed`` (error; chars), ``letter_too_small`` (error; measured_um, limit_um),
``photo_low_dpi`` (error below the method's ``min_dpi``, warning below ``warn_dpi``; dpi, limit),
``photo_blurred`` (warning; dpi, limit, part), ``photo_too_dark``, ``photo_too_light`` (warnings),
``photo_flat`` (warning, or error where nothing would be seen), ``low_contrast`` (warning; ratio),
``emoji_single_colour``, ``emoji_not_made`` and ``clipart_full_colour`` (errors), and those of
``entries`` and ``limits``.
"""

import unicodedata

from .characters import MAX_MARKS, clusters, is_emoji, mark_count
from .charset import is_listed
from .cleaning import upper_case
from .colors import contrast
from .conditions import hidden_zones
from .entries import check_entry
from .errors import Finding
from .limits import check_drawing, check_safe_area, check_thickness
from .model import ClipartZone, TextZone
from .text import MAX_CHARS, MAX_EMOJI, MAX_LINES

MIN_CONTRAST = 1.6
LETTER_EXTRAS = set(" \n\u00a0'’-.·")
DIGIT_EXTRAS = set(" \n\u00a0./-:+")


def check(design, layout, tones=None):
    """Return the findings of a design beyond ``layout.findings``, in drawing order of the zones.

    :param tones: :class:`tones.ToneBook`; without it, tones of photos are not looked at
    """
    findings = []
    hidden = hidden_zones([zone for _surface, zone in design.zones()], design.values)
    drawn = {item.zone: item for display in layout.surfaces.values() for item in display.items}
    for surface, zone in design.zones():
        value = design.values.get(zone.key)
        if value is None:
            if zone.required and zone.key not in hidden:
                findings.append(Finding("required", "error", zone.key))
            continue
        if isinstance(zone, TextZone):
            findings += _check_text(surface, zone, value, layout.texts[zone.key])
            findings += check_safe_area(surface, zone, drawn[zone.key])
        elif isinstance(zone, ClipartZone):
            findings += _check_clipart(surface, zone, value, layout.cliparts[zone.key])
            findings += check_safe_area(surface, zone, drawn[zone.key])
        else:
            findings += _check_photo(surface, zone, value, layout.photos[zone.key])
            findings += _check_tones(zone, drawn[zone.key], tones)
    return tuple(findings)


def _check_text(surface, zone, value, block):
    cut = [value.text[start:end] for start, end in clusters(value.text)]
    yield from _check_length(zone, value.text, cut)
    yield from check_entry(zone, value)
    refused = refused_clusters(zone, cut)
    if refused:
        yield Finding("not_allowed", "error", zone.key, {"chars": " ".join(refused[:20])})
    if surface.method.colors == "single" and any(map(is_emoji, cut)):
        yield Finding("emoji_single_colour", "error", zone.key)
    elif surface.method.no_emoji and any(map(is_emoji, cut)):
        yield Finding("emoji_not_made", "error", zone.key)
    limit = surface.method.min_letter_um
    if block.letter_um is not None and block.letter_um < limit:
        params = {"measured_um": block.letter_um, "limit_um": limit}
        yield Finding("letter_too_small", "error", zone.key, params)
    yield from check_thickness(surface.method, zone, block)
    yield from _check_contrast(surface, zone, value)


def _check_length(zone, text, cut):
    limit = zone.max_chars or MAX_CHARS
    if sum(cluster != "\n" for cluster in cut) > limit or len(cut) > MAX_CHARS:
        yield Finding("too_long", "error", zone.key, {"max": limit, "unit": "chars"})
    if sum(map(is_emoji, cut)) > MAX_EMOJI:
        yield Finding("too_long", "error", zone.key, {"max": MAX_EMOJI, "unit": "emoji"})
    lines = (zone.max_lines or MAX_LINES) if zone.is_multiline else 1
    if text.count("\n") + 1 > lines:
        yield Finding("too_many_lines", "error", zone.key, {"max": lines})


def refused_clusters(zone, cut):
    """Return the clusters a zone refuses, each once: foreign kinds and piles of marks."""
    return list(
        dict.fromkeys(
            cluster
            for cluster in cut
            if mark_count(cluster) > MAX_MARKS or not _is_allowed(zone, cluster)
        )
    )


def _is_allowed(zone, cluster):
    charset = zone.charset
    if zone.type == "monogram":
        return unicodedata.category(cluster[0])[0] == "L" or cluster == "&"
    if charset == "custom":
        shown = upper_case(cluster) if zone.case == "upper" else cluster
        return cluster == "\n" or is_listed(zone.allowed, cluster) or is_listed(zone.allowed, shown)
    if charset == "letters":
        return unicodedata.category(cluster[0])[0] == "L" or cluster in LETTER_EXTRAS
    if charset == "digits":
        return unicodedata.category(cluster[0]) == "Nd" or cluster in DIGIT_EXTRAS
    return True


def _check_contrast(surface, zone, value):
    mockup = surface.mockup
    if not mockup:
        return
    color = mockup.ink if surface.method.colors == "single" and mockup.ink else value.color
    ratio = contrast(color, mockup.background)
    if ratio < MIN_CONTRAST:
        yield Finding("low_contrast", "warning", zone.key, {"ratio": round(ratio, 2)})


def _check_clipart(surface, zone, value, drawing):
    if drawing.colors == "single":
        yield from _check_contrast(surface, zone, value)
    elif surface.method.colors == "single":
        yield Finding("clipart_full_colour", "error", zone.key)
        return
    yield from check_drawing(surface.method, zone, value, drawing)


def _check_tones(zone, group, tones):
    for item in group.items:
        fault = tones.find_fault(item) if tones and item.halftone else None
        if fault:
            yield Finding(fault[0], fault[1], zone.key)


def _check_photo(surface, zone, value, placed):
    method = surface.method
    detail = placed.dpi * value.detail_permille // 1000
    if placed.dpi < method.min_dpi:
        params = {"dpi": placed.dpi, "limit": method.min_dpi}
        yield Finding("photo_low_dpi", "error", zone.key, params)
    elif placed.dpi < method.warn_dpi:
        params = {"dpi": placed.dpi, "limit": method.warn_dpi}
        yield Finding("photo_low_dpi", "warning", zone.key, params)
    if detail < method.min_dpi <= placed.dpi:
        params = {"dpi": detail, "limit": method.min_dpi}
        if value.zoom_permille <= 1000:
            params["part"] = "whole"  # nothing is left to zoom out to
        yield Finding("photo_blurred", "warning", zone.key, params)
