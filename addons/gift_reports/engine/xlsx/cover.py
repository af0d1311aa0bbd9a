"""The first sheet: what the report is, and what its figures mean."""

from . import cells, texts

WIDTHS = (26, 60, 14, 34)


def write_cover(book, sheet, tables):
    """Write the first sheet.

    :param book: :class:`writer.Book`
    :param tables: names of the sheets that links lead to
    """
    report, words = book.report, book.words
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    book.write_text(sheet, 0, 0, report.title, "title")
    book.write_text(sheet, 1, 0, report.subtitle, "subtitle")
    row = 3
    for label, value in ((words.shop, report.shop), (words.period, report.period)):
        if value:
            book.write_text(sheet, row, 0, label, "label")
            book.write_text(sheet, row, 1, value, "wrapped")
            row += 1
    row = _write_moment(book, sheet, row)
    for number, (name, value) in enumerate(report.filters):
        if not number:
            book.write_text(sheet, row, 0, words.filters, "label")
        book.write_text(sheet, row, 1, f"{name}: {value}", "wrapped")
        row += 1
    row = _write_links(book, sheet, row + 1, tables)
    _write_figures(book, sheet, row + 1)


def _write_moment(book, sheet, row):
    patterns = book.formats.patterns
    style = book.formats.plain(f"{patterns.date} {patterns.time}", align="left")
    book.write_text(sheet, row, 0, book.words.made, "label")
    sheet.write_number(row, 1, cells.serial(book.report.made_at), style)
    return row + 1


def _write_links(book, sheet, row, tables):
    for number, name in enumerate(tables):
        if not number:
            book.write_text(sheet, row, 0, book.words.sheets, "label")
        target = f"internal:{texts.quoted(name)}!A1"
        sheet.write_url(row, 1, target, book.formats.look("link"), name)
        row += 1
    return row


def _write_figures(book, sheet, row):
    words = book.words
    if not book.report.figures:
        return
    for place, heading in enumerate((words.figure, words.formula, words.unit, words.source)):
        book.write_text(sheet, row, place, heading, "header")
    for number, figure in enumerate(book.report.figures, start=row + 1):
        parts = (figure.name, figure.formula, figure.unit, figure.source)
        for place, text in enumerate(parts):
            book.write_text(sheet, number, place, text, "wrapped" if place else "label")
