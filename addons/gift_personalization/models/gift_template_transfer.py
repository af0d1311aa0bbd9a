from odoo import models


class GiftTemplate(models.Model):
    """What decides which entries of other designs a template can take."""

    _inherit = 'gift.template'

    def _get_transfer_zones(self):
        """Return key, type, label and editability of the zones, as `engine.transfer` reads them."""
        self.ensure_one()
        return [
            {
                'key': zone.key,
                'type': zone.zone_type,
                'label': zone.name,
                'editable': zone.editable,
            }
            for zone in self.with_context(lang=None)._get_zones()
        ]

    def _get_option_texts(self):
        """Return per key of a choice zone the keys of its options by every printed text."""
        self.ensure_one()
        languages = [code for code, _name in self.env['res.lang'].get_installed()]
        return {
            zone.key: {
                option.with_context(lang=lang).name: option.key
                for option in zone.option_ids
                for lang in languages
            }
            for zone in self._get_zones()
            if zone.zone_type == 'choice'
        }
