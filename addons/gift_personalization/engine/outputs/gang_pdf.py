"""Gang sheet as PDF: each artwork once, as a form that is placed as often as it is printed."""

import io
import math

from ..geometry import multiply
from . import pdf as single
from .outlines import grown, silhouette, without_holes
from .paths import skia_path
from .pdf import POINTS_PER_UM
from .spots import CUT, Spots, add_layers, drawn_spot, on_layer, spot_path

LABELS = "Labels"
RECTANGLE = "rectangle"


def render_gang_pdf(gang, images, options):
    """Return a one-page PDF of the sheet's size; spot colours as the method's own PDF has them."""
    import pikepdf

    sheet = gang.sheet
    size = (sheet.width_um * POINTS_PER_UM, sheet.height_um * POINTS_PER_UM)
    spots = _spots(options)
    has_own_cut = bool(spots.cut)
    cuts = bool(gang.cut_lines) and not has_own_cut
    inks = [*spots.names, *([CUT] if cuts else [])]
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
        add_layers(document, page, inks, [LABELS])
        forms = _Forms(document, page, images, size[1])
        under, over, artwork = [], [], []
        for laid in gang.laid:
            artwork.append(forms.place(laid))
            below, above = _inked(laid, spots, size[1])
            under += below
            over += above
            if cuts:
                path = cut_path(gang, laid)
                over.append(drawn_spot(CUT, path, _to_page(laid.matrix, size[1])))
        content = "".join(under) + on_layer("Artwork", " ".join(artwork)) + "".join(over)
        page.obj.Contents = document.make_stream((content + forms.labels(gang)).encode())
        for name in ("MediaBox", "TrimBox", "BleedBox"):
            page.obj[f"/{name}"] = single.page_box(0, 0, *size)
        document.Root.OutputIntents = pikepdf.Array([single.output_intent(document)])
        return single.saved(document, gang.title)


def cut_path(gang, laid):
    """Return the line that a cutter follows round a piece, in µm of its surface."""
    display = laid.display
    width, height = display.width_um, display.height_um
    if gang.cut_lines == RECTANGLE:
        return skia_path(f"M0 0L{width} 0L{width} {height}L0 {height}z")
    shape = without_holes(grown(silhouette(display), gang.cut_offset_um))
    return _mirrored(_within(shape, display, gang.sheet.gap_um), laid)


def _within(shape, display, gap_um):
    """Return the part of a contour that keeps off its neighbours."""
    import skia

    far = display.bleed_um + gap_um // 2
    box = skia.Path()
    box.addRect(skia.Rect.MakeLTRB(-far, -far, display.width_um + far, display.height_um + far))
    return skia.Op(shape, box, skia.PathOp.kIntersect_PathOp)


def _mirrored(path, laid):
    import skia

    if not laid.mirror:
        return path
    moved = skia.Path()
    path.transform(skia.Matrix.MakeAll(-1, 0, laid.display.width_um, 0, 1, 0, 0, 0, 1), moved)
    return moved


def _spots(options):
    return Spots(
        white=options["has_white"],
        varnish=options["has_varnish"],
        cut=options["cut"],
        choke_um=options["choke_um"],
        cut_offset_um=options["cut_offset_um"],
    )


def _inked(laid, spots, height):
    """Return the contents of the spot colours of a piece: those under the artwork, those over."""
    under, over = [], []
    for name in spots.names:
        path = spot_path(laid.display, spots, name)
        drawn = drawn_spot(name, path, _to_page(laid.mirrored_matrix, height))
        (over if name == CUT else under).append(drawn)
    return under, over


def _to_page(matrix, height):
    """Return the matrix to points of the page for one to µm of the sheet."""
    unit = POINTS_PER_UM
    return multiply((unit, 0.0, 0.0, -unit, 0.0, height), matrix)


class _Forms:
    """Artworks as form XObjects of the page, each made once."""

    def __init__(self, document, page, images, height):
        self.document = document
        self.resources = page.obj.Resources.XObject
        self.images = images
        self.height = height
        self.names = {}

    def place(self, laid):
        """Return the content that draws a piece where it lies."""
        key = (id(laid.display), laid.mirror)
        if key not in self.names:
            bleed = laid.display.bleed_um
            self.names[key] = self._add(laid.display, bleed, laid.mirror)
        name, top = self.names[key]
        place = laid.place
        x, y = place.x_um * POINTS_PER_UM, self.height - place.y_um * POINTS_PER_UM
        if place.turned:
            right = x + place.width_um * POINTS_PER_UM
            matrix = (0, -1, 1, 0, right - top, y)
        else:
            matrix = (1, 0, 0, 1, x, y - top)
        return f"q {' '.join(map(single.points, matrix))} cm /{name} Do Q"

    def labels(self, gang):
        display = gang.labels()
        if not display.items:
            return ""
        name, top = self._add(display, 0, False)
        content = f"q 1 0 0 1 0 {single.points(self.height - top)} cm /{name} Do Q"
        return on_layer(LABELS, content)

    def _add(self, display, bleed_um, mirror):
        """Return the name of a form and the height of its page; the artwork hangs on its top."""
        import pikepdf

        data = single.bare_artwork(display, self.images, bleed_um, mirror, None)
        width = (display.width_um + 2 * bleed_um) * POINTS_PER_UM
        height = (display.height_um + 2 * bleed_um) * POINTS_PER_UM
        top = math.ceil(height)
        with pikepdf.open(io.BytesIO(data)) as source:
            form = self.document.copy_foreign(source.pages[0].as_form_xobject())
        form.BBox = single.page_box(0, top - height, width, top)
        name = f"Piece{len(self.resources.keys())}"
        self.resources[f"/{name}"] = form
        return name, top
