"""The summary as a paper: A4 pages with headline figures, a chart and tables.

Set by the same text module as receipts, so that every script is shaped and the PDF is tagged.
"""

from dataclasses import dataclass, field

from odoo.addons.gift_personalization.engine.display import DisplayList, PathItem
from odoo.addons.gift_personalization.engine.geometry import translate
from odoo.addons.gift_personalization.engine.outputs.pdf import joined, render_pdf
from odoo.addons.gift_personalization.engine.placement import rounded_rect
from odoo.addons.gift_personalization.engine.sheet import GREY, Page
from odoo.addons.gift_personalization.engine.text import FontBook

WIDTH_UM, HEIGHT_UM = 210_000, 297_000
MARGIN_UM = 16_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
TOP_UM = 38_000
BOTTOM_UM = HEIGHT_UM - MARGIN_UM - 14_000
TITLE_UM, ROW_UM, GAP_UM = 9_000, 6_200, 6_000
CHART_UM = 46_000
SIZE_UM, SMALL_UM = 3_300, 2_800
BAR, GOOD, BAD, BAND = '#2F5D46', '#1F6B3A', '#A12622', '#F1F4F2'
LABELS = {'page': "Page", 'picture': "Chart", 'none': "Nothing in this period."}


@dataclass(frozen=True)
class Part:
    """A table of formatted texts, the first column read first.

    :param tuple rows: of texts, one for each heading
    :param tuple tones: for each row 1, -1 or 0: better, worse or neither, for its third column
    """

    title: str
    headings: tuple
    rows: tuple
    tones: tuple = ()

    @property
    def height_um(self):
        return TITLE_UM + ROW_UM * (1 + max(1, len(self.rows))) + GAP_UM


@dataclass(frozen=True)
class Bars:
    """A chart of columns; texts are formatted.

    :param tuple values: numbers, one for each column
    :param str first, last: what the first and the last column stand for
    :param str most: the largest value
    :param str about: what it shows, in words
    """

    title: str
    values: tuple
    first: str
    last: str
    most: str
    about: str

    height_um = TITLE_UM + CHART_UM + GAP_UM


@dataclass(frozen=True)
class SummaryData:
    """What the paper says; all texts are translated and formatted.

    :param tuple parts: of :class:`Part` and :class:`Bars`, in reading order
    Other parameters as of `OrderReceiptData`.
    """

    title: str
    shop: str
    period: str
    book: FontBook
    fonts: tuple
    parts: tuple = ()
    footer: str = ''
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ''


def summary_pdf(data):
    """Return the paper as PDF bytes."""
    pages = _paginate(data.parts)
    files = []
    for number, parts in enumerate(pages, 1):
        page = _SummaryPage(data)
        page.header()
        top = TOP_UM
        for part in parts:
            page.chart(part, top) if isinstance(part, Bars) else page.table(part, top)
            top += part.height_um
        page.foot(data.footer, f"{page.labels['page']} {number} / {len(pages)}",
                  HEIGHT_UM - MARGIN_UM - 6_000, SMALL_UM)  # fmt: skip
        display = DisplayList(
            'report', WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words)
        )
        files.append(
            render_pdf(display, None, bleed=False, marks=False, title=data.title, lang=data.lang)
        )
    return files[0] if len(files) == 1 else joined(files)


def _paginate(parts):
    pages, room = [[]], BOTTOM_UM - TOP_UM
    for part in parts:
        if part.height_um > room and pages[-1]:
            pages.append([])
            room = BOTTOM_UM - TOP_UM
        pages[-1].append(part)
        room -= part.height_um
    return pages


class _SummaryPage(Page):
    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def header(self):
        data, half = self.data, INNER_UM // 2
        self.text(data.title, MARGIN_UM, MARGIN_UM, half, 8_000, 6_500)
        self.text(data.shop, MARGIN_UM + half, MARGIN_UM + 1_000, half, 5_000, 4_000, align='end')
        self.text(data.period, MARGIN_UM, MARGIN_UM + 9_500, INNER_UM, 5_000, 4_000, color=GREY)
        self.rule(MARGIN_UM + 16_500)

    def table(self, part, top):
        self.text(part.title, MARGIN_UM, top, INNER_UM, 6_000, 4_600)
        top += TITLE_UM - 1_000
        if not part.rows:
            self.text(self.labels['none'], MARGIN_UM, top, INNER_UM, 4_500, SIZE_UM, color=GREY)
            return
        self._row(part.headings, top, SMALL_UM, GREY)
        self.rule(top + ROW_UM - 1_200)
        tones = part.tones or (0,) * len(part.rows)
        for number, (row, tone) in enumerate(zip(part.rows, tones, strict=True), 1):
            y = top + number * ROW_UM
            if number % 2:
                self._fill(MARGIN_UM, y - 1_300, INNER_UM, ROW_UM, BAND)
            self._row(row, y, SIZE_UM, '#000000', tone)

    def _row(self, texts, y, size, color, tone=0):
        first = INNER_UM * 2 // 5 if len(texts) > 2 else INNER_UM * 3 // 5
        width = (INNER_UM - first) // max(1, len(texts) - 1)
        self.text(texts[0], MARGIN_UM + 1_000, y, first - 3_000, 5_000, size, color=color)
        for place, text in enumerate(texts[1:]):
            toned = {1: GOOD, -1: BAD}.get(tone, color) if place == 2 else color
            self.text(
                text, MARGIN_UM + first + place * width, y, width - 1_500, 5_000, size,
                align='end', color=toned,
            )  # fmt: skip

    def chart(self, bars, top):
        self.text(bars.title, MARGIN_UM, top, INNER_UM // 2, 6_000, 4_600)
        self.text(
            bars.most, MARGIN_UM + INNER_UM // 2, top + 1_500, INNER_UM // 2, 4_000, SMALL_UM,
            align='end', color=GREY,
        )  # fmt: skip
        top += TITLE_UM
        room, floor = CHART_UM - 8_000, top + CHART_UM - 8_000
        most = max((*bars.values, 0)) or 1
        step = INNER_UM / max(1, len(bars.values))
        for number, value in enumerate(bars.values):
            height = max(0, value) / most * room
            if height:
                self._fill(MARGIN_UM + number * step + step * 0.12, floor - height,
                           min(step * 0.76, 12_000), height, BAR)  # fmt: skip
        self.rule(floor)
        self.describe(bars.about, MARGIN_UM, float(top), INNER_UM, room)
        half = INNER_UM // 2
        self.text(bars.first, MARGIN_UM, floor + 1_500, half, 4_000, SMALL_UM, color=GREY)
        self.text(
            bars.last, MARGIN_UM + half, floor + 1_500, half, 4_000, SMALL_UM,
            align='end', color=GREY,
        )  # fmt: skip

    def _fill(self, left, top, width, height, color):
        at = translate(self.place(left, width), float(top))
        self.items.append(PathItem(rounded_rect(width, height, 0, 0, at), fill=color))
