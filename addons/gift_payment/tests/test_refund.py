from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon

PROVIDER_LOG = 'odoo.addons.payment.models.payment_provider'


@tagged('post_install', '-at_install')
class TestRefund(FakeStripeCommon):
    """A refund is made once, whatever happens to Stripe's answer."""

    def setUp(self):
        super().setUp()
        self.gift_template.proof_policy = 'none'
        self.order, self.tx = self._order_and_pay()

    def _get_refunds(self):
        client = self.stripe._gift_get_stripe_client()
        found = client.v1.refunds.list({'payment_intent': self.tx.provider_reference})
        return [refund.amount for refund in found.data]

    def test_a_part_is_refunded(self):
        refund = self.tx._refund(5.0)

        self.assertEqual((refund.state, refund.amount), ('done', -5.0))
        self.assertEqual(self._get_refunds(), [500])

    def test_a_lost_answer_is_asked_for_again_with_the_same_key(self):
        self.fake.fail('POST', '/v1/refunds', 'drop_after', times=2)

        with mute_logger(PROVIDER_LOG):
            refund = self.tx._refund(5.0)

        self.assertEqual(refund.state, 'done')
        self.assertEqual(self._get_refunds(), [500])

    def test_pressing_again_after_silence_refunds_once(self):
        self.fake.fail('POST', '/v1/refunds', 'drop_after', times=3)
        with mute_logger(PROVIDER_LOG):
            first = self.tx._refund(5.0)
        self.assertEqual(first.state, 'pending')

        second = self.tx._refund(5.0)

        self.assertEqual(second, first)
        self.assertEqual(first.state, 'done')
        self.assertEqual(self._get_refunds(), [500])

    def test_an_answer_that_cannot_be_read_is_asked_for_again(self):
        self.fake.fail('POST', '/v1/refunds', 'garbage_after', times=2)

        with mute_logger(PROVIDER_LOG):
            refund = self.tx._refund(5.0)

        self.assertEqual(refund.state, 'done')
        self.assertEqual(self._get_refunds(), [500])

    def test_another_amount_after_silence_is_another_refund(self):
        self.fake.fail('POST', '/v1/refunds', 'drop_after', times=3)
        with mute_logger(PROVIDER_LOG):
            first = self.tx._refund(5.0)

        second = self.tx._refund(7.0)

        self.assertEqual((first.state, second.state), ('done', 'done'))
        self.assertEqual(sorted(self._get_refunds()), [500, 700])

    def test_silence_before_anything_was_done_refunds_on_the_next_try(self):
        self.fake.fail('POST', '/v1/refunds', 'drop_before', times=3)
        with mute_logger(PROVIDER_LOG):
            first = self.tx._refund(5.0)
        self.assertEqual(self._get_refunds(), [])

        self.tx._refund(5.0)

        self.assertEqual(first.state, 'done')
        self.assertEqual(self._get_refunds(), [500])

    def test_more_than_was_paid_is_refused_with_what_is_left(self):
        self.tx._refund(15.0)

        with self.assertRaisesRegex(ValidationError, "11.00.*left to refund"):
            self.tx._refund(12.0)

        self.assertEqual(self._get_refunds(), [1500])

    def test_a_refund_at_stripes_dashboard_is_noted_once(self):
        intent = self._get_intent(self.tx)
        self.fake.refund_in_dashboard(intent.latest_charge, 300)

        for _repeated in range(2):
            self.stripe._gift_sync_refunds(self.tx.provider_reference)

        refunds = self.tx.child_transaction_ids
        self.assertEqual(refunds.mapped(lambda tx: (tx.operation, tx.amount, tx.state)), [
            ('refund', -3.0, 'done'),
        ])  # fmt: skip
