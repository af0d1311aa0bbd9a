"""Scripts, against independent implementations.

Pillow draws with Raqm: FriBidi orders, HarfBuzz shapes whole runs, FreeType rasterises. Where its
picture and ours are the same, direction, joining, reordering, ligatures and kerning are too.
"""

import unicodedata

import numpy as np
import pytest
import uharfbuzz as hb
from bidi.algorithm import get_display
from gift_engine.bidi import PAIRS, paragraph_levels, visual_order
from gift_engine.cleaning import clean_text
from gift_engine.display import DisplayList
from gift_engine.outputs.raster import render_rgba
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, features

EM_PX = 120
DPI = 254  # 10 px per mm
LINES = {
    "Arabic": ("amiri", "أهلا وسهلا بكم"),
    "Arabic with marks": ("amiri", "مُحَمَّد"),
    "Arabic, second face": ("cairo", "السلام عليكم"),
    "Arabic digits": ("cairo", "عام ١٤٤٧ هـ"),
    "Lam-alef": ("amiri", "لا إله الإسلام"),
    "Persian": ("cairo", "می\u200cخواهم"),
    "Hebrew": ("heebo", "שלום עולם"),
    "Hebrew with points": ("frank-ruhl-libre", "בְּרֵאשִׁית"),
    "Hebrew and Latin": ("heebo", "שלום Anna 12"),
    "Latin and Hebrew": ("heebo", "Anna (שלום) 12"),
    "digit after a bracket": ("heebo", "Z(א)0"),
    "nested brackets": ("heebo", "ab [אב (12) ג] de"),
    "Arabic and Latin": ("cairo", "مرحبا Anna 2026"),
    "Devanagari": ("noto-sans-devanagari", "नमस्ते दुनिया"),
    "Devanagari conjuncts": ("noto-sans-devanagari", "क्षत्रिय कृष्ण र्कि"),
    "Thai": ("sarabun", "สุขสันต์วันเกิด"),
    "Thai stacked marks": ("sarabun", "ที่นี่ น้ำ ปู่"),
    "Chinese": ("noto-sans-sc", "生日快乐，爸爸"),
    "Japanese": ("noto-sans-sc", "お誕生日おめでとう"),
    "Korean": ("gowun-dodum", "생일 축하해요"),
    "Latin kerning": ("montserrat", "AVATAR Type Wo"),
    "Latin ligatures": ("eb-garamond", "office fjord flow"),
    "Latin accents": ("noto-sans", "Łódź Çağrı Đặng"),
    "Combining marks": ("noto-sans", "a\u0331\u0308 e\u0323\u0302"),
    "Joined script": ("great-vibes", "Philippa & Joe"),
    "Greek": ("noto-sans", "Χρόνια πολλά"),
    "Cyrillic": ("noto-sans", "С днём рождения"),
}


def drawn(faces, font, text):
    """Return the ink of our picture as a mask, cut to its box."""
    block = faces.set(
        text, font, max_size_um=EM_PX * 100, width_um=400_000, height_um=40_000, shrink=False
    )
    items = block.items((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), "#000000")
    rgba = render_rgba(DisplayList("s", 400_000, 40_000, 0, items), None, dpi=DPI)
    return cut(rgba[:, :, 3])


def drawn_by_pillow(faces, font, text):
    face = ImageFont.truetype(
        str(faces.folder / f"{font}.ttf"), EM_PX, layout_engine=ImageFont.Layout.RAQM
    )
    image = Image.new("L", (4_000, 400))
    ImageDraw.Draw(image).text((100, 100), text, fill=255, font=face)
    return cut(np.asarray(image))


def cut(mask):
    rows, columns = np.flatnonzero(mask.max(axis=1) > 127), np.flatnonzero(mask.max(axis=0) > 127)
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def overlap(first, second):
    """Return the share of ink that two masks have in common, after fitting their boxes."""
    size = first.shape[1], first.shape[0]
    first = first > 127
    second = np.asarray(Image.fromarray(second).resize(size, Image.BILINEAR)) > 127
    return (first & second).sum() / (first | second).sum()


def test_the_reference_orders_and_shapes():
    assert features.check("raqm")
    assert features.check("fribidi")


@pytest.mark.parametrize(("font", "text"), LINES.values(), ids=LINES)
def test_lines_look_as_pillow_draws_them(faces, font, text):
    ours, theirs = drawn(faces, font, text), drawn_by_pillow(faces, font, text)

    assert ours.shape[1] == pytest.approx(theirs.shape[1], rel=0.02, abs=4)
    assert overlap(ours, theirs) > 0.85


def test_the_comparison_notices_a_wrong_order(faces):
    ours, theirs = (
        drawn(faces, "heebo", "שלום עולם"),
        drawn_by_pillow(faces, "heebo", "עולם שלום"),
    )

    assert overlap(ours, theirs) < 0.6


SINGLE = {
    name: line
    for name, line in LINES.items()
    if " and " not in name and "brackets" not in name and "digits" not in name
}


@pytest.mark.parametrize(("font", "text"), SINGLE.values(), ids=SINGLE)
def test_glyphs_and_places_are_those_of_the_whole_run(faces, font, text):
    face = faces.chain(font)[0]
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer)
    pen, expected = 0, []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        expected.append((info.codepoint, pen + place.x_offset, place.y_offset))
        pen += place.x_advance

    line = faces.set(text, font, width_um=10**6).lines[0][0]
    found = [
        (gid, round(start * face.upem) + x, y)
        for start, run in line.runs
        for gid, x, y, _cluster in run.glyphs
    ]

    assert [glyph[0] for glyph in found] == [glyph[0] for glyph in expected]
    assert [glyph[1:] for glyph in found] == [pytest.approx(glyph[1:], abs=1) for glyph in expected]


# === BIDI === #

# Strong, weak and neutral kinds of every class that survives cleaning. Brackets are compared with
# FriBidi above: the other reference leaves UAX 9 where a digit follows a pair of them.
BIDI = st.text(
    st.sampled_from("abZאבגابج٠١٢09+-.,:/$%€!?&# \u0301\u05b0\u064b\u00a0’"), max_size=24
)


@given(BIDI)
def test_the_order_is_that_of_another_implementation(text):
    base, levels = paragraph_levels(text)
    mirrored = {**PAIRS, **{closer: opener for opener, closer in PAIRS.items()}}
    shown = [
        mirrored.get(char, char) if level % 2 else char
        for char, level in zip(text, levels, strict=True)
    ]
    ours = "".join(shown[index] for index in visual_order(levels))
    theirs = get_display(text, base_dir="R" if base else "L")

    assert without_marks(ours) == without_marks(theirs)


def without_marks(text):
    """Drop marks: their place beside the base is the shaper's affair."""
    return [char for char in text if unicodedata.category(char) != "Mn"]


# === HOSTILE TEXT === #

HOSTILE = {
    "bidi bomb": "\u202e\u2066" * 400 + "abc" + "\u2069\u202c" * 400,
    "right-to-left file name": "photo\u202egpj.exe",
    "zalgo": "Z" + "\u0301\u0327\u0489" * 120,
    "marks without a base": "\u0301" * 40,
    "joiners alone": "\u200d\u200c" * 60,
    "broken emoji family": "👩\u200d\u200d👩\u200d",
    "half a flag": "🇩",
    "flag tags that never end": "🏴" + "\U000e0067" * 90,
    "selectors alone": "\ufe0f\ufe0e" * 30,
    "lone surrogates": "a\ud83d\udc00\udfff",
    "private use": "\ue000\U000f0000",
    "unassigned": "\u0378\U0003fffe",
    "controls": "".join(map(chr, range(32))) + "".join(map(chr, range(127, 160))),
    "annotation": "a\ufff9b\ufffac\ufffb",
    "longest ligature": "\ufdfa" * 20,
    "dotted circle": "\u093f\u094d\u200d\u093f",
    "virama chain": "क्" * 60,
    "jamo pile": "\u1100" * 50 + "\u1161" * 50,
    "sara am": "\u0e33" * 30,
    "no blank at all": "W" * 600,
    "blanks alone": " \u00a0\u3000\u2003" * 50,
    "markup": "<script>alert(1)</script>&amp;\"'",
    "format string": "%(zone)s {0} %n",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cleaned_set_and_drawn(faces, raw):
    text = clean_text(raw, multiline=True)
    block = faces.set(text, wrap=True, max_lines=20, min_size_um=100)

    assert clean_text(text, multiline=True) == text
    assert not {unicodedata.category(char) for char in text} & {"Cc", "Cs"} - (
        {"Cc"} if "\n" in text else set()
    )
    assert len(block.items((1.0, 0.0, 0.0, 1.0, 0.0, 0.0), "#000000")) <= 600


@given(st.text(max_size=30))
def test_no_glyph_is_missing_without_a_word(faces, raw):
    text = clean_text(raw, multiline=False)
    block = faces.set(text)
    blanks = [
        gid for line, _x, _y in block.lines for _start, run in line.runs
        for gid, *_place in run.glyphs if gid == 0
    ]  # fmt: skip

    assert not blanks or block.missing
