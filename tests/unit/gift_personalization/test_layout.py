"""Layout: zones to display items, photos to matrices, findings."""

import pytest
from builders import PHOTO, document, lay_out, photo_value, photo_zone, text_zone
from gift_engine import preflight
from gift_engine.display import DisplayList, GroupItem, ImageItem, PathItem
from gift_engine.geometry import apply, bounds, cos_sin, invert, multiply, rotate, rounded
from gift_engine.layout import layout_design, zone_matrix
from gift_engine.outputs.svg import render_svg
from gift_engine.placement import place_photo
from gift_engine.schema import parse_design
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

ANGLES = st.integers(0, 359_999)
NUMBERS = st.floats(-1e4, 1e4, allow_nan=False)

# === GEOMETRY === #


@given(ANGLES, NUMBERS, NUMBERS)
def test_turning_there_and_back_ends_where_it_began(angle, x, y):
    turned = apply(rotate(-angle), *apply(rotate(angle), x, y))

    assert turned == pytest.approx((x, y), abs=1e-6)


@given(ANGLES)
def test_an_inverse_undoes_its_matrix(angle):
    matrix = multiply((2.0, 0.5, -0.5, 3.0, 7.0, 9.0), rotate(angle))

    assert multiply(invert(matrix), matrix) == pytest.approx((1, 0, 0, 1, 0, 0), abs=1e-9)


@pytest.mark.parametrize(
    ("mdeg", "expected"), [(0, (1, 0)), (90_000, (0, 1)), (-90_000, (0, -1)), (540_000, (-1, 0))]
)
def test_quarter_turns_are_exact(mdeg, expected):
    assert cos_sin(mdeg) == expected


def test_rounding_leaves_no_negative_zero():
    assert str(rounded((-1e-12, 0.0, 1.0, 0.0, 0.0, 0.0))[0]) == "0.0"


def test_zones_turn_clockwise_about_their_centre(faces):
    zone = parse_design(document([text_zone(faces, rotation_mdeg=90_000)])).template
    matrix = zone_matrix(zone.surfaces[0].zones[0])

    assert apply(matrix, 40_000, 10_000) == (50_000, 20_000)
    assert apply(matrix, 0, 10_000) == pytest.approx((50_000, -20_000))


# === PHOTOS === #


def placed(value=None, **zone):
    content = document([photo_zone(**zone)], {"photo": photo_value(**(value or {}))})
    design = parse_design(content)
    surface_zone = design.template.surfaces[0].zones[0]
    found = place_photo(surface_zone, design.values["photo"], zone_matrix(surface_zone))
    return surface_zone, found


def corners(zone):
    matrix = zone_matrix(zone)
    return [apply(matrix, x, y) for x in (0, zone.width_um) for y in (0, zone.height_um)]


@given(
    st.integers(200, 6_000),
    st.integers(200, 6_000),
    st.integers(1_000, 5_000),
    st.integers(-10_000, 10_000),
    st.integers(-10_000, 10_000),
    ANGLES,
    ANGLES,
)
def test_a_covering_photo_never_leaves_a_gap(width, height, zoom, dx, dy, turn, zone_turn):
    zone, found = placed(
        {
            "width_px": width,
            "height_px": height,
            "zoom_permille": zoom,
            "offset_x_permille": dx,
            "offset_y_permille": dy,
            "rotation_mdeg": turn,
        },
        rotation_mdeg=zone_turn,
    )
    slack = 1 / found.um_per_px

    for x, y in corners(zone):
        px, py = apply(invert(found.matrix), x, y)
        assert -slack <= px <= width + slack
        assert -slack <= py <= height + slack


@given(st.integers(200, 6_000), st.integers(200, 6_000), ANGLES)
def test_a_contained_photo_stays_whole(width, height, turn):
    zone, found = placed(
        {"width_px": width, "height_px": height, "rotation_mdeg": turn}, photo_fit="contain"
    )
    x0, y0, x1, y1 = bounds(found.matrix, (0, 0, width, height))

    assert x0 >= zone.x_um - 1
    assert y0 >= zone.y_um - 1
    assert x1 <= zone.x_um + zone.width_um + 1
    assert y1 <= zone.y_um + zone.height_um + 1


def test_an_upright_photo_covers_and_is_centred():
    _zone, found = placed({"width_px": 600, "height_px": 600})

    assert found.um_per_px == 100
    assert found.matrix == (100, 0, 0, 100, 20_000, -5_000)


def test_the_offset_stops_at_the_edge():
    _zone, found = placed({"width_px": 600, "height_px": 600, "offset_y_permille": 9_999})

    assert found.matrix[5] == 5_000


def test_zoom_enlarges_about_the_centre():
    _zone, found = placed({"width_px": 600, "height_px": 400, "zoom_permille": 2_000})

    assert found.matrix == (200, 0, 0, 200, -10_000, -15_000)


@pytest.mark.parametrize(
    ("width_px", "zoom", "dpi"), [(600, 1_000, 254), (600, 2_000, 127), (6_000, 1_000, 2_540)]
)
def test_resolution_is_measured_at_the_placed_size(width_px, zoom, dpi):
    value = {"width_px": width_px, "height_px": width_px * 2 // 3, "zoom_permille": zoom}

    assert placed(value)[1].dpi == dpi


@pytest.mark.parametrize(("shape", "curves"), [("rect", 0), ("rounded", 4), ("ellipse", 4)])
def test_shapes(shape, curves):
    _zone, found = placed(shape=shape, radius_um=5_000)

    assert found.clip.count("C") == curves
    assert found.clip.endswith("z")


def test_a_radius_larger_than_the_zone_is_cut():
    assert placed(shape="rounded", radius_um=10**6)[1].clip.startswith("M60000 5000C")


# === DISPLAY LIST === #


def test_zones_are_drawn_in_list_order_and_empty_ones_not(faces):
    zones = [photo_zone(), text_zone(faces, "empty"), text_zone(faces)]
    values = {"photo": photo_value(), "name": {"text": "Anna"}}
    _design, _layout, display = lay_out(faces, zones, values)

    assert [item.zone for item in display.items] == ["photo", "name"]
    assert isinstance(display.items[0].items[0], ImageItem)
    assert isinstance(display.items[1].items[0], PathItem)


def test_a_line_is_one_path_per_face(faces):
    _design, _layout, display = lay_out(faces, [text_zone(faces)], {"name": {"text": "Anna سمر"}})

    assert len(display.items[0].items) == 2


def test_the_same_design_gives_the_same_display_list(faces):
    zones, values = [text_zone(faces)], {"name": {"text": "Anna ❤\ufe0f سمر"}}

    assert lay_out(faces, zones, values)[2] == lay_out(faces, zones, values)[2]


def test_assets_are_listed_once(faces):
    zones = [photo_zone(), photo_zone("second", x_um=0)]
    _design, _layout, display = lay_out(
        faces, zones, {"photo": photo_value(), "second": photo_value()}
    )

    assert display.assets() == (PHOTO,)


def test_text_takes_its_colour(faces):
    value = {"text": "Anna", "color": "#aa0000"}
    _design, _layout, display = lay_out(faces, [text_zone(faces)], {"name": value})

    assert display.items[0].items[0].fill == "#aa0000"


def test_upper_case_zones_print_capitals(faces):
    def drawn(text, **zone):
        return lay_out(faces, [text_zone(faces, **zone)], {"name": {"text": text}})[2].items

    assert drawn("anna", case="upper") == drawn("ANNA")


# === SVG === #


def svg_of(display, **options):
    text = render_svg(display, lambda sha: f"/gift/asset/{sha}?a=1&b=<2>", **options)
    return text, etree.fromstring(text.encode())


@pytest.fixture
def drawn(faces):
    zones = [text_zone(faces), photo_zone(shape="ellipse")]
    return lay_out(faces, zones, {"name": {"text": "<b>Anna</b> 🐝"}, "photo": photo_value()})[2]


def test_svg_is_wellformed_and_measures_in_micrometres(drawn):
    _text, root = svg_of(drawn)

    assert root.get("viewBox") == "0 0 100000 50000"
    assert (root.get("width"), root.get("height")) == (None, None)
    assert root.get("aria-hidden") == "true"


def test_svg_holds_no_text_and_nothing_active(drawn):
    text, root = svg_of(drawn)
    tags = {etree.QName(element).localname for element in root.iter()}

    assert tags <= {
        "svg", "g", "path", "image", "defs", "clipPath", "linearGradient", "radialGradient",
        "stop", "mask",
    }  # fmt: skip
    assert "Anna" not in text


def test_svg_escapes_addresses(drawn):
    text, root = svg_of(drawn)
    image = root.find(".//{*}image")

    assert image.get("href") == f"/gift/asset/{PHOTO}?a=1&b=<2>"
    assert "<2>" not in text


def test_svg_ids_are_unique_and_all_references_resolve(drawn):
    text, root = svg_of(drawn)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    used = {part.split(")")[0] for part in text.split("url(#")[1:]}

    assert len(ids) == len(set(ids))
    assert used == set(ids)


def test_svg_ids_start_with_the_surface(drawn):
    assert 'id="wrap-c-' in svg_of(drawn)[0]


def test_svg_ids_take_another_prefix(drawn):
    assert 'id="left-c-' in svg_of(drawn, id_prefix="left")[0]


def test_svg_in_ink_has_one_colour(drawn):
    text, root = svg_of(drawn, ink="#5b3a1e")
    fills = {element.get("fill") for element in root.iter() if element.get("fill")}

    assert fills == {"#5b3a1e"}
    assert "feColorMatrix" in text


def test_svg_marks_the_zones(drawn):
    _text, root = svg_of(drawn)

    assert [group.get("data-zone") for group in root.findall("{*}g")] == ["name", "photo"]


def test_an_empty_surface_is_an_empty_svg():
    _text, root = svg_of(DisplayList("x", 10, 20))

    assert len(root) == 0


@given(st.text(max_size=30))
def test_any_text_gives_wellformed_svg(faces, text):
    display = lay_out(faces, [text_zone(faces)], {"name": {"text": text}})[2]

    svg_of(display)


# === FINDINGS === #


def findings(faces, zones, values, **surface):
    design, layout, _display = lay_out(faces, zones, values, **surface)
    found = (*layout.findings, *preflight.check(design, layout))
    return {finding.code: (finding.severity, finding.params) for finding in found}


def text_findings(faces, text, method=None, mockup=None, **zone):
    surface = {"mockup": mockup}
    if method:
        surface["method"] = {**document([])["template"]["surfaces"][0]["method"], **method}
    return findings(faces, [text_zone(faces, **zone)], {"name": {"text": text}}, **surface)


def test_a_good_design_has_no_findings(faces):
    zones = [text_zone(faces, required=True), photo_zone(required=True)]
    values = {"name": {"text": "Anna"}, "photo": photo_value(4_000, 3_000)}

    assert findings(faces, zones, values) == {}


def test_required_zones_must_be_filled(faces):
    assert findings(faces, [text_zone(faces, required=True)], {}) == {"required": ("error", {})}


@pytest.mark.parametrize(
    ("text", "is_long"), [("Anna", False), ("Annas", True), ("👩‍👩‍👧‍👦" * 4, False)]
)
def test_length_counts_what_a_reader_counts(faces, text, is_long):
    assert ("too_long" in text_findings(faces, text, max_chars=4)) is is_long


def test_length_says_its_limit(faces):
    found = text_findings(faces, "a" * 600, min_size_um=100)

    assert found["too_long"] == ("error", {"max": 500, "unit": "chars"})


def test_emoji_are_limited(faces):
    found = text_findings(faces, "👍" * 51, min_size_um=100)

    assert found["too_long"] == ("error", {"max": 50, "unit": "emoji"})


def test_lines_are_limited(faces):
    found = text_findings(faces, "a\nb\nc", type="multiline", max_lines=2, height_um=40_000)

    assert found["too_many_lines"] == ("error", {"max": 2})


def test_missing_glyphs_are_named(faces):
    assert text_findings(faces, "Anna ᚠ")["missing_glyph"] == ("error", {"chars": "ᚠ"})


@pytest.mark.parametrize(
    ("charset", "text", "refused"),
    [
        ("letters", "Anna-Marie O’Neil", None),
        ("letters", "Ænne سمر", None),
        ("letters", "Anna 2", "2"),
        ("letters", "Anna ❤\ufe0f", "❤\ufe0f"),
        ("digits", "24.12.2024", None),
        ("digits", "١٢٣", None),
        ("digits", "12a", "a"),
        ("any", "Anna 2 ❤\ufe0f", None),
        ("any", "e" + "\u0301" * 6, "é" + "\u0301" * 5),
    ],
)
def test_character_sets(faces, charset, text, refused):
    found = text_findings(faces, text, charset=charset).get("not_allowed")

    assert found == (("error", {"chars": refused}) if refused else None)


def test_text_that_does_not_fit_overflows(faces):
    assert "overflow" in text_findings(faces, "A very long name", min_size_um=12_000)


def test_small_letters_are_measured_on_their_outlines(faces):
    found = text_findings(faces, "x", max_size_um=2_000, min_size_um=2_000)
    severity, params = found["letter_too_small"]

    assert severity == "error"
    assert params["limit_um"] == 1_500
    assert params["measured_um"] == pytest.approx(0.525 * 2_000, abs=40)


def test_emoji_do_not_engrave(faces):
    found = text_findings(faces, "Anna 🐝", method={"colors": "single"})

    assert found["emoji_single_colour"] == ("error", {})


def test_emoji_are_not_stitched(faces):
    found = text_findings(faces, "Anna 🐝", method={"no_emoji": True})

    assert found["emoji_not_made"] == ("error", {})
    assert "emoji_not_made" not in text_findings(faces, "Anna", method={"no_emoji": True})


MOCKUP = {
    "asset": "b" * 64,
    "width_px": 1600,
    "height_px": 1200,
    "area": {"x_ppm": 0, "y_ppm": 0, "width_ppm": 1_000_000, "height_ppm": 1_000_000},
    "blend": "normal",
    "ink": "",
    "background": "#202020",
}


def test_dark_text_on_a_dark_product_is_a_warning(faces):
    severity, params = text_findings(faces, "Anna", mockup=MOCKUP)["low_contrast"]

    assert (severity, params) == ("warning", {"ratio": 1.06})


def test_single_colour_contrast_is_that_of_the_ink(faces):
    mockup = {**MOCKUP, "ink": "#e0e0e0"}

    assert "low_contrast" not in text_findings(
        faces, "Anna", mockup=mockup, method={"colors": "single"}
    )


@pytest.mark.parametrize(
    ("width_px", "expected"),
    [
        (1_500, None),
        (400, ("warning", {"dpi": 168, "limit": 200})),
        (250, ("error", {"dpi": 105, "limit": 120})),
    ],
)
def test_photo_resolution(faces, width_px, expected):
    value = photo_value(width_px, width_px * 2 // 3)
    found = findings(faces, [photo_zone()], {"photo": value})

    assert found.get("photo_low_dpi") == expected


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#777777", 1), ("#ffffff", "#767676", 4.54)],
)
def test_contrast_ratios(first, second, ratio):
    assert preflight.contrast(first, second) == pytest.approx(ratio, abs=0.01)


@given(st.text(max_size=60))
def test_any_text_is_checked_without_an_exception(faces, text):
    design = parse_design(document([text_zone(faces, charset="letters")], {"name": {"text": text}}))

    preflight.check(design, layout_design(design, faces.book))


def test_groups_may_nest():
    inner = PathItem("M0 0z")
    display = DisplayList("x", 1, 1, 0, (GroupItem((GroupItem((inner,)),)),))

    assert list(display.walk()) == [inner]
