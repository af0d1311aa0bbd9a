"""Strokes and gaps of letters with an outline: its own width, and what it leaves of gaps."""

import pytest
from builders import document, lay_out, text_zone
from gift_engine import preflight
from gift_engine.stroke import grown
from gift_engine.thickness import (
    FAR,
    gap_between,
    glyph_strength,
    line_strength,
    measure_outline,
    outlined_gap,
)
from test_thickness import bar, disc

EXACT = 0.001


def check(faces, text, font="oswald", method=None, **zone):
    plain = document([])["template"]["surfaces"][0]["method"]
    surface = {"method": {**plain, **(method or {})}}
    zone = {"max_size_um": 12_000, "fit": "fixed", **zone}
    design, layout, _display = lay_out(
        faces, [text_zone(faces, font=font, **zone)], {"name": {"text": text}}, **surface
    )
    found = preflight.check(design, layout)
    return {finding.code: (finding.severity, finding.params) for finding in found}


def glyph(faces, font, char):
    face = faces.chain(font)[0]
    return face, face.font.get_nominal_glyph(ord(char))


# === THE OUTLINE ITSELF === #


def test_an_outline_below_the_limit_is_told_exactly(faces):
    found = check(faces, "Anna", method={"min_stroke_um": 300}, outline_um=299)

    assert found == {
        "stroke_too_thin": ("error", {"measured_um": 299, "limit_um": 300, "part": "outline"})
    }


def test_an_outline_of_the_limit_passes(faces):
    assert check(faces, "Anna", method={"min_stroke_um": 300}, outline_um=300) == {}


def test_letters_thinner_than_their_outline_are_told_as_letters(faces):
    found = check(faces, "Anna", "great-vibes", {"min_stroke_um": 300}, outline_um=290)

    assert set(found) == {"stroke_too_thin"}
    assert "part" not in found["stroke_too_thin"][1]
    assert found["stroke_too_thin"][1]["measured_um"] < 290


def test_pictures_have_no_outline_that_could_be_thin(faces):
    assert check(faces, "🐝", method={"min_stroke_um": 300}, outline_um=100) == {}


@pytest.mark.parametrize("text", ["Anna", "rn", "&e8"])
def test_methods_of_one_colour_measure_the_letters_alone(faces, text):
    method = {"colors": "single", "min_stroke_um": 300, "min_gap_um": 500}

    with_outline = check(faces, text, method=method, outline_um=150)

    assert with_outline == check(faces, text, method=method)


# === WHAT IS LEFT OF GAPS === #


@pytest.mark.parametrize(
    ("outline", "left"), [(0.02, 0.16), (0.05, 0.10), (0.099, 0.002), (0.1, FAR)]
)
def test_a_round_hole_shrinks_from_all_sides_until_it_is_gone(outline, left):
    ring = disc(0, 0, 300) + disc(0, 0, 100, hole=True)

    found = measure_outline(grown(ring, 2 * outline * 1000), 1 / 1000)

    assert found.gap == (FAR if left == FAR else pytest.approx(left, abs=EXACT + 0.03 * left))


@pytest.mark.parametrize(("outline", "left"), [(0.01, 0.04), (0.02, 0.02), (0.03, FAR)])
def test_a_slot_shrinks_from_both_sides_until_it_is_gone(outline, left):
    slot = bar(0, 0, 1000, 1000) + bar(400, 200, 60, 600, hole=True)

    found = measure_outline(grown(slot, 2 * outline * 1000), 1 / 1000)

    assert found.gap == (FAR if left == FAR else pytest.approx(left, abs=EXACT))


def test_the_counter_of_a_letter_shrinks_by_two_outlines(faces):
    face, gid = glyph(faces, "oswald", "O")
    before = glyph_strength(face, gid).gap

    assert outlined_gap(face, gid, 0.02) == pytest.approx(before - 0.04, abs=2 * EXACT)
    assert outlined_gap(face, gid, before) == FAR


def neighbours(faces, outline):
    """Return the (gap, strength) of two strokes side by side."""
    block = faces.set("ll", "oswald")
    line = block.lines[0][0]
    face, gid = glyph(faces, "oswald", "l")
    step = face.font.get_glyph_h_advance(gid) / face.upem
    return gap_between((face, gid), (face, gid), step, 0.0), line_strength(line, outline)


def test_the_gap_between_neighbours_shrinks_by_two_outlines(faces):
    gap, found = neighbours(faces, 0.02)

    assert found.gap == pytest.approx(gap - 0.04, abs=1e-6)


def test_where_outlines_meet_the_letters_still_have_their_gap(faces):
    gap, found = neighbours(faces, 0.2)

    assert found.gap == pytest.approx(gap, abs=1e-6)


def test_a_wide_outline_closes_gaps_of_letters_far_apart(faces):
    face, gid = glyph(faces, "oswald", "l")
    x0, _y0, x1, _y1 = face.glyph(gid).box
    step = (x1 - x0) / face.upem + 0.5

    assert gap_between((face, gid), (face, gid), step, 0.0) == FAR
    assert gap_between((face, gid), (face, gid), step, 0.0, 0.7) == pytest.approx(0.5, abs=EXACT)


def test_a_gap_that_the_outline_narrows_below_the_limit_is_told(faces):
    gap_um = neighbours(faces, 0)[0] * 12_000
    outline = 150
    left = gap_um - 2 * outline

    found = check(faces, "ll", method={"min_gap_um": round(left) + 20}, outline_um=outline)

    assert found["gap_too_small"][1]["measured_um"] == pytest.approx(left, abs=1)
    assert check(faces, "ll", method={"min_gap_um": round(left) + 20}) == {}
    assert check(faces, "ll", method={"min_gap_um": round(left) - 20}, outline_um=outline) == {}


def test_outlines_that_meet_leave_no_gap(faces):
    gap_um = neighbours(faces, 0)[0] * 12_000

    assert check(faces, "ll", method={"min_gap_um": 100}, outline_um=round(gap_um / 2) + 10) == {}
