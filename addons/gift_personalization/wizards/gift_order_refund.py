import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError


class GiftOrderRefund(models.TransientModel):
    """Staff pay a part of an order back of their own accord."""

    _name = 'gift.order.refund'
    _description = 'Refund of a part of an order'

    order_id = fields.Many2one('sale.order', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='order_id.currency_id')
    line_id = fields.Many2one(
        'sale.order.line',
        string="For",
        required=True,
        domain="[('order_id', '=', order_id), ('price_total', '>', 0)]",
        ondelete='cascade',
    )
    left = fields.Monetary(string="Can be paid back", compute='_compute_left', compute_sudo=True)
    amount = fields.Monetary(required=True)
    reason = fields.Text(string="Message to the customer", required=True)
    reference = fields.Char(readonly=True, default=lambda self: str(uuid.uuid4()))

    @api.depends('order_id')
    def _compute_left(self):
        for wizard in self:
            wizard.left = wizard.order_id._gift_get_left() if wizard.order_id else 0.0

    def action_apply(self):
        """Button: pay it back. A second click pays nothing more."""
        self.ensure_one()
        self.order_id._gift_check_staff()
        if self.line_id.order_id != self.order_id:
            raise UserError(self.env._("Please choose a line of this order."))
        if not self.reason.strip():
            raise UserError(self.env._("Please tell the customer why, in a sentence."))
        requests_sudo = self.env['gift.order.request'].sudo()  # checked above; nobody may write
        requests_sudo._pay_goodwill(
            self.line_id.sudo(), self.amount, reason=self.reason, reference=self.reference
        )
        return {'type': 'ir.actions.act_window_close'}
