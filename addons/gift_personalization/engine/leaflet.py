"""Leaflet: A4 pages of running text such as the terms of sale, in any script.

Set by the same text module as the product. A paragraph may have any length; it breaks across pages.
"""

from dataclasses import dataclass, field

from .display import DisplayList
from .fitting import wrap
from .geometry import translate
from .outline import line_items
from .outputs.pdf import joined, render_pdf
from .outputs.text_layer import stretches
from .sheet import GREY, INK, Page
from .text import FontBook, Paragraph, TextStyle

WIDTH_UM, HEIGHT_UM = 210_000, 297_000
MARGIN_UM = 20_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
TOP_UM, BOTTOM_UM = 36_000, HEIGHT_UM - MARGIN_UM - 12_000
INDENT_UM = 6_000
PITCH_PERMILLE = 1_450
# Kind of block: size of the em, room above it, indentation (µm).
KINDS = {
    "title": (6_500, 9_000, 0),
    "heading": (4_300, 5_000, 0),
    "text": (3_500, 1_800, 0),
    "item": (3_500, 900, INDENT_UM),
}
TAGS = {"title": "H1", "heading": "H2"}  # for screen readers; the others are paragraphs
BULLET = "•"
LABELS = {"page": "Page"}


@dataclass(frozen=True)
class LeafletData:
    """What a leaflet says.

    :param tuple blocks: (kind of ``KINDS``, text) in their order; a ``title`` starts a page
    :param str footer: stands at the foot of each page
    Other parameters as of :class:`sheet.TicketData`.
    """

    title: str
    shop: str
    book: FontBook
    fonts: tuple
    blocks: tuple = ()
    footer: str = ""
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """A line that has been broken: how far below the one before, and where its em stands."""

    line: object
    size: int
    gap: int
    indent: int
    bullet: bool
    opens_page: bool = False
    tag: str = "P"
    keeps: int = 0  # how many rows stay on one page with it

    @property
    def pitch(self):
        """Return the height of the row without the room above it."""
        return self.size * PITCH_PERMILLE // 1000


def leaflet_pdf(data):
    """Return the leaflet as PDF bytes, with as many pages as its text needs."""
    pages = _paginate(_break_rows(data))
    files = []
    for number, rows in enumerate(pages, 1):
        page = _LeafletPage(data)
        page.header()
        page.body(rows)
        page.footer(f"{page.labels['page']} {number} / {len(pages)}")
        display = DisplayList(
            "leaflet", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words)
        )
        files.append(
            render_pdf(
                display, {}.__getitem__, bleed=False, marks=False, title=data.title, lang=data.lang
            )
        )
    return files[0] if len(files) == 1 else joined(files)


def _break_rows(data):
    chain = [data.book.face(sha) for sha in dict.fromkeys(data.fonts)]
    rows = []
    for kind, text in data.blocks:
        size, gap, indent = KINDS[kind]
        lines = _break(text, chain, size, INNER_UM - indent)
        for index, line in enumerate(lines):
            first = index == 0
            rows.append(
                Row(
                    line, size, gap if first else 0, indent, first and kind == "item",
                    first and kind == "title", TAGS.get(kind, "P") if first else "",
                    2 if kind in TAGS else 0,
                )
            )  # fmt: skip
    return rows


def _break(text, chain, size, width):
    style = TextStyle(width, HEIGHT_UM, size, size, align="start", wrap=True)
    paragraph = Paragraph(text, chain, style)
    lines = wrap(paragraph.words, width / size)[0] if paragraph.words else []
    if len(lines) < 2:
        return [paragraph.line]
    return [paragraph.stretch(words[0].start, words[-1].end) for words in lines]


def _paginate(rows):
    """Return the rows of each page; a heading is not left alone at the foot."""
    pages, room = [[]], BOTTOM_UM - TOP_UM
    for index, row in enumerate(rows):
        needed = row.gap + row.pitch
        needed += sum(other.gap + other.pitch for other in rows[index + 1 : index + 1 + row.keeps])
        if pages[-1] and (needed > room or row.opens_page):
            pages.append([])
            room = BOTTOM_UM - TOP_UM
        pages[-1].append(row)
        room -= row.gap + row.pitch
    return pages


class _LeafletPage(Page):
    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def header(self):
        half = INNER_UM // 2
        self.text(self.data.shop, MARGIN_UM, MARGIN_UM, half, 6_000, 4_200, color=GREY)
        self.text(
            self.data.title, MARGIN_UM + half, MARGIN_UM, half, 6_000, 4_200,
            align="end", color=GREY,
        )  # fmt: skip
        self.rule(MARGIN_UM + 9_000)

    def body(self, rows):
        y = TOP_UM
        for row in rows:
            y += row.gap + row.pitch
            self._row(row, y - row.pitch // 4)

    def _row(self, row, baseline):
        width = INNER_UM - row.indent
        # A word that is wider than the page, such as an address, shrinks.
        size = min(row.size, int(width / row.line.width)) if row.line.width else row.size
        is_rtl = row.line.base % 2
        left = MARGIN_UM + (0 if is_rtl else row.indent)
        free = width - row.line.width * size if is_rtl else 0
        x = left + free - row.line.left * size
        matrix = translate(0.0, 0.0)
        if row.bullet:
            self._bullet(row, baseline, is_rtl)
        self.items += line_items(row.line, x, float(baseline), size, matrix, INK)
        self.words += stretches(row.line, x, baseline, size, row.tag)

    def _bullet(self, row, baseline, is_rtl):
        far = bool(is_rtl) != self.data.is_rtl  # the page is mirrored by itself
        left = MARGIN_UM + (INNER_UM - INDENT_UM if far else 0)
        self.text(
            BULLET, left, baseline - row.size, INDENT_UM, row.size * 2, row.size,
            align="end" if far else "start",
        )  # fmt: skip

    def footer(self, number):
        y = HEIGHT_UM - MARGIN_UM - 6_000
        self.foot(self.data.footer, number, y, 2_800)
