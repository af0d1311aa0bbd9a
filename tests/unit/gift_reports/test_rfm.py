from datetime import date, timedelta
from itertools import product

import pytest
from gift_reports_engine.errors import EngineError
from gift_reports_engine.rfm import SEGMENTS, Customer, rfm, segment
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 6, 30)


def customer(key, *, days=10, orders=1, money=50):
    return Customer(key, TODAY - timedelta(days), orders, money)


def scores(customers):
    return [(s.recency, s.frequency, s.monetary) for s in rfm(customers, TODAY)]


CUSTOMERS = st.lists(
    st.builds(
        customer,
        st.integers(),
        days=st.integers(0, 400),
        orders=st.integers(0, 4),
        money=st.integers(-50, 200),
    ),
    max_size=40,
)


def test_distinct_values_fall_into_five_groups_of_the_same_size():
    found = scores([customer(n, days=n, orders=101 - n, money=n + 1) for n in range(100)])

    assert [score[0] for score in found] == sorted(20 * [1, 2, 3, 4, 5], reverse=True)
    assert [score[1] for score in found] == sorted(20 * [1, 2, 3, 4, 5], reverse=True)
    assert [score[2] for score in found] == sorted(20 * [1, 2, 3, 4, 5])


def test_a_third_that_bought_once_scores_alike():
    buyers = [customer(n, orders=1 if n < 34 else n) for n in range(100)]

    frequency = [score[1] for score in scores(buyers)]

    assert set(frequency[:34]) == {1}
    assert set(frequency[34:]) == {2, 3, 4, 5}


def test_one_customer_and_customers_who_are_alike_are_in_the_middle():
    assert scores([customer(1)]) == [(3, 3, 3)]
    assert scores([customer(n) for n in range(7)]) == 7 * [(3, 3, 3)]


def test_two_customers_are_told_apart():
    assert scores([customer(1, days=1, orders=9, money=900), customer(2)]) == [(4, 4, 4), (2, 2, 2)]


def test_who_got_all_money_back_is_no_champion():
    buyers = [customer(n, days=9, orders=n, money=0) for n in range(1, 9)]
    buyers.append(customer("back", days=0, orders=20, money=-5))

    found = rfm(buyers, TODAY)

    assert {score.monetary for score in found} == {1}
    assert (found[-1].recency, found[-1].frequency, found[-1].segment) == (5, 5, "promising")


def test_who_never_ordered_has_no_place():
    without = rfm([customer(1, days=3), customer(2)], TODAY)
    visitor = Customer("v", None, 0, 0)

    found = rfm([visitor, customer(1, days=3), customer(2)], TODAY)

    assert found[1:] == without
    assert (found[0].days, found[0].recency, found[0].segment) == (None, 0, "no_orders")


def test_an_order_after_the_report_is_refused():
    with pytest.raises(EngineError, match="rfm_future.*2026-07-01"):
        rfm([customer(1, days=-1)], TODAY)


def test_the_table_has_a_segment_for_all_scores():
    found = {segment(*triple) for triple in product(range(1, 6), repeat=3)}

    assert found == {name for row in SEGMENTS.values() for name in row}
    assert segment(5, 5, 5) == "champions"
    assert segment(1, 5, 5) == "cannot_lose"
    assert segment(1, 1, 1) == "lost"
    assert segment(5, 1, 2) == "new"
    assert segment(2, 3, 4) == "at_risk"


@given(CUSTOMERS)
def test_equal_is_equal_and_more_is_never_less(customers):
    pairs = list(zip(customers, rfm(customers, TODAY), strict=True))
    buyers = [(known, score) for known, score in pairs if known.orders]

    for (one, first), (two, second) in product(buyers, repeat=2):
        assert (first.recency >= second.recency) or one.last_day < two.last_day
        assert (first.frequency >= second.frequency) or one.orders < two.orders
        assert (first.monetary >= second.monetary) or one.money < two.money


@given(CUSTOMERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(customers, random):
    numbered = [Customer(n, c.last_day, c.orders, c.money) for n, c in enumerate(customers)]
    shuffled = random.sample(numbered, len(numbered))

    assert sorted(rfm(shuffled, TODAY), key=lambda score: score.key) == list(rfm(numbered, TODAY))
