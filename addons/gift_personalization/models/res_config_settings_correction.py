from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_order_request_goodwill import LIMIT
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
    gift_refund_limit = fields.Float(
        string="Staff pay back at most",
        digits=(16, 2),
        config_parameter=LIMIT,
        help="For one order, in the company's currency; managers are not limited. 0: no limit.",
    )

    @api.constrains('gift_refund_limit')
    def _check_gift_refund_limit(self):
        for settings in self:
            if settings.gift_refund_limit < 0:
                raise ValidationError(self.env._("What staff pay back cannot be below zero."))
