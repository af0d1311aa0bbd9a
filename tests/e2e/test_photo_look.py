"""Brightness and black-and-white: Chromium's filter against our own pixels."""

import base64
import importlib.util
import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ENGINE = Path(__file__).resolve().parents[2] / "addons" / "gift_personalization" / "engine"
WIDTH, HEIGHT = 600, 400
UM_PER_PX = 100
DPI = 254
LOOKS = [(1000, False), (1400, False), (600, False), (1000, True), (1300, True)]


@pytest.fixture(scope="module")
def engine():
    """The layout engine as a package of its own."""
    if "gift_engine" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "gift_engine", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
        )
        sys.modules["gift_engine"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    from gift_engine import display
    from gift_engine.outputs import raster, svg

    return display, raster, svg


@pytest.fixture(scope="module")
def photo():
    """The bytes of a PNG with every hue and shade."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    channels = (x * 255 / WIDTH, y * 255 / HEIGHT, (x + y) % 256)
    buffer = io.BytesIO()
    Image.fromarray(np.stack(channels, -1).astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("ink", [None, "#5b3a1e"])
@pytest.mark.parametrize(("brightness", "mono"), LOOKS)
def test_the_browser_shows_the_photo_as_it_is_printed(
    chromium, engine, photo, brightness, mono, ink
):
    display, raster, svg = engine
    width, height = WIDTH * UM_PER_PX, HEIGHT * UM_PER_PX
    clip = f"M0 0L{width} 0L{width} {height}L0 {height}z"
    matrix = (UM_PER_PX, 0.0, 0.0, UM_PER_PX, 0.0, 0.0)
    item = display.ImageItem("a" * 64, WIDTH, HEIGHT, matrix, clip, brightness, mono)
    surface = display.DisplayList("front", width, height, 0, (item,))
    href = "data:image/png;base64," + base64.b64encode(photo).decode()
    page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})

    drawing = svg.render_svg(surface, lambda _sha: href, ink=ink)
    page.set_content(f'<body style="margin:0">{drawing}</body>')
    page.wait_for_timeout(200)
    shown = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(float)
    page.close()

    pixels = raster.render_rgba(surface, lambda _sha: photo, dpi=DPI, ink=ink).astype(float)
    share = pixels[:, :, 3:] / 255
    printed = pixels[:, :, :3] * share + 255 * (1 - share)
    assert shown.shape == printed.shape
    assert np.abs(shown - printed)[2:-2, 2:-2].max() <= 2
