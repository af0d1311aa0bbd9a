"""Price lists of suppliers: products with prices, files, and the work done at once."""

import io

import openpyxl

from odoo import fields

from .common import SupplierCommon


class FeedCommon(SupplierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.mug.default_code, cls.pen.default_code = 'OUR-MUG', 'OUR-PEN'
        cls.ann.may_feed = True
        cls.euro = cls.env.company.currency_id.name
        cls.mug_price = cls._create_price(cls.mug, price=4.0, product_code='M-1', delay=5)
        cls.cup = cls._create_goods("Cup", default_code='OUR-CUP')
        cls.cup_price = cls._create_price(cls.cup, price=2.0, product_code='C-1', delay=5)
        cls.pen_price = cls._create_price(
            cls.pen, partner_id=cls.pens.id, price=1.0, product_code='P-1'
        )
        cls.feeds = cls.env['gift.supplier.feed']

    @classmethod
    def _create_price(cls, product, **values):
        return cls.env['product.supplierinfo'].create(
            {'partner_id': cls.mugs.id, 'product_tmpl_id': product.product_tmpl_id.id,
             'product_id': product.id, **values}
        )  # fmt: skip

    @classmethod
    def _create_many(cls, number):
        """Create products that are bought from the supplier, each with a reference of its own."""
        goods = cls.env['product.product'].create([{'name': "Goods"} for _number in range(number)])
        for product in goods:
            product.default_code = f'N{product.id}'
            cls._create_price(product, price=1.0)
        return goods

    def _upload(self, text, contact=None, *, name='list.csv'):
        """Upload a file and check it; return the list."""
        data = text if isinstance(text, bytes) else text.encode()
        feed = self.feeds._receive(contact or self.ann, data, name)
        self._work()
        return feed

    def _send(self, text, contact=None):
        """Upload a file, check it and send it, until nobody but the buyer has to do something."""
        feed = self._upload(text, contact)
        feed._send()
        self._work()
        return feed

    def _work(self):
        """Do what the scheduled action does, without its commits."""
        cache = {}
        while feeds := self.feeds._find_work():
            for feed in feeds:
                feed._work(cache)

    def _get_errors(self, feed):
        """Return ``{row: [code, …]}``."""
        wrong = feed.line_ids.filtered('is_error')
        return {line.number: [code for _column, code, _value in line.issues] for line in wrong}

    def _write_book(self, rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def _get_prices(self, product, supplier=None):
        """Return ``[(price, start, end), …]`` of a product, oldest first."""
        prices = self.env['product.supplierinfo'].search(
            [
                ('product_tmpl_id', '=', product.product_tmpl_id.id),
                ('product_id', 'in', (product.id, False)),
                ('partner_id', '=', (supplier or self.mugs).id),
            ],
            order='id',
        )
        return [(price.price, price.date_start, price.date_end) for price in prices]

    def _refuse(self, records, note="Too dear", user=None):
        """Refuse rows, or all that waits of lists, as the buyer's button does."""
        action = records.with_user(user or self.buyer).action_refuse()
        refusals = self.env[action['res_model']].with_user(user or self.buyer)
        refusals.with_context(**action['context']).create({'note': note}).action_refuse()
