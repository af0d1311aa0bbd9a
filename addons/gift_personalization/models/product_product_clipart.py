from odoo import models


class ProductProduct(models.Model):
    """Motifs in the designer of the product page."""

    _inherit = 'product.product'

    def _gift_get_default_values(self):
        """Override to start with the motifs of the template."""
        zones = self.sudo().gift_template_id._get_zones()
        return super()._gift_get_default_values() | {
            zone.key: {'clipart': zone.default_clipart_id.sha256}
            for zone in zones
            if zone.editable and zone._is_clipart() and zone.default_clipart_id.active
        }

    def _gift_prepare_zone(self, zone, value, key, price_info):
        """Override to add what the picker of motifs needs."""
        entry = super()._gift_prepare_zone(zone, value, key, price_info)
        if zone._is_clipart():
            colors = zone._get_colors()
            chosen = colors.filtered(lambda color: color.hex == value.get('color'))
            sha256 = value.get('clipart') or ''
            motifs = self.env['gift.clipart']
            entry |= {
                'colors': colors,
                'color': chosen[:1] or colors[:1],
                'catalogue_url': motifs._get_catalogue_url(),
                'clipart': sha256,
                'clipart_name': motifs._get_name(sha256) if sha256 else '',
                'themes': zone.clipart_theme_ids.ids,
                'single': zone.surface_id.method_id.colors == 'single',
            }
        return entry
