"""Gang sheets: opened by other programs and compared piece by piece with the approved pictures."""

import io

import cv2
import ezdxf
import numpy as np
import pikepdf
import pypdfium2
import pytest
from builders import PHOTO, lay_out, photo_value, photo_zone, text_zone
from gift_engine import gang, gang_parity, nesting
from gift_engine.errors import EngineError
from gift_engine.outputs.raster import render_rgba
from PIL import Image

PDF = {"kind": "pdf", "has_white": True, "has_varnish": False, "cut": "", "choke_um": 200,
       "cut_offset_um": 0}  # fmt: skip
OPTIONS = {
    "pdf": PDF,
    "png": {"kind": "png"},
    "underbase": {"kind": "underbase", "choke_um": 300},
    "svg": {"kind": "svg", "line_style": "engrave", "by_color": False},
    "dxf": {"kind": "dxf", "by_color": False},
}
SHEET = nesting.Sheet(330_000, 270_000, 8_000, 4_000)


@pytest.fixture(scope="module")
def displays(faces):
    """Return two surfaces that look different turned and mirrored."""
    zone = text_zone(faces, max_size_um=20_000)
    texts = ("Anna F7", "علي 42")
    return [lay_out(faces, [zone], {"name": {"text": text}})[2] for text in texts]


def lay(displays, faces, sheet=SHEET, mirror=False, copies=3, **values):
    pieces = []
    for key, display in enumerate(displays):
        sides = (display.width_um, display.height_um)
        width, height = (side + 2 * display.bleed_um for side in sides)
        pieces.append(nesting.Piece(key, width, height, copies))
    [places] = nesting.nest(sheet, pieces)
    laid = tuple(
        gang.Laid(place, displays[place.key], mirror, f"GJ0000{place.key} {place.copy}")
        for place in places
    )
    return gang.GangSheet(sheet, laid, "GB00001 1/1", chain=tuple(faces.chain()), **values)


def lay_both_ways(displays, faces, mirror):
    """Return a sheet on which each surface lies upright and turned."""
    laid, x = [], 8_000
    for key, display in enumerate(displays):
        sides = (display.width_um, display.height_um)
        width, height = (side + 2 * display.bleed_um for side in sides)
        for copy, turned in ((1, False), (2, True)):
            size = (height, width) if turned else (width, height)
            place = nesting.Place(key, copy, x, 8_000 + 1_234 * len(laid), *size, turned)
            laid.append(gang.Laid(place, display, mirror, f"GJ0000{key} {copy}"))
            x += size[0] + 4_000
    sheet = nesting.Sheet(x + 8_000, 130_000, 8_000, 4_000)
    chain = tuple(faces.chain())
    return gang.GangSheet(sheet, tuple(laid), "GB1", cut_lines="rectangle", chain=chain)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("kind", gang.KINDS)
def test_each_piece_on_the_sheet_is_the_approved_picture(kind, mirror, displays, faces):
    sheet = lay_both_ways(displays, faces, mirror)

    data = gang.render_sheet(kind, sheet, no_images, OPTIONS[kind])
    found = gang_parity.measure_sheet(kind, sheet, no_images, OPTIONS[kind], data)

    assert found["edge_shift_mm"] <= 0.2
    assert found["delta_e"] <= 6
    assert found["ssim"] >= 0.98
    assert found["overlap"] >= 0.98 or kind == "underbase"


def no_images(sha):
    raise KeyError(sha)


@pytest.mark.parametrize("kind", gang.KINDS)
def test_a_sheet_with_another_piece_in_a_place_is_found_out(kind, displays, faces):
    sheet = lay(displays, faces)
    data = gang.render_sheet(kind, sheet, no_images, OPTIONS[kind])
    swapped = [
        gang.Laid(laid.place, displays[1 - laid.place.key], laid.mirror) for laid in sheet.laid
    ]
    wrong = gang.GangSheet(sheet.sheet, tuple(swapped))

    found = gang_parity.measure_sheet(kind, wrong, no_images, OPTIONS[kind], data)

    assert found["edge_shift_mm"] > 0.5


def test_a_photo_on_a_turned_piece_is_the_approved_one(faces, images):
    display = lay_out(faces, [photo_zone("photo")], {"photo": photo_value()})[2]
    long = display.width_um + 2 * display.bleed_um + 20_000
    sheet = lay([display], faces, nesting.Sheet(long, long, 10_000, 4_000), copies=1)
    turned = nesting.Place(0, 1, 10_000, 10_000, sheet.laid[0].place.height_um,
                           sheet.laid[0].place.width_um, True)  # fmt: skip
    sheet = gang.GangSheet(sheet.sheet, (gang.Laid(turned, display),))

    def load(sha):
        assert sha == PHOTO
        return images["master"]

    for kind in ("pdf", "png"):
        data = gang.render_sheet(kind, sheet, load, OPTIONS[kind])
        found = gang_parity.measure_sheet(kind, sheet, load, OPTIONS[kind], data)
        assert found["delta_e"] <= 6 and found["ssim"] >= 0.98, kind


def test_the_pdf_has_the_size_of_the_sheet_its_layers_and_inks(displays, faces):
    sheet = lay(displays, faces, cut_lines="rectangle")

    data = gang.render_sheet("pdf", sheet, no_images, PDF)

    with pikepdf.open(io.BytesIO(data)) as document:
        [page] = document.pages
        points = [SHEET.width_um * 72 / 25_400, SHEET.height_um * 72 / 25_400]
        assert [float(side) for side in page.trimbox] == pytest.approx([0, 0, *points], abs=0.001)
        assert {str(g.Name) for g in document.Root.OCProperties.OCGs} == {
            "Artwork", "White", "CutContour", "Labels",
        }  # fmt: skip
        inks = {str(space[1]) for space in page.obj.Resources.ColorSpace.values()}
        assert inks == {"/White", "/CutContour"}
        content = page.Contents.read_bytes()
        # each artwork is there once and drawn three times
        assert len(page.obj.Resources.XObject.keys()) == 3
        assert content.count(b"/CutContour BDC") == content.count(b"/White BDC") == 6


def test_nothing_but_labels_and_lines_lies_outside_of_the_pieces(displays, faces):
    sheet = lay(displays, faces)
    data = gang.render_sheet("png", sheet, no_images, OPTIONS["png"])

    alpha = np.asarray(Image.open(io.BytesIO(data)))[:, :, 3].copy()

    margin = round(SHEET.margin_um * 300 / 25_400) - 1
    edges = (alpha[:margin], alpha[-margin:], alpha[:, :margin], alpha[:, -margin:])
    # labels of the lowest pieces may reach into the lower margin
    assert not any(edge.any() for edge in (edges[0], edges[2], edges[3]))
    for laid in sheet.laid:
        left, top, right, bottom = gang_parity.pixel_box(laid, 300)
        alpha[top:bottom, left:right] = 0
    assert alpha.any(), "the labels are missing"
    found, _tree = cv2.findContours(alpha, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    heights = [cv2.boundingRect(contour)[3] for contour in found]
    assert max(heights) <= 2_200 * 300 / 25_400


def test_pieces_keep_their_size_in_every_format(displays, faces):
    """Measured without our own readers: the printed box of one piece, in mm."""
    display = displays[0]
    approved = render_rgba(display, no_images, dpi=300)[:, :, 3] > 127
    rows, columns = np.flatnonzero(approved.any(axis=1)), np.flatnonzero(approved.any(axis=0))
    wanted = [(columns[-1] - columns[0]) * 25.4 / 300, (rows[-1] - rows[0]) * 25.4 / 300]
    sheet = nesting.Sheet(150_000, 120_000, 8_000, 0)
    one = lay([display], faces, sheet, copies=1)

    pdf = gang.render_sheet("pdf", one, no_images, {**PDF, "has_white": False})
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().convert("L")
    dark = np.asarray(drawn) < 128
    spans = [np.flatnonzero(dark.any(axis=axis)) for axis in (0, 1)]
    assert [(s[-1] - s[0]) * 25.4 / 300 for s in spans] == pytest.approx(wanted, abs=0.2)

    dxf = gang.render_sheet("dxf", one, no_images, OPTIONS["dxf"])
    document = ezdxf.read(io.StringIO(dxf.decode()))
    points = np.array([p for line in document.modelspace() for p in line.get_points("xy")])
    assert list(np.ptp(points, axis=0)) == pytest.approx(wanted, abs=0.2)


def test_a_contour_is_cut_round_the_artwork_on_a_layer_of_its_own(displays, faces):
    sheet = lay(displays, faces, cut_lines="contour", cut_offset_um=1_500)

    dxf = gang.render_sheet("dxf", sheet, no_images, OPTIONS["dxf"])

    document = ezdxf.read(io.StringIO(dxf.decode()))
    by_layer = {}
    for line in document.modelspace():
        by_layer.setdefault(line.dxf.layer, []).append(line)
    assert set(by_layer) == {"OUTLINE", "CUT", "LABEL"}
    assert len(by_layer["CUT"]) >= len(sheet.laid)


def test_a_method_with_a_cut_of_its_own_gets_no_second_one(displays, faces):
    sheet = lay(displays, faces, cut_lines="rectangle")
    own = {**PDF, "cut": "contour", "cut_offset_um": 1_000}

    data = gang.render_sheet("pdf", sheet, no_images, own)

    with pikepdf.open(io.BytesIO(data)) as document:
        content = document.pages[0].Contents.read_bytes()
    assert content.count(b"/CutContour BDC") == len(sheet.laid)


def test_the_same_sheet_is_the_same_bytes(displays, faces):
    sheet = lay(displays, faces, cut_lines="rectangle")

    for kind in gang.KINDS:
        first = gang.render_sheet(kind, sheet, no_images, OPTIONS[kind])
        assert gang.render_sheet(kind, sheet, no_images, OPTIONS[kind]) == first, kind


def test_a_photo_has_no_outline_on_a_sheet_either(faces):
    display = lay_out(faces, [photo_zone("photo")], {"photo": photo_value()})[2]
    sheet = lay([display], faces, copies=1)

    with pytest.raises(EngineError, match="outline_photo"):
        gang.render_sheet("svg", sheet, no_images, OPTIONS["svg"])
