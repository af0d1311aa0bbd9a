import json

from odoo import models

from ..engine.text_zones import MONOGRAM_LETTERS


class ProductProduct(models.Model):
    """What the product page offers in zones that are not just typed, and which zones it hides."""

    _inherit = 'product.product'

    def _gift_prepare_surfaces(self, preview, values, key, price_info):
        """Override of `gift_personalization` to mark the zones that are not there yet."""
        surfaces = super()._gift_prepare_surfaces(preview, values, key, price_info)
        hidden = self.env['gift.design']._get_hidden_keys(self.sudo().gift_template_id, values)
        for entry in (entry for surface in surfaces for entry in surface['zones']):
            entry['hidden'] = entry['zone'].key in hidden
        return surfaces

    def _gift_prepare_zone(self, zone, value, key, price_info):
        """Override of `gift_personalization` to add the entry, its choices and its rule."""
        rule = zone._get_rule()
        return super()._gift_prepare_zone(zone, value, key, price_info) | {
            'raw': self._gift_get_raw_entry(zone, value),
            'lang': zone._get_entry_lang(value),
            'formats': self._gift_prepare_formats(zone, value),
            'max_chars': self._gift_get_max_chars(zone),
            'options': self._gift_prepare_options(zone, price_info),
            'rule_zone': rule['visible_zone'],
            'rule_values': json.dumps(rule['visible_values']),
        }

    def _gift_get_max_chars(self, zone):
        """Return the number the counter counts up to; 0 where there is none."""
        if zone.zone_type == 'monogram':
            return MONOGRAM_LETTERS
        return zone.max_chars if zone.zone_type in ('text', 'multiline') else 0

    def _gift_get_raw_entry(self, zone, value):
        raw = zone._get_raw_entry(value)
        return zone._find_option(raw).key or '' if zone.zone_type == 'choice' else raw

    def _gift_prepare_formats(self, zone, value):
        if zone.zone_type != 'date':
            return []
        examples = zone._get_format_examples(value)
        known = [example['key'] for example in examples]
        chosen = [value['format']] if value.get('format') in known else known[:1]
        return [{**example, 'chosen': example['key'] in chosen} for example in examples]

    def _gift_prepare_options(self, zone, price_info):
        product, currency = self.product_tmpl_id, price_info['currency']
        return [
            {
                'key': option.key,
                'name': option.with_context(lang=self.env.lang).name,
                'extra': option.price_extra
                and currency.format(product._gift_convert_extra(option.price_extra, price_info)),
            }
            for option in zone.option_ids
        ]
