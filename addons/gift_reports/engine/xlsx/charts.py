"""Native charts of a table, on a sheet of their own behind it."""

from . import texts
from .table import HEADER_ROW

WIDTH_PX, HEIGHT_PX, ROWS = 960, 400, 21
FIRST_ROW = 2


def write_charts(book, table, part):
    """Write the charts of a table.

    :param book: :class:`writer.Book`
    :param part: (name of the sheet, first row, last row) that they are drawn from
    """
    sheet = book.add_sheet(table.name, f" · {book.words.charts}")
    book.write_text(sheet, 0, 0, table.name, "title")
    for number, chart in enumerate(table.charts):
        drawn = _make(book, table, chart, part)
        place = {"object_position": 2, "description": chart.title}
        sheet.insert_chart(FIRST_ROW + number * ROWS, 0, drawn, place)


def _make(book, table, chart, part):
    name, first, last = part
    drawn = book.file.add_chart({"type": chart.kind})
    category = table.place(chart.category)
    for value in chart.values:
        place = table.place(value)
        drawn.add_series(
            {
                "name": [name, HEADER_ROW, place],
                "categories": [name, first, category, last, category],
                "values": [name, first, place, last, place],
            }
        )
    drawn.set_title({"name": texts.clean(chart.title).lstrip("="), "overlay": False})
    drawn.set_size({"width": WIDTH_PX, "height": HEIGHT_PX})
    if chart.kind != "pie":
        pattern = book.formats.patterns.find(table.columns[table.place(chart.values[0])])
        axis = "x" if chart.kind == "bar" else "y"
        getattr(drawn, f"set_{axis}_axis")(
            {"num_format": pattern, "major_gridlines": {"visible": True}}
        )
        drawn.set_legend({"none": True} if len(chart.values) == 1 else {"position": "bottom"})
    return drawn
