from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .stock_common import StockCommon


@tagged('post_install', '-at_install')
class TestStockHold(StockCommon):
    """From the start of a payment the pieces are offered to nobody else."""

    def test_the_last_piece_belongs_to_who_starts_to_pay_first(self):
        first, second = self._create_shop_cart(0), self._create_shop_cart(1)

        self._start_payment(first)

        with self.assertRaisesRegex(ValidationError, "Rare mug.*Somebody else is paying"):
            self._start_payment(second)
        self.assertEqual(first.gift_stock_hold_ids.mapped('quantity'), [1.0])
        self.assertFalse(second.gift_stock_hold_ids)

    def test_others_see_nothing_left_and_the_payer_their_own(self):
        first, second = self._create_shop_cart(0), self._create_shop_cart(1)
        self.assertEqual(self._get_free(), 1.0)

        self._start_payment(first)

        self.assertEqual(self._get_free(), 0.0)
        self.assertEqual(first._get_free_qty(self.mug), 1.0)
        self.assertEqual(second._get_free_qty(self.mug), 0.0)
        self.assertTrue(self.mug._is_sold_out())
        self.assertFalse(first._gift_get_stock_errors())
        [(title, text)] = second._gift_get_stock_errors()
        self.assertEqual(title, "A part of your cart cannot be ordered now")
        self.assertIn("1 in your cart, 0 left", text)
        self.assertIn("in about 30 minutes", text)

    def test_a_hold_ends_by_itself(self):
        first, second = self._create_shop_cart(0), self._create_shop_cart(1)
        self._start_payment(first)

        with freeze_time(fields.Datetime.now() + timedelta(minutes=31)):
            self.env.invalidate_all()
            self.assertEqual(self._get_free(), 1.0)
            self._start_payment(second)
            self.holds._cron_review()

        self.assertFalse(first.gift_stock_hold_ids)
        self.assertEqual(second.gift_stock_hold_ids.quantity, 1.0)

    def test_the_manager_says_how_long(self):
        parameters = self.env['ir.config_parameter']
        parameters.set_param('gift_personalization.hold_minutes', '5')
        order = self._create_shop_cart()

        self._start_payment(order)

        left = order.gift_stock_hold_ids.until - fields.Datetime.now()
        self.assertLess(abs(left - timedelta(minutes=5)), timedelta(seconds=30))

    def test_a_payment_that_fails_or_is_cancelled_frees_the_piece(self):
        for state in ('canceled', 'error'):
            with self.subTest(state=state):
                order = self._create_shop_cart()
                payment = self._start_payment(order)
                self.assertEqual(self._get_free(), 0.0)

                getattr(payment, f'_set_{state}')("No")

                self.assertFalse(order.gift_stock_hold_ids)
                self.assertEqual(self._get_free(), 1.0)

    def test_a_failed_attempt_does_not_free_what_the_next_one_pays(self):
        order = self._create_shop_cart()
        failed, _next = self._start_payment(order), self._start_payment(order)

        failed._set_error("Declined")

        self.assertEqual(order.gift_stock_hold_ids.quantity, 1.0)

    def test_a_transfer_is_waited_for_for_days(self):
        order = self._create_shop_cart()

        self._finish(self._start_payment(order), 'pending')

        self.assertEqual(order.state, 'sent')
        left = order.gift_stock_hold_ids.until - fields.Datetime.now()
        self.assertLess(abs(left - timedelta(days=7)), timedelta(minutes=1))
        text = self._create_shop_cart(1).order_line._gift_get_stock_text()
        self.assertEqual(text, "“Rare mug” is sold out. Please take it out of your cart to go on.")

    def test_what_leaves_the_cart_is_free_for_others(self):
        self._put(self.mug, 3)
        order = self._create_shop_cart(quantity=3)
        self._start_payment(order)
        self.assertEqual(self._get_free(), 0.0)

        order.order_line.product_uom_qty = 2
        self.assertEqual(self._get_free(), 1.0)
        order.order_line.unlink()

        self.assertEqual(self._get_free(), 3.0)

    def test_a_cancelled_order_holds_nothing(self):
        order = self._create_shop_cart()
        self._finish(self._start_payment(order))
        self.assertEqual(self._get_free(), 0.0)

        order._action_cancel()

        self.assertFalse(order.gift_stock_hold_ids)
        self.assertEqual(self._get_free(), 1.0)

    def test_an_authorised_card_keeps_the_piece_until_the_proof_is_approved(self):
        """Nothing is reserved in the warehouse before the approval; the hold stands for it."""
        self.provider.write({'support_manual_capture': 'full_only', 'capture_manually': True})
        order = self._create_shop_cart()

        self._finish(self._start_payment(order), 'authorized')

        self.assertEqual((order.state, order.gift_is_short), ('sale', False))
        self.assertFalse(order.order_line.move_ids)
        self.assertEqual((order.gift_stock_hold_ids.until, self._get_free()), (False, 0.0))

        self._approve(order.gift_job_ids)

        self.assertEqual(order.order_line.move_ids.mapped('state'), ['assigned'])
        self.assertEqual((order.gift_stock_hold_ids.open_quantity, self._get_free()), (0.0, 0.0))

    def test_what_is_sold_without_stock_is_never_held(self):
        self.mug.allow_out_of_stock_order = True
        orders = self._create_shop_cart(0), self._create_shop_cart(1)

        for order in orders:
            self._finish(self._start_payment(order))

            self.assertEqual((order.state, order.gift_is_short), ('sale', False))
            self.assertFalse(order.gift_stock_hold_ids)

    def test_what_is_not_stocked_is_never_held(self):
        for number in (0, 1):
            order = self._create_shop_cart(number, product=self.plain_product)
            self._finish(self._start_payment(order))

            self.assertEqual((order.state, len(order.gift_stock_hold_ids)), ('sale', 0))

    def test_each_variant_has_a_shelf_of_its_own(self):
        small, large = self._create_gift_variants(is_storable=True, allow_out_of_stock_order=False)
        for variant in (small, large):
            self._put(variant, 1)

        self._start_payment(self._create_shop_cart(0, product=small))

        self.assertEqual((self._get_free(small), self._get_free(large)), (0.0, 1.0))
        self._start_payment(self._create_shop_cart(1, product=large))

    def test_two_lines_of_one_product_are_held_together(self):
        self._put(self.mug, 2)
        order = self._create_shop_cart(quantity=1)
        order.order_line.copy({'order_id': order.id})

        self._start_payment(order)

        self.assertEqual(order.gift_stock_hold_ids.mapped('quantity'), [2.0])
        self.assertEqual(self._get_free(), 0.0)

    def test_a_dozen_is_held_as_twelve_pieces(self):
        self.plain_product.write({'is_storable': True, 'allow_out_of_stock_order': False})
        self._put(self.plain_product, 20)
        order = self._create_shop_cart(product=self.plain_product)
        order.order_line.product_uom_id = self.env.ref('uom.product_uom_dozen')

        self._start_payment(order)

        self.assertEqual(order.gift_stock_hold_ids.quantity, 12.0)
        self.assertEqual(self._get_free(self.plain_product), 8.0)

    def test_a_shop_with_a_warehouse_of_its_own_counts_that_one(self):
        other = self.env['stock.warehouse'].create({'name': "Other", 'code': 'OTH'})
        self.env['stock.quant'].create(
            {'product_id': self.mug.id, 'location_id': other.lot_stock_id.id, 'quantity': 1}
        )
        self.website.warehouse_id = other
        self._start_payment(self._create_shop_cart(0))

        self.assertEqual(self._get_free(), 0.0)
        with self.assertRaises(ValidationError):
            self._start_payment(self._create_shop_cart(1))
        self.website.warehouse_id = self.warehouse
        self._start_payment(self._create_shop_cart(1))
        self.assertEqual(self._get_free(), 0.0)

    def test_many_products_are_looked_up_together(self):
        products = self.mug.union(
            *(
                self._create_gift_product(
                    name=f"Mug {number}", is_storable=True, allow_out_of_stock_order=False
                )
                for number in range(20)
            )
        )
        self._start_payment(self._create_shop_cart())
        self.env.flush_all()
        self.env.invalidate_all()
        products.mapped('free_qty')

        before = self.env.cr.sql_log_count
        found = [product._gift_get_held(self.env.company, False, None) for product in products]

        self.assertEqual(found, [1.0, *[0.0] * 20])
        self.assertLessEqual(self.env.cr.sql_log_count - before, 6)
