from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_print_file import DEFAULT_DELTA_E, DEFAULT_EDGE_MM, DEFAULT_OVERLAP, DEFAULT_SSIM


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_parity_edge_mm = fields.Float(
        string="Largest edge shift (mm)",
        digits=(16, 3),
        default=DEFAULT_EDGE_MM,
        config_parameter='gift_personalization.parity_edge_mm',
    )
    gift_parity_delta_e = fields.Float(
        string="Largest colour difference (ΔE)",
        digits=(16, 2),
        default=DEFAULT_DELTA_E,
        config_parameter='gift_personalization.parity_delta_e',
    )
    gift_parity_ssim = fields.Float(
        string="Smallest likeness (SSIM)",
        digits=(16, 4),
        default=DEFAULT_SSIM,
        config_parameter='gift_personalization.parity_ssim',
    )

    gift_parity_overlap = fields.Float(
        string="Smallest overlap of outlines (IoU)",
        digits=(16, 4),
        default=DEFAULT_OVERLAP,
        config_parameter='gift_personalization.parity_overlap',
    )

    @api.constrains(
        'gift_parity_edge_mm', 'gift_parity_delta_e', 'gift_parity_ssim', 'gift_parity_overlap'
    )
    def _check_gift_parity(self):
        for settings in self:
            is_sensible = (
                0 < settings.gift_parity_edge_mm <= 5
                and 0 < settings.gift_parity_delta_e <= 50
                and 0.5 <= settings.gift_parity_ssim <= 1
                and 0.5 <= settings.gift_parity_overlap <= 1
            )
            if not is_sensible:
                raise ValidationError(
                    self.env._(
                        "The edge shift of print files must lie between 0 and 5 mm, their colour"
                        " difference between 0 and 50, their likeness and their overlap between"
                        " 0.5 and 1.",
                    )
                )
