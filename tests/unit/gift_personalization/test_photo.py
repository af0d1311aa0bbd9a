"""Photos: what is accepted, what is refused, and what is left of them."""

import io
import struct
import subprocess
import sys
import time
import zlib

import numpy as np
import pytest
from builders import encoded, jpeg, opened, picture
from gift_engine.errors import EngineError
from gift_engine.photo import MAX_BYTES, WORKER, ingest, ingest_isolated, probe
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

Image.init()  # every format, not the few that Odoo leaves readable

SMALL = picture(320, 240)
EXIF_ORIENTATION, EXIF_MAKER, EXIF_GPS = 0x0112, 0x010F, 0x8825


def image(mode="RGB"):
    return Image.fromarray(SMALL).convert(mode)


def png_header(width, height):
    """Return a PNG that promises width × height and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    chunks = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def ftyp(*brands):
    body = b"ftyp" + brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return struct.pack(">I", 4 + len(body)) + body + b"\0" * 400


def code_of(function, data, **options):
    with pytest.raises(EngineError) as caught:
        function(data, **options)
    return caught.value.code


def mean(data):
    return np.asarray(opened(data).convert("RGB")).reshape(-1, 3).mean(axis=0)


# === PROBE === #


@pytest.mark.parametrize(
    ("kind", "options", "mimetype"),
    [
        ("JPEG", {}, "image/jpeg"),
        ("JPEG", {"progressive": True}, "image/jpeg"),
        ("PNG", {}, "image/png"),
        ("WEBP", {"lossless": True}, "image/webp"),
        ("WEBP", {"quality": 80}, "image/webp"),
        ("WEBP", {"quality": 80, "exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}, "image/webp"),
    ],
)
def test_the_header_tells_type_and_size(kind, options, mimetype):
    info = probe(encoded(image(), kind, **options))

    assert (info.mimetype, info.width_px, info.height_px) == (mimetype, 320, 240)


@pytest.mark.parametrize(
    "brands", [(b"heic", b"mif1"), (b"mif1", b"heic"), (b"heix",), (b"msf1", b"hevc")]
)
def test_heic_has_its_own_code(brands):
    assert code_of(probe, ftyp(*brands)) == "heic"


UNSUPPORTED = {
    "gif": encoded(image(), "GIF"),
    "bmp": encoded(image(), "BMP"),
    "tiff": encoded(image(), "TIFF"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "pdf": b"%PDF-1.7\n",
    "avif": ftyp(b"avif", b"mif1"),
    "mp4": ftyp(b"isom"),
    "text": b"hello",
    "zip": b"PK\x03\x04" + b"\0" * 60,
}


@pytest.mark.parametrize("data", UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_other_types_are_refused(data):
    assert code_of(probe, data) == "unsupported_type"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x10",
        b"\xff\xd8\xff\xe0\x00\x00" + b"\0" * 30,
        b"\x89PNG\r\n\x1a\n",
        png_header(0, 300),
        b"RIFF\0\0\0\0WEBPVP8X",
        b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 40,
    ],
)
def test_headers_without_a_size_are_broken(data):
    assert code_of(probe, data) == "broken"


@pytest.mark.parametrize(
    ("width", "height"), [(12_001, 300), (300, 60_000), (8_000, 7_000), (65_000, 65_000)]
)
def test_too_many_pixels_are_refused_by_the_header(width, height):
    assert code_of(probe, png_header(width, height)) == "too_many_pixels"


def test_a_forged_jpeg_size_is_refused_by_the_header():
    data = bytearray(jpeg(SMALL))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)

    assert code_of(ingest_isolated, bytes(data)) == "too_many_pixels"


def test_the_limit_is_told():
    with pytest.raises(EngineError) as caught:
        probe(png_header(20_000, 20_000))

    assert caught.value.params == {
        "max_mp": 50, "max_side": 12_000, "width_px": 20_000, "height_px": 20_000,
    }  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(199, 900), (900, 199), (1, 1)])
def test_tiny_photos_are_refused(width, height):
    assert code_of(probe, png_header(width, height)) == "too_small"


def test_heavy_files_are_refused_unread():
    assert code_of(probe, b"\xff\xd8\xff" + bytes(MAX_BYTES)) == "too_large_bytes"


# === INGEST === #


def test_a_photo_keeps_its_size_and_its_looks():
    data = jpeg(picture(1_800, 1_200))
    made = ingest(data)

    assert (made.width_px, made.height_px) == opened(made.master).size == (1_800, 1_200)
    assert opened(made.working).size == (1_600, 1_067)
    assert np.abs(mean(made.master) - mean(data)).max() < 0.5
    assert (made.master_mimetype, made.working_mimetype) == ("image/jpeg", "image/jpeg")


def test_a_small_photo_is_not_enlarged():
    assert opened(ingest(jpeg(SMALL)).working).size == (320, 240)


def test_metadata_is_dropped():
    exif = Image.Exif()
    exif[EXIF_MAKER] = "Secret Camera"
    exif[EXIF_GPS] = {1: "N", 2: (48.0, 8.0, 0.0)}
    data = jpeg(SMALL, exif=exif, comment=b"secret comment", dpi=(72, 72))
    made = ingest(data)

    for part in (made.master, made.working):
        assert not opened(part).getexif()
        assert b"ecret" not in part
        assert b"Exif" not in part


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation):
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    upright = picture(240, 320)
    upright[:100, :80] = (255, 0, 0)
    undo = [
        lambda a: a,
        lambda a: a[:, ::-1],
        lambda a: a[::-1, ::-1],
        lambda a: a[::-1],
        lambda a: a.swapaxes(0, 1),
        lambda a: a.swapaxes(0, 1)[::-1],
        lambda a: a[::-1, ::-1].swapaxes(0, 1),
        lambda a: a.swapaxes(0, 1)[:, ::-1],
    ][orientation - 1]
    stored = np.ascontiguousarray(undo(upright))
    made = ingest(jpeg(stored, exif=exif))
    red, green, blue = np.asarray(opened(made.master))[20:80, 20:60].reshape(-1, 3).mean(axis=0)

    assert (made.width_px, made.height_px) == (240, 320)
    assert red > 240
    assert green < 15 > blue


def test_transparency_is_kept_as_png_and_webp():
    rgba = np.dstack([SMALL, np.full((240, 320), 128, np.uint8)])
    rgba[:50, :, 3] = 0
    made = ingest(encoded(Image.fromarray(rgba), "PNG"))
    master = np.asarray(opened(made.master))

    assert (made.master_mimetype, made.working_mimetype) == ("image/png", "image/webp")
    assert (master[..., 3] == rgba[..., 3]).all()
    assert opened(made.working).mode == "RGBA"


def test_opaque_alpha_is_dropped():
    rgba = np.dstack([SMALL, np.full((240, 320), 255, np.uint8)])

    assert ingest(encoded(Image.fromarray(rgba), "WEBP")).master_mimetype == "image/jpeg"


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK"])
def test_every_pixel_format_becomes_rgb(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = ingest(encoded(image(mode), kind))

    assert opened(made.master).mode == "RGB"
    assert np.abs(mean(made.master).mean() - SMALL.mean()) < 12


def test_sixteen_bit_greys_are_scaled_not_clipped():
    grey = np.linspace(0, 65_535, 320 * 240).reshape(240, 320).astype(np.uint16)
    made = ingest(encoded(Image.fromarray(grey), "PNG"))

    assert mean(made.master) == pytest.approx([127.5] * 3, abs=1.5)


def test_a_transparent_palette_colour_is_kept():
    paletted = image("P")

    data = encoded(paletted, "PNG", transparency=paletted.getpixel((9, 9)))
    master = np.asarray(opened(ingest(data).master))

    assert master[9, 9, 3] == 0


def profile_with_red_and_green_exchanged():
    """Return an RGB profile in which a red value means green light and the other way round."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


def test_colours_are_converted_through_the_embedded_profile():
    pixels = np.full((240, 320, 3), (220, 40, 90), np.uint8)
    made = ingest(jpeg(pixels, icc_profile=profile_with_red_and_green_exchanged()))

    assert mean(made.master) == pytest.approx([40, 220, 90], abs=3)
    assert "icc_profile" not in opened(made.master).info


def test_a_damaged_profile_is_ignored():
    made = ingest(jpeg(SMALL, icc_profile=b"no profile at all"))

    assert np.abs(mean(made.master) - mean(jpeg(SMALL))).max() < 0.5


def test_animations_give_their_first_picture():
    frames = [image(), Image.new("RGB", (320, 240), "red")]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    assert np.abs(mean(ingest(data).master) - SMALL.reshape(-1, 3).mean(axis=0)).max() < 1


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.995])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_photo_is_refused(kind, share):
    data = encoded(image(), kind)

    assert code_of(ingest, data[: int(len(data) * share)]) == "broken"


def test_half_a_photo_is_refused_even_where_the_process_allows_it(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = jpeg(SMALL)

    assert code_of(ingest, data[: len(data) // 2]) == "broken"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_wrong_name_does_not_matter_and_a_tail_is_dropped():
    made = ingest(encoded(image(), "PNG") + b"PK\x03\x04 <script>alert(1)</script>")

    assert b"script" not in made.master + made.working


@settings(max_examples=90)
@given(st.data())
def test_mutated_photos_are_read_or_refused(data):
    kind = data.draw(st.sampled_from(sorted(MUTABLE)))
    photo = bytearray(MUTABLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        photo[data.draw(st.integers(0, len(photo) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(photo) // 2, len(photo)))

    try:
        made = ingest(bytes(photo[:cut]))
    except EngineError as error:
        assert error.code in ("broken", "unsupported_type", "too_small", "too_many_pixels", "heic")
    else:
        assert opened(made.master).size == (made.width_px, made.height_px)


MUTABLE = {
    kind: encoded(image().resize((208, 204)), kind, **options)
    for kind, options in (("JPEG", {"quality": 40}), ("PNG", {}), ("WEBP", {"quality": 40}))
}


# === ISOLATION === #


def test_the_isolated_worker_gives_the_same_photo():
    data = jpeg(SMALL)

    assert ingest_isolated(data) == ingest(data)


def test_the_isolated_worker_passes_its_refusals_on():
    data = jpeg(SMALL)

    assert code_of(ingest_isolated, data[: len(data) // 2]) == "broken"


def test_a_photo_that_needs_too_much_memory_is_refused():
    flat = encoded(Image.new("RGBA", (4_000, 3_000)), "PNG", compress_level=1)

    assert code_of(ingest_isolated, flat, memory_mb=110) == "broken"


def test_a_stricter_limit_of_the_host_is_respected():
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9));"
        "runpy.run_path(sys.argv[1])['limit'](1500, 20);"
        "print(resource.getrlimit(resource.RLIMIT_AS)[1])"
    )
    command = [sys.executable, "-c", code, str(WORKER)]

    assert int(subprocess.run(command, capture_output=True, check=True).stdout) == 10**9


def test_a_photo_that_takes_too_long_is_refused():
    began = time.monotonic()

    assert code_of(ingest_isolated, jpeg(SMALL), timeout_s=0.01) == "timeout"
    assert time.monotonic() - began < 2


def test_the_worker_sees_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setattr("gift_engine.photo.WORKER", tmp_path / "worker.py")
    (tmp_path / "worker.py").write_text(
        "import os, sys\nsys.exit(0 if 'PGPASSWORD' in os.environ else 3)\n"
    )
    monkeypatch.setenv("PGPASSWORD", "secret")

    with pytest.raises(EngineError, match="broken"):
        ingest_isolated(jpeg(SMALL))


def test_a_photo_is_bytes_like():
    data = jpeg(SMALL)

    assert probe(memoryview(data)) == probe(bytearray(data)) == probe(data)
    assert isinstance(ingest(io.BytesIO(data).getbuffer()).master, bytes)
