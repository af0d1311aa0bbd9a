"""Preview and proof show a mapped surface alike."""

import base64
from dataclasses import replace

import cv2
import numpy as np
import pytest
from builders import Faces, lay_out, no_images, text_zone
from gift_engine import mockup
from gift_engine.mapping import Mapping, SurfaceMap
from gift_engine.outputs.material_svg import material_filter
from gift_engine.outputs.svg import render_svg
from gift_engine.parity import ssim
from mapping_browser import document_of, keep_bands, mapping_page, screenshot, show
from preview_browser import ROOT, RUN

SIZE = 800
AREA = {"x_ppm": 250_000, "y_ppm": 250_000, "width_ppm": 500_000, "height_ppm": 500_000}
NOWHERE = {"x_ppm": -900_000, "y_ppm": 0, "width_ppm": 1, "height_ppm": 1}
PICTURE = ROOT / "addons" / "gift_store" / "demo" / "mockups" / "mug-front-white.jpg"
SLANT = (250_000, 280_000, 680_000, 220_000, 720_000, 730_000, 220_000, 650_000)
MAPPINGS = {
    "upright": Mapping(
        "perspective",
        (250_000, 250_000, 750_000, 250_000, 750_000, 750_000, 250_000, 750_000),
    ),
    "slanting": Mapping("perspective", SLANT),
    "mug": Mapping(
        "cylinder", (190_000, 240_000, 640_000, 240_000, 620_000, 780_000, 205_000, 780_000),
        angle_mdeg=150_000, sag_top_ppm=40_000, sag_bottom_ppm=60_000,
    ),
    "slim bottle": Mapping(
        "cylinder", (430_990, 404_720, 569_010, 404_720, 568_300, 795_830, 431_700, 795_830),
        angle_mdeg=72_030, sag_top_ppm=3_390, sag_bottom_ppm=10_030,
    ),
    "part of a wrap": Mapping(
        "cylinder", (190_000, 260_000, 640_000, 230_000, 650_000, 780_000, 200_000, 760_000),
        angle_mdeg=110_000, from_ppm=150_000, to_ppm=850_000, sag_bottom_ppm=80_000,
    ),
}  # fmt: skip


# A surface of 110 pixels across: each letter is a few pixels wide.
LIKENESS = {"slim bottle": 0.98}


@pytest.fixture(scope="module")
def page():
    with mapping_page((SIZE, SIZE)) as found:
        yield found


@pytest.fixture(scope="module")
def display():
    faces = Faces(RUN / "fonts")
    zones = [
        text_zone(faces, font="lato", x_um=1_000, width_um=98_000),
        text_zone(faces, "wish", font="cairo", x_um=10_000, y_um=30_000, height_um=16_000),
    ]
    values = {"name": {"text": "Anna & Tom 1234"}, "wish": {"text": "عيد ميلاد سعيد"}}
    return lay_out(faces, zones, values)[2]


@pytest.fixture(scope="module")
def short():
    """A drawing that leaves most of the surface bare, as a name does."""
    faces = Faces(RUN / "fonts")
    zones = [text_zone(faces, font="lato", x_um=40_000, width_um=20_000)]
    return lay_out(faces, zones, {"name": {"text": "Al"}})[2]


@pytest.mark.parametrize("name", MAPPINGS)
def test_browser_and_engine_find_the_same_points(page, name):
    found = MAPPINGS[name]
    surface = SurfaceMap(found)
    shares = [(u / 10, v / 10) for u in range(11) for v in range(11)]
    wanted = [surface.to_picture(u, v) for u, v in shares]
    back = [surface.to_surface(x, y) for x, y in wanted]

    seen = page.evaluate(
        "([mapping, points]) => maps(mapping, points, 'toPicture')", [document_of(found), shares]
    )
    seen_back = page.evaluate(
        "([mapping, points]) => maps(mapping, points, 'toSurface')",
        [document_of(found), [[float(x), float(y)] for x, y in wanted]],
    )

    assert np.abs(np.array(seen) - np.array(wanted)).max() < 1e-9
    assert np.abs(np.array(seen_back) - np.array(back)).max() < 1e-6


@pytest.mark.parametrize("blend", ["multiply", "normal"])
@pytest.mark.parametrize("name", MAPPINGS)
def test_browser_and_proof_show_the_same_picture(page, display, name, blend):
    found = MAPPINGS[name]
    picture = PICTURE.read_bytes()
    options = {"blend": blend, "size_px": SIZE}
    proof = mockup.compose(display, no_images, picture, AREA, mapping=found, **options)
    bare = mockup.compose(display, no_images, picture, NOWHERE, **options)

    url = "data:image/jpeg;base64," + base64.b64encode(picture).decode()
    show(page, render_svg(display, str), url, document_of(found), blend)
    seen = screenshot(page)

    likeness = ssim(seen.astype(np.float32), proof.astype(np.float32), surface_mask(found))
    assert likeness >= LIKENESS.get(name, 0.99)
    assert edge_shift_mm(darkness(proof, bare), darkness(seen, bare), found) <= max(
        0.3, mm_per_px(found)
    )


@pytest.mark.parametrize(
    ("material", "lit"),
    [
        ("engraved_metal", False),
        ("foil", False),
        ("stitched", False),
        ("engraved_metal", True),
        ("engraved_wood", True),
        ("fabric", True),
        ("glossy", True),
    ],
)
@pytest.mark.parametrize("name", ["mug", "slim bottle", "part of a wrap", "slanting"])
@pytest.mark.parametrize("drawing", ["display", "short"])
def test_browser_and_proof_show_the_same_material(page, request, drawing, name, material, lit):
    display = request.getfixturevalue(drawing)
    found = replace(MAPPINGS[name], lit=lit)
    picture = PICTURE.read_bytes()
    proof = mockup.compose(
        display,
        no_images,
        picture,
        AREA,
        mapping=found,
        size_px=SIZE,
        material=material,
        blend="normal",
    )
    surface = {
        "key": "front", "width_um": display.width_um, "height_um": display.height_um,
        "mockup": {"material": material, "mapping": document_of(found), "area": AREA},
    }  # fmt: skip
    light = base64.b64encode(mockup.light_jpeg(picture, found, material)).decode()
    filter_id, markup = material_filter(surface, f"data:image/jpeg;base64,{light}")

    url = "data:image/jpeg;base64," + base64.b64encode(picture).decode()
    svg = render_svg(display, str, filter_id=filter_id)
    show(page, svg, url, document_of(found), material=markup)

    assert_alike(screenshot(page), proof, found)
    if "image/svg" in markup:
        keep_bands(page)
        assert_alike(screenshot(page), proof, found)


def assert_alike(seen, proof, found):
    mask = surface_mask(found)
    assert ssim(seen.astype(np.float32), proof.astype(np.float32), mask) >= 0.98
    assert np.abs(seen[mask].astype(int) - proof[mask]).mean() <= 4


def surface_mask(found):
    """Return where the surface is seen."""
    surface = SurfaceMap(found)
    u, v = surface.grid()
    x, y = surface.to_picture(u, v)
    sides = [
        (x[0], y[0]),
        (x[:, -1], y[:, -1]),
        (x[-1, ::-1], y[-1, ::-1]),
        (x[::-1, 0], y[::-1, 0]),
    ]
    rim = np.concatenate([np.stack(side, axis=1) for side in sides]) * SIZE
    mask = np.zeros((SIZE, SIZE), np.uint8)
    cv2.fillPoly(mask, [np.rint(rim).astype(np.int32)], 1)
    return mask.astype(bool)


def darkness(picture, bare):
    """Return where the design is, not counting softened edges."""
    changed = np.abs(picture.astype(int) - bare).max(axis=2)
    return changed > 0.5 * np.percentile(changed[changed > 20], 98)


def mm_per_px(found):
    """Return how much of the surface (100 mm around) a pixel shows in its middle."""
    surface = SurfaceMap(found)
    width_px = np.ptp(surface.to_picture(*surface.grid())[0]) * SIZE
    return surface.seen * 100 / width_px


def edge_shift_mm(wanted, seen, found):
    """Return how far (99th percentile) the edges of one picture are from those of the other."""
    shifts = []
    for one, other in ((wanted, seen), (seen, wanted)):
        edge, target = (
            cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
            for mask in (one, other)
        )
        far = cv2.distanceTransform(1 - target, cv2.DIST_L2, 5)
        shifts.append(np.percentile(far[edge > 0], 99))
    return max(shifts) * mm_per_px(found)


def test_a_key_is_shown_on_every_strip_at_once(page, display):
    url = "data:image/jpeg;base64," + base64.b64encode(PICTURE.read_bytes()).decode()
    show(page, render_svg(display, str), url, document_of(MAPPINGS["mug"]))
    before = screenshot(page)

    page.evaluate(
        """() => {
            const group = document.querySelector(".o_gift_svg g");
            group.innerHTML = '<path d="M-9000 0h98000v20000h-98000z" fill="#ff0000"/>';
        }"""
    )
    after = screenshot(page)

    red = (np.abs(after.astype(int) - (255, 0, 0)).max(axis=2) < 8) & surface_mask(MAPPINGS["mug"])
    assert not (np.abs(before.astype(int) - (255, 0, 0)).max(axis=2) < 8).any()
    # From rim to rim, without a seam.
    row = red[330]
    columns = np.flatnonzero(row)
    assert columns.min() < 0.24 * SIZE
    assert columns.max() > 0.6 * SIZE
    assert row[columns.min() : columns.max()].all()


@pytest.mark.parametrize("opacity", [1, 0.5])
@pytest.mark.parametrize("size", [(800, 800), (613, 613), (390, 390)])
@pytest.mark.parametrize("name", ["mug", "part of a wrap"])
def test_no_seam_is_seen_between_the_strips_of_an_even_ground(page, display, name, size, opacity):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    white = "data:image/jpeg;base64," + base64.b64encode(jpeg_of(255)).decode()
    show(page, render_svg(display, str), white, document_of(MAPPINGS[name]))

    page.evaluate(
        """([opacity]) => {
            document.querySelector(".o_gift_svg svg").innerHTML =
                '<path d="M-9000 0h998000v998000h-998000z" fill="#204080" ' +
                `fill-opacity="${opacity}"/>`;
        }""",
        [opacity],
    )
    seen = screenshot(page).astype(int)
    page.set_viewport_size({"width": SIZE, "height": SIZE})

    inside = cv2.resize(surface_mask(MAPPINGS[name]).astype(np.uint8), size) > 0
    inside = cv2.erode(inside.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    assert np.ptp(seen[inside], axis=0).max() <= 1


def jpeg_of(tone):
    return cv2.imencode(".jpg", np.full((SIZE, SIZE, 3), tone, np.uint8))[1].tobytes()
