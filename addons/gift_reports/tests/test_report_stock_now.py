from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .test_report_stock import StockMoves

NAMES = (
    'on_hand', 'kept', 'free', 'value', 'age_30', 'age_90', 'age_180', 'age_old', 'used_90',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportStockNow(StockMoves):
    """What is there on June 30th, 2026; every figure worked out by hand."""

    def _read_now(self, product=None):
        with freeze_time('2026-06-30 12:00:00'):
            self.env['gift.report.refresh']._refresh_all(rebuild=True)
        product = product or self.vase
        return self.env['gift.report.stock.now'].search([('product_id', '=', product.id)])

    def test_the_oldest_pieces_leave_first(self):
        self._move(10, 'supplier', datetime(2025, 12, 1, 12))
        self._move(10, 'supplier', datetime(2026, 1, 2, 12))  # 179 days ago
        self._move(10, 'supplier', datetime(2026, 4, 20, 12))  # 71 days ago
        self._move(10, 'supplier', datetime(2026, 5, 31, 12))  # 30 days ago
        self._move(-14, 'customer', datetime(2026, 6, 1, 12))
        row = self._read_now()
        self.assertEqual(tuple(row[name] for name in NAMES), (26, 0, 26, 104, 10, 10, 6, 0, 14))

        self._move(-3, 'customer', datetime(2026, 4, 1, 12))  # 90 days ago: not in the 90 days
        row = self._read_now()
        self.assertEqual((row.used_90, row.age_180), (14, 3))
        supply = self.env['gift.report.kpi']._read(
            ['now.days_of_supply'], [('product_id', '=', self.vase.id)]
        )
        self.assertAlmostEqual(supply[0][0], 23 / (14 / 90), 2)

    def test_what_comes_back_is_not_used_and_as_old_as_its_return(self):
        self._move(10, 'supplier', datetime(2025, 10, 1, 12))
        self._move(-6, 'customer', datetime(2026, 6, 1, 12))
        self._move(2, 'customer', datetime(2026, 6, 10, 12))
        row = self._read_now()
        self.assertEqual((row.on_hand, row.age_30, row.age_old, row.used_90), (6, 2, 4, 4))

    def test_a_new_product_is_divided_by_its_days(self):
        self._move(20, 'supplier', datetime(2026, 6, 21, 12))  # ten days, today included
        self._move(-5, 'customer', datetime(2026, 6, 25, 12))
        self._read_now()
        supply = self.env['gift.report.kpi']._read(
            ['now.days_of_supply'], [('product_id', '=', self.vase.id)]
        )
        self.assertAlmostEqual(supply[0][0], 30, 4)

    def test_nothing_sent_has_no_days_of_supply(self):
        self._move(20, 'supplier', datetime(2026, 6, 21, 12))
        self._read_now()
        supply = self.env['gift.report.kpi']._read(
            ['now.days_of_supply', 'now.on_hand'], [('product_id', '=', self.vase.id)]
        )
        self.assertEqual(supply[0], (None, 20))

    def test_pieces_kept_for_orders_are_not_free(self):
        self._move(10, 'supplier', datetime(2026, 6, 1, 12))
        order = self._sell((self.vase, 1), confirm=False)
        holds = self.env['gift.stock.hold'].sudo()
        values = {'order_id': order.id, 'product_id': self.vase.id, 'quantity': 3}
        hold = holds.create({**values, 'until': '2026-06-30 11:00:00'})
        self.assertEqual(self._read_now().kept, 0)  # that payment is over
        hold.until = '2026-06-30 13:00:00'
        row = self._read_now()
        self.assertEqual((row.on_hand, row.kept, row.free), (10, 3, 7))

    def test_classes_are_by_revenue_and_equal_ones_alike(self):
        self.env['product.template'].search([]).is_storable = False
        products = self.env['product.product'].create(
            [
                {'name': name, 'is_storable': True, 'list_price': 1, 'taxes_id': False}
                for name in ("Best", "Good", "Same", "Rare", "None")
            ]
        )
        for product, revenue in zip(products, (70, 12, 12, 6, 0), strict=True):
            if revenue:
                self._sell((product, revenue), date_order=datetime(2026, 6, 1, 12))
            self.env['stock.quant']._update_available_quantity(product, self.shelf, 1)
        old = products[-1]  # too long ago
        self._sell((old, 500), date_order=datetime(2025, 6, 1, 12))
        self._read_now()
        rows = [
            self.env['gift.report.stock.now'].search([('product_id', '=', product.id)])
            for product in products
        ]
        # Before Best is 0 %, before Good and Same 70 %, before Rare 94 %.
        self.assertEqual([row.abc_class for row in rows], ['a', 'a', 'a', 'b', 'c'])
        self.assertEqual(rows[0].last_sold_day, date(2026, 6, 1))
        self.assertEqual((rows[-1].revenue_year, rows[-1].last_sold_day), (0, date(2025, 6, 1)))

    def test_only_what_suppliers_have_told_lately_counts(self):
        self._move(1, 'supplier', datetime(2026, 6, 1, 12))
        stock = self.env['gift.supplier.stock']
        for name, told, available in (
            ("New", '2026-06-30 08:00:00', False),
            ("Old", '2025-01-01 08:00:00', False),
            ("Later", '2026-06-30 08:00:00', date(2026, 8, 1)),
        ):
            supplier = self.env['res.partner'].create({'name': name, 'is_company': True})
            stock._tell(supplier, {self.vase: (7, available)}, datetime.fromisoformat(told))
        self.assertEqual(self._read_now().supplier_qty, 7)
