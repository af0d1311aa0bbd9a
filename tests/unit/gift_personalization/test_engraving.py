"""Files of engraved photos: opened by other programs, and compared with what was approved."""

import base64
import io
import re

import cv2
import ezdxf
import numpy as np
import pytest
from builders import jpeg, photo_zone, picture, text_zone
from engraved import METAL, WOOD, engraved
from gift_engine import engraving_parity, print_outputs
from gift_engine.display import dotted
from gift_engine.errors import EngineError
from gift_engine.outputs import halftone
from gift_engine.outputs.engraving import encoded
from lxml import etree
from PIL import Image
from playwright.sync_api import sync_playwright
from preview_browser import RUN

OPTIONS = {"has_white": False, "has_varnish": False, "cut": "", "cut_offset_um": 0, "choke_um": 0,
           "line_style": "engrave", "by_color": False}  # fmt: skip
KINDS = ("engraving", "svg", "dxf", "pdf", "png")
LIMITS = {"edge_shift_mm": 0.2, "delta_e": 10.0, "ssim": 0.98, "overlap": 0.98}


@pytest.fixture
def load(photo_bytes):
    return lambda _sha: photo_bytes


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(RUN / "bin" / "google-chrome"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def beside_text(faces, **options):
    """Return a surface with a photo on the left and a name on the right."""
    zones = [
        photo_zone(x_um=3_050, y_um=4_020, width_um=42_000, shape="rounded", radius_um=5_000),
        text_zone(faces, x_um=50_000, width_um=46_000, font="great-vibes"),
    ]
    return engraved(faces, zones, {"name": {"text": "Philippa"}}, **options)[2]


def written(display, load, kind, mirror=False):
    return print_outputs.render(display, load, {**OPTIONS, "kind": kind}, mirror=mirror)


def measured(display, load, kind, data, mirror=False):
    return print_outputs.measure(display, load, {**OPTIONS, "kind": kind}, data, mirror=mirror)


def missed(figures):
    """Return the names of the figures that the shop's limits refuse."""
    at_most = ("edge_shift_mm", "delta_e")
    return [
        name
        for name, limit in LIMITS.items()
        if not (figures[name] <= limit if name in at_most else figures[name] >= limit)
    ]


def approved(display, load):
    """Return what is approved as a bool array of the whole surface, 100 × 50 mm at 254 dpi."""
    marked = np.zeros((500, 1000), bool)
    for item in dotted(display):
        dots = halftone.make_dots(item, load)
        box = dots.box
        marked[box.top : box.top + box.rows, box.left : box.left + box.columns] |= dots.cells
    return marked


# === AS OTHER PROGRAMS OPEN THEM === #


@pytest.mark.parametrize("material", [WOOD, METAL])
@pytest.mark.parametrize("mirror", [False, True])
def test_the_picture_for_the_machine_has_one_bit_and_its_true_size(faces, load, material, mirror):
    display = beside_text(faces, material=material)

    data = written(display, load, "engraving", mirror)

    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (data[24], data[25]) == (1, 0)  # bits, greys
    place = data.index(b"pHYs") + 4
    assert int.from_bytes(data[place : place + 4], "big") == 10_000  # pixels a metre: 254 dpi
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels.shape == (500, 1000)
    expected = approved(display, load)
    assert ((pixels == 0) == (expected[:, ::-1] if mirror else expected)).all()


def test_a_size_that_is_no_whole_number_of_pixels_is_covered(faces, load):
    display = engraved(faces, photo_dpi=300, photo_dot_um=0)[2]

    data = written(display, load, "engraving")

    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels.shape == (591, 1182)  # 590.55 × 1181.1


def test_the_outlines_lie_beside_the_picture_in_one_svg(faces, load):
    display = beside_text(faces)

    root = etree.fromstring(written(display, load, "svg"))

    assert (root.get("width"), root.get("viewBox")) == ("100mm", "0 0 100 50")
    [image] = root.iter("{*}image")
    assert [image.get(name) for name in ("x", "y", "width", "height")] == ["0", "0", "100", "50"]
    href = image.get("{http://www.w3.org/1999/xlink}href")
    assert base64.b64decode(href.split(",")[1]) == written(display, load, "engraving")
    assert len(list(root.iter("{*}path"))) == 1


def test_a_browser_draws_the_svg_as_it_was_approved(faces, load, chromium):
    display = beside_text(faces)
    svg = written(display, load, "svg").decode()
    sized = re.sub(r'width="100mm" height="50mm"', 'width="1000" height="500"', svg, count=1)

    page = chromium.new_page(viewport={"width": 1000, "height": 500})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{sized}")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    page.close()

    marked = approved(display, load)
    photo = (slice(40, 440), slice(30, 451))
    assert ((shown < 128)[photo] == marked[photo]).mean() > 0.999
    assert (shown[:, 500:] < 128).any()


def test_the_dxf_has_the_outlines_alone_in_the_same_place(faces, load):
    display = beside_text(faces)

    document = ezdxf.read(io.StringIO(written(display, load, "dxf").decode()))

    xs = [x for line in document.modelspace() for x, _y in line.get_points("xy")]
    assert min(xs) >= 50 and max(xs) <= 96


def test_a_photo_alone_has_no_outlines_and_a_text_alone_no_picture(faces, load):
    photo = engraved(faces)[2]
    text = engraved(faces, [text_zone(faces)], {"name": {"text": "Anna"}})[2]

    assert [kind for kind in KINDS if print_outputs.has_content(photo, kind)] == [
        "engraving", "svg", "pdf", "png",
    ]  # fmt: skip
    assert [kind for kind in KINDS if print_outputs.has_content(text, kind)] == [
        "svg", "dxf", "pdf", "png",
    ]  # fmt: skip


# === MEASURED === #


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("dpi", [254, 300])
def test_every_file_is_within_the_limits(faces, load, kind, mirror, dpi):
    display = beside_text(faces, photo_dpi=dpi)

    figures = measured(display, load, kind, written(display, load, kind, mirror), mirror)

    assert missed(figures) == []


@pytest.mark.parametrize("kind", KINDS)
def test_coarse_dots_and_a_photo_alone_are_within_the_limits(faces, load, kind):
    display = engraved(faces, photo_dot_um=400)[2]

    if print_outputs.has_content(display, kind):
        assert missed(measured(display, load, kind, written(display, load, kind))) == []
    else:
        assert kind == "dxf"


def changed(data, change):
    """Return an engraved PNG whose marked pixels were changed."""
    found = engraving_parity.read_engraving(data)
    return encoded(Image.fromarray(~change(found.marked.copy())), 254)


def shifted(marked):
    return np.roll(marked, 2, axis=1)


def darker(marked):
    return marked | np.roll(marked, 1, axis=0)


def half(marked):
    marked[:250] = False
    return marked


def inverted(marked):
    return ~marked


@pytest.mark.parametrize("change", [shifted, darker, half, inverted])
def test_other_dots_than_those_approved_are_refused(faces, load, change):
    display = beside_text(faces)

    data = changed(written(display, load, "engraving"), change)

    assert "overlap" in missed(measured(display, load, "engraving", data))


def test_another_photo_is_refused_in_every_file(faces, load):
    display = beside_text(faces)
    other = jpeg(picture(1500, 1125, seed=3)[:, ::-1])

    for kind in ("engraving", "svg", "pdf"):
        data = written(display, lambda _sha: other, kind)
        assert missed(measured(display, load, kind, data)), kind


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('x="0" y="0" width="100"', 'x="0.5" y="0" width="100"'),
        ('width="100" height="50" preserve', 'width="101" height="50" preserve'),
        ('height="50" preserve', 'height="50" transform="matrix(0 1 -1 0 100 0)" preserve'),
    ],
)
def test_a_picture_that_lies_elsewhere_in_the_svg_is_refused(faces, load, old, new):
    display = beside_text(faces)
    svg = written(display, load, "svg").decode()
    assert old in svg

    figures = measured(display, load, "svg", svg.replace(old, new).encode())

    assert "edge_shift_mm" in missed(figures)


def test_an_svg_without_its_picture_is_refused(faces, load):
    display = beside_text(faces)
    svg = re.sub(rb"<image[^>]*/>", b"", written(display, load, "svg"))

    with pytest.raises(EngineError, match="broken_output"):
        measured(display, load, "svg", svg)


@pytest.mark.parametrize("breaking", ["size", "dpi", "bits", "cut", "empty"])
def test_a_picture_of_another_kind_or_size_is_refused(faces, load, breaking):
    display = beside_text(faces)
    data = written(display, load, "engraving")
    opened = Image.open(io.BytesIO(data))
    buffer = io.BytesIO()
    if breaking == "size":
        opened.crop((0, 0, 999, 500)).save(buffer, "PNG", dpi=(254, 254))
    elif breaking == "dpi":
        opened.save(buffer, "PNG", dpi=(300, 300))
    elif breaking == "bits":
        opened.convert("L").save(buffer, "PNG", dpi=(254, 254))
    elif breaking == "cut":
        buffer.write(data[:40])

    with pytest.raises(EngineError, match="broken_output"):
        measured(display, load, "engraving", buffer.getvalue())
