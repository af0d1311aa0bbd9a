"""Lettering whose letters touch is found from its outlines, and follows an arc without breaks."""

import cv2
import numpy as np
import pytest
from builders import lay_out, no_images, text_zone
from gift_engine.arc import pieces
from gift_engine.joins import has_joins, joins
from gift_engine.outputs.raster import render_rgba

DPI = 1200
PX_UM = 25_400 / DPI
RADIUS_UM = 15_000
STRAIGHT_UM = 10_000_000
LETTERING = [
    ("great-vibes", "minimum"),
    ("dancing-script", "hannah"),
    ("pacifico", "emily"),
    ("pacifico", "милая"),
    ("pinyon-script", "marianne"),
]


def bends(faces, text, *fonts, layout=3, **style):
    return {piece.bent for piece in pieces(faces.set(text, *fonts, **style).lines[0][0], layout)}


@pytest.mark.parametrize(
    ("font", "script", "expected"),
    [
        ("great-vibes", "Latn", True),
        ("great-vibes", "Cyrl", True),
        ("dancing-script", "Latn", True),
        ("pacifico", "Latn", True),
        ("pacifico", "Cyrl", True),
        ("pinyon-script", "Latn", True),
        ("caveat", "Latn", False),  # written, letter by letter
        ("caveat", "Cyrl", False),
        ("montserrat", "Latn", False),
        ("eb-garamond", "Latn", False),
        ("eb-garamond", "Grek", False),
        ("heebo", "Hebr", False),
        ("noto-sans", "Cyrl", False),
        ("dancing-script", "Cyrl", False),  # it has none
        ("noto-color-emoji", "Latn", False),
    ],
)
def test_a_face_joins_the_scripts_whose_letters_overlap_in_it(faces, font, script, expected):
    assert joins(faces.chain(font)[0], script) is expected


@pytest.mark.parametrize(
    ("font", "text", "options", "expected"),
    [
        ("great-vibes", "Anna 2014", {}, {True}),
        ("great-vibes", "Anna", {"tracking_permille": 80}, {False}),
        ("great-vibes", "Anna", {"tracking_permille": -20}, {True}),
        ("montserrat", "Anna", {}, {False}),
        ("amiri", "محمد", {"tracking_permille": 80}, {True}),
    ],
)
def test_what_is_bent_hangs_on_the_face_and_on_spaces_between_letters(
    faces, font, text, options, expected
):
    assert bends(faces, text, font, **options) == expected


def test_layout_version_2_still_turns_the_letters(faces):
    assert bends(faces, "Anna", "great-vibes", layout=2) == {False}
    assert bends(faces, "محمد", "amiri", layout=2) == {True}


@pytest.mark.parametrize(
    ("font", "text", "expected"),
    [("pacifico", "emil", True), ("pacifico", "12", True), ("lato", "emil", False)],
)
def test_a_text_is_asked_as_a_whole(faces, font, text, expected):
    assert has_joins(text, faces.chain(font)[0]) is expected


@pytest.mark.parametrize(("font", "text"), LETTERING)
@pytest.mark.parametrize("radius", [RADIUS_UM, -RADIUS_UM])
def test_unrolled_from_its_arc_it_is_the_straight_lettering_again(faces, font, text, radius):
    """Turned letters step at each join: a fifth of their ink and more lies elsewhere."""
    straight = unrolled(*drawn(faces, text, font, arc_um=STRAIGHT_UM))
    bent = unrolled(*drawn(faces, text, font, arc_um=radius))
    turned = unrolled(*drawn(faces, text, font, arc_um=radius, layout=2))

    found, before = differing(straight, bent), differing(straight, turned)

    assert found < 0.001
    assert before > 0.2


def drawn(faces, text, font, layout=3, **zone):
    """Return the ink of a text and its block."""
    options = {
        "font": font, "max_size_um": 9_000, "fit": "fixed", "y_um": 5_000, "height_um": 40_000,
        **zone,
    }  # fmt: skip
    zone = text_zone(faces, **options)
    _design, layout, display = lay_out(faces, [zone], {"name": {"text": text}}, layout=layout)
    return render_rgba(display, no_images, dpi=DPI)[:, :, 3], layout.texts["name"]


def unrolled(ink, block):
    """Return ink from a circle laid on a straight line in the middle of an equal picture."""
    height, width = ink.shape
    apex = (10_000 + block.apex[0]) / PX_UM, (5_000 + block.apex[1]) / PX_UM
    radius = block.radius_um / PX_UM
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = (x + 0.5 - apex[0]) / radius
    far = radius + (height / 2 - y - 0.5)
    at_x = apex[0] + far * np.sin(angle) - 0.5
    at_y = apex[1] + radius - far * np.cos(angle) - 0.5
    flat = cv2.remap(ink, at_x.astype(np.float32), at_y.astype(np.float32), cv2.INTER_LINEAR)
    seen_once = (np.abs(angle) < np.pi) & (far * radius > 0)
    return np.where(seen_once, flat, 0)


def differing(straight, other):
    """Return the share of ink that lies elsewhere."""
    return (np.abs(straight.astype(int) - other) > 127).sum() / (straight > 127).sum()
