from types import SimpleNamespace

from odoo import api, models
from odoo.tools import format_date

from ..engine.conditions import hidden_zones


class GiftDesign(models.Model):
    """Entries whose text the shop writes (dates, numbers, options), and hidden zones."""

    _inherit = 'gift.design'

    @api.model
    def _build_content(self, product, values, assets, spec=None):
        """Override of `gift.design` to write the printed text of dates, numbers and options."""
        content = super()._build_content(product, values, assets, spec)
        content['values'] = self._complete_entries(
            product.sudo().gift_template_id, content['values']
        )
        return content

    @api.model
    def _complete_entries(self, template, values):
        """Return values with the text that is printed, whatever text the browser sent."""
        ids = template._get_entry_zone_ids()
        zones_sudo = self.env['gift.zone'].sudo()  # read by visitors, as the whole template is
        return {
            key: zones_sudo.browse(ids[key])._complete_entry(value) if key in ids else value
            for key, value in values.items()
        }

    @api.model
    def _preview(self, product, values, design=None, key=''):
        """Override of `gift.design` to show every date in all its formats (``formats``)."""
        answer = super()._preview(product, values, design, key)
        ids = product.sudo().gift_template_id._get_entry_zone_ids()
        sent = values if isinstance(values, dict) else {}
        entered = {key: value for key, value in sent.items() if key in ids and value}
        zones_sudo = self.env['gift.zone'].sudo().browse(ids[key] for key in entered)
        answer['formats'] = {
            zone.key: zone._get_format_examples(entered[zone.key])
            for zone in zones_sudo
            if zone.zone_type == 'date'
        }
        return answer

    @api.model
    def _get_hidden_keys(self, template, values):
        """Return the keys of the zones that are not there, for the first picture of the page.

        :param dict values: values by zone key, as a workspace stores them or as defaults.
        """
        zones = [
            SimpleNamespace(key=zone.key, **zone._get_rule()) for zone in template._get_zones()
        ]
        filled = {
            key: SimpleNamespace(**value)
            for key, value in self._complete_entries(template, values).items()
            if value
        }
        return hidden_zones(zones, filled)

    @api.model
    def _get_finding_sentences(self):
        """Override of `gift.design` to add what can be wrong with a date or a number."""
        _ = self.env._
        return super()._get_finding_sentences() | {
            'date_invalid': _("%(zone)s: please choose a day."),
            'date_range': _("%(zone)s: please choose a day %(range)s."),
            'number_invalid': _("%(zone)s: please enter a number, for example %(example)s."),
            'number_range': _("%(zone)s: please enter a number %(range)s."),
        }

    @api.model
    def _get_finding_figures(self, params):
        """Override of `gift.design` to write the bounds of a date or a number."""
        figures = super()._get_finding_figures(params)
        if {'min', 'max'} <= set(params):
            figures['range'] = self._build_range(params['min'], params['max'])
        return {'example': '12', **figures}

    @api.model
    def _build_range(self, low, high):
        low, high = self._build_bound(low), self._build_bound(high)
        if low and high:
            return self.env._("from %(low)s to %(high)s", low=low, high=high)
        if low:
            return self.env._("not before %(low)s", low=low)
        return self.env._("not after %(high)s", high=high)

    @api.model
    def _build_bound(self, bound):
        """Return a bound as people of the visitor's language read it."""
        is_date = len(bound) == 10 and bound[4] == bound[7] == '-'
        return format_date(self.env, bound) if is_date else bound
