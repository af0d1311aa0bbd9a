"""Exports as workbooks, honest and hostile ones."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from gift_reports_engine.errors import EngineError
from gift_reports_engine.history import reading, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

HEADINGS = ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price", "Customer ID"]


def book(*sheets):
    """Return a workbook of (title, rows)."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def saved(made):
    file = io.BytesIO()
    made.save(file)
    return file


def row(invoice, day, customer=17850.0, quantity=2, price=2.55):
    return [invoice, "85123A", quantity, day, price, customer]


def test_sheets_of_the_same_headings_are_one_export():
    made = book(
        ("2025", [HEADINGS, row(1, datetime(2025, 12, 30, 8, 26)), row(2, date(2025, 12, 31))]),
        ("2026", [HEADINGS, row(2, date(2025, 12, 31)), row("C3", date(2026, 1, 1), quantity=-1)]),
        ("Notes", [["what", "who"], ["nothing", "anna"]]),
        ("Old", [HEADINGS, row(9, date(2020, 1, 1))]),
    )
    made["Old"].sheet_state = "hidden"

    history = reading.read(saved(made), date)

    assert [(str(order.day), str(order.money), order.is_order) for order in history.orders] == [
        ("2025-12-30", "5.10", True),
        ("2025-12-31", "5.10", True),
        ("2026-01-01", "-2.55", False),
    ]
    assert {order.customer for order in history.orders} == {"17850"}
    assert (history.rows, history.left_out["duplicate"].rows) == (4, 1)
    assert history.skipped_sheets == ("Notes", "Old")


def test_dates_and_numbers_of_a_workbook_may_be_texts_and_serials():
    rows = [HEADINGS, row(1, 46085, price="1.234,5", quantity=1), row(2, "5.3.2026", price=2)]

    history = reading.read(saved(book(("a", rows))), date)

    assert history.kept.money == Decimal("1238.5")
    assert (history.first_day, history.last_day) == (date(2026, 3, 4), date(2026, 3, 5))


def test_blank_rows_and_broken_formulas():
    rows = [[], HEADINGS, row(1, date(2026, 1, 1)), [], row(2, date(2026, 1, 1), price="#REF!")]
    made = book(("a", rows))
    made["a"]["E5"].data_type = "e"

    history = reading.read(saved(made), date)

    assert history.kept.rows == 1
    assert {reason: count.rows for reason, count in history.left_out.items()} == {
        "blank": 1,
        "bad_number": 1,
    }


def refused(data):
    with pytest.raises(EngineError) as caught:
        reading.read(io.BytesIO(data), date)
    return caught.value.code


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


def with_prolog(prolog):
    """Return a workbook whose first sheet begins with something else."""
    source = saved(book(("a", [HEADINGS, row(1, date(2026, 1, 1))])))
    file = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, prolog + data if name.endswith("sheet1.xml") else data)
    return file.getvalue()


def test_what_is_no_workbook_is_refused():
    assert refused(b"PK\x03\x04" + b"x" * 100) == "history_not_workbook"
    assert refused(archive(a="<x/>")) == "history_not_workbook"
    assert refused(workbook.OLE + b"\0" * 600) == "history_old_workbook"
    assert refused(workbook.OLE + workbook.ENCRYPTED) == "history_encrypted"
    cut = saved(book(("a", [HEADINGS] * 500))).getvalue()
    assert refused(cut[: len(cut) // 2]) == "history_not_workbook"


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    assert refused(archive(a="<x/>" + " " * 30_000_000)) == "history_bomb"
    assert refused(archive(**{f"m{n}": "<x/>" for n in range(1001)})) == "history_bomb"
    monkeypatch.setattr(workbook, "MAX_TEXTS_BYTES", 10)
    assert refused(archive(xl__sharedStrings="<x>123456789</x>")) == "history_bomb"


def test_entities_are_refused_wherever_they_hide():
    for prolog in (
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b"<!-- <x --><!DOCTYPE x>",
        b"<?a?> <!DOCTYPE x><?b?>",
        b" " * 70_000 + b"<!DOCTYPE x>",
        "<!DOCTYPE x>".encode("utf-16-le"),
    ):
        assert refused(with_prolog(prolog)) == "history_not_workbook"


def test_a_comment_before_the_first_element_is_no_harm():
    assert reading.read(io.BytesIO(with_prolog(b"<!-- made by us -->")), date).kept.rows == 1


def test_too_many_rows_are_refused(monkeypatch):
    rows = saved(book(("a", [HEADINGS, *[row(n, date(2026, 1, 1)) for n in range(9)]])))
    monkeypatch.setattr("gift_reports_engine.history.source.MAX_ROWS", 9)

    assert refused(rows.getvalue()) == "history_too_many_rows"
    assert refused(b"customer,date,price\n" + 9 * b"a,2026-01-01,1\n") == "history_too_many_rows"


def test_the_calendar_of_1904():
    made = book(("a", [HEADINGS, row(1, date(2026, 3, 4))]))
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert reading.read(saved(made), date).first_day == date(2026, 3, 4)


def test_texts_within_cells():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = made.add_worksheet()
    for number, values in enumerate(([*HEADINGS], ["1", "a", "2", "5.3.2026", "1,5", " Jürgen "])):
        page.write_row(number, 0, values)
    made.close()

    history = reading.read(file, date)

    assert [(order.customer, order.money) for order in history.orders] == [("Jürgen", 3)]


SAMPLE = saved(book(("a", [HEADINGS, *[row(n, date(2026, 1, 1)) for n in range(5)]]))).getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells what it leaves out
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["sheet1.xml", "workbook.xml", "workbook.xml.rels", "sharedStrings.xml"]),
       st.integers(0, 3000), st.binary(max_size=6), st.integers(0, 6))  # fmt: skip
def test_a_damaged_workbook_is_read_or_refused(name, place, new, gone):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(file, "w") as made:
        for member in old.namelist():
            data = old.read(member)
            if member.endswith(name):
                at = place % len(data)
                data = data[:at] + new + data[at + gone :]
            made.writestr(member, data)

    try:
        history = reading.read(file, date)
    except EngineError as error:
        assert error.code.startswith("history_")
    else:
        assert history.rows >= history.kept.rows
