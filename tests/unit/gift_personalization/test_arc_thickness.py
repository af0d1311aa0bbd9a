"""Text on an arc is measured as it is drawn there, and is bent without breaking its joins."""

import math

import cv2
import numpy as np
import pytest
from builders import document, lay_out, no_images, text_zone
from gift_engine import thickness
from gift_engine.arc import bent_glyph, pieces
from gift_engine.arc_thickness import arc_strength
from gift_engine.outputs.raster import render_rgba
from gift_engine.paths import curves
from gift_engine.preflight import check
from gift_engine.print_outputs import measure, render

METHOD = document([])["template"]["surfaces"][0]["method"]
JOINED = [
    ("amiri", "محمد"),
    ("cairo", "سمير"),
    ("noto-sans-devanagari", "नमस्ते"),
    ("noto-sans-devanagari", "किशोर"),
]
LETTERING = [
    ("great-vibes", "minimum"),
    ("dancing-script", "hannah"),
    ("pacifico", "emil"),
    ("pacifico", "милая"),
    ("pinyon-script", "anna"),
]
DPI = 600
OPTIONS = {
    "line_style": "fill", "by_color": False, "has_white": False, "has_varnish": False, "cut": "",
    "choke_um": 0, "cut_offset_um": 0, "dpi": 300,
}  # fmt: skip


def line_of(faces, text, font):
    return faces.set(text, font, max_size_um=10_000).lines[0][0]


def findings(faces, text, limits, **zone):
    design, layout, _display = lay_out(
        faces, [text_zone(faces, **zone)], {"name": {"text": text}}, method={**METHOD, **limits}
    )
    return {finding.code: finding.params for finding in check(design, layout)}


def shapes(display):
    """Return the number of connected shapes of what is drawn."""
    mask = (render_rgba(display, no_images, dpi=DPI)[:, :, 3] > 127).astype(np.uint8)
    return cv2.connectedComponents(mask)[0] - 1


def drawn(faces, text, **zone):
    options = {"max_size_um": 11_000, "height_um": 35_000, "y_um": 5_000, **zone}
    return lay_out(faces, [text_zone(faces, **options)], {"name": {"text": text}})[2]


# === THICKNESS === #


@pytest.mark.parametrize(("font", "text"), [("montserrat", "Anna"), *JOINED])
def test_a_gentle_arc_is_as_thick_as_the_straight_line(faces, font, text):
    line = line_of(faces, text, font)

    straight, bent = thickness.line_strength(line), arc_strength(pieces(line), 5_000.0)

    assert bent.stroke == pytest.approx(straight.stroke, rel=0.02)
    assert bent.gap == pytest.approx(straight.gap, rel=0.03, abs=0.004)


@pytest.mark.parametrize("radius", [-1.6, -3.0])
def test_what_hangs_into_the_circle_is_measured_thinner(faces, radius):
    line = line_of(faces, "नमस्ते", "noto-sans-devanagari")

    straight, bent = thickness.line_strength(line), arc_strength(pieces(line), radius)

    assert straight.stroke * (1 - 1 / abs(radius)) <= bent.stroke < straight.stroke * 0.97


def test_a_bar_across_the_line_is_as_thin_as_its_place_on_the_circle_says(faces):
    """A bar from the line to the height of an I, bent: its upper end is narrower by its height."""
    face = faces.book.face(faces.sha("montserrat"))
    gid = line_of(faces, "I", "montserrat").runs[0][1].glyphs[0][0]
    box = [edge / face.upem for edge in face.ink(gid)]

    data = bent_glyph(face, gid, 0, -2.0)

    points = [point for _command, points in curves(data) for point in points]
    top = [(x, y) for x, y in points if math.hypot(x, y - 2 * face.upem) < 1.31 * face.upem]
    width = max(x for x, _y in top) - min(x for x, _y in top)
    assert width / face.upem == pytest.approx((box[2] - box[0]) * (1 - box[3] / 2), abs=0.004)


def test_turned_letters_come_nearer_where_they_hang_into_the_circle(faces):
    line = line_of(faces, "HHH", "montserrat")

    straight = thickness.line_strength(line)
    hanging, standing = arc_strength(pieces(line), -3.0), arc_strength(pieces(line), 3.0)

    assert hanging.gap < straight.gap * 0.8
    assert standing.gap == pytest.approx(straight.gap, rel=0.1)
    assert hanging.stroke == straight.stroke


@pytest.mark.parametrize(
    ("font", "text", "code", "limits", "radius"),
    [
        ("noto-sans-devanagari", "नमस्ते", "stroke_too_thin", "min_stroke_um", -16_000),
        ("montserrat", "HHHH", "gap_too_small", "min_gap_um", -40_000),
    ],
)
def test_the_guard_sees_what_the_arc_does(faces, font, text, code, limits, radius):
    fixed = {"font": font, "max_size_um": 9_000, "fit": "fixed", "height_um": 35_000}
    bent = {**fixed, "arc_um": radius}
    least = findings(faces, text, {limits: 9_000}, **fixed)[code]["measured_um"]

    assert code not in findings(faces, text, {limits: least - 20}, **fixed)
    found = findings(faces, text, {limits: least - 20}, **bent)
    assert found[code]["measured_um"] < least - 20


def test_typing_measures_a_bent_glyph_once(faces, monkeypatch):
    line = line_of(faces, "नमस्ते", "noto-sans-devanagari")
    first = arc_strength(pieces(line), -7.77)
    monkeypatch.setattr("gift_engine.arc_thickness.measure_boundary", None)
    monkeypatch.setattr("gift_engine.arc_thickness.boundary_gap", None)

    assert arc_strength(pieces(line), -7.7701) == first


# === JOINS === #


@pytest.mark.parametrize(("font", "text"), [*JOINED, *LETTERING])
@pytest.mark.parametrize("radius", [13_000, 40_000, -25_000])
def test_no_join_is_torn_and_none_is_made(faces, font, text, radius):
    assert shapes(drawn(faces, text, font=font, arc_um=radius)) == shapes(
        drawn(faces, text, font=font)
    )


def test_bent_outlines_lie_where_every_point_of_the_straight_ones_goes(faces):
    """Cut curves of control points against 400 points of each curve, sent there one by one."""
    face = faces.book.face(faces.sha("noto-sans-devanagari"))
    for _x, run in line_of(faces, "नमस्ते", "noto-sans-devanagari").runs:
        for gid in {glyph[0] for glyph in run.glyphs if face.glyph(glyph[0]).box}:
            radius = 1.5
            exact = np.array(sent(face.glyph(gid).at(0, 0), radius * face.upem))
            bent = np.array(sampled(bent_glyph(face, gid, 0, radius)))

            away = np.sqrt(((bent[:, None, :] - exact[None, :, :]) ** 2).sum(2)).min(1)
            assert away.max() / face.upem < 0.0015


def sampled(data, count=12):
    return [point for _start, *points in pieces_of(data) for point in along(points, count)]


def sent(data, circle):
    return [
        ((circle + y) * math.sin(x / circle), (circle + y) * math.cos(x / circle) - circle)
        for _start, *points in pieces_of(data)
        for x, y in along(points, 400)
    ]


def pieces_of(data):
    return [(command, *points) for command, points in curves(data) if command in "qc"]


def along(points, count):
    for step in range(count + 1):
        level, share = list(points), step / count
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
                for a, b in zip(level, level[1:], strict=False)
            ]
        yield level[0]


# === FILES === #


@pytest.mark.parametrize(("font", "text"), [JOINED[0], JOINED[2]])
@pytest.mark.parametrize("radius", [20_000, -30_000])
def test_print_files_hold_the_bent_word_as_it_was_approved(faces, font, text, radius):
    display = drawn(faces, text, font=font, arc_um=radius)

    for kind in ("svg", "dxf", "pdf"):
        options = {**OPTIONS, "kind": kind}
        figures = measure(display, no_images, options, render(display, no_images, options))
        assert figures["overlap"] >= 0.99, kind
        assert figures["edge_shift_mm"] <= 0.1, kind
