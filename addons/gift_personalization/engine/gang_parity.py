"""Read a written gang sheet back and measure each piece on it against its approved picture.

The sheet is opened by a program that did not write it; each piece's region is cut out, turned
back and compared as a job's own print file is.
"""

from dataclasses import replace

from .display import dotted
from .engraving_parity import DPI_TOLERANCE, compare_marked, measure_pictures, read_engraving
from .errors import EngineError
from .file_parity import compare_dpi, likeness, read_png, scaled
from .gang import DPI
from .geometry import invert, multiply, scale
from .outline_parity import (
    artwork_only,
    choked_parity,
    measured,
    read_dxf,
    read_outline_svg,
    read_pictures,
)
from .outputs.engraving import marked_pixels
from .outputs.gang_engraving import piece_corner, sheet_dpi
from .outputs.gang_outlines import CUT_LAYER, LABEL_LAYER
from .outputs.gang_png import pixel_box
from .outputs.pdf import POINTS_PER_UM
from .outputs.raster import render_rgba

# Every copy is looked at; only the first of each surface as closely as a print file.
COPY_DPI, COPY_FINER = 250, 2
FINER = 4
FINE_PIXELS = 36_000_000
SLACK_POINTS = 0.01


def measure_sheet(kind, gang, images, options, data):
    """Return the worst figures of the pieces of a sheet, as :func:`print_outputs.measure` does.

    :raises EngineError: ``broken_output`` for a file that does not open or has another size
    """
    measure = {
        "pdf": _measure_pdf,
        "png": _measure_png,
        "underbase": _measure_underbase,
        "engraving": _measure_engraving,
        "svg": _measure_outlines,
        "dxf": _measure_outlines,
    }[kind]
    found = list(measure(kind, gang, images, options, data))
    return {
        "edge_shift_mm": max(parity.edge_shift_mm for parity, _overlap in found),
        "delta_e": max(parity.delta_e for parity, _overlap in found),
        "ssim": min(parity.ssim for parity, _overlap in found),
        "overlap": round(min(overlap for _parity, overlap in found), 5),
    }


def upright(pixels, laid, mirrored=True):
    """Return the picture of a piece as it lies on its surface."""
    import numpy as np

    pixels = np.rot90(pixels) if laid.place.turned else pixels
    return np.ascontiguousarray(pixels[:, ::-1] if mirrored and laid.mirror else pixels)


def _measure_pdf(_kind, gang, images, _options, data):
    known = set()
    for laid, draw in pdf_pieces(gang, data):
        key = (id(laid.display), laid.mirror, laid.place.turned)
        is_first = key not in known
        known.add(key)
        dpi = compare_dpi(laid.display)
        dpi = dpi if is_first else min(dpi, COPY_DPI)
        approved = render_rgba(laid.display, images, dpi=dpi)
        rows, columns = approved.shape[:2]
        finest = int((FINE_PIXELS / (rows * columns)) ** 0.5)
        finer = max(1, min(FINER if is_first else COPY_FINER, finest))
        drawn = scaled(draw(dpi * finer), columns, rows)
        found = likeness(approved, drawn, dpi, soft=bool(dotted(laid.display)))
        yield found if is_first else replace(found, ssim=1.0), 1.0


def pdf_pieces(gang, data):
    """Yield (piece, ``draw(dpi)``: its artwork as pdfium draws it from the sheet)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(artwork_only(data))
    except pypdfium2.PdfiumError as error:
        raise EngineError("broken_output") from error
    try:
        page = document[0]
        height = page.get_height()
        if abs(height - gang.sheet.height_um * POINTS_PER_UM) > SLACK_POINTS:
            raise EngineError("broken_output")
        for laid in gang.laid:
            yield laid, lambda dpi, laid=laid: _drawn_piece(page, laid, height, dpi)
    finally:
        document.close()


def _drawn_piece(page, laid, height, dpi):
    """Draw a piece's surface, without its bleed."""
    from .parity import drawn

    place, bleed = laid.place, laid.display.bleed_um
    left, right = place.x_um + bleed, place.x_um + place.width_um - bleed
    top, bottom = place.y_um + bleed, place.y_um + place.height_um - bleed
    page.set_trimbox(
        left * POINTS_PER_UM,
        height - bottom * POINTS_PER_UM,
        right * POINTS_PER_UM,
        height - top * POINTS_PER_UM,
    )
    return upright(drawn(page, dpi / 72, False), laid)


def _png_pieces(gang, data):
    """Yield (piece, its pixels on the sheet), turned back but not mirrored back."""
    written = read_png(data)
    rows, columns = written.shape[:2]
    for laid in gang.laid:
        left, top, right, bottom = pixel_box(laid, DPI)
        if bottom > rows or right > columns:
            raise EngineError("broken_output")
        yield laid, upright(written[top:bottom, left:right], laid, mirrored=False)


def _measure_png(_kind, gang, images, _options, data):
    for laid, written in _png_pieces(gang, data):
        approved = render_rgba(laid.display, images, dpi=DPI, bleed=True, mirror=laid.mirror)
        yield likeness(approved, written, DPI), 1.0


def _measure_underbase(_kind, gang, images, options, data):
    for laid, written in _png_pieces(gang, data):
        approved = render_rgba(laid.display, images, dpi=DPI, bleed=True, mirror=laid.mirror)
        found = choked_parity(approved[:, :, 3], written[:, :, 3], DPI, options["choke_um"])
        yield found.parity, found.overlap


def _measure_engraving(_kind, gang, images, _options, data):
    found = read_engraving(data)
    dpi = sheet_dpi(gang)
    if abs(found.dpi - dpi) > DPI_TOLERANCE:
        raise EngineError("broken_output")
    for laid in gang.laid:
        if dotted(laid.display):
            yield _marked_figures(laid, images, found.marked, dpi)


def _marked_figures(laid, images, marked, dpi):
    """Return the figures of the dots of a piece, cut out of the sheet and turned back."""
    import numpy as np

    approved = marked_pixels(laid.display, images, mirror=laid.mirror)[0]
    size = approved.shape[::-1] if laid.place.turned else approved.shape
    left, top = piece_corner(laid, dpi, approved.shape)
    part = np.zeros(size, bool)
    seen = marked[top : top + size[0], left : left + size[1]]
    part[: seen.shape[0], : seen.shape[1]] = seen
    part = np.rot90(part) if laid.place.turned else part
    shown = compare_marked(laid.display, images, approved, part, dpi)
    return shown.parity, shown.overlap


def _measure_pictures(gang, images, data):
    """Yield the figures of the engraved photos in an SVG, in the order of the pieces."""
    pictures = read_pictures(data)
    laid = [one for one in gang.laid if dotted(one.display)]
    if len(pictures) != len(laid):
        raise EngineError("broken_output")
    for one, (png, matrix) in zip(laid, pictures, strict=True):
        to_sheet = multiply(scale(0.001, 0.001), multiply(one.matrix, scale(1000.0, 1000.0)))
        on_surface = multiply(invert(to_sheet), matrix)
        pair = [(png, on_surface)]
        found = measure_pictures(one.display, images, pair, mirror=one.mirror)
        yield found.parity, found.overlap


def _measure_outlines(kind, gang, images, _options, data):
    is_svg = kind == "svg"
    if is_svg:
        yield from _measure_pictures(gang, images, data)
    layers = read_outline_svg(data) if is_svg else read_dxf(data, gang.sheet.height_um / 1000)
    layers = {n: shapes for n, shapes in layers.items() if n not in (CUT_LAYER, LABEL_LAYER)}
    for laid in gang.laid:
        own = {name: _piece_shapes(shapes, laid) for name, shapes in layers.items()}
        found = measured(laid.display, own, laid.mirror)
        yield found.parity, found.overlap


def _piece_shapes(shapes, laid):
    """Return the polygons that begin on a piece, in mm of its surface."""
    place, bleed = laid.place, laid.display.bleed_um / 1000
    left, top = place.x_um / 1000, place.y_um / 1000
    width, height = place.width_um / 1000, place.height_um / 1000

    def is_on(points):
        x, y = points[0]
        return left <= x <= left + width and top <= y <= top + height

    def back(x, y):
        x, y = x - left, y - top
        x, y = (y, width - x) if place.turned else (x, y)
        return x - bleed, y - bleed

    return [[back(x, y) for x, y in points] for points in shapes if is_on(points)]
