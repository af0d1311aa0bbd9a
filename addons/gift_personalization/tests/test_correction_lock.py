from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestCorrectionRace(ProofRaceCommon):
    """The customer saves a correction while production claims the job, in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            proof = env['gift.proof'].browse(self.proof_id)
            proof.product_id.website_published = True
            self._approve(proof)
            job = proof.sale_line_id.gift_job_id
            job._write_print_files()
            self.assertEqual(job.stage, 'ready')

    @staticmethod
    def _correct(proof, text="Emily"):
        line = proof.sale_line_id
        design, _key = proof.env['gift.design']._create_for(line.product_id)
        design._save_values({'name': {'text': text}})
        line._gift_correct(design, author=proof.partner_id)

    @staticmethod
    def _claim(proof):
        proof.sale_line_id.gift_job_id.action_start()

    def _read_line(self):
        with self._open() as env:
            line = env['sale.order.line'].browse(
                env['gift.proof'].browse(self.proof_id).sale_line_id.id
            )
            job = line.gift_job_id
            return {
                'texts': line._gift_get_texts(),
                'stage': job.stage,
                'same_hash': job.revision_hash == line.gift_revision_id.hash,
                'approved': job.approved_hash == line.gift_revision_id.hash,
                'proofs': len(line.gift_proof_ids),
            }

    @mute_logger('odoo.sql_db')
    def test_of_a_claim_and_a_correction_exactly_one_wins(self):
        results = self._run_at_once(claim=self._claim, correct=self._correct)

        self.assertEqual(set(results), {'claim', 'correct'})
        winners = [name for name, refusal in results.items() if refusal is None]
        self.assertEqual(len(winners), 1, results)
        line = self._read_line()
        self.assertTrue(line['same_hash'])
        if winners == ['claim']:
            self.assertRegex(results['correct'], "started to make")
            self.assertEqual((line['stage'], line['proofs']), ('in_production', 1))
            self.assertTrue(line['approved'])
        else:
            self.assertRegex(results['claim'], "has not approved this design")
            self.assertEqual((line['stage'], line['proofs']), ('waiting', 2))
            self.assertFalse(line['approved'])

    @mute_logger('odoo.sql_db')
    def test_a_claim_that_begins_during_a_correction_is_refused(self):
        with self._open() as env:
            proof = env['gift.proof'].browse(self.proof_id)
            self._correct(proof)
            env.flush_all()
            results = self._run_beside(claim=self._claim, then=env.cr.commit)

        self.assertRegex(results['claim'], "has not approved this design")
        self.assertEqual(self._read_line()['stage'], 'waiting')

    @mute_logger('odoo.sql_db')
    def test_a_correction_that_begins_during_a_claim_is_refused(self):
        with self._open() as env:
            self._claim(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(correct=self._correct, then=env.cr.commit)

        self.assertRegex(results['correct'], "started to make")
        line = self._read_line()
        self.assertEqual((line['stage'], line['proofs']), ('in_production', 1))
        self.assertTrue(line['approved'])

    @mute_logger('odoo.sql_db')
    def test_two_corrections_at_once_leave_one_open_proof(self):
        results = self._run_at_once(
            first=lambda proof: self._correct(proof, "Emily"),
            second=lambda proof: self._correct(proof, "Amelie"),
        )

        self.assertEqual(results, {'first': None, 'second': None})
        line = self._read_line()
        self.assertEqual((line['proofs'], line['same_hash']), (3, True))
