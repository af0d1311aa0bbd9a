from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..engine.xlsx.model import Chart, Column, Figure, Ratio, Report, Table, Words
from ..engine.xlsx.writer import write
from ..reports import OVERLAPPING, RATIOS

KINDS = {'money': 'money', 'share': 'percent', 'count': 'int'}
DIGITS = {'days': 1, 'hours': 1, 'mm': 3, 'delta_e': 1}


class GiftReportWorkbook(models.AbstractModel):
    """Makes an Excel workbook of a report (ADR 70)."""

    _name = 'gift.report.workbook'
    _description = 'Workbooks of reports'

    @api.model
    def _write(self, request, file):
        """Write the workbook of a report to a binary file, with the user's rights."""
        content = self.env['gift.report.builder']._collect(request)
        sheets = [self._build_table(content, block) for block in content.blocks]
        if content.spec.has_lines:
            workbook = self.with_context(allowed_company_ids=request.company.ids)
            sheets.append(workbook.env['gift.report.lines']._build_table(request))
        write(self._build_report(content, tuple(sheets)), file)

    @api.model
    def _build_report(self, content, sheets):
        company = content.request.company
        kpis = {kpi.key: kpi for block in content.blocks for kpi in block.kpis}
        units = self._get_unit_names()
        zone = ZoneInfo(company.resource_calendar_id.tz or 'UTC')
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo('UTC')).astimezone(zone)
        return Report(
            title=content.title,
            made_at=now.replace(tzinfo=None),
            sheets=sheets,
            shop=company.name,
            period=content.period,
            lang=self.env.lang or 'en_US',
            filters=content.filters,
            figures=tuple(
                Figure(
                    self.env._(kpi.name),
                    self.env._(kpi.formula),
                    units.get(kpi.unit, ''),
                    self.env._(kpi.source),
                )
                for kpi in kpis.values()
            ),
            words=self._get_words(),
        )

    # === TABLES === #

    @api.model
    def _build_table(self, content, block):
        columns = [self._build_column(content, block, kpi) for kpi in block.kpis]
        is_day = block.section.groupby == 'day:day'
        label = self._get_free_name(block.label, columns)
        return Table(
            self.env._(block.section.name),
            (Column(label, 'date' if is_day else 'text'), *columns),
            block.rows,
            charts=tuple(self._build_charts(block, label, columns)),
        )

    @api.model
    def _get_free_name(self, label, columns):
        taken = {column.name for column in columns}
        return f'{label} ' if label in taken else label

    @api.model
    def _build_column(self, content, block, kpi):
        return Column(
            self.env._(kpi.name),
            KINDS.get(kpi.unit, 'number'),
            currency=content.request.company.currency_id.name if kpi.unit == 'money' else '',
            digits=self._get_digits(block, kpi),
            total=self._get_total(block, kpi),
        )

    @api.model
    def _get_digits(self, block, kpi):
        if kpi.unit in KINDS:
            return None
        values = [value for value in block.column(kpi.key) if value]
        return DIGITS.get(kpi.unit, 2) if any(value % 1 for value in values) else 0

    @api.model
    def _get_total(self, block, kpi):
        """Return what stands below a column: nothing where a sum would be no figure."""
        section = block.section
        if not section.groupby or kpi.key in OVERLAPPING:
            return None
        if kpi.is_level and section.dimension == 'month':
            return None
        if kpi.aggregate.endswith(':sum'):
            return 'sum'
        if kpi.aggregate.endswith(':count_distinct'):
            return 'sum' if section.has_whole_orders else None
        known = {other.key: other for other in block.kpis}
        parts = [known.get(key) for key in RATIOS.get(kpi.key, (None,))]
        if not all(parts) or not all(self._get_total(block, part) for part in parts):
            return None
        return Ratio(*(self.env._(part.name) for part in parts))

    @api.model
    def _build_charts(self, block, label, columns):
        section = block.section
        drawn = section.drawn or section.kpis[0]
        names = {kpi.key: column.name for kpi, column in zip(block.kpis, columns, strict=True)}
        if section.chart and drawn in names:
            yield Chart(section.chart, names[drawn], label, (names[drawn],))

    # === WORDS === #

    @api.model
    def _get_unit_names(self):
        return {
            'money': self.env._("Money"),
            'share': self.env._("Share"),
            'count': self.env._("Number"),
            'pieces': self.env._("Pieces"),
            'days': self.env._("Days"),
            'hours': self.env._("Hours"),
            'points': self.env._("Points"),
            'times': self.env._("Times a year"),
            'mm': self.env._("mm"),
            'delta_e': self.env._("ΔE"),
        }

    @api.model
    def _get_words(self):
        return Words(
            cover=self.env._("About this report"),
            shop=self.env._("Shop"),
            period=self.env._("Period"),
            made=self.env._("Made at"),
            filters=self.env._("Filters"),
            sheets=self.env._("Sheets"),
            figure=self.env._("Figure"),
            formula=self.env._("How it is worked out"),
            unit=self.env._("Unit"),
            source=self.env._("Source"),
            total=self.env._("Total"),
            charts=self.env._("charts"),
            nothing=self.env._("Nothing in this period."),
            page=self.env._("Page"),
        )
