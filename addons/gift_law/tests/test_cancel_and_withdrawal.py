from odoo.exceptions import UserError
from odoo.tests import tagged

from .withdrawal_common import WithdrawalCommon


@tagged('post_install', '-at_install')
class TestCancelAndWithdrawal(WithdrawalCommon):
    """One order, cancelled in part and withdrawn from in part: each piece is paid back once."""

    def setUp(self):
        super().setUp()
        self.order = self._create_paid_order()  # a gift of 13.00 and two pieces of 20.00 each
        gift = self.order.order_line.filtered('gift_revision_id')
        self.gift, self.plain = gift, self.order.order_line - gift
        self.paid = self.order.amount_total
        self.piece = self.plain.price_total / 2

    def _withdraw(self, quantities=None):
        withdrawal = self._receive(self.order, quantities)
        if withdrawal.refund_proposal:
            self._answer_withdrawal(withdrawal, 'refunded', amount=withdrawal.refund_proposal)
        return withdrawal

    def _get_paid_back(self):
        self._settle()
        self._settle()
        return self.order.currency_id.round(sum(self._get_refunded(self.order)))

    def test_the_other_lines_are_withdrawn_from_after_the_gift_was_cancelled(self):
        gift_price = self.gift.price_total
        self._ask(self.order, {self.gift: 1})
        self.assertEqual(self._get_paid_back(), gift_price)

        withdrawal = self._withdraw()

        self.assertEqual(withdrawal.line_ids.sale_line_id, self.plain)
        self.assertEqual(self._get_paid_back(), self.paid)

    def test_a_cancelled_piece_cannot_be_withdrawn_from_too(self):
        self._ask(self.order, {self.plain: 1})
        self.assertEqual(self._get_paid_back(), self.piece)

        withdrawable = self.order._gift_get_withdrawable()
        self.assertEqual(withdrawable, {self.plain: 1})
        with self.assertRaisesRegex(UserError, "withdrawn from already"):
            self._withdraw({self.plain: 2})
        self._withdraw({self.plain: 1})

        self.assertEqual(self._get_paid_back(), 2 * self.piece)

    def test_a_withdrawn_piece_cannot_be_cancelled_too(self):
        self._withdraw({self.plain: 2})
        self.assertEqual(self._get_paid_back(), 2 * self.piece)

        with self.assertRaises(UserError):
            self._ask(self.order, {self.plain: 2})

        self.assertEqual(self._get_paid_back(), 2 * self.piece)

    def test_everything_both_ways_pays_back_what_was_paid(self):
        self._ask(self.order, {self.gift: 1})
        self._withdraw({self.plain: 1})
        with self.assertRaises(UserError):
            self._ask(self.order, {self.plain: 2})
        self._ask(self.order, {self.plain: 1})

        self.assertEqual(self._get_paid_back(), self.paid)
        self.assertFalse(self.order._gift_get_withdrawable())
