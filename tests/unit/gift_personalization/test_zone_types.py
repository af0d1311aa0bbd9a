"""Monogram, date, number, choice, and zones that are there only sometimes."""

import pytest
from builders import document, lay_out, photo_value, photo_zone, text_zone
from gift_engine.conditions import find_circle
from gift_engine.errors import EngineError
from gift_engine.preflight import check
from gift_engine.schema import content_hash, parse_design
from hypothesis import given
from hypothesis import strategies as st


def checked(faces, zone, value):
    """Return (value kept, codes of all findings) of one zone."""
    design, layout, _display = lay_out(faces, [zone], {zone["key"]: value})
    findings = (*layout.findings, *check(design, layout))
    return design.values.get(zone["key"]), {finding.code: finding.params for finding in findings}


def rejected(zones):
    with pytest.raises(EngineError) as caught:
        parse_design(document(zones))
    return caught.value.params


# === MONOGRAM === #


def monogram(faces, text, **options):
    options = {"type": "monogram", "max_size_um": 30_000, **options}
    zone = text_zone(faces, **options)
    return lay_out(faces, [zone], {"name": {"text": text}})[1].texts["name"]


def letters(block):
    """Return the letters from left to right with the sizes they have."""
    lines = zip(block.lines, block.sizes, strict=True)
    placed = sorted((x, line.runs[0][1], size) for (line, x, _y), size in lines)
    return [(next(iter(run.glyphs))[0], size) for _x, run, size in placed]


def glyph(faces, char, font="montserrat"):
    return faces.book.face(faces.sha(font)).font.get_nominal_glyph(ord(char))


def test_the_middle_one_of_three_letters_is_larger(faces):
    block = monogram(faces, "ABC", side_permille=600)

    (_a, left), (_b, middle), (_c, right) = letters(block)
    assert left == right == pytest.approx(0.6 * middle)
    assert not block.overflow


@pytest.mark.parametrize(("order", "drawn"), [("typed", "AMS"), ("surname_last", "ASM")])
def test_the_surname_typed_last_stands_in_the_middle(faces, order, drawn):
    block = monogram(faces, "AMS", order=order)

    assert [gid for gid, _size in letters(block)] == [glyph(faces, char) for char in drawn]


@pytest.mark.parametrize("text", ["A", "AB"])
def test_one_and_two_letters_have_one_size(faces, text):
    assert len({size for _gid, size in letters(monogram(faces, text))}) == 1


def test_hebrew_letters_stand_from_right_to_left(faces):
    block = monogram(faces, "אבג", font="heebo")

    drawn = [gid for gid, _size in letters(block)]
    assert drawn == [glyph(faces, char, "heebo") for char in "גבא"]


def test_arabic_letters_take_their_isolated_forms(faces):
    def glyphs(text):
        return [
            gid for _x, run in faces.set(text, "amiri").lines[0][0].runs for gid, *_ in run.glyphs
        ]

    drawn = [gid for gid, _size in letters(monogram(faces, "سمر", font="amiri"))]

    assert drawn == [glyphs(char)[0] for char in "رمس"]
    assert set(drawn) != set(glyphs("سمر"))


@pytest.mark.parametrize("frame", ["none", "rect", "ellipse", "diamond"])
@pytest.mark.parametrize("text", ["ABC", "ЖЩЮ", "ΑΒΓ", "אבג", "سمر", "E\u0323\u0302QJ"])
def test_a_monogram_lies_in_its_frame(faces, frame, text):
    block = monogram(faces, text, frame=frame, frame_um=400, min_size_um=500)

    x0, y0, x1, y1 = block.box
    assert not block.overflow
    assert x0 >= 0 and y0 >= 0 and x1 <= 80_000 and y1 <= 20_000


def test_blanks_and_stops_between_letters_do_not_count(faces):
    value, codes = checked(faces, text_zone(faces, type="monogram"), {"text": "A. B. C."})

    assert value.text == "ABC"
    assert codes == {}


def test_a_fourth_letter_and_what_is_no_letter_are_refused(faces):
    zone = text_zone(faces, type="monogram")

    assert checked(faces, zone, {"text": "ABCD"})[1]["too_long"]["max"] == 3
    assert checked(faces, zone, {"text": "A&B"})[1] == {}
    assert checked(faces, zone, {"text": "A7"})[1]["not_allowed"]["chars"] == "7"


# === DATE, NUMBER, CHOICE === #


def test_a_date_keeps_its_text_beside_the_day(faces):
    zone = text_zone(faces, type="date", formats=["long"])
    value = {"text": "14 February 2026", "date": "2026-02-14", "format": "long", "lang": "en_GB"}

    kept, codes = checked(faces, zone, value)

    assert (kept.text, kept.date, kept.format) == ("14 February 2026", "2026-02-14", "long")
    assert codes == {}


@pytest.mark.parametrize(
    ("date", "code"),
    [("2025-12-31", "date_range"), ("2027-01-01", "date_range"), ("", "date_invalid")],
)
def test_a_date_outside_of_its_bounds_is_refused(faces, date, code):
    zone = text_zone(faces, type="date", date_min="2026-01-01", date_max="2026-12-31")

    found = checked(faces, zone, {"text": "some day", "date": date})[1]

    assert list(found) == [code]


@pytest.mark.parametrize("lang", ["de", "en_GB", "ar_001", "sr@latin"])
def test_every_code_of_a_language_is_kept(faces, lang):
    value = {"text": "14.02.2026", "date": "2026-02-14", "lang": lang}

    assert checked(faces, text_zone(faces, type="date"), value)[0].lang == lang


def test_a_day_that_does_not_exist_is_malformed(faces):
    with pytest.raises(EngineError, match="date"):
        checked(faces, text_zone(faces, type="date"), {"text": "x", "date": "2026-02-30"})


@pytest.mark.parametrize(
    ("number", "code"),
    [("0.99", "number_range"), ("10", "number_range"), ("", "number_invalid"), ("1.5", None)],
)
def test_a_number_stays_between_its_bounds(faces, number, code):
    zone = text_zone(faces, type="number", number_min="1", number_max="9.5")

    found = checked(faces, zone, {"text": number or "one", "number": number})[1]

    assert list(found) == ([code] if code else [])


def test_an_option_that_is_not_offered_is_dropped(faces):
    zone = text_zone(faces, type="choice", options=["red", "blue"])

    assert checked(faces, zone, {"text": "Red", "choice": "red"})[0].choice == "red"
    assert checked(faces, zone, {"text": "Green", "choice": "green"})[0] is None
    assert checked(faces, zone, {"text": "Red"})[0] is None


# === CONDITIONS === #


def test_circles_of_rules_are_found():
    assert find_circle({"a": "", "b": "a", "c": "b"}) == ()
    assert find_circle({"a": "b", "b": "a"}) == ("a", "b")
    assert find_circle({"a": "a"}) == ("a",)
    assert find_circle({"x": "a", "a": "b", "b": "c", "c": "a"}) == ("a", "b", "c")


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])))
def test_a_circle_is_found_where_a_walk_never_ends(rules):
    def walks_for_ever(key):
        for _step in range(10):
            key = rules.get(key, "")
        return bool(key)

    assert bool(find_circle(rules)) == any(map(walks_for_ever, rules))


def test_templates_with_circles_or_unknown_zones_are_refused(faces):
    first = text_zone(faces, "a", visible_zone="b")
    second = text_zone(faces, "b", visible_zone="a")

    assert rejected([first, second])["reason"] == "circle of a, b"
    assert rejected([first])["reason"] == "no zone b"


def chain(faces, **options):
    """Return three zones: b where a says yes, c where b carries something."""
    return [
        text_zone(faces, "a"),
        text_zone(faces, "b", visible_zone="a", visible_values=["Yes"], **options),
        photo_zone("c", visible_zone="b", required=True),
    ]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("yes", "x", ["a", "b", "c"]),
        ("YES ", "", ["a"]),
        ("no", "x", ["a"]),
        ("", "x", []),
    ],
)
def test_hidden_zones_carry_nothing(faces, first, second, kept):
    values = {"a": {"text": first}, "b": {"text": second}, "c": photo_value()}

    design = parse_design(document(chain(faces), values))

    assert sorted(design.values) == kept


def test_the_order_of_zones_does_not_matter_to_their_rules(faces):
    zones = chain(faces)[::-1]
    values = {"a": {"text": "no"}, "b": {"text": "x"}, "c": photo_value()}

    assert sorted(parse_design(document(zones, values)).values) == ["a"]


def test_hidden_zones_need_nothing(faces):
    design, layout, _display = lay_out(faces, chain(faces), {"a": {"text": "no"}})
    assert check(design, layout) == ()

    shown = {"a": {"text": "yes"}, "b": {"text": "x"}}
    design, layout, _display = lay_out(faces, chain(faces), shown)
    assert [(found.code, found.zone) for found in check(design, layout)] == [("required", "c")]


def test_a_fixed_text_is_hidden_too(faces):
    zones = chain(faces, editable=False, default="with love")

    assert "b" not in parse_design(document(zones, {"a": {"text": "no"}})).values
    assert parse_design(document(zones, {"a": {"text": "yes"}})).values["b"].text == "with love"


def test_rules_compare_options_numbers_and_dates(faces):
    zones = [
        text_zone(faces, "a", type="choice", options=["red"]),
        text_zone(faces, "b", visible_zone="a", visible_values=["red"]),
    ]
    values = {"a": {"text": "Rot", "choice": "red"}, "b": {"text": "x"}}

    assert "b" in parse_design(document(zones, values)).values


# === HASHES === #


def test_new_options_at_their_defaults_change_no_hash(faces):
    plain = parse_design(document([text_zone(faces)], {"name": {"text": "Anna"}}))
    spelled = text_zone(
        faces, arc_um=0, outline_um=0, outline_color="#ffffff", allowed="", visible_zone="",
        visible_values=[],
    )  # fmt: skip
    value = {"text": "Anna", "date": "2026-01-01", "choice": "x"}

    assert content_hash(parse_design(document([spelled], {"name": value}))) == content_hash(plain)


@pytest.mark.parametrize(
    "zone",
    [
        {"type": "monogram", "frame": "ellipse", "frame_um": 300, "order": "surname_last"},
        {"type": "date", "formats": ["long", "roman"], "date_min": "2020-01-01"},
        {"type": "number", "number_min": "-1.5"},
        {"type": "choice", "options": ["a", "b"]},
        {"arc_um": -5_000, "outline_um": 300, "charset": "custom", "allowed": "A-Z"},
    ],
)
def test_documents_with_new_options_read_back_equal(faces, zone):
    value = {"text": "ABC", "date": "2026-02-14", "number": "3", "choice": "b", "format": "long"}
    design = parse_design(document([text_zone(faces, **zone)], {"name": value}))

    assert parse_design(design.to_dict()) == design
    assert design.values
