from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged, warmup

from .batch_common import BatchCommon


@tagged('post_install', '-at_install')
class TestBatch(BatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls._create_ready_jobs("Anna", "Ben", "Cleo")

    # === KIND === #

    def test_a_job_is_of_the_kind_of_its_print_method_and_blank(self):
        self.gift_product.gift_blank_id = self.blank_oak
        method = self.gift_template.surface_ids.method_id

        self.assertEqual(self.jobs.mapped('method_codes'), [method.code] * 3)
        self.assertEqual(set(self.jobs.mapped('batch_key')), {f'{method.code}/{self.blank_oak.id}'})

    def test_a_variant_may_stand_on_another_blank_than_its_product(self):
        variants = self._create_gift_variants("Light", "Dark", gift_blank_id=self.blank_oak.id)
        variants[1].product_template_attribute_value_ids.product_attribute_value_id.write(
            {'gift_blank_id': self.blank_slate.id}
        )

        jobs = [self._create_job(product=variant) for variant in variants]

        self.assertEqual([job.blank_id for job in jobs], [self.blank_oak, self.blank_slate])

    def test_a_job_without_print_files_is_of_no_kind(self):
        self.assertFalse(self._create_job("Dora").batch_key)

    # === PROPOSALS === #

    def test_ready_jobs_are_proposed_by_kind_those_due_first_in_front(self):
        slate = self._create_gift_product(gift_blank_id=self.blank_slate.id)
        other = self._create_ready_jobs("Emil", product=slate)
        dates = ('2031-05-03', '2031-05-01', '2031-05-02')
        for text, date in zip(("Anna", "Ben", "Cleo"), dates, strict=True):
            job = self.jobs.filtered(lambda j, text=text: text in j.text_summary)
            job.date_due = date
        other.date_due = '2031-04-01'

        plan = self._propose()

        ben, cleo, anna = (self.jobs.sorted('date_due')).mapped('name')
        self.assertEqual(
            self._get_proposed(plan, self.jobs | other), [[other.name], [ben, cleo, anna]]
        )
        line = plan.line_ids.filtered(lambda entry: entry.blank_id == self.blank_slate)
        self.assertEqual((line.job_count, line.piece_count), (1, 1.0))

    def test_a_proposal_holds_at_most_so_many_jobs(self):
        plan = self._propose(max_jobs=2)

        sizes = [len(names) for names in self._get_proposed(plan, self.jobs)]
        self.assertEqual(sizes, [2, 1])

    def test_jobs_due_later_are_left_out_where_a_date_is_given(self):
        self.jobs[0].date_due = '2031-05-01'
        (self.jobs - self.jobs[0]).date_due = '2031-05-09'

        plan = self._propose(date_until='2031-05-05')

        self.assertEqual(self._get_proposed(plan, self.jobs), [[self.jobs[0].name]])

    def test_jobs_that_wait_or_stand_in_an_open_batch_are_not_proposed(self):
        waiting = self._create_job("Dora")
        self._create_batch(self.jobs[0])

        plan = self._propose()

        proposed = self._get_proposed(plan, self.jobs | waiting)
        self.assertEqual(sorted(proposed[0]), sorted((self.jobs - self.jobs[0]).mapped('name')))

    def test_one_click_creates_a_proposed_batch(self):
        plan = self._propose()
        line = plan.line_ids.filtered(lambda entry: entry.job_ids & self.jobs)

        action = line.action_create_batch()

        batch = self.env['gift.batch'].browse(action['res_id'])
        self.assertEqual(batch.job_ids, self.jobs.sorted(lambda j: (j.date_due, j.id)))
        self.assertRegex(batch.name, r'^GB\d{5}$')
        self.assertEqual((batch.state, batch.job_count, batch.piece_count), ('open', 3, 3.0))

    # === MEMBERS === #

    def test_a_job_is_in_one_open_batch_only(self):
        batch = self._create_batch(self.jobs)

        with self.assertRaisesRegex(UserError, f"it is in {batch.name} already"):
            self._create_batch(self.jobs[0])

        self.assertEqual(self.jobs.batch_id, batch)

    def test_jobs_of_two_kinds_do_not_make_a_batch(self):
        slate = self._create_gift_product(gift_blank_id=self.blank_slate.id)
        other = self._create_ready_jobs("Emil", product=slate)

        with self.assertRaisesRegex(UserError, "not of one kind"):
            self._create_batch(self.jobs | other)

    def test_a_job_that_is_not_approved_does_not_join(self):
        waiting = self._create_job("Dora")

        with self.assertRaisesRegex(UserError, f"{waiting.name} cannot be put into a batch"):
            self._create_batch(waiting)

    def test_a_job_taken_out_can_join_another_batch(self):
        batch = self._create_batch(self.jobs)

        self.jobs[0].with_user(self.users['production']).action_leave_batch()

        other = self._create_batch(self.jobs[0])
        self.assertEqual(batch.job_ids, self.jobs[1:])
        self.assertEqual(other.job_ids, self.jobs[0])
        self.assertIn(self.jobs[0].name, batch.event_ids.sorted('id')[-1].note)

    def test_a_batch_that_loses_its_last_job_is_cancelled(self):
        batch = self._create_batch(self.jobs[0])

        self.jobs[0].action_leave_batch()

        self.assertEqual(batch.state, 'cancelled')

    def test_a_cancelled_batch_sets_its_jobs_free(self):
        batch = self._create_batch(self.jobs)

        batch.with_user(self.users['production']).action_cancel()

        self.assertEqual((batch.state, batch.job_count), ('cancelled', 0))
        self.assertEqual(self.jobs.mapped('stage'), ['ready'] * 3)
        with self.assertRaisesRegex(UserError, "cannot become"):
            batch.action_cancel()

    def test_a_job_whose_design_changes_leaves_its_batch(self):
        batch = self._create_batch(self.jobs)

        self.jobs[0]._gift_on_proof_reopened(self._get_proof(self.jobs[0]))

        self.assertEqual(self.jobs[0].stage, 'to_proof')
        self.assertEqual(batch.job_ids, self.jobs[1:])

    def test_a_job_whose_order_is_cancelled_leaves_its_batch(self):
        order = self._create_gift_order("Fritz")
        self._make_ready(order.gift_job_ids)
        batch = self._create_batch(self.jobs | order.gift_job_ids)

        order._action_cancel()

        self.assertEqual(batch.job_ids, self.jobs)

    def test_a_piece_to_be_made_again_leaves_its_batch_and_may_join_another(self):
        batch = self._create_batch(self.jobs)
        self.jobs.action_start()

        self.jobs[0].with_user(self.users['staff']).action_make_again()

        self.assertEqual(batch.job_ids, self.jobs[1:])
        self.assertEqual(self._create_batch(self.jobs[0]).job_ids, self.jobs[0])

    # === STATE === #

    def test_a_batch_follows_jobs_that_are_moved_one_by_one(self):
        batch = self._create_batch(self.jobs)

        self.jobs[:2].action_start()
        states = [batch.state]
        self.jobs[2].action_start()
        states.append(batch.state)
        self.jobs.action_made()
        states.append(batch.state)
        self.jobs.action_packed()

        self.assertEqual([*states, batch.state], ['open', 'in_production', 'made', 'done'])

    def test_a_batch_is_never_deleted_nor_its_log_changed(self):
        batch = self._create_batch(self.jobs)

        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            batch.unlink()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            batch.event_ids[0].note = "other"

    @warmup
    def test_a_list_of_batches_asks_no_more_for_more_batches(self):
        more = self._create_ready_jobs("Gerd", "Hugo")
        batches = self._create_batch(self.jobs) | self._create_batch(more[0])
        names = ['name', 'method_label', 'job_count', 'piece_count', 'date_due', 'is_late']

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.read(names)
            return self.env.cr.sql_log_count - before

        one = count(batches[0])
        two = count(batches)
        self.assertEqual(two, one)

    def test_jobs_of_a_product_with_two_sides_by_one_method_are_of_one_kind(self):
        surface = self.gift_template.surface_ids
        template = self._create_template(method=surface.method_id)
        zone = {'name': "Back", 'key': 'back-name', 'x_mm': 5, 'y_mm': 5, 'width_mm': 80}
        back = {'name': "Back", 'key': 'back', 'width_mm': 100, 'height_mm': 60}
        back['method_id'] = surface.method_id.id
        back['zone_ids'] = [Command.create({**zone, 'height_mm': 30})]
        template.surface_ids = [Command.create(back)]
        product = self._create_gift_product(gift_template_id=template.id)
        revision = self._create_revision(
            product, {'name': {'text': "Ida"}, 'back-name': {'text': "Ida"}}
        )
        line = {'product_id': product.id, 'gift_revision_id': revision.id}
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'order_line': [Command.create(line)]}
        )
        order.action_confirm()
        self._make_ready(order.gift_job_ids)

        self.assertEqual(order.gift_job_ids.method_codes, surface.method_id.code)
