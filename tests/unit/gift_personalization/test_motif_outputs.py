"""Motifs in the files of every print method, read back by programs that share nothing with it."""

import io

import pytest
from builders import no_images
from ezdxf import recover
from gift_engine import print_outputs
from gift_engine.clipart import DrawingBook
from gift_engine.clipart_svg import read_svg
from gift_engine.worksheet import WorksheetData
from test_clipart import FILES, lay_out

OPTIONS = {"has_white": False, "has_varnish": False, "cut": "", "cut_offset_um": 0, "choke_um": 0,
           "line_style": "engrave", "by_color": False}  # fmt: skip
PLATES = {"has_white": True, "cut": "contour", "cut_offset_um": 1_500, "choke_um": 200}
# One of each theme; all 94 of the set were measured once, none had less.
ONE_OF_EACH = {path.parent.name: path for path in FILES}
SEVERAL_COLOURS = next(path for path in FILES if path.stem == "holly")


def displayed(path):
    drawing = read_svg(path.read_bytes())
    book = DrawingBook({drawing.sha256: drawing.to_json().encode()}.__getitem__)
    return lay_out(book, drawing)[2]


def figures(display, facts=None, **options):
    options = {**OPTIONS, **options}
    data = print_outputs.render(display, no_images, options, facts=facts)
    return print_outputs.measure(display, no_images, options, data)


@pytest.mark.parametrize("kind", ["svg", "dxf"])
@pytest.mark.parametrize("theme", ONE_OF_EACH)
def test_a_motif_is_cut_as_it_is_shown(theme, kind):
    found = figures(displayed(ONE_OF_EACH[theme]), kind=kind)

    assert found["edge_shift_mm"] <= 0.1
    assert found["overlap"] >= 0.99


@pytest.mark.parametrize("path", [ONE_OF_EACH["party"], SEVERAL_COLOURS], ids=["one", "several"])
def test_white_and_cut_line_follow_a_motif(path):
    found = figures(displayed(path), kind="pdf", **PLATES)

    assert found["edge_shift_mm"] <= 0.1
    assert found["ssim"] >= 0.99


@pytest.mark.parametrize("path", [ONE_OF_EACH["love"], SEVERAL_COLOURS], ids=["one", "several"])
def test_the_underbase_lies_below_a_motif(path):
    assert figures(displayed(path), kind="underbase", choke_um=300)["edge_shift_mm"] <= 0.1


@pytest.mark.parametrize("path", [ONE_OF_EACH["love"], SEVERAL_COLOURS], ids=["one", "several"])
def test_a_work_sheet_shows_a_motif_as_it_was_approved(path, faces):
    facts = WorksheetData(
        job="GJ00042", product="Cap", quantity="1 ×", surface="Front", content_hash="ab" * 32,
        book=faces.book, fonts=(faces.sha("lato"),), texts=(), threads={},
    )  # fmt: skip
    found = figures(displayed(path), facts, kind="worksheet")

    assert found["edge_shift_mm"] <= 0.1
    assert found["ssim"] >= 0.99


def test_a_motif_of_several_colours_gets_a_layer_for_each():
    options = {**OPTIONS, "kind": "dxf", "by_color": True}
    display = displayed(SEVERAL_COLOURS)
    fills = {item.fill for item in display.items[0].items}

    data = print_outputs.render(display, no_images, options)

    layers = {entity.dxf.layer for entity in recover.read(io.BytesIO(data))[0].modelspace()}
    assert len(fills) > 1
    assert layers == {f"OUTLINE_{fill.lstrip('#').upper()}" for fill in fills}
    assert print_outputs.measure(display, no_images, options, data)["overlap"] >= 0.99
