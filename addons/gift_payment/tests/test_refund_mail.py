from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon


@tagged('post_install', '-at_install')
class TestRefundMail(FakeStripeCommon):
    """The buyer learns of each refund once, and nobody else does."""

    def setUp(self):
        super().setUp()
        self.gift_template.proof_policy = 'none'
        self.order, self.tx = self._order_and_pay()

    def _refund(self, amount):
        refund = self.tx._refund(amount)
        refund._post_process()
        return refund

    def _create_tax(self, rate):
        group = self.env['account.tax.group'].create({'name': f"VAT {rate:g} %"})
        return self.env['account.tax'].create(
            {
                'name': f"{rate:g} %",
                'amount': rate,
                'price_include_override': 'tax_included',
                'tax_group_id': group.id,
            }
        )

    def _get_mails(self):
        return self.order.message_ids.filtered(
            lambda message: "We have refunded" in (message.subject or '')
        ).sorted('id')

    def test_a_refund_is_told_with_its_amount(self):
        refund = self._refund(5.0)

        mail = self._get_mails()
        money = self.order.currency_id.format
        self.assertEqual(mail.subject, f"We have refunded {money(5.0)} (order {self.order.name})")
        self.assertEqual(mail.partner_ids, self.order.partner_id)
        self.assertIn(refund.reference, mail.body)
        self.assertNotIn("Refunded so far", mail.body)

    def test_repeated_news_of_a_refund_is_told_once(self):
        refund = self._refund(5.0)
        client = self.stripe._gift_get_stripe_client()
        found = client.v1.refunds.list({'payment_intent': self.tx.provider_reference})

        for _time in range(2):
            self.tx._gift_note_refunds([entry.to_dict() for entry in found.data])
            refund._post_process()
            self.tx.child_transaction_ids._post_process()

        self.assertEqual(len(self._get_mails()), 1)

    def test_each_part_is_told_with_the_sum_so_far(self):
        self._refund(5.0)
        self._refund(7.0)

        money = self.order.currency_id.format
        first, second = self._get_mails()
        self.assertIn(money(7.0), second.subject)
        self.assertIn("Refunded so far", second.body)
        self.assertIn(money(12.0), html2plaintext(second.body))
        self.assertNotIn(money(12.0), html2plaintext(first.body))

    def test_a_refund_that_is_not_made_is_not_told(self):
        refund = self.tx._create_child_transaction(5.0, is_refund=True)
        refund._set_pending()
        refund._post_process()
        self.assertFalse(self._get_mails())

        refund._set_error("No")
        refund._post_process()

        self.assertFalse(self._get_mails())

    def test_a_capture_is_no_refund(self):
        self.tx._post_process()

        self.assertFalse(self._get_mails())

    def test_the_taxes_of_a_mere_amount_are_the_orders_in_proportion(self):
        first, second = self.order.order_line
        for line, rate in ((first, 7.0), (second, 19.0)):
            line.tax_ids = self._create_tax(rate)
        self.assertEqual(self.order.amount_total, 26.0)

        self._refund(13.0)

        body = html2plaintext(self._get_mails().body)
        money = self.order.currency_id.format
        # Half of 0.85 and of 2.08.
        self.assertIn(money(0.43), body)
        self.assertIn(money(1.04), body)

    def test_a_cancelled_gift_is_named_with_its_taxes(self):
        line = self.order.order_line[0]
        note = self.env['account.move'].create(
            {
                'move_type': 'out_refund',
                'partner_id': self.order.partner_id.id,
                'invoice_line_ids': [
                    Command.create(
                        {
                            'product_id': line.product_id.id,
                            'quantity': 1,
                            'price_unit': 13.0,
                            'tax_ids': [Command.clear()],
                        }
                    )
                ],
            }
        )
        refund = self.tx._refund(13.0)
        refund.sudo().invoice_ids = note

        refund._post_process()

        body = html2plaintext(self._get_mails().body)
        self.assertIn(f"1 × {line.product_id.display_name}", body)

    def test_a_mail_that_fails_keeps_the_refund(self):
        notices = self.registry['gift.notice']

        with patch.object(notices, '_send_once', side_effect=UserError("No mail server")):
            refund = self._refund(5.0)

        self.assertEqual((refund.state, refund.is_post_processed), ('done', True))
        self.assertIn(
            "The buyer could not be told of the refund", self.order.activity_ids.mapped('summary')
        )
