from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_ticket_retention import DEFAULT_MONTHS, LEAST_MONTHS, MONTHS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_ticket_months = fields.Integer(
        string="Months a solved ticket is kept", config_parameter=MONTHS, default=DEFAULT_MONTHS
    )

    @api.constrains('gift_ticket_months')
    def _check_gift_ticket_months(self):
        if any(settings.gift_ticket_months < LEAST_MONTHS for settings in self):
            raise ValidationError(
                self.env._("Keep solved tickets for at least %s months.", LEAST_MONTHS)
            )
