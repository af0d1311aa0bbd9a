from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon
from .promise_common import MONDAY
from .test_wanted import WantedCommon


class CarrierCommon(ParcelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env['account.tax'].create({'name': "Way 20 %", 'amount': 20.0})
        cls.express = cls._create_carrier("Express", 9.0, taxes_id=[Command.set(cls.tax.ids)])

    @classmethod
    def _create_carrier(cls, name, price, taxes_id=False, **values):
        product = cls._create_product(
            name=name, type='service', taxes_id=taxes_id, list_price=price
        )
        return cls.env['delivery.carrier'].create(
            {
                'name': name,
                'product_id': product.id,
                'fixed_price': price,
                'website_published': True,
                **values,
            }
        )

    def _get_costs(self, order):
        """Return ``[(recipient, delivery method, price, with taxes), …]``."""
        return [
            (
                line.gift_parcel_id.name or '',
                line.product_id.name,
                line.price_unit,
                line.price_total,
            )
            for line in order.order_line.filtered('is_delivery').sorted(
                lambda line: (line.gift_parcel_id.id or 0, line.id)
            )
        ]


@tagged('post_install', '-at_install')
class TestParcelCarrier(CarrierCommon):
    """Each recipient's parcel is sent by the delivery method that the giver chose for it."""

    def setUp(self):
        super().setUp()
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False)
        self.order._set_delivery_method(self.fixed)

    def test_without_a_choice_all_parcels_go_by_the_method_of_the_order(self):
        self.assertEqual(
            self._get_costs(self.order),
            [('', "Way", 5.0, 5.0), ("Ben", "Way", 5.0, 5.0), ("Cem", "Way", 5.0, 5.0)],
        )
        self.assertEqual(self.ben._get_carrier(), self.fixed)

    def test_a_parcel_pays_price_and_tax_of_its_own_method(self):
        self.ben._gift_set_carrier(self.express)

        self.assertEqual(
            self._get_costs(self.order),
            [('', "Way", 5.0, 5.0), ("Ben", "Express", 9.0, 10.8), ("Cem", "Way", 5.0, 5.0)],
        )
        self.assertEqual(self.order.carrier_id, self.fixed)
        self.assertEqual(self.order.amount_total, 3 * 13.0 + 5.0 + 10.8 + 5.0)
        [name] = self.order.order_line.filtered(lambda cost: cost.price_unit == 9.0).mapped('name')
        self.assertEqual(name, "Express (to Ben)")

    def test_choosing_twice_changes_nothing_and_empty_follows_the_order_again(self):
        self.ben._gift_set_carrier(self.express)
        total = self.order.amount_total
        self.ben._gift_set_carrier(self.express)
        self.assertEqual((self.order.amount_total, len(self._get_costs(self.order))), (total, 3))

        self.ben._gift_set_carrier(self.express.browse())

        self.assertFalse(self.ben.carrier_id)
        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [5.0, 5.0, 5.0])

    def test_another_method_of_the_order_leaves_the_choice_alone(self):
        self.ben._gift_set_carrier(self.express)
        cheap = self._create_carrier("Slow", 2.0)

        self.order._set_delivery_method(cheap)

        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [2.0, 9.0, 2.0])
        self.assertEqual(
            cheap.rate_shipment(self.order)['price'], 2.0 + 9.0 + 2.0, "shown before it is chosen"
        )

    def test_a_method_that_does_not_go_there_is_refused_and_nothing_changes(self):
        far = self._create_carrier(
            "Far", 1.0, country_ids=[Command.set(self.env.ref('base.fr').ids)]
        )
        hidden = self._create_carrier("Hidden", 1.0, website_published=False)
        heavy = self._create_carrier("Letter", 1.0, max_weight=0.1)
        self.order.order_line.product_id.filtered(lambda p: p.type == 'consu').weight = 0.2
        before = self._get_costs(self.order)

        for carrier in (far, hidden, heavy):
            with self.subTest(carrier=carrier), self.assertRaises(UserError) as refused:
                self.ben._gift_set_carrier(carrier)
            self.assertIn("does not deliver to Ben", str(refused.exception))
        self.assertFalse(self.ben.carrier_id)
        self.assertEqual(self._get_costs(self.order), before)

    def test_weight_counts_per_parcel(self):
        letter = self._create_carrier("Letter", 1.0, max_weight=0.3)
        self.order.order_line.product_id.filtered(lambda p: p.type == 'consu').weight = 0.2

        self.assertIn(letter, self.ben._get_carriers())
        self.assertIn(letter, self.order._get_delivery_methods())

        self._assign(self.order.order_line[0], self.ben, 1)

        self.assertNotIn(letter, self.ben._get_carriers())
        self.assertIn(letter, self.cem._get_carriers())

    def test_an_address_that_moved_out_of_reach_is_told_before_paying(self):
        local = self._create_carrier(
            "Bike", 3.0, state_ids=[Command.set(self.env.ref('base.state_us_5').ids)]
        )
        self.ben._gift_set_carrier(local)

        self.ben.state_id = self.env.ref('base.state_us_6')
        self.order._verify_cart_after_update()

        with self.assertRaises(ValidationError) as refused:
            self.order._check_cart_is_ready_to_be_paid()
        self.assertIn("“Bike” does not deliver to Ben", str(refused.exception))
        self.ben._gift_set_carrier(self.express)
        self.order._set_delivery_method(self.fixed)
        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [5.0, 9.0, 5.0])
        self.assertEqual(self.order._gift_get_parcel_problem(), '')

    def test_a_recipient_whom_the_orders_method_does_not_reach_gets_another_one(self):
        near = self._create_carrier(
            "Near", 4.0, state_ids=[Command.set(self.env.ref('base.state_us_5').ids)]
        )
        self.partner.state_id = self.env.ref('base.state_us_5')
        self.cem.state_id = self.env.ref('base.state_us_6')
        self.order._set_delivery_method(near)
        rate = near.rate_shipment(self.order)
        self.assertFalse(rate['success'])
        self.assertIn("“Near” does not deliver to Cem", rate['error_message'])

        self.cem._gift_set_carrier(self.express)
        self.order._set_delivery_method(near)

        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [4.0, 4.0, 9.0])
        self.assertEqual(self.order._gift_get_parcel_problem(), '')

    def test_nothing_can_be_chosen_while_it_is_paid(self):
        self.order.action_confirm()

        with self.assertRaises(UserError):
            self.ben._gift_set_carrier(self.express)

        self.assertFalse(self.ben.carrier_id)

    def test_goods_that_are_assigned_later_pay_the_method_of_their_recipient(self):
        order = self._create_gift_order("Anna", quantity=2, confirm=False)
        ben = self._add_parcel("Ben", order)
        order._set_delivery_method(self.fixed)
        ben._gift_set_carrier(self.express)

        self._assign(order.order_line.filtered('gift_revision_id'), ben, 1)

        self.assertEqual([cost[2] for cost in self._get_costs(order)], [5.0, 9.0])

    # === DELIVERIES === #

    def test_deliveries_carry_their_method(self):
        self.env['stock.rule'].search([]).propagate_carrier = True
        self.ben._gift_set_carrier(self.express)
        self.order.action_confirm()

        self._approve(self.order.gift_job_ids)

        self.assertEqual(self.ben.picking_ids.carrier_id, self.express)
        self.assertEqual(self.cem.picking_ids.carrier_id, self.fixed)
        self.order.set_delivery_line(self.fixed, 5.0)  # the shop's wizard
        self.assertEqual(self.ben.picking_ids.carrier_id, self.express)

    def test_costs_that_are_charged_later_stand_at_their_parcel_also_for_a_second_delivery(self):
        (self.fixed | self.express).invoice_policy = 'real'
        self.env['stock.rule'].search([]).propagate_carrier = True
        self.order._set_delivery_method(self.fixed)
        self.ben._gift_set_carrier(self.express)
        self.order.action_confirm()
        self._approve(self.order.gift_job_ids)
        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [0.0, 0.0, 0.0])

        for price, parcel in ((9.0, self.ben), (4.0, self.cem), (3.0, self.cem)):
            parcel.picking_ids.carrier_price = price
            parcel.picking_ids._add_delivery_cost_to_so()

        self.assertEqual(
            [(name, price) for name, _way, price, _total in self._get_costs(self.order)],
            [('', 0.0), ("Ben", 9.0), ("Cem", 4.0), ("Cem", 3.0)],
        )

    def test_a_limit_for_free_delivery_counts_per_parcel(self):
        self.fixed.write({'free_over': True, 'amount': 26.0})
        self.order._set_delivery_method(self.fixed)
        self.assertEqual([cost[2] for cost in self._get_costs(self.order)], [5.0, 5.0, 5.0])

        self._assign(self.order.order_line[0], self.ben, 1)

        self.assertEqual(
            [(cost[0], cost[2]) for cost in self._get_costs(self.order)],
            [("Ben", 0.0), ("Cem", 5.0)],
        )


@tagged('post_install', '-at_install')
class TestParcelCarrierDates(WantedCommon, CarrierCommon):
    """Dates of a parcel count on the way of its own delivery method."""

    def test_days_and_promise_are_those_of_the_parcels_method(self):
        self.express.write({'gift_transit_min': 1, 'gift_transit_max': 1})
        self.carrier.website_published = True
        cart = self._cart(quantity=2)
        ben = self._add_parcel("Ben", cart)
        self._assign(cart.order_line, ben, 1)
        self.assertEqual(self._get_dates(cart, ben)[0], date(2026, 12, 3))

        ben._gift_set_carrier(self.express)

        self.assertEqual(self._get_dates(cart, ben)[0], date(2026, 12, 2))
        self.assertEqual(self._get_dates(cart)[0], date(2026, 12, 3), "of everything")
        self._want(ben, date(2026, 12, 2))
        with freeze_time(MONDAY):
            self.assertEqual(cart._gift_get_wanted_problem(), '')
        self._confirm(cart)
        self.assertEqual(ben.promise_date, date(2026, 12, 2))
        self.assertEqual(ben.line_ids.gift_job_ids.date_due, date(2026, 12, 1))

    def test_a_day_of_the_faster_method_is_lost_with_it_and_told(self):
        self.express.write({'gift_transit_min': 1, 'gift_transit_max': 1})
        self.carrier.website_published = True
        cart = self._cart(quantity=2)
        ben = self._add_parcel("Ben", cart)
        self._assign(cart.order_line, ben, 1)
        ben._gift_set_carrier(self.express)
        self._want(ben, date(2026, 12, 2))

        ben._gift_set_carrier(self.express.browse())

        with freeze_time(MONDAY):
            problem = cart._gift_get_wanted_problem()
        self.assertIn("cannot arrive by", problem)
        self.assertIn("With Express you can have it", problem)
        self.assertEqual(ben.wanted_date, date(2026, 12, 2))


@tagged('post_install', '-at_install')
class TestParcelCarrierPages(CarrierCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna", quantity=2)
        self.ben = self._add_parcel("Ben", self.cart)
        self._assign(self.line, self.ben, 1)
        self.cart._set_delivery_method(self.fixed)
        self._open_cart(self.cart)
        self.path = f'/shop/recipients/{self.ben.id}/delivery'

    def test_a_guest_sees_the_prices_and_chooses(self):
        page = self.url_open(self.path).text
        self.assertIn("As the rest of the order", page)
        self.assertIn("Express", page)
        self.assertIn('9.00', page.replace('10.80', '9.00'))

        page = self._post(self.path, carrier=self.express.id).text

        self.assertIn("The delivery method was saved.", page)
        self.assertEqual(self.ben.carrier_id, self.express)
        self.assertEqual([cost[2] for cost in self._get_costs(self.cart)], [5.0, 9.0])

    def test_what_does_not_go_there_is_refused_with_a_sentence(self):
        hidden = self._create_carrier("Hidden", 1.0, website_published=False)

        for sent in (hidden.id, 999999, 'x', '-1', '9' * 30):
            with self.subTest(sent=sent):
                answer = self._post(self.path, carrier=sent)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("does not deliver to Ben", answer.text)
        self.assertFalse(self.ben.carrier_id)

    def test_the_summary_tells_what_each_parcel_costs_by_a_new_method(self):
        self.ben._gift_set_carrier(self.express)
        slow = self._create_carrier("Slow", 2.0)

        answer = self.make_jsonrpc_request('/shop/set_delivery_method', {'dm_id': slow.id})

        self.assertIn('Slow', answer['gift_parts'])
        self.assertIn('Express', answer['gift_parts'])
        self.assertEqual([cost[2] for cost in self._get_costs(self.cart)], [2.0, 9.0])
