from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..engine.match import Tolerance, match_line

LIMIT_NAMES = ('quantity', 'price', 'amount')
CENTS_PER_LINE = 0.01  # taxes may be rounded by line or in the end


class GiftSupplierInvoice(models.Model):
    """Matching with order and receipts, and the draft bill."""

    _inherit = 'gift.supplier.invoice'

    def _get_move_type(self):
        return 'in_refund' if self.kind == 'credit' else 'in_invoice'

    @api.model
    def _get_tolerance(self, supplier):
        """Return the tolerance for a supplier: its own one, or that of the settings."""
        if supplier.gift_bill_tolerance_own:
            return Tolerance(*(supplier[f'gift_bill_tolerance_{name}'] for name in LIMIT_NAMES))
        get_param = self.env['ir.config_parameter'].sudo().get_param
        return Tolerance(
            *(float(get_param(f'gift_supplier_portal.bill_{name}') or 0) for name in LIMIT_NAMES)
        )

    # === MATCHING === #

    def _match_lines(self):
        """Store for each line how it compares with what was ordered and received."""
        self.ensure_one()
        tolerance = self._get_tolerance(self.supplier_id)
        is_credit = self.kind == 'credit'
        own = self._get_own_pieces()
        billed = {}
        for line in self.line_ids:
            billed[line.purchase_line_id] = billed.get(line.purchase_line_id, 0) + line.quantity
        for line in self.line_ids:
            order_line = line.purchase_line_id
            ordered = order_line._gift_prepare_match(own.get(order_line, 0)) if order_line else None
            results = match_line(
                ordered, billed[order_line], line.price_unit, tolerance, is_credit=is_credit
            )
            line.write(
                {
                    'result': results[0],
                    'results': list(results),
                    'expected_price': ordered.price if ordered else 0,
                    'billable': self._get_limit(ordered, results) if ordered else 0,
                }
            )

    def _get_limit(self, ordered, results):
        """Return how many pieces could have been invoiced, as the reason tells it."""
        if self.kind == 'credit':
            return ordered.invoiced
        limit = ordered.received if 'waiting' in results else ordered.quantity
        return max(0.0, limit - ordered.invoiced)

    def _get_own_pieces(self):
        """Return ``{line of the order: pieces}`` that the bill of this invoice counts already."""
        self.ensure_one()
        pieces = {}
        if self.bill_id and self.bill_id.state != 'cancel':
            sign = -1 if self.kind == 'credit' else 1
            for line in self.bill_id.invoice_line_ids:
                order_line = line.purchase_line_id
                count = line.product_uom_id._compute_quantity(
                    line.quantity, order_line.product_uom_id
                ) if order_line else 0  # fmt: skip
                pieces[order_line] = pieces.get(order_line, 0) + sign * count
        return pieces

    def _settle(self):
        """Move the invoice to what its lines and total say, and tell the buyer what differs."""
        self.ensure_one()
        results = set(self.line_ids.mapped('result')) - {'matched'}
        gap = self.amount_total - self.bill_id.amount_total
        is_off = abs(gap) > CENTS_PER_LINE * (len(self.line_ids) + 1) + 1e-9
        self.total_gap = gap if is_off else 0
        if is_off or results - {'waiting'}:
            self._gift_update_state('differs')
            self._schedule_decision()
        elif results:
            self._gift_update_state('received')
        else:
            self._gift_update_state('matched')
            self._close_decision()
            self._post_matched()

    def _match_again(self):
        """Match what waits once more, as goods have arrived or the order was changed."""
        for invoice in self:
            invoice.order_id._gift_lock_answers()
            invoice._gift_lock()
            if invoice.state in ('received', 'differs') and invoice.bill_id.state == 'draft':
                invoice._match_lines()
                invoice._settle()

    def _schedule_decision(self):
        self.ensure_one()
        if not self.activity_ids:
            self.activity_schedule(
                'mail.mail_activity_data_todo',
                summary=self.env._("Decide about an invoice that differs"),
                user_id=(self.buyer_id or self.env.ref('base.user_admin')).id,
            )

    def _close_decision(self):
        self.activity_unlink(['mail.mail_activity_data_todo'])

    # === BILL === #

    def _create_bill(self):
        """Make the draft bill or refund of what was sent, with the file."""
        self.ensure_one()
        own = self._with_accountant()
        order = own.order_id.with_context(default_move_type=own._get_move_type())
        lines = [
            {**line._prepare_bill_line(), 'sequence': 10 + number}
            for number, line in enumerate(own.line_ids)
        ]
        bill = own.env['account.move'].create(
            {
                **order._prepare_invoice(),
                'ref': own.number,
                'invoice_date': own.invoice_date,
                'invoice_line_ids': [fields.Command.create(values) for values in lines],
            }
        )
        file = own._create_file(own.attachment_id.raw, res_model='account.move', res_id=bill.id)
        bill.message_main_attachment_id = file
        self.bill_id = bill.id

    def _with_accountant(self):
        """Return the invoice as the system sees it: bills are its own, in the company's words."""
        self.ensure_one()
        company = self.company_id
        return (
            self.with_user(SUPERUSER_ID)
            .with_company(company)
            .with_context(lang=company.partner_id.lang, allowed_company_ids=company.ids)
        )

    def _post_matched(self):
        """Post the bill of a matched invoice where the settings say so.

        When accounting does not allow it (a closed period), it stays a draft for a person.
        """
        self.ensure_one()
        get_param = self.env['ir.config_parameter'].sudo().get_param
        if not get_param('gift_supplier_portal.post_matched'):
            return
        bill = self._with_accountant().bill_id
        try:
            with self.env.cr.savepoint():
                bill.action_post()
        except UserError as error:
            bill.message_post(body=self.env._("The bill was not posted: %s", error))


class AccountMove(models.Model):
    _inherit = 'account.move'

    gift_supplier_invoice_ids = fields.One2many(
        'gift.supplier.invoice', 'bill_id', string="Supplier's uploads", readonly=True
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_uploaded(self):
        """Keep bills of uploads: the supplier would wait for nothing."""
        uploaded_sudo = self.sudo().gift_supplier_invoice_ids  # only whether there is one
        if uploaded_sudo:
            raise UserError(
                self.env._(
                    "The invoice %s came from the supplier's page. Refuse it there (Suppliers →"
                    " Invoices): the supplier is told, and the bill is cancelled.",
                    uploaded_sudo[0].number,
                )
            )
