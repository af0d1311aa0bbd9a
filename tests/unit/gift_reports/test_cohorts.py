from datetime import date
from decimal import Decimal

from gift_reports_engine.cohorts import cohorts
from gift_reports_engine.orders import Order
from hypothesis import given
from hypothesis import strategies as st

ORDERS = st.lists(
    st.builds(
        Order,
        st.integers(1, 6),
        st.dates(date(2025, 11, 1), date(2026, 4, 30)),
        st.integers(-300, 900),
        st.booleans(),
    ),
    max_size=30,
)


def test_the_january_of_cdnow(cdnow):
    table = cohorts([Order(*line) for line in cdnow], date(1998, 6, 30))

    first = table.cohorts[0]
    assert (first.month, first.size) == ((1997, 1), 781)
    assert [cell.active for cell in first.cells[1:7]] == [124, 95, 70, 65, 77, 65]
    assert first.cells[1].retention == 124 / 781
    assert sum(cohort.size for cohort in table.cohorts) == 2357
    assert sum(cohort.cells[-1].revenue_so_far for cohort in table.cohorts) == Decimal("244091.94")


def test_the_running_month_is_marked():
    orders = [Order("a", date(2026, 1, 31), 10), Order("a", date(2026, 3, 1), 5)]

    open_cells = cohorts(orders, date(2026, 3, 30)).cohorts[0].cells
    closed_cells = cohorts(orders, date(2026, 3, 31)).cohorts[0].cells

    assert [cell.is_complete for cell in open_cells] == [True, True, False]
    assert [cell.is_complete for cell in closed_cells] == [True, True, True]
    assert [cell.active for cell in closed_cells] == [1, 0, 1]
    assert [cell.revenue_so_far for cell in closed_cells] == [10, 10, 15]
    assert [cell.month for cell in closed_cells] == [(2026, 1), (2026, 2), (2026, 3)]


def test_a_month_ends_in_a_leap_february_and_in_december():
    for first, as_of, is_complete in (
        (date(2024, 2, 1), date(2024, 2, 28), False),
        (date(2024, 2, 1), date(2024, 2, 29), True),
        (date(2024, 12, 1), date(2024, 12, 31), True),
    ):
        table = cohorts([Order(1, first, 1)], as_of)

        assert table.cohorts[0].cells[0].is_complete is is_complete


def test_a_refund_moves_money_and_brings_nobody_back():
    orders = [Order("a", date(2026, 1, 5), 100), Order("a", date(2026, 2, 5), -30, False)]

    cell = cohorts(orders, date(2026, 2, 28)).cohorts[0].cells[1]

    assert (cell.active, cell.revenue, cell.revenue_so_far) == (0, -30, 70)


def test_a_refund_of_an_older_order_belongs_to_no_cohort():
    table = cohorts([Order("a", date(2026, 1, 5), -30, False)], date(2026, 2, 28))

    assert (table.cohorts, table.other_money) == ((), -30)


def test_nothing_after_the_report_counts():
    assert cohorts([Order("a", date(2026, 3, 1), 9)], date(2026, 2, 28)).cohorts == ()


@given(ORDERS, st.dates(date(2025, 11, 1), date(2026, 5, 31)))
def test_money_and_customers_add_up(orders, as_of):
    table = cohorts(orders, as_of)
    known = [order for order in orders if order.day <= as_of]

    revenue = sum(cell.revenue for cohort in table.cohorts for cell in cohort.cells)
    assert revenue + table.other_money == sum(order.money for order in known)
    assert sum(cohort.size for cohort in table.cohorts) == len(
        {order.customer for order in known if order.is_order}
    )
    for cohort in table.cohorts:
        assert cohort.cells[0].active == cohort.size
        assert all(0 <= cell.active <= cohort.size for cell in cohort.cells)
        assert cohort.cells[-1].month == (as_of.year, as_of.month)


@given(ORDERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(orders, random):
    shuffled = random.sample(orders, len(orders))

    assert cohorts(shuffled, date(2026, 4, 30)) == cohorts(orders, date(2026, 4, 30))
