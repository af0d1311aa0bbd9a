from datetime import date

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..kpis import KPIS
from ..periods import find_before, find_year_before
from ..reports import PERIOD_FIELDS, SALE, SPECS, WITH_CATEGORY
from .report_content import Block, Content

MOST_DAYS = 62  # of a longer period the months are shown


class GiftReportBuilder(models.AbstractModel):
    """Reads what is in a report, with the rights and in the language of the user.

    All numbers come from ``gift.report.kpi._read``. What the user may not see is not read: a
    figure falls out of its table, a table without a figure out of the report.
    """

    _name = 'gift.report.builder'
    _description = 'Builder of reports'

    @api.model
    def _collect(self, request):
        """Return the :class:`Content` of a report.

        :raises AccessError: when the user may see nothing of it, or is not of the company.
        """
        spec = SPECS[request.report]
        builder = self.with_context(allowed_company_ids=request.company.ids)
        blocks = [builder._read_block(request, section) for section in spec.sections]
        blocks = tuple(block for block in blocks if block)
        if not blocks:
            raise AccessError(self.env._("You may not see the figures of this report."))
        return Content(
            request,
            spec,
            self.env._(spec.name),
            builder._get_period_text(spec, request),
            tuple(builder._get_filter_texts(spec, request)),
            blocks,
        )

    # === FIGURES === #

    @api.model
    def _get_section_kpis(self, request, section):
        """Return the figures of a section that the user may see."""
        if not self.env[section.model].has_access('read'):
            return ()
        allowed = self.env['gift.report.kpi']._get_kpis(section.model)
        return tuple(
            allowed[key]
            for key in section.kpis
            if key in allowed and (request.with_cost or not KPIS[key].for_managers)
        )

    @api.model
    def _get_domain(self, request, section, first=None, last=None):
        """Return the domain of a section's read model."""
        model = section.model
        domain = Domain('company_id', '=', request.company.id) & Domain(list(section.domain))
        name = PERIOD_FIELDS.get(model)
        if name:
            first, last = first or request.first, last or request.last
            if name == 'month':  # a month counts whole when a day of it is asked for
                first = first.replace(day=1)
            domain &= Domain(name, '>=', first) & Domain(name, '<=', last)
        if request.category and model in WITH_CATEGORY:
            domain &= Domain('categ_id', 'child_of', request.category.id)
        if request.channel and model == SALE:
            domain &= Domain('channel', '=', request.channel)
        return domain

    @api.model
    def _read_block(self, request, section):
        kpis = self._get_section_kpis(request, section)
        unit = 'month' if (request.last - request.first).days >= MOST_DAYS else 'day'
        if not kpis or (section.dimension == 'day' and section.groupby != f'day:{unit}'):
            return None
        if section.groupby:
            label = self.env[section.model].fields_get([section.dimension], ['string'])
            rows = self._read_groups(request, section, kpis)
            return Block(section, label[section.dimension]['string'], kpis, tuple(rows))
        rows = self._read_periods(request, section, kpis)
        return Block(section, self.env._("Period"), kpis, tuple(rows))

    @api.model
    def _read_groups(self, request, section, kpis):
        rows = self.env['gift.report.kpi']._read(
            [kpi.key for kpi in kpis], self._get_domain(request, section), [section.groupby]
        )
        is_time = ':' in section.groupby or section.dimension == 'number_label'
        rows.sort(key=lambda row: row[0] or '') if is_time else rows.sort(key=lambda row: -row[1])
        return [(self._get_group_text(section, row[0]), *row[1:]) for row in rows]

    @api.model
    def _read_periods(self, request, section, kpis):
        """Return the figures of the period, of the one before and of the year before."""
        periods = [(request.first, request.last)]
        if section.model in PERIOD_FIELDS:
            periods += [find_before(*periods[0]), find_year_before(*periods[0])]
        keys = [kpi.key for kpi in kpis]
        reader = self.env['gift.report.kpi']
        return [
            (
                self._get_days_text(first, last)
                if section.model in PERIOD_FIELDS
                else self._get_today_text(last),
                *reader._read(keys, self._get_domain(request, section, first, last))[0],
            )
            for first, last in periods
        ]

    # === TEXTS === #

    @api.model
    def _get_group_text(self, section, value):
        if isinstance(value, models.BaseModel):
            return value.display_name or self.env._("None")
        if isinstance(value, date):
            if section.groupby.endswith(':month'):
                return format_date(self.env, value, date_format='LLLL y')
            return value
        if not value:
            return self.env._("None")
        field = self.env[section.model]._fields[section.dimension]
        if field.type != 'selection':
            return value
        return dict(field._description_selection(self.env)).get(value, value)

    @api.model
    def _get_days_text(self, first, last):
        if first == last:
            return format_date(self.env, first)
        return f'{format_date(self.env, first)} – {format_date(self.env, last)}'

    @api.model
    def _get_today_text(self, day):
        return self.env._("As of %(day)s", day=format_date(self.env, day))

    @api.model
    def _get_period_text(self, spec, request):
        if spec.has_period:
            return self._get_days_text(request.first, request.last)
        return self._get_today_text(request.last)

    @api.model
    def _get_filter_texts(self, spec, request):
        """Yield pairs of name and value, of what narrows the report."""
        if request.category and 'categ_id' in spec.filters:
            yield self.env._("Category"), request.category.display_name
        if request.channel and 'channel' in spec.filters:
            labels = dict(self.env[SALE]._fields['channel']._description_selection(self.env))
            yield self.env._("Channel"), labels[request.channel]

    @api.model
    def _check_request(self, request):
        """Raise what is wrong with a request, in words."""
        if not request.first or not request.last or request.last < request.first:
            raise UserError(self.env._("The period begins after its end. Change one of its days."))
        if request.company not in self.env.user.company_ids:
            raise AccessError(self.env._("You do not work for this company."))
