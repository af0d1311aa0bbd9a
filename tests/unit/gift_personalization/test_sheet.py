"""Production ticket."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from barcode.charsets.code128 import CODES
from builders import (
    DISPLAY,
    no_images,
)
from gift_engine import sheet
from gift_engine.errors import EngineError
from gift_engine.outputs.pdf import joined, render_pdf


@pytest.fixture(scope="module")
def ticket(faces, photo_bytes):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-color-emoji"))
    return sheet.TicketData(
        job="GJ/2026/00042",
        order="S00123",
        product="Mug 11 oz, white",
        quantity="2",
        due="24 Nov 2026",
        content_hash="3f9a" * 16,
        book=faces.book,
        fonts=fonts,
        lines=(("Name", "Anna ❤\ufe0f"), ("Back", "أهلا وسهلا")),
        picture=photo_bytes,
    )


def page_pixels(data, page=0, dpi=203):
    return np.asarray(
        pypdfium2.PdfDocument(data)[page].render(scale=dpi / 72).to_pil().convert("L")
    )


def scanned(pixels):
    """Read the Code 128 symbols of a page as a scanner does: one row, widths of bars and gaps."""
    symbols = {code: value for value, code in enumerate(CODES)}
    for row in pixels[:: max(1, len(pixels) // 60)]:
        dark = row < 128
        edges = np.flatnonzero(np.diff(dark.astype(int))) + 1
        if len(edges) < 25 or dark[0]:
            continue
        widths = np.diff(edges)
        module = widths.sum() / (11 * ((len(widths) - 7) // 6) + 13)
        counts = np.rint(widths / module).astype(int)
        if len(widths) % 6 != 1 or counts.min() < 1:
            continue
        bars = "".join(("1" if n % 2 == 0 else "0") * int(c) for n, c in enumerate(counts))
        values = [symbols.get(bars[at : at + 11]) for at in range(0, len(bars) - 13, 11)]
        quiet = min(edges[0], len(row) - edges[-1]) / module
        if None not in values:
            return values, quiet
    return None, 0


def decoded(values):
    """Return the text of Code 128 values (sets B and C) after checking the check digit."""
    total = values[0] + sum(place * value for place, value in enumerate(values[1:-1], 1))
    assert total % 103 == values[-1]
    charset = {103: "A", 104: "B", 105: "C"}[values[0]]
    text = ""
    for value in values[1:-1]:
        if value in (99, 100) and (value == 99) != (charset == "C"):
            charset = "C" if value == 99 else "B"
        else:
            text += f"{value:02}" if charset == "C" else chr(value + 32)
    return text


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_barcode_reads_back_from_the_rasterised_page(ticket, dpi):
    values, quiet = scanned(page_pixels(sheet.ticket_pdf(ticket), dpi=dpi))

    assert decoded(values) == "GJ/2026/00042"
    assert quiet >= 10


def test_the_ticket_is_a5(ticket):
    assert boxes_of_first_page(sheet.ticket_pdf(ticket)) == (148, 210)


def boxes_of_first_page(data):
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    return round(width * 25.4 / 72), round(height * 25.4 / 72)


def test_the_ticket_is_the_same_every_time(ticket):
    assert sheet.ticket_pdf(ticket) == sheet.ticket_pdf(ticket)


def test_tickets_of_several_jobs_are_pages_of_one_file(ticket, faces):
    second = sheet.TicketData(
        job="GJ7", order="S1", product="Tote", quantity="1", due="", content_hash="a" * 64,
        book=faces.book, fonts=(faces.sha("lato"),),
    )  # fmt: skip
    data = sheet.tickets_pdf([ticket, second])

    assert len(pypdfium2.PdfDocument(data)) == 2
    assert decoded(scanned(page_pixels(data, 1))[0]) == "GJ7"
    assert data == sheet.tickets_pdf([ticket, second])


def test_long_texts_stay_on_the_ticket(ticket, faces):
    lines = tuple((f"Zone {n}", "to the best grandma in the world " * 5) for n in range(12))
    crowded = sheet.TicketData(**{**ticket.__dict__, "lines": lines, "product": "Mug " * 60})
    pixels = page_pixels(sheet.ticket_pdf(crowded), dpi=100)
    margin = 24

    assert (pixels[:, :margin] > 250).all()
    assert (pixels[:, -margin:] > 250).all()
    assert (pixels[-margin:] > 250).all()


@pytest.mark.parametrize("job", ["", "GJ-ä", "GJ\n1", "x" * 60])
def test_a_name_that_no_scanner_reads_is_refused(ticket, job):
    with pytest.raises(EngineError, match="bad_barcode"):
        sheet.ticket_pdf(sheet.TicketData(**{**ticket.__dict__, "job": job}))


def test_joined_files_keep_their_order():
    files = [render_pdf(DISPLAY, no_images, title=name) for name in ("first", "second")]

    with pikepdf.open(io.BytesIO(joined(files))) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (2, "first")
