from odoo import api, models

from ..kpis import KPIS


class GiftReportKpi(models.AbstractModel):
    """Reads figures of the dictionary (`kpis.py`): the one way to a number, for every view."""

    _name = 'gift.report.kpi'
    _description = 'Dictionary of figures'

    @api.model
    def _get_kpis(self, model=None):
        """Return the figures that the user may see, as ``{key: Kpi}``."""
        is_manager = self.env.user.has_group('gift_base.group_manager')
        return {
            key: kpi
            for key, kpi in KPIS.items()
            if (is_manager or self.env.su or not kpi.for_managers) and model in (None, kpi.model)
        }

    @api.model
    def _get_models(self):
        """Return the read models of which the user may see figures, in the dictionary's order."""
        return list(dict.fromkeys(kpi.model for kpi in self._get_kpis().values()))

    @api.model
    def _read(self, keys, domain=(), groupby=()):
        """Return figures of one read model, with the user's rights.

        :param keys: keys of figures that have the same model.
        :param domain: of that model.
        :param groupby: as in ``_read_group``.
        :return: a list of ``(*groups, *figures)``; a figure that cannot be said is ``None``.
        """
        kpis = [KPIS[key] for key in keys]
        (model,) = {kpi.model for kpi in kpis}
        aggregates = [kpi.aggregate for kpi in kpis]
        rows = self.env[model]._read_group(list(domain), list(groupby), aggregates)
        width = len(groupby)
        return [(*row[:width], *map(self._clean, kpis, row[width:])) for row in rows]

    @api.model
    def _clean(self, kpi, value):
        """Return what is shown: a sum of nothing is zero, a share of nothing is not known."""
        if value is None or value is False:
            return None if kpi.aggregate.endswith(':avg') else 0
        return value
