"""Text on an arc, outlines and lists of characters."""

import math

import numpy as np
import pytest
from builders import lay_out, no_images, text_zone
from gift_engine.arc import pieces
from gift_engine.charset import is_listed, listed
from gift_engine.errors import EngineError
from gift_engine.outputs.raster import render_rgba
from gift_engine.paths import curves
from gift_engine.preflight import check
from gift_engine.stroke import grown
from hypothesis import example, given
from hypothesis import strategies as st

DPI = 254  # 10 pixels per mm


def drawn(faces, text, dpi=DPI, **zone):
    """Return (block, coverage of the surface, findings) of one text."""
    design, layout, display = lay_out(faces, [text_zone(faces, **zone)], {"name": {"text": text}})
    pixels = render_rgba(display, no_images, dpi=dpi)
    return layout.texts["name"], pixels, (*layout.findings, *check(design, layout))


def ink_box(pixels):
    """Return the box of what is drawn in pixels."""
    ys, xs = np.nonzero(pixels[:, :, 3] > 32)
    return xs.min(), ys.min(), xs.max(), ys.max()


def column_tops(pixels):
    """Return the topmost ink per column that has some."""
    mask = pixels[:, :, 3] > 127
    columns = np.nonzero(mask.any(axis=0))[0]
    return columns, mask.argmax(axis=0)[columns]


def test_an_upward_arc_is_highest_in_the_middle_and_a_downward_one_at_its_ends(faces):
    up = column_tops(drawn(faces, "HHHHHHHHHHH", arc_um=40_000)[1])[1]
    down = column_tops(drawn(faces, "HHHHHHHHHHH", arc_um=-40_000)[1])[1]

    third = len(up) // 3
    assert up[third:-third].mean() + 10 < min(up[:20].mean(), up[-20:].mean())
    assert down[third:-third].mean() > max(down[:20].mean(), down[-20:].mean()) + 10


def test_letters_stand_on_the_circle(faces):
    block, pixels, _findings = drawn(faces, "IIIIIIIIIIIIIIII", arc_um=15_000, valign="top")
    centre = np.array([10_000 + block.apex[0], 10_000 + block.apex[1] + 15_000]) / 100

    ys, xs = np.nonzero(pixels[:, :, 3] > 127)
    far = np.hypot(xs + 0.5 - centre[0], ys + 0.5 - centre[1])

    cap = block.lines[0][0].top * block.size_um / 100
    assert far.min() == pytest.approx(150, abs=1.5)
    assert far.max() == pytest.approx(150 + cap, abs=1.5)


def test_a_gentle_arc_comes_close_to_the_straight_line(faces):
    straight = drawn(faces, "Anna", max_size_um=8_000)[1]
    bent = drawn(faces, "Anna", max_size_um=8_000, arc_um=10_000_000)[1]

    assert np.abs(np.subtract(ink_box(straight), ink_box(bent))).max() <= 1


@pytest.mark.parametrize("text", ["Anna", "Best Grandma in the World", "سمر", "नमस्ते", "🐝 A"])
@pytest.mark.parametrize("radius", [9_000, 60_000, -20_000, -200_000])
def test_what_fits_lies_in_its_zone(faces, text, radius):
    block, pixels, findings = drawn(faces, text, arc_um=radius, min_size_um=500)

    assert not block.overflow
    assert "overflow" not in {finding.code for finding in findings}
    x0, y0, x1, y1 = ink_box(pixels)
    assert x0 >= 99 and y0 >= 99 and x1 <= 901 and y1 <= 301


def test_too_long_a_text_is_an_overflow(faces):
    block, _pixels, findings = drawn(faces, "Philippa Annabella", arc_um=8_000, fit="fixed")

    assert block.overflow
    assert "overflow" in {finding.code for finding in findings}


def test_joined_letters_stay_one_piece_and_others_turn_one_by_one(faces):
    latin = faces.set("Anna").lines[0][0]
    arabic = faces.set("سمر").lines[0][0]

    assert [piece.bent for piece in pieces(latin)] == [False] * 4
    assert [piece.bent for piece in pieces(arabic)] == [True]


def test_a_joined_word_is_not_torn_by_the_arc(faces):
    """The connected shapes of a bent word are as many as those of the straight one."""
    options = {"font": "amiri", "max_size_um": 14_000}
    straight = drawn(faces, "محمد", dpi=600, **options)[1]
    bent = drawn(faces, "محمد", dpi=600, arc_um=12_000, **options)[1]

    assert count_shapes(bent) == count_shapes(straight)


def count_shapes(pixels):
    import cv2

    mask = (pixels[:, :, 3] > 127).astype(np.uint8)
    return cv2.connectedComponents(mask)[0]


def test_an_arc_needs_one_line(faces):
    with pytest.raises(EngineError, match="one line"):
        drawn(faces, "Anna", type="multiline", arc_um=10_000)


@given(
    text=st.text(min_size=1, max_size=30),
    radius=st.integers(-300_000, 300_000),
    outline=st.integers(0, 3_000),
)
@example(text="a\u0301\u0301", radius=1, outline=5_000)
@example(text="\u200d", radius=-1, outline=1)
def test_any_text_follows_any_circle(faces, text, radius, outline):
    zone = text_zone(faces, arc_um=radius, outline_um=outline)
    _design, layout, display = lay_out(faces, [zone], {"name": {"text": text}})

    for block in layout.texts.values():
        assert all(map(math.isfinite, block.box))
        assert block.overflow or block.box[2] - block.box[0] <= 80_002
    assert all(map(math.isfinite, (n for item in display.walk() for n in item.matrix)))


# === OUTLINES === #


def test_an_outline_reaches_that_far_around_the_letters(faces):
    options = {"max_size_um": 6_000, "min_size_um": 6_000}
    plain = ink_box(drawn(faces, "IH", dpi=508, **options)[1])
    wide = ink_box(drawn(faces, "IH", dpi=508, outline_um=1_000, **options)[1])

    assert np.subtract(wide, plain) == pytest.approx([-20, -20, 20, 20], abs=1)


def test_an_outline_has_its_own_colour_and_lies_behind_the_letters(faces):
    pixels = drawn(faces, "I", outline_um=1_000, outline_color="#ffcc00", font="montserrat")[1]

    row = pixels[200]
    opaque = row[row[:, 3] == 255][:, :3]
    assert (opaque[0] == (255, 204, 0)).all() and (opaque[-1] == (255, 204, 0)).all()
    assert (opaque[len(opaque) // 2] == (27, 27, 27)).all()


def test_the_outline_takes_its_room_from_the_zone(faces):
    _block, pixels, _findings = drawn(faces, "Philippa Annabella", outline_um=2_000)

    x0, _y0, x1, _y1 = ink_box(pixels)
    assert x0 >= 99 and x1 <= 901


def test_one_colour_methods_draw_no_outline(faces):
    method = {
        "key": "laser", "colors": "single", "mirror": False, "min_dpi": 0, "warn_dpi": 0,
        "min_letter_um": 0, "format": "pdf",
    }  # fmt: skip
    zone = text_zone(faces, outline_um=1_000)
    plain = text_zone(faces)

    with_outline = lay_out(faces, [zone], {"name": {"text": "Anna"}}, method=method)[2]
    without = lay_out(faces, [plain], {"name": {"text": "Anna"}}, method=method)[2]

    assert with_outline == without


def test_a_grown_square_has_round_corners():
    data = grown("M0 0l100 0l0 100l-100 0z", 20.0)

    points = [point for _command, points in curves(data) for point in points]
    xs, ys = zip(*points, strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == (-10, -10, 110, 110)
    assert (-10.0, -10.0) not in points


# === CHARACTERS === #


def test_a_list_of_characters_means_what_it_looks_like():
    assert listed("A-CÄ -&") == (("A", "C"), ("Ä", "Ä"), (" ", "&"))
    assert listed("-a") == (("-", "-"), ("a", "a"))
    assert listed("0-9-") == (("0", "9"), ("-", "-"))
    assert is_listed("a-ze\u0301", "é") and not is_listed("a-z", "é")
    with pytest.raises(EngineError, match="bad_charset"):
        listed("z-a")


@pytest.mark.parametrize(
    ("text", "case", "refused"),
    [
        ("ANNA 7", "none", None),
        ("ANNA", "none", None),
        ("anna", "none", "a n"),
        ("anna", "upper", None),
        ("ANNA é!", "none", "é !"),
    ],
)
def test_characters_that_are_not_listed_are_named(faces, text, case, refused):
    findings = drawn(faces, text, charset="custom", allowed="A-Z 0-9", case=case)[2]

    named = [finding.params["chars"] for finding in findings if finding.code == "not_allowed"]
    assert named == ([refused] if refused else [])


def test_a_list_that_runs_backwards_is_no_template(faces):
    with pytest.raises(EngineError, match="allowed"):
        drawn(faces, "A", charset="custom", allowed="z-a")


def test_no_limit_of_characters_leaves_it_to_the_measure(faces):
    findings = drawn(faces, "i" * 60, max_chars=0, min_size_um=500)[2]
    assert not {"too_long", "overflow"} & {finding.code for finding in findings}

    findings = drawn(faces, "i" * 60, max_chars=0, min_size_um=11_000)[2]
    assert "overflow" in {finding.code for finding in findings}
