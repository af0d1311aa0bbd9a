import pytest
from hypothesis import given
from hypothesis import strategies as st
from liability import deferred, deferred_per_point


def test_the_published_example():
    # A sale of 2,000 gives 2,000 points worth 200; 85 % are expected to be spent.
    assert round(deferred(2000, 2000, 0.10, 0.85), 2) == 156.68
    assert round(2000 * deferred_per_point(1, 0.10, 0.85), 2) == 156.68


def test_points_that_nobody_spends_carry_nothing():
    assert deferred(2000, 2000, 0.10, 0) == 0
    assert deferred(0, 0, 0.10, 0.85) == 0


@given(
    price=st.floats(0.01, 1e6),
    rate=st.floats(0.01, 20),
    value=st.floats(0.001, 1),
    redemption=st.floats(0, 1),
)
def test_both_ways_agree_and_nothing_is_worth_more_than_the_sale(price, rate, value, redemption):
    points = price * rate

    whole = deferred(price, points, value, redemption)

    assert whole == pytest.approx(points * deferred_per_point(rate, value, redemption))
    assert 0 <= whole <= price
