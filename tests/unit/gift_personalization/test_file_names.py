"""Names of print files: safe and apart from each other."""

import re

import pytest
from gift_engine.errors import EngineError
from gift_engine.file_names import (
    DEFAULT_PATTERN,
    PLACEHOLDERS,
    build_name,
    check_pattern,
    safe_part,
    unique_name,
)
from hypothesis import given
from hypothesis import strategies as st

VALUES = {
    "order": "S00042", "line": "2", "job": "GJ00007", "product": "Tasse „Müller“",
    "template": "mug",
    "surface": "wrap", "quantity": "3", "method": "sublimation", "hash8": "0a1b2c3d",
    "kind": "pdf", "ext": "pdf",
}  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (DEFAULT_PATTERN, "GJ00007_mug_wrap_0a1b2c3d.pdf"),
        ("{order}-{line}_{product}_{surface}.{ext}", "S00042-2_Tasse-Muller_wrap.pdf"),
        ("{quantity}x {job} {surface}.{ext}", "3x-GJ00007-wrap.pdf"),
        ("{method} {job} {surface} {kind}.{ext}", "sublimation-GJ00007-wrap-pdf.pdf"),
    ],
)  # fmt: skip
def test_placeholders_are_filled_in(pattern, name):
    check_pattern(pattern)

    assert build_name(pattern, VALUES) == name


def test_a_kind_that_shares_its_ending_is_named():
    values = {**VALUES, "kind": "underbase", "ext": "png"}

    assert build_name(DEFAULT_PATTERN, values) == "GJ00007_mug_wrap_0a1b2c3d-underbase.png"
    assert build_name("{job}{surface}{kind}.{ext}", values) == "GJ00007wrapunderbase.png"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("{job}_{surface}_{price}.{ext}", "placeholder"),
        ("{job}_{surface.__class__}.{ext}", "placeholder"),
        ("{job!r}_{surface}.{ext}", "placeholder"),
        ("{job:>30}_{surface}.{ext}", "placeholder"),
        ("{}_{surface}.{ext}", "placeholder"),
        ("{job}_{surface.{ext}", "placeholder"),
        ("{job_{surface}.{ext}", "placeholder"),
        ("{job}_{surface}}.{ext}", "braces"),
        ("{job}/{surface}.{ext}", "folder"),
        ("{job}\\{surface}.{ext}", "folder"),
        ("{job}_{surface}.pdf", "ending"),
        ("{job}.{ext}", "unique"),
        ("{order}_{surface}.{ext}", "unique"),
        ("", "ending"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused(pattern, reason):
    with pytest.raises(EngineError) as caught:
        check_pattern(pattern)

    assert caught.value.code == "bad_file_name"
    if reason != "placeholder":
        assert caught.value.params["reason"] == reason


@given(st.lists(st.text(max_size=60), min_size=len(PLACEHOLDERS), max_size=len(PLACEHOLDERS)))
def test_whatever_is_filled_in_the_name_is_safe(texts):
    values = {**dict(zip(PLACEHOLDERS, texts, strict=True)), "ext": "png"}
    name = build_name(DEFAULT_PATTERN, values)

    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.png", name)
    assert len(name) <= 180


@pytest.mark.parametrize("name", ["con", "NUL", "lpt1", "aux.x"])
def test_names_of_devices_are_avoided(name):
    values = {**VALUES, "job": name, "surface": ""}

    assert not re.match(r"(?i)(con|nul|lpt1|aux)\.", build_name("{job}.{ext}", values))


def test_text_without_latin_letters_leaves_something():
    assert safe_part("علي") == "x"
    assert safe_part("../../etc/passwd") == "etc-passwd"


def test_equal_names_are_numbered():
    assert unique_name("a.pdf", set()) == "a.pdf"
    assert unique_name("A.pdf", {"a.pdf"}) == "A_2.pdf"
    assert unique_name("a.pdf", {"a.pdf", "a_2.pdf"}) == "a_3.pdf"
