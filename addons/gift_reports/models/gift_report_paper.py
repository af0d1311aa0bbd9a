from babel.numbers import format_decimal, format_percent

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..engine.xlsx.formats import find_locale
from ..reports import SPECS

MOST_ROWS = 10
MOST_MONTHS = 400  # columns of the chart
LESS_IS_BETTER = ('sale.refund_amount', 'sale.discount_amount')


class GiftReportPaper(models.AbstractModel):
    """Makes the summary as a PDF of one or two pages."""

    _name = 'gift.report.paper'
    _description = 'Papers of reports'

    @api.model
    def _write(self, request, file):
        """Write the PDF of a report to a binary file, with the user's rights."""
        from ..papers.summary import summary_pdf  # the shaping library is loaded on first use

        if not SPECS[request.report].has_paper:
            raise UserError(
                self.env._("Only the monthly summary can be a PDF. Choose the Excel workbook.")
            )
        content = self.env['gift.report.builder']._collect(request)
        file.write(summary_pdf(self._prepare_paper(content)))

    @api.model
    def _prepare_paper(self, content):
        """Return the :class:`SummaryData` of a report's figures."""
        from ..papers.summary import SummaryData

        company, jobs = content.request.company, self.env['gift.job']
        fonts = jobs._get_paper_fonts()
        narrowed = [f'{name}: {value}' for name, value in content.filters]
        return SummaryData(
            title=content.title,
            shop=company.name,
            period=' · '.join((content.period, *narrowed)),
            parts=tuple(self._prepare_part(content, block) for block in content.blocks),
            footer=self.env._("Amounts without taxes. Each figure is explained under Reports."),
            book=self.env['gift.font'].sudo()._get_font_book(fonts),  # a part of the catalogue
            fonts=fonts,
            is_rtl=jobs._is_paper_rtl(),
            lang=jobs._get_paper_lang(),
            labels={
                'page': self.env._("Page"),
                'picture': self.env._("Chart"),
                'none': self.env._("Nothing in this period."),
            },
        )

    @api.model
    def _prepare_part(self, content, block):
        if not block.section.groupby:
            return self._prepare_headline(content, block)
        if block.section.dimension == 'day':
            return self._prepare_chart(content, block)
        return self._prepare_table(content, block)

    @api.model
    def _prepare_headline(self, content, block):
        """Return the figures as rows: now, the period before with the change, the year before."""
        from ..papers.summary import Part

        rows, tones = [], []
        for kpi in block.kpis:
            now, before, year = block.column(kpi.key)
            change, tone = self._get_change(kpi, now, before)
            texts = (self._format(content, kpi, value) for value in (now, before))
            rows.append((self.env._(kpi.name), *texts, change, self._format(content, kpi, year)))
            tones.append(tone)
        headings = (
            self.env._("Figure"),
            self.env._("This period"),
            self.env._("Period before"),
            self.env._("Change"),
            self.env._("Year before"),
        )
        return Part(self.env._(block.section.name), headings, tuple(rows), tuple(tones))

    @api.model
    def _get_change(self, kpi, now, before):
        """Return the change as a text, and whether it is for the better (1) or worse (-1)."""
        if not before or now is None or kpi.unit == 'share':
            return '–', 0
        change = (now - before) / abs(before)
        tone = (change > 0) - (change < 0)
        sign = '+' if change > 0 else ''
        text = sign + format_percent(
            change, '#,##0.0 %', locale=find_locale(self.env.lang or 'en_US')
        )
        return text, -tone if kpi.key in LESS_IS_BETTER else tone

    @api.model
    def _prepare_chart(self, content, block):
        from ..papers.summary import Bars

        kpi = block.kpis[0]
        values = block.column(kpi.key)
        most = self._format(content, kpi, max(values, default=0))
        first, last = content.request.first, content.request.last
        name = self.env._(kpi.name)
        return Bars(
            f'{name} · {self.env._(block.section.name)}',
            tuple(self._fill_days(block, values, first, last)),
            format_date(self.env, first),
            format_date(self.env, last),
            self.env._("Most: %(value)s", value=most),
            f'{name}, {content.period}. ' + self.env._("Most: %(value)s", value=most),
        )

    @api.model
    def _fill_days(self, block, values, first, last):
        """Return a value for each day, those without a row among them; months as they are."""
        if block.section.groupby != 'day:day':
            return values[:MOST_MONTHS]
        by_day = dict(zip([row[0] for row in block.rows], values, strict=True))
        days = range(first.toordinal(), last.toordinal() + 1)
        return [by_day.get(first.fromordinal(day), 0) for day in days]

    @api.model
    def _prepare_table(self, content, block):
        from ..papers.summary import Part

        rows = tuple(
            (str(row[0]), *(self._format(content, *pair) for pair in zip(block.kpis, row[1:],
                                                                          strict=True)))
            for row in block.rows[:MOST_ROWS]
        )  # fmt: skip
        headings = (block.label, *(self.env._(kpi.name) for kpi in block.kpis))
        return Part(self.env._(block.section.name), headings, rows)

    @api.model
    def _format(self, content, kpi, value):
        if value is None:
            return '–'
        locale = find_locale(self.env.lang or 'en_US')
        if kpi.unit == 'money':
            return content.request.company.currency_id.format(value)
        if kpi.unit == 'share':
            return format_percent(value, '#,##0.0 %', locale=locale)
        return format_decimal(value, '#,##0.##', locale=locale)
