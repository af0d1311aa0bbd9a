from odoo import http
from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon

NAMES = [f"Guest {number}" for number in range(12)]


@tagged('post_install', '-at_install')
class TestOrderVolume(ProofCommon, HttpCase):
    """Orders of many gifts: jobs beside the request, one mail, one page to approve all."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _run(self, *crons):
        with self.enter_registry_test_mode():
            for cron in crons:
                self.env.ref(f'gift_personalization.ir_cron_{cron}').method_direct_trigger()
        self.env.invalidate_all()

    def _get_subjects(self, order):
        messages = order.message_ids | order.gift_proof_ids.message_ids
        return sorted(message.subject for message in messages if message.subject)

    def _create_large_order(self, count=12):
        self.gift_template.proof_policy = 'customer'
        order = self._create_order(*NAMES[:count])
        self._run('start_production', 'announce_proofs')
        return order

    def _open(self, order, path='', **params):
        token = order._portal_ensure_token()
        return self.url_open(
            f'/my/gifts/order/{order.id}{path}', params={'access_token': token, **params}
        )

    def _approve_all(self, order, **values):
        digest = self.env['gift.proof.bulk']._get_digest(order._gift_get_open_proofs())
        data = {
            'csrf_token': http.Request.csrf_token(self),
            'access_token': order._portal_ensure_token(),
            'shown': digest,
            'name': "Anna Berg",
            'spelling': '1',
            **values,
        }
        return self.url_open(f'/my/gifts/order/{order.id}/approve', data=data)

    # === JOBS AND MAIL === #

    def test_the_confirmation_of_many_gifts_leaves_their_jobs_to_the_scheduled_action(self):
        order = self._create_order(*NAMES)
        self.assertFalse(order.gift_job_ids)

        self._run('start_production')
        self._run('start_production')

        self.assertEqual(len(order.gift_job_ids), 12)
        self.assertEqual(len(order.gift_proof_ids), 12)

    def test_few_gifts_have_their_jobs_at_once(self):
        self.assertEqual(len(self._create_order("Anna", "Paul").gift_job_ids), 2)

    def test_a_large_order_gets_one_mail_for_all_its_proofs(self):
        order = self._create_large_order()
        self._run('announce_proofs')

        self.assertEqual(order.gift_proof_ids.mapped('state'), ['sent'] * 12)
        asked = [s for s in self._get_subjects(order) if s.startswith("Please look at")]
        self.assertEqual(asked, [f"Please look at your gifts ({order.name})"])
        body = order.message_ids.filtered(lambda m: m.subject in asked).body
        self.assertIn(f'/my/gifts/order/{order.id}?access_token=', body)
        self.assertIn("12", body)

    def test_the_mail_waits_until_all_proofs_are_made(self):
        order = self._create_order(*NAMES)
        order.order_line[:3]._gift_ensure_jobs()

        self._run('announce_proofs')

        self.assertFalse([s for s in self._get_subjects(order) if s.startswith("Please look")])
        self.assertEqual(order.gift_proof_ids.mapped('mail_pending'), [True] * 3)

    def test_a_large_order_is_reminded_once_a_day(self):
        order = self._create_large_order(8)
        order.gift_proof_ids.next_reminder_date = '2020-01-01'

        self._run('proof_reminder')

        reminded = [s for s in self._get_subjects(order) if s.startswith("Your gifts are waiting")]
        self.assertEqual(len(reminded), 1)
        self.assertFalse([s for s in self._get_subjects(order) if s.startswith("Your gift is")])

    # === APPROVAL OF ALL === #

    def test_a_single_gift_is_not_spoken_of_as_many(self):
        order = self._create_large_order(count=1)

        page = self._open(order).text

        self.assertIn("One gift waits for your answer.", page)
        self.assertIn(f"Please make the gift of order {order.name} exactly like this.", page)
        self.assertNotIn("1 gifts", page)

    def test_the_page_shows_every_gift_and_approves_all_of_them(self):
        order = self._create_large_order()
        page = self._open(order).text
        for name in NAMES:
            self.assertIn(f"Name: {name}", page)

        self._approve_all(order)
        self.assertEqual(set(order.gift_proof_ids.mapped('state')), {'sent'})
        self._run('bulk_approval')

        bulk = self.env['gift.proof.bulk'].search([('order_id', '=', order.id)])
        self.assertEqual((len(bulk), bulk.state, bulk.refused), (1, 'done', 0))
        for proof in order.gift_proof_ids:
            self.assertEqual(proof.state, 'approved')
            self.assertEqual(proof.approved_hash, proof.revision_hash)
            self.assertEqual(proof.approved_name, "Anna Berg")
            self.assertEqual(proof.approved_date, bulk.date)
            self.assertIn("of all 12 gifts", proof.approved_wording)
            self.assertIn(proof.revision_hash[:12], proof.approved_wording)
            self.assertEqual(proof._get_job().approved_hash, proof.revision_hash)
        thanks = [s for s in self._get_subjects(order) if s.startswith("Thank you, we")]
        self.assertEqual(len(thanks), 1)

    def test_a_double_click_stores_one_approval(self):
        order = self._create_large_order(8)

        self._approve_all(order)
        self._approve_all(order)

        bulks = self.env['gift.proof.bulk'].search_count([('order_id', '=', order.id)])
        self.assertEqual(bulks, 1)

    def test_without_tick_name_or_with_a_stale_page_nothing_is_stored(self):
        order = self._create_large_order(8)
        for values, sentence in (
            ({'spelling': ''}, "tick that you checked"),
            ({'name': " "}, "enter your name"),
            ({'shown': 'x'}, "no longer the newest"),
        ):
            with self.subTest(values):
                answer = self._approve_all(order, **values)
                self.assertEqual(answer.status_code, 409)
                self.assertIn(sentence, answer.text)
        self.assertFalse(self.env['gift.proof.bulk'].search([('order_id', '=', order.id)]))

    def test_a_gift_that_changed_meanwhile_stays_open(self):
        order = self._create_large_order(8)
        self._approve_all(order)
        changed = order.gift_proof_ids.sorted('id')[0]
        changed._request_change(comment="Please in red", partner=self.customer)
        second = order.gift_proof_ids.sorted('id')[1]
        new = self._correct(second, "Corrected")

        self._run('bulk_approval')

        self.assertEqual(changed.state, 'change_requested')
        self.assertEqual(new.state, 'sent')
        self.assertEqual(order.gift_proof_ids.mapped('state').count('approved'), 6)

    # === ACCESS === #

    def test_the_page_of_an_order_opens_for_its_customer_and_token_only(self):
        order = self._create_large_order(8)
        url = f'/my/gifts/order/{order.id}'

        for login in (None, 'gift_customer'):
            self.authenticate(login, login)
            for query in ('', '?access_token=wrong'):
                with self.subTest(login=login, query=query):
                    answer = self.url_open(url + query)
                    self.assertEqual(answer.status_code, 404)
                    self.assertNotIn("Guest 1", answer.text)
            refused = self._approve_all(order, access_token='wrong')
            self.assertEqual(refused.status_code, 404)
        self.assertFalse(self.env['gift.proof.bulk'].search([('order_id', '=', order.id)]))

    def test_approvals_are_read_by_staff_and_written_by_nobody(self):
        bulks = self.env['gift.proof.bulk']
        for role, operations in (
            ('visitor', ''), ('customer', ''), ('production', ''), ('staff', 'read'),
            ('manager', 'read'),
        ):  # fmt: skip
            for operation in ('read', 'write', 'create', 'unlink'):
                with self.subTest(role=role, operation=operation):
                    allowed = bulks.with_user(self.users[role]).has_access(operation)
                    self.assertEqual(allowed, operation == operations)
