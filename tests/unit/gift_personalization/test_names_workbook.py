"""Lists of names in Excel workbooks, honest and hostile ones."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from gift_engine.errors import EngineError
from gift_engine.names.workbook import OLE, is_workbook, read_workbook
from hypothesis import given, settings
from hypothesis import strategies as st


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data, **members):
    """Return a workbook with members replaced (``sheet1``) or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(name, members.pop(stem, None) or old.read(name))
        for name, content in members.items():
            new.writestr(f"xl/{name}.xml", content)
    return buffer.getvalue()


def code_of(data):
    with pytest.raises(EngineError) as caught:
        read_workbook(data)
    return caught.value.code


def test_cells_become_the_text_that_people_read():
    data = workbook(
        ("Name", "Qty", "Day", "Hour", "Price"),
        ("José", 2, date(2026, 12, 24), time(14, 30), 7.5),
        ("Zoë", 3.0, datetime(2026, 1, 2, 3, 4), None, True),
    )

    assert read_workbook(data).rows == (
        ("Name", "Qty", "Day", "Hour", "Price"),
        ("José", "2", "2026-12-24", "14:30", "7.5"),
        ("Zoë", "3", "2026-01-02 03:04", "", "TRUE"),
    )


def test_a_formula_without_a_stored_value_and_an_error_are_empty():
    assert read_workbook(workbook(("Anna", "=1+1", "#N/A", "x"))).rows == (("Anna", "", "", "x"),)


def test_the_first_visible_filled_sheet_is_read():
    def change(book):
        book.active["A1"] = "hidden"
        book.active.sheet_state = "hidden"
        book.create_sheet("empty")
        book.create_sheet("names")["B3"] = "Anna"

    assert read_workbook(workbook(change=change)).rows == (("", "Anna"),)


def test_broken_accents_of_cells_are_mended():
    table = read_workbook(workbook(("JosÃ©",), ("Anna",)))

    assert (table.rows, table.repaired) == ((("José",), ("Anna",)), 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le"), "names_encrypted"),
        (OLE + b"\0" * 600, "names_old_workbook"),
        (b"PK\x03\x04 and nothing more", "names_not_workbook"),
        (b"PK\x03\x04" + b"\0" * 3_000_000, "names_too_large"),
        (workbook(), "names_empty"),
        (workbook(*[("x",)] * 1002), "names_too_many_rows"),
        (workbook(["x"] * 41), "names_too_many_columns"),
        (repacked(workbook(("x",)), bomb=b"0" * 25_000_000), "names_bomb"),
        (repacked(workbook(("x",)), bomb=b"0" * 3_000_000), "names_bomb"),
        (repacked(workbook(("x",)), sheet1=b"<worksheet"), "names_not_workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_workbook_gets_its_code(data, code):
    assert is_workbook(data)
    assert code_of(data) == code


def test_entities_are_refused_before_they_are_read():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'

    assert code_of(repacked(workbook(("x",)), sheet1=bomb)) == "names_not_workbook"


def test_a_row_far_below_ends_the_reading():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>"
    )

    assert code_of(repacked(workbook(("x",)), sheet1=sheet)) == "names_too_many_rows"


WHOLE = workbook(("Name", "Qty"), ("Anna", 1))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))

    try:
        rows = read_workbook(bytes(whole)).rows
    except EngineError as error:
        assert error.code.startswith("names_")
    else:
        assert rows
