"""What became different between a frozen design and the same values on another template."""

from dataclasses import dataclass, field

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

    Codes: ``zone_gone`` (old), ``text_changed``, ``font_changed``, ``color_changed`` (old, new),
    ``photo_gone``, ``zone_moved``, ``side_changed``, ``side_gone``, ``mockup_changed`` and, when
    none of these tells it, ``details_changed``.
    """
    if old == new:
        return ()
    found = [*_compare_zones(old, new), *_compare_sides(old, new)]
    return tuple(found) or (Difference("details_changed"),)


def _compare_zones(old, new):
    now = _zones(new)
    for key, zone in _zones(old).items():
        value = old["values"].get(key)
        if value:
            yield from _compare_zone(zone, value, now.get(key), new["values"].get(key))


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
    now = {surface["key"]: surface for surface in new["template"]["surfaces"]}
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
