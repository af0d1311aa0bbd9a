"""The product page's own modules for mapped surfaces, in a headless Chromium."""

import io
import json
from contextlib import contextmanager

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright
from preview_browser import RUN, SOURCES

HARNESS = """
import { MappedStage } from "/js/mapped_stage";
import { SurfaceMap } from "/js/surface_map";
import { keepBands } from "/preview/bands";

window.maps = (mapping, points, way) => {
    const map = new SurfaceMap(mapping);
    return points.map(([x, y]) => map[way](x, y));
};
window.stageOf = (mapping) =>
    new MappedStage(document.querySelector(".o_gift_stage"), mapping);
window.keepBands = keepBands;
window.ready = true;
"""
STYLE = """
body { margin: 0; background: #fff }
.o_gift_view { position: relative; isolation: isolate }
.o_gift_mockup { display: block; width: 100% }
.o_gift_area { position: absolute }
.o_gift_area > svg { display: block; width: 100%; height: 100%; overflow: hidden }
.o_gift_bent { inset: 0 }
.o_gift_material { position: absolute }
"""


@contextmanager
def mapping_page(size):
    """Yield a page with the modules at hand, with a window of (width, height)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(RUN / "bin" / "google-chrome"), args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport=dict(zip(("width", "height"), size, strict=True)), reduced_motion="reduce"
        )
        page.route("http://map.test/**", serve)
        page.goto("http://map.test/")
        page.wait_for_function("window.ready")
        yield page
        browser.close()


def serve(route):
    path = route.request.url.removeprefix("http://map.test")
    if path == "/":
        html = '<!doctype html><body><script type="module" src="/harness"></script></body>'
        route.fulfill(body=html, content_type="text/html")
    elif path == "/harness":
        route.fulfill(body=HARNESS, content_type="text/javascript")
    else:
        source = SOURCES / f"{path.lstrip('/').removesuffix('.js')}.js"
        route.fulfill(body=source.read_text(), content_type="text/javascript")


def show(page, svg, picture_url, mapping, blend="normal", material=""):
    """Put a drawing on a picture as the product page does; ``material`` is its filter."""
    page.evaluate(
        """([html]) => { document.body.innerHTML = html; }""",
        [
            f'<style>{STYLE}</style><div class="o_gift_stage" data-surface="front">'
            f'<svg class="o_gift_material" width="0" height="0">{material}</svg>'
            f'<div class="o_gift_view"><img class="o_gift_mockup" src="{picture_url}"/>'
            '<div class="o_gift_area o_gift_svg" style="left:25%;top:25%;width:50%;height:50%;'
            f'mix-blend-mode:{blend}">{svg}</div><div class="o_gift_area o_gift_frames"></div>'
            "</div></div>"
        ],
    )
    page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
    page.evaluate("(mapping) => { window.stage = window.stageOf(mapping); }", mapping)


def keep_bands(page):
    """Let materials take their bands from pictures, as the product page does before a key."""
    page.evaluate("keepBands(document)")
    page.wait_for_function("!document.querySelector('feImage[href^=\"data:image/svg\"]')")


def screenshot(page):
    """Return the page as an RGB array."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))")
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def document_of(mapping):
    """Return a mapping as it stands in the content document."""
    return json.loads(json.dumps(vars(mapping)))
