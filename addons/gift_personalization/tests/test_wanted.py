from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .parcel_common import ParcelCommon
from .promise_common import MONDAY, PromiseCommon

DEC = [date(2026, 12, day) for day in range(1, 32)]


class WantedCommon(PromiseCommon, ParcelCommon):
    """Carts whose day is chosen on Monday, 30 November, before noon in Berlin."""

    @classmethod
    def _cart(cls, quantity=1, carrier=None, policy='none', **kwargs):
        carrier = carrier or cls.carrier
        return cls._order(
            carrier=carrier, policy=policy, quantity=quantity, confirm=False, **kwargs
        )

    @classmethod
    def _want(cls, part, day, moment=MONDAY):
        with freeze_time(moment):
            part._gift_change_wanted_date(day)

    def _get_dates(self, order, parcel=None, moment=MONDAY, carrier=None):
        with freeze_time(moment):
            return order._gift_get_wanted_choice(parcel, carrier)['dates']

    def _confirm(self, order, moment=MONDAY):
        with freeze_time(moment):
            order.action_confirm()
        return order


@tagged('post_install', '-at_install')
class TestWantedDates(WantedCommon):
    # === OFFERED === #

    def test_the_first_day_is_that_of_the_plan_and_weekends_are_left_out(self):
        days = self._get_dates(self._cart())

        # made on Monday, leaves on Tuesday, two days on its way
        self.assertEqual(days[:3], [DEC[2], DEC[3], DEC[6]])
        self.assertEqual(days[-1], date(2027, 2, 26))  # 90 days ahead is a Sunday

    def test_after_the_cutoff_in_the_shops_time_zone_the_first_day_is_later(self):
        cart = self._cart()

        self.assertEqual(self._get_dates(cart, moment='2026-11-30 10:59:00')[0], DEC[2])
        self.assertEqual(self._get_dates(cart, moment='2026-11-30 11:00:00')[0], DEC[3])
        summer = self._get_dates(cart, moment='2026-07-06 09:59:00')  # 11:59 in Berlin
        self.assertEqual(summer[0], date(2026, 7, 9))
        summer = self._get_dates(cart, moment='2026-07-06 10:00:00')
        self.assertEqual(summer[0], date(2026, 7, 10))

    def test_the_proof_is_waited_for(self):
        self.gift_template.write({'check_days': 1, 'answer_days': 2})

        self.assertEqual(self._get_dates(self._cart(policy='customer'))[0], DEC[7])
        self.assertEqual(self._get_dates(self._cart(policy='staff'))[0], DEC[8])

    def test_full_days_of_the_workshop_are_passed(self):
        self._order(quantity=10)

        self.assertEqual(self._get_dates(self._cart())[0], DEC[6])

    def test_on_holidays_nothing_is_made_nothing_leaves_and_nothing_arrives(self):
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Feast",
                'calendar_id': self.calendar.id,
                'company_id': self.env.company.id,
                'date_from': datetime(2026, 12, 1, 23),
                'date_to': datetime(2026, 12, 3, 22, 59),
            }
        )

        # Tuesday leaves; Wednesday and Thursday are holidays
        self.assertEqual(self._get_dates(self._cart())[:2], [DEC[6], DEC[7]])

    def test_the_carriers_weekdays_count_for_the_way_and_the_day(self):
        self.carrier.write({'gift_on_saturday': True, 'gift_on_monday': False})

        days = self._get_dates(self._cart())

        self.assertEqual(days[:5], [DEC[2], DEC[3], DEC[4], DEC[7], DEC[8]])

    def test_closed_work_centres_offer_no_day(self):
        self.center.write(
            dict.fromkeys(('monday', 'tuesday', 'wednesday', 'thursday', 'friday'), 0)
        )

        self.assertEqual(self._get_dates(self._cart()), [])

    def test_the_horizon_is_a_setting(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.wanted_days', '7')

        self.assertEqual(self._get_dates(self._cart()), [DEC[2], DEC[3], DEC[6]])

    # === CHOSEN === #

    def test_a_day_that_can_be_kept_is_stored(self):
        cart = self._cart()

        self._want(cart, DEC[9])

        self.assertEqual(cart.gift_wanted_date, DEC[9])
        self._want(cart, False)
        self.assertFalse(cart.gift_wanted_date)

    def test_a_day_that_cannot_be_kept_is_refused_with_the_nearest(self):
        cart = self._cart()
        for day, nearest in (
            (DEC[1], "Thu 3 Dec"),
            (DEC[4], "Mon 7 Dec"),  # a Saturday
            (date(2020, 1, 1), "Thu 3 Dec"),
            (date(2027, 12, 1), "Fri 26 Feb"),
        ):
            with self.subTest(day=day), self.assertRaises(UserError) as raised:
                self._want(cart, day)
            self.assertIn(f"The nearest possible date is {nearest}.", str(raised.exception))
        self.assertFalse(cart.gift_wanted_date)

    # === PROMISED === #

    def test_it_is_made_as_late_as_it_may_be_and_promised_for_the_day(self):
        cart = self._cart(quantity=7)
        self._want(cart, DEC[10])

        order = self._confirm(cart)

        # leaves on Wednesday 9, made on Tuesday 8 and, as five fit in a day, on Monday 7
        self.assertEqual(self._get_slots(order), {7: 2, 8: 5})
        self.assertEqual(order.commitment_date, datetime(2026, 12, 11, 11))
        self.assertEqual(order.gift_first_promise, order.commitment_date)
        self.assertEqual(order.gift_job_ids.date_due, DEC[8])
        self.assertEqual(order.picking_ids.scheduled_date, datetime(2026, 12, 9, 11))

    def test_an_early_approval_keeps_the_late_days_of_the_workshop(self):
        cart = self._cart(policy='customer')
        self._want(cart, DEC[17])
        order = self._confirm(cart)
        self.assertEqual(self._get_slots(order), {15: 1})

        with freeze_time('2026-12-01 09:00:00'):
            self._approve(order.gift_job_ids)

        self.assertEqual(self._get_slots(order), {15: 1})
        self.assertFalse(order.gift_promise_change_ids)

    def test_a_late_answer_moves_the_promise_only_when_the_day_is_lost(self):
        cart = self._cart(policy='customer')
        self._want(cart, DEC[17])
        order = self._confirm(cart)

        with freeze_time('2026-12-10 09:00:00'):  # due on Thursday, 3 December
            order._gift_push_promise()
        self.assertEqual(order.commitment_date.date(), DEC[17])
        self.assertFalse(order.gift_promise_change_ids)

        with freeze_time('2026-12-15 09:00:00'):
            order._gift_push_promise()
        self.assertEqual(order.commitment_date.date(), DEC[20])
        self.assertEqual(order.gift_promise_change_ids.reason, 'answer')
        self.assertEqual(order.gift_first_promise.date(), DEC[17])

    # === MEANWHILE === #

    def test_a_day_that_was_taken_meanwhile_is_told_before_the_payment(self):
        cart = self._cart(quantity=5)
        self._want(cart, DEC[2])
        self._order(quantity=3)

        with freeze_time(MONDAY), self.assertRaises(ValidationError) as raised:
            cart._check_cart_is_ready_to_be_paid()

        self.assertIn("It cannot arrive by Thu 3 Dec.", str(raised.exception))
        self.assertIn("The nearest possible date is Fri 4 Dec.", str(raised.exception))
        self.assertEqual(cart.gift_wanted_date, DEC[2])

    def test_a_faster_delivery_method_is_named(self):
        express = self.carrier.copy()
        express.write({'name': "Express", 'gift_transit_min': 1, 'gift_transit_max': 1})
        cart = self._cart()
        self.patch(type(cart), '_get_delivery_methods', lambda order: self.carrier | express)

        with self.assertRaises(UserError) as raised:
            self._want(cart, DEC[1])

        self.assertIn("With Express you can have it by Wed 2 Dec.", str(raised.exception))

    def test_who_starts_to_pay_holds_the_days_and_whoever_comes_later_is_told(self):
        first, second = self._cart(quantity=5), self._cart(quantity=5)
        for cart in (first, second):
            self._want(cart, DEC[2])
        with freeze_time(MONDAY):
            first._gift_hold_stock()
            with self.assertRaises(ValidationError):
                second._gift_hold_stock()

        self.assertEqual(self._get_slots(first), {30: 5})
        self.assertFalse(second.order_line.gift_booking_ids)
        with freeze_time(MONDAY):
            first._gift_hold_stock()  # pays again: its own days are no obstacle
            first._gift_release_stock()
            second._gift_hold_stock()
        self.assertEqual(self._get_slots(second), {30: 5})

    def test_what_was_held_for_no_payment_is_free_again(self):
        first, second = self._cart(quantity=5), self._cart(quantity=5)
        self._want(first, DEC[2])
        self._want(second, DEC[2])
        with freeze_time(MONDAY):
            first._gift_hold_stock()
        with freeze_time('2026-11-30 09:31:00'):
            second._gift_hold_stock()

        self._confirm(second, '2026-11-30 09:32:00')
        self.assertEqual(second.commitment_date.date(), DEC[2])

    def test_a_payment_that_came_too_late_is_told_and_never_moved_silently(self):
        cart = self._cart(quantity=5)
        self._want(cart, DEC[2])
        self._order(quantity=5)

        order = self._confirm(cart)

        self.assertEqual(order.commitment_date.date(), DEC[3])
        self.assertEqual(order.gift_first_promise.date(), DEC[2])
        self.assertEqual(order.gift_promise_change_ids.reason, 'payment')
        self.assertEqual(
            order.activity_ids.filtered(lambda a: 'wanted' in a.summary).summary,
            "A wanted date cannot be kept",
        )
        mail = (
            self.env['mail.mail']
            .search([('model', '=', 'sale.order'), ('res_id', '=', order.id)])
            .filtered(lambda mail: "arrives later" in mail.subject)
        )
        self.assertIn("Fri 4 Dec", mail.body_html)
        self.assertIn("Thu 3 Dec", mail.body_html)


@tagged('post_install', '-at_install')
class TestWantedParcels(WantedCommon):
    def setUp(self):
        super().setUp()
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False)
        self.order.carrier_id = self.carrier

    def test_each_recipient_has_a_day_and_a_due_date(self):
        self._want(self.order, DEC[6])
        self._want(self.ben, DEC[17])

        self._confirm(self.order)

        due = {
            job.sale_line_id.gift_parcel_id.name: job.date_due for job in self.order.gift_job_ids
        }
        self.assertEqual(due, {False: DEC[2], 'Ben': DEC[15], 'Cem': DEC[2]})
        self.assertEqual(self.order.commitment_date.date(), DEC[17])
        self.assertEqual((self.ben.promise_date, self.cem.promise_date), (DEC[17], DEC[6]))
        self.assertEqual(self.ben.first_promise_date, DEC[17])
        leaves = {p.gift_parcel_id.name: p.scheduled_date.date() for p in self.order.picking_ids}
        self.assertEqual(leaves, {False: DEC[2], 'Ben': DEC[15], 'Cem': DEC[2]})

    def test_the_confirmation_names_the_day_of_each_parcel(self):
        self._want(self.order, DEC[6])
        self._want(self.ben, DEC[16])
        self._confirm(self.order)

        with freeze_time(MONDAY):
            self.order._send_order_confirmation_mail()

        body = self._get_confirmation(self.order)
        for name, day in (
            ("Your own address", "Mon 7 Dec"),
            ("Ben", "Thu 17 Dec"),
            ("Cem", "Mon 7 Dec"),
        ):
            self.assertRegex(body, rf'{name}</span>: by <strong[^>]*>{day}</strong>')

    def test_the_confirmation_of_one_parcel_names_its_promised_day(self):
        order = self._order(carrier=self.carrier)

        with freeze_time(MONDAY):
            order._send_order_confirmation_mail()

        body = self._get_confirmation(order)
        self.assertRegex(body, r'It arrives by <strong[^>]*>Thu 3 Dec</strong>')

    def _get_confirmation(self, order):
        mails = self.env['mail.mail'].search(
            [('model', '=', 'sale.order'), ('res_id', '=', order.id)]
        )
        return mails.filtered(lambda mail: "Thank you for your order" in mail.subject).body_html

    def test_the_days_of_others_are_left_to_them(self):
        self.center.write(
            dict.fromkeys(('monday', 'tuesday', 'wednesday', 'thursday', 'friday'), 1)
        )
        self._want(self.ben, DEC[2])

        self.assertEqual(self._get_dates(self.order, self.cem)[0], DEC[3])
        with self.assertRaises(UserError) as raised:
            self._want(self.cem, DEC[2])
        self.assertIn("The parcel for Cem cannot arrive by Thu 3 Dec.", str(raised.exception))

    # === CHANGED LATER === #

    def test_the_customer_changes_the_day_of_a_parcel_later_and_earlier(self):
        self._want(self.order, DEC[6])
        self._confirm(self.order)

        self._want(self.ben, DEC[17])
        self.assertEqual(self.ben.promise_date, DEC[17])
        self.assertEqual(self.ben.first_promise_date, DEC[6])
        self.assertEqual(self.order.commitment_date.date(), DEC[17])
        self.assertEqual(self.order.gift_first_promise.date(), DEC[6])
        self.assertEqual(self.order.gift_promise_change_ids.reason, 'wanted')
        self.assertEqual(self.ben.line_ids.gift_booking_ids.date, DEC[14])
        self.assertEqual(self.ben.picking_ids.scheduled_date.date(), DEC[15])

        self._want(self.ben, DEC[3])
        self.assertEqual(self.order.commitment_date.date(), DEC[6])
        self.assertEqual(self.ben.line_ids.gift_booking_ids.date, DEC[0])

    def test_what_has_left_keeps_its_day(self):
        self._confirm(self.order)
        self.ben.line_ids.gift_job_ids.stage = 'shipped'

        with self.assertRaises(UserError) as raised:
            self._want(self.ben, DEC[17])

        self.assertIn("is on its way already", str(raised.exception))
        self.assertFalse(self.ben.wanted_date)

    def test_what_is_being_made_can_arrive_later_but_not_before_it_is_ready(self):
        self._want(self.order, DEC[6])
        self._confirm(self.order)
        self.ben.line_ids.gift_job_ids.stage = 'in_production'
        booked = self.ben.line_ids.gift_booking_ids

        self._want(self.ben, DEC[9])

        self.assertEqual(self.ben.promise_date, DEC[9])
        self.assertTrue(booked.exists())
        with self.assertRaises(UserError):
            self._want(self.ben, DEC[0])

    def test_a_confirmed_order_without_a_day_refuses_none(self):
        self._confirm(self.order)

        with self.assertRaises(UserError):
            self._want(self.order, False)
        with self.assertRaises(UserError):
            self._want(self.order, DEC[0])
