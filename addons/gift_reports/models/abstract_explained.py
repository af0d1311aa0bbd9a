from odoo import api, models

from ..kpis import KPIS


class GiftReportExplained(models.AbstractModel):
    """A read model whose figures are called and explained as in the dictionary."""

    _name = 'gift.report.explained'
    _description = 'Figures of the dictionary'

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
