"""Canonical JSON and the content hash."""

import json

import pytest
from gift_engine.canonical import canonical_json, sha256_hex
from gift_engine.errors import EngineError
from hypothesis import given
from hypothesis import strategies as st

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(TEXT, children, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_was_written_reads_back_equal(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(TEXT, VALUES, max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    turned = dict(reversed(value.items()))

    assert canonical_json(turned) == canonical_json(value)


@given(VALUES)
def test_writing_twice_gives_the_same_text(value):
    once = canonical_json(value)

    assert canonical_json(json.loads(once)) == once


def test_the_text_has_no_blanks_and_keeps_letters():
    assert canonical_json({"b": [1, True, None], "a": "ÄẞΩ"}) == '{"a":"ÄẞΩ","b":[1,true,null]}'


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (1.0, "$"),
        ({"a": 0.5}, "$.a"),
        ({"a": [1, {"b": float("nan")}]}, "$.a[1].b"),
        ({"a": float("inf")}, "$.a"),
        ({1: "x"}, "$"),
        ({"a": b"bytes"}, "$.a"),
        ({"a": {1, 2}}, "$.a"),
        ({"a": "\ud800"}, "$.a"),
        ({"\udfff": 1}, "$"),
    ],
)
def test_what_json_cannot_hold_the_same_everywhere_is_refused(value, path):
    with pytest.raises(EngineError) as caught:
        canonical_json(value)

    assert (caught.value.code, caught.value.params["path"]) == ("bad_schema", path)


def test_a_bottomless_document_is_refused():
    value = []
    for _ in range(5000):
        value = [value]

    with pytest.raises(EngineError, match="bad_schema"):
        canonical_json(value)


def test_the_hash_is_that_of_the_utf8_bytes():
    assert sha256_hex("ä") == sha256_hex(b"\xc3\xa4")
    assert len(sha256_hex("")) == 64
