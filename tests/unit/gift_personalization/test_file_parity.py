"""Written files against the approved picture: equal files pass, wrong ones are found."""

import io

import numpy as np
import pytest
from gift_engine.display import DisplayList, ImageItem, PathItem
from gift_engine.errors import EngineError
from gift_engine.file_parity import compare_dpi, measure_pdf, measure_png, read_png, scaled
from gift_engine.outputs.pdf import render_pdf
from gift_engine.outputs.raster import encode_png, render_png, render_rgba
from PIL import Image

WIDTH, HEIGHT = 60_000, 40_000


def photo(seed=1, grain=4):
    """Return a JPEG with detail about as fine as a sharp photo has."""
    noise = np.random.default_rng(seed).integers(0, 255, (750 // grain, 1000 // grain, 3), np.uint8)
    buffer = io.BytesIO()
    picture = Image.fromarray(noise).resize((1000, 750), Image.Resampling.BICUBIC)
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def design(asset="a", shift_um=0, color="#a02030", bleed_um=2_000):
    """Return a surface with a photo of 40 × 30 mm and a bar of 30 × 4 mm."""
    clip = "M5000 5000L45000 5000L45000 35000L5000 35000z"
    bar = f"M{20000 + shift_um} 10000L{50000 + shift_um} 10000L{50000 + shift_um} 14000"
    bar += f"L{20000 + shift_um} 14000z"
    image = ImageItem(asset, 1000, 750, (40.0, 0.0, 0.0, 40.0, 5000.0, 5000.0), clip)
    return DisplayList("front", WIDTH, HEIGHT, bleed_um, (image, PathItem(bar, fill=color)))


@pytest.fixture(scope="module")
def images():
    return {"a": photo(1), "b": photo(2)}.__getitem__


@pytest.mark.parametrize("mirror", [False, True])
def test_a_pdf_of_the_design_is_equal_to_it(images, mirror):
    pdf = render_pdf(design(), images, mirror=mirror)

    parity = measure_pdf(design(), images, pdf, mirror=mirror)

    assert parity.edge_shift_mm <= 0.1
    assert parity.ssim >= 0.98


@pytest.mark.parametrize("mirror", [False, True])
def test_a_png_of_the_design_is_equal_to_it(images, mirror):
    png = render_png(design(), images, dpi=300, bleed=True, mirror=mirror)

    parity = measure_png(design(), images, png, mirror=mirror)

    assert (parity.edge_shift_mm, parity.delta_e) == (0, 0)
    assert parity.ssim == pytest.approx(1, abs=1e-4)


def test_a_pdf_with_another_photo_is_found(images):
    pdf = render_pdf(design("b"), images)

    assert measure_pdf(design("a"), images, pdf).ssim < 0.9


def test_a_bar_that_has_moved_half_a_millimetre_is_found(images):
    pdf = render_pdf(design(shift_um=500), images)

    assert measure_pdf(design(), images, pdf).edge_shift_mm == pytest.approx(0.5, abs=0.1)


def test_another_colour_is_found(images):
    pdf = render_pdf(design(color="#3020a0"), images)

    assert measure_pdf(design(), images, pdf).delta_e > 10


def test_a_file_that_is_not_mirrored_is_found(images):
    pdf = render_pdf(design(), images, mirror=False)

    assert measure_pdf(design(), images, pdf, mirror=True).edge_shift_mm > 1


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_broken_png_is_refused(data):
    with pytest.raises(EngineError, match="broken_output"):
        read_png(data)


def test_scaling_down_does_not_darken_edges():
    half = np.zeros((8, 8, 4), np.uint8)
    half[:, :3] = (200, 100, 50, 255)

    small = scaled(half, 4, 4)

    assert small.shape == (4, 4, 4)
    assert np.abs(small[0, 1, :3].astype(int) - (200, 100, 50)).max() <= 1
    assert small[0, 1, 3] == pytest.approx(128, abs=1)


def test_large_surfaces_are_compared_with_fewer_dpi():
    assert compare_dpi(DisplayList("s", 100_000, 100_000)) == 300
    assert 40 <= compare_dpi(DisplayList("l", 1_000_000, 1_500_000)) < 100


def test_a_large_png_is_scaled_before_it_is_compared():
    large = DisplayList(
        "l", 260_000, 220_000, 0, (PathItem("M30000 30000L230000 30000L60000 190000z"),)
    )
    png = encode_png(render_rgba(large, None, dpi=300, bleed=True), 300)

    parity = measure_png(large, None, png)

    assert parity.edge_shift_mm <= 0.2
    assert parity.ssim >= 0.99


def test_scaling_mixes_each_colour_by_its_opacity():
    """Every pair of a colour and an opacity, beside what is transparent."""
    colour, opacity = np.meshgrid(np.arange(256), np.arange(256))
    picture = np.zeros((256, 512, 4), np.uint8)
    picture[:, ::2] = np.dstack([colour, 255 - colour, colour // 2, opacity])
    picture[:, 1::2, :3] = 255  # white that nobody sees

    found = scaled(picture, 256, 256).astype(int)

    assert np.abs(found[:, :, 3] - opacity / 2).max() <= 0.5
    seen = opacity > 0
    steps = 1000 / opacity[seen][:, None]  # of a colour, in one step of a faint opacity
    difference = found[:, :, :3] - picture[:, ::2, :3]
    assert (np.abs(difference[seen]) <= 2 + steps).all()
    assert np.abs(difference[opacity > 200]).max() <= 3
