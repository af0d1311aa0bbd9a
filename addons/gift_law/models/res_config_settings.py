from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_law_text import DAYS, LEAST_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_withdrawal_days = fields.Integer(
        string="Days of withdrawal", config_parameter=DAYS, default=LEAST_DAYS
    )

    @api.constrains('gift_withdrawal_days')
    def _check_gift_withdrawal_days(self):
        if any(settings.gift_withdrawal_days < LEAST_DAYS for settings in self):
            raise ValidationError(
                self.env._("The law gives customers at least %s days to withdraw.", LEAST_DAYS)
            )
