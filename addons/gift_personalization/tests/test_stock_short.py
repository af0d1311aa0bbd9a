from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .stock_common import StockCommon

SUMMARY = "Sold but not in stock"


@tagged('post_install', '-at_install')
class TestStockShort(StockCommon):
    """A payment that comes too late is taken, and nobody is left in the dark."""

    def _sell_twice(self):
        """Let a payment come after its hold ended and the piece was sold to somebody else."""
        late, quick = self._create_shop_cart(0), self._create_shop_cart(1)
        payment = self._start_payment(late)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=45)):
            self.env.invalidate_all()
            self._finish(self._start_payment(quick))
            self._finish(payment)
        self.env.invalidate_all()
        return late, quick

    def test_the_order_is_confirmed_and_told_to_customer_and_staff(self):
        late, quick = self._sell_twice()

        self.assertEqual((late.state, quick.state), ('sale', 'sale'))
        self.assertEqual((late.gift_is_short, quick.gift_is_short), (True, False))
        self.assertEqual(late.gift_stock_hold_ids.missing, 1.0)
        self.assertEqual(late.activity_ids.mapped('summary'), [SUMMARY])
        self.assertIn("Missing: 1 × Rare mug", late.activity_ids.note)
        mail = late.message_ids.filtered(lambda m: "a part is not in stock" in (m.subject or ''))
        self.assertEqual(mail.partner_ids, self.buyers[0])
        self.assertIn("1 × Rare mug", mail.body)
        self.assertFalse(quick.activity_ids)

    def test_it_is_told_once(self):
        late, _quick = self._sell_twice()
        for _run in range(2):
            late._gift_commit_stock()
            self.holds._cron_review()

        kinds = self.env['gift.notice'].search(
            [('res_model', '=', 'sale.order'), ('res_id', '=', late.id)]
        )
        self.assertEqual(kinds.mapped('kind').count('stock-short'), 1)
        self.assertEqual(late.activity_ids.mapped('summary'), [SUMMARY])

    def test_a_late_payment_whose_piece_is_still_there_is_an_ordinary_order(self):
        order = self._create_shop_cart()
        payment = self._start_payment(order)

        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.holds._cron_review()
            self._finish(payment)

        self.assertEqual((order.state, order.gift_is_short), ('sale', False))
        self.assertEqual(order.gift_stock_hold_ids.until, False)

    def test_a_late_payment_does_not_take_what_somebody_is_paying_for(self):
        late, quick = self._create_shop_cart(0), self._create_shop_cart(1)
        late_payment = self._start_payment(late)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=45)):
            self.env.invalidate_all()
            quick_payment = self._start_payment(quick)
            self._finish(late_payment)
            self._finish(quick_payment)

        self.assertEqual((late.gift_is_short, quick.gift_is_short), (True, False))

    def test_the_one_that_is_short_cannot_grab_the_piece_in_the_warehouse(self):
        late, quick = self._sell_twice()

        self._approve(late.gift_job_ids)
        self.assertEqual(late.order_line.move_ids.mapped('state'), ['confirmed'])
        late.order_line.move_ids._action_assign()
        self.assertEqual(late.order_line.move_ids.mapped('state'), ['confirmed'])
        self._approve(quick.gift_job_ids)

        self.assertEqual(quick.order_line.move_ids.mapped('state'), ['assigned'])
        self.assertEqual(late.order_line.move_ids.mapped('state'), ['confirmed'])

    def test_what_comes_in_goes_to_the_one_that_is_short_and_not_to_the_shop(self):
        late, quick = self._sell_twice()
        self._approve((late | quick).gift_job_ids)

        self._put(self.mug, 2)
        self.assertEqual(self._get_free(), 0.0)
        self.holds._cron_review()
        self.env.invalidate_all()

        self.assertEqual((late.gift_is_short, late.gift_stock_hold_ids.missing), (False, 0.0))
        self.assertEqual(late.order_line.move_ids.mapped('state'), ['assigned'])
        self.assertFalse(late.activity_ids)
        self.assertEqual(self._get_free(), 0.0)

    def test_stock_that_shrinks_is_noticed(self):
        order = self._create_shop_cart()
        self._finish(self._start_payment(order))
        self.assertFalse(order.gift_is_short)

        self._put(self.mug, 0)
        self.holds._cron_review()

        self.assertTrue(order.gift_is_short)
        self.assertEqual(order.activity_ids.mapped('summary'), [SUMMARY])

    def test_a_delivered_order_holds_nothing(self):
        order = self._create_shop_cart()
        self._finish(self._start_payment(order))
        self._pack(order.gift_job_ids)
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()

        self.holds._cron_review()

        self.assertEqual(order.delivery_status, 'full')
        self.assertFalse(order.gift_stock_hold_ids)
        self.assertFalse(order.gift_is_short)

    def test_staff_who_sell_the_last_piece_in_the_office_learn_that_it_is_held(self):
        self._start_payment(self._create_shop_cart(0))
        order = self._create_shop_cart(1, website_id=False)

        order.action_confirm()

        self.assertEqual((order.state, order.gift_is_short), ('sale', True))

    def test_more_of_a_confirmed_order_takes_nothing_from_others(self):
        self._put(self.mug, 2)
        order, other = self._create_shop_cart(0), self._create_shop_cart(1)
        self._finish(self._start_payment(order))
        payment = self._start_payment(other)

        order.order_line.product_uom_qty = 2
        self._finish(payment)

        self.assertEqual((order.gift_stock_hold_ids.missing, order.gift_is_short), (1.0, True))
        self.assertEqual((other.gift_stock_hold_ids.missing, other.gift_is_short), (0.0, False))
