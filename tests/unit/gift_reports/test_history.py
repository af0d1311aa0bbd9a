"""Exports as retailers write them: what becomes an order, and why the rest does not."""

import csv
import gzip
import io
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest
from gift_reports_engine.cohorts import cohorts
from gift_reports_engine.errors import EngineError
from gift_reports_engine.history import reading
from gift_reports_engine.orders import Order, net
from hypothesis import given, settings
from hypothesis import strategies as st

RETAIL = """Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
536365,85123A,HANGING HEART,6,12/1/2010 8:26,2.55,17850.0,United Kingdom
536365,71053,METAL LANTERN,6,12/1/2010 8:26,3.39,17850.0,United Kingdom
536365,71053,METAL LANTERN,6,12/1/2010 8:26,3.39,17850.0,United Kingdom
C536391,85123A,HANGING HEART,-2,12/2/2010 10:24,2.55,17850.0,United Kingdom
C536379,D,Discount,-1,12/1/2010 9:41,27.50,14527.0,United Kingdom
536414,22139,,56,12/1/2010 11:52,0,,United Kingdom
536414,22140,TEA CUP,2,12/1/2010 11:52,4.00,,United Kingdom
536370,POST,POSTAGE,3,12/1/2010 8:45,18,12583.0,France
A563185,B,Adjust bad debt,1,8/12/2011 14:50,11062.06,,United Kingdom
536600,22139,CARRIAGE CLOCK,1,12/13/2010 11:52,"1,234.50",12583,France
536601,22139,CARRIAGE CLOCK,1,13/13/2010 11:52,1.00,12583,France
536602,22139,CARRIAGE CLOCK,one,12/13/2010 11:52,1.00,12583,France
536603,22139,FREE CUP,1,12/13/2010 11:52,0.00,12583,France
536604,22139,CLOCK, BIG,1,12/13/2010 11:52,1.00,12583,France
,,,,,,,
Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
536699,22139,CARRIAGE CLOCK,1,12/30/2011 11:52,5.00,12583,France
"""

GERMAN = """Bestellnummer;Kunde;Artikelnr.;Bestelldatum;Menge;Einzelpreis
1001;Müller;T-1;31.12.2025;2;1.234,50 €
1002;Möller;T-2;01.01.2026;1;0,99
1003;Müller;T-2;02.01.26;-1;0,99
"""


def read(text, **options):
    data = text.encode() if isinstance(text, str) else text
    return reading.read(io.BytesIO(data), date, **options)


def told(history):
    return {reason: count.rows for reason, count in history.left_out.items()}


def test_a_line_export_is_read_with_a_reason_for_every_row():
    history = read(RETAIL, as_of=date(2011, 12, 9))

    assert history.orders == (
        Order("17850", date(2010, 12, 1), Decimal("35.64")),
        Order("17850", date(2010, 12, 2), Decimal("-5.10"), False),
        Order("12583", date(2010, 12, 13), Decimal("1234.50")),
    )
    assert (history.kept.rows, history.refunds.rows, history.customers) == (3, 1, 2)
    assert told(history) == {
        "blank": 1, "headings": 1, "broken": 1, "bad_date": 1, "future": 1, "bad_number": 1,
        "adjustment": 3, "no_customer": 2, "duplicate": 1, "zero": 1,
    }  # fmt: skip
    assert history.rows == 17
    assert history.left_out["no_customer"].money == Decimal("8.00")
    assert history.left_out["bad_date"].examples == [12]
    assert (history.first_day, history.last_day) == (date(2010, 12, 1), date(2010, 12, 13))


def test_a_return_is_taken_off_the_order_before():
    orders, rest = net(read(RETAIL).orders)

    assert Order("17850", date(2010, 12, 1), Decimal("30.54")) in orders
    assert rest == 0


def test_choices_about_duplicates_free_articles_and_codes():
    history = read(RETAIL, keep_duplicates=True, keep_free=True, adjustments=["85123a"])

    assert told(history).keys() & {"duplicate", "zero"} == set()
    assert history.left_out["adjustment"].rows == 5


def test_cdnow_comes_out_to_the_cent(cdnow_file):
    history = read(gzip.decompress(cdnow_file.read_bytes()), keep_free=True)

    assert (history.rows, history.kept.rows, history.left_out) == (6919, 6919, {})
    assert history.kept.money == Decimal("244091.94")
    assert (len(history.orders), history.customers) == (6696, 2357)
    assert (history.first_day, history.last_day) == (date(1997, 1, 1), date(1998, 6, 30))
    first = cohorts(history.orders, history.last_day).cohorts[0]
    assert [cell.active for cell in first.cells[:7]] == [781, 124, 95, 70, 65, 77, 65]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_german_export_is_read_whatever_it_was_saved_as(encoding):
    history = read(GERMAN.encode(encoding))

    assert [(order.customer, str(order.day), str(order.money)) for order in history.orders] == [
        ("Müller", "2025-12-31", "2469.00"),
        ("Möller", "2026-01-01", "0.99"),
        ("Müller", "2026-01-02", "-0.99"),
    ]
    assert history.profile.decimal == ","


def test_one_odd_byte_late_in_a_file_spoils_no_customer():
    rows = b"".join(b"%d,a,1,2026-01-01,1\n" % n for n in range(20_000))
    odd = "9,Müller,1,2026-01-01,1\n9,Möller,1,2026-01-01,1\n".encode("cp1252")

    history = read(b"invoice,customer,quantity,date,price\n" + rows + odd)

    assert {order.customer for order in history.orders} == {"a", "Müller", "Möller"}


def test_the_order_of_a_date_is_found_far_down():
    rows = "".join(f"{n},a,1,02/01/2026,1\n" for n in range(1500))
    head = "invoice,customer,quantity,date,price\n"

    day_first = read(head + rows + "x,a,1,13/01/2026,1\n")
    month_first = read(head + rows + "x,a,1,01/13/2026,1\n")

    assert (day_first.first_day, day_first.profile.is_date_sure) == (date(2026, 1, 2), True)
    assert month_first.first_day == date(2026, 1, 13)
    assert month_first.last_day == date(2026, 2, 1)


def test_dates_that_may_be_read_in_two_ways_are_read_as_they_follow_each_other():
    head = "invoice,customer,date,price\n"
    rows = [f"{month}/{day}/2026" for month in (1, 2, 3) for day in (2, 5, 9)]

    sorted_ones = read(head + "".join(f"{n},a,{day},1\n" for n, day in enumerate(rows)))
    single = read(head + "1,a,3/4/2026,1\n")
    said = read(head + "1,a,3/4/2026,1\n", date_order="mdy")

    assert (sorted_ones.profile.date_order, sorted_ones.profile.is_date_sure) == ("mdy", True)
    assert (single.profile.date_order, single.profile.is_date_sure) == ("dmy", False)
    assert said.first_day == date(2026, 3, 4)


def test_columns_can_be_told():
    text = "Nr,Wer,Wann,Was,Wieviel\n1,anna,2026-01-01,mug,3.50\n"

    opened = reading.look(io.BytesIO(text.encode()), date)
    with pytest.raises(EngineError, match="history_columns"):
        read(text)
    history = read(text, columns={"customer": "wer", "total": 4, "invoice": "Nr"})

    assert opened.profile is None
    assert opened.mapping.missing == ("customer", "price")
    assert opened.mapping.columns["date"] == 2  # seen from the cells
    assert opened.mapping.confidence["date"] == 400
    assert history.orders == (Order("anna", date(2026, 1, 1), Decimal("3.50")),)
    with pytest.raises(EngineError, match="history_column .*colour"):
        read(text, columns={"customer": "colour"})


def test_an_export_without_headings_is_read_by_places():
    text = "7;2026-01-01;5,00\n8;2026-01-02;6,50\n"

    history = read(text, columns={"customer": 0, "date": 1, "total": 2})

    assert (history.rows, history.kept.money) == (2, Decimal("11.50"))


def test_a_title_may_stand_above_the_headings():
    text = "Sales of 2026,,,\n,,,\nCustomer,Order date,Qty,Unit price\na,2026-05-01,2,4\n"

    history = read(text)

    assert (history.mapping.skipped, history.rows, history.kept.money) == (3, 1, Decimal(8))


def test_a_heading_whose_cells_say_otherwise_is_doubted():
    text = "Date,Created at,Customer,Total\nopen,2026-01-01,a,5\nopen,2026-01-02,b,5\n"

    history = read(text)

    assert history.mapping.columns["date"] == 1
    assert history.kept.rows == 2


def test_what_is_no_export_is_refused():
    for data, code in (
        (b"", "history_empty"),
        (b" \n\n", "history_empty"),
        (b"customer,date\0,price\n", "history_not_text"),
        (b'customer,date,price\n"' + b"x" * 200_000, "history_broken"),
    ):
        with pytest.raises(EngineError) as caught:
            read(data)
        assert caught.value.code == code


def test_rows_are_not_held_in_memory():
    def peak_of(rows):
        text = b"invoice,customer,date,price\n" + rows * b"1,a,2026-01-01,2.50\n"
        tracemalloc.start()
        history = read(text, keep_duplicates=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (history.rows, len(history.orders)) == (rows, 1)
        return peak

    assert peak_of(25_000) < 1.2 * peak_of(5_000)


def test_line_ends_and_other_delimiters_within_cells_mislead_nobody():
    text = 'customer,"note",date,price\n"a","x\r|","2026-01-01",1\n"b","\r|;|","2026-01-02",2\n'

    assert [order.customer for order in read(text).orders] == ["a", "b"]


CELLS = st.sampled_from(
    ["", "a", "b", "C12", "12", "12.0", "POST", "1", "-3", "2,50", "1.234,5", "nan", "2026-01-05",
     "5/13/2026", "31.12.2026", "0", "=1+1", "\u0661", "\ufeff", '"', ";", "x" * 300]
) | st.text(st.characters(exclude_characters='\0', codec='utf-8'), max_size=8)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=25)


@given(ROWS, st.booleans(), st.booleans())
def test_kept_and_left_out_are_all_rows(rows, keep_duplicates, keep_free):
    lines = [["invoice", "customer", "date", "quantity", "price", "sku"], *rows]
    text = "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    )

    history = read(text, keep_duplicates=keep_duplicates, keep_free=keep_free)

    counts = [history.kept, history.refunds, *history.left_out.values()]
    in_file = sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    assert sum(count.rows for count in counts) == history.rows == in_file
    money = history.kept.money + history.refunds.money
    assert sum(order.money for order in history.orders) == money
    assert history.kept.money >= 0 >= history.refunds.money
    assert len(history.orders) <= history.kept.rows + history.refunds.rows


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        history = read(data, columns={"customer": 0, "date": 1, "price": 2})
    except EngineError as error:
        assert error.code.startswith("history_")
    else:
        assert history.rows >= history.kept.rows
