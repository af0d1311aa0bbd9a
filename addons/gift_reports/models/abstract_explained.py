import re

from odoo import api, models
from odoo.tools import SQL

from ..kpis import KPIS


class GiftReportExplained(models.AbstractModel):
    """Figures that are called and explained as in the dictionary, with shares of sums."""

    _name = 'gift.report.explained'
    _description = 'Figures of the dictionary'
    # Share: its formula of ``SUM(%(field)s)``, right for a row, a group and the whole.
    _report_ratios = {}
    # Levels at the end of a month; of several months the last one counts.
    _report_levels = ()

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Override of `base` so that figures are called and explained as in the dictionary."""
        described = super().fields_get(allfields, attributes)
        for kpi in KPIS.values():
            if kpi.model != self._name or kpi.field not in described:
                continue
            texts = [self.env._(part) for part in (kpi.formula, kpi.source, kpi.trap)]
            about = {'string': self.env._(kpi.name), 'help': '\n'.join(texts)}
            wanted = attributes or about
            described[kpi.field].update({key: about[key] for key in about if key in wanted})
        return described

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: a share of a group is the share of its sums."""
        name, _colon, how = aggregate_spec.partition(':')
        if name in self._report_levels and how == 'sum':
            month, value = (self._field_to_sql(self._table, key, query) for key in ('month', name))
            return SQL(
                """(SELECT SUM(level.value)
                      FROM unnest(array_agg(%(month)s), array_agg(%(value)s)) AS level(month, value)
                     WHERE level.month = MAX(%(month)s))""",
                month=month,
                value=value,
            )
        formula = self._report_ratios.get(name)
        if not formula or how not in ('avg', 'sum'):
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        parts = {
            part: SQL.identifier(self._table, part) for part in re.findall(r'%\((\w+)\)s', formula)
        }
        return SQL(formula, **parts)
