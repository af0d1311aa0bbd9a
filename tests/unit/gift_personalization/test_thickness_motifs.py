"""Strokes and gaps of motifs, at the size they are placed."""

import json
from pathlib import Path

import pytest
from builders import document
from gift_engine import clipart_strength, preflight, remedies
from gift_engine.clipart import SIDE, Drawing, DrawingBook
from gift_engine.clipart_svg import read_svg
from gift_engine.layout import layout_design
from gift_engine.schema import parse_design
from gift_engine.thickness import FAR, Strength
from test_demo_designs import DEMO, METHODS, limits

MOTIFS = sorted((METHODS.parent / "clipart").glob("*/*.svg"))
EXACT_UM = 2


def drawing(*parts, width=SIDE, height=SIDE, colors="single"):
    return Drawing(colors, width, height, parts)


def rect(x, y, width, height, *, hole=False):
    """Return path data of a rectangle as the reader writes it."""
    steps = [f"0 {height}", f"{width} 0", f"0 {-height}"]
    if not hole:
        steps = [f"{width} 0", f"0 {height}", f"{-width} 0"]
    return f"M{x} {y}l" + "l".join(steps) + "z"


def lay_out(motif, method, **zone):
    book = DrawingBook({motif.sha256: motif.to_json().encode()}.__getitem__)
    spec = {
        "key": "motif", "type": "clipart", "label": "Motif", "x_um": 0, "y_um": 0,
        "width_um": 40_000, "height_um": 20_000, "colors": ["#1b1b1b"], **zone,
    }  # fmt: skip
    plain = document([])["template"]["surfaces"][0]["method"]
    content = document(
        [spec], {"motif": {"clipart": motif.sha256}}, method={**plain, **method},
        width_um=300_000, height_um=300_000,
    )  # fmt: skip
    design = parse_design(content)
    return design, layout_design(design, None, book)


def check(motif, method, **zone):
    found = preflight.check(*lay_out(motif, method, **zone))
    return {finding.code: (finding.severity, finding.zone, finding.params) for finding in found}


FRAME = drawing(("", rect(0, 0, SIDE, SIDE) + rect(200, 200, 9_600, 9_600, hole=True)))
BARS = drawing(("", rect(0, 0, SIDE, 4_900) + rect(0, 5_200, SIDE, 4_800)))


@pytest.mark.parametrize(("side", "measured"), [(20_000, 400), (10_000, 200), (60_000, 1_200)])
def test_the_thinnest_line_of_a_motif_grows_with_its_size(side, measured):
    size = {"width_um": side, "height_um": side}

    severity, zone, params = check(FRAME, {"min_stroke_um": measured + 50}, **size)[
        "stroke_too_thin"
    ]

    assert (severity, zone, params["limit_um"], params["part"]) == (
        "error", "motif", measured + 50, "motif",
    )  # fmt: skip
    assert params["measured_um"] == pytest.approx(measured, abs=EXACT_UM)
    assert check(FRAME, {"min_stroke_um": measured - 5}, **size) == {}


def test_the_narrowest_gap_of_a_motif_is_told():
    _severity, _zone, params = check(BARS, {"min_gap_um": 700})["gap_too_small"]

    assert params["measured_um"] == pytest.approx(600, abs=EXACT_UM)
    assert check(BARS, {"min_gap_um": 590}) == {}


def test_a_turned_zone_measures_the_same():
    straight = check(FRAME, {"min_stroke_um": 500})
    turned = check(FRAME, {"min_stroke_um": 500}, rotation_mdeg=33_000)

    assert straight == turned
    assert set(straight) == {"stroke_too_thin"}


def test_a_drawing_in_smaller_units_is_as_thick_as_it_is_drawn():
    frame = drawing(
        ("", rect(0, 0, 1_000, 500) + rect(20, 20, 960, 460, hole=True)), width=1_000, height=500
    )

    params = check(frame, {"min_stroke_um": 900})["stroke_too_thin"][2]

    assert params["measured_um"] == pytest.approx(800, abs=EXACT_UM)


def test_each_colour_is_measured_and_a_gap_that_another_colour_fills_is_none():
    halves = rect(0, 0, 4_900, SIDE) + rect(5_100, 0, 4_900, SIDE)
    filled = drawing(("#aa0000", halves), ("#00aa00", rect(4_900, 0, 200, SIDE)), colors="full")
    open_ = drawing(("#aa0000", halves), ("#00aa00", rect(0, 0, 4_900, SIDE)), colors="full")

    strength = clipart_strength.drawing_strength(filled.sha256, filled)

    assert strength.stroke == pytest.approx(0.02, abs=0.0001)
    assert strength.gap == FAR
    assert clipart_strength.drawing_strength(open_.sha256, open_).gap == pytest.approx(
        0.02, abs=0.0001
    )


def test_parts_of_one_colour_that_overlap_are_one_piece():
    whole = drawing(
        ("#aa0000", rect(0, 0, 5_000, 600)), ("#00aa00", rect(0, 5_000, SIDE, 5_000)),
        ("#aa0000", rect(0, 300, 5_000, 700)), colors="full",
    )  # fmt: skip

    assert clipart_strength.drawing_strength(whole.sha256, whole).stroke == pytest.approx(
        0.1, abs=0.0001
    )


def test_several_colours_on_a_method_of_one_are_told_once():
    motif = drawing(("#aa0000", rect(0, 0, SIDE, 50)), ("#00aa00", rect(0, 60, SIDE, 9_940)),
                    colors="full")  # fmt: skip

    assert set(check(motif, {"colors": "single", "min_stroke_um": 900})) == {"clipart_full_colour"}


def test_without_limits_a_motif_is_not_measured(monkeypatch):
    monkeypatch.setattr(clipart_strength, "_measure", None)

    assert check(drawing(("", rect(0, 0, SIDE, 17))), {}) == {}


def test_a_drawing_is_measured_once_for_all_sizes(monkeypatch):
    measured = []
    measure = clipart_strength._measure
    monkeypatch.setattr(
        clipart_strength, "_measure", lambda found: measured.append(found) or measure(found)
    )
    motif = drawing(("", rect(0, 0, SIDE, 123)))

    for side in (10_000, 20_000, 30_000):
        check(motif, {"min_stroke_um": 100}, width_um=side, height_um=side)

    assert measured == [motif]


def test_a_thin_line_has_no_remedy_but_another_motif():
    design, layout = lay_out(FRAME, {"min_stroke_um": 500})
    (finding,) = preflight.check(design, layout)

    assert remedies.find_remedy(design, finding, None) is None


def test_a_drawing_with_thousands_of_corners_is_measured():
    teeth = "".join(f"l1 {2 if index % 2 else -2}" for index in range(9_000))
    motif = drawing(("", f"M0 500{teeth}l0 500l-9000 0z"))

    strength = clipart_strength.drawing_strength(motif.sha256, motif)

    assert strength.stroke == pytest.approx(0.05, abs=0.002)


def test_more_contours_than_can_be_measured_pass():
    dots = [rect(100 * (index % 99), 100 * (index // 99), 60, 60) for index in range(500)]
    motif = drawing(("", "".join(dots)))

    assert clipart_strength.drawing_strength(motif.sha256, motif) == Strength()


# === THE SET IN THE SHOP === #


def shop_zones():
    """Return (name, width, height in µm, method) of the demo shop's motif zones."""
    found = []
    for path in sorted((DEMO / "products").glob("*.json")):
        for surface in json.loads(path.read_text("utf-8"))["surfaces"]:
            for zone in surface["zones"]:
                if zone.get("zone_type") == "clipart":
                    width, height = (round(1000 * side) for side in zone["box_mm"][2:])
                    found.append((path.stem, width, height, surface["method"]))
    return found


@pytest.mark.parametrize("path", MOTIFS, ids=lambda path: f"{path.parent.name}/{Path(path).stem}")
def test_a_motif_of_the_set_passes_in_every_zone_of_the_shop(path):
    motif = read_svg(path.read_bytes())
    zones = shop_zones()

    found = {
        name: check(motif, limits()[method], width_um=width, height_um=height)
        for name, width, height, method in zones
    }

    assert set(found) == {"card", "keyring", "notebook", "ornament"}
    assert [codes for codes in found.values() if codes] == []


def test_a_motif_of_the_set_is_too_fine_for_foil_in_a_small_zone():
    rings = read_svg((METHODS.parent / "clipart" / "love" / "rings.svg").read_bytes())
    size = {"width_um": 15_000, "height_um": 15_000}

    assert set(check(rings, limits()["foil"], **size)) == {"stroke_too_thin", "gap_too_small"}
