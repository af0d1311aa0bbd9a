"""Print PDF and parity."""

import io

import numpy as np
import pikepdf
import pypdfium2
import pytest
from builders import (
    DISPLAY,
    encoded,
    lay_out,
    no_images,
    opened,
    photo_value,
    photo_zone,
    picture,
    text_zone,
)
from gift_engine import parity
from gift_engine.display import DisplayList, PathItem
from gift_engine.errors import EngineError
from gift_engine.outputs import raster
from gift_engine.outputs.pdf import render_pdf
from PIL import Image

# === PDF === #


def boxes(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        return {
            name: [round(float(value) * 25.4 / 72, 2) for value in page.obj[f"/{name}"]]
            for name in ("MediaBox", "BleedBox", "TrimBox")
        }


def test_boxes_are_in_true_size():
    assert boxes(render_pdf(DISPLAY, no_images)) == {
        "MediaBox": [0, 0, 120, 70],
        "BleedBox": [8, 8, 112, 62],
        "TrimBox": [10, 10, 110, 60],
    }


def test_without_marks_the_page_is_the_bleed():
    assert boxes(render_pdf(DISPLAY, no_images, marks=False)) == {
        "MediaBox": [0, 0, 104, 54],
        "BleedBox": [0, 0, 104, 54],
        "TrimBox": [2, 2, 102, 52],
    }


def test_without_bleed_and_marks_the_page_is_the_surface():
    found = boxes(render_pdf(DISPLAY, no_images, marks=False, bleed=False))

    assert found["MediaBox"] == found["TrimBox"] == [0, 0, 100, 50]


def test_the_same_design_gives_the_same_bytes(gift, images):
    first, second = (render_pdf(gift, lambda sha: images["master"], title="J1") for _ in range(2))

    assert first == second


def test_pdf_holds_no_fonts_and_no_date(gift, images):
    data = render_pdf(gift, lambda sha: images["master"], title="GJ00042")

    assert pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range() == ""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "GJ00042"
        assert "/CreationDate" not in pdf.docinfo
        assert not [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
        ]


def test_crop_marks_stay_outside_of_the_bleed():
    def drawn(marks):
        data = render_pdf(DisplayList("s", 50_800, 25_400, 2_000, ()), no_images, marks=marks)
        page = pypdfium2.PdfDocument(data)[0]
        return np.asarray(page.render(scale=4).to_pil().convert("L"))

    inner = int(5.2 / 25.4 * 72 * 4)

    assert (drawn(True) < 128).sum() > 100
    assert (drawn(True)[inner:-inner, inner:-inner] == 255).all()
    assert (drawn(False) == 255).all()


def test_artwork_ends_at_the_bleed():
    everywhere = PathItem("M-90000 -90000L90000 -90000L90000 90000L-90000 90000z")
    wide = DisplayList("s", 50_800, 25_400, 2_000, (everywhere,))
    page = pypdfium2.PdfDocument(render_pdf(wide, no_images))[0]
    dark = np.asarray(page.render(scale=4).to_pil().convert("L")) < 128
    gap = int(6 / 25.4 * 72 * 4)

    assert not dark[gap, dark.shape[1] // 2]
    assert dark[dark.shape[0] // 2, dark.shape[1] // 2]


def test_a_large_photo_is_embedded_as_it_is_stored(gift, images, monkeypatch):
    monkeypatch.setattr("gift_engine.outputs.pdf.MAX_PATCH_PIXELS", 1_000)
    data = render_pdf(gift, lambda sha: images["master"])

    assert images["master"][-2_000:] in data


def test_a_transparent_photo_keeps_its_transparency(faces):
    rgba = np.dstack([picture(600, 400), np.zeros((400, 600), np.uint8)])
    rgba[:200, :, 3] = 255
    display = lay_out(faces, [photo_zone()], {"photo": photo_value(600, 400)})[2]
    master = encoded(Image.fromarray(rgba), "PNG")
    file = parity.rasterise_pdf(render_pdf(display, lambda sha: master), 100)

    assert file[60, 200, 3] == 255
    assert file[150, 200, 3] == 0


# === PARITY === #

TEXTS = {
    "latin": ("montserrat", "Anna Müller ffi"),
    "script": ("great-vibes", "Philippa & Joe"),
    "arabic": ("amiri", "أهلا وسهلا"),
    "hebrew": ("heebo", "שלום Anna 12"),
    "devanagari": ("noto-sans-devanagari", "नमस्ते"),
    "chinese": ("noto-sans-sc", "生日快乐"),
    "emoji": ("montserrat", "Hi 🐝🥨❤\ufe0f"),
}


@pytest.mark.parametrize(("font", "text"), TEXTS.values(), ids=TEXTS)
def test_the_print_pdf_at_300_dpi_equals_the_png(faces, font, text):
    """The figure we promise for text: SSIM ≥ 0.995 over the inked pixels, on white and black."""
    display = lay_out(faces, [text_zone(faces, font=font)], {"name": {"text": text}})[2]
    png = np.asarray(opened(raster.render_png(display, no_images, dpi=300)))
    found = parity.compare(png, parity.rasterise_pdf(render_pdf(display, no_images), 300), 300)

    assert found.ssim >= 0.995
    assert found.edge_shift_mm <= 0.085
    assert found.delta_e < 2
    assert found.is_accepted


@pytest.mark.parametrize("mirror", [False, True])
def test_a_whole_gift_with_a_turned_photo_equals_its_png(gift, images, mirror):
    approved = raster.render_rgba(gift, lambda sha: images["master"], dpi=300)
    data = render_pdf(gift, lambda sha: images["master"], mirror=mirror)
    found = parity.compare(approved, parity.rasterise_pdf(data, 300, mirrored=mirror), 300)

    assert found.ssim >= 0.99
    assert found.edge_shift_mm <= 0.085
    assert found.is_accepted


def approved_and(change):
    first = raster.render_rgba(DISPLAY, no_images, dpi=254)
    return parity.compare(first, change(first.copy()), 254)


def test_equal_pictures_have_no_difference():
    assert approved_and(lambda pixels: pixels) == parity.Parity(0.0, 0.0, 1.0)


def test_empty_pictures_have_no_difference():
    empty = np.zeros((40, 40, 4), np.uint8)

    assert parity.compare(empty, empty, 300) == parity.Parity(0.0, 0.0, 1.0)


@pytest.mark.parametrize("pixels", [1, 3, 10])
def test_a_shift_is_measured_in_millimetres(pixels):
    found = approved_and(lambda picture: np.roll(picture, pixels, axis=1))

    assert found.edge_shift_mm == pytest.approx(pixels * 0.1, abs=0.001)
    assert not found.is_accepted


def test_another_colour_is_measured_and_refused():
    def recoloured(picture):
        picture[picture[:, :, 3] > 0, :3] = (0x99, 0x66, 0x33)
        return picture

    found = approved_and(recoloured)

    assert found.edge_shift_mm == 0
    assert found.delta_e > 20
    assert not found.is_accepted


def test_white_ink_counts_too():
    white = DisplayList(
        "s", 20_000, 20_000, 0, (PathItem("M0 0L9000 0L9000 9000z", fill="#ffffff"),)
    )
    first = raster.render_rgba(white, no_images, dpi=254)
    found = parity.compare(first, np.zeros_like(first), 254)

    assert not found.is_accepted
    assert found.delta_e > 50


def test_a_file_of_another_size_is_refused():
    found = approved_and(lambda picture: picture[:, :-30])

    assert found.edge_shift_mm == pytest.approx(3.0)
    assert not found.is_accepted


def test_bytes_that_are_no_pdf_are_an_engine_error():
    with pytest.raises(EngineError, match="broken_output"):
        parity.rasterise_pdf(b"no pdf", 72)
