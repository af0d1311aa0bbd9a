from odoo import fields, models

from .sale_order_line_correction import EDIT_DEARER, EDIT_UNTIL


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_edit_until = fields.Selection(
        EDIT_UNTIL,
        string="Customers correct paid designs",
        required=True,
        default='production',
        config_parameter='gift_personalization.edit_until',
    )
    gift_edit_dearer = fields.Selection(
        EDIT_DEARER,
        string="Designs that cost more",
        required=True,
        default='refuse',
        config_parameter='gift_personalization.edit_dearer',
    )
