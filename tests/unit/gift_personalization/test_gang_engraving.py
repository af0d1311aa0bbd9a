"""Engraved photos on gang sheets: upright, turned and mirrored, beside the outlines."""

import io

import cv2
import numpy as np
import pytest
from builders import photo_zone, text_zone
from engraved import engraved
from gift_engine import gang, gang_parity, nesting
from gift_engine.errors import EngineError
from gift_engine.outputs.engraving import encoded
from lxml import etree
from PIL import Image
from test_gang import OPTIONS, lay_both_ways

KINDS = ("engraving", "svg", "dxf", "pdf", "png")
LASER = {**OPTIONS, "engraving": {"kind": "engraving"},
         "pdf": {**OPTIONS["pdf"], "has_white": False}}  # fmt: skip


@pytest.fixture
def load(photo_bytes):
    return lambda _sha: photo_bytes


@pytest.fixture(scope="module")
def displays(faces):
    """Return a photo with a name, and a name alone."""
    name = text_zone(faces, x_um=50_000, width_um=46_000)
    photo = photo_zone(x_um=4_030, y_um=3_000, width_um=41_000, height_um=43_000)
    values = {"name": {"text": "Anna F7"}}
    return [
        engraved(faces, [photo, name], values, photo={"rotation_mdeg": 20_000})[2],
        engraved(faces, [name], values)[2],
    ]


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_each_engraved_piece_is_what_was_approved(kind, mirror, displays, faces, load):
    sheet = lay_both_ways(displays, faces, mirror)

    data = gang.render_sheet(kind, sheet, load, LASER[kind])
    found = gang_parity.measure_sheet(kind, sheet, load, LASER[kind], data)

    assert found["edge_shift_mm"] <= 0.2
    assert found["delta_e"] <= 6
    assert found["ssim"] >= 0.98
    assert found["overlap"] >= 0.98


@pytest.mark.parametrize("mirror", [False, True])
def test_dots_lie_on_the_sheet_where_the_svg_has_them(displays, faces, load, mirror):
    sheet = lay_both_ways(displays, faces, mirror)

    png = gang.render_sheet("engraving", sheet, load, LASER["engraving"])
    root = etree.fromstring(gang.render_sheet("svg", sheet, load, LASER["svg"]))

    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert abs(pixels.shape[1] - sheet.sheet.width_um / 100) < 1
    images = list(root.iter("{*}image"))
    assert len(images) == 2
    marked = pixels == 0
    x, y, width, height = (float(images[0].get(key)) for key in ("x", "y", "width", "height"))
    first = marked[
        round(y * 10) : round((y + height) * 10), round(x * 10) : round((x + width) * 10)
    ]
    turned = [laid for laid in sheet.laid if laid.place.turned][0].place
    left, top = turned.x_um // 100, round(turned.y_um / 100)
    second = np.rot90(marked[top : top + 1000, left : left + 500])
    assert first.shape == second.shape == (500, 1000)
    assert (first == second).all() and first.sum() > 10_000


@pytest.mark.parametrize("kind", ["engraving", "svg"])
def test_a_sheet_with_another_photo_is_found_out(kind, displays, faces, load):
    sheet = lay_both_ways(displays, faces, False)
    other = io.BytesIO()
    Image.effect_noise((1500, 1125), 90).convert("RGB").save(other, "JPEG")

    data = gang.render_sheet(kind, sheet, lambda _sha: other.getvalue(), LASER[kind])

    assert gang_parity.measure_sheet(kind, sheet, load, LASER[kind], data)["overlap"] < 0.9


def test_a_sheet_of_another_resolution_is_refused(displays, faces, load):
    sheet = lay_both_ways(displays, faces, False)
    data = gang.render_sheet("engraving", sheet, load, LASER["engraving"])
    wrong = encoded(Image.open(io.BytesIO(data)), 300)

    with pytest.raises(EngineError, match="broken_output"):
        gang_parity.measure_sheet("engraving", sheet, load, LASER["engraving"], wrong)


def test_files_that_would_show_nothing_are_told(displays, faces):
    sheet = lay_both_ways(displays, faces, False)
    names = gang.GangSheet(sheet.sheet, sheet.laid[2:])
    photo = engraved(faces)[2]
    place = nesting.Place(0, 1, 0, 0, 100_000, 50_000, False)
    photos = gang.GangSheet(sheet.sheet, (gang.Laid(place, photo),))

    shown = [
        [kind for kind in KINDS if gang.has_content(one, kind)] for one in (sheet, names, photos)
    ]

    assert shown == [list(KINDS), list(KINDS[1:]), ["engraving", "svg", "pdf", "png"]]
