from odoo import api, fields, models
from odoo.exceptions import UserError


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_packing_photo = fields.Selection(
        [('never', "Never"), ('methods', "For some print methods"), ('always', "Always")],
        string="Photo at packing",
        config_parameter='gift_personalization.packing_photo',
        default='never',
    )
    gift_packing_photo_days = fields.Integer(
        string="Keep photos (days)",
        config_parameter='gift_personalization.packing_photo_days',
        default=365,
    )

    @api.constrains('gift_packing_photo_days')
    def _check_gift_packing_photo_days(self):
        if any(settings.gift_packing_photo_days < 1 for settings in self):
            raise UserError(self.env._("Photos must be kept for one day at least."))
