"""Photos have no outline: a surface whose files are outlines takes those that become dots only."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .gift_print_output import OUTLINE_KINDS

UM_PER_INCH = 25_400


class GiftSurface(models.Model):
    _inherit = 'gift.surface'

    @api.constrains('method_id')
    def _check_photo_outlines(self):
        """Refuse photo zones where the print method cuts or engraves along outlines.

        :raise ValidationError: with the surface and what to do.
        """
        for surface in self:
            method_sudo = surface.method_id.sudo()
            kinds = set(method_sudo.output_ids.mapped('kind')) & set(OUTLINE_KINDS)
            if method_sudo.photo_mode == 'halftone':
                kinds &= {'worksheet'}
            if kinds and 'photo' in surface.zone_ids.mapped('zone_type'):
                raise ValidationError(
                    self.env._(
                        "“%(surface)s” has a photo zone, but “%(method)s” follows outlines (laser,"
                        " cutter, embroidery), and a photo has none. Remove the photo zone, let the"
                        " print method engrave photos as dots, or choose a print method without"
                        " SVG, DXF and work sheet.",
                        surface=surface.display_name,
                        method=surface.method_id.name,
                    )
                )

    @api.constrains('method_id', 'width_mm', 'height_mm')
    def _check_dots(self):
        """Refuse photo zones with more dots than the engine makes.

        :raise ValidationError: with the zone and what to do.
        """
        from ..engine.outputs.halftone import MAX_CELLS  # loaded on first use

        for zone in self.zone_ids.filtered(lambda zone: zone.zone_type == 'photo'):
            spec = zone.surface_id.method_id.sudo()._get_spec()
            dot = max(UM_PER_INCH / spec.get('photo_dpi', 1), spec.get('photo_dot_um', 0))
            # A turned zone lies in a box of at most its diagonal.
            side = (zone.width_mm**2 + zone.height_mm**2) * 1e6
            box = side if zone.rotation else zone.width_mm * zone.height_mm * 1e6
            if box / dot**2 > MAX_CELLS:
                raise ValidationError(
                    self.env._(
                        "“%(zone)s” would have more than %(most)s million dots. Make the photo zone"
                        " smaller, or give “%(method)s” fewer dots per inch or larger dots.",
                        zone=zone.display_name,
                        most=MAX_CELLS // 1_000_000,
                        method=zone.surface_id.method_id.name,
                    )
                )


class GiftZone(models.Model):
    _inherit = 'gift.zone'

    @api.constrains('zone_type', 'surface_id')
    def _check_photo_outlines(self):
        self.filtered(lambda zone: zone.zone_type == 'photo').surface_id._check_photo_outlines()

    @api.constrains('zone_type', 'surface_id', 'width_mm', 'height_mm', 'rotation')
    def _check_dots(self):
        self.filtered(lambda zone: zone.zone_type == 'photo').surface_id._check_dots()
