import hashlib
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.match import normalise_number, normalise_word

STATES = [
    ('draft', "Not sent yet"),
    ('received', "Received, waits for the goods"),
    ('matched', "Matched"),
    ('differs', "Differs"),
    ('accepted', "Accepted"),
    ('refused', "Refused"),
]
OPEN_STATES = ('received', 'matched', 'differs', 'accepted')
DRAFT_DAYS = 14


class GiftSupplierInvoice(models.Model):
    """An invoice or credit note that a supplier has uploaded for an order.

    A draft holds the file while the supplier enters the rest. What was sent is matched and has a
    draft bill; nobody writes it but :meth:`_upload`, :meth:`_send` and the buyer's decisions.
    """

    _name = 'gift.supplier.invoice'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'gift.state.mixin']
    _description = "Supplier's invoice"
    _order = 'id desc'
    _rec_name = 'number'
    _mail_post_access = 'read'  # nobody writes invoices, all who read them talk about them
    _state_transitions = {
        'received': ('draft', 'differs', 'received'),
        'matched': ('draft', 'received', 'differs'),
        'differs': ('draft', 'received'),
        'accepted': ('received', 'differs'),
        'refused': OPEN_STATES,
    }

    order_id = fields.Many2one(
        'purchase.order', required=True, readonly=True, ondelete='restrict', index=True
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    buyer_id = fields.Many2one(related='order_id.user_id', string="Buyer", store=True)
    supplier_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, readonly=True, ondelete='restrict',
        index=True,
    )  # fmt: skip
    contact_id = fields.Many2one(
        'gift.supplier.contact', string="Contact", readonly=True, ondelete='set null'
    )
    contact_name = fields.Char(string="Sent by", readonly=True)
    reference = fields.Char(required=True, readonly=True, help="A second click has the same.")
    state = fields.Selection(
        STATES, required=True, readonly=True, default='draft', index=True, tracking=True
    )
    status = fields.Selection(
        [
            *STATES,
            ('posted', "Accepted, to be paid"),
            ('paid', "Paid"),
            ('cancelled', "Cancelled by our accounting"),
        ],
        compute='_compute_status', store=True,
        help="Follows the bill once it is posted.",
    )  # fmt: skip
    kind = fields.Selection(
        [('invoice', "Invoice"), ('credit', "Credit note")], default='invoice', required=True,
        readonly=True,
    )  # fmt: skip
    source = fields.Selection(
        [('pdf', "PDF"), ('ubl', "UBL"), ('cii', "Factur-X, ZUGFeRD")], required=True,
        readonly=True,
    )  # fmt: skip
    number = fields.Char(string="Supplier's number", readonly=True)
    number_key = fields.Char(readonly=True, help="The number as it is compared.")
    invoice_date = fields.Date(readonly=True)
    amount_net = fields.Monetary(string="Without taxes", readonly=True)
    amount_tax = fields.Monetary(string="Taxes", readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    total_gap = fields.Monetary(
        string="Total differs by", readonly=True, help="Invoice less our own reckoning with taxes."
    )
    line_ids = fields.One2many('gift.supplier.invoice.line', 'invoice_id', readonly=True)
    attachment_id = fields.Many2one('ir.attachment', string="File", readonly=True)
    file_sha256 = fields.Char(readonly=True)
    bill_id = fields.Many2one(
        'account.move', string="Bill", readonly=True, ondelete='restrict', index='btree_not_null',
        copy=False,
    )  # fmt: skip
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    decision_note = fields.Char(string="Why", readonly=True)

    _reference_uniq = models.UniqueIndex('(order_id, reference)', "An upload counts once.")
    _number_uniq = models.UniqueIndex(
        "(company_id, supplier_id, kind, number_key) WHERE state NOT IN ('draft', 'refused')",
        "This number was sent already.",
    )
    _file_uniq = models.UniqueIndex(
        "(company_id, supplier_id, file_sha256) WHERE state NOT IN ('draft', 'refused')",
        "This file was sent already.",
    )

    @api.depends('state', 'bill_id.state', 'bill_id.payment_state')
    def _compute_status(self):
        for invoice in self:
            invoice.status = invoice._get_status()

    def _get_status(self):
        """Return how far an upload is, as the supplier sees it."""
        self.ensure_one()
        bill = self.bill_id
        if self.state in ('draft', 'refused') or not bill or bill.state == 'draft':
            return self.state
        if bill.state == 'cancel' or bill.payment_state == 'reversed':
            return 'cancelled'
        return 'paid' if bill.payment_state in ('paid', 'in_payment') else 'posted'

    @api.depends('number', 'order_id.name')
    def _compute_display_name(self):
        for invoice in self:
            invoice.display_name = invoice.number or invoice.order_id.name

    # === UPLOAD === #

    @api.model
    def _upload(self, order, contact, reference, data):
        """Keep a file until the rest is entered. Idempotent by ``reference``.

        :param order: purchase.order in sudo that the contact may see.
        :param contact: gift.supplier.contact in sudo.
        :param bytes data: untrusted
        :return: the draft (sudo), or what it has become meanwhile.
        :raise UserError: when the file cannot be used; nothing is kept then.
        """
        invoices_sudo = self.sudo()  # checked by the page
        order._gift_lock_answers()
        known = invoices_sudo.search([('order_id', '=', order.id), ('reference', '=', reference)])
        if known:
            return known
        self._check_order(order)
        sha256 = hashlib.sha256(data).hexdigest()
        found, values = self._read_file(order, contact.supplier_id, data)
        self._check_file(order, contact.supplier_id, sha256)
        # A contact with a login does not follow what we write to each other about it.
        invoice_sudo = invoices_sudo.with_context(mail_create_nosubscribe=True).create(
            {
                **values,
                'order_id': order.id,
                'supplier_id': contact.supplier_id.id,
                'contact_id': contact.id,
                'contact_name': contact.partner_id.name,
                'reference': reference,
                'file_sha256': sha256,
            }
        )
        invoice_sudo.attachment_id = invoice_sudo._create_file(data)
        if found:
            invoice_sudo.line_ids._create_for_document(invoice_sudo, found)
        return invoice_sudo

    @api.model
    def _check_order(self, order):
        if order.state != 'purchase':
            raise UserError(self.env._("This order is not confirmed: it cannot be invoiced."))

    def _create_file(self, data, **values):
        """Return a new attachment; XML is plain text, so that no browser runs what it holds."""
        self.ensure_one()
        ending = 'pdf' if data.startswith(b'%PDF-') else 'xml'
        return self.env['ir.attachment'].create(
            {
                'name': f"{normalise_number(self.number or '') or 'invoice'}.{ending}",
                'raw': data,
                'mimetype': 'application/pdf' if ending == 'pdf' else 'text/plain',
                'res_model': self._name,
                'res_id': self.id,
                **values,
            }
        )

    # === SENDING === #

    def _send(self, header, rows):
        """Take the invoice in: check it, match it and make a draft bill. Idempotent.

        The order's row is written first: of two simultaneous invoices the second one sees what the
        first one bills.

        :param dict header: of a file without data ``kind``, ``number``, ``invoice_date``,
            ``amount_tax``, ``amount_total``; typed. Not read where the file says it itself.
        :param list rows: values of gift.supplier.invoice.line, or, where the file has lines,
            ``[(line, purchase_line), …]``.
        :raise UserError: with what is wrong and what to do; nothing is kept then.
        """
        self.ensure_one()
        self.order_id._gift_lock_answers()
        self._gift_lock()
        if self.state != 'draft':
            return
        self._check_order(self.order_id)
        if self.source == 'pdf':
            self.write(header)
            self.line_ids.unlink()
            self.line_ids.create([{**values, 'invoice_id': self.id} for values in rows])
            self._check_typed()
        else:
            for line, purchase_line in rows:
                line.purchase_line_id = purchase_line
        self.number_key = normalise_number(self.number or '')
        self._check_day()
        self._check_number()
        self._check_file(self.order_id, self.supplier_id, self.file_sha256)
        self._take_in()

    def _take_in(self):
        """Leave the draft; of two uploads with one number the second one is told so."""
        try:
            with self.env.cr.savepoint():
                self._gift_update_state('received')
                self.flush_recordset()
        except UniqueViolation:
            raise UserError(self._get_known_sentence()) from None
        self._match_lines()
        self._create_bill()
        self._settle()
        self.order_id.message_post(
            body=self.env._(
                "%(name)s has sent the invoice %(number)s.",
                name=self.contact_name,
                number=self.number,
            )
        )

    def _discard(self):
        """Forget a draft; what was sent stays."""
        self._gift_lock()
        self.filtered(lambda invoice: invoice.state == 'draft').unlink()

    # === DUPLICATES === #

    @api.model
    def _check_file(self, order, supplier, sha256):
        known = self.sudo().search_count(
            [
                ('company_id', '=', order.company_id.id),
                ('supplier_id', '=', supplier.id),
                ('file_sha256', '=', sha256),
                ('state', 'in', OPEN_STATES),
            ],
            limit=1,
        )
        if known:
            raise UserError(
                self.env._(
                    "You have sent this very file already. You find it under “Sent”; there is"
                    " nothing more to do."
                )
            )

    def _check_number(self):
        """Refuse a number that the supplier has used, here or on a bill entered by hand."""
        self.ensure_one()
        if not self.number_key:
            raise UserError(self.env._("Please enter the number of your invoice."))
        known = self.search_count(
            [
                ('company_id', '=', self.company_id.id),
                ('supplier_id', '=', self.supplier_id.id),
                ('kind', '=', self.kind),
                ('number_key', '=', self.number_key),
                ('state', 'in', OPEN_STATES),
                ('id', '!=', self.id),
            ],
            limit=1,
        )
        if known or self._is_entered_by_hand():
            raise UserError(self._get_known_sentence())

    def _is_entered_by_hand(self):
        """Return whether our accounting has a bill with that number."""
        self.ensure_one()
        self.env['account.move'].flush_model(
            ['ref', 'state', 'move_type', 'commercial_partner_id', 'company_id']
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT ref FROM account_move WHERE commercial_partner_id = %s AND company_id = %s"
                " AND move_type = %s AND state != 'cancel'"
                " AND regexp_replace(upper(ref), '[^[:alnum:]]', '', 'g') = %s",
                self.supplier_id.id,
                self.company_id.id,
                self._get_move_type(),
                normalise_word(self.number),
            )
        )
        return any(normalise_number(ref) == self.number_key for (ref,) in rows)

    def _get_known_sentence(self):
        return self.env._(
            "We have an invoice %s of yours already. Look under “Sent” what became of it; if this"
            " is another one, it needs a number of its own.",
            self.number,
        )

    # === CLEANING === #

    @api.autovacuum
    def _gc_drafts(self):
        """Delete files that were uploaded and never sent."""
        before = fields.Datetime.now() - timedelta(days=DRAFT_DAYS)
        self.sudo().search([('state', '=', 'draft'), ('write_date', '<', before)]).unlink()
