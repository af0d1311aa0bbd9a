"""Artwork: a surface whose design was replaced by one finished picture.

The picture is an ordinary photo in a zone that covers the whole surface, so layout, preview,
preflight, print files and parity know nothing of it, and no key is added to the content document.
"""

from .errors import EngineError

UM_PER_INCH = 25_400
ZONE_PREFIX = "artwork-"
LEAST_DPI = 150
PROPORTION_PERMILLE = 5  # what a whole pixel more or less makes of a small file


def zone_key(surface_key):
    """Return the key of the zone that carries the artwork of a surface."""
    return f"{ZONE_PREFIX}{surface_key}"


def is_artwork(key):
    """Say whether a zone of that key carries artwork."""
    return key.startswith(ZONE_PREFIX)


def size_um(surface, *, bleed):
    """Return (width, height) in µm that the file has to cover.

    :param dict surface: entry of ``surfaces`` of the content document
    :param bool bleed: the file includes the bleed on all sides
    """
    margin = 2 * surface["bleed_um"] if bleed else 0
    return surface["width_um"] + margin, surface["height_um"] + margin


def least_px(surface, *, bleed):
    """Return (width, height) in pixels that the print method needs at least."""
    method = surface["method"]
    dpi = max(method["warn_dpi"], method["min_dpi"], LEAST_DPI)
    return tuple(-(-side * dpi // UM_PER_INCH) for side in size_um(surface, bleed=bleed))


def with_artwork(document, surface_key, asset, width_px, height_px, *, bleed=False):
    """Return a copy of a content document whose surface shows one picture and nothing else.

    :param dict document: content document, left as it is
    :param str asset: hash of the picture's print master
    :param bool bleed: the file includes the bleed on all sides
    :raises EngineError: ``unknown_surface``; ``artwork_proportion`` or ``artwork_pixels`` with the
        ``width_px`` and ``height_px`` that are needed
    """
    surfaces = document["template"]["surfaces"]
    surface = next((s for s in surfaces if s["key"] == surface_key), None)
    if not surface:
        raise EngineError("unknown_surface", key=str(surface_key)[:60])
    _check(surface, width_px, height_px, bleed)
    removed = {zone["key"] for zone in surface["zones"]}
    values = {key: value for key, value in document["values"].items() if key not in removed}
    values[zone_key(surface_key)] = {"asset": asset, "width_px": width_px, "height_px": height_px}
    kept = [
        {**s, "zones": [_released(zone, removed, values) for zone in s["zones"]]} for s in surfaces
    ]
    kept[surfaces.index(surface)] = {**surface, "zones": [_zone(surface, bleed)]}
    template = {**document["template"], "surfaces": kept}
    return {**document, "template": template, "values": values}


def _released(zone, removed, values):
    """Return a zone of another surface without a rule on a zone that is gone; it stays as it is."""
    if zone.get("visible_zone") not in removed:
        return zone
    rules = ("visible_zone", "visible_values")
    free = {key: value for key, value in zone.items() if key not in rules}
    return {**free, "required": zone["required"] and zone["key"] in values}


def _check(surface, width_px, height_px, bleed):
    width_um, height_um = size_um(surface, bleed=bleed)
    needed = least_px(surface, bleed=bleed)
    params = {"width_px": needed[0], "height_px": needed[1]}
    across, down = width_px * height_um, height_px * width_um
    if abs(across - down) * 1000 > PROPORTION_PERMILLE * max(across, down):
        raise EngineError("artwork_proportion", **params)
    # The proportion may be off by a pixel, so either side is enough.
    if width_px < needed[0] and height_px < needed[1]:
        raise EngineError("artwork_pixels", **params)


def _zone(surface, bleed):
    margin = surface["bleed_um"] if bleed else 0
    width, height = size_um(surface, bleed=bleed)
    return {
        "key": zone_key(surface["key"]),
        "type": "photo",
        "label": "Artwork",
        "x_um": -margin,
        "y_um": -margin,
        "width_um": width,
        "height_um": height,
        "rotation_mdeg": 0,
        "required": True,
        "editable": True,
        "shape": "rect",
        "radius_um": 0,
        "photo_fit": "cover",
    }
