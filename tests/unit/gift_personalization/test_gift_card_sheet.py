"""Gift cards to print: an A4 page each."""

import io

import pikepdf
import pypdfium2
import pytest
from gift_engine import gift_card_sheet
from PIL import Image

CODE = "7K3M-9QXA-2B4C-8DEF"


@pytest.fixture
def build(faces):
    fonts = tuple(faces.sha(name) for name in ("lato", "amiri", "noto-sans-sc"))
    buffer = io.BytesIO()
    Image.new("RGB", (320, 212), (47, 93, 70)).save(buffer, "JPEG")

    def build(**values):
        return gift_card_sheet.GiftCardData(
            **{
                "title": "Gift card",
                "shop": "Keepsmith",
                "amount": "50.00 €",
                "code": CODE,
                "book": faces.book,
                "fonts": fonts,
                "picture": buffer.getvalue(),
                "until": "Good until 31 December 2029",
                "how": "Enter the code in the cart.",
                **values,
            }
        )

    return build


def read(data, page=0):
    """Return the text of a page, as a search or a screen reader finds it."""
    document = pypdfium2.PdfDocument(data)
    return document[page].get_textpage().get_text_range()


def test_a_card_is_a_page_with_amount_code_and_words(build):
    data = gift_card_sheet.gift_cards_pdf(
        [build(recipient="For Anna", giver="From Emma", message="Happy birthday,\ndear Anna!")]
    )

    assert len(pikepdf.open(io.BytesIO(data)).pages) == 1
    text = read(data)
    for part in ("50.00 €", CODE, "For Anna", "From Emma", "dear Anna!", "31 December 2029"):
        assert part in text, part


def test_several_cards_are_several_pages_each_with_its_code(build):
    codes = [CODE, "8K3M-9QXA-2B4C-8DEF"]

    data = gift_card_sheet.gift_cards_pdf([build(code=code) for code in codes])

    assert [code in read(data, page) for page, code in enumerate(codes)] == [True, True]
    assert len(pikepdf.open(io.BytesIO(data)).pages) == 2


def test_the_longest_words_stay_on_the_page_above_the_amount(build):
    message = "Ein sehr langer Gruß. " * 23

    data = gift_card_sheet.gift_cards_pdf(
        [build(recipient="W" * 80, giver="W" * 80, message=message[:500])]
    )
    picture = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")

    assert len(pikepdf.open(io.BytesIO(data)).pages) == 1
    for side in (picture.crop((0, 0, 40, 842)), picture.crop((555, 0, 595, 842))):
        assert side.getextrema()[0] > 128  # nothing runs off the paper


@pytest.mark.parametrize("text", ["بطاقة هدية لآنا", "给安娜的礼物", "Für Anna 🎁"])
def test_any_script_is_set(build, text):
    data = gift_card_sheet.gift_cards_pdf([build(message=text, recipient=text)])

    assert len(pikepdf.open(io.BytesIO(data)).pages) == 1


def test_a_card_without_a_design_or_words_is_a_page_as_well(build):
    data = gift_card_sheet.gift_cards_pdf([build(picture=b"", until="", is_rtl=True)])

    assert CODE in read(data)


def test_the_fullest_card_does_not_run_into_its_foot(build):
    page = gift_card_sheet._CardPage(build(recipient="Anna", giver="Emma", message="Gruß. " * 83))

    top = page.words_of_the_giver(gift_card_sheet.TEXT_TOP_UM)
    before = len(page.items)
    page.money(top)
    lowest = max(item.matrix[5] for item in page.items[before:])

    assert lowest < gift_card_sheet.HEIGHT_UM - gift_card_sheet.MARGIN_UM - 15_000
