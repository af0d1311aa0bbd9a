"""What a report consists of. All texts come translated from the caller."""

from dataclasses import dataclass, field

from ..errors import EngineError

KINDS = ("text", "int", "number", "money", "percent", "date", "datetime", "duration")
CHART_KINDS = ("line", "column", "bar", "area", "pie")
RULES = ("above", "below", "between", "bars", "scale")


@dataclass(frozen=True)
class Ratio:
    """A total that is one sum divided by another, never a mean of the rows; both name columns."""

    top: str
    bottom: str


@dataclass(frozen=True)
class Column:
    """A column of a table.

    :param str name: heading, unique in its table
    :param str kind: one of ``KINDS``; a percent is a share (0.25 is 25 %), a duration a number of
        hours, a date or datetime has no time zone
    :param str currency: ISO code, of money
    :param digits: after the decimal sign; by kind and currency when not given
    :param total: ``"sum"``, a :class:`Ratio`, or None
    :param width: in characters; found from the first rows when not given
    """

    name: str
    kind: str = "text"
    currency: str = ""
    digits: int | None = None
    total: object = None
    width: float | None = None


@dataclass(frozen=True)
class Chart:
    """A native chart over all rows of the first sheet of a table.

    :param str category: column along the axis; ``values``: names of columns that are drawn
    """

    kind: str
    title: str
    category: str
    values: tuple


@dataclass(frozen=True)
class Conditional:
    """Colours that follow the cells of a column.

    :param str rule: ``above`` and ``below`` a value, ``between`` two (``value`` is a pair),
        ``bars`` or ``scale`` by size
    :param str look: ``good``, ``bad`` or ``warning``, of the first three
    """

    column: str
    rule: str
    value: object = None
    look: str = "bad"


@dataclass(frozen=True)
class Table:
    """A table that may be longer than a sheet.

    :param str name: of its sheet; made valid and unique
    :param rows: iterable of rows, read once; each has a cell for every column, None for none
    :param int frozen: columns that stay in sight
    """

    name: str
    columns: tuple
    rows: object
    charts: tuple = ()
    conditional: tuple = ()
    frozen: int = 1

    def __post_init__(self):
        names = self.names
        if not names or len(set(names)) < len(names):
            raise EngineError("report_columns", table=self.name)
        for column in self.columns:
            _require(column.kind in KINDS, "report_kind", column=column.name)
            if isinstance(column.total, Ratio):
                self.place(column.total.top), self.place(column.total.bottom)
            else:
                _require(column.total in (None, "sum"), "report_total", column=column.name)
        for chart in self.charts:
            _require(chart.kind in CHART_KINDS and chart.values, "report_chart", chart=chart.title)
            for name in (chart.category, *chart.values):
                self.place(name)
        for rule in self.conditional:
            _require(rule.rule in RULES, "report_rule", column=rule.column)
            self.place(rule.column)

    @property
    def names(self):
        return [column.name for column in self.columns]

    def place(self, name):
        """Return the place of a column, from 0.

        :raises EngineError: ``report_column`` (table, column)
        """
        if name not in self.names:
            raise EngineError("report_column", table=self.name, column=name)
        return self.names.index(name)


def _require(holds, code, **params):
    if not holds:
        raise EngineError(code, **params)


@dataclass(frozen=True)
class Figure:
    """An entry of the dictionary on the first sheet."""

    name: str
    formula: str
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Words:
    """Words of the workbook itself, in the language of the report."""

    cover: str = "About this report"
    shop: str = "Shop"
    period: str = "Period"
    made: str = "Made at"
    filters: str = "Filters"
    sheets: str = "Sheets"
    figure: str = "Figure"
    formula: str = "How it is worked out"
    unit: str = "Unit"
    source: str = "Source"
    total: str = "Total"
    charts: str = "charts"
    nothing: str = "Nothing in this period."
    page: str = "Page"


@dataclass(frozen=True)
class Report:
    """A workbook: a first sheet that tells what it is, then its tables.

    :param made_at: datetime without time zone; also the file's date, so equal input gives equal
        bytes
    :param str lang: such as ``de_DE``; formats of dates and money, direction of the sheets
    :param filters: pairs of name and value
    :param str paper: ``a4`` or ``letter``
    """

    title: str
    made_at: object
    sheets: tuple
    subtitle: str = ""
    shop: str = ""
    period: str = ""
    lang: str = "en_US"
    filters: tuple = ()
    figures: tuple = ()
    paper: str = "a4"
    words: Words = field(default_factory=Words)
