"""Labels of a supplier's parcels: 100 × 150 mm, with Code 128 and the same as a QR code."""

from dataclasses import dataclass, field

from .display import DisplayList, PathItem
from .errors import EngineError
from .geometry import translate
from .outputs.pdf import joined, render_pdf
from .sheet import GREY, INK, Page, bars_path, code128_modules
from .text import FontBook

WIDTH_UM, HEIGHT_UM = 100_000, 150_000
MARGIN_UM = 6_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
BAR_HEIGHT_UM = 20_000
QUIET_MODULES = 10
MAX_MODULE_UM, MIN_MODULE_UM = 500, 250
QR_UM = 30_000
QR_QUIET_MODULES = 4
ROW_UM, MAX_ROWS = 6_000, 7
LABELS = {
    "to": "To",
    "order": "Order",
    "parcel": "Parcel",
    "more": "and more, see the packing list",
}


@dataclass(frozen=True)
class LabelData:
    """What a label says; all texts are already translated and formatted.

    :param str code: name of the parcel (ASCII), in both codes
    :param str order: our order's name
    :param str parcel: such as *2 / 3*
    :param str sender: the supplier
    :param tuple address: lines of where it goes
    :param tuple rows: (quantity, product) of what lies in it
    Other parameters as of :class:`sheet.TicketData`.
    """

    code: str
    order: str
    parcel: str
    sender: str
    book: FontBook
    fonts: tuple
    address: tuple = ()
    rows: tuple = ()
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def labels_pdf(labels):
    """Return labels as one PDF, a page each.

    :param labels: iterable of :class:`LabelData`, at least one
    :raises EngineError: ``bad_barcode`` for a code that Code 128 cannot hold
    """
    return joined([_label_pdf(data) for data in labels])


def qr_path(text, side_um):
    """Return path data of a QR code with its quiet zone in a square; the level is M.

    :param str text: ASCII
    """
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    module = side_um // (count + 2 * QR_QUIET_MODULES)
    start = (side_um - module * count) // 2
    parts = []
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):
                x, y = start + column * module, start + row * module
                right, bottom = x + module, y + module
                parts.append(f"M{x} {y}L{right} {y}L{right} {bottom}L{x} {bottom}z")
    return "".join(parts)


def _label_pdf(data):
    page = _Label(data)
    page.header()
    page.content()
    page.codes()
    display = DisplayList("label", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    return render_pdf(
        display, {}.__getitem__, bleed=False, marks=False, title=data.code, lang=data.lang
    )


class _Label(Page):
    """The label's parts, from top to bottom."""

    default_labels = LABELS
    margin_um, inner_um = MARGIN_UM, INNER_UM

    def header(self):
        data = self.data
        self.text(data.sender, MARGIN_UM, MARGIN_UM, INNER_UM, 4_000, 3_500, color=GREY)
        self.text(self.labels["to"], MARGIN_UM, 12_000, INNER_UM, 3_500, 3_200, color=GREY)
        for number, line in enumerate(data.address[:5]):
            self.text(line, MARGIN_UM, 16_500 + number * 5_200, INNER_UM, 5_000, 4_600)
        self.rule(44_000)
        half = INNER_UM // 2
        for left, name, value in (
            (MARGIN_UM, "order", data.order),
            (MARGIN_UM + half, "parcel", data.parcel),
        ):
            self.text(self.labels[name], left, 46_000, half, 3_500, 3_200, color=GREY)
            self.text(value, left, 50_000, half - 2_000, 7_000, 6_000)
        self.rule(58_000)

    def content(self):
        rows = self.data.rows
        for number, (quantity, product) in enumerate(rows[:MAX_ROWS]):
            y = 60_500 + number * ROW_UM
            self.text(quantity, MARGIN_UM, y, 16_000, 4_500, 3_800)
            left = MARGIN_UM + 18_000
            self.text(product, left, y, INNER_UM - 18_000, 4_500, 3_800)
        if len(rows) > MAX_ROWS:
            y = 60_500 + MAX_ROWS * ROW_UM
            self.text(self.labels["more"], MARGIN_UM, y, INNER_UM - QR_UM, 4_000, 3_200, color=GREY)

    def codes(self):
        code = self.data.code
        modules = code128_modules(code)
        room = WIDTH_UM - 2 * 3_000
        module = min(MAX_MODULE_UM, room // (len(modules) + 2 * QUIET_MODULES))
        if module < MIN_MODULE_UM:
            raise EngineError("bad_barcode", code=code)
        left = (WIDTH_UM - len(modules) * module) / 2
        top = HEIGHT_UM - MARGIN_UM - BAR_HEIGHT_UM - 6_000
        bars = bars_path(modules, module, BAR_HEIGHT_UM)
        self.items.append(PathItem(bars, translate(left, float(top)), INK))
        self.text(
            code, MARGIN_UM, top + BAR_HEIGHT_UM + 1_500, INNER_UM, 4_000, 4_000, align="center"
        )  # fmt: skip
        place = self.place(WIDTH_UM - MARGIN_UM - QR_UM, QR_UM)
        square = qr_path(code, QR_UM)
        self.items.append(PathItem(square, translate(place, float(top - QR_UM + 4_000)), INK))
