"""The files of a print method: writing one kind of file, and measuring it afterwards.

Options are plain JSON: ``kind`` and what that kind reads (``choke_um``, ``has_white``,
``has_varnish``, ``cut``, ``cut_offset_um``, ``line_style``, ``by_color``).
"""

import io

from . import engraving_parity, file_parity, outline_parity, worksheet
from .display import dotted, without_dots
from .outputs import dxf, engraving, outline_svg, pdf, raster, underbase
from .outputs.pdf import POINTS_PER_UM
from .outputs.spots import Spots

DPI = 300


def render(display, images, options, *, mirror=False, title="", facts=None):
    """Return the bytes of one print file.

    :param images: callable from an asset's hash to the bytes of its print master
    :param dict options: ``kind`` is pdf, png, underbase, engraving, svg, dxf or worksheet
    :param facts: :class:`worksheet.WorksheetData` of a work sheet, which is never mirrored
    :raises EngineError: ``outline_photo``, ``outline_gradient``: the design has no such file
    """
    kind = options["kind"]
    if kind == "pdf":
        spots = _spots(options)
        return pdf.render_pdf(display, images, mirror=mirror, title=title, spots=spots)
    if kind == "png":
        return raster.render_png(display, images, dpi=DPI, bleed=True, mirror=mirror)
    if kind == "underbase":
        choke = options["choke_um"]
        return underbase.render_underbase(
            display, images, dpi=DPI, choke_um=choke, bleed=True, mirror=mirror
        )
    if kind == "engraving":
        return engraving.render_engraving(display, images, mirror=mirror)
    if kind == "svg":
        style = {"style": options["line_style"], "by_color": options["by_color"]}
        return outline_svg.render_outline_svg(display, images, **style, mirror=mirror, title=title)
    if kind == "worksheet":
        return worksheet.worksheet_pdf(display, facts)
    return dxf.render_dxf(display, by_color=options["by_color"], mirror=mirror)


def measure(display, images, options, data, *, mirror=False):
    """Return the figures of a written file: ``edge_shift_mm``, ``delta_e``, ``ssim``, ``overlap``.

    The overlap is measured on outlines; of an underbase only the edge means anything.

    :raises EngineError: ``broken_output`` for a file that does not open
    """
    kind = options["kind"]
    if kind == "pdf":
        return _measure_pdf(display, images, options, data, mirror)
    if kind == "png":
        return _figures(file_parity.measure_png(display, images, data, mirror=mirror))
    if kind == "worksheet":
        return _measure_worksheet(display, images, data)
    if kind == "underbase":
        choke = options["choke_um"]
        found = outline_parity.measure_underbase(
            display, images, data, dpi=DPI, choke_um=choke, mirror=mirror
        )
    elif kind == "engraving":
        found = engraving_parity.measure_engraving(display, images, data, mirror=mirror)
    elif kind == "svg":
        found = _measure_svg(display, images, data, mirror)
    else:
        found = outline_parity.measure_dxf(display, data, mirror=mirror)
    return _figures(found.parity, found.overlap)


def has_content(display, kind):
    """Say whether a file of that kind shows anything of a design: pictures have no outlines."""
    if kind == "engraving":
        return bool(dotted(display))
    return bool((without_dots(display) if kind == "dxf" else display).items)


def _measure_svg(display, images, data, mirror):
    """Measure the outlines of an SVG, and the engraved photos beside them."""
    outlines = outline_parity.measure_outline_svg(display, data, mirror=mirror)
    pictures = outline_parity.read_pictures(data)
    if not pictures and not dotted(display):
        return outlines
    found = engraving_parity.measure_pictures(display, images, pictures, mirror=mirror)
    return engraving_parity.worst_of(outlines, found)


def _measure_pdf(display, images, options, data, mirror):
    """Measure the artwork without its spot colours, and the edge of each spot colour alone."""
    artwork = outline_parity.artwork_only(data)
    found = _figures(file_parity.measure_pdf(display, images, artwork, mirror=mirror))
    inks = outline_parity.measure_spots(display, images, data, _spots(options), mirror=mirror)
    shifts = [ink.parity.edge_shift_mm for ink in inks.values()]
    return {**found, "edge_shift_mm": max([found["edge_shift_mm"], *shifts])}


def _measure_worksheet(display, images, data):
    """Measure the drawing on a work sheet: its page is cut down to it."""
    import pikepdf

    factor, left, top = worksheet.drawing_place(display)
    edges = [
        left,
        worksheet.HEIGHT_UM - top - display.height_um * factor,
        left + display.width_um * factor,
        worksheet.HEIGHT_UM - top,
    ]
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].obj.TrimBox = pikepdf.Array(
            [pikepdf.Object.parse(f"{edge * POINTS_PER_UM:.4f}".encode()) for edge in edges]
        )
        buffer = io.BytesIO()
        document.save(buffer)
    return _figures(file_parity.measure_pdf(display, images, buffer.getvalue(), scale=factor))


def _spots(options):
    return Spots(
        white=options["has_white"],
        varnish=options["has_varnish"],
        cut=options["cut"],
        choke_um=options["choke_um"],
        cut_offset_um=options["cut_offset_um"],
    )


def _figures(parity, overlap=1.0):
    return {
        "edge_shift_mm": parity.edge_shift_mm,
        "delta_e": parity.delta_e,
        "ssim": parity.ssim,
        "overlap": round(overlap, 5),
    }
