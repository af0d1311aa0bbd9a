"""Underbase, spot colours and output intent: opened by pikepdf, pdfium, poppler and Ghostscript."""

import io
import subprocess

import numpy as np
import pikepdf
import pytest
from builders import (
    lay_out,
    no_images,
    on_white,
    opened,
    photo_value,
    photo_zone,
    picture,
    text_zone,
)
from gift_engine import file_parity, outline_parity, parity
from gift_engine.display import DisplayList, PathItem
from gift_engine.outputs import icc, raster
from gift_engine.outputs.pdf import render_pdf
from gift_engine.outputs.spots import Spots
from gift_engine.outputs.underbase import choked, render_underbase
from PIL import Image, ImageCms

ALL = Spots(white=True, varnish=True, cut="contour", choke_um=500, cut_offset_um=2_000)


@pytest.fixture(scope="module")
def text(faces):
    zone = text_zone(faces, font="montserrat", max_size_um=20_000)
    return lay_out(faces, [zone], {"name": {"text": "Anna"}})[2]


# === UNDERBASE === #


def shrunk(mask, radius):
    """Return a mask drawn back by a disc, by looking at every neighbour one after the other."""
    reach = int(radius) + 1
    padded = np.pad(mask, reach, mode="edge")
    rows, columns = mask.shape
    result = mask.copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if down * down + right * right <= radius * radius:
                result &= padded[
                    reach + down : reach + down + rows, reach + right : reach + right + columns
                ]
    return result


@pytest.mark.parametrize("choke_um", [200, 300, 700])
def test_the_underbase_is_choked_to_the_pixel(gift, images, choke_um):
    png = render_underbase(gift, lambda sha: images["master"], dpi=300, choke_um=choke_um)
    written = np.asarray(opened(png))[:, :, 3] > 127
    alpha = raster.render_rgba(gift, lambda sha: images["master"], dpi=300)[:, :, 3]
    pixels = choke_um * 300 / 25_400

    assert not (written & ~shrunk(alpha > 63, pixels - 1)).any()
    assert not (shrunk(alpha > 191, pixels + 1) & ~written).any()
    assert written.any()


def test_the_underbase_has_the_size_and_resolution_of_the_print(text):
    base = opened(render_underbase(text, no_images, dpi=300, choke_um=300, bleed=True))
    print_ = opened(raster.render_png(text, no_images, dpi=300, bleed=True))

    assert base.size == print_.size
    assert base.info["dpi"] == print_.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert not np.asarray(base)[:, :, :3].any()


def test_a_mirrored_underbase_lies_under_the_mirrored_print(text):
    plain, mirrored = (
        np.asarray(opened(render_underbase(text, no_images, dpi=300, choke_um=300, mirror=turn)))
        for turn in (False, True)
    )

    assert (plain[:, ::-1] == mirrored).all()
    assert (plain != mirrored).any()


def test_strips_leave_no_seam():
    rng = np.random.default_rng(3)
    alpha = np.kron(rng.integers(0, 2, (300, 8), dtype=np.uint8) * 255, np.ones((9, 9), np.uint8))
    halves = [choked(part, 3.3) for part in (alpha[:1500], alpha[1400:])]

    whole = choked(alpha, 3.3)

    assert (whole[:1450] == halves[0][:1450]).all()
    assert (whole[1450:] == halves[1][50:]).all()


def test_artwork_that_runs_off_the_edge_keeps_its_white_there():
    full = DisplayList("s", 20_000, 20_000, 0, (PathItem("M-9 -9L29999 -9L29999 29999L-9 29999z"),))
    base = np.asarray(opened(render_underbase(full, no_images, dpi=300, choke_um=1_000)))

    assert (base[:, :, 3] == 255).all()


def test_a_gap_narrower_than_a_pixel_is_choked_and_pale_ink_gets_white():
    alpha = np.zeros((40, 60), np.uint8)
    alpha[5:35, 5:25] = alpha[5:35, 26:45] = 255
    alpha[5:35, 25] = 100
    alpha[5:35, 48:58] = 60
    base = choked(alpha, 3)

    assert not base[20, 23:28].any()
    assert base[20, 15] == base[20, 35] == 255
    assert base[20, 53] == 60


def test_a_wrong_choke_is_found(text):
    png = render_underbase(text, no_images, dpi=300, choke_um=200, bleed=True)

    def measured(choke_um):
        return outline_parity.measure_underbase(
            text, no_images, png, dpi=300, choke_um=choke_um
        ).parity.edge_shift_mm

    assert measured(200) <= 0.05
    assert measured(600) > 0.2


# === OUTPUT INTENT === #


def test_a_print_pdf_says_that_its_colours_are_srgb(gift, images):
    with pikepdf.open(io.BytesIO(render_pdf(gift, lambda sha: images["master"]))) as pdf:
        (intent,) = pdf.Root.OutputIntents
        profile = bytes(intent.DestOutputProfile.read_bytes())

        assert str(intent.OutputConditionIdentifier) == "sRGB IEC61966-2.1"
        assert intent.DestOutputProfile.N == 3
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).startswith(
        "sRGB"
    )


def test_our_profile_is_the_srgb_of_others():
    ours = ImageCms.ImageCmsProfile(io.BytesIO(icc.srgb_profile()))
    before = picture(200, 200)
    after = ImageCms.profileToProfile(Image.fromarray(before), ours, ImageCms.createProfile("sRGB"))

    assert np.abs(np.asarray(after).astype(int) - before).max() <= 1


# === SPOT COLOURS === #


def test_spot_colours_are_separations_that_overprint(text):
    with pikepdf.open(io.BytesIO(render_pdf(text, no_images, spots=ALL))) as pdf:
        resources = pdf.pages[0].obj.Resources
        spaces = {str(name): [str(part) for part in list(space)[:3]]
                  for name, space in resources.ColorSpace.items()}  # fmt: skip
        content = pdf.pages[0].obj.Contents.read_bytes().decode()

        assert spaces == {
            f"/{name}": ["/Separation", f"/{name}", "/DeviceCMYK"]
            for name in ("White", "Varnish", "CutContour")
        }
        assert resources.ExtGState.Overprint.OP
        assert resources.ExtGState.Overprint.op
    assert content.count("/Overprint gs") == 4
    assert (
        content.index("/White cs") < content.index("/Artwork Do") < content.index("/CutContour CS")
    )


def test_a_pdf_without_spot_colours_has_no_layers(text):
    with pikepdf.open(io.BytesIO(render_pdf(text, no_images))) as pdf:
        assert "/OCProperties" not in pdf.Root
        assert "/ColorSpace" not in pdf.pages[0].obj.Resources


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(
    "spots", [ALL, Spots(cut="trim"), Spots(white=True)], ids=["all", "trim", "white"]
)
def test_each_ink_lies_where_it_should_and_the_artwork_is_unharmed(text, spots, mirror):
    data = render_pdf(text, no_images, spots=spots, mirror=mirror)

    found = outline_parity.measure_spots(text, no_images, data, spots, mirror=mirror)
    artwork = file_parity.measure_pdf(
        text, no_images, outline_parity.artwork_only(data), mirror=mirror
    )

    assert set(found) == set(spots.names)
    assert all(shape.parity.edge_shift_mm <= 0.1 for shape in found.values())
    assert artwork.edge_shift_mm <= 0.1
    assert artwork.ssim >= 0.995


def test_an_ink_that_lies_elsewhere_is_found(text):
    data = render_pdf(text, no_images, spots=ALL)
    wrong = Spots(white=True, varnish=True, cut="contour", choke_um=0, cut_offset_um=3_000)
    found = outline_parity.measure_spots(text, no_images, data, wrong)

    assert found["White"].parity.edge_shift_mm > 0.2
    assert found["CutContour"].parity.edge_shift_mm > 0.5
    assert found["Varnish"].parity.edge_shift_mm == 0


def test_a_sticker_is_cut_without_holes(faces):
    ring = PathItem("M20000 10000L80000 10000L80000 40000L20000 40000z"
                    "M30000 20000L30000 30000L70000 30000L70000 20000z")  # fmt: skip
    display = DisplayList("s", 100_000, 50_000, 2_000, (ring,))
    spots = Spots(cut="contour", cut_offset_um=1_000)
    data = outline_parity.only_layers(render_pdf(display, no_images, spots=spots), "CutContour")
    drawn = parity.rasterise_pdf(data, 127)[:, :, 3]

    assert not drawn[110:140, 160:340].any()
    assert drawn[:, 250].any()


def test_a_photo_has_white_under_its_whole_shape(faces, images):
    display = lay_out(faces, [photo_zone(shape="ellipse")], {"photo": photo_value()})[2]
    spots = Spots(white=True, choke_um=300)
    data = render_pdf(display, lambda sha: images["master"], spots=spots)
    found = outline_parity.measure_spots(display, lambda sha: images["master"], data, spots)

    assert found["White"].parity.edge_shift_mm <= 0.1
    assert found["White"].overlap >= 0.99


# === OTHER PEOPLE'S VIEWERS === #


def test_a_printer_gets_the_white_under_the_artwork_as_a_plate_of_its_own(text, viewers, tmp_path):
    """Ghostscript separates: where the artwork lies, the white plate still has its ink."""
    (tmp_path / "print.pdf").write_bytes(render_pdf(text, no_images, marks=False, spots=ALL))
    subprocess.run(
        [viewers / "gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r100",
         f"-sOutputFile={tmp_path}/plate.tif", tmp_path / "print.pdf"],
        check=True, capture_output=True,
    )  # fmt: skip
    plates = {
        name: np.asarray(Image.open(tmp_path / f"plate({name}).tif")) < 128
        for name in ("Black", "White", "Varnish", "CutContour")
    }

    assert plates["White"].sum() > 500
    assert (plates["White"] & plates["Black"]).sum() >= 0.98 * plates["White"].sum()
    assert plates["Varnish"].sum() > plates["White"].sum()
    assert plates["CutContour"].any()


def test_poppler_shows_what_was_approved(text, viewers, tmp_path):
    (tmp_path / "print.pdf").write_bytes(
        render_pdf(text, no_images, marks=False, bleed=False, spots=Spots(white=True, choke_um=200))
    )
    subprocess.run(
        [viewers / "pdftoppm", "-r", "1016", "-png", "-singlefile", tmp_path / "print.pdf",
         tmp_path / "shown"],
        check=True, capture_output=True,
    )  # fmt: skip
    shown = np.asarray(Image.open(tmp_path / "shown.png").convert("RGB").reduce(4))[:500, :1000]
    approved = on_white(raster.render_rgba(text, no_images, dpi=1016)).astype(np.uint8)
    approved = np.asarray(Image.fromarray(approved).reduce(4))
    printed = approved.min(axis=2) < 255

    assert parity.ssim(shown.astype(np.float32), approved.astype(np.float32), printed) >= 0.995
