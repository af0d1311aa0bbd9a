"""What became different between a frozen design and the same values on another template."""

from dataclasses import dataclass, field

from .joins import has_joins
from .schema import JOINS_BENT, OUTLINES_FILLED

PLACE = ("x_um", "y_um", "width_um", "height_um", "rotation_mdeg")
SIDE = ("width_um", "height_um", "method")


@dataclass(frozen=True)
class Difference:
    """``code`` names what is different; ``zone`` is the label of a zone or surface."""

    code: str
    zone: str = ""
    params: dict = field(default_factory=dict)


def compare(old, new, fonts):
    """Return the differences between two content documents, in the order of the old zones.

    :param dict old: what was frozen (``Design.to_dict()``).
    :param dict new: the same values parsed with today's template.
    :param fonts: :class:`text.FontBook`
    :return: tuple of :class:`Difference`; empty when the documents are equal.

    Another layout version is a difference where it draws something in another way only.

    Codes: ``zone_gone`` (old), ``text_changed``, ``font_changed``, ``color_changed`` (old, new),
    ``photo_gone``, ``zone_moved``, ``outline_redrawn``, ``joins_redrawn``, ``side_changed``,
    ``side_gone``, ``mockup_changed`` and, when none of these tells it, ``details_changed``.
    """
    before, now = _drawn(old, fonts), _drawn(new, fonts)
    if before == now:
        return ()
    redrawn = [entry for entry in before["layout"] if entry not in now["layout"]]
    found = [*_compare_zones(old, new, redrawn), *_compare_sides(before, now)]
    return tuple(found) or (Difference("details_changed"),)


def _drawn(document, fonts):
    """Return a document without its layout version, but with what that draws in its own way.

    How photos are made is left out of sides that show none.
    """
    template = document["template"]
    sides = [{**side, "method": _method(side, document)} for side in template["surfaces"]]
    redrawn = list(_redrawn(document, fonts))
    return {**document, "layout": redrawn, "template": {**template, "surfaces": sides}}


def _method(side, document):
    """Return the print method of a side as far as it makes what is on it."""
    values = (document["values"].get(zone["key"]) for zone in side["zones"])
    if any(value and "asset" in value for value in values):
        return side["method"]
    return {key: value for key, value in side["method"].items() if not key.startswith("photo_")}


def _redrawn(document, fonts):
    """Yield (code, zone key) of the texts that today's layout version draws in another way."""
    for surface in document["template"]["surfaces"]:
        for zone in surface["zones"]:
            value = document["values"].get(zone["key"])
            is_outlined = surface["method"]["colors"] != "single" and zone.get("outline_um")
            if value and is_outlined and document["layout"] < OUTLINES_FILLED:
                yield "outline_redrawn", zone["key"]
            if value and document["layout"] < JOINS_BENT and _joins_on_arc(zone, value, fonts):
                yield "joins_redrawn", zone["key"]


def _joins_on_arc(zone, value, fonts):
    if not zone.get("arc_um") or zone["tracking_permille"] > 0:
        return False
    return has_joins(value["text"], fonts.face(value["font"]))


def _compare_zones(old, new, redrawn):
    now = _zones(new)
    for key, zone in _zones(old).items():
        value = old["values"].get(key)
        if value:
            yield from _compare_zone(zone, value, now.get(key), new["values"].get(key))
        for code, redrawn_key in redrawn:
            if redrawn_key == key and key in new["values"]:
                yield Difference(code, zone["label"])


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
    now = {side["key"]: side for side in new["template"]["surfaces"]}
    for side in old["template"]["surfaces"]:
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
