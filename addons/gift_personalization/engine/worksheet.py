"""Work sheet for whoever digitises embroidery: one A4 page with the artwork and its figures.

Stitches are not made here: a stitch file needs columns, underlay and pull compensation that only
a digitiser sets. The sheet says what there is to stitch, in mm, and an *estimate* of the count.
"""

from dataclasses import dataclass, field

from .display import DisplayList, GroupItem, PathItem
from .geometry import multiply, scale, translate
from .outputs.outlines import contours, outline_layers
from .outputs.pdf import render_pdf
from .placement import rounded_rect
from .sheet import GREY, RULE, Page
from .text import FontBook

WIDTH_UM, HEIGHT_UM = 210_000, 297_000
MARGIN_UM = 12_000
INNER_UM = WIDTH_UM - 2 * MARGIN_UM
ART_TOP_UM, ART_HEIGHT_UM = 46_000, 118_000
FRAME_UM = 150
# Off the surface: what is measured on the sheet is the drawing alone.
FRAME_GAP_UM = 500
ROW_UM = 8_000
# Ordinary settings of embroidery: rows 0.4 mm apart, stitches of 3.5 mm, columns up to 7 mm wide
# as satin; a third more for underlay.
ROW_MM, STITCH_MM, WIDEST_SATIN_MM, UNDERLAY = 0.4, 3.5, 7.0, 1.3
ROUNDED_TO = 50
LABELS = {
    "size": "Size", "scale": "Scale of the drawing", "text": "Text", "font": "Font",
    "letter": "Letter height", "color": "Colour", "thread": "Thread", "area": "Area",
    "stitches": "Stitches, estimate", "hash": "Design", "total": "Total, estimate",
    "no_thread": "choose one",
    "note": "The counts are estimates (rows 0.4 mm apart, satin up to 7 mm, a third for underlay)"
    " and may be a third off. What the digitiser's program counts is true.",
}  # fmt: skip


@dataclass(frozen=True)
class WorksheetData:
    """What the sheet says beside the drawing; texts are translated already.

    :param tuple texts: (text, name of the font, letter height in µm or None)
    :param dict threads: ``#rrggbb`` → name and number of the thread
    :param tuple fonts: hashes of the faces of the sheet itself, text face first
    :param dict labels: overrides of ``LABELS``
    """

    job: str
    product: str
    quantity: str
    surface: str
    content_hash: str
    book: FontBook
    fonts: tuple
    texts: tuple = ()
    threads: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    is_rtl: bool = False  # a drawing with its sizes has one side for left in every language
    lang: str = ""


@dataclass(frozen=True)
class ColorFigures:
    """What one thread has to cover."""

    area_mm2: float
    stitches: int


def worksheet_pdf(display, data):
    """Return the sheet as PDF bytes.

    :param data: :class:`WorksheetData`
    :raises EngineError: ``outline_photo``, ``outline_gradient``: that cannot be stitched
    """
    figures = color_figures(display)
    page = _Sheet(data)
    page.header(display)
    page.drawing(display)
    page.table_of_texts()
    page.table_of_colors(figures)
    page.note(figures)
    sheet = DisplayList("worksheet", WIDTH_UM, HEIGHT_UM, 0, tuple(page.items), tuple(page.words))
    return render_pdf(sheet, None, bleed=False, marks=False, title=data.job, lang=data.lang)


def color_figures(display):
    """Return ``{#rrggbb: ColorFigures}``, in drawing order."""
    figures = {}
    for color, path in outline_layers(display, by_color=True).items():
        area, border = _measure(contours(path))
        figures[color] = ColorFigures(round(area, 1), estimate_stitches(area, border))
    return figures


def estimate_stitches(area_mm2, border_mm):
    """Return about how many stitches a shape takes, rounded to 50.

    A shape of area A and border P is about as a column 2A/P wide: narrow ones are satin, a stitch
    to and fro every 0.4 mm of its length P/2; wide ones are filled in rows.
    """
    if not area_mm2:
        return 0
    width = 2 * area_mm2 / border_mm
    if width <= WIDEST_SATIN_MM:
        count = border_mm / ROW_MM
    else:
        count = area_mm2 / (ROW_MM * STITCH_MM) + border_mm / STITCH_MM
    return max(ROUNDED_TO, round(count * UNDERLAY / ROUNDED_TO) * ROUNDED_TO)


def drawing_place(display):
    """Return (scale, left, top) of the drawing on the sheet: true size, or 1:2, 1:3…"""
    parts = max(display.width_um / INNER_UM, display.height_um / ART_HEIGHT_UM, 1)
    factor = 1 / -(-parts // 1)
    left = (WIDTH_UM - display.width_um * factor) / 2
    return factor, left, float(ART_TOP_UM)


def _measure(outlines):
    """Return (area in mm², length of the border in mm) of contours filled even-odd."""
    area = border = 0.0
    for points in outlines:
        pairs = list(zip(points, points[1:] + points[:1], strict=True))
        turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2
        depth = sum(_is_inside(points[0], other) for other in outlines if other is not points)
        area += abs(turned) * (-1 if depth % 2 else 1)
        border += sum(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairs)
    return area / 1e6, border / 1e3


def _is_inside(point, polygon):
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


class _Sheet(Page):
    """Collects the sheet's display items."""

    default_labels = LABELS

    def header(self, display):
        data, left = self.data, MARGIN_UM
        self.text(data.job, left, 12_000, 80_000, 10_000, 10_000)
        self.text(data.quantity, left + 130_000, 12_000, INNER_UM - 130_000, 10_000, 10_000,
                  align="end")  # fmt: skip
        self.text(f"{data.product}, {data.surface}", left, 25_000, INNER_UM, 5_000, 5_000)
        width, height = display.width_um / 1000, display.height_um / 1000
        factor = drawing_place(display)[0]
        size = f"{self.labels['size']}: {width:g} × {height:g} mm"
        drawn = f"{self.labels['scale']}: 1:{round(1 / factor)}"
        self.text(f"{size}   {drawn}", left, 33_500, INNER_UM, 4_500, 4_500, color=GREY)

    def drawing(self, display):
        factor, left, top = drawing_place(display)
        place = multiply(translate(left, top), scale(factor, factor))
        width, height = display.width_um * factor, display.height_um * factor
        self.frame(left - FRAME_GAP_UM, top - FRAME_GAP_UM, width, height)
        self.items.append(GroupItem(display.items, place))
        self.y = round(top + height) + 10_000

    def frame(self, left, top, width, height):
        """Draw a line round the surface, a little off it."""
        width, height = width + 2 * FRAME_GAP_UM, height + 2 * FRAME_GAP_UM
        for x, y, across, down in (
            (0, -FRAME_UM, width, FRAME_UM),
            (0, height, width, FRAME_UM),
            (-FRAME_UM, 0, FRAME_UM, height),
            (width, 0, FRAME_UM, height),
        ):
            line = rounded_rect(across, down, 0, 0, translate(left + x, top + y))
            self.items.append(PathItem(line, fill=RULE))

    def row(self, cells, **options):
        """Set (x from the margin, width, text) side by side and go to the next row."""
        for x, width, text in cells:
            self.text(text, MARGIN_UM + x, self.y, width, ROW_UM - 2_000, 4_200, **options)
        self.y += ROW_UM

    def table_of_texts(self):
        names = [self.labels[name] for name in ("text", "font", "letter")]
        self._texts_row(names, color=GREY)
        for text, font, letter in self.data.texts[:8]:
            height = "" if letter is None else f"{letter / 1000:.1f} mm"
            self._texts_row((text.replace("\n", " / "), font, height))
        self.y += 3_000

    def _texts_row(self, cells, **options):
        places = ((0, 92_000), (96_000, 52_000), (152_000, INNER_UM - 152_000))
        self.row([(*place, cell) for place, cell in zip(places, cells, strict=True)], **options)

    def table_of_colors(self, figures):
        names = [self.labels[name] for name in ("color", "thread", "area", "stitches")]
        self._colors_row(names, color=GREY)
        for color, found in list(figures.items())[:8]:
            swatch = rounded_rect(6_000, 5_000, 0, 0, translate(float(MARGIN_UM), float(self.y)))
            self.items.append(PathItem(swatch, fill=color))
            thread = self.data.threads.get(color) or self.labels["no_thread"]
            cells = (color, thread, f"{found.area_mm2:g} mm²", f"≈ {found.stitches}")
            self._colors_row(cells)

    def _colors_row(self, cells, **options):
        places = ((9_000, 32_000), (45_000, 70_000), (119_000, 28_000), (150_000, 36_000))
        self.row([(*place, cell) for place, cell in zip(places, cells, strict=True)], **options)

    def note(self, figures):
        total = sum(found.stitches for found in figures.values())
        self.row([(119_000, 67_000, f"{self.labels['total']}: ≈ {total}")])
        y = HEIGHT_UM - 26_000
        self.text(self.labels["note"], MARGIN_UM, y, INNER_UM, 9_000, 3_400, wrap=True,
                  max_lines=2, color=GREY)  # fmt: skip
        short = self.data.content_hash[:16]
        self.text(f"{self.labels['hash']} {short}", MARGIN_UM, y + 11_000, INNER_UM, 3_400, 3_400,
                  color=GREY)  # fmt: skip
