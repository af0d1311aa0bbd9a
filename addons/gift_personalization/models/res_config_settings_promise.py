from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_promise import CUTOFF, DEFAULT_CUTOFF
from .gift_promise_wanted import DEFAULT_WANTED_DAYS, MOST_WANTED_DAYS, WANTED_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_cutoff_hour = fields.Float(
        string="Orders count the same day until",
        config_parameter=CUTOFF,
        default=DEFAULT_CUTOFF,
        help="In the time zone of the company's working hours.",
    )
    gift_wanted_days = fields.Integer(
        string="Days ahead for a wanted date",
        config_parameter=WANTED_DAYS,
        default=DEFAULT_WANTED_DAYS,
    )

    @api.constrains('gift_wanted_days')
    def _check_gift_wanted_days(self):
        if any(not 1 <= settings.gift_wanted_days <= MOST_WANTED_DAYS for settings in self):
            raise ValidationError(
                self.env._(
                    "Customers can choose a date between 1 and %s days ahead.", MOST_WANTED_DAYS
                )
            )
