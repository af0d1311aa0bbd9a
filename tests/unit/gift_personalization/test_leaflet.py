"""Leaflets: running text on A4 pages."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from gift_engine import leaflet

TEXT = "You order with the button on the last page of the checkout. " * 12


@pytest.fixture
def build(faces):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-sans-sc"))

    def build(*blocks, **values):
        return leaflet.LeafletData(
            title="Terms of sale",
            shop="Keepsmith",
            book=faces.book,
            fonts=fonts,
            blocks=blocks,
            **values,
        )

    return build


def draw(data, page=0, dpi=100):
    """Return a page as an array of greys."""
    document = pypdfium2.PdfDocument(data)
    return np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("L"))


def ink_by_column(picture, top_mm, bottom_mm, dpi=100):
    top, bottom = round(top_mm / 25.4 * dpi), round(bottom_mm / 25.4 * dpi)
    return np.flatnonzero((picture[top:bottom] < 128).any(axis=0)) * 25.4 / dpi


def test_a_short_text_is_one_a4_page_with_its_title(build):
    pdf = pikepdf.open(io.BytesIO(leaflet.leaflet_pdf(build(("text", "You buy from us.")))))

    assert len(pdf.pages) == 1
    assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx(
        [0, 0, 595.28, 841.89], abs=0.1
    )
    assert str(pdf.docinfo["/Title"]) == "Terms of sale"


def test_a_long_text_goes_on_over_pages_and_no_line_is_lost(build):
    data = build(*[("text", TEXT)] * 30)

    rows = leaflet._break_rows(data)
    pages = leaflet._paginate(rows)
    pdf = pikepdf.open(io.BytesIO(leaflet.leaflet_pdf(data)))

    assert len(rows) == 30 * len(leaflet._break_rows(build(("text", TEXT))))
    assert [row for page in pages for row in page] == rows
    assert len(pdf.pages) == len(pages) > 3


def test_one_paragraph_may_be_longer_than_a_page(build):
    pages = leaflet._paginate(leaflet._break_rows(build(("text", TEXT * 15))))

    assert len(pages) > 1


def test_no_line_leaves_the_margins(build):
    picture = draw(leaflet.leaflet_pdf(build(("text", TEXT), ("item", "https://x.example/" * 20))))

    columns = ink_by_column(picture, 37, 260)

    assert columns.min() > 19.5
    assert columns.max() < 190.5


def test_a_heading_is_not_left_alone_at_the_foot(build):
    line = ("text", "One line.")
    full = len(leaflet._paginate(leaflet._break_rows(build(*[line] * 60)))[0])

    for count in range(full - 4, full):
        pages = leaflet._paginate(
            leaflet._break_rows(build(*[line] * count, ("heading", "Withdrawal"), *[line] * 3))
        )

        assert pages[0][-1].keeps == 0


def test_a_title_starts_a_page(build):
    blocks = (("title", "Terms"), ("text", "a"), ("title", "Model form"), ("text", "b"))

    pages = leaflet._paginate(leaflet._break_rows(build(*blocks)))

    assert [len(page) for page in pages] == [2, 2]


def test_arabic_starts_at_the_right_and_chinese_breaks(build):
    arabic = draw(leaflet.leaflet_pdf(build(("text", "شروط البيع"))))
    chinese = leaflet._break_rows(build(("text", "我们按照您的意愿制作礼物。" * 20)))

    assert ink_by_column(arabic, 37, 45).min() > 150
    assert len(chinese) > 4


def test_an_item_has_a_bullet_before_its_text(build):
    columns = ink_by_column(draw(leaflet.leaflet_pdf(build(("item", "Item")))), 37, 45)

    assert 19 < columns.min() < 23
    assert (np.diff(columns) > 2).any()


def test_the_same_text_makes_the_same_bytes(build):
    data = build(("title", "Terms"), ("text", TEXT))

    assert leaflet.leaflet_pdf(data) == leaflet.leaflet_pdf(data)
