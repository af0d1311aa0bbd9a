from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supplier_engine.match import (
    Ordered,
    Tolerance,
    assign_lines,
    match_line,
    normalise_number,
)

EXACT = Tolerance()
TWO_WAY = Ordered(quantity=10, received=0, invoiced=0, price=4, needs_receipt=False)
THREE_WAY = Ordered(quantity=10, received=6, invoiced=2, price=4, needs_receipt=True)


@pytest.mark.parametrize(
    ('ordered', 'billed', 'price', 'results'),
    [
        (TWO_WAY, 10, 4, ('matched',)),
        (TWO_WAY, 3, 4, ('matched',)),
        (TWO_WAY, 11, 4, ('over',)),
        (TWO_WAY, 10, 4.01, ('price',)),
        (TWO_WAY, 10, 3.99, ('price',)),
        (TWO_WAY, 11, 5, ('over', 'price')),
        (THREE_WAY, 4, 4, ('matched',)),
        (THREE_WAY, 5, 4, ('waiting',)),
        (THREE_WAY, 8, 5, ('price', 'waiting')),
        (THREE_WAY, 9, 4, ('over',)),
        (None, 1, 5, ('not_ordered',)),
    ],
)
def test_lines_are_matched_with_what_was_ordered_and_received(ordered, billed, price, results):
    assert match_line(ordered, billed, price, EXACT) == results


@pytest.mark.parametrize(
    ('tolerance', 'billed', 'price', 'result'),
    [
        (Tolerance(quantity=10), 11, 4, 'matched'),
        (Tolerance(quantity=10), 11.1, 4, 'over'),
        (Tolerance(quantity=10, amount=3), 11, 4, 'over'),
        (Tolerance(quantity=10, amount=4), 11, 4, 'matched'),
        (Tolerance(price=5), 10, 4.2, 'matched'),
        (Tolerance(price=5), 10, 3.8, 'matched'),
        (Tolerance(price=5), 10, 4.21, 'price'),
        (Tolerance(price=5, amount=1), 10, 4.2, 'price'),
        (Tolerance(amount=100), 10, 4.01, 'price'),
    ],
)
def test_a_difference_is_tolerated_within_percent_and_amount(tolerance, billed, price, result):
    assert match_line(TWO_WAY, billed, price, tolerance) == (result,)


def test_no_more_is_credited_than_was_invoiced():
    assert match_line(THREE_WAY, 2, 4, EXACT, is_credit=True) == ('matched',)
    assert match_line(THREE_WAY, 3, 4, EXACT, is_credit=True) == ('over',)


AMOUNTS = st.floats(0, 1000)


@given(AMOUNTS, AMOUNTS, st.floats(0, 100))
def test_more_is_never_better(billed, more, percent):
    tolerance = Tolerance(quantity=percent)
    if match_line(TWO_WAY, billed, 4, tolerance) == ('over',):
        assert match_line(TWO_WAY, billed + more, 4, tolerance) == ('over',)


@pytest.mark.parametrize(
    ('one', 'other', 'same'),
    [
        ("RE-2026/001", " re 2026-001", True),
        ("RE 12", "RE12", True),
        ("2026/1-1", "2026/11", False),
        ("2026/11", "2026.11", True),
        ("R1", "R2", False),
        ("ＲＥ１２", "RE12", True),
        ("#77", "77", True),
        ("-", "", True),
    ],
)
def test_numbers_are_compared_without_their_clothes(one, other, same):
    assert (normalise_number(one) == normalise_number(other)) is same


def _line(**values):
    empty = {'buyer_code': '', 'seller_code': '', 'barcode': '', 'name': '', 'is_extra': False}
    return SimpleNamespace(**{**empty, **values})


def test_lines_are_found_by_code_then_by_name_and_never_by_guessing():
    candidates = {
        1: {'buyer': ["MUG-1"], 'seller': ["KN 7"], 'barcode': ["4006381333931"], 'name': ["Mug"]},
        2: {'buyer': ["PEN-1"], 'seller': [], 'barcode': [], 'name': ["Pen", "Pen, blue"]},
        3: {'buyer': [False], 'seller': [], 'barcode': [], 'name': ["Box", "Pen"]},
    }
    lines = [
        _line(buyer_code="mug1", name="Pen, blue"),
        _line(seller_code="kn-7"),
        _line(barcode="4006381333931"),
        _line(name="pen, BLUE"),
        _line(name="Pen"),
        _line(name="Box", is_extra=True),
        _line(),
    ]

    assert assign_lines(lines, candidates) == [1, 1, 1, 2, None, None, None]
