from odoo.fields import Command
from odoo.tests import tagged

from .batch_common import BatchCommon
from .test_reprint import ReprintCommon


@tagged('post_install', '-at_install')
class TestReprintInBatch(ReprintCommon, BatchCommon):
    """A piece of a batch goes wrong: the others go on, the new job is planned anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['gift.sheet.size'].create(
            {
                'name': "Test sheet",
                'width_mm': 340,
                'height_mm': 200,
                'margin_mm': 8,
                'gap_mm': 5,
                'method_ids': [Command.set(cls.method.ids)],
            }
        )
        cls.jobs = cls._create_gift_order("Anna", "Ben", quantity=2).gift_job_ids
        for job in cls.jobs:
            job._write_print_files()
        cls.anna, cls.ben = cls.jobs
        cls.batch = cls._create_batch(cls.jobs)
        cls.batch._write_sheets()
        cls.sheets = cls.batch._get_current_sheets()
        cls.jobs.action_start()

    def _get_counts(self, batch):
        return batch.state, batch.job_count, batch.piece_count

    def test_a_job_made_again_as_a_whole_leaves_and_its_sheet_is_not_printed_again(self):
        new = self._reprint(self.anna, quantity=2)

        self.assertEqual((self.anna.stage, self.ben.stage), ('replaced', 'in_production'))
        self.assertFalse(self.anna.batch_id | new.batch_id)
        self.assertEqual(self._get_counts(self.batch), ('in_production', 1, 2))
        self.assertTrue(all(self.sheets.mapped('revoked_date')))
        self.assertFalse(self.batch.sheet_next_try)

    def test_the_others_bring_the_batch_to_its_end(self):
        self._reprint(self.anna, quantity=2)

        self.ben.action_made()
        self.assertEqual(self.batch.state, 'made')
        self.ben.action_packed()

        self.assertEqual(self._get_counts(self.batch), ('done', 1, 2))

    def test_a_job_of_which_a_piece_is_made_again_stays_in_its_batch(self):
        new = self._reprint(self.anna, quantity=1)

        self.assertEqual(self.anna.batch_id, self.batch)
        self.assertFalse(new.batch_id)
        self.assertEqual(self._get_counts(self.batch), ('in_production', 2, 4))
        self.assertEqual([sheet._get_problem() for sheet in self.sheets], ['', ''])
        self.jobs.action_made()
        self.assertEqual(self._get_counts(self.batch), ('made', 2, 4))

    def test_the_new_job_joins_a_batch_with_only_its_own_pieces(self):
        new = self._reprint(self.anna, quantity=1)

        plan = self._propose()
        self.assertEqual(self._get_proposed(plan, new), [[new.name]])
        batch = self._create_batch(new)
        batch._write_sheets()

        self.assertEqual(self._get_counts(batch), ('open', 1, 1))
        for sheet in batch._get_current_sheets():
            self.assertEqual(sheet.piece_count, 1)
            self.assertEqual({piece['job'] for piece in sheet._get_pieces()}, {new.name})
            self.assertEqual(sheet._get_problem(), '')

    def test_a_reprint_that_goes_wrong_in_its_own_batch_leaves_it_empty(self):
        new = self._reprint(self.anna, quantity=1)
        batch = self._create_batch(new)
        new.action_start()

        again = self._reprint(new, quantity=1)

        self.assertEqual((new.stage, again.stage), ('replaced', 'ready'))
        self.assertEqual(self._get_counts(batch), ('cancelled', 0, 0))
        self.assertEqual(self._get_counts(self.batch), ('in_production', 2, 4))

    def test_a_finished_batch_stays_finished_when_a_packed_piece_is_made_again(self):
        self.jobs.action_made()
        self.jobs.action_packed()

        self._reprint(self.anna, quantity=2)

        self.assertEqual(self.anna.stage, 'replaced')
        self.assertEqual(self.batch.state, 'done')
