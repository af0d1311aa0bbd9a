"""Sheet of a batch: one A5 page with its barcode and the jobs that belong to it."""

from dataclasses import dataclass, field

from .display import DisplayList, PathItem
from .geometry import translate
from .outputs.pdf import render_pdf
from .sheet import (
    BAR_HEIGHT_UM,
    GREY,
    HEIGHT_UM,
    INNER_UM,
    MARGIN_UM,
    MAX_MODULE_UM,
    QUIET_MODULES,
    WIDTH_UM,
    Page,
    bars_path,
    code128_modules,
)  # fmt: skip
from .text import FontBook

ROW_UM = 5_400
TOP_UM = 80_000
LABELS = {"due": "First due", "more": "and {count} more jobs"}
# Left edge and width of the columns: job, pieces, product, due.
COLUMNS = ((0, 30_000), (31_000, 14_000), (46_000, 54_000), (101_000, 27_000))


@dataclass(frozen=True)
class BatchData:
    """What the sheet says; all texts are already translated and formatted.

    :param tuple rows: (job, pieces, product, due) of each job
    Other parameters as of :class:`sheet.TicketData`.
    """

    name: str
    method: str
    blank: str
    due: str
    count: str
    book: FontBook
    fonts: tuple
    rows: tuple = ()
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False
    lang: str = ""


def batch_pdf(data):
    """Return the sheet of a batch as PDF bytes.

    :raises EngineError: ``bad_barcode`` for a name that Code 128 cannot hold
    """
    page = _BatchPage(data)
    page.header()
    page.barcode(34_000)
    page.jobs()
    display = DisplayList("batch", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    return render_pdf(
        display, {}.__getitem__, bleed=False, marks=False, title=data.name, lang=data.lang
    )


class _BatchPage(Page):
    default_labels = LABELS

    def header(self):
        data = self.data
        half = INNER_UM // 2
        self.text(data.name, MARGIN_UM, MARGIN_UM, half + 14_000, 12_000, 12_000, valign="middle")
        method = " · ".join(filter(None, (data.method, data.blank)))
        self.text(method, MARGIN_UM, MARGIN_UM + 13_500, INNER_UM, 7_000, 5_500)
        left, width = MARGIN_UM + half + 18_000, INNER_UM - half - 18_000
        label = f"{self.labels['due']}"
        self.text(label, left, MARGIN_UM, width, 3_500, 3_500, align="end", color=GREY)
        self.text(data.due, left, MARGIN_UM + 4_500, width, 7_000, 7_000, align="end")
        self.rule(32_000)

    def barcode(self, y):
        modules = code128_modules(self.data.name)
        room = WIDTH_UM - 2 * 5_000
        module = min(MAX_MODULE_UM, room // (len(modules) + 2 * QUIET_MODULES))
        left = (WIDTH_UM - len(modules) * module) / 2
        bars = bars_path(modules, module, BAR_HEIGHT_UM)
        self.items.append(PathItem(bars, translate(left, float(y)), "#000000"))
        self.text(
            self.data.name, MARGIN_UM, y + BAR_HEIGHT_UM + 1_800, INNER_UM, 4_500, 4_500,
            align="center", tracking_permille=150,
        )  # fmt: skip
        self.text(self.data.count, MARGIN_UM, y + 28_000, INNER_UM, 8_000, 8_000)
        self.rule(y + 40_000)

    def jobs(self):
        """List the jobs as far as the page reaches, and say how many more there are."""
        fitting = (HEIGHT_UM - MARGIN_UM - TOP_UM) // ROW_UM
        rows = self.data.rows
        shown = rows if len(rows) <= fitting else rows[: fitting - 1]
        y = TOP_UM
        for row in shown:
            for text, (left, width) in zip(row, COLUMNS, strict=True):
                self.text(text, MARGIN_UM + left, y, width, 4_400, 3_600)
            y += ROW_UM
        if len(rows) > len(shown):
            more = self.labels["more"].format(count=len(rows) - len(shown))
            self.text(more, MARGIN_UM, y, INNER_UM, 4_400, 3_600, color=GREY)
