from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon


@tagged('post_install', '-at_install')
class TestDispute(FakeStripeCommon):
    """A dispute stops the gifts, reaches the staff, and is answered with what can be proved."""

    def setUp(self):
        super().setUp()
        self.order, self.tx = self._order_and_pay("Anna")
        self._approve_all(self.order)
        self._run_capture()
        self.charge = self._get_intent(self.tx).latest_charge

    def _open(self, **kwargs):
        found = self.fake.open_dispute(self.charge, **kwargs)
        self.dispute_ref = found if isinstance(found, str) else found['id']
        return self.env['gift.dispute']._gift_sync(self.stripe, self.dispute_ref)

    def test_a_dispute_holds_the_order_and_reaches_the_staff(self):
        dispute = self._open(reason='product_not_received')

        self.assertEqual(
            (dispute.order_id, dispute.amount, dispute.state, dispute.reason),
            (self.order, 13.0, 'needs_response', 'product_not_received'),
        )
        self.assertTrue(dispute.due_by)
        self.assertTrue(self.order.gift_waits_for_payment)
        self.assertEqual(dispute.activity_ids.mapped('summary'), ["A customer disputes a payment"])

    def test_the_same_dispute_is_noted_once(self):
        first = self._open()
        second = self.env['gift.dispute']._gift_sync(self.stripe, self.dispute_ref)

        self.assertEqual(first, second)
        self.assertEqual(len(first.activity_ids), 1)

    def test_a_won_dispute_releases_the_order(self):
        dispute = self._open()
        self.fake.close_dispute(self.dispute_ref, status='won')

        self.env['gift.dispute']._gift_sync(self.stripe, self.dispute_ref)

        self.assertEqual(dispute.state, 'won')
        self.assertFalse(self.order.gift_waits_for_payment)
        self.assertFalse(dispute.activity_ids)

    def test_a_lost_dispute_keeps_the_order_waiting(self):
        dispute = self._open()
        self.fake.close_dispute(self.dispute_ref, status='lost')

        self.env['gift.dispute']._gift_sync(self.stripe, self.dispute_ref)

        self.assertEqual(dispute.state, 'lost')
        self.assertTrue(self.order.gift_waits_for_payment)

    def test_the_evidence_holds_approval_and_hash_and_is_sent_by_a_manager_once(self):
        dispute = self._open()
        for role in ('staff', 'production', 'employee', 'customer'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                dispute.with_user(self.users[role]).action_send_evidence()

        dispute.with_user(self.users['manager']).action_send_evidence()

        found = self.stripe._gift_get_stripe_client().v1.disputes.retrieve(self.dispute_ref)
        proof = self.order.gift_proof_ids
        self.assertIn(proof.approved_hash, found.evidence.uncategorized_text)
        self.assertIn(proof.approved_wording, found.evidence.uncategorized_text)
        client = self.stripe._gift_get_stripe_client()
        names = [
            client.v1.files.retrieve(file).filename
            for file in (found.evidence.uncategorized_file, found.evidence.receipt)
        ]
        self.assertEqual(names, [f'{proof.approved_hash[:12]}.jpg', f'{self.order.name}.pdf'])
        self.assertEqual(dispute.evidence_user_id, self.users['manager'])
        with self.assertRaisesRegex(UserError, "answered already"):
            dispute.with_user(self.users['manager']).action_send_evidence()

    def test_the_numbers_of_all_parcels_are_evidence(self):
        dispute = self._open()
        first = self.order.picking_ids
        first.carrier_tracking_ref = 'NO-1'
        parcels = first | first.copy({'carrier_tracking_ref': 'NO-2'})
        with patch.object(type(dispute), '_get_sent_parcels', return_value=parcels):
            dispute.with_user(self.users['manager']).action_send_evidence()

        found = self.stripe._gift_get_stripe_client().v1.disputes.retrieve(self.dispute_ref)
        self.assertEqual(found.evidence.shipping_tracking_number, 'NO-1, NO-2')

    def test_a_receipt_that_is_too_large_is_left_out(self):
        dispute = self._open()
        large = b'%PDF-' + bytes(4_500_000)
        with patch.object(type(self.order), '_gift_build_receipt', return_value=large):
            dispute.with_user(self.users['manager']).action_send_evidence()

        found = self.stripe._gift_get_stripe_client().v1.disputes.retrieve(self.dispute_ref)
        self.assertTrue(found.evidence.uncategorized_file)
        self.assertFalse(found.evidence.receipt)

    def test_a_refusal_of_stripe_is_told_and_nothing_is_noted(self):
        dispute = self._open()
        evidence = {'no_such_field': 'x'}
        with (
            patch.object(type(dispute), '_prepare_evidence', return_value=evidence),
            self.assertRaisesRegex(UserError, "Stripe refused"),
        ):
            dispute.with_user(self.users['manager']).action_send_evidence()

        self.assertFalse(dispute.evidence_date)
