from odoo.tests import tagged

from .request_common import RequestCommon


@tagged('post_install', '-at_install')
class TestReservedElsewhere(RequestCommon):
    """Providers other than Stripe: a gift is cancelled before the money is taken."""

    def setUp(self):
        super().setUp()
        self.order = self._create_gift_order("Anna", "Ben")
        self.anna, self.ben = self._get_lines(self.order)

    def _capture(self, tx, amount=None):
        """Capture as the order's button does; the provider says yes."""
        capture = tx._capture(amount_to_capture=amount)
        capture._set_done()
        capture._post_process()
        return capture

    def test_a_provider_that_only_captures_in_full_pays_the_rest_back(self):
        tx = self._pay(self.order, state='authorized')
        request = self._ask(self.order, {self.ben: 1})
        self._settle()
        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))

        capture = self._capture(tx)
        self._settle()
        capture._post_process()
        self._settle()

        self.assertEqual((request.amount, request.money_state), (13.0, 'done'))
        self.assertEqual(self._get_refunded(self.order), [13.0])
        self.assertEqual(self.order.amount_total, 13.0)

    def test_a_part_is_proposed_where_the_provider_can_capture_it(self):
        self.provider.support_manual_capture = 'partial'
        self.payment_method.support_manual_capture = 'partial'
        tx = self._pay(self.order, state='authorized')
        request = self._ask(self.order, {self.ben: 1})

        wizard = self.env['payment.capture.wizard'].create({'transaction_ids': tx.ids})

        self.assertEqual((wizard.amount_to_capture, wizard.void_remaining_amount), (13.0, True))
        self._capture(tx, wizard.amount_to_capture)
        self._settle()
        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))
        self.assertFalse(self._get_refunded(self.order))

    def test_the_whole_amount_is_proposed_where_nothing_was_taken_off(self):
        self.provider.support_manual_capture = 'partial'
        self.payment_method.support_manual_capture = 'partial'
        tx = self._pay(self.order, state='authorized')

        wizard = self.env['payment.capture.wizard'].create({'transaction_ids': tx.ids})

        self.assertEqual((wizard.amount_to_capture, wizard.void_remaining_amount), (26.0, False))

    def test_a_transfer_that_arrives_after_the_cancellation_is_left_to_the_staff(self):
        self.support_refund = 'none'
        tx = self._create_pending()
        request = self._ask(self.order, {self.ben: 1})

        tx._set_done()
        tx._post_process()
        self._settle()

        self.assertEqual((request.amount, request.money_state), (13.0, 'hand'))
        self.assertEqual(request.amount_by_hand, 13.0)

    def test_a_transfer_for_a_cancelled_order_goes_back_as_a_whole(self):
        self.support_refund = 'none'
        tx = self._create_pending()
        request = self._ask(self.order)
        self.assertEqual(self.order.state, 'cancel')

        tx._set_done()
        tx._post_process()
        self._settle()

        self.assertEqual((request.amount_by_hand, request.money_state), (26.0, 'hand'))

    def test_what_was_paid_before_the_cancellation_goes_back_once(self):
        self._pay(self.order)
        first = self._ask(self.order, {self.ben: 1})
        self._settle()

        self.order.transaction_ids._post_process()
        self._settle()

        self.assertEqual((first.amount, first.money_state), (13.0, 'done'))
        self.assertEqual(self._get_refunded(self.order), [13.0])

    def test_an_invoice_of_all_gifts_is_credited_before_the_rest_goes_back(self):
        tx = self._pay(self.order, state='authorized')
        self.order.order_line.product_id.invoice_policy = 'order'
        self.order.order_line._compute_qty_to_invoice()
        self.order._create_invoices().action_post()
        request = self._ask(self.order, {self.ben: 1})
        self._settle()

        self._capture(tx)
        self._settle()

        self.assertEqual(request.credit_note_id.amount_total, 13.0)
        self.assertEqual(self._get_refunded(self.order), [13.0])
        self.assertEqual(self.anna.qty_invoiced, 1)
        self.assertEqual(self.ben.qty_invoiced, 0)

    def _create_pending(self):
        tx = self._create_transaction(
            'direct',
            amount=self.order.amount_total,
            currency_id=self.order.currency_id.id,
            partner_id=self.order.partner_id.id,
            reference=f'{self.order.id}-wire',
            sale_order_ids=[(6, 0, self.order.ids)],
        )
        tx._set_pending()
        return tx
