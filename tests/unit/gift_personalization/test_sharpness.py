"""Sharpness of photos that were blurred, enlarged, compressed and made noisy on purpose."""

import cv2
import numpy as np
import pytest
from builders import document, encoded, jpeg, opened, photo_value, photo_zone
from gift_engine import preflight
from gift_engine.layout import layout_design
from gift_engine.photo import ingest, ingest_isolated
from gift_engine.remedies import find_remedy
from gift_engine.schema import content_hash, parse_design
from gift_engine.sharpness import detail_permille, edge_deviation
from gift_engine.text import FontBook
from PIL import Image, ImageDraw

SIZE = (720, 540)


def drawing(seed):
    """Return a picture of overlapping discs and bars with smooth, real edges."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (2 * SIZE[0], 2 * SIZE[1]), (180, 170, 160))
    draw = ImageDraw.Draw(image)
    for index in range(60):
        x, y = rng.integers(0, 2 * SIZE[0]), rng.integers(0, 2 * SIZE[1])
        width, height = rng.integers(40, 300, 2)
        shape = draw.ellipse if index % 3 else draw.rectangle
        shape([x, y, x + width, y + height], fill=tuple(int(v) for v in rng.integers(0, 255, 3)))
    return np.asarray(image.resize(SIZE, Image.LANCZOS))


def noisy(pixels, deviation):
    noise = np.random.default_rng(1).normal(0, deviation, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def compressed(pixels, quality):
    return np.asarray(opened(encoded(Image.fromarray(pixels), "JPEG", quality=quality)))


def blurred(pixels, deviation):
    return cv2.GaussianBlur(pixels, (0, 0), deviation)


def enlarged(pixels, times):
    height, width = pixels.shape[:2]
    small = Image.fromarray(pixels).resize((width // times, height // times), Image.LANCZOS)
    return np.asarray(small.resize((width, height), Image.BICUBIC))


SEEDS = [3, 4, 5]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda pixels: pixels,
        lambda pixels: noisy(pixels, 8),
        lambda pixels: compressed(pixels, 60),
        lambda pixels: compressed(noisy(pixels, 6), 75),
        lambda pixels: enlarged(pixels, 2),
    ],
    ids=["as it is", "noisy", "compressed", "noisy and compressed", "enlarged twice"],
)
def test_sharp_pictures_are_called_sharp(seed, spoil):
    assert detail_permille(spoil(drawing(seed))) == 1000


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda pixels: blurred(pixels, 2.5),
        lambda pixels: compressed(blurred(pixels, 4), 80),
        lambda pixels: noisy(blurred(pixels, 4), 3),
        lambda pixels: enlarged(pixels, 6),
        lambda pixels: compressed(enlarged(pixels, 8), 85),
    ],
    ids=["blurred", "blurred, compressed", "blurred, noisy", "enlarged", "enlarged, compressed"],
)  # fmt: skip
def test_blurred_and_enlarged_pictures_are_found(seed, spoil):
    assert detail_permille(spoil(drawing(seed))) < 400


@pytest.mark.parametrize("seed", SEEDS)
def test_more_blur_leaves_less_detail(seed):
    found = [edge_deviation(blurred(drawing(seed), deviation)) for deviation in (1, 2, 3, 4, 6)]

    assert found == sorted(found)


def test_a_sharp_face_before_a_blurred_background_is_sharp():
    pixels = blurred(drawing(3), 6)
    pixels[100:400, 150:450] = drawing(4)[100:400, 150:450]

    assert detail_permille(pixels) == 1000


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_picture_without_edges_has_nothing_to_blur(level):
    assert detail_permille(np.full((300, 300, 3), level, np.uint8)) == 1000


@pytest.mark.parametrize("shape", [(8, 8), (60, 4000, 3), (3000, 3000), (300, 300, 4)])
def test_every_size_and_depth_is_measured(shape):
    assert 1 <= detail_permille(np.zeros(shape, np.uint8)) <= 1000


def test_the_upload_measures_it_once():
    data = jpeg(blurred(drawing(3), 4))

    assert ingest(data).detail_permille == ingest_isolated(data).detail_permille < 400


# === FINDING === #


def photo_findings(**value):
    design = parse_design(document([photo_zone()], {"photo": photo_value(**value)}))
    layout = layout_design(design, FontBook({}.__getitem__))
    return design, {found.code: found for found in preflight.check(design, layout)}


@pytest.mark.parametrize(
    ("width_px", "detail", "codes"),
    [
        (600, 1000, set()),
        (600, 480, set()),
        (600, 400, {"photo_blurred"}),
        (6_000, 100, set()),
        (250, 100, {"photo_low_dpi"}),
    ],
)
def test_blur_matters_at_the_size_it_is_printed(width_px, detail, codes):
    _design, found = photo_findings(
        width_px=width_px, height_px=width_px * 2 // 3, detail_permille=detail
    )

    assert set(found) == codes


def test_a_blurred_photo_is_a_warning_with_its_figures_and_zooming_out_helps():
    design, found = photo_findings(
        width_px=2_400, height_px=1_600, detail_permille=200, zoom_permille=3_000
    )
    finding = found["photo_blurred"]

    assert finding.severity == "warning"
    assert finding.params == {"dpi": 67, "limit": 120}
    remedy = find_remedy(design, finding, FontBook({}.__getitem__))
    assert remedy.change == {"zoom_permille": 1_000}


def test_sharp_photos_keep_the_hash_they_always_had():
    plain = document([photo_zone()], {"photo": photo_value()})
    sharp = document([photo_zone()], {"photo": photo_value(detail_permille=1000)})
    soft = document([photo_zone()], {"photo": photo_value(detail_permille=300)})
    hashes = [content_hash(parse_design(content)) for content in (plain, sharp, soft)]

    assert hashes[0] == hashes[1] != hashes[2]
