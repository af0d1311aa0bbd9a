from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tiers import Rung, Standing, progress, rank, reached, step

SILVER, GOLD = Rung(7, 100), Rung(3, 500)
RUNGS = [GOLD, SILVER]
TODAY = date(2030, 1, 15)
GRACE = TODAY + timedelta(days=30)


def test_the_highest_tier_that_a_sum_reaches():
    assert [reached(RUNGS, spent) for spent in (0, 99.99, 100, 499.99, 500, 1e9)] == [
        0, 0, 7, 7, 3, 3,
    ]  # fmt: skip


def test_without_tiers_nobody_has_one():
    assert reached([], 1000) == 0
    assert progress([], 0, 1000) == (None, 0.0, 100)


def test_a_sum_that_falls_short_sets_a_day_first():
    standing = step(Standing(3), RUNGS, 120, TODAY, GRACE)

    assert standing == Standing(3, GRACE)
    assert step(standing, RUNGS, 120, TODAY, GRACE) == standing


def test_the_tier_is_lost_on_that_day():
    standing = Standing(3, TODAY)

    assert step(standing, RUNGS, 120, TODAY - timedelta(days=1), GRACE) == standing
    assert step(standing, RUNGS, 120, TODAY, GRACE) == Standing(7)


def test_whoever_spends_enough_in_time_stays():
    assert step(Standing(3, TODAY), RUNGS, 500, TODAY, GRACE) == Standing(3)


def test_a_tier_that_is_gone_is_left_for_what_was_reached():
    assert step(Standing(99), RUNGS, 100, TODAY, GRACE) == Standing(7)


def test_progress_goes_to_the_next_tier():
    assert progress(RUNGS, 0, 40) == (SILVER, 60, 40)
    assert progress(RUNGS, 7, 499.99) == (GOLD, 0.01, 99)
    assert progress(RUNGS, 3, 700) == (None, 0.0, 100)
    assert progress(RUNGS, 0, -5) == (SILVER, 105, 0)


@given(
    spent=st.lists(st.floats(0, 1000), min_size=1, max_size=40),
    grace=st.integers(0, 40),
    start=st.sampled_from([0, 3, 7]),
)
def test_nobody_falls_without_the_days_of_grace(spent, grace, start):
    standing, set_on = Standing(start), {}
    for number, sum_ in enumerate(spent):
        today = TODAY + timedelta(days=number)
        after = step(standing, RUNGS, sum_, today, today + timedelta(days=grace))
        if rank(RUNGS, after.tier) < rank(RUNGS, standing.tier):
            assert today >= set_on[standing.drop_on] + timedelta(days=grace)
        if after.drop_on and after.drop_on != standing.drop_on:
            set_on[after.drop_on] = today
        assert rank(RUNGS, after.tier) >= rank(RUNGS, reached(RUNGS, sum_)) or after.drop_on
        standing = after
