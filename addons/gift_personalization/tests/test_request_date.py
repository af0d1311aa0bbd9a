from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from . import test_promise_lock
from .promise_common import MONDAY
from .request_date_common import DateCommon
from .test_wanted import DEC


@tagged('post_install', '-at_install')
class TestChangeOfDate(DateCommon):
    """Another day is taken at once until production has begun, then staff decide."""

    def test_the_parcel_of_one_recipient_moves_and_no_other(self):
        request = self._change(self.ben, DEC[16])

        self.assertEqual((request.state, request.is_self_service), ('done', True))
        self.assertEqual(request.summary, "Ben: Thu 17 Dec instead of Mon 7 Dec")
        self.assertEqual((self.ben.promise_date, self.cem.promise_date), (DEC[16], DEC[6]))
        self.assertEqual(self.order.commitment_date.date(), DEC[16])
        change = self.order.gift_promise_change_ids
        self.assertEqual(change.reason, 'wanted')
        self.assertEqual(self.ben.line_ids.gift_booking_ids.date, DEC[13])
        self.assertEqual(self.ben.picking_ids.scheduled_date.date(), DEC[14])
        self.assertEqual(
            self._get_mails(request).subject, f"Change of date: done ({self.order.name})"
        )

    def test_who_has_no_day_of_his_own_follows_the_day_of_the_order(self):
        self._change(self.ben, DEC[16])

        self._change(self.no_parcel, DEC[9])

        self.assertEqual((self.ben.promise_date, self.cem.promise_date), (DEC[16], DEC[9]))
        self.assertEqual(self.order.gift_own_promise_date, DEC[9])

    def test_an_earlier_day_that_can_be_kept_is_taken(self):
        self._change(self.no_parcel, DEC[3])

        self.assertEqual(self.order.commitment_date.date(), DEC[3])
        self.assertEqual(self.order.gift_first_promise.date(), DEC[6])

    def test_a_day_that_cannot_be_kept_is_refused_with_the_nearest(self):
        for day, sentence in (
            (DEC[0], "The parcel for Ben cannot arrive by Tue 1 Dec. The nearest possible date is"),
            (DEC[5], "cannot arrive by Sun 6 Dec"),
            (DEC[6].replace(year=2028), "cannot arrive by"),
            (None, "Please choose a date."),
            (DEC[6], "It arrives by that day already."),
        ):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, sentence):
                if day == DEC[6]:
                    self._want(self.ben, DEC[6])
                self._change(self.ben, day)
        self.assertFalse(self.order.gift_request_ids)

    def test_the_same_page_asks_once(self):
        first = self._change(self.ben, DEC[16], reference='one-page')
        second = self._change(self.ben, DEC[17], reference='one-page')

        self.assertEqual(first, second)
        self.assertEqual(self.ben.promise_date, DEC[16])
        self.assertEqual(len(self.order.gift_promise_change_ids), 1)

    def test_what_is_being_made_becomes_a_question_that_staff_accept(self):
        self._get_jobs(self.ben).stage = 'in_production'
        with self.assertRaises(UserError) as raised:
            self._change(self.ben, DEC[16])
        self.assertIn("tell us in a few words", str(raised.exception))

        request = self._change(self.ben, DEC[16], reason="We are away")

        self.assertEqual((request.state, self.ben.promise_date), ('open', DEC[6]))
        with self.assertRaisesRegex(UserError, "asked us already for another date"):
            self._change(self.ben, DEC[17], reason="Again")
        self.assertTrue(self._change(self.cem, DEC[16]).is_self_service)
        self._answer_now(request)
        self.assertEqual((request.state, self.ben.promise_date), ('done', DEC[16]))
        self._answer_now(request)
        self.assertEqual(len(self.order.gift_promise_change_ids), 1)

    def test_staff_decline_with_a_sentence(self):
        self._get_jobs(self.ben).stage = 'in_production'
        request = self._change(self.ben, DEC[16], reason="We are away")

        self._answer_now(request, 'decline', answer="The van has left.")

        self.assertEqual((request.state, self.ben.promise_date), ('declined', DEC[6]))
        self.assertIn("The van has left.", self._get_mails(request)[-1].body_html)

    def test_a_yes_to_a_day_that_is_lost_meanwhile_is_refused(self):
        self._get_jobs(self.ben).stage = 'in_production'
        request = self._change(self.ben, DEC[3], reason="Earlier, please")

        with freeze_time('2026-12-03 09:00:00'), self.assertRaisesRegex(UserError, "nearest"):
            self._answer(request)

        self.assertEqual((request.state, self.ben.promise_date), ('open', DEC[6]))

    def test_a_date_that_was_agreed_by_hand_is_not_overruled_by_a_click(self):
        self.order.with_context(gift_planned=True).commitment_date = '2026-12-11 11:00:00'

        request = self._change(self.no_parcel, DEC[16], reason="Later, please")

        self.assertEqual(request.state, 'open')
        self.assertEqual(self.order.commitment_date.date(), DEC[10])

    def test_what_has_left_keeps_its_day(self):
        self._get_jobs(self.ben).stage = 'shipped'

        with self.assertRaisesRegex(UserError, "has left our house"):
            self._change(self.ben, DEC[16], reason="x")

        ways = [way['label'] for way in self.order._gift_get_request_ways()]
        self.assertIn("Change the date", ways)
        self.order.gift_job_ids.stage = 'shipped'
        ways = [way['label'] for way in self.order._gift_get_request_ways()]
        self.assertNotIn("Change the date", ways)

    def test_a_cancelled_order_has_no_date_to_change(self):
        self.order._action_cancel()

        self.assertEqual(self.order._gift_get_datable_parts(), [])


@tagged('post_install', '-at_install')
class TestDatePages(DateCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.token = self.order._portal_ensure_token()
        self.path = f'/my/orders/{self.order.id}/date'
        self.authenticate(None, None)

    def _open(self, suffix='', token=None):
        with freeze_time(MONDAY):
            return self.url_open(f'{self.path}{suffix}?access_token={token or self.token}')

    def _send(self, parcel, **data):
        with freeze_time(MONDAY):
            path = f'{self.path}/{parcel.id or 0}'
            return self._post(path, **{'access_token': self.token, **data})

    def test_the_holder_of_the_link_moves_one_of_three_parcels(self):
        choice = self._open().text
        self.assertIn("The whole order", choice)
        self.assertIn(f'{self.path}/{self.ben.id}?', choice)
        page = self._open(f'/{self.ben.id}').text
        self.assertIn('<option value="2026-12-17">Thursday 17 December 2026</option>', page)
        self.assertNotIn('value="2026-12-02"', page)
        self.assertNotIn("Ask the shop", page)

        answer = self._send(self.ben, date='2026-12-17')

        self.assertIn('#gift_requests', answer.url)
        self.assertIn("Ben: Thu 17 Dec instead of Mon 7 Dec", answer.text)
        self.assertEqual(self.ben.promise_date, DEC[16])
        self.assertIn("Everything without a day of its own", self._open().text)

    def test_an_order_for_one_person_opens_at_once(self):
        self.order = self._confirm(self._cart())
        self.path = f'/my/orders/{self.order.id}/date'
        self.token = self.order._portal_ensure_token()

        self.assertIn('<select id="gift_wanted"', self._open().text)
        self.assertIn('#gift_requests', self._send(self.no_parcel, date='2026-12-17').url)
        self.assertEqual(self.order.commitment_date.date(), DEC[16])

    def test_after_production_began_the_page_asks_why_and_keeps_what_was_typed(self):
        self._get_jobs(self.ben).stage = 'in_production'
        self.assertIn("Ask the shop", self._open(f'/{self.ben.id}').text)

        refused = self._send(self.ben, date='2026-12-17')
        self.assertEqual(refused.status_code, 409)
        self.assertIn("tell us in a few words", refused.text)
        self.assertIn('<option value="2026-12-17" selected="selected">', refused.text)

        answer = self._send(self.ben, date='2026-12-17', reason="We are <away>")
        self.assertIn("We are &lt;away&gt;", answer.text)
        self.assertEqual(self.order.gift_request_ids.state, 'open')

    def test_a_repeated_click_changes_once(self):
        for day in ('2026-12-17', '2026-12-18'):
            answer = self._send(self.ben, date=day, reference='same-page-1')
            self.assertIn('#gift_requests', answer.url)
        self.assertEqual(len(self.order.gift_request_ids), 1)
        self.assertEqual(self.ben.promise_date, DEC[16])

    def test_odd_parameters_are_answered_with_a_sentence(self):
        for day in ('', 'x', '2026-13-01', '0001-01-01', '9999-12-31', '１' * 10):
            with self.subTest(day=day):
                answer = self._send(self.ben, date=day)
                self.assertEqual(answer.status_code, 409)
                self.assertIn('role="alert"', answer.text)
        other, parcel, _cem = self._create_divided_order()
        for suffix in (f'/{parcel.id}', '/999999999999', '/-1'):
            with self.subTest(suffix=suffix):
                self.assertEqual(self._open(suffix).status_code, 404)
        self.assertFalse(self.order.gift_request_ids | other.gift_request_ids)


@tagged('post_install', '-at_install')
class TestDateRace(test_promise_lock.TestBookingRace):
    """Customers of two orders want the last piece of one day, in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            orders = env['sale.order'].browse(self.copy_ids)
            for order in orders:
                order.action_confirm()
            first = max(order.commitment_date.date() for order in orders)
            days = [set(order._gift_get_wanted_choice()['dates']) - {first} for order in orders]
            self.day = min(day for day in days[0] & days[1] if day > first + timedelta(days=7))

    def _delete_copies(self):
        with self._open() as env:
            orders = tuple(self.copy_ids)
            requests = env['gift.order.request'].search([('order_id', 'in', self.copy_ids)])
            for model in ('mail.mail', 'mail.message'):
                domain = [('model', '=', requests._name), ('res_id', 'in', requests.ids)]
                env[model].search(domain).unlink()
            env.cr.execute("DELETE FROM gift_notice WHERE res_model = 'gift.order.request'")
            env.cr.execute('DELETE FROM gift_order_request WHERE order_id IN %s', (orders,))
            env.cr.execute('DELETE FROM gift_promise_change WHERE order_id IN %s', (orders,))
        super()._delete_copies()

    def _want(self, number, reference):
        def want(proof):
            order = proof.env['sale.order'].browse(self.copy_ids[number])
            proof.env['gift.order.request']._request_date(
                order,
                proof.env['gift.parcel'],
                self.day,
                reference=reference,
                author=order.partner_id,
            )

        return want

    @mute_logger('odoo.sql_db')
    def test_one_page_sent_twice_at_once_changes_once(self):
        results = self._run_at_once(one=self._want(0, 'same'), other=self._want(0, 'same'))

        self.assertEqual(results, {'one': None, 'other': None})
        with self._open() as env:
            order = env['sale.order'].browse(self.copy_ids[0])
            self.assertEqual(len(order.gift_request_ids), 1)
            self.assertEqual(len(order.gift_promise_change_ids), 1)
            self.assertEqual(order.gift_wanted_date, self.day)

    @mute_logger('odoo.sql_db')
    def test_of_two_orders_at_once_one_is_dated_later(self):
        results = self._run_at_once(one=self._want(0, 'one'), other=self._want(1, 'other'))

        self.assertEqual(results, {'one': None, 'other': None})
        self.assertEqual(len(set(self._read_days())), 2)

    @mute_logger('odoo.sql_db')
    def test_an_order_that_begins_during_another_is_dated_after_it(self):
        with self._open() as env:
            self._want(0, 'one')(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(other=self._want(1, 'other'), then=env.cr.commit)

        self.assertEqual(results, {'other': None})
        self.assertEqual(len(set(self._read_days())), 2)
