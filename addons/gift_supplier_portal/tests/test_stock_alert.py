from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .stock_alert_common import StockAlertCommon


@tagged('post_install', '-at_install')
class TestStockAlert(StockAlertCommon, TransactionCase):
    """When an alert begins, gets worse and ends, and what it proposes."""

    def _levels(self, product=None):
        return [(alert.level, alert.state) for alert in self._find(product)]

    # === BEGIN AND END === #

    def test_a_new_company_has_a_rule_for_everything(self):
        self.assertEqual((self.rule.scope, self.rule.kind), ('all', 'cover'))

        self._put(self.mug, 20)
        self._move(self.mug, 15, days=-2, done=True)
        self._check()

        alert = self._find()
        self.assertEqual((alert.level, alert.free_quantity), ('low', 5.0))
        self.assertEqual(alert.cover_days, 2)  # 15 in the seven days that a new product counts

    def test_one_alert_gets_worse_and_ends_by_itself(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 5)
        self._check()
        alert = self._find()
        self.assertEqual((alert.level, alert.state), ('low', 'open'))

        self._put(self.mug, 0)
        self._check()
        self._check()
        self.assertEqual(self._find(), alert)
        self.assertEqual((alert.level, alert.free_quantity), ('out', 0.0))

        self._put(self.mug, 6)
        self._check()
        self.assertEqual(alert.state, 'resolved')
        self.assertTrue(alert.resolved_at)

        self._put(self.mug, 1)
        self._check()
        self.assertNotEqual(self._find(), alert)
        self.assertEqual(self._levels(), [('low', 'open')])

    def test_what_is_held_or_sold_without_a_delivery_is_not_there(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 9)
        self._check()
        self.assertFalse(self._find())

        self._order(self.mug, 4)
        self._check()

        self.assertEqual(self._find().free_quantity, 5.0)

    def test_a_hold_of_a_payment_counts_until_it_ends(self):
        self._create_rule(self.mug, quantity=5)
        self.mug.allow_out_of_stock_order = False
        self._put(self.mug, 9)
        order = self.env['sale.order'].create(
            {'partner_id': self.customer.id, 'company_id': self.company.id}
        )
        hold = self.env['gift.stock.hold'].create(
            {
                'order_id': order.id,
                'product_id': self.mug.id,
                'warehouse_id': self.warehouse.id,
                'quantity': 4.0,
                'until': fields.Datetime.now() + timedelta(minutes=5),
            }
        )
        self._check()
        self.assertEqual(self._levels(), [('low', 'open')])

        hold.until = fields.Datetime.now() - timedelta(minutes=5)
        self._check()
        self.assertFalse(self._find())

    def test_a_forecast_counts_what_leaves_until_an_order_arrives(self):
        self._create_rule(self.mug, kind='forecast', quantity=3)
        self._put(self.mug, 10)
        self._move(self.mug, 8, days=30)
        self._check()
        self.assertFalse(self._find())

        self._move(self.mug, 8, days=5)
        self._check()

        self.assertEqual(self._levels(), [('low', 'open')])

    def test_returns_are_not_use_and_scrap_neither(self):
        self._create_rule(self.mug, kind='cover', cover_days=7)
        self._put(self.mug, 30)
        self._move(self.mug, 14, days=-1, done=True)
        shelf, customer = (
            self.warehouse.lot_stock_id,
            self.env.ref('stock.stock_location_customers'),
        )
        back = self.env['stock.move'].create(
            {
                'product_id': self.mug.id,
                'product_uom_qty': 14,
                'location_id': customer.id,
                'location_dest_id': shelf.id,
                'company_id': self.company.id,
            }
        )
        back._action_confirm()
        back.write({'quantity': 14, 'picked': True})
        back._action_done()
        self._put(self.mug, 4)

        self._check()

        self.assertFalse(self._find())

    # === WHICH PRODUCTS, WHICH RULE === #

    def test_what_has_no_shelf_is_left_out(self):
        self._create_rule(kind='threshold', quantity=5)
        ordered = self.env.ref('stock_dropshipping.route_drop_shipping')
        category = self.env['product.category'].create(
            {'name': "Dropped", 'route_ids': [Command.set(ordered.ids)]}
        )
        made = self.env.ref('stock.route_warehouse0_mto')
        made.active = True
        left_out = [
            self._create_goods("Kit"),
            self._create_goods("Archived"),
            self._create_goods("Dropped", route_ids=[Command.set(ordered.ids)]),
            self._create_goods("By category", categ_id=category.id),
            self._create_goods("Made to order", route_ids=[Command.set(made.ids)]),
            self._create_goods("Not counted"),
        ]
        for product in left_out:
            self._put(product, 1)
        left_out[1].active = False
        left_out[5].is_storable = False
        kit_id, find = left_out[0].id, self.registry['product.product']._gift_find_kits
        self.patch(
            self.registry['product.product'],
            '_gift_find_kits',
            lambda products, company: {kit_id} | find(products, company),
        )
        self._put(self.mug, 1)

        self._check()

        self.assertEqual(
            self.alerts.search([('company_id', '=', self.company.id)]).product_id, self.mug
        )

    def test_what_was_never_there_counts_where_the_shop_sells_no_more_than_is_there(self):
        counted = self._create_goods("Counted", allow_out_of_stock_order=False)

        self._check()

        self.assertEqual(self._levels(counted), [('out', 'open')])
        self.assertFalse(self._find())

    def test_an_archived_product_ends_its_alert(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 1)
        self._check()
        alert = self._find()

        self.mug.active = False
        self._check()

        self.assertEqual(alert.state, 'resolved')

    def test_the_nearest_rule_decides(self):
        category = self.env['product.category'].create({'name': "Cups"})
        below = self.env['product.category'].create({'name': "Mugs", 'parent_id': category.id})
        self.mug.categ_id = below
        self._put(self.mug, 8)
        self._create_rule(quantity=100)
        above = self._create_rule(scope='category', categ_id=category.id, quantity=9)
        self._check()
        self.assertEqual(self._find().rule_id, above)

        self._create_rule(scope='category', categ_id=below.id, quantity=7)
        self._check()
        self.assertFalse(self._find())

        own = self._create_rule(self.mug, quantity=8)
        self._check()
        self.assertEqual(self._find().rule_id, own)

    def test_variants_are_looked_at_each_alone(self):
        size = self.env['product.attribute'].create(
            {'name': "Size", 'value_ids': [Command.create({'name': name}) for name in "SM"]}
        )
        template = self.mug.product_tmpl_id
        template.attribute_line_ids = [
            Command.create(
                {'attribute_id': size.id, 'value_ids': [Command.set(size.value_ids.ids)]}
            )
        ]
        small, medium = template.product_variant_ids
        self._create_rule(small, quantity=5)
        self._put(small, 1)
        self._put(medium, 50)

        self._check()

        self.assertTrue(self._find(small))
        self.assertFalse(self._find(medium))

    def test_warehouses_are_looked_at_each_alone(self):
        other = self.env['stock.warehouse'].create(
            {'name': "Second", 'code': 'WH2', 'company_id': self.company.id}
        )
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 50)
        self._check()
        self.assertFalse(self._find())  # never was in the second one

        self._put(self.mug, 2, other)
        self._check()

        self.assertEqual(self._find().warehouse_id, other)

    def test_a_rule_says_what_it_needs(self):
        other = self._create_goods("Other")
        for values in (
            {'scope': 'category'},
            {'scope': 'product'},
            {'quantity': -1},
            {'usage_days': 0},
            {'kind': 'cover', 'cover_days': 0},
            {'product_id': other.id, 'product_tmpl_id': self.mug.product_tmpl_id.id},
        ):  # fmt: skip
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._create_rule(kind=values.pop('kind', 'threshold'), **values)

    # === WHAT TO ORDER === #

    def test_minimum_packs_price_and_day_are_the_suppliers(self):
        self._create_rule(self.mug, quantity=5, order_days=10)
        dozen = self.env['uom.uom'].create(
            {
                'name': "Dozen of mugs",
                'relative_factor': 12,
                'relative_uom_id': self.mug.uom_id.id,
            }
        )
        self.mug.seller_ids.unlink()
        self._sell(
            self.mug, self.pens, product_uom_id=dozen.id, min_qty=2, price=30.0, discount=10.0,
            delay=9,
        )  # fmt: skip
        self._put(self.mug, 3)

        self._check()

        alert = self._find()
        self.assertEqual(alert.supplier_id, self.pens)
        self.assertEqual((alert.proposed_quantity, alert.proposed_uom_id), (2.0, dozen))
        self.assertEqual(alert.price, 27.0)
        self.assertEqual(alert.expected_date, fields.Date.context_today(alert) + timedelta(days=9))

    def test_odoos_own_rule_says_how_much(self):
        self._create_rule(self.mug, quantity=5)
        self.env['stock.warehouse.orderpoint'].create(
            {
                'product_id': self.mug.id,
                'warehouse_id': self.warehouse.id,
                'location_id': self.warehouse.lot_stock_id.id,
                'company_id': self.company.id,
                'product_min_qty': 1,
                'product_max_qty': 40,
                'trigger': 'manual',
            }
        )
        self._put(self.mug, 3)

        self._check()

        self.assertEqual(self._find().proposed_quantity, 37.0)

    def test_the_suppliers_own_stock_moves_the_day(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 1)
        day = fields.Date.context_today(self.mug) + timedelta(days=20)
        self.env['gift.supplier.stock']._tell(self.mugs, {self.mug: (0.0, day)})

        self._check()

        alert = self._find()
        self.assertTrue(alert.supplier_told)
        self.assertEqual((alert.supplier_quantity, alert.supplier_from), (0.0, day))
        self.assertEqual(alert.expected_date, day + timedelta(days=5))

    def test_without_a_supplier_there_is_still_an_alert(self):
        pen = self._create_goods("Pen without supplier")
        self._create_rule(pen, quantity=5)
        self._put(pen, 1)
        self._check()
        alert = self._find(pen)
        self.assertFalse(alert.supplier_id)

        with self.assertRaisesRegex(UserError, "Pen without supplier"):
            alert.action_purchase()

    # === ORDERED === #

    def test_purchases_are_grouped_and_pressing_twice_makes_one(self):
        pen, cup = self._create_goods("Pen"), self._create_goods("Cup")
        self._sell(pen, self.pens, price=1.0)
        self._sell(cup, self.mugs, price=2.0, delay=60)
        for product in (self.mug, pen, cup):
            self._create_rule(product, kind='forecast', quantity=5)
            self._put(product, 1)
        self._check()
        alerts = self._find() | self._find(pen) | self._find(cup)

        alerts.with_user(self.manager).action_purchase()
        alerts.with_user(self.manager).action_purchase()

        orders = self.env['purchase.order'].search([('company_id', '=', self.company.id)])
        self.assertEqual(
            sorted((order.partner_id.name, len(order.order_line)) for order in orders),
            [("Mugs Ltd", 2), ("Pens Ltd", 1)],
        )
        self.assertEqual(set(alerts.mapped('state')), {'ordered'})
        line = self._find().purchase_line_id
        self.assertEqual((line.price_unit, line.order_id.user_id), (4.0, self.manager))
        self.assertEqual(line.order_id.picking_type_id, self.warehouse.in_type_id)

    def test_a_purchase_that_somebody_else_made_meanwhile_is_not_made_again(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 1)
        self._check()
        self._create_purchase(
            lines=[(self.mug, 50, 4.0)], state='draft', company_id=self.company.id,
            picking_type_id=self.warehouse.in_type_id.id, user_id=False,
        )  # fmt: skip

        self._find().action_purchase()

        self.assertEqual(self._levels(), [('low', 'ordered')])
        self.assertFalse(self._find().purchase_line_id)
        self.assertEqual(self._find().expected_date, fields.Date.to_date('2030-03-01'))

    def test_a_cancelled_purchase_opens_the_alert_and_is_told(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 1)
        self._check()
        self._send()
        alert = self._find()
        alert.action_purchase()
        alert.purchase_id.button_confirm()
        self._check()
        self.assertEqual(alert.state, 'ordered')
        self.assertFalse(alert._is_news())

        alert.purchase_id.button_cancel()
        self._check()

        self.assertEqual(alert.state, 'open')
        self.assertTrue(alert._is_news())

    # === SNOOZE === #

    def test_a_snoozed_alert_comes_back_after_its_day(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 3)
        self._check()
        alert = self._find()
        alert.with_user(self.manager).action_snooze_week()
        self._check()
        self.assertEqual((alert.state, alert._is_news()), ('snoozed', False))

        alert.snoozed_until = fields.Date.context_today(alert)
        self._check()

        self.assertEqual((alert.state, alert._is_news()), ('open', True))

    def test_a_snoozed_alert_that_gets_worse_is_told(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 3)
        self._check()
        alert = self._find()
        wizard = self.env['gift.stock.snooze'].with_user(self.manager)
        wizard.create({'alert_ids': alert.ids, 'reason': "Sold off"}).action_snooze()
        self.assertEqual((alert.state, alert.snooze_reason), ('snoozed', "Sold off"))

        self._put(self.mug, 0)
        self._check()

        self.assertEqual((alert.state, alert._is_news()), ('open', True))

    def test_nobody_snoozes_into_the_past_and_who_wakes_it_may(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 3)
        self._check()
        alert = self._find()
        with self.assertRaisesRegex(UserError, "after today"):
            alert._snooze(fields.Date.context_today(alert))
        self.assertEqual(alert.state, 'open')

        alert.action_snooze_month()
        alert.action_unsnooze()
        self.assertEqual(alert.state, 'open')

    # === SIZE === #

    def test_many_products_need_no_more_queries_than_a_few(self):
        self._create_rule(quantity=5)
        self._put(self.mug, 1)
        self._order(self.mug, 1)
        self._check()
        few = self._count_queries()
        for number in range(30):
            product = self._create_goods(f"Mug {number}")
            self._sell(product, self.mugs, price=1.0)
            self._put(product, 1)
            self._order(product, 1)
        self._check()
        self.assertEqual(self.alerts.search_count([('company_id', '=', self.company.id)]), 31)

        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._check()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
