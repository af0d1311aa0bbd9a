"""Gang sheets: the approved artwork of many jobs on one sheet, each in its true size.

Everything is drawn from the jobs' display lists by the same outputs as their own print files.
"""

from dataclasses import dataclass

from .display import DisplayList, dotted, without_dots
from .geometry import multiply, translate
from .nesting import Sheet
from .outputs import gang_engraving, gang_outlines, gang_pdf, gang_png
from .text import TextStyle, set_text

DPI = 300
LABEL_UM, LEAST_LABEL_UM = 2_200, 1_600
LABEL_INSET_UM = 300
LABEL_COLOR = "#000000"
KINDS = ("pdf", "png", "underbase", "svg", "dxf")
ENGRAVING = "engraving"


@dataclass(frozen=True)
class Laid:
    """One copy on a sheet.

    :param place: :class:`nesting.Place`, bleed included
    :param display: display list of its surface
    :param bool mirror: as for transfer printing
    :param str label: printed beside it where there is room
    """

    place: object
    display: DisplayList
    mirror: bool = False
    label: str = ""

    @property
    def matrix(self):
        """Return the matrix from µm of the surface to µm of the sheet, not mirrored."""
        place, bleed = self.place, self.display.bleed_um
        inner = translate(bleed, bleed)
        if not place.turned:
            return multiply(translate(float(place.x_um), float(place.y_um)), inner)
        turn = (0.0, 1.0, -1.0, 0.0, float(place.x_um + place.width_um), float(place.y_um))
        return multiply(turn, inner)

    @property
    def mirrored_matrix(self):
        """Return the matrix with the mirroring of the method."""
        if not self.mirror:
            return self.matrix
        return multiply(self.matrix, (-1.0, 0.0, 0.0, 1.0, float(self.display.width_um), 0.0))


@dataclass(frozen=True)
class GangSheet:
    """A sheet and what lies on it.

    :param tuple laid: :class:`Laid` of every copy
    :param str cut_lines: empty, ``rectangle`` (the surface's edge) or ``contour``
    :param int cut_offset_um: distance of a contour from the artwork
    :param tuple chain: faces of the labels, none for a sheet without them
    """

    sheet: Sheet
    laid: tuple
    title: str = ""
    cut_lines: str = ""
    cut_offset_um: int = 0
    chain: tuple = ()

    def labels(self):
        """Return a display list of the sheet's size with the labels for which there is room."""
        items = [item for laid in self.laid for item in _label(self, laid)]
        return DisplayList("labels", self.sheet.width_um, self.sheet.height_um, 0, tuple(items))


def has_content(gang, kind):
    """Say whether a file of that kind shows anything of the pieces of a sheet."""
    if kind == ENGRAVING:
        return any(dotted(laid.display) for laid in gang.laid)
    return kind != "dxf" or any(without_dots(laid.display).items for laid in gang.laid)


def render_sheet(kind, gang, images, options):
    """Return the bytes of one sheet.

    :param str kind: one of ``KINDS``, or ``engraving`` where photos are engraved
    :param images: callable from an asset's hash to the bytes of its print master
    :param dict options: as of :func:`print_outputs.render`
    :raises EngineError: as there
    """
    if kind == "pdf":
        return gang_pdf.render_gang_pdf(gang, images, options)
    if kind in ("png", "underbase"):
        choke = options["choke_um"] if kind == "underbase" else None
        return gang_png.render_gang_png(gang, images, dpi=DPI, choke_um=choke)
    if kind == "svg":
        return gang_outlines.render_gang_svg(gang, images, options)
    if kind == ENGRAVING:
        return gang_engraving.render_gang_engraving(gang, images)
    return gang_outlines.render_gang_dxf(gang, options)


def _label(gang, laid):
    """Return the items of a label in the gap below a piece."""
    place, sheet = laid.place, gang.sheet
    room = sheet.height_um - (place.y_um + place.height_um)
    height = min(LABEL_UM, sheet.gap_um - LABEL_INSET_UM, room - LABEL_INSET_UM)
    if not (gang.chain and laid.label) or height < LEAST_LABEL_UM:
        return ()
    style = TextStyle(
        width_um=place.width_um, height_um=height, max_size_um=height, min_size_um=600,
        align="start", valign="top",
    )  # fmt: skip
    top = place.y_um + place.height_um + LABEL_INSET_UM / 2
    block = set_text(laid.label, list(gang.chain), style)
    return block.items(translate(float(place.x_um), float(top)), LABEL_COLOR)
