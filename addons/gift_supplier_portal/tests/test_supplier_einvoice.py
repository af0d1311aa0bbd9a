from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from . import invoice_files
from .invoice_common import InvoiceCommon


@tagged('post_install', '-at_install')
class TestSupplierElectronicInvoice(InvoiceCommon, TransactionCase):
    """Invoices whose files say themselves what stands on them."""

    def setUp(self):
        super().setUp()
        self.mugs.vat = "DE123456788"
        self.order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        self.mug_line, self.pen_line = self.order.order_line

    def _write(self, write=invoice_files.ubl, lines=None, **values):
        values = {'vat': "DE123456788", 'order': self.order.name, **values}
        return write(lines or [("Blank mug", 10, 4.0), ("pen", 100, 1.0)], **values)

    def _take(self, data):
        invoice = self._upload(self.order, data, reference=f'r{self.invoices.search_count([])}')
        invoice._send({}, [(line, line.purchase_line_id) for line in invoice.line_ids])
        return invoice

    def test_each_format_is_read_and_matched(self):
        files = {
            'ubl': self._write(number="U-1"),
            'cii': self._write(invoice_files.cii, number="C-1"),
            'factur-x': invoice_files.pdf(self._write(invoice_files.cii, number="F-1")),
        }
        for name, data in files.items():
            with self.subTest(name):
                invoice = self._take(data)

                self.assertEqual(invoice.state, 'matched')
                self.assertEqual(invoice.line_ids.purchase_line_id, self.order.order_line)
                self.assertEqual(str(invoice.invoice_date), '2026-01-15')
                self.assertEqual(invoice.bill_id.amount_total, 161.0)
                is_pdf = data.startswith(b'%PDF')
                self.assertEqual(
                    invoice.bill_id.attachment_ids.mimetype,
                    'application/pdf' if is_pdf else 'text/plain',
                )
                invoice._refuse("next")

    def test_what_odoo_writes_is_read(self):
        """An independent writer: a customer's invoice, exported by Odoo in both formats."""
        company = self.env.company
        company.write({'vat': "US12345671", 'email': 'a@example.com', 'phone': '+1 555'})
        company.partner_id.write(
            {'street': "S 1", 'city': "C", 'zip': "94107",
             'country_id': self.env.ref('base.us').id}
        )  # fmt: skip
        self.mugs.write({'vat': company.vat, 'name': company.name})
        tax = self.env['account.tax'].create({'name': "S 15", 'amount': 15})
        move = self.env['account.move'].create(
            {
                'move_type': 'out_invoice',
                'partner_id': self.pens.id,
                'invoice_date': '2026-01-15',
                'ref': self.order.name,
                'invoice_line_ids': [
                    Command.create({'product_id': product.id, 'quantity': quantity,
                                    'price_unit': price, 'discount': discount,
                                    'tax_ids': [Command.set(tax.ids)]})
                    for product, quantity, price, discount in (
                        (self.mug, 10, 5.0, 20), (self.pen, 100, 1.0, 0)
                    )
                ],
            }
        )  # fmt: skip
        move.action_post()
        for name, kind in (('account.edi.xml.ubl_bis3', 'ubl'), ('account.edi.xml.cii', 'cii')):
            with self.subTest(kind):
                xml, _errors = self.env[name]._export_invoice(move)
                data = xml if kind == 'ubl' else invoice_files.pdf(xml)

                invoice = self._take(data)

                self.assertEqual((invoice.source, invoice.number), (kind, move.name))
                self.assertEqual(invoice.amount_total, move.amount_total)
                self.assertEqual(invoice.state, 'matched', invoice.line_ids.mapped('explanation'))
                invoice._refuse("next")

    def test_credit_notes_make_refunds(self):
        self._take(self._write(number="U-1"))
        for write in (invoice_files.ubl, invoice_files.cii):
            with self.subTest(write.__name__):
                data = self._write(
                    write, [("Blank mug", 4, 4.0)], number=write.__name__, is_credit=True
                )

                credit = self._take(data)

                self.assertEqual((credit.kind, credit.state), ('credit', 'matched'))
                bill = credit.bill_id
                self.assertEqual((bill.move_type, bill.amount_total), ('in_refund', 18.4))
                self.assertEqual(bill.invoice_line_ids.purchase_line_id, self.mug_line)
        self.assertEqual(self.mug_line.qty_invoiced, 2)
        more = self._take(self._write(lines=[("Blank mug", 4, 4.0)], number="K", is_credit=True))
        self.assertEqual((more.state, more.line_ids.result), ('differs', 'over'))

    def test_freight_and_unknown_lines_wait_for_the_buyer(self):
        lines = [("Blank mug", 10, 4.0), ("Something", 1, 3.0)]
        invoice = self._take(self._write(lines=lines, freight=5))

        self.assertEqual(
            invoice.line_ids.mapped('result'), ['matched', 'not_ordered', 'not_ordered']
        )
        self.assertEqual(invoice.state, 'differs')
        self.assertEqual(invoice.bill_id.amount_total, 55.2, "taxes of the same rate")

    def test_lines_are_found_by_codes_as_well(self):
        self.env['product.supplierinfo'].create(
            {'partner_id': self.mugs.id, 'product_tmpl_id': self.mug.product_tmpl_id.id,
             'product_code': "KN-7"}
        )  # fmt: skip
        data = self._write(lines=[("Becher", 10, 4.0)]).replace(
            b'</cbc:Name>\n  <cac:Class',
            b'</cbc:Name><cac:SellersItemIdentification><cbc:ID>kn 7</cbc:ID>'
            b'</cac:SellersItemIdentification><cac:Class',
        )

        self.assertEqual(self._take(data).line_ids.purchase_line_id, self.mug_line)

    def test_files_of_others_and_about_other_things_are_refused(self):
        for values, sentence in (
            ({'currency': 'EUR'}, "in EUR, the order in USD"),
            ({'order': "P99999"}, "refers to the order P99999"),
            ({'vat': "DE999999999"}, "does not carry the tax number"),
            ({'vat': "", 'seller': "Pens Ltd"}, "from Pens Ltd"),
            ({'total': '5.00'}, "the total says 5.00"),
            ({'date': '2026-02-30'}, "is no date"),
            ({'number': ""}, "does not say its number"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self._upload(self.order, self._write(**values))
        for data, sentence in (
            (b'', "choose the file"),
            (b'MZ', "neither a PDF"),
            (b'<!DOCTYPE a><a/>', "DOCTYPE"),
            (invoice_files.pdf(b'<a/>'), "no invoice in UBL"),
            (invoice_files.pdf(pages=201), "more than 200"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self._upload(self.order, data)
        with self.assertRaisesRegex(UserError, "in the future"):
            self._take(self._write(date='2099-01-01'))

        self.assertFalse(self.invoices.search([('state', '!=', 'draft')]))
        self.assertEqual(self.mug_line.qty_invoiced, 0)

    def test_the_order_may_be_named_in_other_words_or_not_at_all(self):
        for number, order in enumerate(("", "NA", f"your order {self.order.name.lower()}")):
            with self.subTest(order):
                data = self._write(order=order, number=f"N-{number}")
                self.assertTrue(self._upload(self.order, data, reference=f'n{number}'))

    def test_every_code_of_the_reader_has_a_sentence(self):
        import re
        from pathlib import Path

        from ..engine import errors, pdf_file

        folder = Path(errors.__file__).parent
        text = '\n'.join(path.read_text() for path in folder.glob('*.py'))
        codes = set(re.findall(r"InvoiceError\(\s*'(\w+)'", text)) | pdf_file.CODES
        self.assertGreater(len(codes), 20)
        for code in codes:
            with self.subTest(code):
                self.assertTrue(self.invoices._get_sentence(errors.InvoiceError(code)))
