"""Brightness and black-and-white of photos: one sum on screen, in pictures and in print."""

import re

import numpy as np
import pytest
from builders import encoded, lay_out, photo_value, photo_zone, picture
from gift_engine.outputs.pdf import render_pdf
from gift_engine.outputs.raster import render_rgba
from gift_engine.outputs.svg import render_svg
from gift_engine.parity import rasterise_pdf
from PIL import Image

LOOKS = [
    {"brightness_permille": 1400},
    {"brightness_permille": 600},
    {"mono": True},
    {"mono": True, "brightness_permille": 1300},
    {"contrast_permille": 1800},
    {"contrast_permille": 600, "mono": True},
    {"contrast_permille": 700, "brightness_permille": 1200},
]
MATRIX = re.compile(r'<feColorMatrix type="matrix" values="([^"]+)"')


@pytest.fixture(scope="module")
def pixels():
    return picture(600, 400)


@pytest.fixture(scope="module")
def png(pixels):
    return encoded(Image.fromarray(pixels), "PNG")


def shown(faces, look):
    """Return the display list of one photo, a pixel of it being a pixel at 254 dpi."""
    zone = photo_zone(x_um=0, y_um=0, width_um=60_000, height_um=40_000)
    value = photo_value(600, 400, **look)
    return lay_out(faces, [zone], {"photo": value})[2]


def filtered(svg, pixels):
    """Do what a browser does with the filter of the only photo: sRGB, clipped after each step."""
    colours = np.dstack([pixels, np.full(pixels.shape[:2], 255)]) / 255
    steps = MATRIX.findall(svg)
    for values in steps:
        rows = np.array(list(map(float, values.split()))).reshape(4, 5)
        colours = np.clip(colours @ rows[:, :4].T + rows[:, 4], 0, 1)
    return np.rint(colours * 255), len(steps)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ink", [None, "#5b3a1e"])
def test_preview_and_raster_agree(faces, pixels, png, look, ink):
    display = shown(faces, look)
    svg = render_svg(display, str, ink=ink)
    expected, steps = filtered(svg, pixels)

    drawn = render_rgba(display, lambda _sha: png, dpi=254, ink=ink)[:400, :600].astype(int)

    assert steps == (2 if ink else 1)
    assert 'color-interpolation-filters="sRGB"' in svg
    share = drawn[2:-2, 2:-2, 3:] / 255
    wanted = expected[2:-2, 2:-2]
    assert np.abs(drawn[2:-2, 2:-2, 3] - wanted[:, :, 3]).max() <= 1
    assert np.abs((drawn[2:-2, 2:-2, :3] - wanted[:, :, :3]) * share).max() <= 2


@pytest.mark.parametrize("look", LOOKS)
def test_the_pdf_agrees_with_the_raster(faces, png, look):
    display = shown(faces, look)
    drawn = render_rgba(display, lambda _sha: png, dpi=254)
    pdf = render_pdf(display, lambda _sha: png, bleed=False, marks=False)

    printed = rasterise_pdf(pdf, 254)[: drawn.shape[0], : drawn.shape[1]]

    inside = np.s_[10:390, 10:590, :3]
    assert np.abs(drawn[inside].astype(int) - printed[inside]).mean() < 2.5


def test_transparency_is_kept(faces):
    rgba = np.dstack([picture(60, 40), np.full((40, 60), 128, np.uint8)])
    data = encoded(Image.fromarray(rgba), "PNG")
    zone = photo_zone(x_um=0, y_um=0, width_um=60_000, height_um=40_000)
    display = lay_out(faces, [zone], {"photo": photo_value(60, 40, mono=True)})[2]

    drawn = render_rgba(display, lambda _sha: data, dpi=25.4)[10, 10]

    assert drawn[3] == pytest.approx(128, abs=1)
    assert drawn[0] == drawn[1] == drawn[2]


def test_an_untouched_photo_has_no_filter_and_no_new_keys(faces):
    look = {"brightness_permille": 1000, "contrast_permille": 1000, "mono": False}
    zone = photo_zone()
    design, _layout, display = lay_out(faces, [zone], {"photo": photo_value(**look)})

    assert "filter" not in render_svg(display, str)
    assert not set(look) & set(design.to_dict()["values"]["photo"])


def test_brightness_and_contrast_are_clamped(faces):
    look = {"brightness_permille": 99_999, "contrast_permille": -5}
    design = lay_out(faces, [photo_zone()], {"photo": photo_value(**look)})[0]

    value = design.values["photo"]
    assert (value.brightness_permille, value.contrast_permille) == (5_000, 500)


def test_contrast_keeps_the_middle_grey(faces):
    data = encoded(Image.fromarray(np.full((40, 60, 3), 128, np.uint8)), "PNG")
    zone = photo_zone(x_um=0, y_um=0, width_um=60_000, height_um=40_000)
    value = photo_value(60, 40, contrast_permille=3_000)
    display = lay_out(faces, [zone], {"photo": value})[2]

    drawn = render_rgba(display, lambda _sha: data, dpi=25.4)[10, 10]

    assert drawn[0] == 129  # half a shade above the middle, three times
