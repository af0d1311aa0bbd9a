from odoo import api, fields, models
from odoo.exceptions import ValidationError

ENGRAVING = 'engraving'
DPI = (50, 1200)
MOST_DOT_MM = 2.0
GAMMA = (0.3, 3.0)


class GiftPrintMethod(models.Model):
    """Photos of methods of one colour: lasers make dots of them."""

    _inherit = 'gift.print.method'

    photo_mode = fields.Selection(
        [('none', "No photos beside outlines"), ('halftone', "Engraved as dots")],
        string="Photos",
        required=True,
        default='none',
        help="Dots: a photo becomes a picture of 1 bit beside the outlines, and the customer sees"
        " it in the ink of the product before ordering.",
    )
    photo_dpi = fields.Integer(string="Dots per inch", required=True, default=254)
    photo_dot_mm = fields.Float(
        string="Smallest dot (mm)",
        digits=(16, 3),
        default=0.1,
        help="What the beam makes at least. Dots and gaps are never smaller.",
    )
    photo_gamma = fields.Float(
        string="Tone curve (gamma)",
        digits=(16, 2),
        default=1.0,
        help="Above 1 there are fewer dots in the mid-tones, for materials on which they spread.",
    )

    @api.constrains('photo_mode', 'colors', 'photo_dpi', 'photo_dot_mm', 'photo_gamma')
    def _check_photo_mode(self):
        for method in self.filtered(lambda method: method.photo_mode == 'halftone'):
            if method.colors != 'single':
                raise ValidationError(
                    self.env._(
                        "“%(name)s” prints in full colour, so its photos need no dots. Choose one"
                        " colour, or no dots.",
                        name=method.name,
                    )
                )
            if not (
                DPI[0] <= method.photo_dpi <= DPI[1]
                and 0 <= method.photo_dot_mm <= MOST_DOT_MM
                and GAMMA[0] <= method.photo_gamma <= GAMMA[1]
            ):
                raise ValidationError(
                    self.env._(
                        "The photos of “%(name)s” need %(low)s to %(high)s dots per inch, dots of"
                        " at most %(dot)g mm and a gamma from %(least)g to %(most)g.",
                        name=method.name,
                        low=DPI[0],
                        high=DPI[1],
                        dot=MOST_DOT_MM,
                        least=GAMMA[0],
                        most=GAMMA[1],
                    )
                )
            self.env['gift.surface'].search([('method_id', '=', method.id)])._check_dots()

    @api.constrains('photo_mode', 'output_ids')
    def _check_engraving(self):
        for method in self:
            kinds = set(method.output_ids.mapped('kind'))
            if method.photo_mode == 'halftone' and ENGRAVING not in kinds:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” engraves photos as dots: add the print file “Engraved photos”.",
                        name=method.name,
                    )
                )
            if method.photo_mode != 'halftone' and ENGRAVING in kinds:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” makes no dots of photos. Let it engrave them as dots, or remove"
                        " the print file “Engraved photos”.",
                        name=method.name,
                    )
                )
        surfaces = self.env['gift.surface'].search([('method_id', 'in', self.ids)])
        surfaces._check_photo_outlines()

    def _get_spec(self):
        """Override to add how photos become dots."""
        spec = super()._get_spec()
        if self.photo_mode != 'halftone':
            return spec
        return {
            **spec,
            'photo_dpi': self.photo_dpi,
            'photo_dot_um': round(self.photo_dot_mm * 1000),
            'photo_gamma_permille': round(self.photo_gamma * 1000),
        }
