from odoo import api, fields, models
from odoo.exceptions import AccessError

DECISIONS = [
    ('accepted', "Accept: the customer sends the goods"),
    ('refunded', "Pay back"),
    ('refused', "Refuse"),
]


class GiftWithdrawalAnswer(models.TransientModel):
    """The staff's answer to a withdrawal."""

    _name = 'gift.withdrawal.answer'
    _description = 'Answer to a withdrawal'

    withdrawal_id = fields.Many2one('gift.withdrawal', required=True, readonly=True)
    state = fields.Selection(related='withdrawal_id.state')
    decision = fields.Selection(DECISIONS, required=True, default='accepted')
    answer = fields.Text(help="The customer reads it. A refusal needs a reason.")
    order_id = fields.Many2one(
        'sale.order', compute='_compute_order_id', store=True, readonly=False,
        domain="[('state', '=', 'sale')]",
    )  # fmt: skip
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount = fields.Monetary(compute='_compute_amount', store=True, readonly=False)

    @api.depends('withdrawal_id')
    def _compute_order_id(self):
        for wizard in self:
            wizard.order_id = wizard.withdrawal_id.order_id

    @api.depends('withdrawal_id')
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.withdrawal_id.refund_proposal

    def action_apply(self):
        """Do what was decided."""
        self.ensure_one()
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.withdrawal_id.check_access('read')
        withdrawal_sudo = self.withdrawal_id.sudo()  # checked above; nobody writes it directly
        if self.order_id and not withdrawal_sudo.order_id:
            self.order_id.check_access('read')
            withdrawal_sudo.order_id = self.order_id
        if self.decision == 'refunded':
            withdrawal_sudo._refund(self.amount)
        elif self.decision == 'refused':
            withdrawal_sudo._refuse(self.answer)
        else:
            withdrawal_sudo._accept(self.answer)
        return {'type': 'ir.actions.act_window_close'}
