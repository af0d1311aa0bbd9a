from odoo import fields, models

from .gift_report_customer import SEGMENT_NAMES


class GiftFlowStep(models.Model):
    _inherit = 'gift.flow.step'

    condition = fields.Selection(
        selection_add=[('segment', "The customer is in a segment")],
        ondelete={'segment': 'set default'},
    )
    segment = fields.Selection(
        SEGMENT_NAMES, help="Looked up at the moment the mail would be sent."
    )

    _segment_chosen = models.Constraint(
        "CHECK(condition != 'segment' OR segment IS NOT NULL)", "Choose the segment."
    )


class GiftFlowRun(models.Model):
    _inherit = 'gift.flow.run'

    def _meets_condition(self):
        """Override of `gift_loyalty` to ask for the customer's segment."""
        step = self.step_id
        if step.condition != 'segment':
            return super()._meets_condition()
        partners_sudo = self.env['res.partner'].sudo()
        partner = partners_sudo.browse(self.partner_id.id) or partners_sudo.search(
            [('email_normalized', '=', self.email)], limit=1
        )
        return partner.gift_segment == step.segment
