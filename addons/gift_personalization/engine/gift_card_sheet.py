"""Gift cards to print: an A4 page for each, with the design, the amount and the code.

The picture is the design as the layout engine drew it on its card; all other words are set by the
same text module, in any script.
"""

from dataclasses import dataclass, field

from .canonical import sha256_hex
from .display import DisplayList, ImageItem, PathItem
from .geometry import translate
from .outputs.pdf import joined, render_pdf
from .photo_header import read_header
from .placement import rounded_rect
from .sheet import GREY, Page, bars_path, code128_modules
from .text import FontBook

WIDTH_UM, HEIGHT_UM = 210_000, 297_000
MARGIN_UM = 20_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
PICTURE_TOP_UM, PICTURE_HEIGHT_UM = 30_000, 100_000
TEXT_TOP_UM = PICTURE_TOP_UM + PICTURE_HEIGHT_UM + 7_000
MESSAGE_UM, ROW_UM, ROW_CHARS = 27_000, 6_700, 62
MODULE_UM, BAR_HEIGHT_UM = 500, 12_000
LABELS = {"code": "Code", "picture": "Picture"}


@dataclass(frozen=True)
class GiftCardData:
    """What a gift card says; texts and amounts are translated and formatted.

    :param str message: words of the giver, may be empty; ``giver`` is who they are from
    :param bytes picture: the design, JPEG, PNG or WebP; empty for none
    :param str shown: what is written in the picture, for those who do not see it
    :param str until: until when it is good, as a sentence, may be empty
    :param str how: how it is redeemed
    Other parameters as of :class:`sheet.TicketData`.
    """

    title: str
    shop: str
    amount: str
    code: str
    book: FontBook
    fonts: tuple
    recipient: str = ""
    giver: str = ""
    message: str = ""
    until: str = ""
    how: str = ""
    footer: str = ""
    picture: bytes = b""
    shown: str = ""
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def gift_cards_pdf(cards):
    """Return gift cards as one PDF, a page each.

    :param cards: list of :class:`GiftCardData`, at least one
    """
    return joined([_card_pdf(data) for data in cards]) if len(cards) > 1 else _card_pdf(cards[0])


def _card_pdf(data):
    page = _CardPage(data)
    page.header()
    page.picture()
    top = page.words_of_the_giver(TEXT_TOP_UM)
    page.money(top)
    page.footer()
    display = DisplayList("card", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    pictures = {sha256_hex(bytes(data.picture)): bytes(data.picture)}
    return render_pdf(
        display, pictures.__getitem__, bleed=False, marks=False, title=data.title, lang=data.lang
    )


class _CardPage(Page):
    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def header(self):
        top = MARGIN_UM - 4_000
        self.text(self.data.shop, MARGIN_UM, top, INNER_UM, 8_000, 6_000, tag="H1")

    def picture(self):
        data = bytes(self.data.picture)
        if not data:
            return
        info = read_header(data)
        unit = min(INNER_UM / info.width_px, PICTURE_HEIGHT_UM / info.height_px)
        width, height = info.width_px * unit, info.height_px * unit
        left, top = (WIDTH_UM - width) / 2, float(PICTURE_TOP_UM)
        corner = 3_000
        self.items.append(
            ImageItem(
                sha256_hex(data), info.width_px, info.height_px,
                (unit, 0.0, 0.0, unit, left, top),
                rounded_rect(width, height, corner, corner, translate(left, top)),
            )
        )  # fmt: skip
        self.describe(self.data.shown or self.data.title, left, top, width, height)

    def words_of_the_giver(self, top):
        """Draw for whom it is and what the giver says; return where the next thing may stand."""
        data = self.data
        if data.recipient:
            self.text(data.recipient, MARGIN_UM, top, INNER_UM, 8_000, 6_500, align="center")
            top += 11_000
        if data.message:
            rows = sum(1 + len(row) // ROW_CHARS for row in data.message.split("\n"))
            height = min(MESSAGE_UM, rows * ROW_UM)
            self.text(
                data.message, MARGIN_UM + 10_000, top, INNER_UM - 20_000, height, 4_500,
                align="center", wrap=True, max_lines=20,
            )  # fmt: skip
            top += height + 3_000
        if data.giver:
            self.text(
                data.giver, MARGIN_UM, top, INNER_UM, 6_000, 4_500, align="center", color=GREY
            )
            top += 9_000
        return top

    def money(self, top):
        """Draw the amount, the code with its bars, and until when and how it is redeemed."""
        data = self.data
        self.rule(top)
        self.text(data.amount, MARGIN_UM, top + 3_000, INNER_UM, 13_000, 11_000, align="center")
        self.text(
            self.labels["code"], MARGIN_UM, top + 17_000, INNER_UM, 4_000, 3_300,
            align="center", color=GREY,
        )  # fmt: skip
        self.text(
            data.code, MARGIN_UM, top + 21_500, INNER_UM, 9_000, 7_500,
            align="center", tracking_permille=60,
        )  # fmt: skip
        self._bars(top + 32_500)
        self.text(
            data.until, MARGIN_UM, top + 47_000, INNER_UM, 4_500, 3_600, align="center", color=GREY
        )

    def _bars(self, top):
        modules = code128_modules(self.data.code)
        left = (WIDTH_UM - len(modules) * MODULE_UM) / 2
        bars = bars_path(modules, MODULE_UM, BAR_HEIGHT_UM)
        self.items.append(PathItem(bars, translate(left, float(top))))

    def footer(self):
        y = HEIGHT_UM - MARGIN_UM - 12_000
        self.rule(y - 3_000)
        self.text(self.data.how, MARGIN_UM, y, INNER_UM, 9_000, 3_500, wrap=True, max_lines=2)
        self.text(
            self.data.footer, MARGIN_UM, y + 11_000, INNER_UM, 4_000, 2_800, color=GREY,
        )  # fmt: skip
