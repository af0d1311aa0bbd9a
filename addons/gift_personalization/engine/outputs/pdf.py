"""PDF for print: Skia writes the artwork, pikepdf sets it into a page with boxes and marks.

Text is outlines, photos are upright pixels of the print resolution; same design, same bytes. RGB
in sRGB; the printer's RIP converts.
"""

import contextlib
import io
import math

from ..errors import EngineError
from ..geometry import invert, multiply, scale, translate
from ..photo_header import read_header
from .canvas import draw_items
from .halftone import drawn_dots
from .icc import DESCRIPTION, srgb_profile
from .paths import skia_matrix
from .photos import Photos, clip_to_photo
from .spots import Spots, add_spots, artwork_content
from .tags import add_tags, unread
from .text_layer import add_text_layer

UM_PER_INCH = 25_400
POINTS_PER_UM = 72 / UM_PER_INCH
PHOTO_DPI = 300
PHOTO_QUALITY = 98
MAX_PATCH_PIXELS = 40_000_000
DOT_PIXEL_UM = 25
# Rounded up, an edge on a whole pixel becomes one more pixel and stretches the photo into it.
INSET_PX = 0.01
MARK_GAP_UM = 3_000
MARK_LENGTH_UM = 5_000
MARK_WIDTH_PT = 0.25
# Skia rounds a page to whole pixels of this resolution and hangs the artwork on the rounded edge:
# a page of whole points at a multiple of 72 dpi rounds to itself, so nothing moves.
RASTER_DPI = 360
PRODUCER = "Gift layout engine"


def render_pdf(
    display,
    images,
    *,
    bleed=True,
    marks=True,
    mirror=False,
    ink=None,
    title="",
    spots=None,
    lang="",
):
    """Return the surface as a one-page PDF in its true size.

    The TrimBox is the surface; the BleedBox adds the bleed; crop marks stand outside of both.

    :param images: callable from an asset's hash to the bytes of its print master
    :param bool bleed: let the artwork reach into the bleed
    :param bool marks: add crop marks
    :param bool mirror: as for transfer printing
    :param ink: ``#rrggbb`` for single-colour methods
    :param str title: shown by viewers, e.g. the job's name
    :param spots: :class:`spots.Spots` for white ink, varnish and a cut line
    :param str lang: language of a document's text (BCP 47)
    """
    bleed_um = display.bleed_um if bleed else 0
    artwork = bare_artwork(display, images, bleed_um, mirror, ink)
    return _framed(artwork, display, bleed_um, marks, title, mirror, spots or Spots(), lang)


def bare_artwork(display, images, bleed_um, mirror, ink):
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
    photos = _Photos(display, images, bleed_um, ink)
    draw_items(canvas, display.items, photos.draw, ink)
    document.endPage()
    document.close()
    return bytes(stream.detachAsData())


class _Photos:
    """Draws photos already warped onto the surface's pixel grid at 300 dpi.

    Viewers and RIPs sample turned and reduced photos each in their own way, some half a pixel
    off; upright pixels of the print resolution they leave alone, so the PDF shows the photo as
    the proof and the PNG do. A photo too large for that is embedded as it is stored.
    """

    def __init__(self, display, images, bleed_um, ink):
        self.unit = PHOTO_DPI / UM_PER_INCH
        # Whole pixels of bleed: the grid hangs on the trimmed corner, as the proof's does.
        self.margin = math.ceil(bleed_um * self.unit)
        sides = (display.width_um, display.height_um)
        width, height = (math.ceil(side * self.unit) + 2 * self.margin for side in sides)
        matrix = multiply(translate(self.margin, self.margin), scale(self.unit, self.unit))
        self.grid = Photos(images, matrix, width, height, ink)
        self.images = images
        self.ink = ink

    def draw(self, canvas, item):
        import skia

        if item.halftone:
            self._draw_dots(canvas, item)
            return
        box = self.grid.box(item)
        if box is None:
            return
        canvas.save()
        clip_to_photo(canvas, item)
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        drawn_as_stored = not self.ink and not item.is_adjusted
        if (box[2] - box[0]) * (box[3] - box[1]) > MAX_PATCH_PIXELS and drawn_as_stored:
            canvas.concat(skia_matrix(item.matrix))
            where = skia.Rect.MakeWH(item.width_px, item.height_px)
            canvas.drawImageRect(_stored(self.images(item.asset)), where, sampling)
        else:
            edges = (box[0] + INSET_PX, box[1] + INSET_PX, box[2] - INSET_PX, box[3] - INSET_PX)
            where = skia.Rect.MakeLTRB(*((edge - self.margin) / self.unit for edge in edges))
            canvas.drawImageRect(_embedded(self.grid.patch(item).pixels), where, sampling)
        canvas.restore()

    def _draw_dots(self, canvas, item):
        """Draw dots as an image with a pixel for each, never sampled anew."""
        import skia

        dots = self.grid.dots(item)
        box = dots.box
        finer = _finer(box)
        size = (box.columns * finer, box.rows * finer)
        to_pixels = multiply(scale(float(finer), float(finer)), invert(box.matrix))
        pixels = drawn_dots(dots, to_pixels, size, self.ink)[0]
        canvas.save()
        canvas.concat(skia_matrix(box.matrix))
        where = skia.Rect.MakeWH(box.columns, box.rows)
        sampling = skia.SamplingOptions(skia.FilterMode.kNearest)
        canvas.drawImageRect(_embedded(pixels), where, sampling)
        canvas.restore()


def _finer(box):
    """Return how many pixels a dot is wide in a PDF: viewers soften the edges of large ones."""
    affordable = int((MAX_PATCH_PIXELS / (box.columns * box.rows)) ** 0.5)
    return max(1, min(affordable, math.ceil(box.cell_um / DOT_PIXEL_UM)))


def _stored(data):
    """Return a stored photo as an image that Skia embeds without decoding it."""
    import skia

    data = bytes(data)
    read_header(data)
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(data))
    if image is None:
        raise EngineError("broken")
    return image


def _embedded(pixels):
    """Return a patch as an image: JPEG without transparency, lossless with it."""
    import numpy as np
    import simplejpeg
    import skia

    pixels = np.ascontiguousarray(pixels)
    if pixels[:, :, 3].min() == 255:
        return _stored(
            simplejpeg.encode_jpeg(
                pixels, quality=PHOTO_QUALITY, colorspace="BGRA", colorsubsampling="444"
            )
        )
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, pixels, width * 4))


# === PAGE === #


def _framed(artwork, display, bleed_um, marks, title, mirror, spots, lang):
    import pikepdf

    margin_um = bleed_um + (MARK_GAP_UM + MARK_LENGTH_UM if marks else 0)
    width = (display.width_um + 2 * margin_um) * POINTS_PER_UM
    height = (display.height_um + 2 * margin_um) * POINTS_PER_UM
    with pikepdf.new() as pdf, pikepdf.open(io.BytesIO(artwork)) as source:
        page = pdf.add_blank_page(page_size=(width, height))
        form = pdf.copy_foreign(source.pages[0].as_form_xobject())
        inset = (margin_um - bleed_um) * POINTS_PER_UM
        surplus = math.ceil(height - 2 * inset) - (height - 2 * inset)
        form.BBox = page_box(0, surplus, width - 2 * inset, height - 2 * inset + surplus)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Artwork=form))
        content = f"q 1 0 0 1 {points(inset)} {points(inset - surplus)} cm /Artwork Do Q"
        if spots.names:
            matrix = _page_matrix(display, margin_um, height, mirror)
            under, over = add_spots(pdf, page, display, spots, matrix)
            content = f"{under}{artwork_content(content)}{over}"
        if marks:
            content += _marks(display, margin_um)
        if display.words and not mirror:
            matrix = _page_matrix(display, margin_um, height, mirror)
            content = f"{unread(content)}{add_text_layer(pdf, page, display.words, matrix)}"
        page.obj.Contents = pdf.make_stream(content.encode())
        page.obj.MediaBox = page_box(0, 0, width, height)
        page.obj.BleedBox = _inner_box(width, height, inset)
        page.obj.TrimBox = _inner_box(width, height, margin_um * POINTS_PER_UM)
        pdf.Root.OutputIntents = pikepdf.Array([output_intent(pdf)])
        return saved(pdf, title, lang)


def _page_matrix(display, margin_um, height, mirror):
    """Return the matrix from µm of the surface to points of the page."""
    unit = POINTS_PER_UM
    if mirror:
        right = (margin_um + display.width_um) * unit
        return (-unit, 0.0, 0.0, -unit, right, height - margin_um * unit)
    return (unit, 0.0, 0.0, -unit, margin_um * unit, height - margin_um * unit)


def output_intent(pdf):
    """Return what the page's RGB means. PDF/A's kind: PDF/X wants the profile of a press."""
    import pikepdf

    profile = pdf.make_stream(srgb_profile())
    profile.N = 3
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=DESCRIPTION,
        Info=DESCRIPTION,
        RegistryName="http://www.color.org",
        DestOutputProfile=profile,
    )


def joined(files):
    """Return one PDF with the pages of several, titled as the first one; each has its language."""
    import pikepdf

    with contextlib.ExitStack() as stack, pikepdf.new() as pdf:
        sources = [stack.enter_context(pikepdf.open(io.BytesIO(data))) for data in files]
        langs = []
        for source in sources:
            pdf.pages.extend(source.pages)
            langs += [str(source.Root.get("/Lang", ""))] * len(source.pages)
        title = str(sources[0].docinfo.get("/Title", ""))
        return saved(pdf, title, langs[0], langs)


def saved(pdf, title, lang="", page_langs=()):
    """Return the file as bytes, the same for the same pages."""
    add_tags(pdf, lang, page_langs)
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Producer"] = PRODUCER
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def _inner_box(width, height, inset):
    return page_box(inset, inset, width - inset, height - inset)


def page_box(*numbers):
    import pikepdf

    return pikepdf.Array([pikepdf.Object.parse(points(value).encode()) for value in numbers])


def points(value):
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
        "{} {} m {} {} l S".format(*(points(value * POINTS_PER_UM) for value in line))
        for line in lines
    )
    return f" q {MARK_WIDTH_PT} w 0 0 0 RG {strokes} Q"
