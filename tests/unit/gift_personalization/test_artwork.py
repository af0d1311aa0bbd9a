"""A surface whose design was replaced by one finished picture."""

import copy

import numpy as np
import pytest
from builders import jpeg, picture
from gift_engine import artwork
from gift_engine.canonical import sha256_hex
from gift_engine.errors import EngineError
from gift_engine.layout import layout_design
from gift_engine.outputs.raster import render_rgba
from gift_engine.schema import content_hash, parse_design

WIDTH_UM, HEIGHT_UM, BLEED_UM = 100_000, 80_000, 2_000


@pytest.fixture
def document(faces):
    zone = {
        "key": "name", "type": "text", "label": "Name", "x_um": 0, "y_um": 0, "width_um": 50_000,
        "height_um": 20_000, "fonts": [faces.sha("montserrat")], "colors": ["#101010"],
        "max_size_um": 9_000, "min_size_um": 3_000,
    }  # fmt: skip
    method = {"key": "uv", "min_dpi": 120, "warn_dpi": 200}
    surface = {
        "key": "front", "label": "Front", "width_um": WIDTH_UM, "height_um": HEIGHT_UM,
        "bleed_um": BLEED_UM, "method": method, "mockup": None, "zones": [zone],
    }  # fmt: skip
    back = {**surface, "key": "back", "zones": [{**zone, "key": "back-name"}]}
    content = {
        "schema": 1,
        "layout": 1,
        "product": {"id": 1},
        "template": {"key": "mug", "surfaces": [surface, back]},
        "values": {"name": {"text": "Anna"}, "back-name": {"text": "Ben"}},
    }
    return parse_design(content).to_dict()


def test_the_picture_replaces_one_surface_and_leaves_the_rest(document):
    before = copy.deepcopy(document)

    design = parse_design(artwork.with_artwork(document, "front", "a" * 64, 1000, 800))

    assert document == before
    assert set(design.values) == {"artwork-front", "back-name"}
    assert content_hash(design) != content_hash(parse_design(document))
    assert parse_design(design.to_dict()) == design
    assert artwork.is_artwork("artwork-front")


@pytest.mark.parametrize("bleed", [False, True])
def test_what_is_printed_is_the_picture(document, faces, bleed):
    margin = 2 * BLEED_UM if bleed else 0
    dpi = 254
    size = [(side + margin) // 100 for side in (WIDTH_UM, HEIGHT_UM)]
    data = jpeg(picture(*size))
    sha = sha256_hex(data)

    changed = artwork.with_artwork(document, "front", sha, *size, bleed=bleed)
    display = layout_design(parse_design(changed), faces.book).surfaces["front"]
    drawn = render_rgba(display, {sha: data}.__getitem__, dpi=dpi, bleed=bleed)

    assert drawn.shape[:2] == (size[1], size[0])
    assert (drawn[:, :, 3] == 255).mean() > 0.99
    expected = np.asarray(picture(*size))[:, :, :3].astype(int)
    assert np.abs(drawn[:, :, :3].astype(int) - expected).mean() < 4


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((1000, 1000), "artwork_proportion"),
        ((1010, 800), "artwork_proportion"),
        ((700, 560), "artwork_pixels"),
    ],
)
def test_a_file_that_would_not_print_well_is_refused_with_the_size(document, size, code):
    with pytest.raises(EngineError) as refused:
        artwork.with_artwork(document, "front", "a" * 64, *size)

    assert refused.value.code == code
    assert refused.value.params == {"width_px": 788, "height_px": 630}


def test_a_rule_on_a_zone_that_is_gone_leaves_the_other_surface_as_it_was(document):
    zone = document["template"]["surfaces"][1]["zones"][0]
    zone.update(required=True, visible_zone="name", visible_values=["Otto"])
    document["values"].pop("back-name")

    design = parse_design(artwork.with_artwork(document, "front", "a" * 64, 1000, 800))

    [back] = design.template.surfaces[1].zones
    assert (back.visible_zone, back.visible_values, back.required) == ("", (), False)
    assert set(design.values) == {"artwork-front"}


def test_an_unknown_surface_is_refused(document):
    with pytest.raises(EngineError, match="unknown_surface"):
        artwork.with_artwork(document, "lid", "a" * 64, 1000, 800)
