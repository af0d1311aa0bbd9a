from odoo import api, fields, models

from ..engine.match import Ordered, assign_lines


class GiftSupplierInvoiceLine(models.Model):
    """A line of a supplier's invoice next to the line of the order that it stands for."""

    _name = 'gift.supplier.invoice.line'
    _description = "Line of a supplier's invoice"
    _order = 'id'

    invoice_id = fields.Many2one(
        'gift.supplier.invoice', required=True, readonly=True, ondelete='cascade', index=True
    )
    purchase_line_id = fields.Many2one(
        'purchase.order.line', string="Line of the order", readonly=True, ondelete='restrict',
        index='btree_not_null', help="Empty: freight, or what was not ordered.",
    )  # fmt: skip
    currency_id = fields.Many2one(related='invoice_id.currency_id')
    name = fields.Char(string="Text", readonly=True)
    quantity = fields.Float(readonly=True, digits=(16, 4))
    price_unit = fields.Float(string="Price", readonly=True, digits=(16, 6))
    tax_rate = fields.Float(string="Tax (%)", readonly=True)
    is_extra = fields.Boolean(readonly=True, help="A charge or allowance of the whole invoice.")
    result = fields.Selection(
        [
            ('matched', "Matched"),
            ('waiting', "Not received yet"),
            ('price', "Price differs"),
            ('over', "Over-billed"),
            ('not_ordered', "Not ordered"),
        ],
        readonly=True,
    )
    results = fields.Json(readonly=True, help="All that holds, worst first.")
    billable = fields.Float(
        string="Could be billed", readonly=True, digits='Product Unit',
        help="When the invoice was matched, without this one.",
    )  # fmt: skip
    expected_price = fields.Float(string="Agreed price", readonly=True, digits=(16, 6))
    explanation = fields.Text(string="Reason", compute='_compute_explanation')

    @api.depends('results', 'billable', 'expected_price', 'quantity', 'price_unit')
    @api.depends_context('lang')
    def _compute_explanation(self):
        for line in self:
            line.explanation = ' '.join(line._get_sentences())

    def _get_sentences(self):
        """Return why a line differs, for buyer and supplier alike."""
        self.ensure_one()
        quantity, billable = f'{self.quantity:g}', f'{self.billable:g}'
        price = self.env['ir.qweb.field.float'].value_to_html
        sentences = {
            'over': self.env._(
                "%(billable)s can be invoiced at most, the invoice says %(quantity)s.",
                billable=billable, quantity=quantity,
            ),
            'price': self.env._(
                "The agreed price is %(expected)s, the invoice says %(found)s.",
                expected=price(self.expected_price, {'min_precision': 2, 'precision': 4}),
                found=price(self.price_unit, {'min_precision': 2, 'precision': 4}),
            ),
            'waiting': self.env._(
                "Of %(quantity)s, %(billable)s have arrived so far. We go on when the goods are"
                " here.",
                billable=billable, quantity=quantity,
            ),
            'not_ordered': self.env._("This does not stand in the order."),
        }  # fmt: skip
        return [sentences[name] for name in self.results or () if name in sentences]

    # === CREATION === #

    @api.model
    def _create_for_document(self, invoice, found):
        """Create the lines that a file has, each with the line of the order it fits, if any.

        :param found: engine.facts.Invoice
        """
        order_lines = invoice.order_id._gift_get_shown_lines()
        candidates = {line: line._gift_get_invoice_words() for line in order_lines}
        assigned = assign_lines(found.lines, candidates)
        return self.create(
            [
                {
                    'invoice_id': invoice.id,
                    'purchase_line_id': order_line.id if order_line else False,
                    'name': line.name,
                    'quantity': float(line.quantity),
                    'price_unit': float(line.net_price),
                    'tax_rate': float(line.rate or 0),
                    'is_extra': line.is_extra,
                }
                for line, order_line in zip(found.lines, assigned, strict=True)
            ]
        )

    # === BILL === #

    def _prepare_bill_line(self):
        """Return the values of a line of the bill, linked as Odoo links it."""
        self.ensure_one()
        if not self.purchase_line_id:
            return {
                'name': self.name or self.env._("Freight and other costs"),
                'quantity': self.quantity,
                'price_unit': self.price_unit,
                'tax_ids': [fields.Command.set(self._find_taxes().ids)],
            }
        line = self.purchase_line_id
        expected = line._gift_get_net_price()
        values = line._prepare_account_move_line()
        # Of an agreed price stay price and discount as they are, whatever taxes are in them.
        priced = (
            {'price_unit': line.price_unit * self.price_unit / expected}
            if expected
            else {'price_unit': self.price_unit, 'discount': 0}
        )
        return {**values, 'quantity': self.quantity, **priced}

    def _find_taxes(self):
        """Return the taxes of the order that have the line's rate; without one, none."""
        taxes = self.invoice_id.order_id.order_line.tax_ids
        if self.invoice_id.source == 'pdf':
            return taxes[:1]
        fitting = taxes.filtered(
            lambda tax: tax.amount_type == 'percent' and abs(tax.amount - self.tax_rate) < 0.001
        )
        return fitting[:1]


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    def _gift_get_net_price(self):
        """Return the agreed price of one piece, with its discount and without taxes."""
        self.ensure_one()
        return self.price_subtotal / self.product_qty if self.product_qty else self.price_unit

    def _gift_needs_receipt(self):
        """Return whether only what was received is paid (three-way), by the control policy."""
        self.ensure_one()
        return self.product_id.purchase_method == 'receive'

    def _gift_get_billable(self):
        """Return how many pieces can be invoiced now."""
        self.ensure_one()
        limit = self.qty_received if self._gift_needs_receipt() else self.product_qty
        return max(0.0, self.product_uom_id.round(limit - self.qty_invoiced))

    def _gift_get_uninvoiced(self):
        """Return what a supplier probably invoices: what may be billed, else all that is left."""
        self.ensure_one()
        left = self.product_uom_id.round(self.product_qty - self.qty_invoiced)
        return self._gift_get_billable() or max(0.0, left)

    def _gift_prepare_match(self, own=0.0):
        """Return what an invoice is compared with.

        :param own: pieces on the bill of that invoice itself.
        """
        self.ensure_one()
        return Ordered(
            quantity=self.product_qty,
            received=self.qty_received,
            invoiced=self.qty_invoiced - own,
            price=self._gift_get_net_price(),
            needs_receipt=self._gift_needs_receipt(),
        )

    def _gift_get_invoice_words(self):
        """Return the words by which a supplier's invoice may call the line."""
        self.ensure_one()
        product = self.product_id
        supplier = self.order_id.partner_id.commercial_partner_id
        sellers = product.seller_ids.filtered(
            lambda seller: seller.partner_id.commercial_partner_id == supplier
        )
        return {
            'buyer': [product.default_code or ''],
            'seller': [seller.product_code or '' for seller in sellers],
            'barcode': [product.barcode or ''],
            'name': [
                product.name, product.display_name, self.name or '',
                *(seller.product_name or '' for seller in sellers),
            ],
        }  # fmt: skip
