from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GiftTemplate(models.Model):
    """How long the shop takes for a gift, beside the free pieces of its work centres."""

    _inherit = 'gift.template'

    production_days = fields.Integer(
        string="Production (working days)",
        default=1,
        help="From the day on the machine to the finished parcel.",
    )
    check_days = fields.Integer(
        string="Our check (working days)",
        default=1,
        help="How long staff take to look at a proof before they send it.",
    )

    @api.constrains('production_days', 'check_days')
    def _check_promise_days(self):
        for template in self:
            if not (0 <= template.production_days <= 90 and 0 <= template.check_days <= 30):
                raise ValidationError(
                    self.env._(
                        "Production takes between 0 and 90 working days, the check of a proof"
                        " between 0 and 30."
                    )
                )
