"""Workbooks that are handed out: text stays text, nothing in them is run."""

import io
import re

import xlsxwriter

GUARDED = tuple("=+-@\t\r")
MAX_WIDTH = 40
MAX_SHEET_NAME = 31


def write_workbook(rows, *, sheet):
    """Return the bytes of an .xlsx with one sheet; the first row holds the headings.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, as in CSV files:
    who saves the workbook as CSV is safe too.

    :param rows: lists of str, int, float or None
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:MAX_SHEET_NAME])
        bold = book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(page, number, column, cell, bold if number == 0 else None)
        for column, heading in enumerate(rows[0]):
            page.set_column(column, column, min(MAX_WIDTH, max(12, len(str(heading)) + 2)))
    return buffer.getvalue()


def _write(page, number, column, cell, style):
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(number, column, f"'{cell}" if cell.startswith(GUARDED) else cell, style)
    else:
        page.write_number(number, column, cell, style)
