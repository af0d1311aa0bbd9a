"""A photo ends in the browser where, and as softly as, it ends in print."""

import base64
import io

import numpy as np
import pytest
from builders import Faces, lay_out, photo_value, photo_zone, picture
from gift_engine.outputs.raster import encode_png, render_rgba
from gift_engine.outputs.svg import render_svg
from PIL import Image
from playwright.sync_api import sync_playwright
from preview_browser import RUN

SURFACE = {"width_um": 100_000, "height_um": 80_000, "bleed_um": 0}
DPI = 101.6  # 400 × 320 pixels; the zone's sides lie between them
SHADES = 8
GREY = (90, 90, 90)


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        yield browser.new_page(viewport={"width": 400, "height": 320})
        browser.close()


@pytest.mark.parametrize("shape", ["rect", "rounded"])
def test_the_edge_of_a_photo_is_softened_once(page, shape):
    photo = np.full_like(picture(600, 500), GREY)
    data = encode_png(np.dstack([photo, np.full(photo.shape[:2], 255, np.uint8)]), 300)
    place = {"x_um": 20_130, "y_um": 15_190, "width_um": 50_020, "height_um": 40_010}
    zone = photo_zone(shape=shape, radius_um=5_000, **place)
    values = {"photo": photo_value(600, 500, zoom_permille=1_200)}
    display = lay_out(Faces(RUN / "fonts"), [zone], values, **SURFACE)[2]
    href = "data:image/png;base64," + base64.b64encode(data).decode()

    page.set_content(
        "<style>body{margin:0;background:transparent}svg{display:block;width:100vw;height:100vh}"
        f"</style>{render_svg(display, lambda sha: href)}"
    )
    page.evaluate("document.querySelector('image').decode()")
    shot = page.screenshot(omit_background=True)
    shown = np.asarray(Image.open(io.BytesIO(shot)).convert("RGBA"))[:, :, 3].astype(int)
    drawn = render_rgba(display, lambda sha: data, dpi=DPI)[:, :, 3].astype(int)

    # The straight part of each side, clear of the corners.
    rows, columns = np.s_[100:190, :], np.s_[:, 120:240]
    for part in (rows, columns):
        soft = (drawn[part] > SHADES) & (drawn[part] < 255 - SHADES)
        assert soft.sum() > 150
        assert np.abs(shown[part] - drawn[part]).max() <= SHADES
