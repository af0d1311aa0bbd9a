from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class GiftSupplierInvoice(models.Model):
    """What a buyer decides about an invoice."""

    _inherit = 'gift.supplier.invoice'

    def _accept(self, note):
        """Accept what differs; the bill stays as the supplier has sent it.

        :raise UserError: without a note where something differs.
        """
        for invoice in self:
            invoice.order_id._gift_lock_answers()
            invoice._gift_lock()
            if invoice.state == 'differs' and not note:
                raise UserError(self.env._("Please note why the difference is accepted."))
            invoice._gift_update_state('accepted', **invoice._prepare_decision(note))
            invoice._close_decision()

    def _refuse(self, note):
        """Refuse invoices: the bill is cancelled and the supplier told why.

        :raise UserError: without a reason, or when a bill is posted.
        """
        if not note:
            raise UserError(self.env._("Please give a reason; the supplier reads it."))
        for invoice in self:
            invoice.order_id._gift_lock_answers()
            invoice._gift_lock()
            bill = invoice._with_accountant().bill_id
            if bill.state == 'posted':
                raise UserError(
                    self.env._(
                        "The bill of %s is posted. Reset it to draft in accounting first, or ask"
                        " the supplier for a credit note.",
                        invoice.number,
                    )
                )
            if not invoice._gift_update_state('refused', **invoice._prepare_decision(note)):
                continue
            if bill.state == 'draft':
                bill.button_cancel()
            invoice._close_decision()
            invoice._tell_refused()

    def _prepare_decision(self, note):
        return {
            'decided_by_id': self.env.uid,
            'decided_date': fields.Datetime.now(),
            'decision_note': note,
        }

    def _tell_refused(self):
        """Mail who has sent the invoice, or whoever may send one now."""
        self.ensure_one()
        contacts = self.contact_id.filtered(lambda contact: contact._may('invoices'))
        if not contacts:
            contacts = self.env['gift.supplier.contact'].search(
                [('supplier_id', '=', self.supplier_id.id)]
            )
            contacts = contacts.filtered(lambda contact: contact._may('invoices'))
        for contact in contacts:
            self.env['gift.supplier.access']._send_link(
                contact,
                self.order_id,
                template='mail_template_invoice_refused',
                page=f'invoice/{self.id}',
                gift_number=self.number,
                gift_reason=self.decision_note,
            )

    # === BUTTONS === #

    def _check_buyer(self):
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide about invoices of suppliers."))
        self.check_access('read')

    def action_accept(self):
        """Button: accept what differs, or what the goods have not come for yet."""
        self._check_buyer()
        return self._open_decision('accept')

    def action_refuse(self):
        """Button: refuse invoices with a reason."""
        self._check_buyer()
        return self._open_decision('refuse')

    def action_match(self):
        """Button: match once more, after the order was changed."""
        self._check_buyer()
        self.sudo()._match_again()  # checked above; nobody writes invoices
        return True

    def action_open_bill(self):
        """Button: open the bill."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'account.move',
            'view_mode': 'form',
            'res_id': self.bill_id.id,
        }

    def action_open_file(self):
        """Button: download the file that the supplier has sent."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{self.attachment_id.id}?download=true',
            'target': 'download',
        }

    def _open_decision(self, decision):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Decide"),
            'res_model': 'gift.supplier.invoice.decision',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_invoice_ids': [fields.Command.set(self.ids)],
                'default_decision': decision,
            },
        }
