from datetime import date, datetime
from decimal import Decimal

import pytest
from gift_reports_engine.history.columns import guess
from gift_reports_engine.history.values import decimal_vote, read_date, read_number
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("2.55", ".", "2.55"),
        ("2,55", ",", "2.55"),
        ("1.234,50", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1\u00a0234,50 €", ",", "1234.50"),
        ("1\u202f234\u202f567,5", ",", "1234567.5"),
        ("1'234.50", ".", "1234.50"),
        ("EUR 12,00", ",", "12.00"),
        ("£-3.20", ".", "-3.20"),
        ("-£3.20", ".", "-3.20"),
        ("(12.50)", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("\u221212", ".", "-12"),
        ("12 kr", ".", "12"),
        ("1,234", ".", "1234"),
        ("1.234", ",", "1234"),
        (".5", ".", "0.5"),
        ("1e3", ".", "1000"),
        ("٣٫٥", ".", "3.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, decimal, number):
    assert read_number(text, decimal) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "1.2.3", "12,34,5", "1,23", "nan", "inf", "1e99", "9" * 61, "1/2", "=1+1"],
)
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


def test_cells_of_a_workbook_are_numbers_already():
    assert read_number(2.55) == Decimal("2.55")
    assert read_number(3) == 3
    assert read_number(None) is read_number(True) is read_number(float("nan")) is None
    assert read_number(float("inf")) is read_number(1e300) is None


@pytest.mark.parametrize(
    ("text", "sign"),
    [("1,5", ","), ("1.50", "."), ("1.234,5", ","), ("1,234.5", "."), ("1,234", ""),
     ("0,125", ","), ("1.234.567", ","), ("12", ""), ("1234,567", ",")],
)  # fmt: skip
def test_a_number_shows_its_decimal_sign_or_does_not(text, sign):
    assert decimal_vote(text) == sign


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",", "."]))
def test_a_number_is_read_as_it_was_written(number, decimal):
    text = f"{number:,}"
    if decimal == ",":
        text = text.translate({ord(","): ".", ord("."): ","})

    assert read_number(text, decimal) == number


@pytest.mark.parametrize(
    "text",
    ["2026-03-04", "2026-03-04 08:26", "2026-03-04T23:59:59.123+01:00", "2026-03-04T08:26:00Z",
     "2026/3/4", "20260304", "20260304082600", "4.3.2026", "04.03.26", "4/3/2026 8:26",
     "4-3-2026 8:26:00 pm", "4-Mar-26", "4. März 2026", "4 mars 2026", "Mar 4, 2026",
     "March 4, 2026", "46085", "46085.35"],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text):
    assert read_date(text, date) == date(2026, 3, 4)


def test_months_of_other_languages():
    for text, month in (
        ("1 août 2026", 8), ("1 juil. 2026", 7), ("1 juin 2026", 6), ("1 dic 2026", 12),
        ("1. Mai 2026", 5), ("1 Okt. 2026", 10), ("1 ene 2026", 1), ("1 lug 2026", 7),
    ):  # fmt: skip
        assert read_date(text, date) == date(2026, month, 1)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-02-30", "31/31/2026", "4.3.", "4 foo 2026", "123", "99999", "0/0/2026",
     "2026-03-04 or so", "12345678901234567890", "=TODAY()", "4/3/20261"],
)  # fmt: skip
def test_what_is_no_date_is_none(text):
    assert read_date(text, date) is None


def test_the_order_and_the_century_of_a_date():
    assert read_date("4/3/2026", date, "mdy") == date(2026, 4, 3)
    assert read_date("13/3/2026", date, "mdy") is None
    assert read_date("1/1/68", date).year == 2068
    assert read_date("1/1/69", date).year == 1969
    assert read_date(datetime(2026, 3, 4, 23, 59), date) == date(2026, 3, 4)


@given(st.text(max_size=70))
def test_any_text_is_a_date_and_a_number_or_none(text):
    assert read_date(text, date) is None or isinstance(read_date(text, date), date)
    assert read_number(text, ",") is None or abs(read_number(text, ",")) < 10**12


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (
            "InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country",
            "invoice sku description quantity date price customer country",
        ),
        ("Rechnungsnummer Menge Datum Preis Kunde", "invoice quantity date price customer"),
        ("Kunden-Nr. Umsatz Belegdatum", "customer total date"),
        ("Facture Client Quantité Date Prix", "invoice customer quantity date price"),
        ("email total created_at name", "customer total date description"),
        ("order_id customer_email order_date line_total", "invoice customer date total"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(headings, columns):
    mapping = guess([headings.split()], date)

    assert mapping.columns == {field: place for place, field in enumerate(columns.split())}
    assert mapping.missing == ()
