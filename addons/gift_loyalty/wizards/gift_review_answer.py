from odoo import api, fields, models

from ..models.gift_review import REASONS

DECISIONS = [('reject', "Do not publish"), ('reply', "Answer")]


class GiftReviewAnswer(models.TransientModel):
    """Staff say which rule a review does not keep to, or answer it."""

    _name = 'gift.review.answer'
    _description = 'Answer to a review'

    review_id = fields.Many2one('gift.review', required=True, readonly=True)
    decision = fields.Selection(DECISIONS, required=True, readonly=True, default='reply')
    reason = fields.Selection(REASONS, string="Rule")
    text = fields.Text(compute='_compute_text', store=True, readonly=False)

    @api.depends('review_id', 'decision')
    def _compute_text(self):
        for wizard in self:
            wizard.text = wizard.review_id.reply if wizard.decision == 'reply' else False

    def action_apply(self):
        """Button: do it. A second click changes nothing."""
        self.ensure_one()
        self.review_id._check_staff()
        review_sudo = self.review_id.sudo()  # checked above; nobody may write reviews
        if self.decision == 'reject':
            review_sudo._reject(self.reason, self.text)
        else:
            review_sudo._answer(self.text)
        return {'type': 'ir.actions.act_window_close'}
