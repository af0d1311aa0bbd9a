"""Clip art: the set of drawings, where they lie, and that every output draws the same."""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import skia
from builders import document, no_images, on_white
from gift_engine.clipart import SIDE, DrawingBook, drawing_svg, parse_drawing
from gift_engine.clipart_svg import read_svg
from gift_engine.errors import EngineError
from gift_engine.file_parity import measure_pdf
from gift_engine.layout import layout_design
from gift_engine.outputs.pdf import render_pdf
from gift_engine.outputs.raster import render_rgba
from gift_engine.outputs.svg import render_svg
from gift_engine.preflight import check
from gift_engine.remedies import find_remedy
from gift_engine.schema import content_hash, parse_design
from lxml import etree

ADDON = Path(__file__).parents[3] / "addons" / "gift_personalization"
THEMES = json.loads((ADDON / "data" / "clipart.json").read_text("utf-8"))
FILES = [
    ADDON / "data" / "clipart" / theme["key"] / f"{motif['key']}.svg"
    for theme in THEMES
    for motif in theme["motifs"]
]
GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="module")
def drawings():
    """Every drawing of the set by theme and key."""
    return {f"{path.parent.name}/{path.stem}": read_svg(path.read_bytes()) for path in FILES}


@pytest.fixture(scope="module")
def book(drawings):
    known = {drawing.sha256: drawing.to_json().encode() for drawing in drawings.values()}
    return DrawingBook(known.__getitem__)


def zone(**values):
    return {
        "key": "motif",
        "type": "clipart",
        "label": "Motif",
        "x_um": 5_000,
        "y_um": 5_000,
        "width_um": 60_000,
        "height_um": 30_000,
        "colors": ["#1b1b1b", "#aa0000"],
        **values,
    }


def lay_out(book, drawing, surface=None, value=None, **options):
    value = {"clipart": drawing.sha256, **(value or {})}
    content = document([zone(**options)], {"motif": value}, **(surface or {}))
    design = parse_design(content)
    layout = layout_design(design, None, book)
    return design, layout, layout.surfaces["wrap"]


def read(body, attributes=""):
    """Return the drawing of an SVG file with that body."""
    return read_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'.encode())


def ink(display, **options):
    """Return where a surface is inked, at 254 dpi: 10 pixels per mm."""
    return render_rgba(display, no_images, dpi=254, **options)[:, :, 3] > 127


# === THE SET === #


def test_the_set_has_enough_motifs_in_eight_themes():
    names = [motif["name"] for theme in THEMES for motif in theme["motifs"]]
    assert len(THEMES) == 8
    assert min(len(theme["motifs"]) for theme in THEMES) >= 8
    assert len(names) == len(set(names)) >= 64
    assert all(motif["keywords"] for theme in THEMES for motif in theme["motifs"])


def test_every_file_of_the_set_is_listed():
    assert sorted(FILES) == sorted((ADDON / "data" / "clipart").glob("*/*"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_motif_survives_being_engraved_and_stitched(path):
    """Closing and opening by 2.5 % of the side, as a needle does, leaves most of it as it is."""
    drawing = read_svg(path.read_bytes())
    book = DrawingBook({drawing.sha256: drawing.to_json().encode()}.__getitem__)
    size = {"x_um": 2_000, "y_um": 2_000, "width_um": 40_000, "height_um": 40_000}
    surface = {"width_um": 44_000, "height_um": 44_000, "bleed_um": 0}
    mask = ink(lay_out(book, drawing, surface, **size)[2]).astype(np.uint8)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    for operation in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE):
        changed = (cv2.morphologyEx(mask, operation, brush) != mask).sum()
        assert changed < 0.06 * mask.sum()


def test_drawings_are_equal_after_being_stored(drawings):
    for drawing in drawings.values():
        assert parse_drawing(drawing.to_json().encode()) == drawing
        assert max(drawing.width, drawing.height) == SIDE


@pytest.mark.parametrize(
    "document_",
    [
        b"",
        b"[]",
        b'{"format": 2}',
        b'{"format":1,"colors":"single","width":10,"height":10,"parts":[]}',
        b'{"format":1,"colors":"single","width":10,"height":10,"parts":[{"fill":"","d":"M0 0"}]}',
        b'{"format":1,"colors":"single","width":10,"height":10,'
        b'"parts":[{"fill":"url(#a)","d":"M0 0l1 1z"}]}',
        b'{"format":1,"colors":"single","width":10,"height":10,'
        b'"parts":[{"fill":"","d":"M0 0l1 1z\\"/><script>"}]}',
    ],
)
def test_a_stored_document_that_is_no_drawing_is_refused(document_):
    with pytest.raises(EngineError, match="bad_drawing"):
        parse_drawing(document_)


# === PLACE === #


def test_a_motif_is_as_large_as_fits_and_stands_in_the_middle(book, drawings):
    mask = ink(lay_out(book, drawings["love/heart"])[2])
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]

    assert abs(rows[0] - 50) <= 1
    assert abs(rows[-1] - 349) <= 1
    assert abs((columns[0] + columns[-1] + 1) / 2 - 350) <= 1
    shape = drawings["love/heart"]
    assert (columns[-1] - columns[0]) / (rows[-1] - rows[0]) == pytest.approx(
        shape.width / shape.height, rel=0.01
    )


def test_a_turned_zone_turns_its_motif(book, drawings):
    upright = lay_out(book, drawings["symbols/house"], width_um=30_000)[2]
    turned = lay_out(book, drawings["symbols/house"], width_um=30_000, rotation_mdeg=180_000)[2]
    flipped = ink(turned)[::-1, ::-1]
    moved = np.roll(flipped, (-100, -600), axis=(0, 1))  # about the centre of the zone

    assert (moved != ink(upright)).mean() < 0.001


def test_a_drawing_takes_the_colour_that_was_chosen(book, drawings):
    display = lay_out(book, drawings["love/heart"], value={"color": "#AA0000"})[2]
    assert {item.fill for item in display.walk()} == {"#aa0000"}


def test_a_drawing_with_its_own_colours_keeps_them(book, drawings):
    display = lay_out(book, drawings["seasons/holly"], value={"color": "#aa0000"})[2]
    assert {item.fill for item in display.walk()} == {"#3c6e4f", "#2f5a41", "#b8322f"}


def test_an_empty_value_leaves_the_zone_empty():
    design = parse_design(document([zone()], {"motif": {"clipart": "", "color": "#aa0000"}}))
    assert design.values == {}


def test_a_zone_that_customers_cannot_change_shows_its_default(book, drawings):
    shown = drawings["symbols/star"].sha256
    content = document([zone(editable=False, default=shown)], {"motif": {"clipart": "b" * 64}})
    assert parse_design(content).cliparts() == (shown,)


@pytest.mark.parametrize("value", ["x", {"clipart": "x"}, {"clipart": 5}, {"clipart": ["a" * 64]}])
def test_a_value_that_names_no_drawing_is_refused(value):
    with pytest.raises(EngineError, match="bad_schema"):
        parse_design(document([zone()], {"motif": value}))


def test_an_unknown_drawing_is_told_by_its_hash():
    design = parse_design(document([zone()], {"motif": {"clipart": "c" * 64}}))
    with pytest.raises(EngineError, match="drawing_missing"):
        layout_design(design, None, DrawingBook({}.__getitem__))


def test_the_document_of_a_design_is_read_again_as_it_was():
    content = document([zone()], {"motif": {"clipart": "d" * 64, "color": "#aa0000"}})
    design = parse_design(content)
    assert parse_design(design.to_dict()) == design
    assert content_hash(parse_design(design.to_dict())) == content_hash(design)


# === GUARDS === #


def codes(book, drawing, **surface):
    design, layout, _display = lay_out(book, drawing, surface)
    return [finding.code for finding in check(design, layout)]


def test_several_colours_cannot_be_engraved(book, drawings):
    single = {**document([])["template"]["surfaces"][0]["method"], "colors": "single"}
    assert codes(book, drawings["seasons/holly"], method=single) == ["clipart_full_colour"]
    assert codes(book, drawings["love/heart"], method=single) == []
    assert codes(book, drawings["seasons/holly"]) == []


def test_a_motif_of_the_products_own_colour_is_told(book, drawings):
    area = {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000}
    mockup = {"asset": "e" * 64, "width_px": 10, "height_px": 10, "area": area}
    dark = {"mockup": {**mockup, "background": "#202020"}}
    light = {"mockup": {**mockup, "background": "#f0f0f0"}}
    assert codes(book, drawings["love/heart"], **dark) == ["low_contrast"]
    assert codes(book, drawings["love/heart"], **light) == []


def test_another_colour_of_a_motif_that_is_not_seen_is_offered(book, drawings):
    area = {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000}
    dark = {"asset": "e" * 64, "width_px": 10, "height_px": 10, "area": area}
    surface = {"mockup": {**dark, "background": "#ffffff"}}
    heart = drawings["love/heart"]
    pale = {"colors": ["#ffffff", "#aa0000"]}
    design, layout, _display = lay_out(book, heart, surface, **pale)
    (finding,) = check(design, layout)

    remedy = find_remedy(design, finding, None, drawings=book)

    assert (finding.code, remedy.kind) == ("low_contrast", "color")
    value = {"color": remedy.change["color"]}
    assert not check(*lay_out(book, heart, surface, value, **pale)[:2])


# === OUTPUTS === #


@pytest.mark.parametrize("name", ["love/rings", "baby/rainbow", "symbols/wreath"])
def test_it_still_looks_the_same(book, drawings, name):
    path = GOLDEN / f"clipart_{name.split('/')[1]}.svg"
    svg = render_svg(lay_out(book, drawings[name])[2], no_images) + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(svg)

    assert svg == path.read_text()


@pytest.mark.parametrize("name", ["animals/bee", "nature/toadstool", "hobbies/football"])
def test_the_print_file_shows_what_the_preview_shows(book, drawings, name):
    display = lay_out(book, drawings[name], rotation_mdeg=20_000, height_um=28_000)[2]
    parity = measure_pdf(display, no_images, render_pdf(display, no_images), mirror=False)

    assert parity.edge_shift_mm <= 0.1
    assert parity.ssim >= 0.99


def test_the_catalogue_picture_is_the_drawing(book, drawings):
    """The SVG that is served, read by Skia's own SVG reader, equals the raster that is printed."""
    drawing = drawings["love/love-letter"]
    stream = skia.MemoryStream(drawing_svg(drawing, "#000000").encode(), True)
    surface = skia.Surface(400, 400)
    surface.getCanvas().scale(400 / 256, 400 / 256)
    skia.SVGDOM.MakeFromStream(stream).render(surface.getCanvas())
    served = surface.toarray()[:, :, 3] > 127

    size = {"x_um": 0, "y_um": 0, "width_um": 40_000, "height_um": 40_000}
    display = lay_out(book, drawing, {"width_um": 40_000, "height_um": 40_000}, **size)[2]
    assert (served != ink(display)).mean() < 0.003


def test_drawings_are_pictures_without_anything_active(drawings):
    for drawing in drawings.values():
        root = etree.fromstring(drawing_svg(drawing))
        tags = {etree.QName(node).localname for node in root.iter()}
        names = {name for node in root.iter() for name in node.attrib}
        assert tags == {"svg", "path"}
        assert names == {"width", "height", "viewBox", "fill", "d"}


def test_white_cuts_holes_where_there_is_one_colour():
    drawing = read('<circle r="50"/><circle r="20" fill="#FFF"/>')
    book = DrawingBook({drawing.sha256: drawing.to_json().encode()}.__getitem__)
    mask = ink(lay_out(book, drawing)[2])
    assert drawing.colors == "single"
    assert not mask[200, 350]
    assert mask[200, 250]


def test_nested_rings_are_wound_for_every_viewer():
    circles = "".join(
        f'<circle r="{radius}" fill="{"#000" if radius % 20 else "#fff"}"/>'
        for radius in (50, 40, 30, 20, 10)
    )
    drawing = read(circles)
    book = DrawingBook({drawing.sha256: drawing.to_json().encode()}.__getitem__)
    row = ink(lay_out(book, drawing)[2])[200, 200:350]
    assert [bool(row[at]) for at in (15, 45, 75, 105, 135)] == [True, False, True, False, True]


def test_a_stroke_becomes_an_outline_of_its_width():
    drawing = read('<path stroke="#000" stroke-width="10" fill="none" d="M10 50H90"/>')
    assert (drawing.width, drawing.height) == (SIDE, SIDE // 8)


def test_what_lies_outside_the_view_box_is_cut_off():
    drawing = read('<rect x="-50" y="-50" width="400" height="400"/>', 'viewBox="0 0 100 50"')
    assert (drawing.width, drawing.height) == (SIDE, SIDE // 2)


def test_a_motif_prints_in_its_colour(book, drawings):
    display = lay_out(book, drawings["symbols/shield"], value={"color": "#aa0000"})[2]
    pixels = on_white(render_rgba(display, no_images, dpi=100))
    assert np.abs(pixels.reshape(-1, 3) - np.array([170, 0, 0])).sum(axis=1).min() <= 3
