"""What is asked of a report, and what is in it before it becomes a workbook or a paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """A report to be built, with the rights of the environment's user.

    :param str report: key of `reports.SPECS`
    :param company: res.company
    :param date first, last: days of the shop
    :param category: product.category, empty for all
    :param str channel: '' for all
    :param bool with_cost: False leaves out what only managers see, whoever builds it
    """

    report: str
    company: object
    first: object
    last: object
    category: object = None
    channel: str = ''
    with_cost: bool = True


@dataclass(frozen=True)
class Block:
    """The figures of a section: rows of a name (or day) and a value for each figure."""

    section: object
    label: str
    kpis: tuple
    rows: tuple

    def column(self, key):
        """Return the values of a figure, by its key."""
        place = [kpi.key for kpi in self.kpis].index(key) + 1
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class Content:
    """A report's figures, with its texts in the language of the environment."""

    request: Request
    spec: object
    title: str
    period: str
    filters: tuple
    blocks: tuple
