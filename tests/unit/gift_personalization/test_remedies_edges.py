"""Remedies of texts too near to the edge, and of blurred photos."""

from dataclasses import replace

import pytest
from builders import document, photo_value, photo_zone, text_zone
from gift_engine import preflight
from gift_engine.layout import layout_design
from gift_engine.remedies import find_remedy
from gift_engine.schema import parse_design

CODE = "outside_safe_area"


def findings(design, faces):
    layout = layout_design(design, faces.book)
    return (*layout.findings, *preflight.check(design, layout))


def mended(faces, content, code):
    """Return (finding, remedy, value after it), having shown that nothing bad is left."""
    design = parse_design(content)
    finding = next(found for found in findings(design, faces) if found.code == code)
    remedy = find_remedy(design, finding, faces.book)
    if not remedy:
        return finding, None, None
    value = replace(design.values[remedy.zone], **remedy.change)
    after = parse_design(replace(design, values={remedy.zone: value}).to_dict())
    left = findings(after, faces)
    assert code not in {found.code for found in left}
    assert not [found for found in left if found.is_error]
    return finding, remedy, after.values[remedy.zone]


def near_the_edge(faces, text, fonts=("montserrat",), safe_um=8_000, **zone):
    """Return the document of a text in a zone that reaches to the edges of its surface."""
    options = {
        "x_um": 0, "y_um": 15_000, "width_um": 100_000, "fit": "fixed", "max_size_um": 10_000,
        "fonts": [faces.sha(name) for name in fonts], **zone,
    }  # fmt: skip
    return document([text_zone(faces, **options)], {"name": {"text": text}}, safe_um=safe_um)


@pytest.mark.parametrize(
    ("fonts", "text", "kind", "result"),
    [
        (("montserrat", "amatic-sc"), "Best Grandma in town", "font", "Best Grandma in town"),
        (("montserrat",), "Best Grandma in town", "shorten", "Best Grandma in"),
        (("cinzel", "montserrat"), "Maximilian Alexander", "shorten", "Maximilian"),
    ],
)
def test_a_text_near_the_edge_gets_a_narrower_face_or_fewer_words(faces, fonts, text, kind, result):
    _finding, remedy, value = mended(faces, near_the_edge(faces, text, fonts), CODE)

    assert (remedy.kind, value.text) == (kind, result)


def test_words_in_one_line_too_long_go_on_in_the_next(faces):
    content = near_the_edge(
        faces, "Annabelle/Maximilian", type="multiline", max_lines=3, height_um=30_000, y_um=10_000
    )

    _finding, remedy, value = mended(faces, content, CODE)

    assert (remedy.kind, value.text) == ("lines", "Annabelle/\nMaximilian")


@pytest.mark.parametrize(
    ("radius", "kept"), [(60_000, "Best Grandma"), (-60_000, "Best Grandma in")]
)
def test_a_text_on_an_arc_near_the_edge_is_shortened(faces, radius, kept):
    content = near_the_edge(
        faces, "Best Grandma in town", arc_um=radius, height_um=40_000, y_um=5_000
    )

    _finding, remedy, value = mended(faces, content, CODE)

    assert (remedy.kind, value.text) == ("shorten", kept)


def test_a_zone_that_lies_at_the_edge_itself_has_no_remedy(faces):
    content = near_the_edge(faces, "Anna", align="start", y_um=0, height_um=12_000, valign="top")

    finding, remedy, _value = mended(faces, content, CODE)

    assert (finding.severity, remedy) == ("warning", None)


# === BLURRED PHOTOS === #


@pytest.mark.parametrize(
    ("zoom", "detail", "zoom_after", "part"),
    [
        (3_000, 200, 1_000, None),  # as far as it goes
        (2_000, 450, 1_520, None),  # with the resolution that is wished
        (1_500, 100, None, None),  # even the whole photo is blurred
        (1_000, 100, None, "whole"),
    ],
)
def test_a_blurred_photo_is_zoomed_out_where_that_helps(faces, zoom, detail, zoom_after, part):
    photo = photo_value(2_400, 1_600, detail_permille=detail, zoom_permille=zoom)
    method = {**document([])["template"]["surfaces"][0]["method"], "min_dpi": 300, "warn_dpi": 300}
    if zoom == 3_000:
        method.update(min_dpi=120, warn_dpi=200)
    content = document([photo_zone()], {"photo": photo}, method=method)

    finding, remedy, value = mended(faces, content, "photo_blurred")

    assert finding.params.get("part") == part
    assert (remedy and remedy.kind) == (zoom_after and "zoom")
    assert (value and value.zoom_permille) == zoom_after
