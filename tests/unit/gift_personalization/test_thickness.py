"""Strokes and gaps, measured on outlines of known shape and on real letters.

Shapes are given in em; 0.001 em is 0.05 mm at an em of 50 mm, larger than any limit matters.
"""

import math

import pytest
from builders import document, lay_out, text_zone
from gift_engine import preflight
from gift_engine.thickness import FAR, gap_between, glyph_boundary, glyph_strength, measure_outline
from hypothesis import example, given, settings
from hypothesis import strategies as st

EXACT = 0.001
KAPPA = 0.5522847498

# === SHAPES === #


def polygon(points, turn=0.0):
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
    return "M" + "L".join(f"{x:.9f} {y:.9f}" for x, y in turned) + "z"


def bar(x, y, width, height, turn=0.0, *, hole=False):
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return polygon(corners[::-1] if hole else corners, turn)


def disc(x, y, radius, *, hole=False):
    parts, side = [f"M{x + radius} {y}"], -1 if hole else 1
    corners = [(1, 0), (0, side), (-1, 0), (0, -side), (1, 0)]
    for (ax, ay), (bx, by) in zip(corners, corners[1:], strict=False):
        numbers = (ax + bx * KAPPA, ay + by * KAPPA, bx + ax * KAPPA, by + ay * KAPPA, bx, by)
        placed = [radius * n + (x, y)[index % 2] for index, n in enumerate(numbers)]
        parts.append("C" + " ".join(f"{n:.9f}" for n in placed))
    return "".join(parts) + "z"


TWO_BARS = bar(0, 0, 1, 0.1) + bar(0, 0.13, 1, 0.1)
SHAPES = {
    "long bar": (bar(0, 0, 1, 0.05), 0.05, FAR),
    "short bar": (bar(0, 0, 0.1, 0.05), 0.05, FAR),
    "disc": (disc(0, 0, 0.3), 0.6, FAR),
    "ring": (disc(0, 0, 0.3) + disc(0, 0, 0.25, hole=True), 0.05, 0.5),
    "box": (bar(0, 0, 1, 1) + bar(0.02, 0.02, 0.96, 0.96, hole=True), 0.02, 0.96),
    "two bars": (TWO_BARS, 0.1, 0.03),
    "dot beside a bar": (bar(0, 0, 0.1, 1) + disc(0.3, 0.5, 0.05), 0.1, 0.15),
    "thin cross bar": (
        bar(0, 0, 0.1, 1) + bar(0.5, 0, 0.1, 1) + bar(0.05, 0.5, 0.5, 0.02),
        0.02,
        FAR,
    ),
    "slot": (bar(0, 0, 1, 1) + bar(0.4, 0.2, 0.04, 0.6, hole=True), 0.2, 0.04),
}


@pytest.mark.parametrize(("data", "stroke", "gap"), SHAPES.values(), ids=SHAPES)
def test_known_shapes(data, stroke, gap):
    found = measure_outline(data)

    assert found.stroke == pytest.approx(stroke, abs=0.01 * stroke + EXACT)
    assert found.gap == pytest.approx(gap, abs=EXACT + (0.01 * gap if gap < FAR else 0))


@given(st.floats(0.005, 0.2), st.floats(0.3, 1.5), st.floats(0, 180))
@example(0.0625, 0.3, 1.0)
def test_a_turned_bar_is_as_thick_as_it_is(thickness, length, turn):
    found = measure_outline(bar(0, 0, length, thickness, turn))

    assert found.stroke == pytest.approx(thickness, abs=0.01 * thickness + EXACT)
    assert found.gap == FAR


@given(st.floats(0.005, 0.2), st.floats(0, 180))
def test_the_gap_between_turned_bars_is_what_it_is(gap, turn):
    found = measure_outline(bar(0, 0, 1, 0.2, turn) + bar(0, 0.2 + gap, 1, 0.2, turn))

    assert found.gap == pytest.approx(gap, abs=EXACT)


@settings(max_examples=20)
@given(st.floats(0.01, 0.2), st.floats(0.25, 0.6))
def test_a_ring_is_as_thick_as_its_wall(wall, radius):
    found = measure_outline(disc(0, 0, radius) + disc(0, 0, radius - wall, hole=True))

    assert found.stroke == pytest.approx(wall, abs=EXACT)


@given(st.floats(0.01, 0.15))
def test_overlapping_parts_are_one_piece_of_ink(thickness):
    whole = bar(0, 0, 1, thickness)
    parts = bar(0, 0, 0.6, thickness) + bar(0.4, 0, 0.6, thickness)

    assert measure_outline(parts).stroke == pytest.approx(measure_outline(whole).stroke, abs=EXACT)
    assert measure_outline(parts).gap == FAR


@pytest.mark.parametrize("unit", [0.01, 0.5, 1.0])
def test_measures_are_in_the_unit_of_the_outline(unit):
    data = bar(0, 0, 1 / unit, 0.05 / unit)

    assert measure_outline(data, unit).stroke == pytest.approx(0.05, abs=EXACT)


def test_the_tip_of_a_pointed_stroke_is_not_thin():
    wedge = polygon([(0, 0), (0.2, 0), (0.1, 0.6)])

    assert measure_outline(wedge).stroke > 0.1


def test_the_notch_of_a_v_is_not_a_gap():
    letter = polygon([(0, 0.7), (0.3, 0), (0.6, 0.7), (0.5, 0.7), (0.3, 0.2), (0.1, 0.7)])

    assert measure_outline(letter).gap == FAR


def test_a_dot_smaller_than_a_stroke_is_thin():
    assert measure_outline(bar(0, 0, 0.2, 1) + disc(0.6, 0, 0.02)).stroke == pytest.approx(
        0.04, abs=EXACT
    )


@pytest.mark.parametrize("data", ["", "M0 0z", "M0 0L1 0z", "M0 0L1 0L2 0z"])
def test_what_has_no_area_has_no_thickness(data):
    assert (measure_outline(data).stroke, measure_outline(data).gap) == (FAR, FAR)


# === LETTERS === #


def glyph(faces, font, char):
    face = faces.chain(font)[0]
    return face, face.font.get_nominal_glyph(ord(char))


def test_the_stem_of_an_l_is_as_thick_as_its_box(faces):
    face, gid = glyph(faces, "montserrat", "l")
    x0, _y0, x1, _y1 = face.glyph(gid).box

    assert glyph_strength(face, gid).stroke == pytest.approx((x1 - x0) / face.upem, abs=EXACT)


def test_the_dot_of_an_i_stands_off_by_the_measured_gap(faces):
    face, gid = glyph(faces, "montserrat", "i")
    boundary = glyph_boundary(face, gid)
    low, high = (boundary.points[boundary.contour == index] for index in (0, 1))
    if low[:, 1].min() > high[:, 1].min():
        low, high = high, low

    assert glyph_strength(face, gid).gap == pytest.approx(
        high[:, 1].min() - low[:, 1].max(), abs=0.01
    )


@pytest.mark.parametrize("char", "aegmnW8&")
def test_a_hairline_face_is_thinner_than_an_even_one(faces, char):
    thin, even = (
        glyph_strength(*glyph(faces, font, char)).stroke for font in ("great-vibes", "oswald")
    )

    assert thin < 0.035 < even


@pytest.mark.parametrize(("distance", "gap"), [(0.5, 0.5), (0.05, 0.05), (1.0, FAR), (-0.1, FAR)])
def test_neighbours_close_up_only_when_they_are_near_and_apart(faces, distance, gap):
    face, gid = glyph(faces, "oswald", "l")
    x0, _y0, x1, _y1 = face.glyph(gid).box
    step = (x1 - x0) / face.upem + min(distance, 0.2 if distance < 1 else 1)

    found = gap_between((face, gid), (face, gid), step, 0.0)

    assert found == (FAR if gap == FAR else pytest.approx(min(gap, 0.2), abs=EXACT))


# === FINDINGS === #


def check(faces, text, font, method, **zone):
    surface = {"method": {**document([])["template"]["surfaces"][0]["method"], **method}}
    design, layout, _display = lay_out(
        faces, [text_zone(faces, font=font, **zone)], {"name": {"text": text}}, **surface
    )
    found = preflight.check(design, layout)
    return {finding.code: (finding.severity, finding.params) for finding in found}


def test_strokes_below_the_limit_are_told_in_micrometres(faces):
    found = check(faces, "Anna", "great-vibes", {"min_stroke_um": 300})
    severity, params = found["stroke_too_thin"]

    assert severity == "error"
    assert params["limit_um"] == 300
    assert 120 < params["measured_um"] < 240


def test_narrow_gaps_are_told_in_micrometres(faces):
    found = check(faces, "rn", "cinzel", {"min_gap_um": 600}, tracking_permille=-20)

    assert found["gap_too_small"][1]["measured_um"] < 600


def test_a_face_that_is_thick_enough_passes(faces):
    assert check(faces, "Anna", "oswald", {"min_stroke_um": 300, "min_gap_um": 200}) == {}


def test_without_limits_nothing_is_measured(faces):
    assert check(faces, "Anna", "great-vibes", {}) == {}


@given(st.integers(3_000, 12_000))
def test_thickness_grows_with_the_size(faces, size):
    limit = 10**6
    found = check(faces, "Anna", "lato", {"min_stroke_um": limit}, max_size_um=size)
    doubled = check(
        faces, "Anna", "lato", {"min_stroke_um": limit}, max_size_um=2 * size,
        width_um=300_000, height_um=100_000,
    )  # fmt: skip

    assert doubled["stroke_too_thin"][1]["measured_um"] == pytest.approx(
        2 * found["stroke_too_thin"][1]["measured_um"], abs=4
    )


@settings(max_examples=15)
@given(st.text(max_size=12))
def test_any_text_is_measured_without_an_exception(faces, text):
    check(faces, text, "lato", {"min_stroke_um": 200, "min_gap_um": 200})


# === SAFE AREA === #


def safe(faces, text, margin, **zone):
    design, layout, _display = lay_out(
        faces, [text_zone(faces, **zone)], {"name": {"text": text}}, safe_um=margin
    )
    return [finding.code for finding in preflight.check(design, layout)]


@pytest.mark.parametrize(
    ("margin", "zone", "codes"),
    [
        (0, {"x_um": 0}, []),
        (3_000, {"x_um": 0, "align": "start"}, ["outside_safe_area"]),
        (3_000, {"x_um": 0, "align": "center"}, []),
        (3_000, {"x_um": 16_000, "align": "end"}, []),
        (3_000, {"x_um": 20_000, "align": "end"}, ["outside_safe_area"]),
        (3_000, {"y_um": 0, "valign": "top"}, ["outside_safe_area"]),
        (3_000, {"y_um": 31_000, "valign": "bottom"}, ["outside_safe_area"]),
        (2_000, {"x_um": -30_000, "rotation_mdeg": 90_000, "y_um": 15_000}, []),
        (9_999, {"x_um": -30_000, "rotation_mdeg": 90_000, "y_um": 15_000}, ["outside_safe_area"]),
    ],
)
def test_ink_near_the_edge_is_a_warning(faces, margin, zone, codes):
    assert safe(faces, "Anna", margin, **zone) == codes
