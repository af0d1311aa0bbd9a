"""Receipt of an order: A4 pages with the picture, texts and recipient of each gift, and the VAT.

Set by the same text module as the product, so that every script prints as it does on the gift.
"""

from dataclasses import dataclass, field

from .canonical import sha256_hex
from .display import DisplayList, ImageItem
from .geometry import translate
from .outputs.pdf import joined, render_pdf
from .photo_header import read_header
from .placement import rounded_rect
from .sheet import GREY, Page
from .text import FontBook

WIDTH_UM, HEIGHT_UM = 210_000, 297_000
MARGIN_UM = 18_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
BOTTOM_UM = HEIGHT_UM - MARGIN_UM - 12_000
FIRST_TOP_UM, NEXT_TOP_UM = 92_000, 34_000
PICTURE_UM = 34_000
GIFT_UM, PLAIN_UM, TOTAL_UM = 40_000, 11_000, 7_500
NOTE_UM = 7_500
QUANTITY_UM, AMOUNT_UM = 16_000, 34_000
TEXT_UM = MARGIN_UM + PICTURE_UM + 5_000 + QUANTITY_UM
SHOWN_TEXTS = 8
LABELS = {"title": "Order", "recipient": "For", "page": "Page", "picture": "Picture"}


@dataclass(frozen=True)
class Line:
    """One thing that was ordered; texts and amounts are translated and formatted.

    :param tuple texts: (label, text) of the personalisation, in zone order
    :param bytes picture: JPEG, PNG or WebP, empty for none
    :param str note: a sentence below it, such as whether the purchase can be withdrawn from
    """

    product: str
    quantity: str
    amount: str
    recipient: str = ""
    texts: tuple = ()
    picture: bytes = b""
    note: str = ""

    @property
    def is_gift(self):
        """Return whether it is printed with its picture and texts."""
        return bool(self.picture or self.texts)

    @property
    def height_um(self):
        """Return the room the line needs."""
        return (GIFT_UM if self.is_gift else PLAIN_UM) + (NOTE_UM if self.note else 0)


@dataclass(frozen=True)
class OrderReceiptData:
    """What the receipt of an order says.

    :param tuple address: lines of the buyer's address
    :param tuple facts: (label, text) beside the address
    :param tuple totals: (label, amount, is the sum) below the lines, VAT by rate among them
    :param str footer: name, address and VAT number of the shop
    Other parameters as of :class:`sheet.TicketData`.
    """

    title: str
    shop: str
    book: FontBook
    fonts: tuple
    lines: tuple = ()
    address: tuple = ()
    facts: tuple = ()
    totals: tuple = ()
    footer: str = ""
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def order_receipt_pdf(data):
    """Return the receipt as PDF bytes, with as many pages as it needs."""
    pages = _paginate(data)
    pictures = {sha256_hex(bytes(line.picture)): bytes(line.picture) for line in data.lines}
    files = []
    for number, (lines, totals) in enumerate(pages, 1):
        page = _ReceiptPage(data)
        page.header(number == 1)
        page.body(FIRST_TOP_UM if number == 1 else NEXT_TOP_UM, lines, totals)
        page.footer(f"{page.labels['page']} {number} / {len(pages)}")
        display = DisplayList("order", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
        files.append(
            render_pdf(
                display,
                pictures.__getitem__,
                bleed=False,
                marks=False,
                title=data.title,
                lang=data.lang,
            )
        )
    return files[0] if len(files) == 1 else joined(files)


def _paginate(data):
    """Return ``[(lines, totals), …]``, one for each page."""
    pages, room = [([], [])], BOTTOM_UM - FIRST_TOP_UM
    parts = [(0, line, line.height_um) for line in data.lines]
    parts += [(1, total, TOTAL_UM) for total in data.totals]
    for place, part, height in parts:
        if height > room:
            pages.append(([], []))
            room = BOTTOM_UM - NEXT_TOP_UM
        pages[-1][place].append(part)
        room -= height
    return pages


class _ReceiptPage(Page):
    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def header(self, is_first):
        data, half = self.data, INNER_UM // 2
        self.text(data.shop, MARGIN_UM, MARGIN_UM, half, 7_000, 5_500)
        self.text(
            data.title, MARGIN_UM + half, MARGIN_UM, half, 7_000, 5_500,
            align="end", tag="H1" if is_first else "P",
        )  # fmt: skip
        if is_first:
            self._block(data.address, MARGIN_UM, 38_000)
            for index, (label, text) in enumerate(data.facts[:6]):
                y = 38_000 + index * 8_000
                left = MARGIN_UM + half + 6_000
                self.text(label, left, y, 30_000, 4_500, 3_300, color=GREY)
                self.text(text, left + 30_000, y, half - 36_000, 4_800, 3_800, align="end")
        self.rule((FIRST_TOP_UM if is_first else NEXT_TOP_UM) - 3_000)

    def _block(self, rows, left, top):
        for index, row in enumerate(rows[:8]):
            self.text(row, left, top + index * 5_600, INNER_UM // 2 - 6_000, 5_000, 4_000)

    def body(self, top, lines, totals):
        for line in lines:
            self._line(line, top)
            top += line.height_um
            self.rule(top - 1_500)
        for label, amount, is_sum in totals:
            self._total(label, amount, is_sum, top + 1_000)
            top += TOTAL_UM

    def _line(self, line, y):
        is_gift = line.is_gift
        left = TEXT_UM if is_gift else MARGIN_UM + QUANTITY_UM
        width = WIDTH_UM - MARGIN_UM - AMOUNT_UM - left
        if line.picture:
            self._picture(line, y + 1_000)
        self.text(line.quantity, left - QUANTITY_UM, y + 1_000, QUANTITY_UM - 2_000, 6_000, 4_200)
        height = 6_000 if is_gift else 8_500
        self.text(line.product, left, y + 1_000, width, height, 4_200, wrap=True, max_lines=2)
        self.text(
            line.amount, WIDTH_UM - MARGIN_UM - AMOUNT_UM + 2_000, y + 1_000, AMOUNT_UM - 2_000,
            6_000, 4_200, align="end",
        )  # fmt: skip
        self._texts(line, left, y + 8_000, WIDTH_UM - MARGIN_UM - left)
        self.text(
            line.note, MARGIN_UM, y + line.height_um - NOTE_UM - 1_000, INNER_UM, NOTE_UM - 1_500,
            2_700, wrap=True, max_lines=2, color=GREY,
        )  # fmt: skip

    def _texts(self, line, left, top, width):
        """Share the room between recipient and texts by how many rows each has."""
        recipient = [(self.labels["recipient"], line.recipient)] if line.recipient else []
        rows = [*recipient, *((label, text) for label, text in line.texts if text)][:SHOWN_TEXTS]
        weights = [1 + text.count("\n") + len(text) // 60 for _label, text in rows]
        unit = min(6_000, (GIFT_UM - 11_000) // max(1, sum(weights)))
        for (label, text), weight in zip(rows, weights, strict=True):
            height = unit * weight - 500
            size = min(3_400, height)
            self.text(label, left, top + 400, 24_000, min(4_200, height), size, color=GREY)
            self.text(
                text, left + 26_000, top, width - 26_000, height, 3_900,
                wrap=True, max_lines=20,
            )  # fmt: skip
            top += unit * weight

    def _picture(self, line, y):
        data = bytes(line.picture)
        info = read_header(data)
        unit = PICTURE_UM / max(info.width_px, info.height_px)
        width, height = info.width_px * unit, info.height_px * unit
        left = self.place(MARGIN_UM, PICTURE_UM) + (PICTURE_UM - width) / 2
        place = translate(left, float(y))
        self.items.append(
            ImageItem(
                sha256_hex(data), info.width_px, info.height_px,
                (unit, 0.0, 0.0, unit, left, float(y)), rounded_rect(width, height, 0, 0, place),
            )
        )  # fmt: skip
        self.describe(line.product, left, float(y), width, height)

    def _total(self, label, amount, is_sum, y):
        size = 5_000 if is_sum else 3_800
        left, half = MARGIN_UM + INNER_UM // 3, INNER_UM - INNER_UM // 3
        self.text(
            label, left, y, half - AMOUNT_UM, 6_500, size, color="#000000" if is_sum else GREY
        )
        amount_left = WIDTH_UM - MARGIN_UM - AMOUNT_UM
        self.text(amount, amount_left, y, AMOUNT_UM, 6_500, size, align="end")

    def footer(self, number):
        y = HEIGHT_UM - MARGIN_UM - 8_000
        self.foot(self.data.footer, number, y, 3_000)
