"""PDF for print: Skia writes the artwork, pikepdf sets it into a page with boxes and marks.

Text is outlines and photos keep the JPEG of their print master; same design, same bytes. RGB in
sRGB; the printer's RIP converts.
"""

import io
import math

from ..geometry import multiply, scale, translate
from .canvas import draw_items
from .paths import skia_matrix, skia_path
from .pixels import decode_bgra, inked

POINTS_PER_UM = 72 / 25_400
MARK_GAP_UM = 3_000
MARK_LENGTH_UM = 5_000
MARK_WIDTH_PT = 0.25
# Skia rounds a page to whole pixels of this resolution and hangs the artwork on the rounded edge:
# a page of whole points at a multiple of 72 dpi rounds to itself, so nothing moves.
RASTER_DPI = 360
PRODUCER = "Gift layout engine"


def render_pdf(display, images, *, bleed=True, marks=True, mirror=False, ink=None, title=""):
    """Return the surface as a one-page PDF in its true size.

    The TrimBox is the surface; the BleedBox adds the bleed; crop marks stand outside of both.

    :param images: callable from an asset's hash to the bytes of its print master
    :param bool bleed: let the artwork reach into the bleed
    :param bool marks: add crop marks
    :param bool mirror: as for transfer printing
    :param ink: ``#rrggbb`` for single-colour methods
    :param str title: shown by viewers, e.g. the job's name
    """
    bleed_um = display.bleed_um if bleed else 0
    artwork = _artwork(display, images, bleed_um, mirror, ink)
    return _framed(artwork, display, bleed_um, marks, title)


def _artwork(display, images, bleed_um, mirror, ink):
    """Return the bare artwork as PDF bytes, at the top left of a page of whole points."""
    import skia

    stream = skia.DynamicMemoryWStream()
    metadata = skia.PDF.Metadata()
    metadata.fProducer = PRODUCER
    metadata.fRasterDPI = RASTER_DPI
    document = skia.PDF.MakeDocument(stream, metadata)
    width = (display.width_um + 2 * bleed_um) * POINTS_PER_UM
    height = (display.height_um + 2 * bleed_um) * POINTS_PER_UM
    canvas = document.beginPage(math.ceil(width), math.ceil(height))
    matrix = multiply(scale(POINTS_PER_UM, POINTS_PER_UM), translate(bleed_um, bleed_um))
    if mirror:
        matrix = multiply((-1.0, 0.0, 0.0, 1.0, width, 0.0), matrix)
    canvas.concat(skia_matrix(matrix))
    photos = _Photos(images, ink)
    draw_items(canvas, display.items, photos.draw, ink)
    document.endPage()
    document.close()
    return bytes(stream.detachAsData())


class _Photos:
    """Draws photos as they are stored; each asset is embedded once."""

    def __init__(self, images, ink):
        self.images = images
        self.ink = ink
        self.known = {}

    def draw(self, canvas, item):
        import skia

        image = self._image(item.asset)
        canvas.save()
        canvas.clipPath(skia_path(item.clip), doAntiAlias=True)
        canvas.concat(skia_matrix(item.matrix))
        canvas.drawImageRect(
            image,
            skia.Rect.MakeWH(item.width_px, item.height_px),
            skia.SamplingOptions(skia.FilterMode.kLinear),
        )
        canvas.restore()

    def _image(self, asset):
        import skia

        if asset not in self.known:
            data = bytes(self.images(asset))
            if self.ink:
                self.known[asset] = _from_pixels(inked(decode_bgra(data), self.ink))
            else:
                decode_bgra(data, at_least=(1, 1))
                self.known[asset] = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(data))
        return self.known[asset]


def _from_pixels(pixels):
    import numpy as np
    import skia

    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kUnpremul_AlphaType)
    pixels = np.ascontiguousarray(pixels)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, pixels, width * 4))


# === PAGE === #


def _framed(artwork, display, bleed_um, marks, title):
    import pikepdf

    margin_um = bleed_um + (MARK_GAP_UM + MARK_LENGTH_UM if marks else 0)
    width = (display.width_um + 2 * margin_um) * POINTS_PER_UM
    height = (display.height_um + 2 * margin_um) * POINTS_PER_UM
    with pikepdf.new() as pdf, pikepdf.open(io.BytesIO(artwork)) as source:
        page = pdf.add_blank_page(page_size=(width, height))
        form = pdf.copy_foreign(source.pages[0].as_form_xobject())
        inset = (margin_um - bleed_um) * POINTS_PER_UM
        surplus = math.ceil(height - 2 * inset) - (height - 2 * inset)
        form.BBox = _box(0, surplus, width - 2 * inset, height - 2 * inset + surplus)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Artwork=form))
        content = f"q 1 0 0 1 {_pt(inset)} {_pt(inset - surplus)} cm /Artwork Do Q"
        if marks:
            content += _marks(display, margin_um)
        page.obj.Contents = pdf.make_stream(content.encode())
        page.obj.MediaBox = _box(0, 0, width, height)
        page.obj.BleedBox = _inner_box(width, height, inset)
        page.obj.TrimBox = _inner_box(width, height, margin_um * POINTS_PER_UM)
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Producer"] = PRODUCER
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True, fix_metadata_version=False)
        return buffer.getvalue()


def _inner_box(width, height, inset):
    return _box(inset, inset, width - inset, height - inset)


def _box(*numbers):
    import pikepdf

    return pikepdf.Array([pikepdf.Object.parse(_pt(value).encode()) for value in numbers])


def _pt(value):
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _marks(display, margin_um):
    """Return eight crop marks; the gap keeps them off the bleed."""
    far_x = margin_um * 2 + display.width_um
    far_y = margin_um * 2 + display.height_um
    lines = []
    for x in (margin_um, margin_um + display.width_um):
        lines += [(x, 0, x, MARK_LENGTH_UM), (x, far_y, x, far_y - MARK_LENGTH_UM)]
    for y in (margin_um, margin_um + display.height_um):
        lines += [(0, y, MARK_LENGTH_UM, y), (far_x, y, far_x - MARK_LENGTH_UM, y)]
    strokes = " ".join(
        "{} {} m {} {} l S".format(*(_pt(value * POINTS_PER_UM) for value in line))
        for line in lines
    )
    return f" q {MARK_WIDTH_PT} w 0 0 0 RG {strokes} Q"
