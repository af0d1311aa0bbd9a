"""Gift receipt."""

import dataclasses
import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from gift_engine import gift_receipt
from gift_engine.errors import EngineError


@pytest.fixture(scope="module")
def receipt(faces):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-color-emoji"))
    return gift_receipt.ReceiptData(
        code="K7M2P-9QXDA",
        shop="Keepsmith",
        book=faces.book,
        fonts=fonts,
        facts=(("For", "ليلى حداد"), ("From", ""), ("Occasion", "Birthday")),
        rows=(("1 ×", "Ceramic mug, white"), ("2 ×", "كوب")),
        labels={"note": "Name this code."},
    )


def dark_pixels(data, top_mm, bottom_mm, page=0):
    dpi = 150
    picture = pypdfium2.PdfDocument(data)[page].render(scale=dpi / 72).to_pil().convert("L")
    rows = [round(mm / 25.4 * dpi) for mm in (top_mm, bottom_mm)]
    return int((np.asarray(picture)[rows[0] : rows[1]] < 128).sum())


def test_it_is_one_a5_page_with_a_code_and_no_text_to_copy(receipt):
    data = gift_receipt.receipt_pdf(receipt)

    pdf = pikepdf.open(io.BytesIO(data))
    assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx(
        [0, 0, 419.53, 595.28], abs=0.1
    )
    assert len(pdf.pages) == 1
    assert dark_pixels(data, 158, 174) > 2_000


def test_an_empty_fact_takes_no_room(receipt):
    without = dataclasses.replace(receipt, facts=(receipt.facts[0], receipt.facts[2]))

    assert gift_receipt.receipt_pdf(receipt) == gift_receipt.receipt_pdf(without)


def test_many_rows_go_on_on_further_pages_and_none_is_lost(receipt):
    rows = tuple((f"{number} ×", f"Gift number {number}") for number in range(23))
    data = gift_receipt.receipt_pdf(dataclasses.replace(receipt, rows=rows))

    pages = len(pikepdf.open(io.BytesIO(data)).pages)
    assert pages == 4
    assert all(dark_pixels(data, 74, 80, page) > 0 for page in range(pages))


def test_a_delivery_without_rows_has_a_page(receipt):
    data = gift_receipt.receipt_pdf(dataclasses.replace(receipt, rows=()))

    assert len(pikepdf.open(io.BytesIO(data)).pages) == 1


def test_a_code_that_no_scanner_can_read_is_refused(receipt):
    with pytest.raises(EngineError) as error:
        gift_receipt.receipt_pdf(dataclasses.replace(receipt, code="Ünlesbar"))

    assert error.value.code == "bad_barcode"


def test_a_message_stands_after_the_things_and_takes_a_page_where_it_does_not_fit(receipt):
    short = dataclasses.replace(receipt, message="Alles Liebe, كل عام وأنت بخير")
    plain, data = gift_receipt.receipt_pdf(receipt), gift_receipt.receipt_pdf(short)
    assert dark_pixels(plain, 94, 100) == 0
    assert dark_pixels(data, 94, 104) > 0
    assert len(pikepdf.open(io.BytesIO(data)).pages) == 1

    rows = tuple((f"{number} ×", f"Gift number {number}") for number in range(7))
    full = gift_receipt.receipt_pdf(dataclasses.replace(short, rows=rows))

    assert len(pikepdf.open(io.BytesIO(full)).pages) == 2


def test_a_long_message_stays_above_the_code(receipt):
    rows = tuple((f"{number} ×", f"Gift number {number}") for number in range(4))
    long = dataclasses.replace(receipt, rows=rows, message="Herzlichen Glückwunsch " * 9)
    without = dataclasses.replace(long, message="")

    pictures = [gift_receipt.receipt_pdf(data) for data in (long, without)]

    assert dark_pixels(pictures[0], 144.2, 205) == dark_pixels(pictures[1], 144.2, 205)
    assert dark_pixels(pictures[0], 110, 144) > dark_pixels(pictures[1], 110, 144)
