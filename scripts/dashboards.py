"""Write the dashboards of `gift_reports` from their declarations (`dashboard_pages.py`).

scripts/py scripts/dashboards.py            write the files
scripts/py scripts/dashboards.py --check    tell whether they are up to date

A page is a column of rows: cards beside each other, or one or two blocks (charts, tables). Odoo's
phone view shows cards and charts only, in the order of the page. Figures are those of the
dictionary (`gift_reports/kpis.py`), with its names and aggregates.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from dashboard_blocks import Card, Chart, Grid, List, Table
from dashboard_pages import PAGES

FILES = Path(__file__).resolve().parents[1] / "addons/gift_reports/data/files"
ROW, CARD, CHART = 23, 5, 13  # px of a row; rows of a card and of a chart
GAP = 10
COLORS = {"money": "#FFF7ED", "count": "#EFF6FF", "share": "#F0FDF4"}
FORMATS = {
    "share": "0%", "count": "#,##0", "pieces": "#,##0", "points": "#,##0", "days": "0.0",
    "hours": "0.0", "times": "0.0", "mm": "0.000", "delta_e": "0.0",
}  # fmt: skip
TITLE, HEAD, HEAD_RIGHT, LABEL = 1, 2, 3, 4
HEAD_HEIGHT = 36  # of headings, which may take two lines; figures stand above all tables
GREEN, RED = "#00A04A", "#DC6965"
NOTHING = "–"


class Sheet:
    """The file of one page while it is written."""

    def __init__(self, page):
        self.page = page
        self.top = 0
        self.cells, self.styles, self.figures, self.rules = {}, {}, [], []
        self.data, self.pivots, self.lists, self.menus = {}, {}, {}, {}
        self.known, self.heights = {}, {}
        self.data_row = 1
        self.letters = [letter(n) for n in range(len(page.columns))]

    # === DATA === #

    def get_pivot(
        self, model, domain, rows=(), columns=(), offset=0, sort=None, fresh=False, is_filtered=True
    ):
        """Return the pivot of a model and domain; cards of one domain are one query."""
        key = json.dumps([model, domain, rows, columns, offset, is_filtered])
        if fresh or key not in self.known:
            number = str(len(self.pivots) + 1)
            pivot = {
                "type": "ODOO",
                "id": number,
                "formulaId": number,
                "name": " ",  # stands in the corner of a table
                "model": model,
                "domain": list(domain),
                "context": {},
                "measures": [],
                "rows": [describe_group(row) for row in rows],
                "columns": [describe_group(column) for column in columns],
                "fieldMatching": self.match(model, offset) if is_filtered else {},
            }
            if sort:
                pivot["sortedColumn"] = {"measure": sort, "order": "desc", "domain": []}
            self.pivots[number] = pivot
            if fresh:
                return pivot
            self.known[key] = number
        return self.pivots[self.known[key]]

    def measure(self, pivot, figure):
        """Have a pivot read a figure; return the name of its measure."""
        name = figure.aggregate
        if all(known["id"] != name for known in pivot["measures"]):
            field, _colon, how = name.partition(":")
            described = {"id": name, "fieldName": field}
            if how:
                described["aggregator"] = how
            if figure.unit in FORMATS:
                described["format"] = FORMATS[figure.unit]
            pivot["measures"].append(described)
        return name

    def read(self, figure, domain, offset=0, is_filtered=True):
        """Return the formula of a figure; what is not known is a dash."""
        pivot = self.get_pivot(figure.model, domain, offset=offset, is_filtered=is_filtered)
        value = f'PIVOT.VALUE({pivot["id"]},"{self.measure(pivot, figure)}")'
        if figure.aggregate.endswith(":avg"):
            return f'IF({value}="","{NOTHING}",{value})'
        return value

    def keep(self, formula):
        """Compute a formula on the sheet of data; return its cell."""
        self.data_row += 1
        self.data[f"B{self.data_row}"] = f"={formula}"
        return f"Data!B{self.data_row}"

    def match(self, model, offset=0):
        """Return which fields the page's filters are for."""
        found = {}
        for wanted in self.page.filters:
            if model in wanted.fields:
                chain, kind = wanted.fields[model]
                found[wanted.id] = {"chain": chain, "type": kind}
                if wanted.type == "date":
                    found[wanted.id]["offset"] = offset
        return found

    # === BLOCKS === #

    def put(self, column, row, content, style=None):
        cell = f"{self.letters[column]}{row + 1}"
        self.cells[cell] = content
        if style:
            self.styles[cell] = style

    def place(self, name, data, x, width, height, menu=None):
        """Place a figure at the current row."""
        chart = f"{self.page.key}-{len(self.figures) + 1}"
        self.figures.append(
            {
                "id": chart,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": x, "y": self.top * ROW + GAP // 2},
                "width": width,
                "height": height * ROW - GAP,
                "data": {**data, "title": {"text": name, "bold": True, "color": "#434343"},
                         "chartId": chart},
            }
        )  # fmt: skip
        if menu:
            self.menus[chart] = menu

    def write_cards(self, cards):
        width = (sum(self.page.columns) - GAP * (len(cards) - 1)) // len(cards)
        for number, card in enumerate(cards):
            figure = card.figure
            row = self.data_row = self.data_row + 1
            value = self.read(figure, card.domain)
            if card.unless:
                needed, told = card.unless
                value = f'IF({self.read(*needed)}=0,_t("{told}"),{value})'
            note = card.note or ("hours" if figure.unit == "hours" else "")
            title = f"{figure.title}, {note}" if note else figure.title
            self.data[f"A{row}"] = f'=_t("{title}")'
            if figure.aggregate.endswith(":sum") and not card.unless:
                value = f'IF({value}="",0,{value})'  # a table without a row says nothing
            self.data[f"B{row}"] = f"={value}"
            data = {
                "type": "scorecard",
                "background": COLORS.get(figure.unit, COLORS["count"]),
                "keyValue": f"Data!B{row}",
                "humanize": card.rounded,
                "baselineMode": "difference" if figure.unit == "share" else "percentage",
                "baselineColorUp": RED if card.less_is_better else GREEN,
                "baselineColorDown": GREEN if card.less_is_better else RED,
                "baselineDescr": {"text": card.against},
            }
            if card.against:
                before = self.read(figure, card.before, offset=card.offset)
                # Nothing to compare with: the card is silent, instead of "∞ %".
                self.data[f"C{row}"] = (
                    f'=IF(OR({before}="",{before}=0,{before}="{NOTHING}"),"",{before})'
                )
                data["baseline"] = f"Data!C{row}"
            self.place(title, data, number * (width + GAP), width, CARD, card.menu)
        self.top += CARD

    def write_chart(self, chart, left, width, _column):
        figure = chart.figure
        group = list(chart.groupby)
        field = figure.aggregate.partition(":")[0]
        data = {
            "type": f"odoo_{chart.kind}",
            "background": "#FFFFFF",
            "legendPosition": "right" if chart.kind in ("pie", "doughnut") else (
                "top" if len(group) > 1 else "none"),
            "metaData": {
                "groupBy": group,
                "measure": field,
                "order": chart.order,
                "resModel": figure.model,
                "mode": chart.kind if chart.kind in ("bar", "line", "pie") else "bar",
            },
            "searchParams": {
                "comparison": None,
                "context": {},
                "domain": list(chart.domain),
                "groupBy": group,
                "orderBy": [],
            },
            "dataSets": [{}],
            "verticalAxisPosition": "left",
            "stacked": len(group) > 1,
            "fieldMatching": self.match(figure.model),
        }  # fmt: skip
        if chart.kind == "line":
            data |= {"fillArea": True, "cumulatedStart": False}
        if chart.horizontal:
            data["horizontal"] = True
        self.place(chart.title, data, left, width, CHART, chart.menu)
        return CHART

    def write_table(self, table, _left, _width, column):
        first = table.figures[0]
        pivot = self.get_pivot(
            first.model, table.domain, table.rows, table.columns, fresh=True,
            sort=None if table.columns or table.by_group else first.aggregate,
        )  # fmt: skip
        for figure in table.figures:
            self.measure(pivot, figure)
        self.put_title(column, table)
        wide = bool(table.columns)
        shape = "FALSE, TRUE, 12, FALSE" if wide else "FALSE, FALSE"
        whole = f'PIVOT.VALUE({pivot["id"]},"{first.aggregate}")'
        cell = self.keep(f'IF({whole}="",0,{whole})')
        # Only cells of a formula that begins with PIVOT and holds no other open their records.
        limit = f"IF({cell}=0,0,{table.limit})"
        self.put(column, self.top + 1, f"=PIVOT({pivot['id']}, {limit}, {shape})")
        self.put(column + 1, self.top, f'=IF({cell}=0,_t("None"),"")', LABEL)
        end = 12 if wide else len(table.figures)
        self.style_head(column, end, right=True)
        begin, last = self.top + 3, self.top + 2 + table.limit
        self.styles[f"{self.letters[column]}{begin}:{self.letters[column]}{last}"] = LABEL
        if wide:
            cells = f"{self.letters[column + 1]}{begin}:{self.letters[column + end]}{last}"
            self.rules.append(
                {
                    "id": f"heat-{len(self.rules)}",
                    "ranges": [cells],
                    "rule": {
                        "type": "ColorScaleRule",
                        "minimum": {"type": "value", "color": 0xFFFFFF},
                        "maximum": {"type": "value", "color": 0x4CAF7A},
                    },
                }
            )
        return table.limit + 3

    def write_list(self, block, _left, _width, column):
        number = str(len(self.lists) + 1)
        self.lists[number] = {
            "id": number,
            "name": block.title,
            "model": block.model,
            "domain": list(block.domain),
            "columns": list(block.fields),
            "orderBy": [{"name": name, "asc": asc} for name, asc in block.order],
            "context": {},
            "fieldMatching": self.match(block.model),
        }
        self.put_title(column, block)
        for place, field in enumerate(block.fields):
            self.put(column + place, self.top + 1, f'=ODOO.LIST.HEADER({number},"{field}")')
            for line in range(1, block.limit + 1):
                value = f'ODOO.LIST({number},{line},"{field}")'
                if (place, line) == (0, 1):
                    value = f'IF({self.keep(value)}="",_t("None"),{value})'
                self.put(column + place, self.top + 1 + line, f"={value}", LABEL)
        self.style_head(column, len(block.fields) - 1)
        return block.limit + 3

    def write_grid(self, grid, _left, _width, column):
        """Write figures as rows and periods as columns."""
        self.put_title(column, grid)
        for place, (name, _domain) in enumerate(grid.periods, 1):
            self.put(column + place, self.top + 1, f'=_t("{name}")')
        self.style_head(column, len(grid.periods), right=True)
        for line, figure in enumerate(grid.figures, 2):
            self.put(column, self.top + line, f'=_t("{figure.title}")', LABEL)
            for place, (_name, domain) in enumerate(grid.periods, 1):
                self.put(column + place, self.top + line, f"={self.read(figure, domain)}")
        return len(grid.figures) + 3

    def put_title(self, column, block):
        link = f"odoo://ir_menu_xml_id/{block.menu}"
        self.put(column, self.top, f"[{block.title}]({link})", TITLE)

    def style_head(self, column, count, right=False):
        """Make the row below the title one of headings: with figures below it, to the right."""
        head = self.top + 2
        first, second, last = (self.letters[column + n] for n in (0, 1, count))
        self.styles[f"{first}{head}"] = HEAD
        self.styles[f"{second}{head}:{last}{head}"] = HEAD_RIGHT if right else HEAD
        self.heights[str(head - 1)] = {"size": HEAD_HEIGHT}

    # === FILE === #

    def write_page(self):
        page = self.page
        if page.empty:
            figure, told = page.empty
            self.put(
                0, 0, f'=IF({self.read(figure, (), is_filtered=False)}=0,_t("{told}"),"")', LABEL
            )
            self.top = 1
        writers = {
            Chart: self.write_chart,
            Table: self.write_table,
            List: self.write_list,
            Grid: self.write_grid,
        }
        for row in page.rows:
            if isinstance(row, str):
                self.put(0, self.top, f'=_t("{row}")', TITLE)
                self.top += 1
            elif isinstance(row[0], Card):
                self.write_cards(row)
            else:
                half = sum(page.columns[: page.half])
                width = sum(page.columns) if len(row) == 1 else half - GAP
                self.top += max(
                    writers[type(block)](block, half * place, width, page.half * place)
                    for place, block in enumerate(row)
                )
        return self.build()

    def build(self):
        page = self.page
        head = {
            "textColor": "#434343", "bold": True, "fillColor": "#F3F4F6", "wrapping": "wrap",
            "verticalAlign": "middle",
        }  # fmt: skip
        common = {"merges": [], "formats": {}, "borders": {}, "dataValidationRules": [],
                  "tables": [], "isVisible": True, "comments": {},
                  "headerGroups": {"ROW": [], "COL": []}}  # fmt: skip
        return {
            "version": "18.5.10",
            "sheets": [
                {
                    "id": "dashboard",
                    "name": "Dashboard",
                    "colNumber": len(page.columns),
                    "rowNumber": self.top + 1,
                    "rows": self.heights,
                    "cols": {str(n): {"size": size} for n, size in enumerate(page.columns)},
                    "cells": self.cells,
                    "styles": self.styles,
                    "conditionalFormats": self.rules,
                    "figures": self.figures,
                    "areGridLinesVisible": False,
                    **common,
                },
                {
                    "id": "data",
                    "name": "Data",
                    "colNumber": 3,
                    "rowNumber": self.data_row + 1,
                    "rows": {},
                    "cols": {"0": {"size": 200}},
                    "cells": self.data,
                    "styles": {},
                    "conditionalFormats": [],
                    "figures": [],
                    "areGridLinesVisible": True,
                    **common,
                },
            ],
            "styles": {
                str(TITLE): {"textColor": "#01666B", "bold": True, "fontSize": 13},
                str(HEAD): head,
                str(HEAD_RIGHT): {**head, "align": "right"},
                str(LABEL): {"textColor": "#434343"},
            },
            "formats": {},
            "borders": {},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {
                "locale": {
                    "name": "English (US)", "code": "en_US", "thousandsSeparator": ",",
                    "decimalSeparator": ".", "dateFormat": "mm/dd/yyyy", "timeFormat": "hh:mm:ss",
                    "formulaArgSeparator": ",", "weekStart": 7,
                },
            },
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": [wanted.describe() for wanted in page.filters],
            "lists": self.lists,
            "listNextId": len(self.lists) + 1,
            "chartOdooMenusReferences": self.menus,
        }  # fmt: skip


def letter(number):
    return chr(ord("A") + number)


def describe_group(spec):
    field, _colon, part = spec.partition(":")
    return {"fieldName": field, "granularity": part} if part else {"fieldName": field}


def build_files():
    """Return ``{file name: text}`` of all pages."""
    return {
        f"{page.key}_dashboard.json": json.dumps(
            Sheet(page).write_page(), indent=1, ensure_ascii=False, sort_keys=False
        )
        + "\n"
        for page in PAGES
    }


def main():
    files = build_files()
    if "--check" in sys.argv:
        return 0 if all((FILES / name).read_text() == text for name, text in files.items()) else 1
    FILES.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (FILES / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
