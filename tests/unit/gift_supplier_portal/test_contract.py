from datetime import date

import pytest
from gift_feed.contract import Mismatch, check
from hypothesis import given
from hypothesis import strategies as st

DOCUMENT = {"components": {"schemas": {"Name": {"type": "string", "maxLength": 3}}}}


@pytest.mark.parametrize(
    ("schema", "good", "bad", "code"),
    [
        ({"type": "integer"}, 1, True, "type"),
        ({"type": "integer"}, 1, 1.5, "type"),
        ({"type": "number"}, 1, "1", "type"),
        ({"type": ["string", "null"]}, None, 0, "type"),
        ({"enum": ["a"]}, "a", "b", "enum"),
        ({"const": 1}, 1, 2, "const"),
        ({"minimum": 0}, 0, -1, "minimum"),
        ({"maximum": 9}, 9, 10, "maximum"),
        ({"exclusiveMinimum": 0}, 0.1, 0, "exclusiveMinimum"),
        ({"minLength": 1}, "a", "", "minLength"),
        ({"maxLength": 1}, "a", "ab", "maxLength"),
        ({"pattern": "^a$"}, "a", "b", "pattern"),
        ({"minItems": 1}, [1], [], "minItems"),
        ({"maxItems": 1}, [1], [1, 2], "maxItems"),
        ({"items": {"type": "null"}}, [None], [1], "type"),
        ({"required": ["a"]}, {"a": 1}, {}, "required"),
        ({"additionalProperties": False}, {}, {"a": 1}, "unknown"),
        ({"$ref": "#/components/schemas/Name"}, "abc", "abcd", "maxLength"),
        ({"format": "date"}, "2028-02-29", "2027-02-29", "format"),
        ({"format": "date-time"}, "2028-02-29T10:00:00Z", "2028-02-29T24:00:00Z", "format"),
        ({"format": "uuid"}, "0d9c0d9c-0d9c-4d9c-8d9c-0d9c0d9c0d9c", "0d9c", "format"),
    ],
)
def test_each_rule_holds(schema, good, bad, code):
    check(good, schema, DOCUMENT)
    with pytest.raises(Mismatch) as caught:
        check(bad, schema, DOCUMENT)
    assert caught.value.code == code


def test_the_place_is_told():
    schema = {"properties": {"a": {"items": {"properties": {"b": {"type": "null"}}}}}}
    with pytest.raises(Mismatch) as caught:
        check({"a": [{}, {"b": 1}]}, schema, DOCUMENT)
    assert caught.value.path == "/a/1/b"


def test_a_schema_that_is_not_understood_is_refused():
    with pytest.raises(LookupError):
        check(1, {"multipleOf": 2}, DOCUMENT)


@given(st.dates())
def test_every_day_is_a_date(day):
    check(day.isoformat(), {"format": "date"}, DOCUMENT)


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_no_other_text_is_one(text):
    try:
        date.fromisoformat(text)
    except ValueError:
        if not text.startswith("0000"):
            with pytest.raises(Mismatch):
                check(text, {"format": "date"}, DOCUMENT)
