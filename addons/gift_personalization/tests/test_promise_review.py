from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.working_days import WorkingDays
from . import test_promise_lock
from .promise_common import MONDAY
from .test_wanted import DEC, WantedCommon

TUESDAY = '2026-12-01 08:00:00'


class ReviewCommon(WantedCommon):
    """Orders of Monday, 30 November; the promises are reviewed later."""

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    def _review(self, moment=TUESDAY):
        with freeze_time(moment):
            self.env['gift.promise.review']._cron_review()

    def _send_mails(self, moment='2026-12-01 12:00:00'):
        with freeze_time(moment):
            self.env['gift.step.mail']._cron_send()

    def _get_mails(self, order):
        """Return the mails about the order that tell of another day, oldest first."""
        mails = self.env['mail.mail'].search(
            [('model', '=', 'sale.order'), ('res_id', '=', order.id)], order='id'
        )
        return mails.filtered(lambda m: 'later' in m.subject or 'earlier' in m.subject)

    def _get_moves(self, order):
        return [
            (change.reason, change.old_date.date(), change.new_date.date())
            for change in order.gift_promise_change_ids.sorted('id')
        ]

    def _close(self, first, last):
        """Close the workshop from one day of December to another."""
        return self.env['gift.work.center.closure'].create(
            {'work_center_id': self.center.id, 'date_from': first, 'date_to': last}
        )

    def _approved_order(self, **kwargs):
        """Return an order whose gift waits for its file until it is made."""
        return self._order(carrier=self.carrier, **kwargs)


@tagged('post_install', '-at_install')
class TestPromiseReview(ReviewCommon):
    """Promises follow the world, and the customer is told once why."""

    def test_nothing_moves_where_nothing_has_changed(self):
        order = self._approved_order()
        promised, slots = order.commitment_date, self._get_slots(order)

        self._review('2026-11-30 22:00:00')  # after the cut-off of new orders

        self.assertEqual((order.commitment_date, self._get_slots(order)), (promised, slots))
        self.assertEqual(self._get_moves(order), [])
        self.assertFalse(order.gift_step_mail_ids)

    def test_a_closure_moves_the_promise_with_its_reason_and_is_told_once(self):
        order = self._approved_order()
        self._close(DEC[0].replace(month=11, day=30), DEC[1])

        for _again in range(2):
            self._review('2026-11-30 10:00:00')
        self._send_mails()
        self._review('2026-11-30 15:00:00')
        self._send_mails()

        self.assertEqual(self._get_moves(order), [('closed', DEC[2], DEC[7])])
        [mail] = self._get_mails(order)
        self.assertIn("Our workshop is closed on some of the days before.", mail.body_html)
        self.assertIn("Tue 8 Dec", mail.body_html)
        self.assertIn("Thu 3 Dec", mail.body_html)
        [change] = order._gift_get_promise()['changes']
        self.assertEqual(change['date'], DEC[7])

    def test_a_closure_that_is_lifted_brings_the_promise_back_and_that_is_told(self):
        order = self._approved_order()
        closure = self._close(date(2026, 11, 30), DEC[1])
        self._review('2026-11-30 10:00:00')
        self._send_mails('2026-11-30 11:00:00')

        closure.unlink()
        self._review('2026-11-30 12:00:00')
        self._send_mails('2026-11-30 13:00:00')

        self.assertEqual(
            self._get_moves(order), [('closed', DEC[2], DEC[7]), ('earlier', DEC[7], DEC[2])]
        )
        self.assertEqual(
            [mail.subject.split(' (')[0] for mail in self._get_mails(order)],
            ["Your gift arrives later", "Your gift arrives earlier again"],
        )

    def test_a_move_that_was_not_told_yet_is_taken_back_in_silence(self):
        order = self._approved_order()
        closure = self._close(date(2026, 11, 30), DEC[1])
        self._review('2026-11-30 10:00:00')
        closure.unlink()

        self._review('2026-11-30 10:02:00')
        self._send_mails()

        self.assertEqual(order.commitment_date.date(), DEC[2])
        self.assertFalse(self._get_mails(order))

    def test_a_holiday_counts_for_workshop_and_way(self):
        order = self._approved_order()
        with freeze_time(MONDAY):
            self.env['resource.calendar.leaves'].create(
                {
                    'name': "Feast",
                    'calendar_id': self.calendar.id,
                    'company_id': self.env.company.id,
                    'date_from': datetime(2026, 12, 1, 23),
                    'date_to': datetime(2026, 12, 2, 22, 59),
                }
            )

        self._review('2026-11-30 10:00:00')

        self.assertEqual(self._get_moves(order), [('closed', DEC[2], DEC[3])])

    def test_a_slower_carrier_moves_its_own_promises_only(self):
        order, other = self._approved_order(), self._order(carrier=self.fixed)
        before = other.commitment_date
        self._review('2026-11-30 09:30:00')
        self.carrier.gift_transit_max = 4

        self._review('2026-11-30 10:00:00')

        self.assertEqual(self._get_moves(order), [('carrier', DEC[2], DEC[6])])
        self.assertEqual((other.commitment_date, self._get_moves(other)), (before, []))

    def test_what_was_not_begun_in_time_is_late(self):
        order = self._approved_order()
        self._review('2026-11-30 10:00:00')

        self._review('2026-12-02 08:00:00')

        self.assertEqual(self._get_moves(order), [('late', DEC[2], DEC[6])])
        self.assertEqual(self._get_slots(order), {2: 1})

    def test_what_stays_too_long_at_a_step_is_late(self):
        order = self._approved_order()
        order.gift_job_ids.stage = 'packed'
        self._review('2026-11-30 10:00:00')

        self._review('2026-12-01 08:00:00')
        self.assertEqual(self._get_moves(order), [])
        self._review('2026-12-03 08:00:00')

        self.assertEqual(self._get_moves(order), [('late', DEC[2], DEC[6])])

    def test_what_has_left_keeps_its_promise(self):
        order = self._approved_order()
        order.gift_job_ids.stage = 'shipped'
        self._close(date(2026, 11, 30), DEC[10])

        self._review('2026-12-08 08:00:00')

        self.assertEqual(self._get_moves(order), [])

    def test_a_date_set_by_hand_stays_and_the_shop_is_told(self):
        order = self._approved_order()
        order.with_context(gift_planned=True).commitment_date = '2026-12-04 11:00:00'
        self._close(date(2026, 11, 30), DEC[4])

        self._review('2026-11-30 10:00:00')

        self.assertEqual(order.commitment_date.date(), DEC[3])
        self.assertIn("By the plan the gifts arrive on", order.message_ids[0].body)

    def test_a_closed_order_and_a_cancelled_one_are_left_alone(self):
        order = self._approved_order()
        order._action_cancel()
        self._close(date(2026, 11, 30), DEC[4])

        self._review('2026-11-30 10:00:00')

        self.assertEqual(self._get_moves(order), [])

    def test_where_nothing_can_be_planned_the_staff_are_told(self):
        order = self._approved_order()
        promised = order.commitment_date
        self.center.write(
            dict.fromkeys(('monday', 'tuesday', 'wednesday', 'thursday', 'friday'), 0)
        )

        self._review('2026-11-30 10:00:00')

        self.assertEqual(order.commitment_date, promised)
        self.assertIn("No date can be planned", order.activity_ids.mapped('summary'))


@tagged('post_install', '-at_install')
class TestWantedReview(ReviewCommon):
    """A wanted day that cannot be kept any more is always told."""

    def test_a_lost_wanted_day_is_told_although_no_mail_of_it_was_chosen(self):
        cart = self._cart()
        self._want(cart, DEC[6])
        order = self._confirm(cart)
        order._gift_set_mail_steps([])
        self._close(date(2026, 11, 30), DEC[6])

        for moment in ('2026-11-30 10:00:00', '2026-11-30 15:00:00'):
            self._review(moment)
            self._send_mails(moment)

        self.assertEqual(self._get_moves(order), [('closed', DEC[6], DEC[10])])
        [mail] = self._get_mails(order)
        self.assertIn("We cannot keep the day that you wanted", mail.body_html)
        self.assertIn("Our workshop is closed", mail.body_html)
        self.assertRegex(mail.body_html, r'Fri 11 Dec</strong> instead of <del[^>]*>Mon 7 Dec')
        self.assertIn("A wanted date cannot be kept", order.activity_ids.mapped('summary'))

    def test_a_wanted_day_that_can_still_be_kept_is_booked_on_other_days_only(self):
        cart = self._cart()
        self._want(cart, DEC[16])
        order = self._confirm(cart)
        self._close(DEC[10], DEC[13])
        self.assertEqual(self._get_slots(order), {14: 1})

        self._review('2026-11-30 10:00:00')

        self.assertEqual(self._get_slots(order), {10: 1})
        self.assertEqual(self._get_moves(order), [])

    def test_the_parcel_of_one_recipient_alone_moves_and_is_named(self):
        order, ben, cem = self._create_divided_order(confirm=False)
        order.carrier_id = self.carrier
        self._want(order, DEC[16])
        self._want(ben, DEC[2])
        self._confirm(order)
        self._close(date(2026, 11, 30), DEC[1])

        self._review('2026-11-30 10:00:00')

        self.assertEqual((ben.promise_date, cem.promise_date), (DEC[7], DEC[16]))
        self.assertEqual(ben.first_promise_date, DEC[2])
        self.assertEqual(order.commitment_date.date(), DEC[16])
        self.assertEqual(order.gift_promise_change_ids.parcel_id, ben)
        [mail] = self._get_mails(order)
        self.assertRegex(mail.body_html, r'Ben</strong>: arrives by <strong[^>]*>Tue 8 Dec')
        [change] = order._gift_get_promise()['changes']
        self.assertEqual((change['name'], change['date']), ('Ben', DEC[7]))


@tagged('post_install', '-at_install')
class TestStockReview(ReviewCommon):
    """A receipt that comes later moves what is made of it."""

    def setUp(self):
        super().setUp()
        self.blank = self._create_gift_product(name="Blank", is_storable=True)
        self.order = self._approved_order(product=self.blank, quantity=2)
        self._review('2026-11-30 09:10:00')

    def _expect(self, moment, quantity=2):
        """Expect a receipt of blanks."""
        kind = self.order.warehouse_id.in_type_id
        move = self.env['stock.move'].create(
            {
                'product_id': self.blank.id,
                'product_uom_qty': quantity,
                'product_uom': self.blank.uom_id.id,
                'picking_type_id': kind.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.order.warehouse_id.lot_stock_id.id,
                'date': moment,
            }
        )
        move._action_confirm()
        return move

    def test_a_receipt_that_is_moved_moves_the_promise_of_what_is_made_of_it(self):
        other = self._approved_order()
        with freeze_time('2026-11-30 09:20:00'):
            receipt = self._expect('2026-12-01 08:00:00')
            self.env['gift.promise.review']._cron_review()
            moved = len(self.order.gift_promise_change_ids)
            receipt.date = '2026-12-09 08:00:00'

        self._review('2026-11-30 10:00:00')

        # there on the 9th, made on that day, leaves on the 10th, two days on its way
        self.assertEqual(self._get_moves(self.order)[moved:][0][0], 'stock')
        self.assertEqual(self.order.commitment_date.date(), DEC[13])
        self.assertEqual(self._get_slots(self.order), {9: 2})
        self.assertEqual(self._get_moves(other), [])
        row = self.env['gift.promise.review'].search([('kind', '=', 'stock')])
        self.assertEqual(row.product_id, self.blank)

    def test_what_is_in_stock_waits_for_no_receipt(self):
        self.env['stock.quant']._update_available_quantity(
            self.blank, self.order.warehouse_id.lot_stock_id, 2
        )
        self.order.picking_ids.action_assign()
        self._expect('2026-12-09 08:00:00')

        self._review('2026-11-30 10:00:00')

        self.assertEqual(self._get_moves(self.order), [])

    def test_a_product_that_is_ordered_each_time_is_not_late_every_day(self):
        self.blank.is_storable = False
        self.blank.sale_delay = 3
        order = self._approved_order(product=self.blank)
        promised = order.commitment_date

        self._review('2026-12-02 08:00:00')

        self.assertEqual(order.commitment_date, promised)


@tagged('post_install', '-at_install')
class TestReviewRounds(ReviewCommon):
    """A round is cheap, goes on where it was cut, and begins when something has changed."""

    def _get_requested(self):
        return self.env['gift.promise.review'].search([('started_date', '=', False)])

    def test_each_source_asks_for_its_review_once(self):
        self._review('2026-11-30 09:10:00')
        for change, kind in (
            (lambda: self._close(DEC[0], DEC[1]), 'closed'),
            (lambda: self._close(DEC[2], DEC[3]), 'closed'),
            (lambda: self.center.write({'monday': 3}), 'closed'),
            (lambda: self.carrier.write({'gift_on_saturday': True}), 'carrier'),
        ):
            change()
            self.assertIn(kind, self._get_requested().mapped('kind'))
        self.assertEqual(len(self._get_requested()), 2)

    def test_what_promises_do_not_count_on_asks_for_nothing(self):
        self._review('2026-11-30 09:10:00')
        self.carrier.name = "Another name"
        employee = self.env['resource.resource'].create({'name': "Ida"})
        self.env['resource.calendar.leaves'].create(
            {
                'resource_id': employee.id,
                'date_from': datetime(2026, 12, 1),
                'date_to': datetime(2026, 12, 2),
            }
        )

        self.assertFalse(self._get_requested())

    def test_a_round_that_was_cut_goes_on_where_it_stood(self):
        orders = [self._approved_order() for _number in range(3)]
        self._review('2026-11-30 09:10:00')
        self._close(date(2026, 11, 30), DEC[1])
        left = iter([60, 60, 0])  # begin, first order, second order: then the time is over
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *a, **k: next(left, 60))
        self._review('2026-11-30 10:00:00')
        self.assertEqual([len(o.gift_promise_change_ids) for o in orders], [1, 1, 0])

        with self.profile_reviews() as reviewed:
            self._review('2026-11-30 10:05:00')

        self.assertEqual(reviewed, [orders[2].id])
        self.assertEqual([len(o.gift_promise_change_ids) for o in orders], [1, 1, 1])
        self.assertFalse(self.env['gift.promise.review'].search([('done_date', '=', False)]))

    @contextmanager
    def profile_reviews(self):
        """Yield the ids of the orders that are reviewed in the body."""
        reviewed = []
        original = type(self.env['sale.order'])._gift_review

        def review(order, kinds):
            reviewed.append(order.id)
            return original(order, kinds)

        with patch.object(type(self.env['sale.order']), '_gift_review', review):
            yield reviewed

    def _count_queries(self, count):
        for _number in range(count):
            self._approved_order()
        self._close(DEC[20], DEC[21])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._review('2026-11-30 10:00:00')
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_the_cost_grows_with_the_orders_and_no_faster(self):
        few = self._count_queries(2)
        more = self._count_queries(3) - few  # five orders
        most = self._count_queries(3) - few - more  # eight orders

        self.assertLessEqual(most, more + 10)


@tagged('post_install', '-at_install')
class TestReviewRace(test_promise_lock.TestBookingRace):
    """Two scheduled actions review the same promise in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.copy_ids[0])
            order.action_confirm()
            today = WorkingDays(order.company_id).today()
            env['gift.work.center.closure'].create(
                {
                    'work_center_id': self.center_id,
                    'date_from': today,
                    'date_to': order.commitment_date.date() + timedelta(days=7),
                }
            )

    def _delete_copies(self):
        with self._open() as env:
            orders = tuple(self.copy_ids)
            env.cr.execute('DELETE FROM gift_promise_change WHERE order_id IN %s', (orders,))
            env.cr.execute('DELETE FROM gift_step_mail WHERE order_id IN %s', (orders,))
            env['gift.promise.review'].search([]).unlink()
        super()._delete_copies()

    def _review(self, proof):
        proof.env['sale.order'].browse(self.copy_ids[0])._gift_review({'closed'})

    def _assert_moved_once(self, results):
        self.assertEqual(set(results.values()), {None})
        with self._open() as env:
            order = env['sale.order'].browse(self.copy_ids[0])
            self.assertEqual(order.gift_promise_change_ids.mapped('reason'), ['closed'])
            self.assertEqual(order.gift_step_mail_ids.mapped('step'), ['later'])

    @mute_logger('odoo.sql_db')
    def test_of_two_orders_at_once_one_is_dated_later(self):
        self._assert_moved_once(self._run_at_once(one=self._review, other=self._review))

    @mute_logger('odoo.sql_db')
    def test_an_order_that_begins_during_another_is_dated_after_it(self):
        with self._open() as env:
            self._review(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(other=self._review, then=env.cr.commit)

        self._assert_moved_once(results)
