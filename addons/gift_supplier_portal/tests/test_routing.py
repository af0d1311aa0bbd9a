from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.gift_personalization.tests.promise_common import MONDAY

from .routing_common import RoutingCommon


@tagged('post_install', '-at_install')
class TestRouting(RoutingCommon, TransactionCase):
    """Who makes the gifts of an order, and how it is ordered there."""

    # === DECISION === #

    def test_without_routing_or_without_suppliers_everything_stays_as_it_was(self):
        nobody = self._order("Anna")
        self._create_capability()
        self._set_routing('')
        switched_off = self._order("Ben")

        for order in (nobody, switched_off):
            self.assertFalse(order.gift_share_ids)
            self.assertEqual(sum(self._get_slots(order).values()), 1)
            self.assertTrue(order.commitment_date)

    def test_who_costs_less_makes_it_when_the_promise_is_kept(self):
        capability = self._create_capability(transit_days=0)
        self._create_capability(self.pens, piece_cost=0.5, lead_days=20)

        order = self._order("Anna", quantity=4)

        promised = order.commitment_date.date()
        self.assertEqual(promised, date(2026, 12, 18))
        share = order.gift_share_ids
        self.assertEqual(self._get_shares(order), [('shop', "Mugs Ltd", 4)])
        self.assertEqual((share.capability_id, share.cost, share.state), (capability, 4, 'ordered'))
        self.assertLessEqual(share.date_arrival, promised)
        self.assertEqual(share.revision_hash, order.order_line.gift_revision_id.hash)
        self.assertFalse(self._get_slots(order), "our workshop is free for others")
        self.assertIn("Mugs Ltd – Test print (to us): makes 4", share.explanation)
        self.assertIn("Our workshop: dearer by", share.explanation)
        self.assertIn("Pens Ltd – Test print (to us): too late", share.explanation)

    def test_a_cheaper_supplier_who_breaks_the_promise_is_not_taken(self):
        self._create_capability(lead_days=20)

        order = self._order("Anna")

        self.assertEqual(self._get_shares(order), [('own', False, 1)])
        self.assertIn("too late, would arrive", order.gift_share_ids.explanation)
        self.assertEqual(sum(self._get_slots(order).values()), 1)

    def test_the_score_decides_between_equals(self):
        self._create_capability(transit_days=0)
        self._create_capability(self.pens, transit_days=0)
        scores = {self.mugs: None, self.pens: 0.9}
        partners = self.registry['res.partner']

        with patch.object(partners, '_gift_get_scores', lambda self: scores):
            order = self._order("Anna")

        self.assertEqual(self._get_shares(order), [('shop', "Pens Ltd", 1)])

    def test_what_a_supplier_cannot_do_is_said(self):
        capability = self._create_capability(transit_days=0)
        other = self.gift_template.surface_ids.method_id.copy({'code': 'other', 'name': "Other"})
        cases = {
            "too big": {'max_width_mm': 1, 'max_height_mm': 1},
            "does not do this print method": {'method_ids': [Command.set(other.ids)]},
            "does not make this product": {'product_ids': [
                Command.set(self.plain_product.product_tmpl_id.ids)]},
            "does not send to this country": {
                'to_shop': False, 'to_customer': True,
                'country_ids': [Command.set(self.env.ref('base.ch').ids)]},
            "down": {'down_from': '2026-11-01'},
        }  # fmt: skip
        for text, values in cases.items():
            capability = self._create_capability(transit_days=0, **values)
            with self.subTest(text):
                (self.env['gift.supplier.capability'].search([]) - capability).active = False
                order = self._order("Anna")
                self.assertEqual(self._get_shares(order), [('own', False, 1)])
                self.assertIn(f": {text}", order.gift_share_ids.explanation)

    def test_what_our_workshop_cannot_do_goes_to_a_supplier_and_is_promised_by_him(self):
        self.method.is_in_house = False
        self.center.write(dict.fromkeys(('monday', 'tuesday', 'wednesday'), 0))
        self.center.write(dict.fromkeys(('thursday', 'friday'), 0))
        self._create_capability(piece_cost=50)

        order = self._order("Anna", due=None)

        self.assertEqual(self._get_shares(order), [('shop', "Mugs Ltd", 1)])
        self.assertEqual(order.commitment_date.date(), order.gift_share_ids.date_arrival)

    def test_what_nobody_can_make_is_told_to_the_staff(self):
        self.method.is_in_house = False
        self._create_capability(self.mugs, max_width_mm=1, max_height_mm=1)

        order = self._order("Anna")

        self.assertEqual(order.state, 'sale')
        self.assertEqual(order.gift_share_ids.trouble, 'nobody')
        self.assertIn("Nobody can make", ' '.join(order.activity_ids.mapped('summary')))

    def test_a_product_that_only_we_or_one_supplier_may_make(self):
        self._create_capability(transit_days=0)
        self._create_capability(self.pens, transit_days=0, piece_cost=2.0)
        template = self.gift_product.product_tmpl_id
        with self.assertRaises(ValidationError):
            template.gift_made_by = 'supplier'
        template.write({'gift_made_by': 'own', 'gift_made_by_id': False})
        self.assertEqual(self._get_shares(self._order("Anna")), [('own', False, 1)])
        template.write({'gift_made_by': 'supplier', 'gift_made_by_id': self.pens.id})
        self.assertEqual(self._get_shares(self._order("Anna")), [('shop', "Pens Ltd", 1)])

    def test_routes_that_the_owner_has_set_are_left_alone(self):
        self._create_capability(transit_days=0)
        route = self.env.ref('stock_dropshipping.route_drop_shipping')
        self.gift_product.seller_ids = [Command.create({'partner_id': self.pens.id, 'price': 4})]
        self.gift_product.route_ids = [Command.set(route.ids)]

        order = self._order_approved("Anna")

        self.assertFalse(order.gift_share_ids)
        self.assertEqual(self._get_purchases(order).partner_id, self.pens)

    def test_a_suppliers_day_is_not_given_away_twice(self):
        self._create_capability(daily_pieces=3, transit_days=0)
        orders = [self._order(name, quantity=2) for name in ("Anna", "Ben")]

        slots = [
            {(slot.date, slot.pieces) for slot in order.gift_share_ids.slot_ids} for order in orders
        ]
        first = date(2026, 11, 30)
        self.assertEqual(slots[0], {(first, 2)})
        self.assertIn((first, 1), slots[1])
        self.assertEqual(sum(pieces for _day, pieces in slots[1]), 2)

    def test_a_failure_does_not_undo_the_order(self):
        self._create_capability()
        lines = self.registry['sale.order.line']
        with patch.object(lines, '_gift_route', side_effect=UserError("no")):
            order = self._order("Anna")

        self.assertEqual(order.state, 'sale')
        self.assertTrue(order.commitment_date and order.gift_job_ids)
        self.assertIn("Nobody could be chosen", ' '.join(order.activity_ids.mapped('summary')))

    # === PROCUREMENT === #

    def test_our_workshop_takes_it_from_our_stock(self):
        self._create_capability(lead_days=20)
        order = self._order_approved("Anna", quantity=2)

        move = order.order_line.move_ids
        self.assertEqual((move.product_uom_qty, move.procure_method), (2, 'make_to_stock'))
        self.assertEqual(move.gift_share_id, order.gift_share_ids)
        self.assertFalse(self._get_purchases(order))
        self.assertEqual(order.gift_share_ids.state, 'ordered')
        order.order_line._action_launch_stock_rule()
        self.assertEqual(self._get_leaving(order), 2)

    def test_a_supplier_sends_it_to_us_for_exactly_this_delivery(self):
        self._create_capability(transit_days=0, piece_cost=1.5)
        self.gift_product.seller_ids = [Command.create({'partner_id': self.mugs.id, 'price': 0.5})]

        order = self._order_approved("Anna", quantity=2)

        line = self._get_purchases(order)
        self.assertEqual((line.partner_id, line.product_qty), (self.mugs, 2))
        self.assertEqual(line.price_unit, 2.0)
        self.assertEqual(line.gift_revision_hash, order.order_line.gift_revision_id.hash)
        self.assertEqual(line.gift_share_id, order.gift_share_ids)
        self.assertEqual(line.date_planned.date(), order.gift_share_ids.date_here)
        self.assertEqual(line.move_dest_ids.product_uom_qty, 2)
        self.assertFalse(line.order_id._is_dropshipped())
        order.order_line._action_launch_stock_rule()
        self.assertEqual((self._get_leaving(order), line.product_qty), (2, 2))
        line.order_id.button_confirm()
        self.assertEqual(line._gift_get_package().state, 'released')

    def test_a_supplier_without_a_listed_price_sends_it_to_the_customer(self):
        self._create_capability(
            to_shop=False, to_customer=True, country_ids=[Command.set(self.country.ids)]
        )
        order = self._order_approved("Anna", quantity=2)

        line = self._get_purchases(order)
        self.assertEqual((line.partner_id, line.product_qty), (self.mugs, 2))
        self.assertEqual(line.price_unit, 1.0)
        self.assertTrue(line.order_id._is_dropshipped())
        self.assertEqual(line.order_id.dest_address_id, order.partner_shipping_id)
        self.assertFalse(self.gift_product.seller_ids, "no price is made up")
        line.order_id.button_confirm()
        order.order_line._action_launch_stock_rule()
        self.assertEqual(self._get_leaving(order), 2)
        self.assertEqual(len(self._get_purchases(order)), 1)

    def test_a_line_is_split_when_only_several_makers_keep_the_promise(self):
        self.center.write({'tuesday': 0, 'wednesday': 0, 'thursday': 0, 'friday': 0})
        self.method.own_piece_cost = 0.5
        self._create_capability(daily_pieces=4, lead_days=20)
        self._create_capability(
            self.pens, daily_pieces=4, to_shop=False, to_customer=True, transit_days=1
        )
        order = self._order_approved("Anna", quantity=12, due='2026-12-03 12:00:00')

        shares = self._get_shares(order)
        self.assertEqual(len(order.order_line), 1)
        self.assertEqual(sum(pieces for _way, _name, pieces in shares), 12)
        self.assertEqual({way for way, _name, _pieces in shares}, {'own', 'customer'})
        self.assertEqual(order.commitment_date.date(), date(2026, 12, 3))
        self.assertEqual(sum(self._get_slots(order).values()), 5)
        order.order_line._action_launch_stock_rule()
        self.assertEqual(self._get_leaving(order), 12)
        self.assertEqual(sum(self._get_purchases(order).mapped('product_qty')), 7)
        own = order.order_line.move_ids.filtered(lambda move: not move.purchase_line_id)
        self.assertEqual(sum(own.mapped('product_uom_qty')), 5)

    def test_more_pieces_of_a_line_go_to_who_makes_it(self):
        self._create_capability(to_shop=False, to_customer=True)
        order = self._order_approved("Anna", quantity=2)
        with freeze_time(MONDAY):
            order.order_line.product_uom_qty = 5

        self.assertEqual(self._get_shares(order), [('customer', "Mugs Ltd", 5)])
        self.assertEqual(sum(self._get_purchases(order).mapped('product_qty')), 5)

    def test_who_goes_down_before_the_order_is_placed_is_replaced_at_once(self):
        capability = self._create_capability(transit_days=0)
        order = self._order("Anna", policy='customer')
        self.assertEqual(self._get_shares(order), [('shop', "Mugs Ltd", 1)])
        with freeze_time(MONDAY):
            capability.write({'down_from': '2026-11-30', 'down_reason': "fire"})

            self.assertEqual(self._get_shares(order), [('own', False, 1)])
            self._make_ready(order.gift_job_ids)
        self.assertFalse(self._get_purchases(order))
        self.assertEqual(self._get_leaving(order), 1)

    def test_parcels_to_two_customers_are_two_orders(self):
        self._create_capability(to_shop=False, to_customer=True)
        self.mugs.group_rfq = 'all'
        first = self._order_approved("Anna")
        self.partner = self.partner.copy({'name': "Somebody else"})
        second = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'commitment_date': '2026-12-18 12:00:00',
                'order_line': [
                    Command.create(
                        {
                            'product_id': self.gift_product.id,
                            'gift_revision_id': first.order_line.gift_revision_id.id,
                        }
                    )
                ],
            }
        )
        with freeze_time(MONDAY):
            second.action_confirm()
            for job in second.gift_job_ids:
                self._get_proof(job)._approve(
                    expected_hash=job.revision_hash, partner=self.partner, name="S",
                    spelling_checked=True,
                )  # fmt: skip
        orders = (self._get_purchases(first) | self._get_purchases(second)).order_id
        self.assertEqual(len(orders), 2)
        self.assertEqual(
            orders.dest_address_id, first.partner_shipping_id | second.partner_shipping_id
        )

    # === WORKSHOP === #

    def test_the_workshop_does_not_make_what_a_supplier_makes(self):
        self._create_capability(transit_days=0)
        order = self._order_approved("Anna")
        job = order.gift_job_ids

        self.assertEqual(job.stage, 'ready')
        self.assertEqual(
            job.with_env(self.production_env).gift_outside_problem, "Mugs Ltd makes it"
        )
        with self.assertRaisesRegex(UserError, "Mugs Ltd makes it"):
            job.with_env(self.production_env).action_start()
        as_worker = job.with_env(self.production_env)
        self.assertNotIn(job, as_worker.search(as_worker._get_batchable_domain()))
        self.assertEqual(job.stage, 'ready')

    def test_fifty_lines_ask_the_database_as_often_as_two(self):
        self._create_capability(transit_days=0, daily_pieces=0)
        counts = {}
        for number in (2, 2, 50):
            order = self._order(*(f"N{n}" for n in range(number)), confirm=False)
            order.commitment_date = '2028-03-01 12:00:00'
            self.env.flush_all()
            self.env.invalidate_all()
            lines = order.order_line.browse(order.order_line.ids)  # read together
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY):
                lines._gift_route()
                self.env.flush_all()
            counts[number] = self.env.cr.sql_log_count - before
            self.assertEqual(len(order.gift_share_ids), number)
        self.assertLessEqual(counts[50], counts[2] + 6, counts)
