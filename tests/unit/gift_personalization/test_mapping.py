"""Mappings: a surface on a picture that shows it at an angle, or round."""

from dataclasses import replace

import numpy as np
import pytest
from builders import DISPLAY, Faces, document, encoded, lay_out, no_images, text_zone
from gift_engine import mockup
from gift_engine.display import DisplayList, PathItem
from gift_engine.errors import EngineError
from gift_engine.light import light_on, mirrored, rectified
from gift_engine.mapping import Mapping, SurfaceMap, find_fault
from gift_engine.material import get_steps
from gift_engine.schema import content_hash, parse_design
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from preview_browser import RUN

STRAIGHT = (250_000, 250_000, 750_000, 250_000, 750_000, 750_000, 250_000, 750_000)
TILTED = (200_000, 300_000, 700_000, 220_000, 760_000, 800_000, 180_000, 700_000)
MUG = Mapping(
    "cylinder", STRAIGHT, angle_mdeg=140_000, from_ppm=100_000, to_ppm=800_000,
    sag_top_ppm=60_000, sag_bottom_ppm=110_000,
)  # fmt: skip
AREA = {"x_ppm": 250_000, "y_ppm": 250_000, "width_ppm": 500_000, "height_ppm": 500_000}
SPEC = {"asset": "b" * 64, "width_px": 800, "height_px": 400, "area": AREA}
SHARES = st.floats(0, 1)


def jittered(points, jitter):
    return tuple(point + moved for point, moved in zip(points, jitter, strict=True))


quads = st.builds(
    jittered, st.just(STRAIGHT), st.tuples(*[st.integers(-120_000, 120_000)] * 8)
)  # fmt: skip
cylinders = st.builds(
    lambda corners, angle, seen, sags: Mapping(
        "cylinder", corners, angle_mdeg=angle, from_ppm=seen[0], to_ppm=seen[1],
        sag_top_ppm=sags[0], sag_bottom_ppm=sags[1],
    ),
    quads, st.integers(10_000, 170_000),
    st.tuples(st.integers(0, 400_000), st.integers(500_000, 1_000_000)),
    st.tuples(*[st.integers(-250_000, 250_000)] * 2),
)  # fmt: skip
mappings = (st.builds(Mapping, st.just("perspective"), quads) | cylinders).filter(
    lambda found: find_fault(found) is None
)


@given(mappings, SHARES, SHARES)
def test_a_point_comes_back_to_where_it_was(found, u, v):
    surface = SurfaceMap(found)
    u = surface.start + u * surface.seen

    back = surface.to_surface(*surface.to_picture(u, v))

    # At the rim of a half circle a step to the side is hardly seen, so it is told less exactly.
    assert back == pytest.approx((u, v), abs=1e-6)


@given(mappings, SHARES, SHARES, SHARES)
def test_what_is_right_or_below_stays_so_along_each_line(found, u, first, second):
    surface = SurfaceMap(found)
    low, high = sorted((first, second))
    u, left, right = (surface.start + surface.seen * share for share in (u, low, high))

    across = [surface._squared(*surface.to_picture(at, first))[0] for at in (left, right)]
    down = [surface._squared(*surface.to_picture(u, at))[1] for at in (low, high)]

    assert across[0] <= across[1] + 1e-9
    assert down[0] <= down[1] + 1e-9


@given(mappings)
def test_every_sound_mapping_survives_its_document(found):
    content = document([], {}, mockup=SPEC | {"mapping": mapping_document(found)})

    design = parse_design(content)

    assert design.template.surfaces[0].mockup.mapping == found
    assert parse_design(design.to_dict()) == design


def mapping_document(found):
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in vars(found).items()
    }


def test_straight_corners_are_the_flat_area_exactly():
    surface = SurfaceMap(Mapping("perspective", STRAIGHT))

    for u, v in ((0.0, 0.0), (0.5, 0.25), (1.0, 1.0), (0.125, 0.75)):
        assert surface.to_picture(u, v) == (0.25 + u / 2, 0.25 + v / 2)


def test_a_cylinder_shows_its_part_between_the_corners_and_sags_in_the_middle():
    surface = SurfaceMap(MUG)

    assert surface.to_picture(0.1, 0) == pytest.approx((0.25, 0.25))
    assert surface.to_picture(0.8, 1) == pytest.approx((0.75, 0.75))
    assert surface.to_picture(0.45, 0) == pytest.approx((0.5, 0.28))
    assert surface.to_picture(0.45, 1) == pytest.approx((0.5, 0.805))
    assert surface.to_picture(0.0, 0.5) == surface.to_picture(0.1, 0.5)


def test_a_step_looks_shorter_at_the_rim_of_a_cylinder():
    surface = SurfaceMap(MUG)
    rim = surface.to_picture(0.15, 0)[0] - surface.to_picture(0.1, 0)[0]
    middle = surface.to_picture(0.475, 0)[0] - surface.to_picture(0.425, 0)[0]

    assert rim < middle / 2


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("range", {"corners_ppm": (-600_000, *STRAIGHT[1:])}),
        ("small", {"corners_ppm": (749_000, *STRAIGHT[1:])}),
        ("crossed", {"corners_ppm": (*STRAIGHT[2:4], *STRAIGHT[:2], *STRAIGHT[4:])}),
        ("crossed", {"corners_ppm": (*STRAIGHT[:4], 300_000, 300_000, *STRAIGHT[6:])}),
        ("angle", {"angle_mdeg": 175_000}),
        ("seen", {"from_ppm": 800_000}),
        ("sag", {"sag_top_ppm": 500_000, "sag_bottom_ppm": -450_000}),
        ("sag", {"sag_bottom_ppm": 600_000}),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(fault, changes):
    wrong = Mapping(**(vars(MUG) | changes))
    content = document([], {}, mockup=SPEC | {"mapping": mapping_document(wrong)})

    assert find_fault(wrong) == fault
    with pytest.raises(EngineError, match="bad_schema"):
        parse_design(content)


@pytest.mark.parametrize("wrong", ["round", [], {"kind": "sphere"}, {"kind": "perspective"}, {
    "kind": "perspective", "corners_ppm": [0.5] * 8,
}])  # fmt: skip
def test_a_document_of_another_shape_is_refused(wrong):
    with pytest.raises(EngineError, match="bad_schema"):
        parse_design(document([], {}, mockup=SPEC | {"mapping": wrong}))


def test_designs_on_flat_pictures_keep_their_document_and_hash():
    flat, named, bent = (
        parse_design(document([], {}, mockup=SPEC | extra))
        for extra in ({}, {"mapping": None}, {"mapping": mapping_document(MUG)})
    )

    assert "mapping" not in flat.to_dict()["template"]["surfaces"][0]["mockup"]
    assert content_hash(named) == content_hash(flat) != content_hash(bent)


# === PICTURES === #

GROUND = (120, 200, 80)


def product(size=(400, 200)):
    return encoded(Image.new("RGB", size, GROUND), "PNG")


def composed(display, found, size_px=400, **options):
    return mockup.compose(
        display, no_images, product(), AREA, mapping=found, blend="normal", size_px=size_px,
        **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lettered():
    faces = Faces(RUN / "fonts")
    return lay_out(faces, [text_zone(faces, font="lato")], {"name": {"text": "Anna & Tom"}})[2]


def test_straight_corners_draw_what_the_flat_area_draws(lettered):
    flat = composed(lettered, None, 800)
    straight = composed(lettered, Mapping("perspective", STRAIGHT), 800)

    assert np.abs(flat.astype(int) - straight).mean() < 0.4
    assert np.abs(flat.astype(int) - straight).max() < 60


def test_the_design_lies_between_its_corners():
    changed = np.argwhere((composed(DISPLAY, Mapping("perspective", TILTED)) != GROUND).any(axis=2))
    surface = SurfaceMap(Mapping("perspective", TILTED))
    corners = [surface.to_picture(u, v) for u in (0.2, 0.8) for v in (0.2, 0.8)]

    # DISPLAY fills the surface but for a fifth at each side.
    assert changed[:, 1].min() == pytest.approx(min(x for x, _y in corners) * 400, abs=2)
    assert changed[:, 0].max() == pytest.approx(max(y for _x, y in corners) * 200, abs=2)


def test_nothing_is_drawn_beside_a_cylinder():
    changed = np.argwhere((composed(DISPLAY, MUG) != GROUND).any(axis=2))

    assert changed[:, 1].min() >= 99
    assert changed[:, 1].max() <= 301
    assert changed[:, 0].max() <= 162


def test_a_mapping_beyond_the_picture_leaves_it_as_it_is():
    beyond = tuple(value + 790_000 for value in (0, 0, 600_000, 0, 600_000, 600_000, 0, 600_000))
    outside = tuple(value if at % 2 else value + 220_000 for at, value in enumerate(beyond))

    assert (composed(DISPLAY, Mapping("perspective", outside[:8])) == GROUND).all()


def test_a_material_lies_in_the_letters_of_a_mapped_design(lettered):
    plain = composed(lettered, MUG, 800, ink="#8a5a33")
    engraved = composed(lettered, MUG, 800, ink="#8a5a33", material="engraved")
    untouched = (plain == GROUND).all(axis=2)

    assert not np.array_equal(plain, engraved)
    assert (engraved[untouched] == GROUND).all()


def test_fine_lines_turn_grey_where_the_surface_goes_far_away():
    lines = "".join(
        f"M{x} 0L{x + 250} 0L{x + 250} 50000L{x} 50000z" for x in range(0, 100_000, 500)
    )
    striped = DisplayList("wrap", 100_000, 50_000, 0, (PathItem(lines),))
    far = (450_000, 300_000, 550_000, 300_000, 1_000_000, 900_000, 0, 900_000)
    drawn = mockup.compose(
        striped, no_images, encoded(Image.new("RGB", (600, 300), "white"), "PNG"), AREA,
        mapping=Mapping("perspective", far), blend="normal", size_px=600,
    )  # fmt: skip

    strip = drawn[100:110, 285:315].astype(int)
    assert strip.std() < 12
    assert 100 < strip.mean() < 156


def test_the_grid_of_a_surface_covers_what_is_seen():
    u, v = SurfaceMap(MUG).grid()

    assert (u.min(), u.max(), v.min(), v.max()) == pytest.approx((0.1, 0.8, 0, 1))


def test_designs_frozen_before_light_fell_on_mapped_surfaces_are_drawn_without():
    glossy, metal = (
        get_steps(name, 58_000, 72_000, lit=False) for name in ("glossy", "engraved_metal")
    )

    assert glossy == ()
    assert len(metal) == len(get_steps("engraved_metal", 58_000, 72_000)) - 1


def test_a_round_glaze_mirrors_windows_in_the_part_that_is_seen():
    dull = np.full((50, 1000), 128, np.uint8)

    shown = mirrored(dull, MUG).astype(int)

    seen_from, seen_to = 100, 800  # of the thousand columns
    streak = seen_from + (seen_to - seen_from) * 165 // 1000
    assert shown[0, streak] == shown.max() > 215
    assert shown[0, seen_to - 5] > 160 > shown[0, (seen_from + seen_to) // 2] == 128
    assert (shown == shown[0]).all()
    assert np.array_equal(mirrored(dull[:, :700], MUG, (0.1, 0.8)), shown[:, 100:800])


def test_only_a_round_glaze_mirrors_windows():
    light = np.full((50, 100), 128, np.uint8)
    size = 200, 100
    slanting = Mapping("perspective", MUG.corners_ppm)

    bright = [
        light_on(mapping, material, light, size).max()
        for mapping, material in ((MUG, "glossy"), (MUG, "fabric"), (slanting, "glossy"))
    ]

    assert bright[0] > 215
    assert bright[1:] == [128, 128]


def test_light_stays_at_its_place_of_the_picture():
    """A bright stripe of the picture lies on the surface where the map says."""
    light = np.full((300, 600), 128, np.uint8)
    light[:, 290:310] = 255
    surface = SurfaceMap(MUG)

    on_surface = rectified(light, surface, (500, 200))

    u = (on_surface[100].astype(int).argmax() + 5) / 500
    x, _y = surface.to_picture(np.float64(u), np.float64(0.5))
    assert x == pytest.approx(0.5, abs=0.02)
    assert on_surface.max() == 255


def test_the_light_changes_colours_and_never_the_outline():
    striped = np.full((600, 600, 3), 180, np.uint8)
    striped[:, ::40] = 250
    picture = encoded(Image.fromarray(striped), "PNG")
    lit = replace(MUG, lit=True)
    shown = {}
    for mapping in (MUG, lit):
        options = {"mapping": mapping, "blend": "normal", "size_px": 600}
        black = PathItem("M20000 10000L80000 10000L80000 40000L20000 40000z")
        item = DisplayList("s", 100_000, 50_000, 0, (black,))
        shown[mapping.lit] = mockup.compose(
            item, no_images, picture, AREA, material="fabric", **options
        )
    bare = mockup.compose(
        DisplayList("s", 100_000, 50_000, 0, ()), no_images, picture, AREA,
        blend="normal", size_px=600,
    )  # fmt: skip

    plain, folded = (np.abs(shown[key].astype(int) - bare).max(2) > 0 for key in (False, True))
    assert not np.array_equal(shown[False], shown[True])
    assert np.array_equal(plain | folded, plain)


def test_a_mapping_without_light_has_no_new_key():
    assert "lit" not in document_of_mockup(MUG)
    assert document_of_mockup(replace(MUG, lit=True))["lit"] is True


def document_of_mockup(mapping):
    written = {**vars(mapping), "corners_ppm": list(mapping.corners_ppm)}
    picture = {
        "asset": "e" * 64, "width_px": 10, "height_px": 10, "area": AREA, "mapping": written,
    }  # fmt: skip
    design = parse_design(document([], mockup=picture))
    return design.to_dict()["template"]["surfaces"][0]["mockup"]["mapping"]
