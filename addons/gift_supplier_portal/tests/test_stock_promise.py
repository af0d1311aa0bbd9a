from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.promise_common import MONDAY, PromiseCommon

TODAY = date(2026, 11, 30)


@tagged('post_install', '-at_install')
class TestStockPromise(PromiseCommon, HttpCase):
    """What is not on the shelf is promised by its supplier, not by the shelf."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env['res.partner'].create({'name': "Mugs Ltd", 'is_company': True})
        cls.mug = cls._create_gift_product(
            name="Ordered mug", is_storable=True, allow_out_of_stock_order=True,
            seller_ids=[
                Command.create({'partner_id': cls.supplier.id, 'price': 4.0, 'delay': 14})
            ],
        )  # fmt: skip
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.env.company.id)], limit=1
        )
        cls.gift_template.proof_policy = 'none'

    @classmethod
    def _put(cls, quantity):
        cls.env['stock.quant']._update_available_quantity(
            cls.mug, cls.warehouse.lot_stock_id, quantity
        )

    def _receive(self, quantity, day):
        move = self.env['stock.move'].create(
            {
                'product_id': self.mug.id,
                'product_uom_qty': quantity,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse.lot_stock_id.id,
                'date': fields.Datetime.to_datetime(day),
            }
        )
        move._action_confirm()

    def _tell(self, quantity, available_from=None):
        self.env['gift.supplier.stock']._tell(
            self.supplier, {self.mug: (quantity, available_from)}, fields.Datetime.now()
        )

    def _plan(self, quantity=1):
        """Return the day of the blank, as an offset (``None`` when it is there), and the note."""
        self.env.invalidate_all()
        with freeze_time(MONDAY):
            plan = self.env['gift.promise']._plan_product(
                self.mug, quantity, self.env.company, self.carrier
            )
        days = [(step.last - TODAY).days for step in plan.steps if step.kind == 'blank']
        return (days or [None])[0], plan.note

    def test_what_is_on_the_shelf_is_promised_as_before(self):
        self._put(3)

        self.assertEqual(self._plan(3), (None, ''))
        self.assertEqual(self._plan(4)[0], 14)

    def test_what_is_not_there_takes_the_suppliers_time(self):
        day, note = self._plan()

        self.assertEqual(day, 14)
        self.assertIn("we get it from our supplier", note)

    def test_the_longer_time_of_product_and_supplier_counts(self):
        self.mug.sale_delay = 21

        self.assertEqual(self._plan()[0], 21)

    def test_the_supplier_has_it_from_a_day_on(self):
        with freeze_time(MONDAY):
            self._tell(50, date(2026, 12, 7))

        day, note = self._plan()

        self.assertEqual(day, 7 + 14)
        self.assertIn("12/21/2026", note)

    def test_a_supplier_without_any_takes_the_full_time_and_the_shop_says_so(self):
        with freeze_time(MONDAY):
            self._tell(0)

        day, note = self._plan()

        self.assertEqual(day, 14)
        self.assertIn("our supplier has none at the moment", note)

    def test_what_is_on_its_way_is_promised_for_its_day(self):
        self._receive(10, '2026-12-03')

        day, note = self._plan()

        self.assertEqual(day, 3)
        self.assertIn("12/03/2026", note)
        self.assertEqual(self._plan(11)[0], 14)

    def test_what_others_bought_without_a_delivery_is_not_on_the_shelf(self):
        self._put(2)
        with freeze_time(MONDAY):
            order = self._order("Anna", "Ben", confirm=False)
            order.order_line.filtered('product_id').write({'product_id': self.mug.id})
            self.gift_template.proof_policy = 'customer'
            order.action_confirm()
        self.gift_template.proof_policy = 'none'
        self.assertFalse(order.picking_ids)

        self.assertEqual(self._plan()[0], 14)

    def test_products_that_are_sold_only_while_there_are_promised_as_before(self):
        self.mug.allow_out_of_stock_order = False

        self.assertEqual(self._plan(), (None, ''))

    def test_dropshipped_products_do_not_count_on_the_shelf(self):
        self._put(5)
        self.mug.route_ids = self.env.ref('stock_dropshipping.route_drop_shipping')

        self.assertEqual(self._plan()[0], 14)

    def test_pieces_of_one_cart_count_together_and_an_order_not_against_itself(self):
        self._put(2)
        with freeze_time(MONDAY):
            order = self._order("Anna", "Ben", confirm=False)
            lines = order.order_line.filtered('gift_revision_id')
            lines.write({'product_id': self.mug.id})
            there = order._gift_get_cart_promise()
            lines[0].product_uom_qty = 2
            not_there = order._gift_get_cart_promise()
            lines[0].product_uom_qty = 1
            order.action_confirm()
            again = order.with_context(gift_review=True)._gift_plan(lines)[1]

        self.assertEqual({plan.note for plan in there['lines'].values()}, {''})
        self.assertLess(there['last'], not_there['last'])
        self.assertTrue(all("supplier" in plan.note for plan in not_there['lines'].values()))
        self.assertEqual({plan.note for plan in again.values()}, {''})

    def test_a_confirmed_order_counts_from_its_own_day(self):
        with freeze_time(MONDAY):
            order = self._order("Anna", confirm=False)
            order.order_line.filtered('gift_revision_id').write({'product_id': self.mug.id})
            order.action_confirm()
            first = order.commitment_date
        for days in (0, 5):
            with self.subTest(days=days), freeze_time(f'2026-12-{1 + days:02} 09:00:00'):
                self.env.invalidate_all()
                review = order.with_context(gift_review=True)
                _planner, plans = review._gift_plan(review.order_line.filtered('gift_revision_id'))
                (plan,) = plans.values()
                self.assertLessEqual(plan.arrival[1], first.date())

    def test_many_lines_ask_little_more_than_one(self):
        def count(*texts):
            with freeze_time(MONDAY):
                order = self._order(*texts, confirm=False)
                order.order_line.filtered('gift_revision_id').write({'product_id': self.mug.id})
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.assertEqual(len(order._gift_get_cart_promise()['lines']), len(texts))
            return self.cr.sql_log_count - before

        count("Anna")
        one, eight = count("Anna"), count(*"ABCDEFGH")

        self.assertLessEqual(eight - one, 7 * 3)  # as without a supplier

    def test_the_product_page_says_so(self):
        self.carrier.write({'is_published': True, 'sequence': -5})
        with freeze_time(MONDAY):
            self._tell(0)
            page = self.url_open(f'/gift/promise?product={self.mug.id}&quantity=1').text

        self.assertIn("our supplier has none at the moment", page)

    def test_the_cart_says_so_of_what_is_not_personalised(self):
        seller = {'partner_id': self.supplier.id, 'price': 4.0, 'delay': 14}
        plain = self.env['product.product'].create(
            {
                'name': "Vase",
                'is_storable': True,
                'allow_out_of_stock_order': True,
                'seller_ids': [Command.create(seller)],
            }
        )
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'website_id': self.env['website'].search([], limit=1).id,
                'order_line': [
                    Command.create({'product_id': product.id})
                    for product in (plain, self.plain_product)
                ],
            }
        )
        notes = order.with_user(self.env.ref('base.public_user'))._gift_get_supply_notes()
        self.assertEqual(list(notes), order.order_line[0].ids)
        self.assertIn("we get it from our supplier", notes[order.order_line[0].id])
        arch = self.env.ref('website_sale.cart_lines')._get_combined_arch()
        self.assertTrue(arch.xpath("//p[contains(@t-if, 'gift_supply_notes')]"))

    def test_the_choice_of_variants_says_so(self):
        info = self.make_jsonrpc_request(
            '/website_sale/get_combination_info',
            {
                'product_template_id': self.mug.product_tmpl_id.id,
                'product_id': self.mug.id,
                'combination': [],
                'add_qty': 1,
            },
        )

        self.assertIn("we get it from our supplier", info['gift_supply_text'])

        self._put(3)
        info = self.make_jsonrpc_request(
            '/website_sale/get_combination_info',
            {
                'product_template_id': self.mug.product_tmpl_id.id,
                'product_id': self.mug.id,
                'combination': [],
                'add_qty': 1,
            },
        )
        self.assertNotIn('gift_supply_text', info)


@tagged('post_install', '-at_install')
class TestBackInStock(PromiseCommon):
    """Mails to customers who wait, and pieces that others hold."""

    def test_customers_are_told_only_when_a_piece_is_free(self):
        product = self._create_gift_product(
            name="Rare", is_storable=True, allow_out_of_stock_order=False
        )
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)], limit=1
        )
        waiting = self.env['res.partner'].create({'name': "Wanda", 'email': 'wanda@example.com'})
        product.stock_notification_partner_ids = waiting
        self.env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, 1)
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'website_id': self.website.id,
                'order_line': [Command.create({'product_id': product.id})],
            }
        )
        order._gift_hold_stock()

        self.env['product.product']._send_availability_email()
        self.assertEqual(product.stock_notification_partner_ids, waiting)
        self.assertTrue(product._is_sold_out())

        order.gift_stock_hold_ids.until = fields.Datetime.now() - timedelta(minutes=1)
        self.env.invalidate_all()
        self.env['product.product']._send_availability_email()

        self.assertFalse(product.stock_notification_partner_ids)
