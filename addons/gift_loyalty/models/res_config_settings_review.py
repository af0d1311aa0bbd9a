from odoo import fields, models

from .sale_order_line_reviewable import ARRIVAL_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_review_points = fields.Float(
        string="Points for a review",
        config_parameter='gift_loyalty.review_points',
        help="The same for every rating; 0 for none.",
    )
    gift_review_arrival_days = fields.Integer(
        string="Days until a parcel counts as arrived",
        config_parameter='gift_loyalty.review_arrival_days',
        default=ARRIVAL_DAYS,
    )
