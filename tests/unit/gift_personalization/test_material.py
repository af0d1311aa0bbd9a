"""Materials change how a drawing looks inside its outline, and nothing else."""

import io
import re

import numpy as np
import pytest
from builders import Faces, document, text_zone
from gift_engine.layout import layout_design
from gift_engine.material import apply_material
from gift_engine.mockup import compose
from gift_engine.outputs.raster import render_rgba
from gift_engine.outputs.svg import render_svg
from gift_engine.parity import compare, ssim
from gift_engine.schema import content_hash, parse_design
from PIL import Image
from preview_browser import ROOT, RUN, guess_page

VIEWS = ROOT / "addons" / "gift_personalization" / "views" / "website_sale_templates.xml"
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


def test_an_engraving_keeps_the_outline_of_every_letter(display):
    plain = render_rgba(display, None, dpi=DPI, ink=INK)
    premultiplied = plain.copy()
    premultiplied[:, :, :3] = plain[:, :, :3] * (plain[:, :, 3:] / 255.0) + 0.5

    engraved = apply_material(premultiplied, "engraved", DPI / 25_400)

    assert np.array_equal(engraved[:, :, 3], premultiplied[:, :, 3])
    assert not np.array_equal(engraved, premultiplied)
    assert compare(premultiplied, engraved, DPI).edge_shift_mm == 0
    assert apply_material(premultiplied, "plain", DPI / 25_400) is premultiplied


def test_an_engraving_is_dark_at_the_top_left_and_bright_at_the_bottom_right():
    square = np.zeros((60, 60, 4), np.uint8)
    square[10:50, 10:50] = (120, 80, 40, 255)

    engraved = apply_material(square, "engraved", DPI / 25_400).astype(int)

    assert engraved[30, 10, 0] < 120 < engraved[30, 49, 0]
    assert tuple(engraved[30, 30]) == (120, 80, 40, 255)


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


def test_browser_and_proof_show_the_same_engraving(display, faces):
    width, height = 800, 400
    wanted = compose(
        display, None, None, None, blend="normal", ink=INK, material="engraved", size_px=width
    )
    found = re.search(r"<filter id=\"gift_engraved\".*?</filter>", VIEWS.read_text(), re.S)
    drawing = render_svg(display, str, ink=INK)
    style = "<style>body{margin:0;background:#fff} .d>svg>g{filter:url(#gift_engraved)}</style>"
    html = (
        f'{style}<svg width="0" height="0" style="position:absolute">{found[0]}</svg>'
        f'<div class="d" style="width:{width}px;height:{height}px">{drawing}</div>'
    )
    with guess_page(faces) as page:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("html => { document.body.innerHTML = html }", html)
        seen = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))

    printed = (wanted < 250).any(axis=2)
    assert ssim(seen.astype(np.float32), wanted.astype(np.float32), printed) >= 0.99
