"""A design on another product: every entry is carried, changed and told, or dropped and told."""

import copy

from builders import document, photo_value, photo_zone, text_zone
from gift_engine import schema
from gift_engine.crop import recrop
from gift_engine.geometry import IDENTITY, apply, invert
from gift_engine.model import PhotoValue, PhotoZone
from gift_engine.placement import place_photo
from gift_engine.transfer import account, filled_zones, move, nearest_color, pair, zones_of
from hypothesis import given, settings
from hypothesis import strategies as st


def parsed(zones, values=None):
    return schema.parse_design(document(zones, values)).to_dict()


def transfer(old, zones, **known):
    """Put the entries of a parsed document on a template of ``zones``."""
    template = parsed(zones)["template"]
    pairs = pair(filled_zones(old), zones_of(template))
    content = document(zones, move(old, template, pairs, **known))
    new = schema.parse_design(content).to_dict()
    return new, account(old, new, pairs)


def codes(outcome):
    return {key: [found.code for found in entries] for key, entries in outcome.items()}


# === ZONES === #


def zone(key, kind="text", label="", editable=True):
    return {"key": key, "type": kind, "label": label or key, "editable": editable}


def test_the_same_key_wins_over_the_label_and_the_label_over_the_order():
    targets = [zone("x"), zone("y", label="Name"), zone("name", label="Other")]

    assert pair([zone("name", label="Name")], targets) == {"name": "name"}
    assert pair([zone("first", label=" name ")], targets) == {"first": "y"}
    assert pair([zone("first")], targets) == {"first": "x"}


def test_a_zone_takes_one_entry_and_the_rest_has_no_place():
    sources = [zone("a"), zone("b"), zone("c")]

    assert pair(sources, [zone("x"), zone("y")]) == {"a": "x", "b": "y"}


def test_lines_go_into_one_line_only_where_nothing_closer_is_free():
    sources = [zone("a", "multiline"), zone("b", "text")]

    assert pair(sources, [zone("x", "text"), zone("y", "multiline")]) == {"a": "y", "b": "x"}
    assert pair(sources[:1], [zone("x", "text")]) == {"a": "x"}


def test_other_kinds_are_not_mixed_and_fixed_zones_take_nothing():
    assert pair([zone("a", "date")], [zone("a", "text"), zone("b", "number")]) == {}
    assert pair([zone("a")], [zone("a", editable=False)]) == {}


# === VALUES === #


def test_an_equal_template_carries_everything_as_it_is(faces):
    zones = [text_zone(faces), photo_zone()]
    values = {"name": {"text": "Anna", "color": "#aa0000"}, "photo": photo_value()}
    old = parsed(zones, values)

    new, outcome = transfer(old, copy.deepcopy(zones))

    assert new["values"] == old["values"]
    assert outcome == {"name": (), "photo": ()}


def test_font_and_colour_become_the_closest_that_are_offered(faces):
    old = parsed([text_zone(faces, font="dancing-script")], {"name": {"text": "Anna"}})
    target = text_zone(faces, font="lato", colors=["#ffffff", "#222233", "#ff0000"])
    target["fonts"] += [faces.sha("caveat"), faces.sha("oswald")]
    kinds = {faces.sha("dancing-script"): "script", faces.sha("caveat"): "script"}

    new, outcome = transfer(old, [target], kinds=kinds)

    assert new["values"]["name"]["font"] == faces.sha("caveat")
    assert new["values"]["name"]["color"] == "#222233"
    assert codes(outcome) == {"name": ["font_changed", "color_changed"]}


def test_likeness_of_colours_is_that_of_the_eye():
    assert nearest_color("#1b1b1b", ["#ffffff", "#000080", "#2b2b2b"]) == "#2b2b2b"
    assert nearest_color("#ff8800", ["#00ff88", "#ffaa33", "#0088ff"]) == "#ffaa33"
    assert nearest_color("#abcdef", []) == "#abcdef"


def test_several_lines_become_one_and_it_is_told(faces):
    old = parsed([text_zone(faces, type="multiline", max_lines=3)], {"name": {"text": "A\nB"}})

    new, outcome = transfer(old, [text_zone(faces, key="line", label="Line")])

    assert new["values"]["line"]["text"] == "A B"
    assert codes(outcome) == {"name": ["zone_other", "text_changed"]}
    assert outcome["name"][0].params == {"new": "Line"}


def test_what_has_no_place_is_told_with_its_text(faces):
    zones = [text_zone(faces), text_zone(faces, key="other"), photo_zone()]
    values = {"name": {"text": "A"}, "other": {"text": "B"}, "photo": photo_value()}

    _new, outcome = transfer(parsed(zones, values), [text_zone(faces)])

    assert codes(outcome) == {"name": [], "other": ["entry_dropped"], "photo": ["photo_dropped"]}
    assert outcome["other"][0].params == {"old": "B"}


def test_an_entry_of_a_zone_that_is_hidden_there_is_told(faces):
    zones = [text_zone(faces), text_zone(faces, key="style")]
    old = parsed(zones, {"name": {"text": "A"}})
    hidden = [text_zone(faces, visible_zone="style"), text_zone(faces, key="style")]

    _new, outcome = transfer(old, hidden)

    assert codes(outcome) == {"name": ["entry_dropped"]}


def test_a_date_keeps_its_day_and_takes_a_format_of_the_zone(faces):
    day = {"text": "24/12/2026", "date": "2026-12-24", "format": "short", "lang": "en_GB"}
    source = text_zone(faces, type="date", formats=["short"])
    old = parsed([source], {"name": day})
    template = parsed([{**source, "formats": ["long"]}])["template"]

    moved = move(old, template, {"name": "name"})

    assert moved["name"]["date"] == "2026-12-24"
    assert "format" not in moved["name"]


def test_an_option_is_found_by_its_key_or_by_what_is_printed(faces):
    source = text_zone(faces, type="choice", options=["gold", "silver"])
    old = parsed([source], {"name": {"text": "Gold", "choice": "gold", "lang": "en_US"}})
    template = parsed([{**source, "options": ["option1"]}])["template"]

    found = move(old, template, {"name": "name"}, options={"name": {"Gold": "option1"}})
    unknown = move(old, template, {"name": "name"}, options={"name": {"Red": "option1"}})

    assert found["name"]["choice"] == "option1"
    assert unknown["name"]["choice"] == "gold"  # not offered: parsing drops it


# === PHOTOS === #

SIDES = st.integers(5_000, 200_000)
PHOTOS = st.builds(
    PhotoValue,
    asset=st.just("a" * 64),
    width_px=st.integers(200, 6000),
    height_px=st.integers(200, 6000),
    zoom_permille=st.integers(1000, 4000),
    offset_x_permille=st.integers(-900, 900),
    offset_y_permille=st.integers(-900, 900),
    rotation_mdeg=st.sampled_from([0, 90_000, 180_000, 270_000]),
)


def photo_box(width, height):
    return parsed([photo_zone(width_um=width, height_um=height)])["template"]["surfaces"][0][
        "zones"
    ][0]


def seen(zone, value):
    """Return the part of the photo (pixels) that shows in a zone: (x0, y0, x1, y1)."""
    placed = place_photo(PhotoZone(**{"visible_values": (), **zone}), value, IDENTITY)
    back = invert(placed.matrix)
    corners = [apply(back, x, y) for x in (0, zone["width_um"]) for y in (0, zone["height_um"])]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@given(photo=PHOTOS, old=st.tuples(SIDES, SIDES), new=st.tuples(SIDES, SIDES))
@settings(max_examples=300, deadline=None)
def test_what_was_seen_of_a_photo_is_seen_again_where_the_photo_allows_it(photo, old, new):
    before, after = photo_box(*old), photo_box(*new)
    value = dict(vars(photo))

    moved = PhotoValue(**recrop(value, before, after))

    was, now = seen(before, photo), seen(after, moved)
    tolerance = 0.01 * max(photo.width_px, photo.height_px)
    if moved.zoom_permille > 1000:
        assert now[0] <= was[0] + tolerance and now[1] <= was[1] + tolerance
        assert now[2] >= was[2] - tolerance and now[3] >= was[3] - tolerance
    else:  # the whole width or height of the photo is seen
        sides = now[2] - now[0] - photo.width_px, now[3] - now[1] - photo.height_px
        assert min(map(abs, sides)) <= tolerance


def test_a_zone_of_the_same_shape_keeps_the_crop():
    value = {**photo_value(), "zoom_permille": 1500, "offset_x_permille": 120}

    assert recrop(value, photo_box(60_000, 40_000), photo_box(90_000, 60_000)) == value


# === NOTHING IS LOST IN SILENCE === #

KINDS = ("text", "multiline", "photo", "date", "choice")
TEMPLATES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["Name", "Line", ""]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda entry: entry[1],
)


def build(faces, template):
    zones = []
    for kind, key, label, editable in template:
        if kind == "photo":
            zones.append(photo_zone(key, label=label, editable=editable))
            continue
        extras = {"date": {"formats": ["long"]}, "choice": {"options": ["gold"]}}.get(kind, {})
        colors = ["#1b1b1b"] if len(label) % 2 else ["#aa0000", "#ffffff"]
        common = {"type": kind, "label": label, "editable": editable, "colors": colors}
        zones.append(text_zone(faces, key, **common, **extras))
    return zones


def fill(zones):
    entries = {
        "date": {"text": "1 May", "date": "2026-05-01", "format": "long", "lang": "en_US"},
        "choice": {"text": "Gold", "choice": "gold", "lang": "en_US"},
        "multiline": {"text": "one\ntwo"},
        "photo": photo_value(),
    }
    return {item["key"]: entries.get(item["type"], {"text": item["key"]}) for item in zones}


@given(source=TEMPLATES, target=TEMPLATES)
@settings(max_examples=200, deadline=None)
def test_every_entry_is_carried_or_told(faces, source, target):
    zones = build(faces, source)
    old = parsed(zones, fill(zones))

    new, outcome = transfer(old, build(faces, target))

    assert set(outcome) == {item["key"] for item in filled_zones(old)}
    pairs = pair(filled_zones(old), zones_of(new["template"]))
    for key, told in outcome.items():
        before, now = old["values"][key], new["values"].get(pairs.get(key))
        if now is None:
            assert len(told) == 1 and told[0].code.endswith("_dropped")
        elif before != now:
            assert told
        else:
            assert {found.code for found in told} <= {"zone_other", "photo_cropped"}
    # What stands on the other product was entered by the customer, nothing else.
    editable = {item["key"] for item in zones_of(new["template"]) if item["editable"]}
    assert set(new["values"]) & editable <= set(pairs.values())
