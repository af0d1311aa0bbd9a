from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_design_retention_days = fields.Integer(
        string="Keep unused designs (days)",
        config_parameter='gift_base.design_retention_days',
        default=60,
        help="Designs and photos that were never ordered are deleted after this many days.",
    )
