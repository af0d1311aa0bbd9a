import io

from odoo import api, fields, models

INVOICE_LINE_MM = 8


class GiftStoreDemo(models.AbstractModel):
    """An order that has arrived, an invoice that matches it and one that differs."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_supplier_invoices(self, key, supplier, description):
        if 'arrived' not in description or self._get(f'purchase_{key}_arrived'):
            return
        order = self._mark(
            f'purchase_{key}_arrived',
            self._create_purchase(supplier, {'order': description['arrived']}),
        )
        order.button_confirm()
        for move in order.picking_ids.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        order.picking_ids._action_done()
        contact = self._get(f"supplier_{key}_{description['invoiced_by']}")
        for number, entry in enumerate(description['invoices']):
            invoice = self._load_supplier_invoice(order, contact, entry)
            self._mark(f'supplier_invoice_{key}_{number}', invoice)

    @api.model
    def _load_supplier_invoice(self, order, contact, entry):
        """Send an invoice over one line of an order, as the contact would."""
        line = order.order_line.filtered(lambda line: line.product_id.default_code == entry['code'])
        net = order.currency_id.round(entry['quantity'] * entry['price'])
        taxes = line.tax_ids.compute_all(net, order.currency_id)
        total = taxes['total_included']
        words = [
            contact.supplier_id.name,
            self.env._("Invoice %s", entry['number']),
            self.env._("Your order %s", order.name),
            f"{entry['quantity']} x {line.product_id.name}: {net:.2f}",
            self.env._("Total with taxes: %s", f'{total:.2f} {order.currency_id.name}'),
        ]
        invoice = self.env['gift.supplier.invoice']._upload(
            order, contact, entry['number'].replace('-', ''), self._build_page(words)
        )
        invoice._send(
            {
                'kind': 'invoice',
                'number': entry['number'],
                'invoice_date': fields.Date.context_today(self),
                'amount_tax': total - net,
                'amount_total': total,
            },
            [
                {
                    'purchase_line_id': line.id,
                    'name': line.product_id.name,
                    'quantity': entry['quantity'],
                    'price_unit': entry['price'],
                }
            ],
        )
        return invoice

    @api.model
    def _build_page(self, words):
        """Return a PDF with one page of lines."""
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.units import mm
        from reportlab.pdfgen.canvas import Canvas

        out = io.BytesIO()
        canvas = Canvas(out, pagesize=A4, invariant=True)
        for number, text in enumerate(words):
            canvas.drawString(25 * mm, A4[1] - (40 + number * INVOICE_LINE_MM) * mm, text)
        canvas.save()
        return out.getvalue()
