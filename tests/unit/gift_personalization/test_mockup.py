"""Mock-up: the design on the product."""

import numpy as np
import pytest
from builders import (
    DISPLAY,
    encoded,
    no_images,
    opened,
)
from gift_engine import mockup
from gift_engine.errors import EngineError
from gift_engine.model import Area
from PIL import Image

GROUND = (120, 200, 80)
INK = (0x33, 0x66, 0x99)
AREA = Area(x_ppm=250_000, y_ppm=250_000, width_ppm=500_000, height_ppm=500_000)


def product(size=(400, 200), color=GROUND):
    return encoded(Image.new("RGB", size, color), "PNG")


@pytest.mark.parametrize(
    ("blend", "expected"),
    [
        ("normal", INK),
        ("multiply", tuple(round(a * b / 255) for a, b in zip(GROUND, INK, strict=True))),
        ("screen", tuple(round(a + b - a * b / 255) for a, b in zip(GROUND, INK, strict=True))),
    ],
)
def test_blend_modes(blend, expected):
    pixels = mockup.compose(DISPLAY, no_images, product(), AREA, blend=blend, size_px=400)

    assert pixels.shape == (200, 400, 3)
    assert np.abs(pixels[100, 200].astype(int) - expected).max() <= 1
    assert pixels[55, 105].tolist() == list(GROUND)
    assert pixels[5, 5].tolist() == list(GROUND)


def test_the_design_lies_in_its_area():
    pixels = mockup.compose(DISPLAY, no_images, product(), AREA, blend="normal", size_px=400)
    changed = np.argwhere((pixels != GROUND).any(axis=2))

    assert changed.min(axis=0).tolist() == [70, 140]
    assert changed.max(axis=0).tolist() == [129, 259]


def test_an_area_beyond_the_picture_is_cut():
    area = {"x_ppm": -250_000, "y_ppm": 500_000, "width_ppm": 1_500_000, "height_ppm": 1_500_000}
    pixels = mockup.compose(DISPLAY, no_images, product(), area, blend="normal", size_px=400)

    assert pixels.shape == (200, 400, 3)
    assert pixels[199, 200].tolist() == list(INK)


def test_the_longer_side_gets_the_size_asked_for():
    shape = mockup.compose(DISPLAY, no_images, product(), AREA, blend="normal", size_px=800).shape

    assert shape == (400, 800, 3)


def test_without_a_mockup_the_surface_is_shown_on_white():
    pixels = mockup.compose(DISPLAY, no_images, None, None, blend="normal", size_px=200)

    assert pixels.shape == (100, 200, 3)
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[50, 100].tolist() == list(INK)


def test_a_transparent_mockup_is_flattened_on_white():
    clear = encoded(Image.new("RGBA", (400, 200), (0, 0, 0, 0)), "PNG")
    pixels = mockup.compose(DISPLAY, no_images, clear, AREA, blend="normal", size_px=400)

    assert pixels[0, 0].tolist() == [255, 255, 255]


def test_ink_is_used_on_the_mockup():
    pixels = mockup.compose(
        DISPLAY, no_images, product(), AREA, blend="normal", ink="#5b3a1e", size_px=400
    )

    assert pixels[100, 200].tolist() == [0x5B, 0x3A, 0x1E]


def test_the_mockup_is_not_drawn_upon_twice():
    for _ in range(2):
        pixels = mockup.compose(DISPLAY, no_images, product(), AREA, blend="multiply", size_px=400)

    assert pixels[100, 200].tolist() == [24, 80, 48]


def test_the_proof_is_a_jpeg_of_the_composition(gift, images):
    options = {"blend": "multiply", "size_px": 600}
    ground = product((1200, 900))
    pixels = mockup.compose(gift, lambda sha: images["working"], ground, AREA, **options)
    proof = mockup.proof_jpeg(gift, lambda sha: images["working"], ground, AREA, **options)

    assert np.abs(np.asarray(opened(proof)).astype(int) - pixels).mean() < 2


def test_an_unknown_blend_is_refused():
    with pytest.raises(EngineError, match="bad_schema"):
        mockup.compose(DISPLAY, no_images, product(), AREA, blend="burn")
