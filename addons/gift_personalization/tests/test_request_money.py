from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .request_common import RequestCommon


@tagged('post_install', '-at_install')
class TestRequestMoney(RequestCommon):
    """What goes back: computed from the order, through the provider, once."""

    def _settle_and_get(self, order):
        self._settle()
        return self._get_refunded(order)

    def test_a_whole_order_is_refunded_in_full(self):
        order, _tx = self._order_paid("Anna", "Ben")
        request = self._ask(order)

        self.assertEqual(self._settle_and_get(order), [26.0])
        self.assertEqual(request.money_state, 'done')
        self.assertEqual(request.refund_ids.state, 'done')

    def test_settling_twice_refunds_once(self):
        order, _tx = self._order_paid("Anna", "Ben")
        self._ask(order, {self._get_lines(order)[0]: 1})
        self._settle()

        self.assertEqual(self._settle_and_get(order), [13.0])

    def test_two_cancellations_refund_what_each_of_them_took_off(self):
        order, _tx = self._order_paid("Anna", "Ben")
        anna, ben = self._get_lines(order)
        self._ask(order, {anna: 1})
        self._ask(order, {ben: 1})

        self.assertEqual(self._settle_and_get(order), [13.0, 13.0])

    def test_an_order_that_was_not_paid_gets_nothing_back(self):
        order = self._create_gift_order("Anna", "Ben")
        request = self._ask(order)
        self._settle()

        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))

    def test_a_part_that_was_paid_counts_for_what_is_left(self):
        order = self._create_gift_order("Anna", "Ben")
        self._pay(order, 20.0)

        request = self._ask(order, {self._get_lines(order)[0]: 1})

        self.assertEqual(request.amount, 7.0)

    def test_what_staff_refunded_by_hand_is_not_refunded_again(self):
        order, tx = self._order_paid("Anna")
        tx._refund(13.0)._set_done()

        self.assertEqual(self._ask(order).amount, 0.0)

    def test_what_was_given_back_for_another_reason_is_not_taken_off_again(self):
        order, tx = self._order_paid("Anna", "Ben")
        tx._refund(5.0)._set_done()
        anna, ben = self._get_lines(order)

        self.assertEqual(self._ask(order, {anna: 1}).amount, 13.0)
        self.assertEqual(self._ask(order, {ben: 1}).amount, 8.0)

    def test_two_payments_are_refunded_up_to_what_each_of_them_was(self):
        order = self._create_gift_order("Anna", "Ben")
        self._pay(order, 10.0)
        self._pay(order, 16.0)
        self._ask(order)

        self.assertEqual(self._settle_and_get(order), [10.0, 16.0])

    def test_a_reservation_of_a_cancelled_order_is_voided(self):
        order = self._create_gift_order("Anna")
        tx = self._pay(order, state='authorized')
        with patch.object(self.registry['payment.transaction'], '_void') as void:
            request = self._ask(order)
            self._settle()

        self.assertEqual((tx.state, request.amount), ('authorized', 0.0))
        self.assertEqual(void.call_count, 1)

    def test_a_provider_that_cannot_refund_leaves_it_to_the_staff(self):
        self.support_refund = 'none'
        order, _tx = self._order_paid("Anna")
        request = self._ask(order)
        self._settle()

        self.assertEqual((request.money_state, request.amount_by_hand), ('hand', 13.0))
        self.assertIn("13.00", request.activity_ids.note)
        request.with_user(self.users['staff']).action_paid_by_hand()
        self.assertEqual(request.money_state, 'done')
        self.assertFalse(request.activity_ids)

    def test_a_provider_that_refunds_only_in_full_does_that(self):
        self.support_refund = 'full_only'
        order, _tx = self._order_paid("Anna", "Ben")
        request = self._ask(order, {self._get_lines(order)[0]: 1})
        self._settle()
        self.assertEqual((request.money_state, self._get_refunded(order)), ('hand', []))

        whole, _tx = self._order_paid("Cem")
        self._ask(whole)
        self.assertEqual(self._settle_and_get(whole), [13.0])

    def test_a_refused_refund_is_told_to_the_staff(self):
        order, _tx = self._order_paid("Anna")
        request = self._ask(order)

        def refuse(refund):
            refund._set_error("No.")

        with patch.object(self.registry['payment.transaction'], '_send_refund_request', refuse):
            self._settle()

        self.assertEqual(request.money_state, 'hand')

    def test_an_interrupted_refund_is_not_sent_blindly_again(self):
        order, _tx = self._order_paid("Anna")
        request = self._ask(order)
        request.refund_tried = '2020-01-01 00:00:00'

        self.assertEqual(self._settle_and_get(order), [])
        self.assertEqual(request.money_state, 'hand')


@tagged('post_install', '-at_install')
class TestCreditNote(RequestCommon):
    """What was invoiced is credited with the prices and taxes of the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enable_post_process_patcher = False  # invoices and payments are looked at
        cls.env['ir.config_parameter'].set_param('sale.automatic_invoice', 'True')
        journal = cls.env['account.journal'].search(
            [('type', '=', 'bank'), ('company_id', '=', cls.env.company.id)], limit=1
        )
        cls.bank = journal
        cls._prepare_payment_line(journal.inbound_payment_method_line_ids[:1])
        cls._prepare_payment_line(journal.outbound_payment_method_line_ids[:1])
        cls.provider.journal_id = journal
        cls.tax = cls.env['account.tax'].create(
            {'name': "20 %", 'amount': 20.0, 'price_include_override': 'tax_excluded'}
        )

    @classmethod
    def _prepare_payment_line(cls, line):
        """Let payments by the provider have entries, so that they can be reconciled."""
        account = cls.env['account.account'].create(
            {
                'name': "On its way",
                'code': f'ONWAY{line.id}',
                'account_type': 'asset_current',
                'reconcile': True,
            }
        )
        line.write({'payment_account_id': account.id, 'payment_provider_id': cls.provider.id})

    def _order_invoiced(self, *texts, **kwargs):
        order = self._create_gift_order(*texts, confirm=False, **kwargs)
        order.order_line.tax_ids = [Command.set(self.tax.ids)]
        order.action_confirm()
        self._pay(order)
        self.assertEqual(order.invoice_ids.amount_total, order.amount_total)
        return order

    def test_a_cancelled_gift_is_credited_and_the_refund_pays_the_credit_note(self):
        order = self._order_invoiced("Anna", "Ben")
        anna, ben = self._get_lines(order)

        request = self._ask(order, {ben: 1})
        self._settle()

        note = request.credit_note_id
        self.assertRecordValues(note, [{
            'move_type': 'out_refund',
            'state': 'posted',
            'amount_total': 15.6,
            'amount_tax': 2.6,
        }])  # fmt: skip
        self.assertEqual(note.reversed_entry_id, order.invoice_ids - note)
        self.assertEqual((anna.qty_invoiced, ben.qty_invoiced), (1, 0))
        self.assertEqual(request.refund_ids.payment_id.amount, 15.6)
        self.assertEqual(request.refund_ids.invoice_ids, note)
        self.assertIn(note.payment_state, ('in_payment', 'paid'))

    def test_a_whole_order_is_credited_as_a_whole(self):
        order = self._order_invoiced("Anna", quantity=3)

        request = self._ask(order)
        self._settle()

        self.assertEqual(request.credit_note_id.amount_total, 46.8)
        self.assertEqual(request.amount, 46.8)
        self.assertEqual(self._get_refunded(order), [46.8])

    def test_an_order_that_was_not_invoiced_has_no_credit_note(self):
        self.env['ir.config_parameter'].set_param('sale.automatic_invoice', 'False')
        order, _tx = self._order_paid("Anna", "Ben")

        request = self._ask(order, {self._get_lines(order)[0]: 1})
        self._settle()

        self.assertFalse(request.credit_note_id)
        self.assertEqual(self._get_refunded(order), [13.0])

    def test_an_open_invoice_is_paid_by_the_credit_note_and_nothing_goes_back(self):
        order = self._create_gift_order("Anna", "Ben")
        order.order_line.product_id.invoice_policy = 'order'
        order.order_line._compute_qty_to_invoice()
        invoice = order._create_invoices()
        invoice.action_post()

        request = self._ask(order, {self._get_lines(order)[0]: 1})
        self._settle()

        self.assertEqual(request.amount, 0.0)
        self.assertEqual(invoice.amount_residual, 13.0)
        self.assertEqual(request.credit_note_id.amount_residual, 0.0)

    def test_money_that_came_by_bank_is_counted_and_left_to_the_staff(self):
        order = self._create_gift_order("Anna", "Ben")
        order.order_line.product_id.invoice_policy = 'order'
        order.order_line._compute_qty_to_invoice()
        invoice = order._create_invoices()
        invoice.action_post()
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids
        ).create({'journal_id': self.bank.id}).action_create_payments()

        request = self._ask(order, {self._get_lines(order)[0]: 1})
        self._settle()

        self.assertEqual((request.amount, request.money_state), (13.0, 'hand'))
        self.assertEqual(request.amount_by_hand, 13.0)
