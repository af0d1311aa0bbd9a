from odoo import fields, models


class GiftSupplierDecision(models.TransientModel):
    """Asks the buyer for what a decision needs: a reason, or the product bought instead."""

    _name = 'gift.supplier.decision'
    _description = 'Decision about proposals'

    line_ids = fields.Many2many('gift.supplier.answer.line', required=True)
    decision = fields.Selection([('accept', "Accept"), ('reject', "Reject")], required=True)
    product_id = fields.Many2one('product.product', string="Bought instead")
    note = fields.Char(string="Reason", help="The supplier reads it.")

    def action_decide(self):
        """Button: keep the decision and tell the supplier."""
        self.ensure_one()
        self.line_ids._check_buyer()
        lines_sudo = self.line_ids.sudo()  # checked above; nobody writes answers
        if self.decision == 'accept':
            lines_sudo._accept(self.note or '', self.product_id.sudo(False))
        else:
            lines_sudo._reject((self.note or '').strip())
        lines_sudo._tell_supplier()
        return {'type': 'ir.actions.act_window_close'}
