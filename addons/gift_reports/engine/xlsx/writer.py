"""A report to an Excel workbook, in constant memory."""

import tempfile

import xlsxwriter

from . import cells, texts
from .charts import write_charts
from .cover import write_cover
from .formats import LOOKS, Formats, Patterns
from .table import FIRST_ROW, TableWriter

MAX_ROWS = 1_048_576
PAPERS = {"a4": 9, "letter": 1}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(report, file, *, tmpdir=None, row_limit=MAX_ROWS):
    """Write a report; equal input gives equal bytes.

    :param report: :class:`model.Report`
    :param file: path, or a binary file to write to
    :param tmpdir: folder for what waits to be packed, the system's when not given
    :param int row_limit: rows of a sheet; a table that is longer goes on on a further sheet
    :raises EngineError: ``report_row`` (table, row, cells) when a row has not a cell for each
        column; nothing is written then
    """
    if row_limit < FIRST_ROW + 2:
        raise ValueError("A sheet needs room for its headings, a row and the totals.")
    with tempfile.TemporaryDirectory(prefix="gift_report_", dir=tmpdir) as folder:
        made = xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": folder})
        try:
            _fill(Book(made, report, row_limit))
        except BaseException:
            for sheet in made.worksheets():
                sheet._opt_close()  # what a workbook that is not finished holds open
            raise
        made.close()


def _fill(book):
    report = book.report
    cover = book.add_sheet(book.words.cover)
    first_sheets = []
    for table in report.sheets:
        parts = TableWriter(book, table).write_all()
        first_sheets.append(parts[0][0])
        if table.charts and parts[0][2] >= FIRST_ROW:
            write_charts(book, table, parts[0])
    write_cover(book, cover, first_sheets)


class Book:
    """What the parts of a workbook share."""

    def __init__(self, file, report, row_limit):
        self.file, self.report, self.row_limit = file, report, row_limit
        self.words = report.words
        self.formats = Formats(file, Patterns(report.lang))
        self.names = texts.Names()
        file.use_zip64()
        file.set_properties(
            {
                "title": texts.clean(report.title),
                "company": texts.clean(report.shop),
                "created": report.made_at,
            }
        )

    def add_sheet(self, name, suffix=""):
        """Return a new sheet with everything that all sheets have."""
        sheet = self.file.add_worksheet(self.names.take(name, suffix))
        if self.formats.patterns.is_rtl:
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(PAPERS[self.report.paper])
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(texts.footer(self.report.title, f"{self.words.page} &P / &N"))
        return sheet

    def write_text(self, sheet, row, place, text, look):
        """Write a text in one of the looks of ``formats.LOOKS``."""
        plain = self.formats.look(look)
        guarded = self.formats.plain(quote_prefix=True, **LOOKS[look])
        cells.write_text(sheet, row, place, text, plain, guarded)
