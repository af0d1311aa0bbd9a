from odoo import fields
from odoo.fields import Command

from . import invoice_files
from .common import SupplierCommon


class InvoiceCommon(SupplierCommon):
    """Orders with taxes of 15 %, and invoices of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann.may_invoices = True
        cls.tax = cls.env['account.tax'].create(
            {'name': "Purchase 15 %", 'amount': 15, 'type_tax_use': 'purchase'}
        )
        (cls.mug | cls.pen).supplier_taxes_id = [Command.set(cls.tax.ids)]
        cls.invoices = cls.env['gift.supplier.invoice']
        cls.today = fields.Date.today()

    @classmethod
    def _receive(cls, order, **counts):
        """Receive pieces by the name of a product: all of a line without a count."""
        picking = order.picking_ids.filtered(lambda picking: picking.state == 'assigned')
        for move in picking.move_ids:
            move.quantity = counts.get(move.product_id.name.split()[-1], move.product_uom_qty)
            move.picked = True
        picking.with_context(skip_backorder=False)._action_done()

    def _upload(self, order, data=None, *, contact=None, reference='r'):
        data = invoice_files.pdf() if data is None else data
        return self.invoices._upload(order, contact or self.ann, reference, data)

    def _send(self, order, *rows, extra=0, tax=None, total=None, data=None, **header):
        """Upload a plain PDF and enter it; ``rows`` is ``[(line, quantity, price), …]``."""
        net = sum(quantity * price for _line, quantity, price in rows) + extra
        tax = round(net * 0.15, 2) if tax is None else tax
        header = {
            'kind': 'invoice',
            'number': "RE-1",
            'invoice_date': self.today,
            'amount_tax': tax,
            'amount_total': net + tax if total is None else total,
            **header,
        }
        values = [
            {'purchase_line_id': line.id, 'name': line.name, 'quantity': quantity,
             'price_unit': price}
            for line, quantity, price in rows
        ]  # fmt: skip
        if extra:
            values.append({'name': "Freight", 'quantity': 1, 'price_unit': extra})
        # A file of its own each time, as the same one is taken once.
        name = f'{header["number"]}-{header["kind"]}-{self.invoices.search_count([])}'
        data = data or invoice_files.pdf(b'x', name=name)
        invoice = self._upload(order, data, reference=name.replace('-', ''))
        invoice._send(header, values)
        return invoice

    def _set(self, **values):
        """Change settings by their names."""
        for name, value in values.items():
            key = f'gift_supplier_portal.{name}'
            self.env['ir.config_parameter'].sudo().set_param(key, value)
