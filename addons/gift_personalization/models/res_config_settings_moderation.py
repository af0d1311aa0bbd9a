from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_photo_review = fields.Selection(
        [
            ('off', "Not reviewed"),
            ('new', "Until the first photo of a customer was approved"),
            ('all', "Every photo"),
        ],
        string="Photos of paid orders",
        required=True,
        default='off',
        config_parameter='gift_personalization.photo_review',
    )
