from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofPolicy(ProofCommon):
    def test_a_confirmed_order_has_one_proof_per_personalised_line(self):
        order = self._create_order("Anna", "Ben")

        self.assertEqual(order.gift_proof_ids.mapped('state'), ['sent', 'sent'])
        self.assertEqual(
            order.gift_proof_ids.sale_line_id.mapped('gift_proof_state'),
            ['sent', 'sent'],
        )
        self.assertEqual(
            sorted(order.gift_proof_ids.mapped('short_text')),
            ["Anna", "Ben"],
        )

    def test_a_draft_order_has_no_proof(self):
        order = self._create_order(confirm=False)

        self.assertFalse(order.gift_proof_ids)

    def test_confirming_twice_makes_no_second_proof(self):
        order = self._create_order()

        order._gift_start_production()
        order.order_line.gift_job_ids._sync_with_proof()

        self.assertEqual(len(order.gift_proof_ids), 1)

    def test_policy_none_takes_the_order_for_the_approval_and_stores_the_wording(self):
        proof = self._create_proof(policy='none')

        self.assertEqual(proof.state, 'approved')
        self.assertEqual(proof.approval_kind, 'order')
        self.assertEqual(proof.approved_by_id, self.customer)
        self.assertEqual(proof.approved_hash, proof.revision_hash)
        self.assertIn(proof.revision_hash[:12], proof.approved_wording)
        self.assertFalse(self._get_mails(proof))
        self.assertEqual(proof.sale_line_id.gift_job_id.approved_hash, proof.revision_hash)

    def test_policy_customer_sends_the_proof_at_once(self):
        with freeze_time('2026-05-04 09:00:00'):  # a Monday
            proof = self._create_proof(policy='customer')

        self.assertEqual(proof.state, 'sent')
        self.assertEqual(proof.next_reminder_date, date(2026, 5, 6))
        self.assertEqual(len(self._get_mails(proof, "Please look")), 1)
        self.assertEqual(proof.sale_line_id.gift_job_id.stage, 'waiting')

    def test_policy_staff_asks_staff_first_and_the_customer_after_their_check(self):
        proof = self._create_proof(policy='staff')

        self.assertEqual(proof.state, 'to_check')
        self.assertFalse(self._get_mails(proof, "Please look"))
        self.assertEqual(proof.activity_ids.mapped('summary'), ["Check the proof"])

        proof.with_user(self.users['staff']).action_send()

        self.assertEqual(proof.state, 'sent')
        self.assertEqual(len(self._get_mails(proof, "Please look")), 1)
        self.assertFalse(proof.activity_ids)

    def test_a_proof_cannot_be_sent_twice(self):
        proof = self._create_proof(policy='customer')

        with self.assertRaisesRegex(UserError, "was sent already"):
            proof.with_user(self.users['staff']).action_send()

        self.assertEqual(len(self._get_mails(proof)), 1)

    def test_the_person_of_the_settings_gets_the_activities(self):
        staff = self.users['staff']
        self.env['ir.config_parameter'].set_param('gift_personalization.proof_user_id', staff.id)

        proof = self._create_proof(policy='staff')

        self.assertEqual(proof.activity_ids.user_id, staff)


@tagged('post_install', '-at_install')
class TestProofApproval(ProofCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._create_proof()
        self.job = self.proof.sale_line_id.gift_job_id

    def test_an_approval_stores_who_when_from_where_and_what(self):
        with freeze_time('2026-05-04 10:11:12'):
            self._approve(self.proof, name="  Anna   Maria\tBerg ")

        self.assertRecordValues(
            self.proof,
            [
                {
                    'state': 'approved',
                    'approval_kind': 'customer',
                    'approved_by_id': self.customer.id,
                    'approved_name': "Anna Maria Berg",
                    'approved_date': fields.Datetime.to_datetime('2026-05-04 10:11:12'),
                    'approved_ip': '192.0.2.7',
                    'approved_user_agent': "Test browser",
                    'approved_hash': self.proof.revision_hash,
                    'approved_wording': self.proof._get_agreed_wording(),
                    'next_reminder_date': False,
                }
            ],
        )
        self.assertIn("1 × Test gift", self.proof.approved_wording)
        self.assertEqual(self.job.approved_hash, self.proof.revision_hash)

    def test_a_double_click_approves_once(self):
        self._approve(self.proof)
        first = self.proof.approved_date

        with freeze_time(first + timedelta(minutes=1)):
            self._approve(self.proof, name="Somebody else")

        self.assertEqual(self.proof.approved_name, "Anna Berg")
        self.assertEqual(self.proof.approved_date, first)
        self.assertEqual(len(self._get_mails(self.proof, "You approved")), 1)

    def test_a_stale_hash_is_refused_and_nothing_changes(self):
        with self.assertRaisesRegex(UserError, "no longer the newest"):
            self._approve(self.proof, expected_hash='0' * 64)

        self.assertEqual(self.proof.state, 'sent')
        self.assertFalse(self.proof.approved_hash)
        self.assertFalse(self.job.approved_hash)

    def test_a_wording_that_was_not_shown_is_refused(self):
        with self.assertRaisesRegex(UserError, "no longer the newest"):
            self._approve(self.proof, expected_digest='0' * 64)

        self.assertEqual(self.proof.state, 'sent')

    def test_the_digest_of_the_page_names_design_and_wording(self):
        digest = self.proof._get_shown_digest()
        self._approve(self.proof, expected_digest=digest)

        self.assertEqual(self.proof.state, 'approved')
        self.proof.sale_line_id.product_uom_qty = 2
        self.assertNotEqual(self.proof._get_shown_digest(), digest)

    def test_an_approval_needs_a_name(self):
        with self.assertRaisesRegex(UserError, "enter your name"):
            self._approve(self.proof, name=" \n ")

        self.assertEqual(self.proof.state, 'sent')

    def test_a_line_whose_design_was_changed_meanwhile_is_refused(self):
        other = self._create_revision(values={'name': {'text': "Ben"}})
        self.env.cr.execute(
            "UPDATE sale_order_line SET gift_revision_id = %s WHERE id = %s",
            (other.id, self.proof.sale_line_id.id),
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "newer version"):
            self._approve(self.proof)

        self.assertEqual(self.proof.state, 'sent')

    def test_a_design_that_was_tampered_with_is_refused(self):
        self.env.cr.execute(
            "UPDATE gift_design_revision SET content = replace(content, 'Anna', 'Bert')"
            " WHERE id = %s",
            (self.proof.revision_id.id,),
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "does not match its hash"):
            self._approve(self.proof)

        self.assertEqual(self.proof.state, 'sent')

    def test_a_cancelled_order_cannot_be_approved(self):
        self.proof.order_id._action_cancel()

        self.assertEqual(self.proof.state, 'cancelled')
        with self.assertRaisesRegex(UserError, "was cancelled"):
            self._approve(self.proof)
        self.assertFalse(self.proof.approved_hash)

    def test_an_order_that_is_confirmed_again_needs_a_new_approval(self):
        self._approve(self.proof)
        order = self.proof.order_id
        order._action_cancel()
        order.action_draft()

        order.action_confirm()

        new = order.gift_proof_ids - self.proof
        self.assertRecordValues(new, [{'state': 'sent', 'number': 2, 'approved_hash': False}])
        self.assertEqual(self.proof.state, 'cancelled')
        self.assertFalse(self.job.approved_hash)

    def test_nobody_can_write_an_approval_by_hand(self):
        for role in ('staff', 'manager', 'production', 'customer'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.proof.with_user(self.users[role]).write({'state': 'approved'})
        self.assertEqual(self.proof.state, 'sent')
