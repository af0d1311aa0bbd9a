from odoo.tests import tagged

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon


@tagged('post_install', '-at_install')
class TestPayout(FakeStripeCommon):
    """What arrives at the bank is explained to the cent."""

    def setUp(self):
        super().setUp()
        self.gift_template.proof_policy = 'none'
        self.txs = self.env['payment.transaction']
        for text in ("Anna", "Ben", "Cleo"):
            self.txs += self._order_and_pay(text)[1]
        self.refund = self.txs[0]._refund(4.0)
        made = self.fake.make_payout(self.txs[0].currency_id.name.lower())
        self.payout_ref = made if isinstance(made, str) else made['id']

    def _sync(self):
        return self.env['gift.payout']._gift_sync(self.stripe, self.payout_ref)

    def test_payments_less_refunds_and_fees_are_the_payout(self):
        payout = self._sync()

        self.assertEqual(payout.gross, 35.0)  # three gifts of 13.00, 4.00 refunded
        self.assertGreater(payout.fee, 0)
        self.assertEqual(payout.difference, 0.0)
        self.assertEqual(payout.amount, payout.gross - payout.fee)
        self.assertEqual(payout.line_ids.transaction_id, self.txs | self.refund)

    def test_stripe_is_asked_as_often_for_many_payments_as_for_one(self):
        before = len(self.fake.requests)

        self._sync()

        self.assertEqual(len(self.fake.requests) - before, 2)  # the payout, and its entries

    def test_fetching_again_adds_nothing(self):
        payout = self._sync()
        lines = payout.line_ids

        self.assertEqual(self._sync(), payout)
        self.assertEqual(payout.line_ids, lines)

    def test_the_background_work_fetches_what_is_not_explained_yet(self):
        self.env['gift.payout']._gift_cron_payouts()
        payout = self.env['gift.payout'].search([('name', '=', self.payout_ref)])
        requests = len(self.fake.requests)
        self.env['gift.payout']._gift_cron_payouts()

        self.assertEqual(payout.difference, 0.0)
        if payout.state == 'paid':
            self.assertEqual(len(self.fake.requests), requests + 1)
