import uuid
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_personalization.tests.test_request_lock import RequestRaceCommon

from .test_payment_lock import QUIET, PaymentRaceCommon


@tagged('post_install', '-at_install')
class TestRefundsOfTwoRequests(PaymentRaceCommon, RequestRaceCommon):
    """Three pieces of 26.00, charged: two requests at once never give back more than was paid."""

    def setUp(self):
        super().setUp()
        self._pay(reserved=False)
        # The background work commits between its steps; here it really does.
        self.enterContext(
            patch.object(
                self.registry['ir.cron'],
                '_commit_progress',
                lambda cron, *_args, **_kwargs: cron.env.cr.commit() or 60,
            )
        )

    @staticmethod
    def _give(amount):
        """Return what a member of the staff does who pays an amount back."""
        reference = str(uuid.uuid4())

        def give(proof):
            requests = proof.env['gift.order.request']
            requests._pay_goodwill(proof.sale_line_id, amount, reason="Sorry", reference=reference)

        return give

    def _settle_one(self, number):
        """Return background work that settles one of the requests, in the order they were made."""

        def settle(proof):
            proof.order_id.gift_request_ids.sorted('id')[number]._settle()

        return settle

    def _settle_rest(self):
        """Do what the background work does later, when nobody is at it any more."""
        with self._open() as env:
            requests = env['sale.order'].browse(self.order_id).gift_request_ids
            requests.refund_tried = False
            env['gift.order.request']._cron_settle()

    def _read_refunded(self):
        """Return what went back, here and at Stripe, which has to be the same."""
        _state, children = self._read_shop()
        here = -sum(
            amount for kind, amount, state in children if (kind, state) == ('refund', 'done')
        )
        self.assertEqual(self._read_stripe()[2], round(here * 100))
        return here

    def _read_money(self):
        with self._open() as env:
            requests = env['sale.order'].browse(self.order_id).gift_request_ids
            return sorted((request.amount, request.money_state) for request in requests)

    @mute_logger(*QUIET)
    def test_of_two_that_together_are_more_than_was_paid_one_is_refused(self):
        with self._open() as env:
            self._give(26.0)(env['gift.proof'].browse(self.proof_id))
            self._give(26.0)(env['gift.proof'].browse(self.proof_id))

        results = self._run_at_once(first=self._give(20.0), second=self._give(20.0))

        told = [sentence for sentence in results.values() if sentence]
        self.assertEqual(len(told), 1, results)
        self.assertIn("more was not paid, or went back already", told[0])
        self._settle_rest()
        self.assertEqual(self._read_refunded(), 72.0)

    @mute_logger(*QUIET)
    def test_two_that_are_settled_at_once_are_each_refunded_once(self):
        with self._open() as env:
            for amount in (20.0, 30.0):
                self._give(amount)(env['gift.proof'].browse(self.proof_id))

        results = self._run_at_once(first=self._settle_one(0), second=self._settle_one(1))
        self.assertLessEqual(self._read_refunded(), 50.0)
        self._settle_rest()

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_refunded(), 50.0)
        self.assertEqual(self._read_money(), [(20.0, 'done'), (30.0, 'done')])

    @mute_logger(*QUIET)
    def test_one_that_is_settled_twice_at_once_is_refunded_once(self):
        with self._open() as env:
            self._give(20.0)(env['gift.proof'].browse(self.proof_id))

        self._run_at_once(first=self._settle_one(0), second=self._settle_one(0))
        self._settle_rest()

        self.assertEqual(self._read_refunded(), 20.0)
        self.assertEqual(self._read_money(), [(20.0, 'done')])

    @mute_logger(*QUIET)
    def test_goodwill_beside_a_cancellation_of_everything_adds_up_to_what_was_paid(self):
        results = self._run_at_once(
            give=self._give(20.0), cancel=lambda proof: self._cancel(proof, 3)
        )
        self._settle_rest()
        self._settle_rest()

        self.assertIsNone(results['cancel'], results)
        self.assertEqual(self._read_refunded(), 78.0)
        amounts = [amount for amount, _state in self._read_money()]
        self.assertEqual(amounts, [20.0, 58.0] if results['give'] is None else [78.0])
