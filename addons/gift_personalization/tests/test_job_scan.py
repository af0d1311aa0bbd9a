from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestJobScan(ProductionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_job()
        cls._make_ready(cls.job)

    def test_a_scan_moves_the_job_exactly_one_stage(self):
        answer = self._scan(self.job.name)

        self.assertEqual(answer['status'], 'moved')
        self.assertEqual(self.job.stage, 'in_production')
        self.assertEqual(answer['job']['next_label'], "Made")
        self.assertEqual(answer['job']['texts'], ["Name: Anna"])
        self.assertEqual(answer['job']['customer'], self.partner.name)

    def test_the_same_scan_within_five_seconds_moves_nothing(self):
        self._scan(self.job.name)

        answer = self._scan_again(self.job.name)

        self.assertEqual(answer['status'], 'repeat')
        self.assertIn("In production", answer['message'])
        self.assertEqual(self.job.stage, 'in_production')

    def test_a_scan_that_is_sent_again_much_later_moves_nothing(self):
        self._scan(self.job.name, reference='11111111-2222')

        answer = self._scan(self.job.name, reference='11111111-2222')

        self.assertEqual(answer['status'], 'repeat')
        self.assertEqual(self.job.stage, 'in_production')

    def test_a_scanned_code_may_have_blanks_and_small_letters(self):
        self.assertEqual(self._scan(f' {self.job.name.lower()} \n')['status'], 'moved')

    def test_unknown_codes_get_a_sentence_and_move_nothing(self):
        for code in (
            'GJ99999999',
            '4006381333931',
            '',
            None,
            7,
            ['GJ1'],
            "'; DROP TABLE gift_job",
            'x' * 9999,
        ):
            with self.subTest(code=code):
                answer = self._scan(code)
                self.assertEqual(answer['status'], 'unknown')
                self.assertIn("production ticket", answer['message'])
                self.assertFalse(answer['job'])
        self.assertEqual(self.job.stage, 'ready')

    def test_looking_shows_the_job_and_moves_nothing(self):
        answer = self._scan(self.job.name, move=False)

        self.assertEqual(answer['status'], 'shown')
        self.assertEqual(self.job.stage, 'ready')

    def test_a_job_without_approval_cannot_be_scanned_forward(self):
        waiting = self._create_job("Ben")

        answer = self._scan(waiting.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("approval", answer['message'])
        self.assertEqual(waiting.stage, 'waiting')

    def test_shipped_and_cancelled_jobs_say_so(self):
        self.job.order_id._action_cancel()

        answer = self._scan(self.job.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("cancelled", answer['message'])

    def test_scanning_to_the_end_ships_the_order(self):
        for _number in range(4):
            answer = self._scan(self.job.name)

        self.assertEqual(answer['status'], 'moved')
        self.assertEqual(self.job.stage, 'shipped')
        self.assertEqual(self.job.sale_line_id.move_ids.mapped('state'), ['done'])
        self.assertEqual(self._scan(self.job.name)['status'], 'refused')

    def test_an_order_is_not_shipped_while_another_of_its_gifts_is_not_packed(self):
        order = self._create_gift_order("Ben", "Cleo")
        packed, missing = order.gift_job_ids
        self._make_ready(missing)
        self._pack(packed)

        answer = self._scan(packed.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn(f"{missing.name} (Ready)", answer['message'])
        self.assertEqual(packed.stage, 'packed')
        self.assertNotIn('done', order.picking_ids.mapped('state'))
