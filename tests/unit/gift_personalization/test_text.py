"""Itemising, shaping, wrapping and fitting."""

import unicodedata

import pytest
from bidi.algorithm import get_display
from gift_engine.bidi import PAIRS, paragraph_levels, visual_order
from gift_engine.characters import clusters, is_emoji, mark_count, script_of
from gift_engine.errors import EngineError
from gift_engine.fitting import largest
from gift_engine.fonts import Face, FontBook
from gift_engine.itemise import itemise
from gift_engine.text import bounded, coverage
from hypothesis import given
from hypothesis import strategies as st

MIXED = st.text(
    st.sampled_from("abc XYZ 123 .,-+()[]%$ابجد١٢٣ שלום éß ।नमस्ते 漢字 \u0301👍🏽❤\ufe0f\u200d🇩🇪Ωж"),
    max_size=30,
)

# === CHARACTERS === #


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0323\u0301x", ["e\u0323\u0301", "x"]),
        ("👩‍👩‍👧‍👦!", ["👩‍👩‍👧‍👦", "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🇩🇪🇫🇷🇮", ["🇩🇪", "🇫🇷", "🇮"]),
        ("1\ufe0f\u20e32", ["1\ufe0f\u20e3", "2"]),
        ("🏴\U000e0067\U000e0062\U000e007f.", ["🏴\U000e0067\U000e0062\U000e007f", "."]),
        ("क्षत्रि", ["क्ष", "त्रि"]),
        ("a\nb", ["a", "\n", "b"]),
        ("각각", ["각", "각"]),
        ("\u1100\u1161\u11a8", ["\u1100\u1161\u11a8"]),
        ("", []),
    ],
)
def test_clusters_are_what_a_reader_counts(text, expected):
    assert [text[start:end] for start, end in clusters(text)] == expected


@given(st.text(max_size=30))
def test_clusters_cover_the_text_without_gaps(text):
    spans = clusters(text)

    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@pytest.mark.parametrize(
    "cluster", ["❤\ufe0f", "👍", "🇩🇪", "1\ufe0f\u20e3", "⭐", "⌚", "🥨", "🐝"]
)
def test_emoji_are_recognised(cluster):
    assert is_emoji(cluster)


@pytest.mark.parametrize("cluster", ["a", "1", "❤", "♥", "→", "字", "☺", "👍\ufe0e"])
def test_other_characters_are_no_emoji(cluster):
    assert not is_emoji(cluster)


@pytest.mark.parametrize(
    ("char", "script"),
    [("a", "Latn"), ("ж", "Cyrl"), ("ש", "Hebr"), ("字", "Hani"), ("1", ""), (" ", "")],
)
def test_scripts(char, script):
    assert script_of(char) == script


def test_marks_are_counted_without_variation_selectors():
    assert (mark_count("e\u0301\u0323"), mark_count("❤\ufe0f"), mark_count("1\ufe0f\u20e3")) == (
        2,
        0,
        0,
    )


# === DIRECTION === #


def shown(text):
    """Return ``text`` in visual order by our levels, pairs mirrored."""
    _base, levels = paragraph_levels(text)
    mirrored = {**PAIRS, **{closer: opener for opener, closer in PAIRS.items()}}
    chars = [
        mirrored.get(char, char) if level % 2 else char
        for char, level in zip(text, levels, strict=True)
    ]
    return "".join(chars[index] for index in visual_order(levels))


@pytest.mark.parametrize(
    ("text", "base"),
    [("abc", 0), ("123", 0), ("אבג", 1), ("123 אבג", 1), ("abc אבג", 0), ("! ابج abc", 1), ("", 0)],
)
def test_the_first_strong_character_decides_the_paragraph(text, base):
    assert paragraph_levels(text)[0] == base


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc אבג", "abc גבא"),
        ("אבג 123", "123 גבא"),
        ("אבג (abc) דה", "הד (abc) גבא"),
        ("abc (אבג) def", "abc (גבא) def"),
        ("ابج 12,5% abc", "abc %12,5 جبا"),
    ],
)
def test_known_lines(text, expected):
    assert shown(text) == expected


@given(st.text(st.sampled_from("abאב اب 12٣+-.,()[]$%!'\""), max_size=16))
def test_order_agrees_with_another_implementation(text):
    base, _levels = paragraph_levels(text)

    assert shown(text) == get_display(text, base_dir="R" if base else "L")


# === ITEMISING === #


def runs(faces, text, *names):
    chain = faces.chain(*names)
    named = dict(zip(chain, names, strict=True))
    return [
        (text[item.start : item.end], item.script, named[item.face], item.level)
        for item in itemise(text, chain).items
    ]


def test_a_blank_and_a_digit_join_the_script_before_them(faces):
    assert runs(faces, "Anna 12 سمر 12", "montserrat", "amiri") == [
        ("Anna 12 ", "Latn", "montserrat", 0),
        ("سمر ", "Arab", "amiri", 1),
        ("12", "Arab", "amiri", 2),
    ]


def test_leading_neutrals_join_the_script_that_follows(faces):
    assert runs(faces, "123 Ωμ", "noto-sans", "amiri")[0][:3] == ("123 Ωμ", "Grek", "noto-sans")


def test_emoji_take_the_colour_face_and_the_blank_after_them_does_not(faces):
    found = runs(faces, "A❤\ufe0f B", "montserrat", "noto-color-emoji")

    assert [(text, face) for text, _script, face, _level in found] == [
        ("A", "montserrat"),
        ("❤\ufe0f", "noto-color-emoji"),
        (" B", "montserrat"),
    ]


def test_a_digit_is_never_drawn_from_the_colour_face(faces):
    assert {face for _t, _s, face, _l in runs(faces, "2024", "montserrat", "noto-color-emoji")} == {
        "montserrat"
    }


def test_what_no_face_has_is_reported_once(faces):
    itemised = itemise("a\ue000b\ue000", faces.chain("montserrat", "amiri"))

    assert itemised.missing == ("\ue000",)


def test_a_mark_keeps_its_base_in_one_face(faces):
    found = runs(faces, "x\u0331a", "great-vibes", "noto-sans")

    assert len({face for _text, _script, face, _level in found if "\u0331" in _text}) == 1


@given(MIXED)
def test_items_cover_the_text_in_order(faces, text):
    items = itemise(text, faces.chain()).items

    assert "".join(text[item.start : item.end] for item in items) == text


# === FITTING === #


@pytest.mark.parametrize("limit", [100, 105, 4_000, 7_777, 12_345])
def test_the_largest_size_that_fits_is_found(limit):
    found = largest(100, 12_345, lambda size: size <= limit)

    assert found == (limit if limit == 12_345 else max(100, limit // 10 * 10))


def test_none_fits_when_the_smallest_does_not():
    assert largest(1_000, 2_000, lambda size: False) is None


SAMPLES = {
    "latin": ("montserrat", "Anna Müller"),
    "script": ("great-vibes", "Philippa & Joe"),
    "swash": ("pinyon-script", "Jolly Quill"),
    "arabic": ("amiri", "أهلا وسهلا"),
    "hebrew": ("heebo", "שלום עולם"),
    "mixed": ("heebo", "שלום Anna 12"),
    "devanagari": ("noto-sans-devanagari", "नमस्ते दुनिया"),
    "chinese": ("noto-sans-sc", "生日快乐"),
    "greek": ("noto-sans", "Καλημέρα"),
    "cyrillic": ("noto-sans", "Привет, мир"),
    "marks": ("noto-sans", "Ạ̈ e\u0323\u0302"),
    "emoji": ("montserrat", "Hi 👩‍👩‍👧‍👦🇩🇪👍🏽"),
}


@pytest.mark.parametrize(("font", "text"), SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("width", [12_000, 60_000])
def test_text_of_every_script_stays_in_its_zone(faces, font, text, width):
    block = faces.set(text, font, "noto-sans", "noto-color-emoji", width_um=width, min_size_um=500)
    x0, y0, x1, y1 = block.box

    assert not block.overflow
    assert not block.missing
    assert -1 <= x0 <= x1 <= width + 1
    assert -1 <= y0 <= y1 <= 20_001


@given(MIXED, st.integers(5_000, 90_000), st.integers(3_000, 40_000), st.booleans())
def test_what_fits_stays_inside_and_what_does_not_says_so(faces, text, width, height, wrap):
    block = faces.set(
        text, width_um=width, height_um=height, wrap=wrap, max_lines=20, min_size_um=1_000
    )
    x0, y0, x1, y1 = block.box
    inside = x1 - x0 <= width + 1 and y1 - y0 <= height + 1

    assert block.overflow or inside
    assert 1_000 <= block.size_um <= 12_000


@given(st.text(max_size=40))
def test_any_text_is_set_without_an_exception(faces, text):
    faces.set(text, "montserrat", "noto-color-emoji", wrap=True, max_lines=20)


@given(MIXED)
def test_the_same_text_is_set_the_same(faces, text):
    assert faces.set(text) == faces.set(text)


def test_a_fixed_size_is_kept_and_overflow_reported(faces):
    block = faces.set("A very long name for a mug", shrink=False, width_um=20_000)

    assert (block.size_um, block.overflow) == (12_000, True)


def test_sizes_are_multiples_of_ten_micrometres(faces):
    assert faces.set("Anna Müller-Lüdenscheidt", width_um=30_003).size_um % 10 == 0


def test_a_larger_zone_never_makes_the_text_smaller(faces):
    sizes = [
        faces.set("Anna Müller", width_um=width).size_um for width in range(9_000, 60_000, 3_000)
    ]

    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("text", "align", "side"),
    [
        ("Anna", "start", "left"),
        ("Anna", "end", "right"),
        ("Anna", "center", "middle"),
        ("سمر", "start", "right"),
        ("سمر", "end", "left"),
        ("سمر", "center", "middle"),
    ],
)
def test_alignment_follows_the_paragraphs_direction(faces, text, align, side):
    x0, _y0, x1, _y1 = faces.set(text, "montserrat", "amiri", align=align).box
    free = 80_000 - (x1 - x0)

    assert x0 == pytest.approx({"left": 0, "right": free, "middle": free / 2}[side], abs=0.01)


@pytest.mark.parametrize(("valign", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_vertical_alignment(faces, valign, share):
    _x0, y0, _x1, y1 = faces.set("Anna", valign=valign).box

    assert y0 == pytest.approx(share * (20_000 - (y1 - y0)), abs=0.01)


def test_lower_case_names_stand_on_the_same_baseline(faces):
    baselines = {faces.set(name, "montserrat").lines[0][2] for name in ("anna", "Anna", "ANNA")}

    assert max(baselines) - min(baselines) < 200


def lines_of(block, text):
    found = []
    for line, _x, _y in block.lines:
        spans = [(run.item.face, min(run.advances), max(run.advances)) for _p, run in line.runs]
        found.append(text[min(s[1] for s in spans) : max(s[2] for s in spans) + 1] if spans else "")
    return found


def test_words_wrap_greedily(faces):
    text = "to the best grandma in the world"
    block = faces.set(
        text, "montserrat", wrap=True, shrink=False, max_lines=9, width_um=66_000,
        max_size_um=6_000, height_um=60_000,
    )  # fmt: skip

    assert [line.strip() for line in lines_of(block, text)] == [
        "to the best grandma",
        "in the world",
    ]


def test_chinese_wraps_between_characters_but_not_before_a_comma(faces):
    text = "生日快乐，天天开心"
    block = faces.set(
        text, "noto-sans-sc", wrap=True, shrink=False, max_lines=9, width_um=24_500,
        max_size_um=6_000, height_um=60_000,
    )  # fmt: skip

    assert lines_of(block, text) == ["生日快", "乐，天天", "开心"]


def test_a_single_line_never_wraps(faces):
    assert len(faces.set("to the best grandma in the world").lines) == 1


def test_line_ends_always_break(faces):
    block = faces.set("a\n\nb", wrap=True, max_lines=5, height_um=60_000)

    assert len(block.lines) == 3
    assert block.lines[2][2] - block.lines[0][2] == pytest.approx(2 * 1.2 * block.size_um)


def test_more_lines_than_allowed_overflow(faces):
    assert faces.set("a\nb\nc", wrap=True, max_lines=2, height_um=90_000).overflow


def test_every_paragraph_has_its_own_direction(faces):
    block = faces.set(
        "Anna\nسمر", "montserrat", "amiri", wrap=True, max_lines=3, align="start", height_um=60_000
    )

    assert [line.base for line, _x, _y in block.lines] == [0, 1]
    assert block.lines[0][1] < 1_000 < block.lines[1][1]


def test_tracking_widens_latin_and_leaves_the_last_letter_alone(faces):
    plain = faces.set("AAAA", "montserrat", max_size_um=5_000).lines[0][0]
    wide = faces.set("AAAA", "montserrat", max_size_um=5_000, tracking_permille=100).lines[0][0]

    assert wide.advance - plain.advance == pytest.approx(0.3)


def test_tracking_never_tears_joined_letters(faces):
    plain = faces.set("سمر", "amiri").lines[0][0]

    assert faces.set("سمر", "amiri", tracking_permille=300).lines[0][0].advance == plain.advance


def test_tracking_dissolves_ligatures(faces):
    def count(**style):
        line = faces.set("ffi", "eb-garamond", **style).lines[0][0]
        return sum(len(run.glyphs) for _x, run in line.runs)

    assert (count(), count(tracking_permille=50)) == (1, 3)


def test_upper_case_is_the_same_in_every_language(faces):
    assert faces.set("straße i", "montserrat", upper=True) == faces.set("STRASSE I", "montserrat")


def test_arabic_letters_join(faces):
    joined = faces.set("سمر", "amiri").lines[0][0].runs[0][1]
    apart = faces.set("س م ر", "amiri").lines[0][0].runs[0][1]

    assert {g[0] for g in joined.glyphs}.isdisjoint({g[0] for g in apart.glyphs if g[3] != 4})


def test_missing_characters_are_named(faces):
    assert faces.set("a\ue000ᚠ", "montserrat", "amiri").missing == ("\ue000", "ᚠ")


def test_the_letter_height_is_that_of_the_smallest_letter(faces):
    face = faces.chain("montserrat")[0]
    block = faces.set("Ax.", "montserrat", max_size_um=10_000)

    assert block.letter_um == pytest.approx(face.x_height / face.upem * 10_000, abs=150)


def test_text_without_letters_has_no_letter_height(faces):
    assert faces.set("♥ !", "noto-sans", "noto-sans-sc").letter_um is None


# === CAPS === #


def test_at_most_500_characters_are_drawn():
    assert len(bounded("a" * 9_000)) == 500


def test_at_most_20_lines_are_drawn():
    assert bounded("a\n" * 100).count("\n") == 19


def test_at_most_50_emoji_are_drawn():
    assert bounded("👍🏽" * 90) == "👍🏽" * 50


def test_at_most_four_marks_stack_on_a_letter():
    assert bounded("e" + "\u0301" * 60) == "e" + "\u0301" * 4


@given(st.text(max_size=80))
def test_bounding_twice_changes_nothing(text):
    assert bounded(bounded(text)) == bounded(text)


# === FACES === #


def test_coverage_lists_code_points(faces):
    found = coverage(faces.chain("montserrat")[0])

    assert ord("A") in found
    assert ord("字") not in found


@pytest.mark.parametrize("data", [b"", b"no font", b"\0\1\0\0" + b"\0" * 60])
def test_bytes_that_are_no_font_are_refused(data):
    with pytest.raises(EngineError, match="bad_font"):
        Face("x", data)


@pytest.mark.parametrize("answer", [None, b""])
def test_a_face_that_cannot_be_loaded_is_named(answer):
    with pytest.raises(EngineError) as caught:
        FontBook(lambda sha: answer).face("f" * 64)

    assert (caught.value.code, caught.value.params) == ("font_missing", {"font": "f" * 64})


def test_a_loader_that_fails_is_reported_the_same():
    with pytest.raises(EngineError, match="font_missing"):
        FontBook({}.__getitem__).face("f" * 64)


def test_emoji_become_vector_pictures(faces):
    face = faces.chain("noto-color-emoji")[0]
    block = faces.set("🐝", "noto-color-emoji")
    gid = block.lines[0][0].runs[0][1].glyphs[0][0]

    assert len(face.picture(gid)) > 5
    assert unicodedata.name("🐝") == "HONEYBEE"
