from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from . import test_promise_lock


@tagged('post_install', '-at_install')
class TestWantedRace(test_promise_lock.TestBookingRace):
    """Two carts that want the same day start to pay for its last piece at once."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            carts = env['sale.order'].browse(self.copy_ids)
            self.day = carts[0]._gift_get_wanted_choice()['dates'][0]
            for cart in carts:
                cart._gift_change_wanted_date(self.day)

    def _pay(self, number):
        return lambda proof: (
            proof.env['sale.order'].browse(self.copy_ids[number])._gift_hold_stock()
        )

    @mute_logger('odoo.sql_db')
    def test_of_two_orders_at_once_one_is_dated_later(self):
        results = self._run_at_once(one=self._pay(0), other=self._pay(1))

        refusals = [text for text in results.values() if text]
        self.assertEqual(len(refusals), 1, results)
        self.assertIn("The nearest possible date is", refusals[0])
        self.assertEqual(len(self._read_days()), 1)

    @mute_logger('odoo.sql_db')
    def test_an_order_that_begins_during_another_is_dated_after_it(self):
        with self._open() as env:
            env['sale.order'].browse(self.copy_ids[0])._gift_hold_stock()
            env.flush_all()
            results = self._run_beside(other=self._pay(1), then=env.cr.commit)

        self.assertIn("It cannot arrive by", results['other'])
        with self._open() as env:
            first = env['sale.order'].browse(self.copy_ids[0])
            first.action_confirm()
            self.assertGreaterEqual(first.commitment_date.date(), self.day - timedelta(days=1))
            self.assertFalse(first.gift_promise_change_ids)
            self.assertFalse(first.order_line.gift_booking_ids.filtered('until'))
