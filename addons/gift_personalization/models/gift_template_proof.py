from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GiftTemplate(models.Model):
    """How long a customer may take for the answer to a proof."""

    _inherit = 'gift.template'

    answer_days = fields.Integer(
        string="Answer within (working days)",
        default=3,
        help="The promised date moves by a working day for each day an answer takes longer.",
    )
    auto_approval = fields.Boolean(
        string="Offer to approve silence",
        help="Customers may tick on the proof page that the gift is made as shown when they do not"
        " answer in time. Without that tick nothing is ever approved by silence.",
    )

    @api.constrains('answer_days')
    def _check_answer_days(self):
        if any(not 1 <= template.answer_days <= 60 for template in self):
            raise ValidationError(
                self.env._("Customers need between 1 and 60 working days for their answer."),
            )
