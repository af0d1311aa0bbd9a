import re

from odoo.tests import tagged

from . import invoice_files
from .invoice_common import InvoiceCommon
from .pages import SupplierPages

FEW, MANY = 2, 50
SLACK = 12  # queries that may come and go with the batches of Odoo's prefetching


@tagged('post_install', '-at_install')
class TestSupplierInvoicePages(InvoiceCommon, SupplierPages):
    """From the file to what became of it, as a supplier does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_purchase(lines=[(cls.mug, 10, 4.0), (cls.pen, 100, 1.0)])
        cls.mug_line, cls.pen_line = cls.order.order_line

    def _choose(self, path, data, reference='abc', name='invoice.pdf'):
        """Send the form with the file."""
        html = self.url_open('/supplier/link').text
        token = re.search(r'name="csrf_token" value="([^"]+)"', html)[1]
        return self.url_open(
            f'{path}/order/{self.order.id}/invoice',
            data={'csrf_token': token, 'reference': reference},
            files={'file': (name, data, 'application/octet-stream')},
        )

    def test_a_pdf_is_uploaded_entered_corrected_and_followed(self):
        path = self._create_link(self.ann)
        self._unlock(path)
        page = self._choose(path, b'MZ', name='invoice.pdf')
        self.assertEqual(page.status_code, 409)
        self.assertIn("neither a PDF", page.text)
        page = self._choose(path, invoice_files.pdf())
        self.assertEqual(page.status_code, 200)
        self.assertIn(f'name="quantity_{self.mug_line.id}"', page.text)
        self.assertIn('value="100"', page.text, "what is not invoiced yet is filled in")
        self.mug.purchase_method = 'receive'
        self.assertEqual(self.mug_line._gift_get_uninvoiced(), 10, "it may be on its way")
        self.mug.purchase_method = 'purchase'
        values = {
            'number': "RE-7", 'date': str(self.today), 'tax': '6', 'total': '46',
            f'quantity_{self.mug_line.id}': '10', f'price_{self.mug_line.id}': '4',
            f'quantity_{self.pen_line.id}': '0',
        }  # fmt: skip

        for wrong, sentence in (
            ({'total': '50'}, "together 46.00"),
            ({'total': 'nan'}, "is no number"),
            ({'total': ''}, "is no number"),
            ({'date': 'soon'}, "the date of your invoice"),
            ({'number': ' '}, "the number of your invoice"),
            ({f'quantity_{self.mug_line.id}': '-1'}, "is no number"),
            ({f'quantity_{self.mug_line.id}': '0'}, "how many pieces"),
            ({'extra_0': "Freight"}, "both a text and an amount"),
            ({'extra_0': "Freight", 'extra_amount_0': '1e99'}, "is no number"),
        ):
            with self.subTest(wrong):
                answer = self._post(page.url, **{**values, **wrong})
                self.assertEqual(answer.status_code, 409)
                self.assertIn(sentence, answer.text)
                shown = {**values, **wrong}
                self.assertIn(f'value="{shown["tax"]}"', answer.text, "what was typed stays")
        self.assertFalse(self.env['account.move'].search([('ref', '=', "RE-7")]))
        answer = self._post(page.url, **values)

        self.assertIn("we have got your invoice", answer.text)
        self.assertIn("Matched", answer.text)
        invoice = self.invoices.search([('number', '=', "RE-7")])
        self.assertEqual((invoice.state, invoice.bill_id.amount_total), ('matched', 46.0))
        self.assertEqual(self._post(page.url, **values).status_code, 200)
        self.assertEqual(self.mug_line.qty_invoiced, 10)
        again = self._choose(path, invoice_files.pdf(), reference='abc')
        self.assertIn("RE-7", again.text, "a second click shows the same page")
        invoice.bill_id.action_post()
        self.assertIn("We pay it by", self.url_open(page.url).text)

    def test_an_electronic_invoice_needs_a_look_alone(self):
        path = self._create_link(self.ann, self.order)
        self._unlock(path)
        data = invoice_files.pdf(
            invoice_files.cii(
                [("Blank mug", 11, 4.0), ("Stylo", 100, 1.0)], freight=5, order=self.order.name
            )
        )
        page = self._choose(path, data)
        self.assertIn("This is what your file says", page.text)
        (mug, pen, freight) = self.invoices.search([]).line_ids
        self.assertEqual((mug.purchase_line_id, bool(pen.purchase_line_id)), (self.mug_line, False))
        foreign = self._create_purchase(self.pens).order_line

        answer = self._post(
            page.url,
            **{
                f'line_{mug.id}': str(self.mug_line.id),
                f'line_{pen.id}': str(self.pen_line.id),
                f'line_{freight.id}': str(foreign.id),
            },
        )

        self.assertFalse(freight.purchase_line_id, "only lines of the order can be named")
        self.assertEqual(
            (mug.result, pen.result, freight.result), ('over', 'matched', 'not_ordered')
        )
        for words in ("Over-billed", "10 can be invoiced at most", "Our buyer decides"):
            self.assertIn(words, answer.text)
        invoice = mug.invoice_id
        invoice.with_user(self.buyer).sudo()._refuse("We ordered <10>")
        self.assertIn("We ordered &lt;10&gt;", self.url_open(page.url).text)

    def test_a_file_is_discarded_for_another_one(self):
        path = self._create_link(self.ann)
        self._unlock(path)
        page = self._choose(path, invoice_files.pdf())

        answer = self._post(f'{page.url}/discard')

        self.assertIn('name="file"', answer.text)
        self.assertFalse(self.invoices.search([]))

    def test_an_order_that_was_declined_whole_is_not_to_be_invoiced(self):
        path = self._create_link(self.ann)
        self._unlock(path)
        self.pen_line.product_qty = 0
        self.assertIn(self.order.name, self.url_open(f'{path}/invoices').text)

        self.mug_line.product_qty = 0

        page = self.url_open(f'{path}/invoices').text
        self.assertNotIn(self.order.name, page)
        self.assertIn("Everything that you have delivered is invoiced.", page)

    def test_the_order_leads_to_its_invoice(self):
        path = self._create_link(self.ann, self.order)
        url = f'/order/{self.order.id}/invoice"'
        self.assertIn(url, self.url_open(f'{path}/order/{self.order.id}').text)
        self.ann.may_invoices = False
        self.assertNotIn(url, self.url_open(f'{path}/order/{self.order.id}').text)

    def _count_queries(self, url):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    def test_the_pages_ask_as_often_for_many_lines_as_for_a_few(self):
        path = self._create_link(self.ann)
        goods = [self._create_goods(f"Thing {number}") for number in range(MANY)]
        orders = [
            self._create_purchase(lines=[(product, 2, 1.0) for product in goods[:count]])
            for count in (FEW, MANY)
        ]
        sent = [
            self._send(order, *((line, 1, 1.0) for line in order.order_line), number=f"N{count}")
            for order, count in zip(orders, (FEW, MANY), strict=True)
        ]
        for page in ('order/%s/invoice', 'invoice/%s'):
            ids = [record.id for record in (orders if 'order' in page else sent)]
            urls = [f'{path}/{page % number}' for number in ids]
            self.url_open(urls[0])  # caches of the registry
            few, many = (self._count_queries(url) for url in urls)
            with self.subTest(page):
                self.assertGreater(few, 0, "queries are counted")
                self.assertLessEqual(many - few, SLACK)

    def test_the_list_asks_as_often_for_many_orders_as_for_a_few(self):
        path = self._create_link(self.ann)
        url = f'{path}/invoices'
        self.url_open(url)
        few = self._count_queries(url)
        for _number in range(15):
            self._create_purchase()

        many = self._count_queries(url)

        self.assertLessEqual(many - few, SLACK)
