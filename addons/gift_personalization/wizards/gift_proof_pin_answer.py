from odoo import fields, models


class GiftProofPinAnswer(models.TransientModel):
    """Staff answer a comment on a point of the picture."""

    _name = 'gift.proof.pin.answer'
    _description = 'Answer to a comment on a point'

    pin_id = fields.Many2one('gift.proof.pin', required=True, readonly=True, ondelete='cascade')
    comment = fields.Text(related='pin_id.comment')
    answer = fields.Text(required=True)

    def action_send(self):
        """Store the answer; the customer sees it beside the comment and gets a mail."""
        self.ensure_one()
        self.pin_id.proof_id._check_staff()
        self.pin_id.sudo()._answer(  # nobody has the right to write comments
            self.answer, self.env.user.partner_id
        )
        return {'type': 'ir.actions.act_window_close'}
