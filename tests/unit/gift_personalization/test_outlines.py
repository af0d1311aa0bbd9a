"""Outlines for lasers and cutters, reopened by programs that share nothing with the writers."""

import io

import ezdxf
import numpy as np
import pytest
import skia
from builders import lay_out, no_images, photo_value, photo_zone, text_zone
from ezdxf import recover
from gift_engine import outline_parity
from gift_engine.display import DisplayList, Gradient, GroupItem, PathItem
from gift_engine.errors import EngineError
from gift_engine.outputs import outlines, raster
from gift_engine.outputs.dxf import render_dxf
from gift_engine.outputs.outline_svg import render_outline_svg

MM = 1000
RING = "M0 0L20000 0L20000 20000L0 20000z"


@pytest.fixture(scope="module")
def script(faces):
    """Joined letters that overlap, in a script face."""
    return small(faces, "great-vibes", "Philippa & Joe")


def small(faces, font, text):
    zone = text_zone(
        faces, font=font, fallbacks=(), x_um=0, y_um=0, width_um=50_000, height_um=15_000
    )
    size = {"width_um": 50_800, "height_um": 15_240, "bleed_um": 0}
    return lay_out(faces, [zone], {"name": {"text": text}}, **size)[2]


def surface(*items, width=100 * MM, height=50 * MM):
    return DisplayList("front", width, height, 0, items)


def dxf_contours(data):
    """Read LWPOLYLINEs as the plain pairs of code and value that a DXF is."""
    lines = data.decode().split("\r\n" if b"\r\n" in data else "\n")
    pairs = list(zip((line.strip() for line in lines[::2]), lines[1::2], strict=False))
    start = pairs.index(("2", "ENTITIES"))
    found = []
    for code, value in pairs[start:]:
        if code == "0":
            if value == "ENDSEC":
                break
            found.append({"type": value, "xs": [], "ys": []})
        elif found and code in ("70", "8"):
            found[-1][code] = value.strip()
        elif found and code in ("10", "20"):
            found[-1]["xs" if code == "10" else "ys"].append(float(value))
    return found


def area_mm2(contour):
    xs, ys = np.array(contour["xs"]), np.array(contour["ys"])
    return abs(np.dot(xs, np.roll(ys, -1)) - np.dot(ys, np.roll(xs, -1))) / 2


def test_a_dxf_is_sound_in_millimetres_and_of_closed_polylines(script):
    document, auditor = recover.read(io.BytesIO(render_dxf(script)))

    assert (len(auditor.errors), len(auditor.fixes)) == (0, 0)
    assert tuple(document.header["$LIMMAX"]) == (50.8, 15.24)
    assert (document.dxfversion, document.units) == ("AC1024", ezdxf.units.MM)
    found = list(document.modelspace())
    assert {entity.dxftype() for entity in found} == {"LWPOLYLINE"}
    assert all(entity.closed for entity in found)


def test_a_dxf_has_its_true_size_with_the_origin_at_the_lower_left():
    square = PathItem("M10000 5000L30000 5000L30000 15000L10000 15000z")
    (contour,) = dxf_contours(render_dxf(surface(square)))

    assert sorted(set(contour["xs"])) == [10, 30]
    assert sorted(set(contour["ys"])) == [35, 45]
    assert contour["70"] == "1"


def test_overlapping_shapes_become_one_contour_whichever_way_they_wind():
    one = PathItem(RING)
    other_way = PathItem("M10000 10000L10000 30000L30000 30000L30000 10000z")
    (contour,) = dxf_contours(render_dxf(surface(one, other_way)))

    assert area_mm2(contour) == pytest.approx(700, abs=0.01)


def test_letters_that_overlap_are_united(script):
    letters = surface(*script.items, width=script.width_um, height=script.height_um)
    found = dxf_contours(render_dxf(letters))
    drawn = raster.render_rgba(script, no_images, dpi=1270)[:, :, 3].sum() / 255
    # With even-odd filling an overlap that was not united would be a hole and miss in the sum.
    document = outline_parity.read_dxf(render_dxf(letters), 15.24)["OUTLINE"]
    filled = outline_parity.coverage(
        [[(x * 50, y * 50) for x, y in points] for points in document], 2540, 762
    )

    assert len(found) == len(document)
    assert filled.sum() / 255 == pytest.approx(drawn, rel=0.005)


@pytest.mark.parametrize(
    ("font", "text", "mirror"),
    [
        ("great-vibes", "Philippa & Joe", False),
        ("amiri", "أهلا وسهلا", True),
        ("noto-sans-devanagari", "नमस्ते", False),
    ],
)
def test_outline_files_cover_what_the_approved_picture_covers(faces, font, text, mirror):
    display = small(faces, font, text)
    dxf = outline_parity.measure_dxf(display, render_dxf(display, mirror=mirror), mirror=mirror)
    svg = outline_parity.measure_outline_svg(
        display, render_outline_svg(display, mirror=mirror), mirror=mirror
    )

    for found in (dxf, svg):
        assert found.overlap >= 0.99
        assert found.parity.edge_shift_mm <= 0.1
        assert found.parity.ssim >= 0.99


def test_an_svg_drawn_by_another_program_equals_the_approved_picture(script):
    data = render_outline_svg(script, style="engrave")
    document = skia.SVGDOM.MakeFromStream(skia.MemoryStream(data))
    canvas = skia.Surface.MakeRasterN32Premul(2032, 610)
    document.setContainerSize(skia.Size(180, 54))
    pixels_per_unit = 1016 / 90  # Skia reads an inch as 90 units
    canvas.getCanvas().scale(pixels_per_unit, pixels_per_unit)
    document.render(canvas.getCanvas())
    drawn = canvas.makeImageSnapshot().toarray()[:, :, 3]
    approved = raster.render_rgba(script, no_images, dpi=1016)[:, :, 3]

    assert outline_parity.overlap(drawn, approved) >= 0.99


def test_a_cut_file_has_one_line_width_and_no_filling(script):
    text = render_outline_svg(script, style="cut", title="J <1>").decode()

    assert text.count("stroke-width=") == text.count('stroke-width="0.01"') == 1
    assert 'fill="none"' in text
    assert 'width="50.8mm" height="15.24mm" viewBox="0 0 50.8 15.24"' in text
    assert "J &lt;1&gt;" in text
    assert text.count("M") == text.count("Z")


def test_foils_of_two_colours_are_two_layers():
    red = PathItem(RING, fill="#aa0000")
    blue = PathItem("M40000 0L60000 0L60000 20000z", fill="#0000aa")
    display = surface(red, blue)

    layers = {contour["8"] for contour in dxf_contours(render_dxf(display, by_color=True))}
    groups = outline_parity.read_outline_svg(render_outline_svg(display, by_color=True))

    assert layers == {"OUTLINE_AA0000", "OUTLINE_0000AA"}
    assert set(groups) == {"aa0000", "0000aa"}
    assert {contour["8"] for contour in dxf_contours(render_dxf(display))} == {"OUTLINE"}


def test_a_group_shows_only_what_its_mask_lets_through():
    group = GroupItem((PathItem(RING),), mask=(PathItem("M0 0L5000 0L5000 20000L0 20000z"),))
    (contour,) = dxf_contours(render_dxf(surface(group)))

    assert area_mm2(contour) == pytest.approx(100, abs=0.01)


def test_same_design_same_bytes(script):
    assert render_dxf(script) == render_dxf(script)
    assert render_outline_svg(script) == render_outline_svg(script)


def test_a_photo_has_no_outline(faces):
    display = lay_out(faces, [photo_zone()], {"photo": photo_value()})[2]

    for render in (render_dxf, render_outline_svg):
        with pytest.raises(EngineError, match="outline_photo"):
            render(display)


def test_a_gradient_is_no_foil():
    stops = ((0.0, "#aa0000", 1.0), (1.0, "#0000aa", 1.0))
    shaded = PathItem(RING, fill=Gradient("linear", (0, 0, 20_000, 0), stops))

    with pytest.raises(EngineError, match="outline_gradient"):
        render_dxf(surface(shaded), by_color=True)
    assert len(dxf_contours(render_dxf(surface(shaded)))) == 1


def test_an_empty_surface_gives_empty_files():
    assert dxf_contours(render_dxf(surface())) == []
    assert outline_parity.read_outline_svg(render_outline_svg(surface())) == {}


def test_a_moved_outline_is_found(script):
    moved = GroupItem(script.items, (1.0, 0.0, 0.0, 1.0, 500.0, 0.0))
    moved = surface(moved, width=script.width_um, height=script.height_um)
    found = outline_parity.measure_dxf(script, render_dxf(moved))

    assert found.parity.edge_shift_mm == pytest.approx(0.5, abs=0.1)
    assert found.overlap < 0.9


def test_an_open_contour_is_refused():
    document = ezdxf.new("R2010", units=ezdxf.units.MM)
    document.modelspace().add_lwpolyline([(0, 0), (5, 0), (5, 5)], close=False)
    stream = io.StringIO()
    document.write(stream)

    with pytest.raises(EngineError, match="broken_output"):
        outline_parity.read_dxf(stream.getvalue().encode(), 50)


@pytest.mark.parametrize("data", [b"", b"no outline", b"<svg/>"])
def test_bytes_that_are_no_outlines_are_an_engine_error(data):
    with pytest.raises(EngineError, match="broken_output"):
        outline_parity.read_dxf(data, 50)
    with pytest.raises(EngineError, match="broken_output"):
        outline_parity.read_outline_svg(data)


@pytest.mark.parametrize(("um", "side_mm"), [(2000, 24), (-2000, 16), (0, 20)])
def test_a_shape_grows_and_shrinks_by_the_given_width(um, side_mm):
    path = outlines.grown(outlines.silhouette(surface(PathItem(RING))), um)
    (points,) = outlines.contours(path)
    xs = [x for x, _y in points]

    assert max(xs) - min(xs) == pytest.approx(side_mm * MM, abs=5)
