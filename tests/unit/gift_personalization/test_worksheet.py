"""Work sheet of embroidery: its drawing is the approved one, its figures are measured."""

import io

import numpy as np
import pikepdf
import pytest
from builders import lay_out, photo_value, photo_zone, text_zone
from gift_engine import print_outputs
from gift_engine.display import DisplayList, PathItem
from gift_engine.errors import EngineError
from gift_engine.parity import rasterise_pdf
from gift_engine.worksheet import (
    WorksheetData,
    color_figures,
    drawing_place,
    estimate_stitches,
    worksheet_pdf,
)

OPTIONS = {"kind": "worksheet"}
RING = ("M0 0L20000 0L20000 20000L0 20000z"
        "M5000 5000L5000 15000L15000 15000L15000 5000z")  # fmt: skip


def facts(faces, **values):
    return WorksheetData(
        **{
            "job": "GJ00042", "product": "Cap", "quantity": "3 ×", "surface": "Front",
            "content_hash": "ab" * 32, "book": faces.book,
            "fonts": (faces.sha("lato"), faces.sha("noto-sans")),
            "texts": (("Anna", "Montserrat", 8_400),),
            "threads": {"#1b1b1b": "Brother 20 Black"},
            **values,
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def cap(faces):
    return lay_out(faces, [text_zone(faces, fallbacks=())], {"name": {"text": "Anna"}})[2]


def test_the_sheet_is_one_a4_page(faces, cap):
    with pikepdf.open(io.BytesIO(worksheet_pdf(cap, facts(faces)))) as document:
        (page,) = document.pages
        assert [round(float(value) * 25.4 / 72) for value in page.MediaBox] == [0, 0, 210, 297]


@pytest.mark.parametrize(
    ("width_um", "height_um"), [(100_000, 50_000), (100_000, 80_000), (300_000, 50_000)]
)
def test_the_drawing_on_the_sheet_is_the_approved_one(faces, cap, width_um, height_um):
    display = DisplayList("s", width_um, height_um, 0, cap.items)
    data = print_outputs.render(display, None, OPTIONS, facts=facts(faces))
    found = print_outputs.measure(display, None, OPTIONS, data)

    assert found["edge_shift_mm"] <= 0.1
    assert found["ssim"] >= 0.99
    assert drawing_place(display)[0] == (1 if width_um == 100_000 else 1 / 2)


def test_another_drawing_is_found(faces, cap):
    moved = DisplayList("s", 100_000, 50_000, 0, (PathItem(RING),))
    data = print_outputs.render(moved, None, OPTIONS, facts=facts(faces))

    assert print_outputs.measure(cap, None, OPTIONS, data)["edge_shift_mm"] > 0.5


def test_areas_are_measured_without_the_holes():
    ring = DisplayList("s", 100_000, 50_000, 0, (PathItem(RING, fill="#aa0000"),))

    assert color_figures(ring)["#aa0000"].area_mm2 == pytest.approx(300, abs=0.1)


def test_narrow_columns_are_satin_and_wide_shapes_are_filled():
    # A column of 2 × 50 mm: to and fro every 0.4 mm, and underlay.
    assert estimate_stitches(100, 104) == pytest.approx(104 / 0.4 * 1.3, abs=25)
    # A patch of 50 × 50 mm: rows of 3.5 mm stitches 0.4 mm apart, its border, and underlay.
    assert estimate_stitches(2_500, 200) == pytest.approx((2_500 / 1.4 + 57) * 1.3, abs=25)
    assert estimate_stitches(0, 0) == 0


def test_more_rows_stay_on_the_page(faces, cap):
    many = facts(faces, texts=tuple((f"Text {n}", "Lato", None) for n in range(20)))
    drawn = rasterise_pdf(worksheet_pdf(cap, many), 50)

    assert not drawn[-20:, :, 3].any()
    assert np.count_nonzero(drawn[:, :, 3]) > 1_000


def test_a_photo_cannot_be_stitched(faces):
    display = lay_out(faces, [photo_zone()], {"photo": photo_value()})[2]

    with pytest.raises(EngineError, match="outline_photo"):
        worksheet_pdf(display, facts(faces))
