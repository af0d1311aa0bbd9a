import base64

from odoo.tests import tagged

from .batch_common import BatchCommon


@tagged('post_install', '-at_install')
class TestBatchScan(BatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls._create_ready_jobs("Anna", "Ben", "Cleo")
        cls.batch = cls._create_batch(cls.jobs)

    def _scan(self, code, role='production', **kwargs):
        self.env.cr.execute("UPDATE gift_batch_event SET date = date - interval '1 minute'")
        self.env['gift.batch.event'].invalidate_model(['date'])
        return super()._scan(code, role, **kwargs)

    def test_a_scan_of_the_batch_moves_all_of_its_jobs_one_stage(self):
        stages = []
        for _step in range(3):
            answer = self._scan(self.batch.name)
            stages.append((answer['status'], self.batch.state, set(self.jobs.mapped('stage'))))

        self.assertEqual(
            stages,
            [
                ('moved', 'in_production', {'in_production'}),
                ('moved', 'made', {'made'}),
                ('moved', 'done', {'packed'}),
            ],
        )
        self.assertEqual(answer['batch']['name'], self.batch.name)
        self.assertEqual((answer['batch']['jobs'], answer['batch']['problems']), (3, []))

    def test_a_batch_that_is_done_is_not_shipped_by_its_barcode(self):
        for _step in range(3):
            self._scan(self.batch.name)

        answer = self._scan(self.batch.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("one by one", answer['message'])
        self.assertEqual(set(self.jobs.mapped('stage')), {'packed'})

    def test_jobs_that_cannot_move_are_named(self):
        bad = self.jobs[1]
        file = bad.current_file_ids[0]
        self.env['ir.attachment'].search(
            [
                ('res_model', '=', file._name),
                ('res_id', '=', file.id),
                ('res_field', '=', 'data'),
            ]
        ).datas = base64.b64encode(b'changed')
        file.invalidate_recordset()

        answer = self._scan(self.batch.name)

        self.assertEqual(answer['status'], 'moved')
        self.assertEqual(bad.stage, 'ready')
        self.assertEqual(set((self.jobs - bad).mapped('stage')), {'in_production'})
        self.assertEqual(len(answer['batch']['problems']), 1)
        self.assertIn(bad.name, answer['batch']['problems'][0])
        self.assertEqual(self.batch.state, 'in_production')

    def test_a_job_left_behind_is_named_at_each_scan_and_never_skips_a_stage(self):
        bad = self.jobs[1]
        bad.approved_hash = False
        self._scan(self.batch.name)

        answer = self._scan(self.batch.name)

        self.assertEqual(bad.stage, 'ready')
        self.assertEqual(set((self.jobs - bad).mapped('stage')), {'made'})
        self.assertRegex(answer['batch']['problems'][0], f"{bad.name} was left behind")

    def test_a_batch_of_which_nothing_can_move_is_refused_and_stays(self):
        self.jobs.approved_hash = False

        answer = self._scan(self.batch.name)

        self.assertEqual((answer['status'], self.batch.state), ('refused', 'open'))
        self.assertEqual(len(answer['batch']['problems']), 3)

    def test_a_job_that_is_ahead_is_not_moved_by_the_batch(self):
        self.jobs[0].action_start()

        self._scan(self.batch.name)

        self.assertEqual(set(self.jobs.mapped('stage')), {'in_production'})
        self.assertEqual(self.batch.state, 'in_production')

    def test_a_second_scan_of_the_batch_at_once_moves_nothing(self):
        self._scan(self.batch.name)

        answer = self._scan_again(self.batch.name)

        self.assertEqual(answer['status'], 'repeat')
        self.assertEqual(set(self.jobs.mapped('stage')), {'in_production'})

    def test_a_batch_scan_that_is_sent_again_much_later_moves_nothing(self):
        self._scan(self.batch.name, reference='11111111-3333')

        answer = self._scan(self.batch.name, reference='11111111-3333')

        self.assertEqual(answer['status'], 'repeat')
        self.assertEqual(set(self.jobs.mapped('stage')), {'in_production'})

    def test_looking_at_a_batch_moves_nothing(self):
        answer = self._scan(self.batch.name.lower(), move=False)

        self.assertEqual(answer['status'], 'shown')
        self.assertEqual(answer['batch']['state_label'], "Planned")
        self.assertEqual(self.batch.state, 'open')

    def test_a_cancelled_batch_says_so(self):
        self.batch.action_cancel()

        answer = self._scan(self.batch.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("Do not make it", answer['message'])
