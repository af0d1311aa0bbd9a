from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from points import (
    AVAILABLE,
    HELD,
    Lot,
    applied,
    by_expiry,
    distribute,
    kept,
    shift,
    take,
    to_hundredths,
    to_points,
)

AMOUNTS = st.integers(0, 10_000)
LOTS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.none() | st.dates()), max_size=8).map(
    lambda rows: [
        Lot(number, available=available, held=held, expires=expires)
        for number, (available, held, expires) in enumerate(rows)
    ]
)


def test_what_ends_first_is_spent_first_and_what_never_ends_last():
    lots = [Lot(1), Lot(2, expires=date(2027, 1, 2)), Lot(3, expires=date(2027, 1, 1)), Lot(0)]

    assert [lot.id for lot in by_expiry(lots)] == [3, 2, 0, 1]


def test_taking_tells_what_is_missing():
    postings, missing = take([Lot(1, available=30), Lot(2, available=20)], AVAILABLE, 60)

    assert [(posting.lot, posting.hundredths) for posting in postings] == [(1, -30), (2, -20)]
    assert missing == 10


@given(lots=LOTS, wanted=st.integers(0, 100_000))
def test_nothing_is_made_or_lost_by_holding(lots, wanted):
    postings, missing = shift(by_expiry(lots), AVAILABLE, HELD, wanted)
    after = applied(lots, postings).values()

    assert sum(posting.hundredths for posting in postings) == 0
    assert sum(lot.held for lot in after) == sum(lot.held for lot in lots) + wanted - missing
    assert missing == max(0, wanted - sum(lot.available for lot in lots))


def test_a_bucket_never_holds_less_than_nothing():
    with pytest.raises(ValueError, match="lot 7"):
        Lot(7, available=5).move(AVAILABLE, -6)


@given(total=st.integers(0, 10**7), weights=st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_shares_are_whole_and_add_up(total, weights):
    shares = distribute(total, weights)

    assert sum(shares) == total
    assert all(share >= 0 for share in shares)


def test_equal_parts_differ_by_a_hundredth_at_most():
    assert distribute(100, [1, 1, 1]) == [34, 33, 33]
    assert distribute(5, [0, 0]) == [5, 0]
    assert distribute(5, []) == []


@pytest.mark.parametrize(
    ("base", "now", "points"),
    [
        (100, 100, 999),
        (100, 50, 499),
        (100, 0, 0),
        (100, -5, 0),
        (0, 0, 999),
        (99.9, 99.90000001, 999),
    ],
)
def test_what_is_kept_after_a_refund(base, now, points):
    assert kept(999, base, now) == points


@given(st.integers(-(10**13), 10**13))
def test_hundredths_come_back_from_points(hundredths):
    assert to_hundredths(to_points(hundredths)) == hundredths


@pytest.mark.parametrize("points", [float("nan"), float("inf"), 1e13, "x", None])
def test_what_is_no_number_of_points_is_refused(points):
    with pytest.raises((ValueError, TypeError)):
        to_hundredths(points)
