from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from . import invoice_files
from .invoice_common import InvoiceCommon

MUGS = [("Blank mug", 10, 4.0)]


@tagged('post_install', '-at_install')
class TestSupplierInvoice(InvoiceCommon, TransactionCase):
    """Invoices that suppliers send: checked, once each, matched, with a draft bill."""

    def setUp(self):
        super().setUp()
        self.order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        self.mug_line, self.pen_line = self.order.order_line

    # === BILL === #

    def test_a_matched_invoice_has_a_draft_bill_of_the_lines_of_the_order(self):
        invoice = self._send(self.order, (self.mug_line, 6, 4.0), (self.pen_line, 100, 1.0))

        self.assertEqual((invoice.state, invoice.status), ('matched', 'matched'))
        bill = invoice.bill_id
        self.assertRecordValues(
            bill,
            [
                {
                    'move_type': 'in_invoice', 'state': 'draft', 'ref': "RE-1",
                    'invoice_date': self.today, 'partner_id': self.mugs.id,
                    'amount_untaxed': 124.0, 'amount_total': 142.6,
                    'invoice_origin': self.order.name,
                }
            ],
        )  # fmt: skip
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, self.order.order_line)
        self.assertEqual((self.mug_line.qty_invoiced, self.pen_line.qty_invoiced), (6, 100))
        self.assertEqual(self.mug_line._gift_get_billable(), 4)
        file = bill.attachment_ids
        self.assertEqual((file.name, file.mimetype), ('RE1.pdf', 'application/pdf'))
        self.assertEqual(file.raw, invoice.attachment_id.raw)
        self.assertFalse(invoice.activity_ids)

    def test_bills_are_posted_by_themselves_only_where_the_settings_say_so(self):
        self._set(post_matched='True')

        matched = self._send(self.order, (self.mug_line, 2, 4.0))
        other = self._send(self.order, (self.mug_line, 2, 4.5), number="RE-2")

        self.assertEqual((matched.bill_id.state, matched.status), ('posted', 'posted'))
        self.assertEqual((other.bill_id.state, other.status), ('draft', 'differs'))

    def test_what_accounting_does_not_allow_stays_a_draft(self):
        self._set(post_matched='True')

        def refuse(moves):
            raise UserError(moves.env._("The period is closed"))

        self.patch(type(self.env['account.move']), 'action_post', refuse)

        invoice = self._send(self.order, (self.mug_line, 2, 4.0))

        self.assertEqual((invoice.state, invoice.bill_id.state), ('matched', 'draft'))
        self.assertIn("The period is closed", invoice.bill_id.message_ids[0].body)

    def test_the_status_follows_the_bill(self):
        invoice = self._send(self.order, (self.mug_line, 10, 4.0))
        bill = invoice.bill_id

        bill.action_post()
        self.assertEqual(invoice.status, 'posted')
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=bill.ids
        ).create({})._create_payments()

        self.assertEqual(invoice.status, 'paid')

    def test_a_bill_that_was_uploaded_is_refused_and_not_deleted(self):
        invoice = self._send(self.order, (self.mug_line, 10, 4.0))

        with self.assertRaisesRegex(UserError, "came from the supplier's page"):
            invoice.bill_id.unlink()
        invoice.bill_id.button_cancel()

        self.assertEqual(invoice.status, 'cancelled')

    def test_agreed_discounts_stay_on_the_bill(self):
        self.mug_line.discount = 25

        invoice = self._send(self.order, (self.mug_line, 10, 3.0))

        self.assertEqual(invoice.state, 'matched')
        self.assertRecordValues(
            invoice.bill_id.invoice_line_ids, [{'price_unit': 4.0, 'discount': 25.0}]
        )

    # === MATCHING === #

    def test_what_differs_waits_for_the_buyer_with_its_reasons(self):
        invoice = self._send(
            self.order, (self.mug_line, 11, 4.0), (self.pen_line, 100, 1.2), extra=5
        )

        self.assertEqual(invoice.state, 'differs')
        self.assertEqual(invoice.line_ids.mapped('result'), ['over', 'price', 'not_ordered'])
        self.assertEqual(
            invoice.line_ids.mapped('explanation'),
            [
                "10 can be invoiced at most, the invoice says 11.",
                "The agreed price is 1.00, the invoice says 1.20.",
                "This does not stand in the order.",
            ],
        )
        self.assertEqual(invoice.activity_ids.user_id, self.buyer)
        self.assertEqual(invoice.bill_id.amount_total, 194.35)
        self.assertEqual(self.mug_line.qty_invoiced, 11)

    def test_two_lines_for_the_same_goods_count_together(self):
        invoice = self._send(self.order, (self.mug_line, 6, 4.0), (self.mug_line, 6, 4.0))

        self.assertEqual(invoice.line_ids.mapped('result'), ['over', 'over'])

    def test_earlier_invoices_count(self):
        self._send(self.order, (self.mug_line, 6, 4.0))

        invoice = self._send(self.order, (self.mug_line, 5, 4.0), number="RE-2")

        self.assertEqual(invoice.line_ids.explanation,
                         "4 can be invoiced at most, the invoice says 5.")  # fmt: skip

    def test_what_is_paid_on_receipt_waits_for_the_goods_and_goes_on_by_itself(self):
        self.mug.purchase_method = 'receive'
        invoice = self._send(self.order, (self.mug_line, 10, 4.0))
        self.assertEqual((invoice.state, invoice.line_ids.result), ('received', 'waiting'))
        self.assertFalse(invoice.activity_ids, "nothing is to be decided")

        self._receive(self.order, mug=6, Pen=0)
        self.assertEqual(invoice.state, 'received')
        self.assertIn("Of 10, 6 have arrived", invoice.line_ids.explanation)
        self._receive(self.order)

        self.assertEqual((invoice.state, invoice.line_ids.result), ('matched', 'matched'))

    def test_a_supplier_may_have_a_tolerance_of_its_own(self):
        self._set(bill_quantity='10', bill_price='5', bill_amount='10')
        rows = [(self.mug_line, 11, 4.2)]
        matched = self._send(self.order, *rows)
        self.assertEqual(matched.state, 'matched')
        matched._refuse("again")
        self.mugs.gift_bill_tolerance_own = True

        self.assertEqual(self._send(self.order, *rows).state, 'differs')

    def test_a_total_that_our_taxes_do_not_give_differs(self):
        invoice = self._send(self.order, (self.mug_line, 10, 4.0), tax=7.6)

        self.assertEqual((invoice.state, invoice.line_ids.result), ('differs', 'matched'))
        self.assertAlmostEqual(invoice.total_gap, 1.6)

    # === DECISIONS === #

    def test_a_buyer_accepts_a_difference_with_a_note(self):
        invoice = self._send(self.order, (self.mug_line, 11, 4.0))
        wizard = self.env['gift.supplier.invoice.decision'].with_user(self.buyer)
        values = {'invoice_ids': invoice.ids, 'decision': 'accept'}
        with self.assertRaises(UserError):
            wizard.create(values).action_decide()
        self.assertEqual(invoice.state, 'differs')

        wizard.create({**values, 'note': "One more is fine"}).action_decide()

        self.assertRecordValues(
            invoice,
            [{'state': 'accepted', 'decided_by_id': self.buyer.id,
              'decision_note': "One more is fine"}],
        )  # fmt: skip
        self.assertFalse(invoice.activity_ids)
        self.assertEqual(invoice.bill_id.state, 'draft')

    def test_a_refused_invoice_cancels_its_bill_and_tells_the_supplier(self):
        invoice = self._send(self.order, (self.mug_line, 11, 4.0))
        with self.assertRaises(UserError):
            invoice._refuse('')
        self.env['gift.supplier.invoice.decision'].with_user(self.buyer).create(
            {'invoice_ids': invoice.ids, 'decision': 'refuse', 'note': "We ordered 10"}
        ).action_decide()

        self.assertEqual((invoice.status, invoice.bill_id.state), ('refused', 'cancel'))
        self.assertEqual(self.mug_line.qty_invoiced, 0)
        (mail,) = self._get_mails(self.ann.partner_id)[-1:]
        self.assertIn("We ordered 10", mail)
        self.assertRegex(mail, rf'/supplier/[\w-]{{43}}/invoice/{invoice.id}"')
        again = self._send(self.order, (self.mug_line, 10, 4.0), data=invoice.attachment_id.raw)
        self.assertEqual((again.state, again.number), ('matched', "RE-1"))

    def test_a_posted_bill_is_not_refused(self):
        invoice = self._send(self.order, (self.mug_line, 10, 4.0))
        invoice.bill_id.action_post()

        with self.assertRaisesRegex(UserError, "is posted"):
            invoice._refuse("Too late")

        self.assertEqual((invoice.status, invoice.bill_id.state), ('posted', 'posted'))

    def test_after_a_change_of_the_order_it_is_matched_again(self):
        invoice = self._send(self.order, (self.mug_line, 10, 4.5))
        self.mug_line.price_unit = 4.5

        invoice.with_user(self.buyer).action_match()

        self.assertEqual((invoice.state, invoice.line_ids.result), ('matched', 'matched'))
        self.assertFalse(invoice.activity_ids)

    # === ONCE EACH === #

    def test_a_number_and_a_file_are_taken_once(self):
        file = invoice_files.pdf(b'y', name='a')
        first = self._send(self.order, (self.mug_line, 2, 4.0), number="RE-2026/01", data=file)
        for number in ("RE-2026/01", "re 2026-01", "RE_2026.01"):
            with self.subTest(number), self.assertRaisesRegex(UserError, "have an invoice"):
                self._send(self.order, (self.mug_line, 2, 4.0), number=number)
        with self.assertRaisesRegex(UserError, "this very file"):
            self._upload(self.order, file, reference='again')

        self.assertEqual(self.mug_line.qty_invoiced, 2)
        self.assertEqual(self.invoices.search([('state', '!=', 'draft')]), first)
        other = self._create_purchase(self.pens)
        theirs = self._upload(other, file, contact=self.cleo)
        theirs._send(
            {'kind': 'invoice', 'number': "RE-2026/01", 'invoice_date': self.today,
             'amount_tax': 6.0, 'amount_total': 46.0},
            [{'purchase_line_id': other.order_line.id, 'quantity': 10, 'price_unit': 4.0}],
        )  # fmt: skip
        self.assertEqual(theirs.state, 'matched', "another supplier's numbers are its own")

    def test_bills_entered_by_hand_count(self):
        bill = self.env['account.move'].create(
            {'move_type': 'in_invoice', 'partner_id': self.mugs.id, 'ref': "RE 2026-7"}
        )
        with self.assertRaisesRegex(UserError, "have an invoice"):
            self._send(self.order, (self.mug_line, 2, 4.0), number="re2026/7")

        self._send(self.order, (self.mug_line, 2, 4.0), number="RE-202-67")
        bill.button_cancel()
        self._send(self.order, (self.mug_line, 2, 4.0), number="re2026/7")

    def test_the_same_post_twice_counts_once(self):
        first = self._upload(self.order)
        self.assertEqual(self._upload(self.order), first)
        rows = [{'purchase_line_id': self.mug_line.id, 'quantity': 10, 'price_unit': 4.0}]
        header = {'kind': 'invoice', 'number': "A", 'invoice_date': self.today,
                  'amount_tax': 6.0, 'amount_total': 46.0}  # fmt: skip

        first._send(header, rows)
        bill = first.bill_id
        first._send({**header, 'number': "B"}, rows)

        self.assertEqual((first.number, first.bill_id), ("A", bill))
        self.assertEqual(self.mug_line.qty_invoiced, 10)

    # === CHECKS === #

    def test_what_is_wrong_is_said_and_nothing_is_kept(self):
        rows = [(self.mug_line, 10, 4.0)]
        tomorrow = self.today + timedelta(days=2)
        for header, sentence in (
            ({'total': 50.0}, "together 46.00; the total says 50.00"),
            ({'invoice_date': tomorrow}, "is in the future"),
            ({'number': "-"}, "enter the number"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self._send(self.order, *rows, **header)
        with self.assertRaisesRegex(UserError, "how many pieces"):
            self._send(self.order)
        self.order.button_cancel()
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self._send(self.order, *rows)

        self.assertFalse(self.env['account.move'].search([('partner_id', '=', self.mugs.id)]))
        self.assertFalse(self.invoices.search([('state', '!=', 'draft')]))

    def test_old_drafts_go_with_their_files(self):
        draft, kept = self._upload(self.order), self._send(self.order, (self.mug_line, 1, 4.0))
        file = draft.attachment_id
        self.env.cr.execute(
            "UPDATE gift_supplier_invoice SET write_date = now() - interval '15 days'"
        )
        self.env.invalidate_all()

        self.invoices._gc_drafts()

        self.assertFalse(draft.exists() or file.exists())
        self.assertTrue(kept.exists())
