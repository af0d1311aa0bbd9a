"""Photos have no outline: a surface whose files are outlines takes none."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .gift_print_output import OUTLINE_KINDS


class GiftSurface(models.Model):
    _inherit = 'gift.surface'

    @api.constrains('method_id')
    def _check_photo_outlines(self):
        """Refuse photo zones where the print method cuts or engraves along outlines.

        :raise ValidationError: with the surface and what to do.
        """
        for surface in self:
            kinds = surface.method_id.sudo().output_ids.mapped('kind')
            has_photo = 'photo' in surface.zone_ids.mapped('zone_type')
            if has_photo and set(kinds) & set(OUTLINE_KINDS):
                raise ValidationError(
                    self.env._(
                        "“%(surface)s” has a photo zone, but “%(method)s” follows outlines (laser,"
                        " cutter, embroidery), and a photo has none. Remove the photo zone, or"
                        " choose a print method without SVG, DXF and work sheet.",
                        surface=surface.display_name,
                        method=surface.method_id.name,
                    )
                )


class GiftZone(models.Model):
    _inherit = 'gift.zone'

    @api.constrains('zone_type', 'surface_id')
    def _check_photo_outlines(self):
        self.filtered(lambda zone: zone.zone_type == 'photo').surface_id._check_photo_outlines()
