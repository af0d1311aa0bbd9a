from odoo import fields, models

from .sale_order_stock import DAYS, DEFAULT_DAYS, DEFAULT_MINUTES, MINUTES


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_hold_minutes = fields.Integer(
        string="Hold while a customer pays", config_parameter=MINUTES, default=DEFAULT_MINUTES
    )
    gift_hold_days = fields.Integer(
        string="Hold for a transfer", config_parameter=DAYS, default=DEFAULT_DAYS
    )
