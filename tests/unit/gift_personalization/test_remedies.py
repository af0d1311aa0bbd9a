"""Remedies: what is offered removes its finding, and brings no error."""

from dataclasses import replace

import pytest
from builders import document, photo_value, photo_zone, text_zone
from gift_engine import preflight, substitution
from gift_engine.itemise import itemise
from gift_engine.layout import layout_design
from gift_engine.remedies import find_remedy, fitting_length
from gift_engine.schema import parse_design
from hypothesis import given, settings
from hypothesis import strategies as st

METHOD = document([])["template"]["surfaces"][0]["method"]
DARK = {
    "asset": "b" * 64,
    "width_px": 1600,
    "height_px": 1200,
    "area": {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000},
    "blend": "normal",
    "ink": "",
    "background": "#202020",
}
FACES = ("great-vibes", "oswald", "amiri", "montserrat", "cinzel")


def findings(design, faces):
    layout = layout_design(design, faces.book)
    return (*layout.findings, *preflight.check(design, layout))


def applied(design, remedy):
    value = replace(design.values[remedy.zone], **remedy.change)
    return parse_design(replace(design, values={**design.values, remedy.zone: value}).to_dict())


def remedy_of(faces, code, text="Anna", method=None, mockup=None, fonts=FACES, **zone):
    zone = text_zone(
        faces, **{"fonts": [faces.sha(name) for name in fonts], "fallbacks": (), **zone}
    )
    content = document(
        [zone], {"name": {"text": text}}, mockup=mockup, method={**METHOD, **(method or {})}
    )
    design = parse_design(content)
    finding = next(found for found in findings(design, faces) if found.code == code)
    remedy = find_remedy(design, finding, faces.book)
    if remedy:
        after = findings(applied(design, remedy), faces)
        assert code not in {found.code for found in after}
    return remedy


@pytest.mark.parametrize(
    ("code", "arguments", "font"),
    [
        ("missing_glyph", {"text": "سمر"}, "amiri"),
        ("missing_glyph", {"text": "Ж", "first": "cinzel"}, "great-vibes"),
        ("font_fallback", {"text": "سمر", "fallbacks": ("cairo",)}, "amiri"),
        ("stroke_too_thin", {"method": {"min_stroke_um": 300}}, "oswald"),
        (
            "gap_too_small",
            {"method": {"min_gap_um": 500}, "text": "rn", "first": "cinzel"},
            "great-vibes",
        ),
        (
            "overflow",
            {"text": "Maximilian", "min_size_um": 12_000, "width_um": 56_000, "first": "cinzel"},
            "great-vibes",
        ),
        ("letter_too_small", {"method": {"min_letter_um": 5_000}, "text": "nn"}, "oswald"),
    ],
)
def test_another_font_of_the_zone_is_offered(faces, code, arguments, font):
    arguments = dict(arguments)
    first = arguments.pop("first", "great-vibes")
    fonts = sorted(FACES, key=lambda name: name != first)

    remedy = remedy_of(faces, code, fonts=fonts, **arguments)

    assert (remedy.kind, remedy.zone) == ("font", "name")
    assert remedy.change == {"font": faces.sha(font)}


def test_fonts_that_have_the_characters_are_named(faces):
    content = document(
        [text_zone(faces, fonts=[faces.sha(name) for name in FACES], fallbacks=())],
        {"name": {"text": "سمر"}},
    )
    found = findings(parse_design(content), faces)[0]

    assert (found.code, found.params["fonts"]) == ("missing_glyph", [faces.sha("amiri")])


@pytest.mark.parametrize(
    ("code", "arguments", "text", "chars"),
    [
        ("not_allowed", {"text": "Anna 2", "charset": "letters"}, "Anna", "2"),
        ("emoji_single_colour", {"text": "Hi 🐝", "method": {"colors": "single"},
                                 "fallbacks": ("noto-color-emoji",)}, "Hi", "🐝"),
        ("emoji_not_made", {"text": "Hi 🐝", "method": {"no_emoji": True},
                            "fallbacks": ("noto-color-emoji",)}, "Hi", "🐝"),
        ("missing_glyph", {"text": "Annaᚠ"}, "Anna", "ᚠ"),
    ],
)  # fmt: skip
def test_characters_that_cannot_be_made_are_taken_out(faces, code, arguments, text, chars):
    remedy = remedy_of(faces, code, **arguments)

    assert (remedy.kind, remedy.change, remedy.chars) == ("text", {"text": text}, chars)


def test_a_text_is_never_emptied(faces):
    assert remedy_of(faces, "not_allowed", "2", charset="letters") is None


def test_texts_that_were_not_typed_are_not_changed(faces):
    assert remedy_of(faces, "missing_glyph", "ᚠA", type="monogram", charset="any") is None


def test_the_colour_that_is_seen_best_is_offered(faces):
    remedy = remedy_of(
        faces, "low_contrast", mockup=DARK, colors=["#1b1b1b", "#aa0000", "#ffffff", "#cccccc"]
    )

    assert (remedy.kind, remedy.change) == ("color", {"color": "#ffffff"})


def test_no_colour_is_offered_when_none_is_seen(faces):
    assert remedy_of(faces, "low_contrast", mockup=DARK, colors=["#1b1b1b", "#202020"]) is None


def test_a_zone_with_one_font_offers_none(faces):
    method = {"min_stroke_um": 300}

    assert remedy_of(faces, "stroke_too_thin", method=method, fonts=["great-vibes"]) is None


def test_a_font_that_brings_another_error_is_not_offered(faces):
    options = {"text": "Ж", "method": {"min_stroke_um": 300}}

    assert remedy_of(faces, "stroke_too_thin", fonts=["great-vibes", "cinzel"], **options) is None
    assert remedy_of(faces, "stroke_too_thin", fonts=["great-vibes", "oswald"], **options)


@settings(max_examples=20)
@given(
    st.sampled_from(FACES),
    st.text(st.sampled_from("Anna سمر mW.iᚠ2"), min_size=1, max_size=8),
    st.integers(0, 600),
    st.integers(20_000, 80_000),
)
def test_whatever_is_offered_removes_its_finding(faces, first, text, limit, width):
    fonts = [faces.sha(name) for name in sorted(FACES, key=lambda name: name != first)]
    zone = text_zone(faces, fonts=fonts, fallbacks=(), width_um=width, min_size_um=9_000)
    method = {**METHOD, "min_stroke_um": limit, "min_gap_um": limit}
    design = parse_design(document([zone], {"name": {"text": text}}, method=method))
    before = findings(design, faces)

    for finding in before:
        remedy = find_remedy(design, finding, faces.book)
        if remedy:
            after = findings(applied(design, remedy), faces)
            assert finding.code not in {found.code for found in after}
            assert {f.code for f in after if f.is_error} <= {f.code for f in before if f.is_error}


# === PHOTOS === #


def photo_remedy(faces, width_px, zoom):
    value = photo_value(width_px, width_px * 2 // 3, zoom_permille=zoom)
    design = parse_design(document([photo_zone()], {"photo": value}))
    finding = next(f for f in findings(design, faces) if f.code == "photo_low_dpi")
    remedy = find_remedy(design, finding, faces.book)
    return finding, remedy, findings(applied(design, remedy), faces) if remedy else None


@pytest.mark.parametrize(
    ("width_px", "zoom", "severity", "zoom_after", "left"),
    [
        (600, 2_000, "warning", 1_270, []),
        (600, 4_000, "error", 1_260, []),
        (400, 2_000, "error", 1_400, ["warning"]),
    ],
)
def test_zooming_out_brings_the_resolution_back(faces, width_px, zoom, severity, zoom_after, left):
    finding, remedy, after = photo_remedy(faces, width_px, zoom)

    assert finding.severity == severity
    assert (remedy.kind, remedy.change) == ("zoom", {"zoom_permille": zoom_after})
    assert [found.severity for found in after] == left


def test_a_photo_that_is_too_small_as_a_whole_has_no_remedy(faces):
    assert photo_remedy(faces, 250, 1_000)[1] is None


# === OVERFLOW === #


def test_how_many_characters_fit_is_told(faces):
    text = "Maximilian Alexander"
    zone = text_zone(faces, min_size_um=12_000, width_um=60_000)
    design = parse_design(document([zone], {"name": {"text": text}}))
    fits = fitting_length(design, "name", faces.book)

    assert 5 < fits < len(text)
    for count, codes in ((fits, set()), (fits + 1, {"overflow"})):
        cut = parse_design(document([zone], {"name": {"text": text[:count]}}))
        assert {found.code for found in findings(cut, faces)} == codes


LONG = (
    ("montserrat", "Max Alexander von Hohenberg", "Max"),
    ("great-vibes", "Philippa & Joe & Maximiliane Sophie", None),
    ("montserrat", "Donaudampfschifffahrtsgesellschaft", None),
    ("amiri", "محمد عبد الرحمن عبد العزيز السيد", None),
    ("heebo", "מזל טוב לסבתא הכי טובה בעולם", None),
    ("noto-sans-devanagari", "सबसे प्यारी दादी को जन्मदिन की शुभकामनाएं", None),
    ("noto-sans-sc", "祝世界上最好的奶奶生日快乐天天开心", None),
    ("sarabun", "สุขสันต์วันเกิดคุณยายที่ดีที่สุดในโลก", None),
    ("noto-sans", "Самой лучшей бабушке на всём свете", None),
    ("noto-sans", "Ẽ̩ṽa Nguyễn Ẽ̩ṽa Nguyễn Ẽ̩ṽa Nguyễn", None),
)


@pytest.mark.parametrize(("font", "text", "kept"), LONG)
@pytest.mark.parametrize("fit", [{"fit": "fixed"}, {"min_size_um": 12_000}])
def test_what_does_not_fit_is_shortened_to_what_does(faces, font, text, kept, fit):
    remedy = remedy_of(faces, "overflow", text, fonts=[font], width_um=50_000, **fit)

    shorter = remedy.change["text"]
    assert remedy.kind == "shorten"
    assert text.startswith(shorter) and len(shorter) >= 3
    assert kept is None or shorter == kept
    if " " in shorter:
        assert text[len(shorter)] == " "


def test_a_shortened_text_does_not_end_with_a_joint(faces):
    remedy = remedy_of(
        faces, "overflow", "Anna & Maximilian", fonts=["montserrat"], fit="fixed", width_um=45_000
    )

    assert remedy.change["text"] == "Anna"


def test_words_that_are_joined_go_on_in_the_next_line(faces):
    remedy = remedy_of(
        faces, "overflow", "Annabella/Maximilian", type="multiline", fonts=["montserrat"],
        fit="fixed", width_um=80_000, height_um=30_000, max_size_um=12_000,
    )  # fmt: skip

    assert (remedy.kind, remedy.change["text"]) == ("lines", "Annabella/\nMaximilian")


def test_lines_that_take_too_much_room_are_joined(faces):
    remedy = remedy_of(
        faces, "too_many_lines", "To\nthe\nbest", type="multiline", fonts=["montserrat"],
        max_lines=2, height_um=40_000,
    )  # fmt: skip

    assert (remedy.kind, remedy.change["text"]) == ("lines", "To the best")


def test_a_text_beyond_the_limit_is_shortened_to_whole_words(faces):
    remedy = remedy_of(faces, "too_long", "Anna Bella Carla", fonts=["montserrat"], max_chars=12)

    assert (remedy.kind, remedy.change["text"]) == ("shorten", "Anna Bella")


def test_a_zone_in_which_not_one_letter_fits_has_no_remedy(faces):
    assert remedy_of(faces, "overflow", fonts=["montserrat"], fit="fixed", width_um=2_000) is None


def test_a_text_far_too_long_is_not_looked_at_beyond_what_is_drawn(faces, monkeypatch):
    seen = []

    def noted(text, chain):
        seen.append(len(text))
        return itemise(text, chain)

    monkeypatch.setattr(substitution, "itemise", noted)
    chain = [faces.book.face(faces.sha(name)) for name in ("montserrat", "amiri")]
    design = parse_design(document([text_zone(faces)], {"name": {"text": "ﷺ" * 5_000}}))
    [(_surface, zone)] = design.zones()

    substitution.substitutions(zone, design.values["name"], chain)

    assert seen == [500]


@pytest.mark.parametrize(
    ("code", "text", "limits"),
    [
        ("letter_too_small", "Annabella Maria Sophie", {"min_letter_um": 5_000}),
        ("stroke_too_thin", "Annabella Maria Sophie", {"min_stroke_um": 500}),
        ("gap_too_small", "Annabella Maria Sophie", {"min_gap_um": 700}),
    ],
)
def test_letters_that_shrank_too_far_grow_in_a_shorter_text(faces, code, text, limits):
    options = {"fonts": ["montserrat"], "method": limits, "max_size_um": 14_000}

    remedy = remedy_of(faces, code, text, **options)

    assert remedy.kind == "shorten"
    assert text.startswith(remedy.change["text"])
    assert len(remedy.change["text"]) >= len(text) / 2


def test_a_name_is_not_cut_to_a_letter_for_its_strokes(faces):
    method = {"min_stroke_um": 4_000}

    assert remedy_of(faces, "stroke_too_thin", method=method, fonts=["montserrat"]) is None
