from odoo import api, models


class GiftDesign(models.Model):
    """Motifs of a design: only what the zone offers is taken."""

    _inherit = 'gift.design'

    @api.model
    def _build_content(self, product, values, assets, spec=None):
        """Override to leave out motifs that are no longer offered in their zone."""
        content = super()._build_content(product, values, assets, spec)
        wanted = self._get_wanted_cliparts(content['values'])
        if wanted:
            template_sudo = product.sudo().gift_template_id
            for key in self._get_refused_cliparts(template_sudo, wanted):
                del content['values'][key]
        return content

    @api.model
    def _get_wanted_cliparts(self, values):
        """Return ``{zone key: hash}`` of untrusted values."""
        return {
            key: value['clipart']
            for key, value in values.items()
            if isinstance(value, dict) and isinstance(value.get('clipart'), str)
        }

    @api.model
    def _get_refused_cliparts(self, template_sudo, wanted):
        """Return the keys of the zones whose motif they do not offer."""
        motifs_sudo = self.env['gift.clipart'].sudo()
        known = motifs_sudo.search([('sha256', 'in', list(wanted.values()))])
        zones = {zone.key: zone for zone in template_sudo._get_zones() if zone._is_clipart()}
        refused = []
        for key, sha256 in wanted.items():
            motif = known.filtered(lambda motif, sha256=sha256: motif.sha256 == sha256)
            domain = key in zones and motifs_sudo._get_offered_domain(zones[key])
            if not domain or not motif.filtered_domain(domain):
                refused.append(key)
        return refused

    @api.model
    def _get_finding_sentences(self):
        return {
            **super()._get_finding_sentences(),
            'clipart_full_colour': self.env._(
                "%(zone)s: this motif has several colours, but the product is made in one. Please"
                " choose another motif."
            ),
        }
