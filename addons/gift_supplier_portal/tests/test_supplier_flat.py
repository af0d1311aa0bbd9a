"""Pages and lists cost as many queries with 50 suppliers x 200 lines as with 2 x 2."""

from datetime import date

from odoo.tests import tagged
from odoo.tools import SQL

from . import invoice_files
from .pages import SupplierPages
from .score_common import ScoreCommon

SLACK = 2  # a model that the few records have no need of

LISTS = {
    'gift.supplier.answer.line': 'gift_supplier_answer_line_view_list',
    'gift.supplier.invoice': 'gift_supplier_invoice_view_list',
    'gift.stock.alert': 'gift_stock_alert_view_list',
    'gift.supplier.score': 'gift_supplier_score_view_list',
    'gift.supplier.score.line': 'gift_supplier_score_line_view_list',
    'gift.supplier.shipment': 'gift_supplier_shipment_view_list',
    'gift.supplier.defect': 'gift_supplier_defect_view_list',
    'gift.supplier.feed': 'gift_supplier_feed_view_list',
    'gift.supplier.feed.line': 'gift_supplier_feed_line_view_list',
    'gift.late.purchase': 'gift_late_purchase_view_list',
}


@tagged('post_install', '-at_install')
class TestSupplierFlat(ScoreCommon, SupplierPages):
    """What 2 x 2 records cost, 50 x 200 cost as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob.may_admin = True
        cls.orders, cls.answers = cls.env['purchase.order'], cls.env['gift.supplier.answer']
        cls.scored = cls.env['purchase.order.line']
        cls.invoices, cls.feeds, cls.defects = (
            cls.env[f'gift.supplier.{name}'] for name in ('invoice', 'feed', 'defect')
        )
        for supplier, contact in ((cls.mugs, cls.ann), (cls.pens, cls.cleo)):
            order = cls._create_purchase(supplier, lines=[(cls.mug, 10, 4.0), (cls.pen, 5, 1.0)])
            entry = {'kind': 'change', 'reason': "r", 'price': 9.0}
            cls.answers |= cls.answers._receive(
                order, contact, f'r{order.id}', dict.fromkeys(order.order_line, entry)
            )
            cls.env['gift.supplier.shipment']._announce(
                order, contact, f's{order.id}', {}, [('', {order.order_line[0]: 1})]
            )
            cls.scored |= cls._promise(supplier)
            cls.orders |= order
            cls._fill(order, contact)
        cls.env['gift.stock.rule'].create(
            [
                {'scope': 'product', 'product_tmpl_id': product.product_tmpl_id.id,
                 'kind': 'threshold', 'quantity': 10**6}
                for product in (cls.mug, cls.pen)
            ]
        )  # fmt: skip
        cls.env['gift.stock.alert']._check_company(cls.env.company)
        cls.env['gift.late.purchase']._check_company(cls.env.company)
        cls.env.flush_all()

    @classmethod
    def _fill(cls, order, contact):
        """Let a supplier send an invoice that differs and a price list; report a defect."""
        invoice = cls.invoices._upload(
            order, contact, 'i', invoice_files.pdf(b'x', name=order.name)
        )
        row = {'name': "Mug", 'quantity': 10, 'price_unit': 5.0,
               'purchase_line_id': order.order_line[0].id}  # fmt: skip
        header = {'kind': 'invoice', 'number': "RE-1", 'invoice_date': date(2026, 9, 1),
                  'amount_tax': 0, 'amount_total': 50.0}  # fmt: skip
        invoice._send(header, [row])
        cls.invoices |= invoice
        seller = cls.mug.seller_ids.filtered(lambda seller: seller.partner_id == order.partner_id)
        seller.product_code = 'M-1'  # Odoo has added it with the order
        feed = cls.feeds._receive(contact, b"Code;Price;Stock\nM-1;5;7\nX-9;1;\n", 'list.csv')
        feed._work({})
        feed._send()
        cls.feeds |= feed
        cls.defects |= cls.defects._report(
            order.order_line[0].sudo(), {'quantity': 1, 'cause': 'print', 'source': 'receipt'},
            [], reference=f'd{order.id}',
        )  # fmt: skip

    # === COPIES === #

    def _copy(self, records, count, **values):
        """Copy rows as they are, each ``count`` times, beside the ORM; return the new records.

        :param values: SQL by column, of the row ``old`` and the number ``n`` of its copy.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'",
            [records._table],
        )
        columns = [name for (name,) in self.env.cr.fetchall()]
        cells = [SQL(values[c]) if c in values else SQL.identifier('old', c) for c in columns]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s AS old, generate_series(1, %s) AS n"
                " WHERE old.id IN %s RETURNING id",
                SQL.identifier(records._table),
                SQL(', ').join(SQL.identifier(c) for c in columns),
                SQL(', ').join(cells),
                SQL.identifier(records._table),
                count,
                tuple(records.ids),
            )
        )
        return records.browse([row_id for (row_id,) in self.env.cr.fetchall()])

    def _grow(self):
        """Make 50 suppliers of 2, with orders of 200 lines each, and all that hangs on them."""
        order, other = self.orders
        suppliers = self._copy(self.mugs, 48)
        self._copy(suppliers, 1, commercial_partner_id='old.id')  # contacts' companies
        more = self._copy(order, 48, name="'F' || n", partner_id=f'{suppliers[0].id} + n - 1',
                          access_token='NULL')  # fmt: skip
        own = self._copy(order, 30, name="'G' || n", access_token='NULL')
        for grown in (order, other):
            self._copy(grown.order_line, 99)
        first = order.order_line
        for grown in more | own[:1]:
            self._copy(first, 1, order_id=str(grown.id))
        lines = self.answers.line_ids
        for entry in lines:
            self._copy(
                entry, 99,
                purchase_line_id=f'(SELECT id FROM purchase_order_line WHERE order_id ='
                f' {entry.order_id.id} ORDER BY id OFFSET n LIMIT 1)',
            )  # fmt: skip
        shipment = order.gift_shipment_ids
        shipments = self._copy(shipment, 199, name="'SN' || old.id || 'x' || n",
                               reference="'c' || n")  # fmt: skip
        self._copy(shipment.parcel_ids, 199, name="'SP' || old.id || 'x' || n",
                   shipment_id=f'{shipments[0].id} + n - 1')  # fmt: skip
        for line in self.scored:
            self._copy(line, 99)
        late = self.env['gift.late.purchase'].search([('order_id', 'in', self.scored.order_id.ids)])
        self._copy(late, 10, state="'resolved'")
        for invoice in self.invoices:
            self._copy(invoice.line_ids, 99)
        copies = {name: f"old.{name} || 'x' || old.id || '-' || n"
                  for name in ('reference', 'number', 'number_key', 'file_sha256')}  # fmt: skip
        invoices = self._copy(self.invoices, 99, **copies)
        self._copy(self.invoices[0].line_ids[0], 99, invoice_id=f'{invoices[0].id} + n - 1')
        for feed in self.feeds:
            self._copy(feed.line_ids[0], 199, number='10 + n')
            self._copy(feed, 99)
        self._copy(self.defects, 99, name="old.name || 'x' || n",
                   reference="old.reference || 'x' || n")  # fmt: skip
        products = self._copy(self.mug, 198, combination_indices="'x' || n")
        alert = self.env['gift.stock.alert'].search([('product_id', '=', self.mug.id)])
        self._copy(alert, 198, product_id=f'{products[0].id} + n - 1')
        seller = self.mug.seller_ids.filtered(lambda seller: seller.partner_id == self.mugs)
        self._copy(seller, 198, product_code="'C' || n", product_id=f'{products[0].id} + n - 1')
        self.env.cr.execute('ANALYZE')
        self.env.invalidate_all()

    # === COSTS === #

    def _count_page(self, url):
        self.url_open(url)  # what pages are made of may be stored once
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    def _count_list(self, model, view):
        records = self.env[model].with_user(self.buyer)
        ref = f'gift_supplier_portal.{view}'
        arch = records.get_views([(self.env.ref(ref).id, 'list')])
        names = set(arch['models'][model]['fields']) & set(records._fields)
        arch_fields = {
            name: {'fields': {'display_name': {}}} if records._fields[name].type == 'many2one'
            else {}
            for name in names if records._has_field_access(records._fields[name], 'read')
        }  # fmt: skip
        limit = min(80, records.search_count([]))  # a full page is counted as well
        records.web_search_read([], arch_fields, limit=limit)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        found = records.web_search_read([], arch_fields, limit=limit)
        return self.cr.sql_log_count - before, len(found['records'])

    def _count_all(self):
        path = self._create_link(self.bob)
        order = self.orders[0]
        invoice, feed, defect = (
            records.filtered(lambda record: record.supplier_id == self.mugs)
            for records in (self.invoices, self.feeds, self.defects)
        )
        pages = {
            page: self._count_page(path + page)
            for page in (
                '', f'/order/{order.id}', f'/order/{order.id}/ship', '/score', '/invoices',
                '/invoices/sent', f'/order/{order.id}/invoice', f'/invoice/{invoice.id}',
                '/feed', f'/feed/{feed.id}', f'/feed/{feed.id}?tab=error',
                f'/feed/{feed.id}/errors.csv', '/feed/template.csv', '/feed/template.xlsx',
                f'/defect/{defect.id}', '/contacts',
            )
        }  # fmt: skip
        lists = {model: self._count_list(model, view) for model, view in LISTS.items()}
        return pages | {model: count for model, (count, _found) in lists.items()}, lists

    def test_fifty_suppliers_with_200_lines_cost_what_two_with_two_cost(self):
        few, _lists = self._count_all()

        self._grow()
        many, lists = self._count_all()

        self.assertEqual(len(self.orders[0].order_line), 200)
        self.assertEqual(lists['gift.stock.alert'][1], 80)
        for model, (_count, found) in lists.items():
            with self.subTest(model):
                self.assertGreaterEqual(found, 2 if model == 'gift.supplier.score' else 20)
        for what, count in many.items():
            with self.subTest(what):
                self.assertLessEqual(count, few[what] + SLACK)
