"""What became different between a frozen design and the same values on another template."""

from dataclasses import dataclass, field

from .schema import OUTLINES_FILLED

PLACE = ("x_um", "y_um", "width_um", "height_um", "rotation_mdeg")
SIDE = ("width_um", "height_um", "method")


@dataclass(frozen=True)
class Difference:
    """``code`` names what is different; ``zone`` is the label of a zone or surface."""

    code: str
    zone: str = ""
    params: dict = field(default_factory=dict)


def compare(old, new):
    """Return the differences between two content documents, in the order of the old zones.

    :param dict old: what was frozen (``Design.to_dict()``).
    :param dict new: the same values parsed with today's template.
    :return: tuple of :class:`Difference`; empty when the documents are equal.

    Another layout version is a difference where it draws something in another way only.

    Codes: ``zone_gone`` (old), ``text_changed``, ``font_changed``, ``color_changed`` (old, new),
    ``photo_gone``, ``zone_moved``, ``outline_redrawn``, ``side_changed``, ``side_gone``,
    ``mockup_changed`` and, when none of these tells it, ``details_changed``.
    """
    if _drawn(old) == _drawn(new):
        return ()
    found = [*_compare_zones(old, new), *_compare_sides(old, new)]
    return tuple(found) or (Difference("details_changed"),)


def _drawn(document):
    """Return a document without its layout version, but with what that draws in its own way.

    How photos are made is left out of sides that show none.
    """
    redrawn = document["layout"] < OUTLINES_FILLED and list(_outlined(document))
    template = document["template"]
    sides = [{**side, "method": _method(side, document)} for side in template["surfaces"]]
    return {**document, "layout": redrawn or [], "template": {**template, "surfaces": sides}}


def _method(side, document):
    """Return the print method of a side as far as it makes what is on it."""
    values = (document["values"].get(zone["key"]) for zone in side["zones"])
    if any(value and "asset" in value for value in values):
        return side["method"]
    return {key: value for key, value in side["method"].items() if not key.startswith("photo_")}


def _outlined(document):
    """Yield the keys of the filled zones whose letters have an outline."""
    for surface in document["template"]["surfaces"]:
        for zone in surface["zones"]:
            is_drawn = surface["method"]["colors"] != "single" and zone.get("outline_um")
            if is_drawn and zone["key"] in document["values"]:
                yield zone["key"]


def _compare_zones(old, new):
    now = _zones(new)
    redrawn = set(_drawn(old)["layout"]) ^ set(_drawn(new)["layout"])
    for key, zone in _zones(old).items():
        value = old["values"].get(key)
        if value:
            yield from _compare_zone(zone, value, now.get(key), new["values"].get(key))
        if key in redrawn and key in new["values"]:
            yield Difference("outline_redrawn", zone["label"])


def _compare_zone(zone, value, zone_now, value_now):
    label = zone["label"]
    is_photo = "asset" in value
    if not zone_now or not value_now:
        code = "photo_gone" if is_photo else "zone_gone"
        yield Difference(code, label, {} if is_photo else {"old": value.get("text", "")})
        return
    for code, key in (
        ("text_changed", "text"),
        ("font_changed", "font"),
        ("color_changed", "color"),
    ):
        if value.get(key) != value_now.get(key):
            params = {"old": value.get(key) or "", "new": value_now.get(key) or ""}
            yield Difference(code, label, params)
    if any(zone[name] != zone_now[name] for name in PLACE):
        yield Difference("zone_moved", label)


def _compare_sides(old, new):
    now = {side["key"]: side for side in _drawn(new)["template"]["surfaces"]}
    for side in _drawn(old)["template"]["surfaces"]:
        side_now = now.get(side["key"])
        if not side_now:
            yield Difference("side_gone", side["label"])
        elif any(side[name] != side_now[name] for name in SIDE):
            yield Difference("side_changed", side["label"])
        elif side["mockup"] != side_now["mockup"]:
            yield Difference("mockup_changed", side["label"])


def _zones(document):
    return {
        zone["key"]: zone
        for surface in document["template"]["surfaces"]
        for zone in surface["zones"]
    }
