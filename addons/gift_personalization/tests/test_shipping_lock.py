from odoo.exceptions import UserError
from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestProcurementHold(ProductionCommon):
    def test_goods_of_a_gift_are_ordered_after_its_approval_only(self):
        order = self._create_gift_order(plain=2)
        gift_line = order.gift_job_ids.sale_line_id
        self.assertFalse(gift_line.move_ids)
        self.assertEqual(len(order.picking_ids.move_ids), 1)

        self._approve(order.gift_job_ids)

        self.assertEqual(gift_line.move_ids.product_uom_qty, 1)
        self.assertEqual(len(order.picking_ids), 1)

    def test_a_changed_quantity_of_a_held_gift_orders_nothing(self):
        order = self._create_gift_order()

        order.order_line.product_uom_qty = 5
        self.assertFalse(order.order_line.move_ids)

        self._approve(order.gift_job_ids)
        self.assertEqual(order.order_line.move_ids.product_uom_qty, 5)

    def test_goods_are_ordered_on_a_locked_order_too_and_it_stays_locked(self):
        order = self._create_gift_order()
        order.action_lock()

        self._approve(order.gift_job_ids)

        self.assertEqual(order.order_line.move_ids.product_uom_qty, 1)
        self.assertTrue(order.locked)

    def test_approving_twice_orders_once(self):
        job = self._create_job()
        self._approve(job)

        self._approve(job)
        job._gift_on_proof_approved(self._get_proof(job))

        self.assertEqual(sum(job.sale_line_id.move_ids.mapped('product_uom_qty')), 1)


@tagged('post_install', '-at_install')
class TestShippingLock(ProductionCommon):
    def _validate(self, picking, **context):
        picking.move_ids.picked = True
        return picking.with_context(**context).button_validate()

    def test_a_gift_that_is_not_packed_cannot_be_shipped(self):
        order = self._create_gift_order()
        self._make_ready(order.gift_job_ids)

        with self.assertRaisesRegex(UserError, "not packed"), self.env.cr.savepoint():
            self._validate(order.picking_ids)

        self.assertNotEqual(order.picking_ids.state, 'done')
        self.assertEqual(order.gift_job_ids.stage, 'ready')

    def test_the_final_lock_holds_where_the_early_message_is_skipped(self):
        order = self._create_gift_order()
        self._make_ready(order.gift_job_ids)
        move = order.picking_ids.move_ids
        move.picked = True

        with self.assertRaisesRegex(UserError, "not packed"), self.env.cr.savepoint():
            move._action_done()

        self.assertNotEqual(move.state, 'done')

    def test_a_packed_gift_is_shipped_by_its_delivery(self):
        order = self._create_gift_order(plain=1)
        self._pack(order.gift_job_ids)

        self._validate(order.picking_ids)

        self.assertEqual(order.picking_ids.state, 'done')
        self.assertEqual(order.gift_job_ids.stage, 'shipped')

    def test_a_plain_product_is_shipped_before_the_gift_of_the_same_order(self):
        order = self._create_gift_order(plain=1)

        self._validate(order.picking_ids)

        self.assertEqual(order.picking_ids.state, 'done')
        self.assertEqual(order.gift_job_ids.stage, 'waiting')

    def test_the_hash_is_checked_once_more_against_the_order_line(self):
        order = self._create_gift_order()
        self._pack(order.gift_job_ids)
        other = self._create_revision(values={'name': {'text': "Ben"}})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET gift_revision_id = %s WHERE id = %s",
            (other.id, order.order_line.id),
        )
        self.env.invalidate_all()

        with (
            self.assertRaisesRegex(UserError, "another one than the job's"),
            self.env.cr.savepoint(),
        ):
            self._validate(order.picking_ids)

        self.assertEqual(order.gift_job_ids.stage, 'packed')

    def test_a_changed_print_file_stops_the_parcel(self):
        order = self._create_gift_order()
        self._pack(order.gift_job_ids)
        file = order.gift_job_ids.current_file_ids[:1]
        self.env['ir.attachment'].search(
            [
                ('res_model', '=', file._name),
                ('res_id', '=', file.id),
                ('res_field', '=', 'data'),
            ]
        ).raw = b'x'
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, file.name), self.env.cr.savepoint():
            self._validate(order.picking_ids)

        self.assertNotEqual(order.picking_ids.state, 'done')

    def test_a_part_of_the_quantity_leaves_the_job_packed_until_the_rest_has_left(self):
        order = self._create_gift_order(quantity=3)
        job = order.gift_job_ids
        self._pack(job)
        first = order.picking_ids
        first.move_ids.quantity = 1

        self._validate(first, skip_backorder=True)
        self.assertEqual(job.stage, 'packed')
        self.assertIn("1 of 3", job._get_last_event().note)

        self._validate(order.picking_ids - first)
        self.assertEqual(job.stage, 'shipped')

    def test_a_return_of_a_shipped_gift_is_not_locked(self):
        order = self._create_gift_order()
        self._pack(order.gift_job_ids)
        self._validate(order.picking_ids)
        wizard = (
            self.env['stock.return.picking']
            .with_context(
                active_id=order.picking_ids.id,
                active_ids=order.picking_ids.ids,
                active_model='stock.picking',
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()

        self._validate(back)

        self.assertEqual(back.state, 'done')

    def test_scanning_the_last_packed_gift_validates_the_whole_delivery(self):
        order = self._create_gift_order("Anna", "Ben", plain=2)
        self._pack(order.gift_job_ids)

        answer = self._scan(order.gift_job_ids[0].name)

        self.assertEqual(answer['status'], 'moved')
        self.assertEqual(order.picking_ids.state, 'done')
        self.assertEqual(order.gift_job_ids.mapped('stage'), ['shipped', 'shipped'])

    def test_a_scan_does_not_send_half_a_delivery(self):
        stocked = self._create_product(name="Stocked card", is_storable=True)
        order = self._create_gift_order(confirm=False)
        order.order_line = [(0, 0, {'product_id': stocked.id, 'product_uom_qty': 1})]
        order.action_confirm()
        self._pack(order.gift_job_ids)

        answer = self._scan(order.gift_job_ids.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("Stocked card", answer['message'])
        self.assertEqual(order.gift_job_ids.stage, 'packed')
