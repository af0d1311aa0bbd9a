"""Documents are outlines to the eye and text to a search, a clipboard and a screen reader."""

import io
import re

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


# === TAGS === #


def structure(data):
    """Return ``[(tag, text), …]`` as a screen reader goes through the file, and the file."""
    pdf = pikepdf.open(io.BytesIO(data))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    lines_of = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    found = []
    for element in pdf.Root.StructTreeRoot.K.K:
        texts = marked_texts(element.Pg)
        numbers = [int(number) for number in element.K]
        owners = lines_of[int(element.Pg.StructParents)]
        assert all(owners[number].objgen == element.objgen for number in numbers)
        found.append((str(element.S), " ".join(texts[number] for number in numbers)))
    return found, pdf


def marked_texts(page):
    """Return the text of each marked line of a page by its number."""
    codes = dict(re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", page_map(page)))
    texts = {}
    for number, content in re.findall(
        rb"<</MCID (\d+)>> BDC (.*?) EMC", page.Contents.read_bytes(), re.DOTALL
    ):
        shown = re.findall(rb"<([0-9a-f]{4})>", content)
        texts[int(number)] = b"".join(codes[code] for code in shown)
    return {
        number: bytes.fromhex(text.decode()).decode("utf-16-be").strip()
        for number, text in texts.items()
    }


def page_map(page):
    return page.Resources.Font["/GiftText"].ToUnicode.read_bytes()


@pytest.fixture
def terms(faces):
    long = " ".join(["You order with the button on the last page of the checkout."] * 3)
    usual = (("title", "Terms"), ("heading", "1. Order"), ("text", long))

    def make(blocks=usual):
        return leaflet.leaflet_pdf(
            leaflet.LeafletData(
                title="Terms of sale", shop="Keepsmith", book=faces.book,
                fonts=tuple(faces.sha(name) for name in FACES), blocks=blocks, lang="de-DE",
            )
        )  # fmt: skip

    make.long = long
    return make


def test_a_screen_reader_finds_headings_and_whole_paragraphs_in_their_order(terms):
    found, pdf = structure(terms())
    root = pdf.Root

    assert ("/H1", "Terms") in found
    after = found[found.index(("/H1", "Terms")) :]
    assert after[1:3] == [("/H2", "1. Order"), ("/P", terms.long)]
    assert str(root.Lang) == "de-DE"
    assert bool(root.MarkInfo.Marked) and bool(root.ViewerPreferences.DisplayDocTitle)


def test_a_document_of_many_pages_keeps_the_structure_of_each(terms):
    texts = [f"Paragraph {number} of these terms." for number in range(120)]
    found, pdf = structure(terms(tuple(("text", text) for text in texts)))

    assert len(pdf.pages) > 1
    assert [text for tag, text in found if text.startswith("Paragraph")] == texts
    assert str(pdf.Root.Lang) == "de-DE"


def test_the_drawing_is_passed_over_and_everything_on_the_page_is_marked(terms):
    with pikepdf.open(io.BytesIO(terms())) as pdf:
        content = pdf.pages[0].Contents.read_bytes().strip()

    assert content.startswith(b"/Artifact BMC")
    assert content.count(b"BMC") + content.count(b"BDC") == content.count(b"EMC")
    drawn = re.sub(rb"(?s)/\w+ (BMC|<<[^>]*>> BDC).*?EMC", b"", content)
    assert drawn.split() == [b"q", b"BT", b"3", b"Tr", b"ET", b"Q"]


def test_the_same_document_is_the_same_file(terms):
    assert terms() == terms()
