"""Outlines around letters cover what a round pen covers, measured on pixels of their own."""

import cv2
import numpy as np
import pytest
import skia
from builders import lay_out, no_images, text_zone
from gift_engine.display import DisplayList, PathItem
from gift_engine.outputs import outlines
from gift_engine.outputs.paths import skia_path
from gift_engine.outputs.raster import render_rgba
from gift_engine.outputs.segments import area, contour_segments, flattened
from gift_engine.outputs.svg import render_svg
from gift_engine.stroke import grown
from hypothesis import given, settings
from hypothesis import strategies as st
from test_thickness import bar, disc

FONTS = (
    "amatic-sc", "amiri", "cairo", "caveat", "cinzel", "dancing-script", "eb-garamond",
    "frank-ruhl-libre", "gowun-dodum", "great-vibes", "heebo", "lato", "montserrat", "noto-sans",
    "noto-sans-devanagari", "noto-sans-sc", "oswald", "pacifico", "pinyon-script",
    "playfair-display", "sarabun",
)  # fmt: skip
LETTERS = "o8.i%&ЖمםΩ生"
SHARES = (0.08, 0.15, 0.3)
SIDE = 800
# Pixels from its edge that the middle of a piece lies: surely there, and perhaps there.
SURE, PERHAPS = 8, 3


def polygons(data):
    return [flattened(segments, 0.25) for segments in contour_segments(skia_path(data))]


def filled(path, matrix):
    """Return the mask of a path, without soft edges."""
    surface = skia.Surface(SIDE, SIDE)
    with surface as canvas:
        canvas.clear(0)
        canvas.concat(matrix)
        canvas.drawPath(path, skia.Paint(AntiAlias=False))
    return surface.toarray()[:, :, 3] > 127


def compared(data, radius):
    """Return (grown as drawn, grown on pixels) of path data."""
    path = skia_path(data)
    box = path.getBounds().makeOutset(1.15 * radius, 1.15 * radius)
    scale = SIDE / max(box.width(), box.height())
    matrix = skia.Matrix.Scale(scale, scale).preTranslate(-box.left(), -box.top())
    away = cv2.distanceTransform(
        (~filled(path, matrix)).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE
    )
    # Half a pixel: distances count from centres, the edge lies between two of them.
    return filled(skia_path(grown(data, 2 * radius)), matrix), away - 0.5 <= radius * scale


def overlap(one, two):
    return (one & two).sum() / (one | two).sum()


def pieces(mask):
    """Return of ink and ground how many pieces are surely and how many perhaps there."""
    found = []
    for part in (mask.astype(np.uint8), (~mask).astype(np.uint8)):
        depth = cv2.distanceTransform(part, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        labels = cv2.connectedComponents(part, connectivity=4)[1]
        found.append([len(np.unique(labels[depth > least])) for least in (SURE, PERHAPS)])
    return found


def has_same_pieces(one, two):
    """Say whether all pieces that are surely in one mask are in the other, both ways."""
    pairs = zip(pieces(one), pieces(two), strict=True)
    return all(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs)


@pytest.mark.parametrize("font", FONTS)
def test_an_outline_of_any_width_is_what_a_round_pen_covers(faces, font):
    face = faces.chain(font)[0]
    glyphs = {ord(letter): face.font.get_nominal_glyph(ord(letter)) for letter in LETTERS}

    for code, gid in glyphs.items():
        if not gid:
            continue
        for share in SHARES:
            drawn, expected = compared(face.glyph(gid).at(100, -50), share * face.upem)
            assert overlap(drawn, expected) >= 0.99, (chr(code), share)
            assert has_same_pieces(drawn, expected), (chr(code), share)
    assert any(glyphs.values())


@settings(max_examples=40, deadline=None)
@given(
    outer=st.integers(40, 400),
    share=st.floats(0.05, 0.95),
    radius=st.integers(5, 500),
)
def test_a_ring_of_any_size_is_filled_once_the_outline_is_wider_than_its_hole(outer, share, radius):
    hole = outer * share
    data = disc(0, 0, outer) + disc(0, 0, hole, hole=True)

    rings = polygons(grown(data, 2.0 * radius))

    if radius > hole + 1:
        assert len(rings) == 1
    elif radius < hole - 1:
        assert len(rings) == 2
    widest = max(abs(x) for ring in rings for x, _y in ring)
    assert widest == pytest.approx(outer + radius, rel=0.005, abs=0.5)


@pytest.mark.parametrize("radius", [50, 130, 400])
def test_a_dot_with_an_outline_is_one_disc(radius):
    (ring,) = polygons(grown(disc(300, 100, 50), 2.0 * radius))

    assert abs(area(ring)) == pytest.approx(np.pi * (50 + radius) ** 2, rel=0.01)


def test_letters_that_overlap_stay_filled_where_their_outlines_meet(faces):
    for font, text in (("great-vibes", "Philippa"), ("amiri", "محمد"), ("montserrat", "8oB")):
        (item,) = (item for item in faces.set(text, font).items((1, 0, 0, 1, 0, 0), "#000000"))
        upem = faces.chain(font)[0].upem
        for share in (0.08, 0.15, 0.3):
            drawn, expected = compared(item.d, share * upem)
            assert overlap(drawn, expected) >= 0.99, (font, share)


def test_a_counter_across_two_pieces_is_grown_with_both():
    left, right = bar(0, 0, 500, 1000), bar(500, 0, 500, 1000)
    data = left + right + bar(300, 300, 400, 400, hole=True)

    drawn, expected = compared(data, 100.0)

    assert overlap(drawn, expected) >= 0.99


def test_a_letter_wound_the_other_way_is_grown_too():
    data = bar(0, 0, 300, 300) + disc(700, 150, 100, hole=True)

    drawn, expected = compared(data, 60.0)

    assert overlap(drawn, expected) >= 0.99
    assert has_same_pieces(drawn, expected)


def test_a_letter_grows_the_same_wherever_it_stands(faces):
    face = faces.chain("pacifico")[0]
    gid = face.font.get_nominal_glyph(ord("g"))

    here, there = (grown(face.glyph(gid).at(x, 0), 80.0) for x in (0, 1000))

    first, second = (np.concatenate(polygons(data)) for data in (here, there))
    assert second == pytest.approx(first + (1000, 0), abs=0.001)


# === DRAWN, AND PRINTED === #


def test_screen_and_print_draw_the_wide_outline_alike(faces):
    zone = text_zone(faces, font="montserrat", outline_um=3_000, outline_color="#ffcc00")
    display = lay_out(faces, [zone], {"name": {"text": "8 o."}})[2]
    behind = next(item for item in display.walk() if getattr(item, "fill", "") == "#ffcc00")

    svg = render_svg(display, no_images)
    pixels = render_rgba(display, no_images, dpi=300)

    assert behind.d in svg
    # Nowhere within the outline does the ground show.
    ground = (pixels[:, :, 3] == 0).astype(np.uint8)
    assert cv2.connectedComponents(ground, connectivity=4)[0] == 2


@pytest.mark.parametrize("choke_um", [150, 400, 900])
def test_a_choke_wider_than_a_stroke_leaves_nothing_of_it(choke_um):
    dot = PathItem(disc(20_000, 20_000, 140))
    field = PathItem("M40000 10000L70000 10000L70000 40000L40000 40000z")
    display = DisplayList("s", 100_000, 50_000, 0, (dot, field))

    kept = outlines.grown(outlines.silhouette(display), -choke_um)

    (ring,) = outlines.contours(kept)
    side = 30_000 - 2 * choke_um
    assert abs(area(ring)) == pytest.approx(side * side, rel=1e-3)


def test_a_spot_colour_of_thin_script_lies_within_it_by_its_choke(faces):
    zone = text_zone(faces, font="great-vibes", width_um=50_000, height_um=15_000, x_um=0, y_um=0)
    display = lay_out(faces, [zone], {"name": {"text": "Philippa & Joe"}})[2]
    whole = outlines.silhouette(display)

    kept = outlines.grown(whole, -100)

    edge = np.concatenate([np.array(ring) for ring in outlines.contours(whole, 1)])
    for ring in outlines.contours(kept):
        away = np.hypot(*(np.array(ring)[:, None, :] - edge[None]).transpose(2, 0, 1)).min(axis=1)
        assert away.min() >= 100 - 8


def test_a_cut_line_round_letters_is_one_contour_each():
    dots = tuple(PathItem(disc(10_000 * at, 10_000, 2_000)) for at in (1, 3, 5))
    ring = PathItem(disc(70_000, 20_000, 5_000) + disc(70_000, 20_000, 4_000, hole=True))
    display = DisplayList("s", 100_000, 50_000, 0, (*dots, ring))

    cut = outlines.without_holes(outlines.grown(outlines.silhouette(display), 3_000))

    assert len(outlines.contours(cut)) == 4
