"""Materials change how a drawing looks inside its outline, and nothing else."""

import base64
import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from builders import Faces, document, text_zone
from gift_engine.geometry import scale
from gift_engine.layout import layout_design
from gift_engine.light import measure_light
from gift_engine.material import MATERIALS as RECIPES
from gift_engine.material import apply_material, get_steps
from gift_engine.mockup import compose, light_jpeg
from gift_engine.model import MATERIALS
from gift_engine.outputs.material_svg import material_filter
from gift_engine.outputs.raster import encode_jpeg, render_rgba
from gift_engine.outputs.svg import render_svg
from gift_engine.parity import compare, ssim
from gift_engine.schema import content_hash, parse_design
from PIL import Image
from preview_browser import RUN, guess_page

NAMES = MATERIALS[1:]
SIZE_UM = (200_000, 100_000)
WIDTH, HEIGHT = 800, 400
AREA = {"x_ppm": 100_000, "y_ppm": 100_000, "width_ppm": 800_000, "height_ppm": 800_000}
DPI = 300
INK = "#8a5a33"


@pytest.fixture(scope="module")
def faces():
    return Faces(RUN / "fonts")


@pytest.fixture(scope="module")
def design(faces):
    zone = text_zone(faces, font="lato")
    return parse_design(document([zone], {"name": {"text": "Anna & Tom"}}))


@pytest.fixture(scope="module")
def display(design, faces):
    return layout_design(design, faces.book).surfaces["wrap"]


@pytest.fixture(scope="module")
def premultiplied(display):
    plain = render_rgba(display, None, dpi=DPI, ink=INK)
    pixels = plain.copy()
    pixels[:, :, :3] = plain[:, :, :3] * (plain[:, :, 3:] / 255.0) + 0.5
    return pixels


@pytest.fixture(scope="module")
def folds():
    """A cloth of one colour whose soft folds are 4 % darker and brighter."""
    wave = np.sin(np.arange(800) / 25) * 0.04 + 1
    cloth = np.full((800, 800, 3), 90.0) * wave[None, :, None]
    return np.rint(cloth).astype(np.uint8)


def dressed(pixels, material, light=None):
    steps = get_steps(material, *SIZE_UM)
    return apply_material(pixels, steps, scale(DPI / 25_400, DPI / 25_400), light)


@pytest.mark.parametrize("material", NAMES)
def test_a_material_keeps_the_outline_of_every_letter(premultiplied, material, folds):
    light = cv2.resize(measure_light(folds), premultiplied.shape[1::-1])

    shown = dressed(premultiplied, material, light)

    assert np.array_equal(shown[:, :, 3], premultiplied[:, :, 3])
    assert not np.array_equal(shown, premultiplied)
    assert (shown[:, :, :3] <= shown[:, :, 3:]).all()
    assert compare(premultiplied, shown, DPI).edge_shift_mm == 0


def test_a_plain_print_is_left_as_it_is(premultiplied):
    assert dressed(premultiplied, "plain") is premultiplied


def test_an_engraving_is_dark_at_the_top_left_and_bright_at_the_bottom_right():
    square = np.zeros((60, 60, 4), np.uint8)
    square[10:50, 10:50] = (120, 80, 40, 255)

    engraved = dressed(square, "engraved").astype(int)

    assert engraved[30, 10, 0] < 120 < engraved[30, 49, 0]
    assert tuple(engraved[30, 30]) == (120, 80, 40, 255)


def test_threads_stand_above_the_cloth_and_their_ridges_lie_side_by_side():
    square = np.zeros((200, 200, 4), np.uint8)
    square[20:180, 20:180] = (120, 120, 120, 255)

    shown = dressed(square, "stitched").astype(int)[:, :, 0]

    assert shown[20:180, 20].mean() > shown[20:180, 179].mean()
    ridges = shown[100, 60:140]
    turns = np.count_nonzero(np.diff(np.sign(np.diff(ridges))))
    assert ridges.max() - ridges.min() > 20
    assert turns >= 6


def test_foil_of_any_colour_has_brighter_and_darker_bands():
    for colour in (30, 120, 225):
        square = np.zeros((400, 800, 4), np.uint8)
        square[20:380, 20:780] = (colour, colour, colour, 255)

        shown = dressed(square, "foil").astype(int)[200, 100:700, 0]

        assert shown.min() < colour < shown.max()


# === LIGHT === #


def test_white_ink_shows_the_folds_of_the_cloth_it_lies_on(folds):
    light = measure_light(folds)
    white = np.full((*light.shape, 4), 255, np.uint8)

    shown = dressed(white, "fabric", light).astype(float)[250, :, 0]

    brightness = cv2.resize(folds, light.shape[::-1], interpolation=cv2.INTER_AREA)[250, :, 0]
    assert np.corrcoef(shown, brightness)[0, 1] > 0.6
    assert 12 < shown.max() - shown.min() < 90


def test_deep_folds_never_turn_the_print_black():
    cloth = np.full((500, 500, 3), 120, np.uint8)
    cloth[:, 240:260] = 85
    white = np.full((500, 500, 4), 255, np.uint8)

    shown = dressed(white, "fabric", measure_light(cloth))

    assert 150 < shown[:, 250, 0].min() < 200


def test_light_stops_at_the_edge_of_the_product():
    picture = np.full((500, 500, 3), 240, np.uint8)
    picture[100:400, 100:400] = 30

    light = measure_light(picture).astype(int)

    assert abs(light[110:390, 110:390] - 128).max() <= 2
    assert abs(light[:90, :] - 128).max() <= 2


def test_a_flat_picture_has_no_light_and_any_size_is_measured():
    for height, width in ((1, 1), (3, 900), (2000, 30), (640, 640)):
        light = measure_light(np.full((height, width, 3), 77, np.uint8))

        assert max(light.shape) <= 500
        assert (light == 128).all()


def test_every_material_that_a_design_may_name_has_its_steps():
    assert tuple(RECIPES) == MATERIALS


def test_designs_of_plain_materials_keep_their_document_and_hash(faces):
    mockup = {
        "asset": "b" * 64, "width_px": 800, "height_px": 400,
        "area": {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000},
    }  # fmt: skip
    plain, named, engraved = (
        parse_design(document([text_zone(faces)], {}, mockup=mockup | extra))
        for extra in ({}, {"material": "plain"}, {"material": "engraved"})
    )

    assert "material" not in plain.to_dict()["template"]["surfaces"][0]["mockup"]
    assert content_hash(named) == content_hash(plain) != content_hash(engraved)


# === BROWSER === #


@pytest.fixture(scope="module")
def page(faces):
    with guess_page(faces) as opened:
        opened.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        yield opened


@pytest.mark.parametrize("material", NAMES)
def test_browser_and_proof_show_the_same_material(display, page, material):
    mockup = cloth_jpeg()
    wanted = proof(display, mockup, material)
    plain = proof(display, mockup, "plain")
    bare = proof(replace(display, items=()), mockup, "plain")

    printed = np.abs(plain.astype(int) - bare).max(axis=2) > 5
    for seen in shown_by_browser(page, display, mockup, material):
        difference = np.abs(seen.astype(int) - wanted)[printed]
        assert ssim(seen.astype(np.float32), wanted.astype(np.float32), printed) >= 0.99
        assert difference.mean() <= 3
        assert np.abs(wanted.astype(int) - plain)[printed].mean() > 2 * difference.mean()
        assert np.abs(seen.astype(int) - bare)[~printed].mean() < 0.5


def test_a_plain_print_has_no_filter(display):
    surface = {"key": "wrap", "width_um": 1000, "height_um": 1000, "mockup": None}

    assert material_filter(surface, "") == ("", "")
    assert material_filter({**surface, "mockup": {"material": "plain"}}, "") == ("", "")
    assert "filter" not in render_svg(display, str, ink=INK)


def proof(display, mockup, material):
    return compose(
        display, None, mockup, AREA, blend="normal", ink=INK, material=material, size_px=WIDTH
    )


def cloth_jpeg():
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    wave = np.sin(columns / 17 + rows / 40) * 14 + np.sin(rows / 9) * 5 + 170
    picture = np.repeat(np.rint(wave).astype(np.uint8)[:, :, None], 3, axis=2)
    return encode_jpeg(picture, 95)


def shown_by_browser(page, display, mockup, material):
    """Yield what is seen as the page comes, then what is seen when a text is about to be typed."""
    surface = {
        "key": "wrap", "width_um": display.width_um, "height_um": display.height_um,
        "mockup": {"material": material, "area": AREA},
    }  # fmt: skip
    name, markup = material_filter(surface, address(light_jpeg(mockup)))
    drawing = render_svg(display, str, ink=INK, filter_id=name)
    html = (
        "<style>body{margin:0} img{position:absolute} .d{position:absolute;left:80px;top:40px}"
        ".d>svg{display:block;width:100%;height:100%}</style>"
        "<svg class='o_gift_material' width='0' height='0' style='position:absolute'>"
        f"{markup}</svg><img src='{address(mockup)}'>"
        f"<div class='d' style='width:640px;height:320px'>{drawing}</div>"
    )
    page.evaluate("html => { document.body.innerHTML = html }", html)
    page.evaluate("() => Promise.all([...document.images].map((image) => image.decode()))")
    page.wait_for_timeout(300)  # pictures inside filters have no promise
    yield np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    if "image/svg" in markup:
        page.evaluate("import('/preview/bands').then(({ keepBands }) => keepBands(document))")
        page.wait_for_function("!document.querySelector('feImage[href^=\"data:image/svg\"]')")
        page.wait_for_timeout(300)
        yield np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def address(jpeg):
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
