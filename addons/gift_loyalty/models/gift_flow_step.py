from odoo import fields, models

from ..engine.choice import pick

CONDITIONS = [
    ('always', "Always"),
    ('not_opened', "The mail before was not opened"),
    ('not_clicked', "The mail before was not clicked"),
    ('clicked', "The mail before was clicked"),
    ('first_order', "It is the first order"),
]


class GiftFlowStep(models.Model):
    """A mail of a flow: when it goes, to whom, and its wordings."""

    _name = 'gift.flow.step'
    _description = 'Step of a flow'
    _order = 'flow_id, sequence, id'

    flow_id = fields.Many2one('gift.flow', required=True, index=True, ondelete='cascade')
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    delay_hours = fields.Integer(string="Hours later", default=0, help="After the step before.")
    condition = fields.Selection(CONDITIONS, string="Only if", required=True, default='always')
    variant_ids = fields.One2many('gift.flow.variant', 'step_id', string="Wordings", copy=True)

    _delay = models.Constraint('CHECK(delay_hours >= 0)', "A step cannot come before the last.")

    def _get_next(self):
        """Return the step after this one, if any."""
        self.ensure_one()
        steps = self.flow_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        return steps[steps.ids.index(self.id) + 1 :][:1]

    def _choose_variant(self, address):
        """Return the wording that this person gets: always the same one."""
        self.ensure_one()
        variants = self.variant_ids.sorted('id')
        index = pick(variants.mapped('weight'), 'wording', self.id, address)
        return variants.browse() if index is None else variants[index]

    def action_preview(self):
        """Show the step's mails with the data of a real customer."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Preview"),
            'res_model': 'gift.flow.preview',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_step_id': self.id},
        }
