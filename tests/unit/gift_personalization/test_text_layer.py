"""Documents are outlines to the eye and text to a search, a clipboard and a screen reader."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from gift_engine import leaflet
from pypdf import PdfReader

FACES = ("lato", "noto-sans", "amiri", "frank-ruhl-libre", "noto-sans-devanagari", "noto-sans-sc")


@pytest.fixture
def make(faces):
    def make(*texts, **values):
        data = leaflet.LeafletData(
            title="Terms of sale",
            shop="Keepsmith",
            book=faces.book,
            fonts=tuple(faces.sha(name) for name in FACES),
            blocks=tuple(("text", text) for text in texts),
            **values,
        )
        return leaflet.leaflet_pdf(data)

    return make


def read(data, page=0):
    """Return the text of a page as a browser copies it, a line each."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range()
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "You buy from us, and we make it.",
        "Größe, façade, Žižkov, Ångström – 12,50 € “quoted”",
        "Καλημέρα κόσμε",
        "Доброе утро",
        "שלום עולם",
        "مرحبا بالعالم",
        "السلام عليكم لا إله",
        "नमस्ते दुनिया",
        "你好，世界",
        "عدد 2 قطع",
        "السعر 12,50 € فقط",
    ],
)
def test_what_is_written_can_be_read_back_in_any_script(make, text):
    assert text in read(make(text))


def test_words_of_two_directions_in_a_line_are_all_found(make):
    [_head, line, _foot] = read(make("Name: محمد, 2 pieces"))

    assert set(line.replace(",", "").split()) == {"Name:", "محمد", "2", "pieces"}


def test_two_readers_find_every_word_of_a_page(make):
    text = "You order with the button on the last page of the checkout. " * 20
    data = make(text)

    for found in (
        " ".join(read(data)),
        PdfReader(io.BytesIO(data)).pages[0].extract_text(),
    ):
        assert " ".join(found.split()).count("on the last page of the checkout.") == 20


def test_each_word_lies_where_it_is_seen(make):
    document = pypdfium2.PdfDocument(make("left", "nothing", "A line with MIDDLE in it"))
    words = document[0].get_textpage()
    index, count = words.search("MIDDLE").get_next()
    boxes = [words.get_charbox(place, loose=True) for place in range(index, index + count)]
    height = document[0].get_height()
    picture = np.asarray(document[0].render(scale=4).to_pil().convert("L")) < 128

    left, right = boxes[0][0], boxes[-1][2]
    rows = slice(int((height - boxes[0][3]) * 4), int((height - boxes[0][1]) * 4))
    ink = np.flatnonzero(picture[rows, int(left * 4) - 8 : int(right * 4) + 8].any(axis=0)) / 4
    assert ink[0] == pytest.approx(2, abs=1.5)
    assert ink[-1] == pytest.approx(right - left + 2, abs=1.5)


def test_nothing_of_it_is_seen(make):
    data = make("You buy from us.")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        whole = page.obj.Contents.read_bytes()
        page.obj.Contents = pdf.make_stream(whole[: whole.index(b" q BT")])
        plain = io.BytesIO()
        pdf.save(plain)

    pictures = [
        np.asarray(pypdfium2.PdfDocument(one)[0].render(scale=2).to_pil())
        for one in (data, plain.getvalue())
    ]

    assert np.array_equal(*pictures)


def test_the_same_words_are_the_same_bytes(make):
    assert make("You buy from us.") == make("You buy from us.")


def test_every_page_of_a_long_text_can_be_searched(make):
    data = make(*[f"Paragraph {number} of the terms." for number in range(90)])

    pages = [read(data, page) for page in range(len(pypdfium2.PdfDocument(data)))]

    assert len(pages) > 1
    for number in range(90):
        assert sum(f"Paragraph {number} of the terms." in page for page in pages) == 1
