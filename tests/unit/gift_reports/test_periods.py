from datetime import date, datetime

import pytest
from gift_reports_periods import (
    PRESETS,
    find_before,
    find_due,
    find_period,
    find_year_before,
)

TODAY = date(2028, 3, 15)  # a Wednesday of a leap year


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("yesterday", date(2028, 3, 14), date(2028, 3, 14)),
        ("last_week", date(2028, 3, 6), date(2028, 3, 12)),
        ("last_month", date(2028, 2, 1), date(2028, 2, 29)),
        ("last_quarter", date(2027, 10, 1), date(2027, 12, 31)),
        ("last_year", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_presets_are_periods_that_are_over(preset, first, last):
    assert find_period(preset, TODAY) == (first, last)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_first_day_of_a_year_ends_them_all_before_it(preset):
    first, last = find_period(preset, date(2028, 1, 1))
    assert first <= last < date(2028, 1, 1)


def test_a_month_is_compared_with_months():
    february = date(2028, 2, 1), date(2028, 2, 29)
    assert find_before(*february) == (date(2028, 1, 1), date(2028, 1, 31))
    assert find_year_before(*february) == (date(2027, 2, 1), date(2027, 2, 28))
    assert find_year_before(date(2029, 2, 1), date(2029, 2, 28))[1] == date(2028, 2, 29)


def test_days_are_compared_with_as_many_days():
    week = date(2028, 3, 6), date(2028, 3, 12)
    assert find_before(*week) == (date(2028, 2, 28), date(2028, 3, 5))
    assert find_year_before(*week) == (date(2027, 3, 6), date(2027, 3, 12))


@pytest.mark.parametrize(
    ("every", "day", "now", "last", "following"),
    [
        ("daily", 1, datetime(2028, 3, 15, 6, 59), date(2028, 3, 14), date(2028, 3, 15)),
        ("daily", 1, datetime(2028, 3, 15, 7, 0), date(2028, 3, 15), date(2028, 3, 16)),
        ("weekly", 3, datetime(2028, 3, 15, 6, 59), date(2028, 3, 8), date(2028, 3, 15)),
        ("weekly", 1, datetime(2028, 3, 15, 9, 0), date(2028, 3, 13), date(2028, 3, 20)),
        ("monthly", 1, datetime(2028, 1, 1, 6, 0), date(2027, 12, 1), date(2028, 1, 1)),
        ("monthly", 31, datetime(2028, 3, 15, 9, 0), date(2028, 2, 29), date(2028, 3, 31)),
        ("monthly", 31, datetime(2028, 2, 29, 6, 0), date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_when_a_report_is_due(every, day, now, last, following):
    assert find_due(every, 7, day, now) == (last, following)
