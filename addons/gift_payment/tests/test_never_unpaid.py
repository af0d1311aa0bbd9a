from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon

MISSING = "payment of its order"


@tagged('post_install', '-at_install')
class TestNeverUnpaid(FakeStripeCommon):
    """Whichever way production is begun: nothing is made while the price is only reserved."""

    def _order_reserved_and_approved(self):
        """Return the jobs of an order that is approved, but not charged yet."""
        order, self.tx = self._order_and_pay()
        self._approve_all(order)
        self.assertEqual((self.tx.state, order.gift_waits_for_payment), ('authorized', True))
        return order.gift_job_ids

    def _order_ready_then_disputed(self):
        """Return the jobs of an order whose files were written before the money went back."""
        order, self.tx = self._order_and_pay()
        self._approve_all(order)
        self._run_capture()
        for job in order.gift_job_ids:
            job._write_print_files()
        self.assertEqual(set(order.gift_job_ids.mapped('stage')), {'ready'})
        found = self.fake.open_dispute(self._get_intent(self.tx).latest_charge)
        self.env['gift.dispute']._gift_sync(self.stripe, found['id'])
        self.assertTrue(order.gift_waits_for_payment)
        return order.gift_job_ids

    def _as_production(self, records):
        return records.with_user(self.users['production'])

    def test_no_print_file_is_written(self):
        jobs = self._order_reserved_and_approved()

        self.env['gift.job']._cron_write_print_files()
        with self.assertRaisesRegex(UserError, "waits for a payment"):
            jobs[0]._write_print_files()

        self.assertFalse(jobs.file_ids)

    def test_the_button_starts_nothing(self):
        for jobs in (self._order_reserved_and_approved(), self._order_ready_then_disputed()):
            before = jobs.mapped('stage')
            with self.assertRaises(UserError):
                self._as_production(jobs).action_start()
            self.assertEqual(jobs.mapped('stage'), before)

    def test_the_scanner_starts_nothing(self):
        jobs = self._order_ready_then_disputed()

        answer = self._as_production(self.env['gift.job']).action_scan(jobs[0].name)

        self.assertEqual((answer['status'], jobs[0].stage), ('refused', 'ready'))
        self.assertIn(MISSING, answer['message'])

    def test_a_batch_starts_nothing(self):
        jobs = self._order_ready_then_disputed()
        with self.assertRaises(UserError):
            self._as_production(jobs).action_create_batch()

        self.assertFalse(jobs.batch_id)
        self.assertEqual(set(jobs.mapped('stage')), {'ready'})

    def test_a_batch_of_before_leaves_what_is_no_longer_paid(self):
        order, self.tx = self._order_and_pay()
        self._approve_all(order)
        self._run_capture()
        jobs = order.gift_job_ids
        for job in jobs:
            job._write_print_files()
        self._as_production(jobs).action_create_batch()
        batch = jobs.batch_id
        order.sudo()._gift_hold_for_dispute()

        self._as_production(self.env['gift.job']).action_scan(batch.name)

        self.assertNotIn('in_production', jobs.mapped('stage'))

    def test_no_role_moves_a_job_over_rpc(self):
        jobs = self._order_reserved_and_approved()

        for role in ('production', 'staff', 'manager'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                jobs[0].with_user(self.users[role]).write({'stage': 'in_production'})

        self.assertNotIn('in_production', jobs.mapped('stage'))

    def test_after_a_partial_charge_only_what_is_paid_is_made(self):
        order, _tx = self._order_and_pay()
        anna, ben = order.gift_job_ids
        self.env['gift.order.request']._request_cancel(
            order, {ben.sale_line_id: 1.0}, reference='rejected', author=order.partner_id
        )
        self._approve(anna)
        with self.assertRaises(UserError):
            anna._write_print_files()
        self._run_capture()

        anna._write_print_files()

        self.assertEqual((anna.stage, ben.stage), ('ready', 'cancelled'))
        self.assertEqual(order._gift_get_paid(), 13.0)
