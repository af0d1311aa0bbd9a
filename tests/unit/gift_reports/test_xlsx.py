"""Reports are written, opened by another program and worked out anew."""

import io
import re
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from gift_reports_engine.errors import EngineError
from gift_reports_engine.xlsx import texts
from gift_reports_engine.xlsx.formats import Patterns
from gift_reports_engine.xlsx.model import (
    Chart,
    Column,
    Conditional,
    Figure,
    Ratio,
    Report,
    Table,
    Words,
)
from gift_reports_engine.xlsx.writer import write
from hypothesis import given, settings
from hypothesis import strategies as st

MADE = datetime(2026, 7, 1, 6, 30)
COLUMNS = (
    Column("Month", "date"),
    Column("Product"),
    Column("Orders", "int", total="sum"),
    Column("Revenue", "money", currency="EUR", total="sum"),
    Column("Margin", "money", currency="EUR", total="sum"),
    Column("Margin rate", "percent", total=Ratio("Margin", "Revenue")),
    Column("Per order", "money", currency="EUR", total=Ratio("Revenue", "Orders")),
    Column("Waited", "duration"),
)
ROWS = (
    (date(2026, 5, 1), "Mug", 2, Decimal("40.00"), Decimal("10.50"), 0.2625, 20, 30.5),
    (date(2026, 6, 1), "Plate", 3, Decimal("99.90"), Decimal("50.10"), 0.5015, 33.3, None),
    (date(2026, 6, 1), "Cup", 0, 0, 0, None, None, 1),
)


def report(*tables, **values):
    given_values = {"title": "Sales", "made_at": MADE, "sheets": tables, **values}
    return Report(**given_values)


def data(made, **options):
    file = io.BytesIO()
    write(made, file, **options)
    return file.getvalue()


def opened(made, **options):
    return openpyxl.load_workbook(io.BytesIO(data(made, **options)))


def sales(rows=ROWS, **values):
    return Table("Sales", COLUMNS, rows, **values)


def worked_out(book, formula):
    """Return what a formula of ours gives: sums over areas, added, and a ratio of two of them."""
    found = re.fullmatch(r'=IF\(\((.+)\)=0,"–",\(\1\)/\(\1\)\)'.replace(r"\1", "(.+)"), formula)
    if found:
        below, above, again = found[1], found[2], found[3]
        assert below == again
        bottom = worked_out(book, f"={below}")
        return worked_out(book, f"={above}") / bottom if bottom else "–"
    parts = re.findall(r"SUM\((?:'((?:[^']|'')+)'!)?([A-Z]+)(\d+):([A-Z]+)(\d+)\)", formula)
    assert "=" + "+".join(_sum_text(part) for part in parts) == formula
    return sum(_sum(book, *part) for part in parts)


def _sum_text(part):
    name, left, top, right, bottom = part
    return f"SUM({chr(39) + name + chr(39) + '!' if name else ''}{left}{top}:{right}{bottom})"


def _sum(book, name, left, top, right, bottom):
    sheet = book[name.replace("''", "'")] if name else book.worksheets[-1]
    cells = [cell.value for row in sheet[f"{left}{top}:{right}{bottom}"] for cell in row]
    return sum(value for value in cells if isinstance(value, (int, float)))


def test_values_headings_and_looks():
    sheet = opened(report(sales(), period="May and June"))["Sales"]

    assert sheet["A1"].value == "Sales"
    assert sheet["A2"].value == "Sales · May and June"
    assert [cell.value for cell in sheet[3]] == [column.name for column in COLUMNS]
    assert [cell.value for cell in sheet[4]][:5] == [datetime(2026, 5, 1), "Mug", 2, 40, 10.5]
    assert sheet["H4"].value == timedelta(hours=30.5)
    assert (sheet["F6"].value, sheet["G6"].value) == (None, None)
    assert sheet["A4"].number_format == "m/d/yyyy"
    assert sheet["D4"].number_format == '"€"#,##0.00'
    assert sheet["F4"].number_format == "0.0%"
    assert sheet["H4"].number_format == "[h]:mm"
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:H6"
    assert sheet["D3"].font.bold


def test_totals_are_formulas_and_ratios_are_ratios_of_sums():
    made = report(sales())
    book = opened(made)
    kept = openpyxl.load_workbook(io.BytesIO(data(made)), data_only=True)["Sales"]
    sheet = book["Sales"]

    assert sheet["C7"].value == "=SUM(C4:C6)"
    assert sheet["F7"].value == '=IF((SUM(D4:D6))=0,"–",(SUM(E4:E6))/(SUM(D4:D6)))'
    assert (sheet["A7"].value, sheet["B7"].value, sheet["H7"].value) == ("Total", None, None)
    for letter, wanted in (("C", 5), ("D", 139.9), ("E", 60.6), ("F", 60.6 / 139.9), ("G", 27.98)):
        assert worked_out(book, sheet[f"{letter}7"].value) == pytest.approx(wanted)
        assert kept[f"{letter}7"].value == pytest.approx(wanted)
    assert sheet["F7"].number_format == "0.0%"


def test_a_ratio_of_nothing_is_a_dash():
    made = report(sales(ROWS[2:]))

    sheet = openpyxl.load_workbook(io.BytesIO(data(made)), data_only=True)["Sales"]

    assert sheet["F5"].value == "–"
    assert sheet["C5"].value == 0


@pytest.mark.parametrize("count", [0, 1, 6, 7, 20])
def test_a_long_table_goes_on_on_further_sheets_and_its_totals_are_right(count):
    columns = (Column("No", "int"), Column("Sum", "number", total="sum"))
    rows = ((number, number + 0.5) for number in range(count))

    book = opened(report(Table("It's", columns, rows)), row_limit=10)

    sheets = book.worksheets[1:]
    assert len(sheets) == max(1, -(-count // 6))
    seen = [
        row[0].value for sheet in sheets for row in sheet.iter_rows(4) if row[0].value not in
        (None, "Total", "Nothing in this period.")
    ]  # fmt: skip
    assert seen == list(range(count))
    if not count:
        assert sheets[0]["A4"].value == "Nothing in this period."
        return
    last = sheets[-1]
    assert worked_out(book, last.cell(last.max_row, 2).value) == sum(n + 0.5 for n in range(count))
    assert max(sheet.max_row for sheet in sheets) <= 10
    assert [sheet.title for sheet in sheets][1:] == [
        f"It's ({n})" for n in range(2, len(sheets) + 1)
    ]
    assert {sheet["B3"].value for sheet in sheets} == {"Sum"}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")"],
)  # fmt: skip
def test_no_text_becomes_a_formula(text):
    made = Table("T", (Column("Text"), Column("Sum", "int", total="sum")), [(text, text)])

    sheet = opened(report(made))["T"]

    for cell in (sheet["A4"], sheet["B4"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.value == text.replace("\r", "\n")
    assert worked_out(opened(report(made)), sheet["B5"].value) == 0


def test_addresses_and_digits_stay_texts():
    rows = [("https://example.com/?a=1&b=2",), ("mailto:a@example.com",), ("00123",), ("1e5",)]

    packed = data(report(Table("T", (Column("Text"),), rows)))

    sheet = openpyxl.load_workbook(io.BytesIO(packed))["T"]
    assert [sheet[f"A{row}"].value for row in range(4, 8)] == [row[0] for row in rows]
    assert not any(sheet[f"A{row}"].hyperlink for row in range(4, 8))
    assert not sheet["A6"].quotePrefix


def test_what_no_cell_can_hold():
    rows = [
        ("a\x00b\x07c\x1bd", 1),
        ("x" * 40_000, float("nan")),
        ("😀" * 20_000, float("inf")),
        ("\ud800 \ufffe", 10**20),
        ("<r><t>bold</t></r>", None),
        ("_x0041_", 2),
    ]

    sheet = opened(report(Table("T", (Column("A"), Column("B", "int", total="sum")), rows)))["T"]

    assert sheet["A4"].value == "abcd"
    assert len(sheet["A5"].value) <= 32_767
    assert sheet["A5"].value.endswith("x…")
    assert len(sheet["A6"].value.encode("utf-16-le")) // 2 <= 32_767
    assert sheet["A7"].value == "\ufffd \ufffd"
    assert sheet["A8"].value.rstrip() == "<r><t>bold</t></r>"
    assert sheet["A9"].value in ("_x0041_", "_x005F_x0041_")
    assert [sheet[f"B{row}"].value for row in range(4, 10)] == [1, None, None, str(10**20), None, 2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_text_comes_back(values):
    packed = data(report(Table("T", (Column("Text"),), [(value,) for value in values])))

    sheet = openpyxl.load_workbook(io.BytesIO(packed))["T"]
    back = [sheet.cell(row, 1).value or "" for row in range(4, 4 + len(values))]
    assert back == [texts.clean(value) for value in values]
    for cell in sheet["A"]:
        assert cell.data_type != "f"


@given(st.lists(st.text(max_size=50), max_size=12))
def test_names_of_sheets_are_valid_and_unique(wanted):
    names = texts.Names()

    found = [names.take(name) for name in wanted]

    assert len({name.casefold() for name in found}) == len(wanted)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]
        assert name.casefold() != "history"


def test_hostile_names_and_titles():
    tables = [
        Table(name, (Column("=A1"), Column("B", "int", total="sum")), [("x", 1)],
              charts=(Chart("column", "=A1", "=A1", ("B",)),))
        for name in ("History", "a/b", "A-B", "x" * 40, "X" * 40, "'q'", "&[Picture]&P")
    ]  # fmt: skip

    book = opened(report(*tables, title="=1+1 &G & Sons", shop="&[Picture]"))

    names = book.sheetnames
    assert len(names) == 15
    assert names[1::2][:3] == ["History_", "a-b", "A-B 2"]
    assert book.worksheets[0]["A1"].data_type == "s"
    assert "& G" in book.worksheets[1].oddFooter.left.text


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # of openpyxl
def test_rules_and_charts():
    made = report(
        sales(
            charts=(
                Chart("line", "Revenue by month", "Month", ("Revenue", "Margin")),
                Chart("pie", "Orders", "Product", ("Orders",)),
            ),
            conditional=(
                Conditional("Margin rate", "below", 0.3),
                Conditional("Orders", "between", (1, 2), "warning"),
                Conditional("Revenue", "bars"),
                Conditional("Margin", "scale"),
                Conditional("Per order", "above", 25, "good"),
            ),
        )
    )
    packed = data(made)
    book = openpyxl.load_workbook(io.BytesIO(packed))

    rules = {
        str(area.sqref): rule.type for area in book["Sales"].conditional_formatting
        for rule in area.rules
    }  # fmt: skip
    assert rules == {
        "F4:F6": "cellIs", "C4:C6": "cellIs", "D4:D6": "dataBar", "E4:E6": "colorScale",
        "G4:G6": "cellIs",
    }  # fmt: skip
    assert book.sheetnames == ["About this report", "Sales", "Sales · charts"]
    assert len(book["Sales · charts"]._charts) == 2
    xml = zipfile.ZipFile(io.BytesIO(packed)).read("xl/charts/chart1.xml").decode()
    assert "Revenue by month" in xml
    assert "Sales!$D$4:$D$6" in xml.replace("'", "")


def test_the_first_sheet_tells_what_the_report_is():
    figure = Figure("Margin rate", "margin / revenue", "%", "order lines")
    made = report(
        sales(), subtitle="By month", shop="Gifts & Co", period="May – June",
        filters=(("Website", "All"), ("State", "=paid")), figures=(figure,), lang="de_DE",
    )  # fmt: skip

    sheet = opened(made).worksheets[0]

    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert rows[:2] == [["Sales"], ["By month"]]
    assert rows[3:8] == [
        ["Shop", "Gifts & Co"],
        ["Period", "May – June"],
        ["Made at", MADE],
        ["Filters", "Website: All"],
        ["State: =paid"],
    ]
    assert rows[9] == ["Sheets", "Sales"]
    assert rows[11:] == [
        ["Figure", "How it is worked out", "Unit", "Source"],
        ["Margin rate", "margin / revenue", "%", "order lines"],
    ]
    assert sheet["B10"].hyperlink.location == "'Sales'!A1"
    assert sheet["B6"].number_format == "dd.mm.yyyy hh:mm"


def test_sheets_are_made_to_be_printed():
    sheet = opened(report(sales(), paper="letter"))["Sales"]

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is the default
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert int(sheet.page_setup.paperSize) == 1
    assert "Page &P / &N" in sheet.oddFooter.right.text


@pytest.mark.parametrize(("lang", "is_rtl"), [("ar_001", True), ("he_IL", True), ("de_DE", False)])
def test_sheets_of_languages_from_the_right(lang, is_rtl):
    chart = Chart("bar", "t", "Product", ("Orders",))
    book = opened(report(sales(charts=(chart,)), lang=lang, words=Words(total="المجموع")))

    assert {bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets} == {is_rtl}
    assert book["Sales"]["A7"].value == "المجموع"


@pytest.mark.parametrize(
    ("lang", "day", "money", "percent"),
    [
        ("en_US", "m/d/yyyy", '"€"#,##0.00', "0.0%"),
        ("en_GB", "dd/mm/yyyy", '"€"#,##0.00', "0.0%"),
        ("de_DE", "dd.mm.yyyy", '#,##0.00\u00a0"€"', "0.0\u00a0%"),
        ("fr_FR", "dd/mm/yyyy", '#,##0.00\u00a0"€"', "0.0\u00a0%"),
        ("ar_001", "d/m/yyyy", '#,##0.00\u00a0"€"', "0.0%"),
        ("sr@latin", "d. m. yyyy.", '#,##0.00\u00a0"€"', "0.0%"),
        ("xx_XX", "m/d/yyyy", '"€"#,##0.00', "0.0%"),
    ],
)
def test_formats_follow_the_language(lang, day, money, percent):
    patterns = Patterns(lang)

    assert (patterns.date, patterns.money("EUR"), patterns.percent(1)) == (day, money, percent)
    assert "#,##0" in patterns.money("JPY")
    assert "0.0" not in patterns.money("JPY")
    assert "#,##0.000" in patterns.money("KWD")


def test_equal_input_gives_equal_bytes():
    assert data(report(sales())) == data(report(sales(list(ROWS))))
    assert data(report(sales())) != data(report(sales(), made_at=datetime(2026, 7, 2)))


def test_dates_before_the_calendar_of_spreadsheets_are_texts():
    rows = [(date(1899, 12, 31), datetime(2026, 1, 1, 18)), (date(1900, 3, 1), None)]

    sheet = opened(report(Table("T", (Column("D", "date"), Column("M", "datetime")), rows)))["T"]

    assert sheet["A4"].value == "1899-12-31"
    assert sheet["A5"].value == datetime(1900, 3, 1)
    assert sheet["B4"].value == datetime(2026, 1, 1, 18)


def test_what_does_not_fit_together_is_refused(tmp_path):
    for code, make in (
        ("report_columns", lambda: Table("T", (Column("A"), Column("A")), [])),
        ("report_columns", lambda: Table("T", (), [])),
        ("report_kind", lambda: Table("T", (Column("A", "colour"),), [])),
        ("report_total", lambda: Table("T", (Column("A", total="mean"),), [])),
        ("report_column", lambda: Table("T", (Column("A", total=Ratio("A", "B")),), [])),
        ("report_chart", lambda: Table("T", (Column("A"),), [], (Chart("x", "", "A", ("A",)),))),
        ("report_rule", lambda: Table("T", (Column("A"),), [], (), (Conditional("A", "odd"),))),
    ):
        with pytest.raises(EngineError, match=code):
            make()
    target = tmp_path / "a.xlsx"
    with pytest.raises(EngineError, match="report_row.*cells=1, row=2"):
        write(
            report(Table("T", (Column("A"), Column("B")), [(1, 2), (1,)])), target, tmpdir=tmp_path
        )
    assert list(tmp_path.iterdir()) == []


def test_rows_are_read_once_and_not_held():
    alive = []

    class Row(tuple):
        def __new__(cls, values):
            alive.append(1)
            return super().__new__(cls, values)

        def __del__(self):
            alive.pop()

    most = 0

    def rows():
        nonlocal most
        for number in range(3000):
            yield Row((number,))
            most = max(most, len(alive))

    write(report(Table("T", (Column("N", "int", total="sum"),), rows())), io.BytesIO())

    assert most < 300
