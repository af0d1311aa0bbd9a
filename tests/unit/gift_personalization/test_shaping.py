"""Pieces cut from a shaped paragraph are what shaping them anew gives."""

import random

import pytest
from gift_engine import shaping
from gift_engine.itemise import itemise
from gift_engine.outline import Glyph, line_items, quarter
from gift_engine.text import Paragraph, TextStyle
from preview_texts import FAMILIES, random_cases

STYLE = TextStyle(50_000, 50_000, 10_000, 1_000, wrap=True)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_cut_line_is_the_line_shaped_anew(faces, family):
    rng = random.Random(5)

    for text, font, _zone in random_cases(family, 25):
        for part in text.split("\n"):
            paragraph = Paragraph(part, faces.chain(font, "noto-sans", "amiri", "heebo"), STYLE)
            words = [word for word in paragraph.words if word.end > word.start]
            for _ in range(6 if words else 0):
                first, last = sorted(rng.choices(range(len(words)), k=2))
                start, end = words[first].start, words[last].end

                cut = paragraph.stretch(start, end)

                assert cut == shaping.shape_line(paragraph.itemised, start, end, 0)


@pytest.mark.parametrize(
    ("font", "expected"), [("montserrat", [(6, 7)]), ("playfair-display", [(0, 4), (5, 7), (6, 7)])]
)
def test_only_what_a_cut_might_change_is_shaped_anew(faces, monkeypatch, font, expected):
    """Playfair Display kerns letters with the blank beside them, Montserrat only "To"."""
    itemised = itemise("Anna To", faces.chain(font))
    whole = shaping.shape_line(itemised, 0, 7, 0)
    shaped = []
    anew = shaping.shape_item
    monkeypatch.setattr(shaping, "shape_item", lambda *a: shaped.append(a[1:3]) or anew(*a))

    for start, end in ((0, 4), (5, 7), (6, 7)):
        shaping.shape_line(itemised, start, end, 0, whole)

    assert shaped == expected


def test_outlines_are_pasted_as_glyphs_write_themselves(faces):
    for text, size in (("Ąffi Wo", 5_000), ("é", 777)):
        for font in ("montserrat", "great-vibes", "noto-sans-sc"):
            line = Paragraph(text, faces.chain(font), STYLE).line
            (run_x, run), *_none = line.runs
            face = run.item.face
            expected = "".join(
                face.glyph(gid).at(quarter(run_x * face.upem + x), y)
                for gid, x, y, _cluster in run.glyphs
            )

            (item,) = line_items(line, 0, 0, size, (1, 0, 0, 1, 0, 0), "#000000")

            assert item.d == expected


def test_only_whole_starts_are_pasted_as_whole_numbers():
    half = Glyph(((0.5, 1.0, "l1 1z"),), (0, 0, 1, 1))
    whole = Glyph(((2.0, -1.0, "l1 1z"),), (0, 0, 1, 1))

    assert half.whole is None
    assert half.at(1, 1) == "M1.5 2l1 1z"
    assert whole.whole == [(2, -1, "l1 1z")]
    assert whole.at(1.25, 1) == "M3.25 0l1 1z"
