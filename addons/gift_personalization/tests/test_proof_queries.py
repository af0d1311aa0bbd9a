from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofQueries(ProofCommon, HttpCase):
    """Pages of proofs ask the database no more for many gifts than for few."""

    def _count_list(self, proofs):
        before = self.cr.sql_log_count
        for proof in proofs:
            self.assertTrue(proof._get_picture_url('small'))
            self.assertTrue(proof._get_short_text())
        return self.cr.sql_log_count - before

    def _prepare(self, count):
        order = self._create_order(*[f"Gift {index}" for index in range(count)])
        for proof in order.gift_proof_ids:
            proof._portal_ensure_token()
        self.env.flush_all()
        self.env.invalidate_all()
        return order.gift_proof_ids

    def test_the_list_needs_no_query_per_gift(self):
        few = self._count_list(self._prepare(2))
        many = self._count_list(self._prepare(10))

        self.assertEqual(many, few)
        self.assertLessEqual(many, 16)

    def test_the_kanban_counts_days_without_an_answer_at_once(self):
        counts = {}
        for count in (2, 10):
            proofs = self._prepare(count)
            before = self.cr.sql_log_count
            proofs.mapped('waiting_days')
            counts[count] = self.cr.sql_log_count - before

        self.assertEqual(counts[10], counts[2])

    def test_the_page_stays_within_its_queries(self):
        proof = self._create_proof("Anna")
        url = proof.get_portal_url()
        self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()

        before = self.cr.sql_log_count
        page = self.url_open(url)
        used = self.cr.sql_log_count - before

        self.assertEqual(page.status_code, 200)
        self.assertLessEqual(used, 45)
