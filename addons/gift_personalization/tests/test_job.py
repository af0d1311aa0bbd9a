from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .production_common import ProductionCommon

GUARDED = 'odoo.addons.gift_personalization.models.guarded'


@tagged('post_install', '-at_install')
class TestJobCreation(ProductionCommon):
    def test_confirming_an_order_makes_one_job_per_personalised_line(self):
        order = self._create_gift_order("Anna", "Ben", plain=2)

        jobs = order.gift_job_ids
        self.assertEqual(len(jobs), 2)
        self.assertEqual(
            jobs.mapped('revision_hash'),
            jobs.mapped('sale_line_id.gift_revision_id.hash'),
        )
        self.assertEqual(jobs.mapped('stage'), ['waiting', 'waiting'])
        self.assertRegex(jobs[0].name, r'^GJ\d{5,}$')
        self.assertNotEqual(jobs[0].name, jobs[1].name)
        self.assertEqual(jobs.filtered(lambda j: 'Ben' in j.text_summary).text_summary, "Name: Ben")

    def test_starting_production_twice_makes_nothing_new(self):
        order = self._create_gift_order()
        job, proof = order.gift_job_ids, self._get_proof(order.gift_job_ids)

        order._gift_start_production()
        order.order_line._gift_ensure_jobs()

        self.assertEqual(order.gift_job_ids, job)
        self.assertEqual(job.sale_line_id.gift_proof_ids, proof)

    def test_a_line_added_to_a_confirmed_order_gets_its_job(self):
        order = self._create_gift_order()

        line = self.env['sale.order.line'].create(
            {
                'order_id': order.id,
                'product_id': self.gift_product.id,
                'gift_revision_id': self._create_revision(values={'name': {'text': "Ben"}}).id,
            }
        )

        self.assertEqual(line.gift_job_id.stage, 'waiting')
        self.assertFalse(line.move_ids)

    def test_a_quotation_has_no_job(self):
        self.assertFalse(self._create_gift_order(confirm=False).gift_job_ids)

    @mute_logger(GUARDED)
    def test_a_proof_that_cannot_be_made_stops_no_paid_order_and_is_told_to_the_staff(self):
        proofs = self.env.registry['gift.proof']

        with patch.object(proofs, '_create_for_job', side_effect=ValueError("broken picture")):
            order = self._create_gift_order()

        job = order.gift_job_ids
        self.assertEqual(order.state, 'sale')
        self.assertEqual(job.stage, 'to_proof')
        self.assertIn("broken picture", job.activity_ids.note)

    @mute_logger(GUARDED)
    def test_a_job_that_cannot_be_made_stops_no_paid_order_and_is_told_to_the_staff(self):
        with patch.object(
            self.env.registry['gift.job'], 'create', side_effect=ValueError("no sequence")
        ):
            order = self._create_gift_order()

        self.assertEqual(order.state, 'sale')
        self.assertFalse(order.gift_job_ids)
        self.assertIn("no sequence", order.activity_ids[:1].note)

    @mute_logger(GUARDED)
    def test_a_line_that_fails_does_not_take_the_other_jobs_with_it(self):
        order = self._create_gift_order("Anna", "Ben", confirm=False)
        jobs, create = self.env.registry['gift.job'], self.env.registry['gift.job'].create

        def fail_for_ben(model, vals):
            if vals['sale_line_id'] == order.order_line[1].id:
                raise ValueError("no ink")
            return create(model, vals)

        with patch.object(jobs, 'create', fail_for_ben):
            order.action_confirm()

        self.assertEqual(order.gift_job_ids.sale_line_id, order.order_line[0])
        self.assertIn("no ink", order.activity_ids[:1].note)

    def test_an_order_with_jobs_is_kept_when_it_is_cancelled(self):
        order = self._create_gift_order()
        order._action_cancel()

        with self.assertRaisesRegex(UserError, "Leave it cancelled"):
            order.unlink()

        self.assertTrue(order.exists())

    def test_cancelling_the_order_cancels_jobs_and_proofs(self):
        order = self._create_gift_order()

        order._action_cancel()

        self.assertEqual(order.gift_job_ids.stage, 'cancelled')
        self.assertEqual(self._get_proof(order.gift_job_ids).state, 'cancelled')

    def test_an_order_that_is_confirmed_again_opens_its_job_again(self):
        order = self._create_gift_order()
        job = order.gift_job_ids
        order._action_cancel()

        order.action_draft()
        order.action_confirm()

        self.assertEqual(order.gift_job_ids, job)
        self.assertEqual(job.stage, 'waiting')
        self.assertEqual(self._get_proof(job).state, 'sent')

    def test_a_quantity_of_zero_cancels_the_job_and_a_new_quantity_opens_it(self):
        order = self._create_gift_order()

        order.order_line.product_uom_qty = 0
        self.assertEqual(order.gift_job_ids.stage, 'cancelled')

        order.order_line.product_uom_qty = 3
        self.assertIn(order.gift_job_ids.stage, ('to_proof', 'waiting'))
        self.assertEqual(order.gift_job_ids.quantity, 3)

    def test_a_template_without_proof_needs_no_approval(self):
        self.gift_template.proof_policy = 'none'

        job = self._create_job()

        self.assertEqual(job.approved_hash, job.revision_hash)
        self.assertEqual(job.file_state, 'pending')
        job._write_print_files()
        self.assertEqual(job.stage, 'ready')


@tagged('post_install', '-at_install')
class TestJobStages(ProductionCommon):
    def test_every_change_of_stage_is_logged_with_both_stages(self):
        job = self._create_job()

        self._make_ready(job)
        job.with_user(self.users['production']).action_start()

        event = job._get_last_event()
        self.assertEqual((event.from_stage, event.to_stage), ('ready', 'in_production'))
        self.assertEqual(event.user_id, self.users['production'])
        self.assertEqual(event.hash, job.revision_hash)

    def test_the_log_cannot_be_changed_or_deleted(self):
        event = self._create_job().event_ids[:1]

        with self.assertRaises(UserError):
            event.note = "rewritten"
        with self.assertRaises(UserError):
            event.unlink()
        self.assertTrue(event.exists())

    def test_a_job_cannot_skip_a_stage(self):
        job = self._create_job()
        self._make_ready(job)

        with self.assertRaisesRegex(UserError, "Ready"):
            job._update_stage(('ready',), 'packed')

        self.assertEqual(job.stage, 'ready')

    def test_a_job_that_has_moved_meanwhile_is_left_alone(self):
        job = self._create_job()
        self._make_ready(job)
        job.action_start()
        events = len(job.event_ids)

        self.assertFalse(job._update_stage(('ready',), 'in_production'))

        self.assertEqual(job.stage, 'in_production')
        self.assertEqual(len(job.event_ids), events)

    def test_staff_send_a_misprint_back_to_ready(self):
        job = self._create_job()
        self._pack(job)

        job.with_user(self.users['staff']).action_make_again()

        self.assertEqual(job.stage, 'ready')

    def test_a_job_cannot_be_deleted(self):
        job = self._create_job()

        with self.assertRaises(UserError):
            job.unlink()

    def test_a_new_design_takes_the_approval_back(self):
        job = self._create_job()
        self._make_ready(job)
        revision = self._create_revision(values={'name': {'text': "Hanna"}})

        self._get_proof(job)._supersede_with(revision)

        self.assertEqual(job.revision_hash, revision.hash)
        self.assertFalse(job.approved_hash)
        self.assertFalse(job.files_hash)
        self.assertEqual(job.stage, 'waiting')
        self.assertEqual(job.text_summary, "Name: Hanna")

    def test_a_design_cannot_be_changed_once_it_is_being_made(self):
        job = self._create_job()
        self._make_ready(job)
        job.action_start()
        revision = self._create_revision(values={'name': {'text': "Hanna"}})
        before = job.revision_hash

        with self.assertRaisesRegex(UserError, "In production"), self.env.cr.savepoint():
            self._get_proof(job)._supersede_with(revision)

        self.assertEqual(job.revision_hash, before)
        self.assertEqual(job.stage, 'in_production')

    def test_a_late_job_is_found_until_it_is_shipped(self):
        job = self._create_job()
        job.order_id.commitment_date = '2020-01-01'

        self.assertTrue(job.is_late)
        self.assertIn(job, self.env['gift.job'].search([('is_late', '=', True)]))
        self.assertNotIn(job, self.env['gift.job'].search([('is_late', '=', False)]))

    def test_the_board_shows_every_stage_even_when_it_is_empty(self):
        job = self._create_job()

        result = (
            self.env['gift.job']
            .with_context(read_group_expand=True)
            .web_read_group([('id', '=', job.id)], ['stage'], ['__count'])
        )

        self.assertEqual(
            [group['stage'] for group in result['groups']][:7],
            ['to_proof', 'waiting', 'ready', 'in_production', 'made', 'packed', 'shipped'],
        )
