"""What rows of a price list would change."""

import io

import openpyxl
import pytest
from gift_feed.feed_check import Catalogue, Price, Product, check
from gift_feed.feed_files import write_workbook
from gift_feed.feed_rows import Row, read_rows

TODAY = "2026-06-01"
PRODUCTS = (
    Product(1, "MUG"),
    Product(2, "PEN"),
    Product(3, "OLD", is_bought=False),
    Product(4, "BOX"),
    Product(5, "BOX-L"),
)
PRICES = (
    Price(11, 1, "0815", 0.0, 4.0, "EUR", 7),
    Price(10, 1, "0815", 0.0, 3.0, "EUR", 7, end="2026-05-31"),
    Price(12, 2, "P-1", 1.0, 2.0, "EUR", 3, start="2026-01-01"),
    Price(13, 2, "P-1", 100.0, 1.5, "EUR", 3),
    Price(14, 3, "O-1", 0.0, 9.0, "EUR", 1),
    Price(15, 4, "BX", 0.0, 9.0, "EUR", 1),
    Price(15, 5, "BX", 0.0, 9.0, "EUR", 1),
)


def checked(*rows):
    """Return the checked rows; each is given as the values of a Row."""
    catalogue = Catalogue(PRODUCTS, PRICES, {1: (5.0, "")}, "EUR", TODAY)
    return check([Row(number, **row) for number, row in enumerate(rows, start=2)], catalogue)


def issues(*rows):
    """Return the codes of the issues of each row."""
    return [[code for _column, code, _value in entry.issues] for entry in checked(*rows)]


def test_a_price_is_new_changed_or_the_same():
    entries = checked(
        {"code": "0815", "price": 4.4},
        {"code": "P-1", "price": 2.0, "min_quantity": 1.0},
        {"code": "P-1", "price": 1.0, "min_quantity": 500.0},
        {"reference": "BOX", "delay": 9},
        {"reference": "BOX-L"},
    )

    assert [entry.price_effect for entry in entries] == [
        "changed",
        "same",
        "new",
        "changed",
        "none",
    ]
    assert [entry.old and entry.old.id for entry in entries] == [11, 12, None, 15, 15]
    assert (entries[3].price, entries[3].delay) == (9.0, 9)
    assert not any(entry.issues for entry in entries)


def test_an_old_start_means_today_and_a_later_one_meets_the_price_of_that_day():
    early, late = (
        checked({"code": "0815", "price": 5.0, "date_start": day})[0]
        for day in ("2020-01-01", "2027-01-01")
    )

    assert (early.start, early.old.id) == (TODAY, 11)
    assert (late.start, late.old.id) == ("2027-01-01", 11)


def test_stock_is_changed_the_same_or_not_said():
    entries = [
        checked({"code": "0815", **values})[0].stock_effect
        for values in ({"stock": 5.0}, {"stock": 0.0}, {}, {"stock": 5.0, "available_from": TODAY})
    ]

    assert entries == ["same", "changed", "none", "changed"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"price": 1.0}, "no_product"),
        ({"code": "X"}, "unknown"),
        ({"reference": "X", "code": "0815"}, "unknown"),
        ({"reference": "PEN", "code": "0815"}, "mismatch"),
        ({"code": "BX", "price": 1.0}, "ambiguous"),
        ({"code": "O-1", "price": 1.0}, "discontinued"),
        ({"reference": "old", "stock": 1.0}, "discontinued"),
        ({"code": "0815", "price": 1.0, "currency": "USD"}, "currency"),
        ({"code": "P-1", "price": 1.0}, "min_quantity"),
    ],
)
def test_what_cannot_be_taken_over_has_a_code(row, code):
    assert issues(row) == [[code]]


def test_a_number_that_lost_its_zeros_in_a_spreadsheet_is_found():
    assert checked({"code": "815", "price": 9.0})[0].product_id == 1


def test_rows_about_the_same_product_are_all_wrong():
    rows = (
        {"code": "0815", "price": 1.0},
        {"code": "P-1", "min_quantity": 1.0, "stock": 3.0},
        {"reference": "MUG", "price": 2.0},
        {"code": "P-1", "min_quantity": 5.0, "stock": 4.0},
    )
    first, _pen, second, other = checked(*rows)

    assert first.issues == (("code", "duplicate", "4"),)
    assert second.issues == (("code", "duplicate", "2"),)
    assert other.issues == (("stock", "stock_twice", "3"),)
    assert {first.price_effect, second.price_effect, other.stock_effect} == {"none"}


def test_cells_become_rows_and_what_cannot_be_read_an_issue():
    places = {"code": 0, "price": 1, "delay": 2, "stock": 3, "date_start": 4, "currency": 5}
    cells = [
        ("A  1", "1.234,50", "7", "", "24.12.2026", "€"),
        ("B", "0", "1,5", "-1", "soon", "usd"),
    ]
    good, bad = read_rows(cells, [2, 5], places)

    assert good == Row(2, "A 1", price=1234.5, currency="EUR", delay=7, date_start="2026-12-24")
    assert (bad.number, bad.currency) == (5, "USD")
    assert [(column, code) for column, code, _value in bad.issues] == [
        ("price", "zero"), ("stock", "negative"), ("delay", "delay"), ("date_start", "date"),
    ]  # fmt: skip


def test_numbers_of_a_workbook_have_a_dot():
    (row,) = read_rows([("A", "1.234")], [2], {"code": 0, "price": 1}, is_workbook=True)
    (other,) = read_rows([("A", "1.234")], [2], {"code": 0, "price": 1})

    assert row.price == 1.234
    assert other.issues == (("price", "two_ways", "1.234"),)


def test_a_workbook_that_is_handed_out_runs_nothing():
    data = write_workbook([["Code", "=Name"], ["=1+1", "@x"], ["0815", 2.5]], sheet="A/B: [1]")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Code", "'=Name"], ["'=1+1", "'@x"], ["0815", 2.5],
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
