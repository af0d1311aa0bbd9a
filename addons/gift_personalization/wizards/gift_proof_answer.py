from odoo import fields, models


class GiftProofAnswer(models.TransientModel):
    """Staff answer a request for a change without changing the design."""

    _name = 'gift.proof.answer'
    _description = 'Answer to a request for a change'

    proof_id = fields.Many2one('gift.proof', required=True, readonly=True, ondelete='cascade')
    change_comment = fields.Text(related='proof_id.change_comment')
    answer = fields.Text(required=True)

    def action_send(self):
        """Show the same version again, with the answer."""
        self.ensure_one()
        self.proof_id._check_staff()
        self.proof_id.sudo()._send_answer(self.answer)  # nobody has the right to write proofs
        return {'type': 'ir.actions.act_window_close'}
