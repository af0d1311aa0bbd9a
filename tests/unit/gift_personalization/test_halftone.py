"""Photos as dots of one ink: which dots are made, and that everything shows the same ones."""

import hashlib

import numpy as np
import pytest
from builders import document, encoded, jpeg, photo_value, photo_zone
from engraved import LASER, METAL, WOOD, engraved
from gift_engine.display import dotted, only_dots, without_dots
from gift_engine.errors import EngineError
from gift_engine.geometry import scale
from gift_engine.mockup import compose
from gift_engine.outputs import halftone
from gift_engine.outputs.raster import draw_rgba, render_png, render_rgba
from gift_engine.outputs.svg import render_svg
from gift_engine.preflight import check
from gift_engine.schema import parse_design
from gift_engine.tones import ToneBook
from PIL import Image

SIZE = (1200, 800)
FULL = {"width_px": SIZE[0], "height_px": SIZE[1]}


def plain(value, mode="L"):
    """Return the bytes of a photo of one grey (and opacity)."""
    return encoded(Image.new(mode, SIZE, value), "PNG")


def loaded(data):
    return lambda _sha: data


def dots_of(display, data):
    [item] = dotted(display)
    return halftone.make_dots(item, loaded(data))


@pytest.mark.parametrize("grey", [0, 20, 64, 128, 200, 245, 255])
def test_dots_are_as_dark_as_the_photo(faces, grey):
    display = engraved(faces, photo=FULL)[2]

    dots = dots_of(display, plain(grey))

    assert dots.cells.mean() == pytest.approx(1 - grey / 255, abs=0.004)
    assert (dots.box.columns, dots.box.rows) == (600, 400)


@pytest.mark.parametrize(("gamma", "share"), [(500, 0.75), (1000, 0.5), (2000, 0.293)])
def test_a_tone_curve_makes_more_or_fewer_dots_of_the_mid_tones(faces, gamma, share):
    display = engraved(faces, photo=FULL, photo_gamma_permille=gamma)[2]

    assert dots_of(display, plain(127)).cells.mean() == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(("dot_um", "pixels"), [(0, 1), (100, 1), (101, 2), (290, 3)])
def test_no_dot_and_no_gap_is_smaller_than_the_machine_makes(faces, dot_um, pixels):
    display = engraved(faces, photo=FULL, photo_dot_um=dot_um)[2]

    marked, left, top = halftone.machine_pixels(dots_of(display, plain(90)))

    assert (left % pixels, top % pixels) == (0, 0)
    for lines in (marked, marked.T):
        changes = np.flatnonzero(np.diff(lines.astype(int), axis=1).any(axis=0)) + 1
        assert not (changes % pixels).any()


def test_light_ink_on_a_dark_product_marks_the_light_parts(faces):
    dark, light = (engraved(faces, photo=FULL, material=m)[2] for m in (WOOD, METAL))

    shares = [dots_of(display, plain(200)).cells.mean() for display in (dark, light)]

    assert shares == pytest.approx([1 - 200 / 255, 200 / 255], abs=0.004)


def test_nothing_is_marked_beyond_the_shape_of_the_zone(faces):
    zone = photo_zone(shape="ellipse", rotation_mdeg=30_000)
    display = engraved(faces, [zone], photo=FULL)[2]

    dots = dots_of(display, plain(0))

    area = dots.cells.sum() * (dots.box.cell_um / 1000) ** 2
    assert area == pytest.approx(np.pi * 30 * 20, rel=0.002)
    y, x = np.nonzero(dots.cells)
    x, y = (x + dots.box.left) / 10 + 0.05 - 50, (y + dots.box.top) / 10 + 0.05 - 25
    cos, sin = np.cos(np.pi / 6), np.sin(np.pi / 6)
    reach = ((x * cos + y * sin) / 30) ** 2 + ((y * cos - x * sin) / 20) ** 2
    assert reach.max() < 1.01


def test_what_a_photo_leaves_transparent_or_empty_is_not_marked(faces):
    clear = engraved(faces, photo=FULL)[2]
    narrow = engraved(faces, [photo_zone(photo_fit="contain")], photo=FULL)[2]
    wide = engraved(faces, [photo_zone(photo_fit="contain", width_um=75_000)], photo=FULL)[2]

    assert not dots_of(clear, plain((0, 0), "LA")).cells.any()
    assert dots_of(narrow, plain(0)).cells.mean() == 1
    assert dots_of(wide, plain(0)).cells.mean() == pytest.approx(60 / 75, abs=0.005)


def test_a_photo_is_the_same_dots_every_time(faces):
    """Frozen designs hang on this: other dots than those approved must never be made."""
    ramp = np.linspace(0, 255, SIZE[0]).astype(np.uint8)[None, :].repeat(SIZE[1], axis=0)
    data = encoded(Image.fromarray(ramp), "PNG")
    display = engraved(faces, [photo_zone(width_um=6_000, height_um=4_000)], photo=FULL)[2]

    dots = dots_of(display, data)

    digest = hashlib.sha256(np.packbits(dots.cells).tobytes()).hexdigest()
    assert digest == "f644a35d333c6c72885e9d5b73eeb6ae94c94793c4c55a7c95dc7c467f3e1365"
    assert (dots.cells == dots_of(display, data).cells).all()


def test_brightness_changes_the_dots(faces):
    shares = [
        dots_of(engraved(faces, photo={**FULL, "brightness_permille": b})[2], plain(100))
        for b in (1000, 1500)
    ]

    assert [dots.cells.mean() for dots in shares] == pytest.approx([155 / 255, 105 / 255], abs=0.01)


# === WHAT SHOWS THEM === #


def test_a_picture_at_the_resolution_of_the_machine_is_the_dots(faces, photo_bytes):
    display = engraved(faces)[2]
    dots = dots_of(display, photo_bytes)

    drawn = render_rgba(display, loaded(photo_bytes), dpi=254, ink="#4a2a10")

    box = dots.box
    part = drawn[box.top : box.top + box.rows, box.left : box.left + box.columns]
    assert (part[:, :, 3] == dots.cells * 255).all()
    assert (part[dots.cells][:, :3] == (0x4A, 0x2A, 0x10)).all()
    assert drawn[:, :, 3].sum() == part[:, :, 3].sum(dtype=np.int64)


@pytest.mark.parametrize("dpi", [60, 100, 127, 300, 508, 600])
def test_at_any_other_size_a_pixel_is_as_opaque_as_its_share_of_dots(faces, photo_bytes, dpi):
    display = engraved(faces)[2]
    marked = dots_of(display, photo_bytes).cells.sum() * 0.1 * 0.1

    alpha = render_rgba(display, loaded(photo_bytes), dpi=dpi)[:, :, 3] / 255

    assert alpha.sum() * (25.4 / dpi) ** 2 == pytest.approx(marked, rel=0.002)


def test_a_large_picture_in_strips_is_the_picture(faces, photo_bytes, monkeypatch):
    display = engraved(faces, photo_dot_um=1_000)[2]
    whole = render_png(display, loaded(photo_bytes), dpi=300)

    for name, value in (("WHOLE_PIXELS", 1), ("DRAWN_ROWS", 64)):
        monkeypatch.setattr(f"gift_engine.outputs.raster.{name}", value)

    assert render_png(display, loaded(photo_bytes), dpi=300) == whole


def test_screens_show_the_tones_of_the_dots(faces, photo_bytes):
    display = engraved(faces, photo_dpi=508, photo_dot_um=0)[2]
    dots = dots_of(display, photo_bytes)

    box, grey = halftone.screen_copy(dots, display)
    page = scale(0.01, 0.01)
    shown = draw_rgba(display, loaded(photo_bytes), page, 1000, 500, on_screen=True)[:, :, 3] / 255
    exact = draw_rgba(display, loaded(photo_bytes), page, 1000, 500)[:, :, 3] / 255

    assert box.cell_um == 100 and grey.shape == (402, 602)
    assert shown.mean() == pytest.approx(exact.mean(), rel=0.005)
    tiles = [part[50:450, 200:800].reshape(40, 10, 60, 10).mean((1, 3)) for part in (shown, exact)]
    assert np.abs(tiles[0] - tiles[1]).max() < 0.05


def test_the_browser_gets_the_screen_copy_where_the_dots_are(faces):
    display = engraved(faces)[2]

    svg = render_svg(display, lambda _sha: "/photo", ink="#4a2a10", dots_href=lambda _item: "/dots")

    assert 'href="/dots"' in svg and "/photo" not in svg
    assert 'transform="matrix(100 0 0 100 19900 4900)" width="602" height="402"' in svg


def test_the_proof_shows_the_ink_of_the_mock_up(faces):
    display = engraved(faces, photo=FULL)[2]
    area = {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000}
    product = jpeg(np.full((500, 1000, 3), (0xC9, 0x98, 0x5C), np.uint8))

    seen = compose(display, loaded(plain(0)), product, area, blend="normal", ink="#4a2a10",
                   size_px=1000)  # fmt: skip

    assert np.abs(seen[250, 500].astype(int) - (0x4A, 0x2A, 0x10)).max() <= 1
    assert np.abs(seen[250, 100].astype(int) - (0xC9, 0x98, 0x5C)).max() <= 3


# === DOCUMENTS AND DISPLAY LISTS === #


def test_a_method_without_dots_leaves_no_word_of_them_in_the_document():
    method = {key: value for key, value in LASER.items() if not key.startswith("photo_")}
    design = parse_design(document([], method={**method, "photo_dpi": 0}))

    written = design.to_dict()["template"]["surfaces"][0]["method"]

    assert not [key for key in written if key.startswith("photo_")]


@pytest.mark.parametrize("method", [{"photo_dpi": 0}, {"colors": "full"}])
def test_only_one_colour_methods_with_a_resolution_make_dots(faces, method):
    assert dotted(engraved(faces, **method)[2]) == []


def test_a_display_list_is_parted_into_dots_and_the_rest(faces):
    display = engraved(faces)[2]

    assert without_dots(display).items == ()
    assert only_dots(display) == display


def test_more_dots_than_memory_holds_are_refused(faces):
    zone = photo_zone(x_um=0, y_um=0, width_um=600_000, height_um=600_000)
    display = engraved(faces, [zone], photo_dpi=1200, photo_dot_um=0)[2]

    with pytest.raises(EngineError, match="too_large_output"):
        halftone.dot_box(dotted(display)[0])


# === GUARDS === #


def codes(faces, data, **options):
    design, layout, _display = engraved(
        faces, photo={**FULL, **options.pop("photo", {})}, **options
    )
    findings = check(design, layout, ToneBook(loaded(data)))
    return [(finding.code, finding.severity) for finding in findings]


def graded(low, high):
    ramp = np.linspace(low, high, SIZE[0]).astype(np.uint8)[None, :].repeat(SIZE[1], axis=0)
    return encoded(Image.fromarray(ramp), "PNG")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (graded(0, 255), []),
        (graded(40, 200), []),
        (graded(0, 60), [("photo_too_dark", "warning")]),
        (graded(228, 255), [("photo_too_light", "warning")]),
        (graded(100, 150), [("photo_flat", "warning")]),
        (plain(128), [("photo_flat", "error")]),
        (plain(0), [("photo_flat", "error")]),
    ],
)  # fmt: skip
def test_photos_that_nobody_would_recognise_are_told(faces, data, expected):
    assert codes(faces, data) == expected


def test_tones_are_those_of_the_ink_the_brightness_and_the_part_that_is_shown(faces):
    dark = graded(0, 60)
    close = {"zoom_permille": 8_000}

    assert codes(faces, dark, material=METAL) == [("photo_flat", "warning")]
    assert codes(faces, dark, photo={"brightness_permille": 2000}) == []
    assert ("photo_flat", "warning") in codes(faces, graded(0, 255), photo=close)


def test_other_methods_and_broken_photos_are_not_measured(faces):
    assert codes(faces, plain(0), colors="full") == []
    assert codes(faces, b"no photo") == []


def test_too_few_pixels_for_the_place_are_told(faces, photo_bytes):
    design, layout, _display = engraved(faces, photo={"width_px": 200, "height_px": 150})

    assert [finding.code for finding in check(design, layout)] == ["photo_low_dpi"]


def test_a_photo_is_measured_once(faces, photo_bytes):
    asked = []
    book = ToneBook(lambda sha: asked.append(sha) or photo_bytes)
    design, layout, _display = engraved(faces, photo=photo_value())

    check(design, layout, book)
    check(design, layout, ToneBook(book.load, book.known))

    assert len(asked) == 1
