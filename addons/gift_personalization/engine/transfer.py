"""A design on another product: its entries move to the zones of another template.

Three steps, so that nothing is lost in silence: :func:`pair` says which zone takes which entry,
:func:`move` makes raw values of them, and when the caller has completed and parsed these,
:func:`account` tells of every entry what became of it.
"""

from .crop import recrop
from .difference import Difference

# A text may go where several lines fit and the other way round; nothing else changes its kind.
KIN = {"text": "text", "multiline": "text"}


# === ZONES === #


def pair(sources, targets):
    """Return which target takes which source, one each: {source key: target key}.

    Closest first: the same key, the same label, then the order; of the same type before its kin.

    :param sources: zones (dicts of the content document) that hold an entry, in drawing order
    :param targets: zones of the other template, in drawing order; only editable ones take part
    """
    pairs, free = {}, {zone["key"]: zone for zone in targets if zone["editable"]}
    for fits in _RULES:
        for source in sources:
            if source["key"] in pairs:
                continue
            found = next((key for key, zone in free.items() if fits(source, zone)), None)
            if found:
                pairs[source["key"]] = found
                del free[found]
    return pairs


def _same_key(source, target):
    return source["key"] == target["key"]


def _same_label(source, target):
    return _folded(source["label"]) == _folded(target["label"]) != ""


def _same_type(source, target):
    return source["type"] == target["type"]


def _kin(source, target):
    return _kind(source) == _kind(target)


def _folded(label):
    return " ".join(label.casefold().split())


def _kind(zone):
    return KIN.get(zone["type"], zone["type"])


_RULES = tuple(
    lambda source, target, rules=rules: all(rule(source, target) for rule in rules)
    for rules in (
        (_same_key, _same_type),
        (_same_label, _same_type),
        (_same_key, _kin),
        (_same_label, _kin),
        (_same_type,),
        (_kin,),
    )
)


def filled_zones(document):
    """Return the zones of a content document that hold an entry of the customer."""
    return [zone for zone in zones_of(document["template"]) if _is_entry(zone, document)]


def zones_of(template):
    """Return the zones of the template part of a content document, in drawing order."""
    return [zone for surface in template["surfaces"] for zone in surface["zones"]]


def _is_entry(zone, document):
    return zone["editable"] and zone["key"] in document["values"]


# === VALUES === #


def move(document, template, pairs, *, kinds=None, options=None):
    """Return raw values for another template, by its zone keys.

    :param dict document: content document of the design
    :param dict template: template part of the other content document
    :param dict pairs: see :func:`pair`
    :param dict kinds: hash of a face to what kind of lettering it is
    :param dict options: key of a choice zone to {printed text: key of the option}
    """
    sources = {zone["key"]: zone for zone in zones_of(document["template"])}
    targets = {zone["key"]: zone for zone in zones_of(template)}
    moved = {}
    for source, target in pairs.items():
        value, old, new = document["values"][source], sources[source], targets[target]
        if "asset" in value:
            moved[target] = recrop(value, old, new)
            continue
        value = {**value, "color": nearest_color(value["color"], new["colors"])}
        if "font" in value:
            value["font"] = _nearest_font(value["font"], new["fonts"], kinds or {})
        moved[target] = _reworded(value, new, (options or {}).get(target, {}))
    return moved


def _nearest_font(font, offered, kinds):
    if font in offered:
        return font
    kind = kinds.get(font)
    alike = (other for other in offered if kind and kinds.get(other) == kind)
    return next(alike, offered[0])


def nearest_color(color, offered):
    """Return the offered colour (#rrggbb) that looks most like ``color``."""
    if color in offered or not offered:
        return color
    wanted = _oklab(color)
    return min(
        offered,
        key=lambda other: sum((a - b) ** 2 for a, b in zip(wanted, _oklab(other), strict=True)),
    )


def _oklab(color):
    """Return (L, a, b) of a colour in Oklab (Björn Ottosson, 2020), where distance is likeness."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _reworded(value, zone, options):
    """Return a text value as the other zone reads it: its own formats and options."""
    if zone["type"] == "date" and value.get("format") not in zone.get("formats", ()):
        return {key: part for key, part in value.items() if key != "format"}
    if zone["type"] == "choice" and value.get("choice") not in zone.get("options", ()):
        return {**value, "choice": options.get(value.get("text", ""), value.get("choice", ""))}
    return value


# === ACCOUNT === #


def account(old, new, pairs):
    """Return what became of every entry: {key of the old zone: tuple of ``Difference``}.

    An empty tuple says that it is there as it was. Codes beside those of ``difference``:
    ``entry_dropped`` (old), ``photo_dropped``, ``motif_dropped``, ``zone_other`` (new: label),
    ``photo_cropped``, ``motif_changed``.

    :param dict old: content document of the design
    :param dict new: content document of what was made of it
    """
    targets = {zone["key"]: zone for zone in zones_of(new["template"])}
    outcome = {}
    for zone in filled_zones(old):
        target = pairs.get(zone["key"])
        before, now = old["values"][zone["key"]], new["values"].get(target)
        if now is None:
            outcome[zone["key"]] = (_dropped(zone, before),)
        else:
            outcome[zone["key"]] = tuple(_changes(zone, targets[target], before, now))
    return outcome


def _dropped(zone, value):
    if "asset" in value:
        return Difference("photo_dropped", zone["label"])
    if "clipart" in value:
        return Difference("motif_dropped", zone["label"])
    return Difference("entry_dropped", zone["label"], {"old": value["text"]})


def _changes(zone, target, before, now):
    label = zone["label"]
    if not _same_label(zone, target):
        yield Difference("zone_other", label, {"new": target["label"]})
    if "asset" in before:
        if before != now or _proportion(zone) != _proportion(target):
            yield Difference("photo_cropped", label)
        return
    if before.get("clipart") != now.get("clipart"):
        yield Difference("motif_changed", label)
    for key in ("text", "font", "color"):
        if before.get(key) != now.get(key):
            params = {"old": before.get(key) or "", "new": now.get(key) or ""}
            yield Difference(f"{key}_changed", label, params)


def _proportion(zone):
    return round(1000 * zone["width_um"] / zone["height_um"]), zone["shape"]
