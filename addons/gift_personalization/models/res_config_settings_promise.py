from odoo import fields, models

from .gift_promise import CUTOFF, DEFAULT_CUTOFF


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_cutoff_hour = fields.Float(
        string="Orders count the same day until",
        config_parameter=CUTOFF,
        default=DEFAULT_CUTOFF,
        help="In the time zone of the company's working hours.",
    )
