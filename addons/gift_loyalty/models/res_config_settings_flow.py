from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_flow_run import CAP_DAYS, CAP_MAILS, DEFAULT_CAP


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_flow_cap_mails = fields.Integer(
        string="Most mails of flows", config_parameter=CAP_MAILS, default=DEFAULT_CAP[0]
    )
    gift_flow_cap_days = fields.Integer(
        string="Days of the cap", config_parameter=CAP_DAYS, default=DEFAULT_CAP[1]
    )

    @api.constrains('gift_flow_cap_mails', 'gift_flow_cap_days')
    def _check_gift_flow_cap(self):
        if any(min(one.gift_flow_cap_mails, one.gift_flow_cap_days) < 1 for one in self):
            raise ValidationError(
                self.env._("Allow at least one mail of flows, in at least one day.")
            )
