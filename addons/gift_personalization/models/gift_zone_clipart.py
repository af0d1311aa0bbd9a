from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_zone import SINGLE_INK


class GiftZone(models.Model):
    """Zones that hold a motif of the set."""

    _inherit = 'gift.zone'

    zone_type = fields.Selection(
        selection_add=[('clipart', "Motif")], ondelete={'clipart': 'cascade'}
    )
    clipart_theme_ids = fields.Many2many(
        'gift.clipart.theme', string="Themes", help="Empty: all themes of the shop."
    )
    default_clipart_id = fields.Many2one(
        'gift.clipart', string="Motif to start with", ondelete='restrict'
    )

    @api.constrains('zone_type', 'editable', 'default_clipart_id', 'surface_id')
    def _check_default_clipart(self):
        for zone in self.filtered(lambda zone: zone.zone_type == 'clipart'):
            motif = zone.default_clipart_id
            if not motif and not zone.editable:
                raise ValidationError(
                    self.env._(
                        "Choose the motif that “%(name)s” always shows, or let customers change"
                        " it.",
                        name=zone.name,
                    )
                )
            if motif.colors == 'full' and zone.surface_id.method_id.colors == 'single':
                raise ValidationError(
                    self.env._(
                        "“%(motif)s” has several colours, but “%(method)s” makes one. Choose"
                        " another motif for “%(name)s”.",
                        motif=motif.name,
                        method=zone.surface_id.method_id.name,
                        name=zone.name,
                    )
                )

    def _is_clipart(self):
        self.ensure_one()
        return self.zone_type == 'clipart'

    def _get_photo_spec(self):
        """Override to describe a motif, the other kind of zone that is not a text."""
        return self._get_clipart_spec() if self._is_clipart() else super()._get_photo_spec()

    def _get_clipart_spec(self):
        return {
            'colors': self._get_colors().mapped('hex') or [SINGLE_INK],
            'default': self.default_clipart_id.sha256 or '',
        }

    def _get_sample_clipart(self):
        """Return the motif that stands for all of a zone, for samples."""
        self.ensure_one()
        motifs = self.env['gift.clipart']
        domain = motifs._get_offered_domain(self)
        return self.default_clipart_id or motifs.search(domain, limit=1)
