from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .promise_common import MONDAY, PromiseCommon


class ReprintCommon(PromiseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env.ref('gift_personalization.reprint_cause_misprint')

    def _make(self, *texts, until='packed', moment=MONDAY, **kwargs):
        """Order gifts and make them as far as said."""
        order = self._order(*texts, moment=moment, **kwargs)
        with freeze_time(moment):
            for job in order.gift_job_ids:
                job._write_print_files()
            for stage, button in (
                ('in_production', 'action_start'),
                ('made', 'action_made'),
                ('packed', 'action_packed'),
                ('shipped', 'action_ship'),
            ):
                getattr(
                    order.gift_job_ids[0] if stage == 'shipped' else order.gift_job_ids, button
                )()
                if stage == until:
                    break
        return order

    def _reprint(self, job, quantity=1, cause=None, role='production', moment=MONDAY, **values):
        with freeze_time(moment):
            wizard = (
                self.env['gift.reprint.wizard']
                .with_user(self.users[role])
                .create(
                    {
                        'job_id': job.id,
                        'cause_id': (cause or self.cause).id,
                        'quantity': quantity,
                        **values,
                    }
                )
            )
            return self.env['gift.job'].browse(wizard.action_apply()['res_id'])

    def _finish(self, job):
        job.action_start()
        job.action_made()
        job.action_packed()


@tagged('post_install', '-at_install')
class TestReprintBeforeShipping(ReprintCommon):
    def test_the_new_job_is_ready_with_the_checked_files_of_the_same_design(self):
        job = self._make(until='in_production').gift_job_ids

        new = self._reprint(job, note="Smeared")

        self.assertRecordValues(
            new,
            [
                {
                    'stage': 'ready',
                    'revision_hash': job.revision_hash,
                    'approved_hash': job.revision_hash,
                    'quantity': 1,
                    'original_id': job.id,
                    'is_replacement': False,
                    'file_state': 'done',
                }
            ],
        )
        self.assertNotEqual(new.name, job.name)
        self.assertEqual(
            new.current_file_ids.mapped('sha256'), job.current_file_ids.mapped('sha256')
        )
        self.assertTrue(all(new.name in name for name in new.current_file_ids.mapped('name')))
        self.assertRecordValues(
            job.reprint_ids,
            [
                {
                    'cause_id': self.cause.id,
                    'fault': 'shop',
                    'new_job_id': new.id,
                    'method_id': self.method.id,
                    'note': "Smeared",
                }
            ],
        )
        self.assertEqual(job.order_id.amount_total, 13.0)
        self.assertIn(job.name, new._prepare_ticket().order)

    def test_files_that_were_changed_are_written_again(self):
        job = self._make(until='in_production').gift_job_ids
        file = job.current_file_ids[:1]
        self.env.cr.execute("UPDATE gift_print_file SET sha256 = 'x' WHERE id = %s", (file.id,))
        self.env.invalidate_all()

        new = self._reprint(job)

        self.assertEqual((new.stage, new.file_state), ('to_proof', 'pending'))
        new._write_print_files()
        self.assertEqual((new.stage, new.file_state), ('ready', 'done'))

    def test_a_second_click_makes_nothing_again(self):
        job = self._make(until='made').gift_job_ids
        first = self._reprint(job, reference='window-1')

        self.assertEqual(self._reprint(job, reference='window-1'), first)
        self.assertEqual(len(job.reprint_ids), 1)

    def test_a_gift_that_went_wrong_as_a_whole_is_replaced_and_the_delivery_waits(self):
        order = self._make(quantity=1)
        job = order.gift_job_ids

        new = self._reprint(job)

        self.assertEqual(job.stage, 'replaced')
        order.picking_ids.move_ids.picked = True
        with self.assertRaisesRegex(UserError, f"{new.name}.*not packed"), self.env.cr.savepoint():
            order.picking_ids.button_validate()
        self._finish(new)
        new.action_ship()
        self.assertEqual((job.stage, new.stage), ('replaced', 'shipped'))
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_some_pieces_are_made_again_and_all_leave_together(self):
        order = self._make(quantity=3)
        job = order.gift_job_ids

        new = self._reprint(job, quantity=2)

        self.assertEqual((job.stage, job.quantity, new.quantity), ('packed', 3, 2))
        with self.assertRaisesRegex(UserError, f"Not packed: {new.name}"):
            job.action_ship()
        self._finish(new)
        job.action_ship()
        self.assertEqual((job.stage, new.stage), ('shipped', 'shipped'))
        self.assertEqual(order.order_line.qty_delivered, 3)

    def test_a_reprint_can_go_wrong_again(self):
        order = self._make()
        job = order.gift_job_ids
        first = self._reprint(job)
        first.action_start()

        second = self._reprint(first)

        self.assertEqual((first.stage, second.stage), ('replaced', 'ready'))
        self.assertEqual((second.original_id, second.reprint_of_id), (job, first))
        self._finish(second)
        second.action_ship()
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_the_spoiled_blank_leaves_the_stock(self):
        self.gift_product.is_storable = True
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)], limit=1
        )
        quants = self.env['stock.quant'].sudo()
        quants._update_available_quantity(self.gift_product, warehouse.lot_stock_id, 10)
        job = self._make(quantity=2, until='in_production').gift_job_ids
        keeping = self.env['gift.reprint.cause'].create({'name': "X", 'is_blank_spoiled': False})

        self._reprint(job)
        self.assertEqual(self.gift_product.qty_available, 9)
        self._reprint(job, cause=keeping)

        self.assertEqual(self.gift_product.qty_available, 9)

    def test_more_pieces_than_were_made_are_refused(self):
        job = self._make(quantity=2, until='made').gift_job_ids
        self._reprint(job)

        for quantity in (2, 0, -1):
            with self.subTest(quantity=quantity), self.assertRaisesRegex(UserError, "has 1 pieces"):
                self._reprint(job, quantity=quantity)

    def test_nothing_is_reprinted_before_it_is_made(self):
        order = self._order()
        order.gift_job_ids._write_print_files()

        with self.assertRaisesRegex(UserError, "only a gift that is being made"):
            order.gift_job_ids.action_reprint()
        with self.assertRaisesRegex(UserError, "only a gift that is being made"):
            self._reprint(order.gift_job_ids)

    def test_a_cancelled_order_takes_its_reprints_with_it(self):
        order = self._make(until='made')
        new = self._reprint(order.gift_job_ids)

        order._action_cancel()

        self.assertEqual(set(order.gift_job_ids.mapped('stage')), {'cancelled'})
        self.assertIn(new, order.gift_job_ids)


@tagged('post_install', '-at_install')
class TestReprintAfterShipping(ReprintCommon):
    def test_a_replacement_leaves_with_its_own_delivery_and_costs_nothing(self):
        self.gift_product.invoice_policy = 'delivery'
        order = self._make(until='shipped', carrier=self.carrier)
        job, first = order.gift_job_ids, order.picking_ids
        invoiced = order.order_line.filtered('gift_revision_id').qty_to_invoice

        new = self._reprint(job)

        delivery = order.picking_ids - first
        self.assertEqual((job.stage, new.stage), ('shipped', 'ready'))
        self.assertRecordValues(
            delivery.move_ids,
            [{'gift_job_id': new.id, 'sale_line_id': False, 'product_uom_qty': 1}],
        )
        self.assertEqual(delivery.carrier_id, self.carrier)
        with self.assertRaisesRegex(UserError, "not packed"), self.env.cr.savepoint():
            delivery.move_ids.picked = True
            delivery.button_validate()
        self._finish(new)
        new.action_ship()
        line = order.order_line.filtered('gift_revision_id')
        self.assertEqual((new.stage, delivery.state), ('shipped', 'done'))
        self.assertEqual((line.qty_delivered, line.qty_to_invoice), (1, invoiced))
        self.assertEqual(len(order.order_line), 1)

    def test_the_promise_moves_and_the_customer_reads_why(self):
        order = self._make(until='shipped', carrier=self.carrier)
        first = order.commitment_date

        self._reprint(order.gift_job_ids, moment='2026-12-07 09:00:00')

        self.assertEqual(order.commitment_date, datetime(2026, 12, 10, 11))
        self.assertEqual(order.gift_first_promise, first)
        self.assertEqual(
            [change['why'] for change in order._gift_get_promise()['changes']],
            ["It did not meet our standard, so we make it again."],
        )
        steps = order.order_line.filtered('gift_revision_id')._gift_get_timeline()
        self.assertEqual(
            [(step['key'], step['state']) for step in steps[-4:]],
            [
                ('shipped', 'done'),
                ('again', 'current'),
                ('replacement', 'next'),
                ('replacement_delivered', 'next'),
            ],
        )

    def test_the_timeline_of_a_gift_in_the_house_goes_back_to_being_made(self):
        order = self._make()

        new = self._reprint(order.gift_job_ids)

        def states():
            steps = order.order_line._gift_get_timeline()
            return {step['key']: step['state'] for step in steps}

        found = states()
        self.assertEqual((found['again'], found['packed'], found['shipped']), (
            'current', 'next', 'next',
        ))  # fmt: skip
        self._finish(new)
        found = states()
        self.assertEqual((found['again'], found['packed'], found['shipped']), (
            'done', 'done', 'current',
        ))  # fmt: skip

    def test_the_scan_page_offers_it_where_something_was_made(self):
        order = self._make(until='in_production')
        answer = self._scan(order.gift_job_ids.name, move=False)
        self.assertTrue(answer['job']['can_reprint'])

        new = self._reprint(order.gift_job_ids)

        answer = self._scan(new.name, move=False)
        self.assertEqual(
            (answer['job']['can_reprint'], answer['job']['again_for']),
            (False, order.gift_job_ids.filtered(lambda job: job != new).name),
        )
