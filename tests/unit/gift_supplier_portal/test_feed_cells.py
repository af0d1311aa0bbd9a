"""Numbers and days as suppliers write them."""

import pytest
from gift_feed.feed_cells import find_mark, find_month_first, read_day, read_number
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("12", None, 12),
        ("12,5", None, 12.5),
        ("12,5", ".", 12.5),
        ("1.234,50", None, 1234.5),
        ("1,234.50", None, 1234.5),
        ("1.234", ".", 1.234),
        ("1.234", ",", 1234),
        ("1,234", ".", 1234),
        ("1.234.567", None, 1234567),
        ("1'234.5", None, 1234.5),
        ("1\u202f234,5", None, 1234.5),
        ("0.125", None, 0.125),
        ("1234.567", None, 1234.567),
        (".5", None, 0.5),
        ("1e-05", None, 0.00001),
        ("١٢٫٥", None, 12.5),
        ("+3", None, 3),
    ],
)
def test_numbers_are_read_as_they_are_meant(text, mark, number):
    assert read_number(text, mark) == (number, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "two_ways"),
        ("1,234", "two_ways"),
        ("1e308", "large"),
        ("1e999", "large"),
        ("1000000000", "large"),
        ("NaN", "number"),
        ("inf", "number"),
        ("-3", "negative"),
        ("\u22123", "negative"),
        ("=1+1", "number"),
        ("1.2.3", "number"),
        ("1.234.50", "number"),
        ("1,234,50", "number"),
        ("12 €", "number"),
        ("ask", "number"),
        ("9" * 41, "number"),
    ],
)
def test_what_is_no_number_has_a_code(text, code):
    assert read_number(text) == (None, code)


def test_the_file_tells_its_decimal_mark():
    assert find_mark(["1.234", "12,5", "7"]) == ","
    assert find_mark(["1,234", "12.5"]) == "."
    assert find_mark(["1.234.567"]) == ","
    assert find_mark(["1.234", "7"]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", "2026-12-24"),
        ("2026-12-24 00:00", "2026-12-24"),
        ("20261224", "2026-12-24"),
        ("2026/1/2", "2026-01-02"),
        ("24.12.2026", "2026-12-24"),
        ("1.2.26", "2026-02-01"),
        ("1. 2. 2026", "2026-02-01"),
        ("24/12/2026", "2026-12-24"),
        ("12/24/2026", "2026-12-24"),
        ("3/3/2026", "2026-03-03"),
        ("03-04-2026", "2026-04-03"),
    ],
)
def test_days_are_read_in_several_forms(text, day):
    assert read_day(text) == (day, None)


def test_days_with_slashes_follow_the_file():
    assert find_month_first(["12/24/2026", "3/4/2026"]) is True
    assert find_month_first(["24/12/2026"]) is False
    assert find_month_first(["3/4/2026"]) is None
    assert read_day("3/4/2026", month_first=True) == ("2026-03-04", None)
    assert read_day("3/4/2026", month_first=False) == ("2026-04-03", None)
    assert read_day("3/4/2026") == (None, "date_two_ways")


@pytest.mark.parametrize(
    "text", ["soon", "31.02.2026", "2026-13-01", "0001-01-01", "24.12.1899", "2026124", "12"]
)
def test_what_is_no_day_has_a_code(text):
    assert read_day(text) == (None, "date")


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_a_code(text):
    for value, code in (read_number(text), read_number(text, ","), read_day(text)):
        assert (value is None) != (code is None)
    find_mark([text])
    find_month_first([text])
