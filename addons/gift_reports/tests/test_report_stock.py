from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReportCommon


class StockMoves(ReportCommon):
    """Stock of a vase at cost 4.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vase = cls.env['product.product'].create(
            {'name': "Vase", 'is_storable': True, 'list_price': 10.0, 'taxes_id': False}
        )
        cls.stock = cls.env['gift.report.stock']
        locations = cls.env['stock.location']
        cls.shelf = (
            cls.env['stock.warehouse']
            .search([('company_id', '=', cls.company.id)], limit=1)
            .lot_stock_id
        )
        cls.places = {
            usage: locations.search([('usage', '=', usage)], limit=1)
            for usage in ('supplier', 'customer', 'inventory')
        }
        # What the product's creation told was today, and would be the newest price.
        cls.env['product.value'].search([('product_id', '=', cls.vase.id)]).unlink()
        cls._set_price(4.0, datetime(2026, 1, 1))

    @classmethod
    def _set_price(cls, price, at):
        cls.vase.standard_price = price
        told = cls.env['product.value'].search([('product_id', '=', cls.vase.id)], order='id desc')
        told[:1].date = at

    @classmethod
    def _move(cls, quantity, partner, at, back=False):
        """Move pieces from (or, below zero, to) a partner's place at a moment."""
        ends = (cls.places[partner], cls.shelf)
        source, target = ends if quantity > 0 else ends[::-1]
        move = cls.env['stock.move'].create(
            {
                'product_id': cls.vase.id,
                'product_uom_qty': abs(quantity),
                'location_id': source.id,
                'location_dest_id': target.id,
            }
        )
        move._action_confirm()
        move.quantity = abs(quantity)
        move.picked = True
        move._action_done()
        move.date = at
        return move


@tagged('post_install', '-at_install')
class TestReportStock(StockMoves):
    """Stock of a vase at cost 4.00, later 5.00; every figure worked out by hand."""

    def _read_months(self, *names):
        self.env['gift.report.refresh']._refresh_all()
        rows = self.stock.search([('product_id', '=', self.vase.id)], order='month')
        return [tuple(row[name] for name in names) for row in rows]

    def _sell_some(self):
        self._move(10, 'supplier', datetime(2026, 1, 11, 12))
        self._move(-4, 'customer', datetime(2026, 1, 21, 12))
        self._move(1, 'customer', datetime(2026, 1, 22, 12))  # one comes back
        self._move(-7, 'customer', datetime(2026, 2, 10, 12))
        self._move(2, 'inventory', datetime(2026, 2, 20, 12))

    def test_months_have_what_came_went_and_lay(self):
        self._sell_some()
        with freeze_time('2026-02-28 12:00:00'):
            months = self._read_months(
                'month', 'received_qty', 'sold_qty', 'other_qty', 'closing_qty', 'days', 'days_out'
            )
        self.assertEqual(
            months,
            [
                (date(2026, 1, 1), 10, 3, 0, 7, 21, 0),
                (date(2026, 2, 1), 0, 7, 2, 2, 28, 10),
            ],
        )

    def test_values_are_at_cost_day_by_day(self):
        self._sell_some()
        with freeze_time('2026-02-28 12:00:00'):
            months = self._read_months('cogs', 'closing_value', 'value_days')
        # January: 10 days of 10, 1 of 6, 10 of 7; February: 9 days of 7, 10 of 0, 9 of 2.
        self.assertEqual(months, [(12, 28, 4 * 176), (28, 8, 4 * 81)])
        figures = self.env['gift.report.kpi']._read(
            ['stock.mean_value', 'stock.turnover', 'stock.days_of_stock', 'stock.out_rate'],
            [('product_id', '=', self.vase.id)],
        )[0]
        value_days = 4 * (176 + 81)
        expected = (value_days / 59, 365 * 40 / value_days, value_days / 40, 10 / 49)
        for figure, wanted in zip(figures, expected, strict=True):
            self.assertAlmostEqual(figure, wanted, 6)
        self.assertAlmostEqual(figures[1] * figures[2], 365, 6)

    def test_a_new_price_counts_from_its_day(self):
        self._move(10, 'supplier', datetime(2026, 1, 1, 12))
        self._set_price(5.0, datetime(2026, 1, 11, 12))
        with freeze_time('2026-01-20 12:00:00'):
            months = self._read_months('closing_value', 'value_days')
        self.assertEqual(months, [(50, 10 * 40 + 10 * 50)])

    def test_the_day_is_the_shops_and_today_counts(self):
        self._move(10, 'supplier', datetime(2026, 1, 31, 23, 30))  # 0:30 in Berlin
        with freeze_time('2026-02-01 12:00:00'):
            months = self._read_months('month', 'received_qty', 'days', 'value_days')
        self.assertEqual(months, [(date(2026, 2, 1), 10, 1, 40)])

    def test_margin_on_stock(self):
        """The example of the textbooks: 200,000 of margin on a mean stock of 80,000 is 2.5."""
        self._move(20_000, 'supplier', datetime(2026, 1, 1, 12))
        self._sell((self.vase, 1000, {'price_unit': 204.0}), date_order=datetime(2026, 1, 5, 12))
        with freeze_time('2026-12-31 12:00:00'):
            self._read_months('month')
            figure = self.env['gift.report.kpi']._read(
                ['stock.gmroi', 'stock.mean_value'], [('product_id', '=', self.vase.id)]
            )[0]
        self.assertEqual(figure, (2.5, 80_000))

    def test_a_refresh_comes_to_the_same_as_a_rebuild(self):
        names = ('month', 'received_qty', 'sold_qty', 'cogs', 'value_days', 'margin_amount')
        with freeze_time('2026-02-28 12:00:00'):
            self._move(10, 'supplier', datetime(2026, 1, 11, 12))
            self._read_months('month')
            self._move(-4, 'customer', datetime(2026, 1, 21, 12))
            self._sell((self.vase, 2), date_order=datetime(2026, 2, 5, 12))
            quick = self._read_months(*names)
            self.env['gift.report.refresh']._refresh_all(rebuild=True)
            self.assertEqual(quick, self._read_months(*names))
            self.assertEqual([month[-1] for month in quick], [0, 12])

    def test_nothing_sent_has_no_days_of_stock(self):
        self._move(10, 'supplier', datetime(2026, 1, 11, 12))
        self._read_months('month')
        figure = self.env['gift.report.kpi']._read(
            ['stock.days_of_stock', 'stock.turnover'], [('product_id', '=', self.vase.id)]
        )[0]
        self.assertEqual(figure, (None, 0))
