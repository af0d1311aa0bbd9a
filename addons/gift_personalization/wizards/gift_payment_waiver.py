from odoo import fields, models


class GiftPaymentWaiver(models.TransientModel):
    """Staff say why gifts are made although a difference is not paid."""

    _name = 'gift.payment.waiver'
    _description = 'Do not wait for the payment'

    order_id = fields.Many2one('sale.order', required=True, readonly=True, ondelete='cascade')
    reason = fields.Char(required=True)

    def action_apply(self):
        """Button: release the gifts; the reason is kept on the order and its jobs."""
        self.ensure_one()
        self.order_id._gift_check_staff()
        self.order_id.sudo()._gift_waive(self.reason)  # checked above; nobody may write jobs
        return {'type': 'ir.actions.act_window_close'}
