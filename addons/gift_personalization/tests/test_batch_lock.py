from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestBatchRace(ProofRaceCommon):
    """Two people put the same job into batches, in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            proof = env['gift.proof'].browse(self.proof_id)
            self._approve(proof)
            proof.sale_line_id.gift_job_id._write_print_files()

    def _delete(self):
        with self._open() as env:
            job = env['sale.order'].browse(self.order_id).gift_job_ids
            batches = tuple(env['gift.batch'].search([('batch_key', '=', job.batch_key)]).ids)
            env.cr.execute(SQL("UPDATE gift_job SET batch_id = NULL WHERE id = %s", job.id))
            for table, column in (('gift_batch_event', 'batch_id'), ('gift_batch', 'id')):
                if batches:
                    where = SQL("%s IN %s", SQL.identifier(column), batches)
                    env.cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), where))
        super()._delete()

    @staticmethod
    def _batch(proof):
        proof.env['gift.batch']._create_from_jobs(proof.sale_line_id.gift_job_id)

    @staticmethod
    def _scan(proof):
        job = proof.sale_line_id.gift_job_id
        job.action_scan(job.batch_id.name)

    def _read_job(self):
        with self._open() as env:
            job = env['gift.proof'].browse(self.proof_id).sale_line_id.gift_job_id
            batches = env['gift.batch'].search([('batch_key', '=', job.batch_key)])
            return job.stage, job.batch_id.state, len(batches)

    @mute_logger('odoo.sql_db')
    def test_of_two_batches_at_once_exactly_one_gets_the_job(self):
        results = self._run_at_once(first=self._batch, second=self._batch)

        refusals = [refusal for refusal in results.values() if refusal]
        self.assertEqual(len(results), 2)
        self.assertEqual(len(refusals), 1, results)
        self.assertRegex(refusals[0], r"it is in GB\d+ already")
        self.assertEqual(self._read_job(), ('ready', 'open', 1))

    @mute_logger('odoo.sql_db')
    def test_a_second_batch_waits_for_the_first_and_is_refused(self):
        with self._open() as env:
            self._batch(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(second=self._batch, then=env.cr.commit)

        self.assertRegex(results['second'], r"it is in GB\d+ already")

    @mute_logger('odoo.sql_db')
    def test_two_scans_of_a_batch_at_once_move_its_jobs_one_stage(self):
        with self._open() as env:
            self._batch(env['gift.proof'].browse(self.proof_id))

        results = self._run_at_once(first=self._scan, second=self._scan)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_job(), ('in_production', 'in_production', 1))
