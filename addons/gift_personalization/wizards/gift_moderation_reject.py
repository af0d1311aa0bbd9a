from odoo import fields, models
from odoo.exceptions import UserError

from ..models.gift_moderation_word import REASONS


class GiftModerationReject(models.TransientModel):
    """Staff say why something is not printed."""

    _name = 'gift.moderation.reject'
    _description = 'Rejection of a design'

    case_id = fields.Many2one('gift.moderation.case', required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, default='other')
    note = fields.Text(string="Message to the customer")

    def action_reject(self):
        """Reject the case and tell the customer."""
        self.ensure_one()
        self.case_id._check_staff()
        if self.reason == 'other' and not (self.note or '').strip():
            raise UserError(self.env._("Please tell the customer why, in a sentence."))
        case_sudo = self.case_id.sudo()  # nobody has the right to write cases
        case_sudo._decide('rejected', reason=self.reason, note=(self.note or '').strip())
        return {'type': 'ir.actions.act_window_close'}
