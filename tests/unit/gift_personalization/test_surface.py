"""What the raster output does quickly is, to the pixel, what it would do slowly."""

import io

import cv2
import numpy as np
import pytest
import skia
from builders import lay_out, no_images, opened, photo_value, photo_zone, text_zone
from gift_engine import mockup
from gift_engine.display import DisplayList, GroupItem, PathItem
from gift_engine.errors import EngineError
from gift_engine.geometry import rotate
from gift_engine.outputs import raster, surface
from gift_engine.outputs.blend import blended
from gift_engine.outputs.canvas import covered_rows
from gift_engine.outputs.png import PngWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image


def every_premultiplied():
    """Return BGRA pixels [256, 256, 4] with every colour that an alpha allows."""
    levels = np.arange(256, dtype=np.uint8)
    pixels = np.empty((256, 256, 4), np.uint8)
    pixels[:, :, 3] = levels[:, None]
    pixels[:, :, 0] = np.minimum(levels[None, :], levels[:, None])
    pixels[:, :, 1] = pixels[:, :, 3] - pixels[:, :, 0]
    pixels[:, :, 2] = pixels[:, :, 0] // 2
    return pixels


def by_skia(pixels):
    """Return what Skia itself reads out of premultiplied BGRA, as straight RGBA."""
    rows, columns = pixels.shape[:2]
    source = skia.Image.fromarray(
        np.ascontiguousarray(pixels), skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType
    )
    wanted = skia.ImageInfo.Make(columns, rows, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)
    result = np.empty((rows, columns, 4), np.uint8)
    assert source.readPixels(wanted, result, columns * 4, 0, 0)
    return result


def slowly_blended(ground, design, blend):
    """Return the blend by the book: one rounded quotient of whole numbers per pixel."""
    ground, design = ground.astype(int), design.astype(int)
    colour, rest = design[:, :, :3], 255 - design[:, :, 3:]
    mixed = {
        "normal": 255 * colour + rest * ground,
        "multiply": colour * ground + rest * ground,
        "screen": 255 * (ground + colour) - colour * ground,
    }[blend]
    return (mixed + 127) // 255


# === STRAIGHT ALPHA === #


@pytest.mark.parametrize("opaque_rows", [0, 4000])
def test_every_shade_gets_straight_as_skia_has_it(opaque_rows):
    pixels = np.full((256 + opaque_rows, 256, 4), 255, np.uint8)
    pixels[:256] = every_premultiplied()

    found = surface.straight(pixels, np.empty_like(pixels))

    assert (found == by_skia(pixels)).all()


@pytest.mark.parametrize("premultiply", [False, True])
def test_rows_are_read_as_skia_reads_them(premultiply):
    drawn = surface.Surface(300, 200)
    drawn.canvas.drawCircle(140.3, 90.7, 71.1, skia.Paint(Color=0x80C04020, AntiAlias=True))
    pixels = drawn.pixels[20:150].copy()
    expected = cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA) if premultiply else by_skia(pixels)

    found = drawn.get_rows(20, 130, premultiply=premultiply)

    assert (found == expected).all()
    assert found[70, 140, 3] == 128


def test_it_draws_what_a_surface_of_skia_draws():
    paint = skia.Paint(Color=0xA0112233, AntiAlias=True)
    ours, skias = surface.Surface(90, 70), skia.Surface.MakeRasterN32Premul(90, 70)
    for canvas in (ours.canvas, skias.getCanvas()):
        canvas.drawCircle(41.2, 33.3, 29.9, paint)
    expected = np.empty((70, 90, 4), np.uint8)
    info = skia.ImageInfo.Make(90, 70, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)
    skias.readPixels(info, expected, 360, 0, 0)

    assert (ours.get_rows(0, 70) == expected).all()


def test_a_size_that_nothing_can_hold_is_an_engine_error():
    with pytest.raises(EngineError, match="too_large_output"):
        surface.Surface(1 << 30, 1)


# === EMPTY ROWS === #


@settings(max_examples=40)
@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 9), st.just(4))),
    st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=8),
)
def test_empty_rows_need_no_pixels(pixels, runs):
    parts = [np.zeros((count, *pixels.shape[1:]), np.uint8) if empty else pixels[:count]
             for empty, count in runs] + [pixels]  # fmt: skip
    expected = np.concatenate(parts)
    writer = PngWriter(expected.shape[1], expected.shape[0], 300)
    for (empty, _count), part in zip(runs, parts, strict=False):
        if empty:
            writer.add_empty(len(part))
        elif len(part):
            writer.add(part)
    writer.add(pixels)

    assert (np.asarray(opened(writer.finish())) == expected).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 359_999), st.integers(-40, 40), st.integers(-40, 90), st.integers(1, 60))
def test_rows_that_no_item_covers_are_empty(turn, x, y, side):
    shape = PathItem(f"M{x} {y}q{side} {-side} {side} {side}c0 {side} {-side} 0 {-side} {side}z")
    items = (GroupItem((shape, GroupItem((shape,), rotate(turn)))),)
    display = DisplayList("s", 50_000, 80_000, 0, (GroupItem(items, (300, 0, 0, 300, 9_999, 7)),))
    matrix = raster.surface_matrix(display, 60)
    alpha = raster.render_rgba(display, no_images, dpi=60)[:, :, 3]
    covered = np.zeros(len(alpha), bool)
    for top, bottom in covered_rows(display.items, matrix, len(alpha)):
        covered[top:bottom] = True

    assert not alpha[~covered].any()


@pytest.mark.parametrize("mirror", [False, True])
def test_a_print_file_holds_the_pixels_of_the_picture(faces, images, mirror):
    zones = [
        text_zone(faces, font="great-vibes", y_um=1_000, height_um=9_000, rotation_mdeg=7_000),
        photo_zone(shape="ellipse", y_um=45_000, height_um=20_000),
    ]
    values = {"name": {"text": "Philippa 🐝"}, "photo": photo_value()}
    surface_size = {"width_um": 90_000, "height_um": 120_000, "bleed_um": 1_000}
    display = lay_out(faces, zones, values, **surface_size)[2]

    def load(_sha):
        return images["master"]

    picture = raster.render_rgba(display, load, dpi=200, bleed=True, mirror=mirror)
    data = raster.render_png(display, load, dpi=200, bleed=True, mirror=mirror)
    matrix = raster.surface_matrix(display, 200, bleed=True)
    covered = covered_rows(display.items, matrix, len(picture))

    assert (np.asarray(Image.open(io.BytesIO(data))) == picture).all()
    assert max(bottom for _top, bottom in covered) < len(picture) - raster.STRIP_ROWS


# === BLENDING === #


@pytest.mark.parametrize("blend", ["normal", "multiply", "screen"])
def test_every_pair_of_shades_is_blended_by_the_book(blend):
    rgba = every_premultiplied().reshape(1, -1, 4)
    for shade in (*range(0, 256, 5), 1, 2, 127, 128, 254):
        ground = np.full((1, rgba.shape[1], 3), shade, np.uint8)

        assert (blended(ground, rgba, blend) == slowly_blended(ground, rgba, blend)).all()


def test_an_unknown_blend_is_an_engine_error(gift, images):
    area = {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000}

    with pytest.raises(EngineError, match="bad_schema"):
        mockup.compose(gift, lambda sha: images["working"], None, area, blend="darken")
