from odoo import fields, models

DECISIONS = [('accept', "Accept"), ('decline', "Decline")]


class GiftOrderRequestAnswer(models.TransientModel):
    """Staff answer a request: yes, or no with a sentence."""

    _name = 'gift.order.request.answer'
    _description = 'Answer to a request'

    request_id = fields.Many2one('gift.order.request', required=True, readonly=True)
    kind = fields.Selection(related='request_id.kind')
    decision = fields.Selection(DECISIONS, required=True, readonly=True, default='accept')
    currency_id = fields.Many2one(related='request_id.currency_id')
    amount_now = fields.Monetary(related='request_id.amount_now')
    answer = fields.Text(string="Message to the customer")

    def action_apply(self):
        """Button: do it, or decline. A second click finds it answered."""
        self.ensure_one()
        self.request_id._check_staff()
        request_sudo = self.request_id.sudo()  # checked above; nobody may write requests
        getattr(self, f'_apply_{self.decision}')(request_sudo)
        return {'type': 'ir.actions.act_window_close'}

    def _apply_accept(self, request_sudo):
        request_sudo._accept(self.answer)

    def _apply_decline(self, request_sudo):
        request_sudo._decline(self.answer)
