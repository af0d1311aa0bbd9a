"""A table on one sheet or several, with totals that are formulas."""

from itertools import chain, islice

from xlsxwriter.utility import xl_col_to_name

from ..errors import EngineError
from . import cells, texts
from .formats import WIDTHS
from .model import Ratio

TITLE_ROW, SUBTITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
SAMPLE_ROWS = 200
WIDEST, NARROWEST = 50, 8
NONE = "–"  # a ratio of nothing


class TableWriter:
    """Writes a table row by row; nothing but the current row is held.

    :param book: :class:`writer.Book`
    :param table: :class:`model.Table`
    """

    def __init__(self, book, table):
        self.book, self.table = book, table
        self.columns = list(table.columns)
        self.sheet, self.row = None, 0
        self.parts = []  # (name of the sheet, first row, last row), from 0
        self.sums = [0.0] * len(self.columns)
        formats = book.formats
        self.plain = [formats.cell(column) for column in self.columns]
        self.guarded = [formats.cell(column, is_guarded=True) for column in self.columns]
        self.widths = []

    def write_all(self):
        """Write all rows and totals; return the parts, with which charts are drawn."""
        rows = iter(self.table.rows)
        sample = list(islice(rows, SAMPLE_ROWS))
        self.widths = [self._find_width(place, sample) for place in range(len(self.columns))]
        self._next_sheet()
        for number, row in enumerate(chain(sample, rows), start=1):
            if self.row >= self.book.row_limit - 1:  # one is left for the totals
                self._next_sheet()
            self._write_row(row, number)
        self._end_part()
        if self.parts[0][2] < FIRST_ROW:
            self.book.write_text(self.sheet, FIRST_ROW, 0, self.book.words.nothing, "subtitle")
        else:
            self._write_totals()
        return self.parts

    # === SHEETS === #

    def _next_sheet(self):
        if self.parts:
            self._end_part()
        suffix = f" ({len(self.parts) + 1})" if self.parts else ""
        self.sheet = self.book.add_sheet(self.table.name, suffix)
        self.parts.append((self.sheet.get_name(), FIRST_ROW, None))
        self.row = FIRST_ROW
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        report = self.book.report
        self.book.write_text(self.sheet, TITLE_ROW, 0, self.table.name + suffix, "title")
        below = " · ".join(filter(None, (report.title, report.shop, report.period)))
        self.book.write_text(self.sheet, SUBTITLE_ROW, 0, below, "subtitle")
        self.sheet.set_row(HEADER_ROW, 30)
        for place, column in enumerate(self.columns):
            self.book.write_text(self.sheet, HEADER_ROW, place, column.name, "header")
        self.sheet.freeze_panes(FIRST_ROW, self.table.frozen)
        self.sheet.repeat_rows(TITLE_ROW, HEADER_ROW)

    def _end_part(self):
        name, first, _last = self.parts[-1]
        last = self.row - 1
        self.parts[-1] = (name, first, last)
        if last < first:
            return
        end = len(self.columns) - 1
        self.sheet.autofilter(HEADER_ROW, 0, last, end)
        area = f"A{first + 1}:{xl_col_to_name(end)}{last + 1}"
        self.sheet.ignore_errors({"number_stored_as_text": area})
        for rule in self.table.conditional:
            place = self.table.place(rule.column)
            self.sheet.conditional_format(first, place, last, place, self._rule(rule))

    def _rule(self, rule):
        if rule.rule == "bars":
            return {"type": "data_bar", "bar_solid": True, "bar_color": "#9FC5E8"}
        if rule.rule == "scale":
            return {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#6FA8DC"}
        style = {"type": "cell", "format": self.book.formats.look(rule.look)}
        if rule.rule == "between":
            low, high = rule.value
            return {**style, "criteria": "between", "minimum": low, "maximum": high}
        return {**style, "criteria": ">" if rule.rule == "above" else "<", "value": rule.value}

    def _find_width(self, place, sample):
        column = self.columns[place]
        if column.width:
            return column.width
        longest = 0
        if column.kind == "text":
            known = (row[place] for row in sample if place < len(row) and row[place] is not None)
            longest = max((len(str(value)) for value in known), default=0)
        words = max(map(len, column.name.split()), default=0)
        return max(NARROWEST, min(WIDEST, max(WIDTHS[column.kind], longest + 2, words + 4)))

    # === ROWS === #

    def _write_row(self, row, number):
        if len(row) != len(self.columns):
            raise EngineError("report_row", table=self.table.name, row=number, cells=len(row))
        for place, (column, value) in enumerate(zip(self.columns, row, strict=True)):
            figure = cells.to_number(column.kind, value)
            if figure is not None:
                self.sheet.write_number(self.row, place, figure, self.plain[place])
                self.sums[place] += float(figure)
            elif not cells.is_nothing(value):
                cells.write_text(
                    self.sheet, self.row, place, value, self.plain[place], self.guarded[place]
                )
        self.row += 1

    def _write_totals(self):
        if not any(column.total for column in self.columns):
            return
        is_named = False
        for place, column in enumerate(self.columns):
            style = self.book.formats.cell(column, is_total=True)
            if column.total:
                formula, value = self._total(place)
                self.sheet.write_formula(self.row, place, formula, style, value)
            elif not is_named:
                self.sheet.write_string(self.row, place, self.book.words.total, style)
                is_named = True
            else:
                self.sheet.write_blank(self.row, place, None, style)

    def _total(self, place):
        """Return ``(formula, value)`` of the total of a column."""
        total = self.columns[place].total
        if not isinstance(total, Ratio):
            return f"={self._sum_of(place)}", self.sums[place]
        top, bottom = self.table.place(total.top), self.table.place(total.bottom)
        above, below = self._sum_of(top), self._sum_of(bottom)
        value = self.sums[top] / self.sums[bottom] if self.sums[bottom] else NONE
        return f'=IF(({below})=0,"{NONE}",({above})/({below}))', value

    def _sum_of(self, place):
        letter = xl_col_to_name(place)
        areas = [f"{letter}{first + 1}:{letter}{last + 1}" for _name, first, last in self.parts]
        here = f"SUM({areas[-1]})"
        others = [
            f"SUM({texts.quoted(name)}!{area})"
            for (name, _first, _last), area in zip(self.parts[:-1], areas[:-1], strict=True)
        ]
        return "+".join([*others, here])
