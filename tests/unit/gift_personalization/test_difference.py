"""What is told about a design that is made again on today's template."""

import copy

import pytest
from builders import document, text_zone
from gift_engine import schema
from gift_engine.difference import compare


def frozen(faces, **zone):
    zones = [text_zone(faces, key="name", **zone), text_zone(faces, key="other")]
    content = document(zones, {"name": {"text": "Anna"}})
    return schema.parse_design(content).to_dict()


def changed(old, change):
    new = copy.deepcopy(old)
    change(new, new["template"]["surfaces"][0])
    return schema.parse_design(new).to_dict()


def codes(old, change):
    return [(found.code, found.params) for found in compare(old, changed(old, change), {})]


def test_equal_documents_have_no_differences(faces):
    old = frozen(faces)
    assert compare(old, changed(old, lambda _new, _side: None), {}) == ()


def test_a_filled_zone_that_is_gone_is_told_with_its_text(faces):
    old = frozen(faces)
    assert codes(old, lambda _new, side: side["zones"].pop(0)) == [("zone_gone", {"old": "Anna"})]


def test_an_empty_zone_that_is_gone_changes_nothing_that_needs_its_name(faces):
    old = frozen(faces)
    assert codes(old, lambda _new, side: side["zones"].pop(1)) == [("details_changed", {})]


def test_a_font_and_a_colour_that_are_no_longer_offered_are_told(faces):
    old = frozen(faces, colors=["#101010", "#c01020"])
    font = old["values"]["name"]["font"]
    other = faces.sha("lato")
    assert font != other

    def change(_new, side):
        side["zones"][0]["fonts"] = [other]
        side["zones"][0]["colors"] = ["#c01020"]

    assert codes(old, change) == [
        ("font_changed", {"old": font, "new": other}),
        ("color_changed", {"old": "#101010", "new": "#c01020"}),
    ]


def test_a_zone_that_moved_and_a_side_of_another_size_are_told(faces):
    old = frozen(faces)

    def change(_new, side):
        side["zones"][0]["x_um"] += 1000
        side["width_um"] += 5000

    assert codes(old, change) == [("zone_moved", {}), ("side_changed", {})]


def test_another_picture_of_the_product_is_told(faces):
    old = frozen(faces)

    def change(_new, side):
        side["mockup"] = {
            "asset": "e" * 64,
            "width_px": 100,
            "height_px": 100,
            "area": {"x_ppm": 0, "y_ppm": 0, "width_ppm": 500000, "height_ppm": 500000},
            "blend": "normal",
            "ink": "",
            "background": "#ffffff",
        }

    assert codes(old, change) == [("mockup_changed", {})]


def test_a_limit_that_shows_in_the_lettering_only_is_a_detail(faces):
    old = frozen(faces)
    found = codes(old, lambda _new, side: side["zones"][0].update(tracking_permille=50))
    assert found == [("details_changed", {})]


def today(old):
    return changed(old, lambda new, _side: new.update(layout=schema.LAYOUT_VERSION))


@pytest.mark.parametrize(
    ("layout", "outline_um", "expected"),
    [(1, 0, ()), (1, 300, ("outline_redrawn",)), (schema.LAYOUT_VERSION, 300, ())],
)
def test_an_earlier_layout_is_told_only_where_it_draws_in_another_way(
    faces, layout, outline_um, expected
):
    old = {**frozen(faces, outline_um=outline_um), "layout": layout}

    found = compare(old, today(old), faces.book)

    assert tuple(entry.code for entry in found) == expected
    assert {entry.zone for entry in found} <= {"Name"}


@pytest.mark.parametrize(
    ("layout", "zone", "expected"),
    [
        (2, {"font": "great-vibes", "arc_um": 20_000}, ("joins_redrawn",)),
        (2, {"font": "great-vibes"}, ()),
        (2, {"font": "great-vibes", "arc_um": 20_000, "tracking_permille": 80}, ()),
        (2, {"font": "montserrat", "arc_um": 20_000}, ()),
        (3, {"font": "great-vibes", "arc_um": 20_000}, ()),
        (1, {"font": "pacifico", "arc_um": -20_000, "outline_um": 300},
         ("outline_redrawn", "joins_redrawn")),
    ],
)  # fmt: skip
def test_letters_that_touch_are_told_only_where_they_follow_an_arc_in_another_way(
    faces, layout, zone, expected
):
    old = {**frozen(faces, **zone), "layout": layout}

    found = compare(old, today(old), faces.book)

    assert tuple(entry.code for entry in found) == expected
