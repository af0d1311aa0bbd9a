"""Parsing of content documents."""

import copy
import json

import pytest
from builders import document, photo_value, photo_zone, text_zone
from gift_engine.errors import EngineError
from gift_engine.schema import LAYOUT_VERSION, canonical_json, content_hash, parse_design
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def content(faces):
    zones = [text_zone(faces), text_zone(faces, "note", type="multiline"), photo_zone()]
    values = {
        "name": {"text": " Anna ", "font": faces.sha("montserrat"), "color": "#AA0000"},
        "photo": photo_value(),
    }
    return document(zones, values)


def paths(value, path=()):
    """Yield the path of every leaf and container below the root."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key)
        if isinstance(item, (dict, list)):
            yield from paths(item, (*path, key))


def replaced(content, path, value):
    changed = copy.deepcopy(content)
    target = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return changed


def zone_with(content, index, **values):
    changed = copy.deepcopy(content)
    changed["template"]["surfaces"][0]["zones"][index].update(values)
    return changed


# === NORMALISING === #


def test_a_parsed_document_parses_to_itself(content):
    design = parse_design(content)

    assert parse_design(design.to_dict()) == design
    assert parse_design(json.loads(canonical_json(design.to_dict()))) == design


def test_the_hash_ignores_key_order_and_typing_noise(content):
    noisy = dict(reversed(content.items()))
    noisy["values"] = {
        "photo": photo_value(),
        "name": {"color": "#aa0000", "text": "Anna\u202e\n"},
        "note": {"text": "  \n "},
    }

    assert content_hash(parse_design(noisy)) == content_hash(parse_design(content))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("product", "id"), 43),
        (("values", "name", "text"), "Anne"),
        (("values", "name", "color"), "#1b1b1b"),
        (("values", "photo", "zoom_permille"), 1001),
        (("template", "surfaces", 0, "width_um"), 100_001),
        (("template", "surfaces", 0, "method", "mirror"), True),
        (("template", "surfaces", 0, "zones", 0, "tracking_permille"), 1),
    ],
)
def test_every_meaningful_change_changes_the_hash(content, path, value):
    changed = replaced(content, path, value)

    assert content_hash(parse_design(changed)) != content_hash(parse_design(content))


def test_the_hash_is_64_hex_digits(content):
    assert len(bytes.fromhex(content_hash(parse_design(content)))) == 32


def test_defaults_are_filled_in(faces, content):
    value = parse_design(replaced(content, ("values", "name"), {"text": "A"})).values["name"]

    assert (value.font, value.color) == (faces.sha("montserrat"), "#1b1b1b")


def test_a_font_that_is_no_longer_offered_becomes_the_first(faces, content):
    stale = replaced(content, ("values", "name", "font"), "f" * 64)

    assert parse_design(stale).values["name"].font == faces.sha("montserrat")


def test_a_colour_that_is_no_longer_offered_becomes_the_first(content):
    stale = replaced(content, ("values", "name", "color"), "#123456")

    assert parse_design(stale).values["name"].color == "#1b1b1b"


@pytest.mark.parametrize("value", [None, {"text": ""}, {"text": " \u200b\n"}, {}])
def test_empty_texts_leave_no_entry(content, value):
    assert "name" not in parse_design(replaced(content, ("values", "name"), value)).values


@pytest.mark.parametrize("value", [None, {}, {"asset": ""}, {"asset": None}])
def test_empty_photos_leave_no_entry(content, value):
    assert "photo" not in parse_design(replaced(content, ("values", "photo"), value)).values


def test_values_of_unknown_zones_are_dropped(content):
    content["values"]["gone"] = {"text": "old"}

    assert set(parse_design(content).values) == {"name", "photo"}


def test_single_line_zones_lose_line_ends_and_others_keep_them(content):
    content["values"]["name"]["text"] = "a\nb"
    content["values"]["note"] = {"text": "a\nb"}
    values = parse_design(content).values

    assert (values["name"].text, values["note"].text) == ("a b", "a\nb")


def test_a_zone_that_is_not_editable_always_carries_its_default(content):
    fixed = zone_with(content, 0, editable=False, default="Best mum")

    assert parse_design(fixed).values["name"].text == "Best mum"


def test_a_zone_that_is_not_editable_and_has_no_default_stays_empty(content):
    assert "name" not in parse_design(zone_with(content, 0, editable=False)).values


@pytest.mark.parametrize(
    ("key", "given_value", "kept"),
    [
        ("zoom_permille", 10, 1000),
        ("zoom_permille", 10**9, 10_000),
        ("offset_x_permille", -(10**9), -10_000),
        ("offset_y_permille", 10**9, 10_000),
        ("rotation_mdeg", -90_000, 270_000),
        ("rotation_mdeg", 360_000, 0),
    ],
)
def test_crops_are_clamped(content, key, given_value, kept):
    changed = replaced(content, ("values", "photo", key), given_value)

    assert getattr(parse_design(changed).values["photo"], key) == kept


def test_limits_above_the_engines_are_lowered(content):
    zone = parse_design(zone_with(content, 1, max_chars=9000, max_lines=99)).template
    zone = zone.surfaces[0].zones[1]

    assert (zone.max_chars, zone.max_lines) == (500, 20)


def test_the_smallest_size_is_never_above_the_largest(content):
    zone = parse_design(zone_with(content, 0, max_size_um=3_000, min_size_um=9_000))

    assert zone.template.surfaces[0].zones[0].min_size_um == 3_000


def test_fonts_of_a_design_are_those_its_filled_zones_need(faces, content):
    fonts = parse_design(content).fonts()

    assert fonts[0] == faces.sha("montserrat")
    assert len(fonts) == 7


# === REFUSING === #


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 2),
        (("layout",), 0),
        (("layout",), LAYOUT_VERSION + 1),
        (("product",), 42),
        (("product", "id"), "42"),
        (("product", "id"), -1),
        (("template", "key"), "a b"),
        (("template", "surfaces"), []),
        (("template", "surfaces", 0, "width_um"), 0),
        (("template", "surfaces", 0, "width_um"), 100_000.0),
        (("template", "surfaces", 0, "width_um"), True),
        (("template", "surfaces", 0, "height_um"), 10**9),
        (("template", "surfaces", 0, "method", "colors"), "two"),
        (("template", "surfaces", 0, "method", "format"), "svg"),
        (("template", "surfaces", 0, "method", "mirror"), 1),
        (("template", "surfaces", 0, "mockup"), {"asset": "x"}),
        (("template", "surfaces", 0, "zones", 0, "type"), "video"),
        (("template", "surfaces", 0, "zones", 0, "key"), "__proto__ x"),
        (("template", "surfaces", 0, "zones", 0, "fonts"), []),
        (("template", "surfaces", 0, "zones", 0, "fonts"), ["../../etc/passwd"]),
        (("template", "surfaces", 0, "zones", 0, "colors"), ["red"]),
        (("template", "surfaces", 0, "zones", 0, "colors"), ["#12345"]),
        (("template", "surfaces", 0, "zones", 0, "align"), "left"),
        (("template", "surfaces", 0, "zones", 0, "rotation_mdeg"), 400_000),
        (("template", "surfaces", 0, "zones", 2, "shape"), "heart"),
        (("template", "surfaces", 0, "zones", 1, "key"), "name"),
        (("template", "surfaces", 0, "zones", 0, "radius"), 3),
        (("template", "extra"), 1),
        (("extra",), 1),
        (("values",), []),
        (("values", "name"), "Anna"),
        (("values", "name", "text"), 5),
        (("values", "name", "text"), "a" * 10_001),
        (("values", "name", "font"), 5),
        (("values", "photo", "asset"), "../x"),
        (("values", "photo", "width_px"), 0),
        (("values", "photo", "height_px"), 12_001),
        (("values", "photo", "zoom_permille"), 1.5),
        (("values", "photo", "rotation_mdeg"), None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_wrong_values_are_refused_with_their_path(content, path, value):
    with pytest.raises(EngineError) as caught:
        parse_design(replaced(content, path, value))

    assert caught.value.code == "bad_schema"
    assert caught.value.params["reason"]


def test_the_path_names_the_place(content):
    path = ("template", "surfaces", 0, "zones", 0, "align")

    with pytest.raises(EngineError) as caught:
        parse_design(replaced(content, path, "left"))

    assert caught.value.params["path"] == "template.surfaces[0].zones[0].align"


def test_missing_parts_are_refused(content):
    for path in (("schema",), ("product",), ("template",)):
        changed = copy.deepcopy(content)
        del changed[path[0]]

        with pytest.raises(EngineError, match="bad_schema"):
            parse_design(changed)


@given(JSON)
def test_arbitrary_json_raises_nothing_but_engine_errors(value):
    with pytest.raises(EngineError):
        parse_design(value)


@given(st.data())
def test_arbitrary_values_anywhere_raise_nothing_but_engine_errors(content, data):
    path = data.draw(st.sampled_from(list(paths(content))))
    changed = replaced(content, path, data.draw(JSON))

    try:
        design = parse_design(changed)
    except EngineError as error:
        assert error.code == "bad_schema"
    else:
        assert parse_design(design.to_dict()) == design


@given(st.text(max_size=40), st.text(max_size=40))
def test_parsing_any_text_is_idempotent(content, name, note):
    content["values"]["name"] = {"text": name}
    content["values"]["note"] = {"text": note}
    design = parse_design(content)

    assert parse_design(design.to_dict()) == design
    assert content_hash(design) == content_hash(parse_design(design.to_dict()))
