from odoo import fields, models


class GiftSupplierInvoiceDecision(models.TransientModel):
    """Asks the buyer why an invoice is accepted or refused."""

    _name = 'gift.supplier.invoice.decision'
    _description = 'Decision about invoices'

    invoice_ids = fields.Many2many('gift.supplier.invoice', required=True)
    decision = fields.Selection([('accept', "Accept"), ('refuse', "Refuse")], required=True)
    note = fields.Char(string="Reason", help="Of a refusal the supplier reads it.")

    def action_decide(self):
        """Button: keep the decision."""
        self.ensure_one()
        self.invoice_ids._check_buyer()
        invoices_sudo = self.invoice_ids.sudo()  # checked above; nobody writes invoices
        note = (self.note or '').strip()
        if self.decision == 'accept':
            invoices_sudo._accept(note)
        else:
            invoices_sudo._refuse(note)
        return {'type': 'ir.actions.act_window_close'}
