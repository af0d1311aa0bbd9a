"""Receipt of an order."""

import dataclasses
import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from gift_engine import order_receipt
from gift_engine.order_receipt import Line


@pytest.fixture(scope="module")
def gift_line(photo_bytes):
    return Line(
        product="Ceramic mug, white",
        quantity="2 ×",
        amount="26.00 €",
        recipient="ليلى",
        texts=(("Name", "Zoë"), ("Message", "Happy birthday,\nand many more"), ("Empty", "")),
        picture=photo_bytes,
    )


@pytest.fixture(scope="module")
def receipt(faces, gift_line):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-color-emoji"))
    return order_receipt.OrderReceiptData(
        title="Order S00042",
        shop="Keepsmith",
        book=faces.book,
        fonts=fonts,
        address=("Emma Fischer", "Linienstraße 84", "10119 Berlin"),
        facts=(("Date", "27 Nov 2026"), ("Payment", "Paid")),
        lines=(gift_line, Line("Gift wrap", "1 ×", "3.00 €")),
        totals=(("VAT 19 % on 24.37 €", "4.63 €", False), ("Total", "29.00 €", True)),
        footer="Keepsmith · VAT number DE123456789",
    )


def draw(data, page=0, dpi=100):
    """Return a page as an array of RGB."""
    document = pypdfium2.PdfDocument(data)
    return np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("RGB"))


def part(picture, left_mm, top_mm, right_mm, bottom_mm, dpi=100):
    """Return a part of a drawn page."""
    left, top, right, bottom = (
        round(mm / 25.4 * dpi) for mm in (left_mm, top_mm, right_mm, bottom_mm)
    )
    return picture[top:bottom, left:right].astype(int)


def ink(pixels):
    return int((pixels.sum(axis=2) < 380).sum())


def test_it_is_one_a4_page_titled_as_the_order(receipt):
    pdf = pikepdf.open(io.BytesIO(order_receipt.order_receipt_pdf(receipt)))

    assert len(pdf.pages) == 1
    assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx(
        [0, 0, 595.28, 841.89], abs=0.1
    )
    assert str(pdf.docinfo["/Title"]) == "Order S00042"


def test_a_picture_says_what_it_shows_before_its_gift_where_it_stands(receipt):
    labelled = dataclasses.replace(receipt, labels={"picture": "صورة"}, lines=receipt.lines * 2)
    pdf = pikepdf.open(io.BytesIO(order_receipt.order_receipt_pdf(labelled)))

    elements = list(pdf.Root.StructTreeRoot.K.K)
    figures = [element for element in elements if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["صورة: Ceramic mug, white"] * 2
    left, bottom, right, top = (float(edge) for edge in figures[0].A.BBox)
    millimetre = 72 / 25.4
    assert left >= order_receipt.MARGIN_UM / 1000 * millimetre - 0.1
    assert max(right - left, top - bottom) == pytest.approx(34 * millimetre, abs=0.1)
    page = draw(order_receipt.order_receipt_pdf(labelled))
    height = 841.89
    box = [edge / millimetre for edge in (left, height - top, right, height - bottom)]
    assert ink(part(page, *box)) > 1_000
    parents = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    page_parents = parents[int(figures[0].Pg.StructParents)]
    assert page_parents[int(figures[0].K[0])].S == "/Figure"


def test_a_screen_reader_finds_gift_text_recipient_and_vat(receipt):
    page = pypdfium2.PdfDocument(order_receipt.order_receipt_pdf(receipt))[0]
    words = " ".join(page.get_textpage().get_text_range().split())

    for said in ("Ceramic mug, white", "Zoë", "ليلى", "VAT 19 % on 24.37 €", "4.63 €", "29.00 €"):
        assert said in words


def test_the_picture_of_the_gift_is_on_it(receipt, gift_line):
    with_picture = draw(order_receipt.order_receipt_pdf(receipt))
    bare = dataclasses.replace(gift_line, picture=b"")
    without = draw(
        order_receipt.order_receipt_pdf(
            dataclasses.replace(receipt, lines=(bare, receipt.lines[1]))
        )
    )

    box = (18, 93, 52, 118)
    assert part(with_picture, *box).std() > 20
    assert part(without, *box).std() == 0


@pytest.mark.parametrize(
    ("change", "box"),
    [
        ({"recipient": ""}, (70, 99, 190, 128)),
        ({"texts": ()}, (70, 99, 190, 128)),
        ({"product": ""}, (73, 92, 150, 100)),
        ({"amount": ""}, (160, 92, 192, 100)),
    ],
)
def test_everything_that_is_said_is_printed(receipt, gift_line, change, box):
    whole = draw(order_receipt.order_receipt_pdf(receipt))
    changed = dataclasses.replace(gift_line, **change)
    less = draw(
        order_receipt.order_receipt_pdf(
            dataclasses.replace(receipt, lines=(changed, receipt.lines[1]))
        )
    )

    assert ink(part(whole, *box)) > ink(part(less, *box))


def test_every_total_is_printed(receipt):
    whole = draw(order_receipt.order_receipt_pdf(receipt))
    for index in range(2):
        totals = tuple(t for at, t in enumerate(receipt.totals) if at != index)
        less = draw(order_receipt.order_receipt_pdf(dataclasses.replace(receipt, totals=totals)))
        assert ink(part(whole, 70, 140, 195, 170)) > ink(part(less, 70, 140, 195, 170))


def test_as_many_pages_as_lines_need_and_nothing_is_lost(receipt, gift_line):
    many = dataclasses.replace(receipt, lines=(gift_line,) * 23)

    pages = order_receipt._paginate(many)
    pdf = pikepdf.open(io.BytesIO(order_receipt.order_receipt_pdf(many)))

    assert len(pdf.pages) == len(pages) == 5
    assert sum(len(lines) for lines, _totals in pages) == 23
    assert [len(totals) for _lines, totals in pages] == [0, 0, 0, 0, 2]


def test_long_texts_stay_on_their_line(receipt, gift_line):
    endless = dataclasses.replace(
        gift_line,
        product="Mug " * 60,
        texts=tuple((f"Field {n}", "word " * 80 + "\n" * 9) for n in range(12)),
    )
    data = dataclasses.replace(receipt, lines=(endless, receipt.lines[1]))

    page = draw(order_receipt.order_receipt_pdf(data))

    assert ink(part(page, 193, 93, 210, 130)) == 0
    assert ink(part(page, 0, 129, 18, 131)) == 0


def test_the_same_order_gives_the_same_bytes(receipt):
    assert order_receipt.order_receipt_pdf(receipt) == order_receipt.order_receipt_pdf(receipt)


def test_an_order_without_anything_is_a_page(receipt):
    empty = dataclasses.replace(receipt, lines=(), totals=(), address=(), facts=(), footer="")

    assert len(pikepdf.open(io.BytesIO(order_receipt.order_receipt_pdf(empty))).pages) == 1


def test_in_a_language_read_from_the_right_the_page_is_mirrored(receipt):
    data = order_receipt.order_receipt_pdf(receipt)
    mirrored = order_receipt.order_receipt_pdf(dataclasses.replace(receipt, is_rtl=True))

    left, right = draw(data), draw(mirrored)

    for page, picture, amount in ((left, (18, 52), (158, 192)), (right, (158, 192), (18, 52))):
        shown = part(page, picture[0], 93, picture[1], 120)
        assert np.ptp(shown, axis=2).max() > 60, "the photo has colours"
        price = part(page, amount[0], 93, amount[1], 99)
        assert ink(price) > 20
        assert np.ptp(price, axis=2).max() < 60, "the price has none"


def test_texts_of_both_directions_begin_at_the_right_of_a_mirrored_page(receipt):
    address = ("Emma Fischer", "ليلى")
    page = draw(
        order_receipt.order_receipt_pdf(
            dataclasses.replace(receipt, address=address, is_rtl=True, lines=(), facts=())
        )
    )

    for top in (38.0, 43.6):
        assert ink(part(page, 172, top, 192, top + 5)) > 20
        assert ink(part(page, 120, top, 150, top + 5)) == 0
