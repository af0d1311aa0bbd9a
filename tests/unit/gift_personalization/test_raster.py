"""Raster and PNG."""

import struct

import cv2
import numpy as np
import pytest
from builders import (
    DISPLAY,
    PHOTO,
    SQUARE,
    encoded,
    jpeg,
    lay_out,
    no_images,
    on_white,
    opened,
    photo_value,
    photo_zone,
    picture,
)
from gift_engine import parity
from gift_engine.display import DisplayList, GroupItem, PathItem
from gift_engine.errors import EngineError
from gift_engine.outputs import raster
from gift_engine.outputs.pixels import decode_bgra
from gift_engine.outputs.png import PngWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

# === RASTER === #


def test_a_drawing_takes_one_core():
    assert cv2.getNumThreads() == 1


@pytest.mark.parametrize(
    ("dpi", "bleed", "size"),
    [(254, False, (500, 1000)), (254, True, (540, 1040)), (72, False, (142, 283))],
)
def test_pixel_sizes(dpi, bleed, size):
    pixels = raster.render_rgba(DISPLAY, no_images, dpi=dpi, bleed=bleed)

    assert pixels.shape == (*size, 4)
    assert pixels.dtype == np.uint8


def test_a_shape_lies_where_its_micrometres_say():
    alpha = raster.render_rgba(DISPLAY, no_images, dpi=254)[:, :, 3]

    assert (alpha[100:400, 200:800] == 255).all()
    assert alpha.sum() == 255 * 300 * 600


def test_the_ground_is_transparent_and_colours_are_straight():
    thin = DisplayList("s", 10_000, 10_000, 0, (PathItem("M0 0L10000 0L0 10000z", fill="#ff8000"),))
    pixels = raster.render_rgba(thin, no_images, dpi=254)
    edge = pixels[(pixels[:, :, 3] > 60) & (pixels[:, :, 3] < 200)]

    assert pixels[-1, -1].tolist() == [0, 0, 0, 0]
    assert len(edge) > 10
    assert np.abs(edge[:, :3].astype(int) - [255, 128, 0]).max() <= 4


def test_the_mirrored_picture_is_the_same_turned_round(gift, images):
    def drawn(**options):
        return raster.render_rgba(gift, lambda sha: images["master"], dpi=150, **options)

    assert (drawn(mirror=True) == drawn()[:, ::-1]).all()


def test_single_colour_methods_draw_in_ink():
    pixels = raster.render_rgba(DISPLAY, no_images, dpi=100, ink="#5b3a1e")

    assert set(map(tuple, pixels[pixels[:, :, 3] == 255][:, :3])) == {(0x5B, 0x3A, 0x1E)}


def test_photos_engrave_where_they_are_dark(faces):
    ramp = np.repeat(np.linspace(0, 255, 600).astype(np.uint8)[None, :, None], 400, 0).repeat(3, 2)
    value = photo_value(600, 400)
    display = lay_out(faces, [photo_zone()], {"photo": value})[2]
    pixels = raster.render_rgba(display, lambda sha: jpeg(ramp), dpi=100, ink="#000000")
    row = pixels[100, 82:312, 3].astype(int)

    assert row[0] > 250
    assert row[-1] < 5
    assert (np.diff(row) <= 2).all()


def test_a_screen_copy_gives_the_same_placement_as_the_master(gift, photo_bytes):
    pixels = np.asarray(opened(photo_bytes))
    small = jpeg(cv2.resize(pixels, (750, 563), interpolation=cv2.INTER_AREA))
    large = raster.render_rgba(gift, lambda sha: photo_bytes, dpi=150)
    copy = raster.render_rgba(gift, lambda sha: small, dpi=150)

    assert (large[:, :, 3] == copy[:, :, 3]).all()
    assert np.abs(on_white(large) - on_white(copy)).mean() < 1


@pytest.mark.parametrize("turn", [0, 30_000])
@pytest.mark.parametrize("dpi", [127, 50.8])
def test_photos_are_not_moved_by_their_resampling(faces, turn, dpi):
    """Against the same photo drawn at four times the resolution and averaged."""
    smooth = cv2.GaussianBlur(picture(751, 563), (0, 0), 4)
    data = jpeg(smooth)
    value = {"photo": photo_value(751, 563, rotation_mdeg=turn)}
    display = lay_out(faces, [photo_zone()], value)[2]

    def drawn(scale):
        return raster.render_rgba(display, lambda sha: data, dpi=dpi * scale)[:, :, 1]

    once = drawn(1).astype(np.float64)
    fine = cv2.resize(drawn(4).astype(np.float64), once.shape[::-1], interpolation=cv2.INTER_AREA)
    rows, columns = once.shape
    inside = np.s_[rows // 5 : rows * 4 // 5, columns // 4 : columns * 3 // 4]
    across = cv2.Sobel(fine, cv2.CV_64F, 1, 0)[inside].ravel() / 8
    down = cv2.Sobel(fine, cv2.CV_64F, 0, 1)[inside].ravel() / 8
    difference = (once - fine)[inside].ravel()
    shift = np.linalg.lstsq(np.stack([across, down], 1), difference, rcond=None)[0]

    assert np.abs(shift).max() < 0.05


def test_one_photo_in_two_sizes_is_sharp_in_both(faces, images):
    def zones(width):
        return [photo_zone("small", x_um=0, width_um=width, height_um=3_000), photo_zone()]

    values = {"small": photo_value(), "photo": photo_value()}
    both = lay_out(faces, zones(3_000), values)[2]
    alone = lay_out(faces, [photo_zone()], {"photo": photo_value()})[2]
    first, second = (
        raster.render_rgba(display, lambda sha: images["master"], dpi=150)[:, 120:]
        for display in (both, alone)
    )

    assert (first == second).all()


def test_a_contained_photo_leaves_the_rest_transparent(faces, images):
    zone = photo_zone(photo_fit="contain", width_um=60_000, height_um=15_000)
    display = lay_out(faces, [zone], {"photo": photo_value()})[2]
    alpha = raster.render_rgba(display, lambda sha: images["master"], dpi=254)[:, :, 3]

    assert alpha[125, 200:390].max() == 0
    assert alpha[125, 405:595].min() == 255


def test_a_photo_that_does_not_decode_is_an_engine_error(faces):
    display = lay_out(faces, [photo_zone()], {"photo": photo_value()})[2]

    for data in (b"", b"\xff\xd8\xff broken", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(EngineError):
            raster.render_rgba(display, lambda sha, data=data: data, dpi=72)


def test_too_large_a_picture_is_refused_but_written_in_strips(monkeypatch):
    monkeypatch.setattr(raster, "MAX_PIXELS", 100_000)
    monkeypatch.setattr(raster, "WHOLE_PIXELS", 90_000)

    with pytest.raises(EngineError, match="too_large_output"):
        raster.render_rgba(DISPLAY, no_images, dpi=254)

    assert opened(raster.render_png(DISPLAY, no_images, dpi=254)).size == (1000, 500)


def test_strips_show_the_same_picture(gift, images, monkeypatch):
    whole = raster.render_png(gift, lambda sha: images["master"], dpi=200, mirror=True)
    monkeypatch.setattr(raster, "WHOLE_PIXELS", 0)
    monkeypatch.setattr(raster, "DRAWN_ROWS", 128)
    strips = raster.render_png(gift, lambda sha: images["master"], dpi=200, mirror=True)
    first, second = (np.asarray(opened(data)) for data in (whole, strips))

    assert parity.compare(first, second, 200).ssim > 0.999


# === PIXELS === #


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_pixels_are_bgra(kind, mode):
    data = encoded(Image.new("RGB", (240, 220), (200, 100, 50)).convert(mode), kind)
    pixels = decode_bgra(data)

    assert pixels.shape == (220, 240, 4)
    expected = (50, 100, 200) if mode == "RGB" else (124, 124, 124)
    assert np.abs(pixels[110, 120, :3].astype(int) - expected).max() <= 4
    assert pixels[110, 120, 3] == 255


def test_masks_hide_what_is_outside_of_them():
    left = PathItem("M0 0L50000 0L50000 50000L0 50000z")
    display = DisplayList("s", 100_000, 50_000, 0, (GroupItem((SQUARE,), mask=(left,)),))
    alpha = raster.render_rgba(display, no_images, dpi=254)[:, :, 3]

    assert alpha[250, 300] == 255
    assert alpha[250, 700] == 0


def test_the_asset_is_asked_for_by_its_hash(gift, images):
    asked = []
    raster.render_rgba(gift, lambda sha: asked.append(sha) or images["working"], dpi=72)

    assert asked == [PHOTO]


# === PNG === #


@settings(max_examples=30)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(4))),
    st.integers(1, 17),
)
def test_png_is_lossless_however_it_is_fed(pixels, rows):
    writer = PngWriter(pixels.shape[1], pixels.shape[0], 300)
    for top in range(0, pixels.shape[0], rows):
        writer.add(pixels[top : top + rows])

    assert (np.asarray(opened(writer.finish())) == pixels).all()


def test_png_tells_its_resolution_and_colour_space():
    data = raster.encode_png(np.zeros((4, 4, 4), np.uint8), 300)

    assert opened(data).info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert opened(data).info["srgb"] == 0
    assert struct.unpack(">II", data[16:24]) == (4, 4)


def test_a_png_with_missing_rows_is_no_png():
    with pytest.raises(ValueError, match="rows"):
        PngWriter(4, 4, 300).finish()


def test_jpeg_keeps_colours():
    pixels = np.full((40, 60, 3), (200, 30, 90), np.uint8)
    found = np.asarray(opened(raster.encode_jpeg(pixels, 90)))

    assert found.shape == (40, 60, 3)
    assert np.abs(found.astype(int) - pixels).max() <= 3
