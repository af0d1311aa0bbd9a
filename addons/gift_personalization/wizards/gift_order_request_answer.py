from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [
    ('accept', "Accept"),
    ('decline', "Decline"),
    ('replacement', "Make it again"),
    ('refund', "Pay back"),
]


class GiftOrderRequestAnswer(models.TransientModel):
    """Staff answer a request: yes, no with a sentence, a new piece, or money."""

    _name = 'gift.order.request.answer'
    _description = 'Answer to a request'

    request_id = fields.Many2one('gift.order.request', required=True, readonly=True)
    kind = fields.Selection(related='request_id.kind')
    is_plain = fields.Boolean(related='request_id.is_plain')
    decision = fields.Selection(DECISIONS, required=True, readonly=True, default='accept')
    currency_id = fields.Many2one(related='request_id.currency_id')
    amount_now = fields.Monetary(related='request_id.amount_now')
    amount = fields.Monetary(string="Amount", compute='_compute_amount', store=True, readonly=False)
    cause_id = fields.Many2one(
        'gift.reprint.cause',
        string="What went wrong",
        compute='_compute_cause_id',
        store=True,
        readonly=False,
    )
    answer = fields.Text(string="Message to the customer")

    @api.depends('request_id')
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.request_id.amount_now

    @api.depends('request_id')
    def _compute_cause_id(self):
        for wizard in self:
            wizard.cause_id = wizard.request_id.cause_id

    def action_apply(self):
        """Button: do it, or decline. A second click finds it answered."""
        self.ensure_one()
        self.request_id._check_staff()
        request_sudo = self.request_id.sudo()  # checked above; nobody may write requests
        getattr(self, f'_apply_{self.decision}')(request_sudo)
        return {'type': 'ir.actions.act_window_close'}

    def _apply_accept(self, request_sudo):
        if request_sudo.kind == 'complaint':
            self._check_answer()
            request_sudo._accept(self.answer, outcome='other')
        else:
            request_sudo._accept(self.answer)

    def _apply_decline(self, request_sudo):
        request_sudo._decline(self.answer)

    def _apply_replacement(self, request_sudo):
        self._check_complaint()
        request_sudo._accept(self.answer, outcome='replacement', cause_id=self.cause_id.id)

    def _apply_refund(self, request_sudo):
        self._check_complaint()
        request_sudo._accept(self.answer, outcome='refund', amount=self.amount)

    def _check_complaint(self):
        if self.kind != 'complaint':
            raise UserError(self.env._("Only a complaint is answered like this."))

    def _check_answer(self):
        if not (self.answer or '').strip():
            raise UserError(self.env._("Please tell the customer what you do, in a sentence."))
