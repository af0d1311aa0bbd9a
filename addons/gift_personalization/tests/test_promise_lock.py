from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.working_days import WorkingDays
from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestBookingRace(ProofRaceCommon):
    """Two orders take the last free pieces of a day in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            template = order.order_line.gift_revision_id.template_id
            template.proof_policy = 'none'
            days = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday')
            self.center_id = (
                env['gift.work.center']
                .create(
                    {
                        'name': "Raced",
                        'method_ids': [(6, 0, template.surface_ids.method_id.ids)],
                        **dict.fromkeys(days, 1),
                    }
                )
                .id
            )
            self.copy_ids = [order.copy().id for _number in range(2)]
        self.addCleanup(self._delete_copies)  # before the order is deleted: the last one is first

    def _delete_copies(self):
        with self._open() as env:
            copies = env['sale.order'].browse(self.copy_ids)
            ids = tuple(copies.ids)
            lines, jobs, proofs = (
                tuple(records.ids)
                for records in (copies.order_line, copies.gift_job_ids, copies.gift_proof_ids)
            )
            for records in (copies, copies.gift_job_ids, copies.gift_proof_ids):
                domain = [('model', '=', records._name), ('res_id', 'in', records.ids)]
                env['mail.mail'].search(domain).unlink()
                env['mail.message'].search(domain).unlink()
                env.cr.execute(
                    'DELETE FROM gift_notice WHERE res_model = %s AND res_id = ANY(%s)',
                    (records._name, records.ids),
                )
            for query, found in (
                ('DELETE FROM gift_proof WHERE id IN %s', proofs),
                ('DELETE FROM gift_print_file WHERE job_id IN %s', jobs),
                ('DELETE FROM gift_job_event WHERE job_id IN %s', jobs),
                ('DELETE FROM gift_job WHERE id IN %s', jobs),
                ('DELETE FROM stock_move WHERE sale_line_id IN %s', lines),
                ('DELETE FROM sale_order WHERE id IN %s', ids),
            ):
                if found:
                    env.cr.execute(query, (found,))
            env.invalidate_all()
            env['gift.work.center'].browse(self.center_id).unlink()

    def _confirm(self, number):
        return lambda proof: proof.env['sale.order'].browse(self.copy_ids[number]).action_confirm()

    def _read_days(self):
        """Return the booked days of the two orders, earliest first."""
        with self._open() as env:
            copies = env['sale.order'].browse(self.copy_ids)
            return sorted(copies.order_line.gift_booking_ids.mapped('date'))

    def _assert_apart(self):
        first, second = self._read_days()
        with self._open() as env:
            days = WorkingDays(env['gift.work.center'].browse(self.center_id).company_id)
            self.assertEqual(second, days.add(first, 1))
            self.assertGreaterEqual(first, fields.Date.today() - timedelta(days=1))

    @mute_logger('odoo.sql_db')
    def test_of_two_orders_at_once_one_is_dated_later(self):
        results = self._run_at_once(one=self._confirm(0), other=self._confirm(1))

        self.assertEqual(results, {'one': None, 'other': None})
        self._assert_apart()

    @mute_logger('odoo.sql_db')
    def test_an_order_that_begins_during_another_is_dated_after_it(self):
        with self._open() as env:
            env['sale.order'].browse(self.copy_ids[0]).action_confirm()
            env.flush_all()
            results = self._run_beside(other=self._confirm(1), then=env.cr.commit)

        self.assertEqual(results, {'other': None})
        self._assert_apart()
