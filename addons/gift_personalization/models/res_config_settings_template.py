from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_template import PROOF_POLICIES


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_proof_policy = fields.Selection(
        PROOF_POLICIES,
        string="New templates",
        required=True,
        default='customer',
        config_parameter='gift_personalization.proof_policy',
    )
    gift_reminder_days = fields.Integer(
        string="Remind after (days)",
        default=2,
        config_parameter='gift_personalization.reminder_days',
    )

    @api.constrains('gift_reminder_days')
    def _check_gift_reminder_days(self):
        if any(settings.gift_reminder_days < 1 for settings in self):
            raise ValidationError(
                self.env._("Customers can be reminded of a proof after at least one day.")
            )
