from odoo.exceptions import UserError
from odoo.tests import tagged

from .withdrawal_common import WithdrawalCommon


@tagged('post_install', '-at_install')
class TestWithdrawalMoney(WithdrawalCommon):
    """What goes back: once, at most what was paid, delivery where nothing of it is kept."""

    def test_the_goods_go_back_and_the_gift_stays(self):
        order = self._create_paid_order(delivery=5.0)
        _gift, plain = self._get_lines(order)
        withdrawal = self._receive(order)

        self._answer_withdrawal(withdrawal, 'refunded')
        refunds = self._settle_refunds()

        self.assertEqual(withdrawal.state, 'refunded')
        self.assertEqual(refunds.mapped('amount'), [-plain.price_total])
        self.assertEqual(withdrawal.request_id.money_state, 'done')

    def test_delivery_goes_back_when_nothing_is_kept(self):
        order = self._create_paid_order(delivery=5.0)
        gift, plain = self._get_lines(order)
        gift.gift_wording_id = plain.gift_wording_id
        cost = order.order_line.filtered(lambda line: line._is_delivery())

        first = self._receive(order, {plain: 2})
        second = self._receive(order, {gift: 1})

        self.assertEqual(first.refund_proposal, plain.price_total)
        self.assertEqual(
            second.refund_proposal, order.currency_id.round(gift.price_total + cost.price_total)
        )

    def test_a_discount_on_the_order_is_shared(self):
        order = self._create_mixed_order(confirm=False)
        gift, plain = self._get_lines(order)
        goods = gift.price_total + plain.price_total
        self._add_discount(order, goods / 10)
        order.action_confirm()
        self._pay(order)

        withdrawal = self._receive(order)

        self.assertAlmostEqual(withdrawal.refund_proposal, plain.price_total * 0.9, places=2)

    def test_pressed_twice_it_is_refunded_once(self):
        withdrawal = self._receive(self._create_paid_order())

        self._answer_withdrawal(withdrawal, 'refunded')
        self._answer_withdrawal(withdrawal, 'refunded', amount=1.0)
        self._settle()

        self.assertEqual(len(self._settle_refunds()), 1)

    def test_staff_refund_a_part_and_never_more_than_was_paid(self):
        order = self._create_paid_order()
        withdrawal = self._receive(order)

        for amount in (0.0, -1.0, order.amount_total + 0.01):
            with self.subTest(amount=amount), self.assertRaises(UserError):
                self._answer_withdrawal(withdrawal, 'refunded', amount=amount)
        self.assertEqual(withdrawal.state, 'received')
        self._answer_withdrawal(withdrawal, 'refunded', amount=7.5)

        self.assertEqual(self._settle_refunds().mapped('amount'), [-7.5])

    def test_what_was_refunded_before_is_not_refunded_again(self):
        order = self._create_mixed_order()
        tx = self._pay(order)
        withdrawal = self._receive(order)
        tx._refund(tx.amount - 3.0)._set_done()

        self.assertAlmostEqual(withdrawal.refund_proposal, 3.0)

    def test_without_an_order_nothing_is_paid_back(self):
        withdrawal = self._receive_open(self._create_paid_order(), order_ref='?')

        with self.assertRaises(UserError):
            self._answer_withdrawal(withdrawal, 'refunded', amount=5.0)
        self.assertFalse(self._settle_refunds())
