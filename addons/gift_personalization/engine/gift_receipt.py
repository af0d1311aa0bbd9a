"""Gift receipt: A5 pages that lie in a parcel, with a return code and without any price."""

from dataclasses import dataclass, field

from .display import DisplayList, PathItem
from .geometry import translate
from .outputs.pdf import joined, render_pdf
from .sheet import (
    BAR_HEIGHT_UM,
    GREY,
    HEIGHT_UM,
    INK,
    INNER_UM,
    MARGIN_UM,
    MAX_MODULE_UM,
    WIDTH_UM,
    Page,
    bars_path,
    code128_modules,
)  # fmt: skip
from .text import FontBook

LABELS = {"title": "Gift receipt", "code": "Return code", "note": ""}
ROW_UM = 9_000
FIRST_ROW_UM = 74_000
CODE_UM = HEIGHT_UM - MARGIN_UM - 52_000
COUNT_UM = 18_000
MESSAGE_UM = 30_000


@dataclass(frozen=True)
class ReceiptData:
    """What a gift receipt says; all texts are already translated and formatted.

    It has no field for an amount, so none can be printed.

    :param str code: return code, printed as Code 128 (ASCII)
    :param tuple facts: (label, text) such as recipient and giver; empty texts are left out
    :param tuple rows: (quantity, product) of each thing in the parcel
    :param str message: a few words of the giver, after the things
    Other parameters as of :class:`sheet.TicketData`; ``labels['note']`` says how to return.
    """

    code: str
    shop: str
    book: FontBook
    fonts: tuple
    facts: tuple = ()
    rows: tuple = ()
    message: str = ""
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def receipt_pdf(data):
    """Return the gift receipt as PDF bytes, with as many pages as its rows need.

    :raises EngineError: ``bad_barcode`` for a code that Code 128 cannot hold
    """
    fitting = (CODE_UM - 4_000 - FIRST_ROW_UM) // ROW_UM
    starts = list(range(0, len(data.rows), fitting)) or [0]
    pages = [_page_pdf(data, data.rows[start : start + fitting]) for start in starts[:-1]]
    return joined([*pages, *_last_pages(data, data.rows[starts[-1] :], fitting)])


def _last_pages(data, rows, fitting):
    """Return the pages with the last rows and the message, which may need a page of its own."""
    if not data.message or len(rows) <= fitting - MESSAGE_UM // ROW_UM:
        return [_page_pdf(data, rows, data.message)]
    return [_page_pdf(data, rows), _page_pdf(data, (), data.message)]


def _page_pdf(data, rows, message=""):
    page = _ReceiptPage(data)
    page.header()
    page.facts()
    page.list_rows(rows)
    page.message(message, len(rows))
    page.code()
    display = DisplayList("receipt", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    title = f"{page.labels['title']} {data.code}"
    return render_pdf(
        display, {}.__getitem__, bleed=False, marks=False, title=title, lang=data.lang
    )


class _ReceiptPage(Page):
    default_labels = LABELS

    def header(self):
        self.text(self.data.shop, MARGIN_UM, MARGIN_UM, INNER_UM, 5_000, 4_500, color=GREY)
        title = self.labels["title"]
        self.text(title, MARGIN_UM, MARGIN_UM + 7_000, INNER_UM, 13_000, 11_000, tag="H1")
        self.rule(33_000)

    def facts(self):
        shown = [(label, text) for label, text in self.data.facts if text][:4]
        for index, (label, text) in enumerate(shown):
            y = 36_500 + index * 8_500
            self.text(label, MARGIN_UM, y + 1_000, 30_000, 5_500, 3_500, color=GREY)
            self.text(text, MARGIN_UM + 32_000, y, INNER_UM - 32_000, 6_500, 5_000)
        self.rule(FIRST_ROW_UM - 3_500)

    def list_rows(self, rows):
        for index, (quantity, product) in enumerate(rows):
            y = FIRST_ROW_UM + index * ROW_UM
            self.text(quantity, MARGIN_UM, y, COUNT_UM - 3_000, 6_500, 5_000)
            left = MARGIN_UM + COUNT_UM
            self.text(product, left, y, INNER_UM - COUNT_UM, 7_500, 5_000, wrap=True, max_lines=2)

    def message(self, text, count):
        if text:
            y = FIRST_ROW_UM + count * ROW_UM + 2_000
            height = MESSAGE_UM - 4_000
            self.text(text, MARGIN_UM, y, INNER_UM, height, 5_500, wrap=True, max_lines=4)

    def code(self):
        self.rule(CODE_UM)
        self.text(
            self.labels["code"], MARGIN_UM, CODE_UM + 3_000, INNER_UM, 3_500, 3_500, color=GREY
        )
        modules = code128_modules(self.data.code)
        left = (WIDTH_UM - len(modules) * MAX_MODULE_UM) / 2
        bars = bars_path(modules, MAX_MODULE_UM, BAR_HEIGHT_UM)
        self.items.append(PathItem(bars, translate(left, float(CODE_UM + 9_000)), INK))
        y = CODE_UM + 9_000 + BAR_HEIGHT_UM + 1_800
        self.text(
            self.data.code, MARGIN_UM, y, INNER_UM, 5_500, 5_500,
            align="center", tracking_permille=150,
        )  # fmt: skip
        self.text(
            self.labels["note"], MARGIN_UM, y + 8_000, INNER_UM, 10_000, 3_600,
            wrap=True, max_lines=3, align="center", color=GREY,
        )  # fmt: skip
