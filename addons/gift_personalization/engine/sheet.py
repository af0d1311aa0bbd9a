"""Production ticket: one A5 page that travels with a job, set by the same text module.

Any script prints as it does on the product. The bars are vector rectangles of whole modules with
their quiet zones, so that a cheap scanner reads them from a worn sheet.
"""

from dataclasses import dataclass, field, replace

from .canonical import sha256_hex
from .display import DisplayList, ImageItem, PathItem
from .errors import EngineError
from .geometry import scale, translate
from .outputs.pdf import joined, render_pdf
from .outputs.text_layer import Figure, stretches
from .photo_header import read_header
from .placement import rounded_rect
from .text import FontBook, TextStyle, set_text

WIDTH_UM, HEIGHT_UM = 148_000, 210_000
MARGIN_UM = 10_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
BAR_HEIGHT_UM = 18_000
PICTURE_UM = 62_000
COLUMN_UM = MARGIN_UM + PICTURE_UM + 6_000
# GS1's nominal 0.25–1.016 mm; wide bars while they fit.
MAX_MODULE_UM, MIN_MODULE_UM = 500, 250
QUIET_MODULES = 10
MAX_LINES = 12
LABEL_COLUMN_UM = 28_000
LINE_UM, MORE_UM = 8_000, 8_500
HASH_DIGITS = 16
INK, GREY, RULE = "#000000", "#555555", "#999999"
LABELS = {
    "order": "Order", "quantity": "Quantity", "due": "Due", "hash": "Design", "picture": "Picture",
}  # fmt: skip


@dataclass(frozen=True)
class TicketData:
    """What a ticket says; all texts are already translated and formatted.

    :param str job: name of the job, printed as Code 128 (ASCII)
    :param tuple lines: (label, text) of the personalisation, in zone order
    :param bytes picture: preview on the mock-up (JPEG, PNG or WebP), empty for none
    :param str content_hash: the revision's hash; its first digits are printed
    :param tuple fonts: hashes of the faces, text face first, then fallbacks
    :param dict labels: overrides of ``LABELS``
    :param bool is_rtl: the paper's language is read from the right
    :param str lang: that language for screen readers, as BCP 47 writes it (``en-US``)
    """

    job: str
    order: str
    product: str
    quantity: str
    due: str
    content_hash: str
    book: FontBook
    fonts: tuple
    lines: tuple = ()
    customer: str = ""
    picture: bytes = b""
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def ticket_pdf(data):
    """Return the ticket of a job as PDF bytes.

    :param data: :class:`TicketData`
    :raises EngineError: ``bad_barcode`` for a job name that Code 128 cannot hold
    """
    page = _Ticket(data)
    page.header()
    page.barcode(31_000)
    page.picture(64_000)
    page.facts(64_000)
    page.personalisation(133_500, HEIGHT_UM - MARGIN_UM - 8_500)
    page.footer()
    display = DisplayList("ticket", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    pictures = {sha256_hex(bytes(data.picture)): bytes(data.picture)}
    return render_pdf(
        display, pictures.__getitem__, bleed=False, marks=False, title=data.job, lang=data.lang
    )


def tickets_pdf(tickets):
    """Return the tickets of several jobs as one PDF, a page each, in that order.

    :param tickets: iterable of :class:`TicketData`, at least one
    """
    return joined([ticket_pdf(ticket) for ticket in tickets])


def code128_modules(code):
    """Return the modules of a Code 128 symbol as a string of 1 (bar) and 0 (gap).

    :raises EngineError: ``bad_barcode``
    """
    from barcode.codex import Code128
    from barcode.errors import BarcodeError

    if not code or not code.isascii() or not code.isprintable() or len(code) > 40:
        raise EngineError("bad_barcode", code=str(code)[:60])
    try:
        return Code128(code).build()[0]
    except BarcodeError as error:
        raise EngineError("bad_barcode", code=code) from error


def bars_path(modules, module_um, height_um):
    """Return path data of the bars, the first module at x 0."""
    parts, at = [], 0
    while at < len(modules):
        end = at
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] == "1":
            left, right = at * module_um, end * module_um
            parts.append(f"M{left} 0L{right} 0L{right} {height_um}L{left} {height_um}z")
        at = end
    return "".join(parts)


class Page:
    """Collects a page's display items; positions are µm from the top left corner.

    A page in a language that is read from the right is the mirror image: whoever draws on it counts
    from the left all the same.

    :param data: has ``book``, ``fonts``, ``labels`` and ``is_rtl``
    """

    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def __init__(self, data):
        self.data = data
        self.chain = [data.book.face(sha) for sha in dict.fromkeys(data.fonts)]
        self.labels = {**self.default_labels, **data.labels}
        self.items = []
        self.words = []

    def place(self, left, width):
        """Return where something of that width stands, on a mirrored page as well."""
        page = 2 * self.margin_um + self.inner_um
        return float(page - left - width if self.data.is_rtl else left)

    def text(self, text, x, y, width, height, size, **options):
        """Set a text; it shrinks rather than leave its box.

        :param str tag: what it is to screen readers: ``P``, or ``H1`` for the paper's name
        """
        if not text:
            return
        color = options.pop("color", INK)
        tag = options.pop("tag", "P")
        style = TextStyle(
            width_um=width,
            height_um=height,
            max_size_um=size,
            min_size_um=min(size, 1_200),
            **{"align": "start", "valign": "top", **options},
        )
        block = set_text(str(text), self.chain, style)
        if self.data.is_rtl and style.align != "center" and not block.lines[0][0].base % 2:
            # The text module counts from where the text itself begins.
            style = replace(style, align="end" if style.align == "start" else "start")
            block = set_text(str(text), self.chain, style)
        at = self.place(x, width)
        self.items += block.items(translate(at, float(y)), color)
        for number, (line, left, baseline) in enumerate(block.lines):
            self.words += stretches(
                line, at + left, y + baseline, block.size_um, "" if number else tag
            )

    def describe(self, name, left, top, width, height):
        """Say in words what a picture shows, for screen readers."""
        self.words.append(Figure(left, top, width, height, f"{self.labels['picture']}: {name}"))

    def rule(self, y, left=None, width=None):
        """Draw a thin line across the page, or a part of one."""
        left = self.margin_um if left is None else left
        width = width or self.inner_um
        line = rounded_rect(width, 200, 0, 0, translate(self.place(left, width), float(y)))
        self.items.append(PathItem(line, fill=RULE))

    def foot(self, text, number, y, size):
        """Draw what ends a page: a rule, words of the shop from ``y`` on, and the page's number."""
        self.rule(y - 2_000)
        self.text(
            text, self.margin_um, y, self.inner_um - 30_000, 8_000, size,
            wrap=True, max_lines=3, color=GREY,
        )  # fmt: skip
        left = self.margin_um + self.inner_um - 28_000
        self.text(number, left, y, 28_000, 4_000, size, align="end", color=GREY)


class _Ticket(Page):
    """The ticket's parts, from top to bottom."""

    def header(self):
        data = self.data
        half = INNER_UM // 2
        self.text(
            data.job, MARGIN_UM, MARGIN_UM, half + 14_000, 13_000, 13_000,
            valign="middle", tag="H1",
        )  # fmt: skip
        left = MARGIN_UM + half + 18_000
        width = INNER_UM - half - 18_000
        self.text(self.labels["due"], left, MARGIN_UM, width, 3_500, 3_500, align="end", color=GREY)
        self.text(data.due, left, MARGIN_UM + 5_000, width, 8_000, 8_000, align="end")
        self.rule(26_000)

    def barcode(self, y):
        modules = code128_modules(self.data.job)
        room = WIDTH_UM - 2 * 5_000
        module = min(MAX_MODULE_UM, room // (len(modules) + 2 * QUIET_MODULES))
        if module < MIN_MODULE_UM:
            raise EngineError("bad_barcode", code=self.data.job)
        left = (WIDTH_UM - len(modules) * module) / 2
        bars = bars_path(modules, module, BAR_HEIGHT_UM)
        self.items.append(PathItem(bars, translate(left, float(y)), INK))
        self.text(
            self.data.job, MARGIN_UM, y + BAR_HEIGHT_UM + 1_800, INNER_UM, 4_500, 4_500,
            align="center", tracking_permille=150,
        )  # fmt: skip
        self.rule(59_000)

    def picture(self, y):
        data = bytes(self.data.picture)
        if not data:
            return
        info = read_header(data)
        unit = PICTURE_UM / max(info.width_px, info.height_px)
        width, height = info.width_px * unit, info.height_px * unit
        left = self.place(MARGIN_UM, PICTURE_UM)
        place = translate(left + (PICTURE_UM - width) / 2, float(y))
        a, b, c, d, _e, _f = scale(unit, unit)
        self.items.append(
            ImageItem(
                sha256_hex(data),
                info.width_px,
                info.height_px,
                (a, b, c, d, place[4], place[5]),
                rounded_rect(width, height, 0, 0, place),
            )
        )
        self.describe(self.data.product, place[4], place[5], width, height)

    def facts(self, y):
        data = self.data
        width = WIDTH_UM - MARGIN_UM - COLUMN_UM
        self.text(data.product, COLUMN_UM, y, width, 16_000, 6_000, wrap=True, max_lines=3)
        for offset, label, value, size in (
            (20_000, self.labels["quantity"], data.quantity, 13_000),
            (42_000, self.labels["order"], data.order, 6_000),
        ):
            self.text(label, COLUMN_UM, y + offset, width, 3_500, 3_500, color=GREY)
            self.text(value, COLUMN_UM, y + offset + 5_000, width, size, size)
        self.text(data.customer, COLUMN_UM, y + 56_000, width, 5_000, 4_500, color=GREY)

    def personalisation(self, top, bottom):
        """Share the room between the lines by how much text each has."""
        self.rule(top - 3_500)
        lines = [(label, text) for label, text in self.data.lines if text][:MAX_LINES]
        if not lines:
            return
        gap = 4_000
        room = bottom - top - gap * (len(lines) - 1)
        wanted = [
            LINE_UM + MORE_UM * (text.count("\n") + len(text) // 32) for _label, text in lines
        ]
        share = min(1.0, room / sum(wanted))
        y = top
        for (label, text), height in zip(lines, wanted, strict=True):
            self._line(label, text, y, height * share)
            y += height * share + gap

    def _line(self, label, text, y, height):
        left = MARGIN_UM + LABEL_COLUMN_UM
        self.text(
            label, MARGIN_UM, y + 1_200, LABEL_COLUMN_UM - 3_000, 6_000, 3_300,
            wrap=True, max_lines=2, color=GREY,
        )  # fmt: skip
        self.text(
            text, left, y, INNER_UM - LABEL_COLUMN_UM, round(height), 6_500,
            wrap=True, max_lines=20, line_height_permille=1300,
        )  # fmt: skip

    def footer(self):
        y = HEIGHT_UM - MARGIN_UM - 3_500
        self.rule(y - 3_000)
        short = self.data.content_hash[:HASH_DIGITS]
        self.text(
            f"{self.labels['hash']} {short}", MARGIN_UM, y, INNER_UM, 3_500, 3_500, color=GREY
        )
