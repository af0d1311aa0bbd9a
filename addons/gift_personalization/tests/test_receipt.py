from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .paper_reader import Paper
from .proof_common import ProofCommon

REPORT = 'sale.action_report_saleorder'


@tagged('post_install', '-at_install')
class TestReceipt(ProofCommon, HttpCase):
    """The confirmation and the PDF show what was bought: picture, texts, recipient, VAT."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env['account.tax.group'].create({'name': "VAT 19 %"})
        cls.vat = cls.env['account.tax'].create(
            {
                'name': "19 %",
                'amount': 19.0,
                'price_include_override': 'tax_included',
                'tax_group_id': group.id,
            }
        )

    def _create_taxed_order(self, text="Anna", **kwargs):
        order = self._create_order(text, confirm=False, **kwargs)
        order.order_line.write({'tax_ids': [Command.set(self.vat.ids)], 'gift_recipient': "Ben"})
        return order

    def _render(self, orders, user=None):
        report = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        return report.with_user(user or self.env.user)._render_qweb_pdf(REPORT, orders.ids)

    def test_the_data_of_the_receipt(self):
        order = self._create_taxed_order()
        order.action_confirm()

        data = order._gift_prepare_receipt()

        [line] = data.lines
        self.assertEqual((line.product, line.quantity, line.recipient), ("Test gift", '1 ×', "Ben"))
        self.assertEqual(line.texts, (("Name", "Anna"),))
        money = order.currency_id.format
        self.assertEqual(line.amount, money(13.0))
        self.assertEqual(
            data.totals,
            (
                ("Without taxes", money(10.92), False),
                (f"VAT 19 % on {money(10.92)}", money(2.08), False),
                ("Total", money(13.0), True),
            ),
        )
        self.assertEqual(data.title, f"Order {order.name}")
        self.assertIn(self.customer.name, data.address)

    def test_the_picture_is_marked_until_the_approval(self):
        proof = self._create_proof()
        line = proof.sale_line_id
        plain = line.gift_revision_id._get_preview()
        self.assertNotEqual(line._gift_get_receipt_picture(), plain)

        self._approve(proof)

        self.assertEqual(line._gift_get_receipt_picture(), plain)

    def test_the_pdf_of_an_order_with_gifts_needs_no_other_program(self):
        order = self._create_taxed_order()
        with patch.object(self.registry['ir.actions.report'], '_run_wkhtmltopdf') as program:
            pdf, kind = self._render(order)

        self.assertEqual((pdf[:5], kind), (b'%PDF-', 'pdf'))
        program.assert_not_called()

    def test_the_receipt_can_be_read_aloud(self):
        order = self._create_taxed_order()
        order.order_line.copy({'order_id': order.id})
        order.action_confirm()

        paper = Paper(self._render(order)[0])

        self.assertEqual(paper.problems, [])
        self.assertEqual((paper.title, paper.lang), (f"Order {order.name}", 'en-US'))
        self.assertEqual(paper.figures, ["Picture: Test gift"] * 2)
        self.assertEqual(paper.tags.count('/H1'), 1)
        for said in (order.name, "Test gift", "Anna", "Ben", "VAT 19 % on"):
            self.assertIn(said, paper.text)

    def test_without_wkhtmltopdf_every_order_has_its_paper(self):
        """A paid order whose confirmation mail fails would never be confirmed."""
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [Command.create({'product_id': self._create_product().id})],
            }
        )
        reports = self.registry['ir.actions.report']
        with patch.object(reports, 'get_wkhtmltopdf_state', return_value='install'):
            pdf, _kind = self._render(order)
            order.with_context(send_email=True, force_report_rendering=True).action_confirm()

        self.assertEqual(pdf[:5], b'%PDF-')
        self.assertEqual(order.state, 'sale')

    def test_where_wkhtmltopdf_is_there_other_orders_keep_odoos_paper(self):
        plain = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [Command.create({'product_id': self._create_product().id})],
            }
        )
        reports = self.env['ir.actions.report']
        with patch.object(self.registry['ir.actions.report'], 'get_wkhtmltopdf_state') as state:
            state.return_value = 'ok'
            gift = self._create_taxed_order()
            found = reports._gift_get_own_orders(REPORT, (gift | plain).ids)

        self.assertEqual(found, gift)

    def test_the_confirmation_tells_recipient_and_vat_and_carries_the_receipt(self):
        order = self._create_taxed_order()

        order.with_context(send_email=True).action_confirm()

        mail = self._get_mails(order, "Thank you")
        self.assertRegex(mail.body_html, r'>For</span>\s*<strong dir="auto">Ben<')
        self.assertIn("Included: VAT 19 % on", mail.body_html)
        self.assertIn('alt="Test gift – Name: Anna"', mail.body_html)
        self.assertIn('report_type=pdf', mail.body_html)
        receipt = mail.attachment_ids.filtered(lambda file: file.name == f"Order {order.name}.pdf")
        self.assertEqual(receipt.mapped('mimetype'), ['application/pdf'])
        self.assertEqual(mail.recipient_ids, self.customer)

    def test_a_mail_about_many_gifts_carries_the_link_only(self):
        order = self._create_taxed_order()
        line = order.order_line
        for number in range(6):
            line.copy({'order_id': order.id, 'gift_recipient': f"Guest {number}"})

        order.with_context(send_email=True).action_confirm()

        mail = self._get_mails(order, "Thank you")
        self.assertNotIn(f"Order {order.name}.pdf", mail.attachment_ids.mapped('name'))
        self.assertIn('report_type=pdf', mail.body_html)

    def test_who_may_not_read_the_order_gets_no_paper(self):
        order = self._create_taxed_order()
        for role in ('customer', 'employee'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._render(order, self.users[role])

    def test_an_arabic_order_has_its_paper(self):
        self.customer.name = "ليلى حداد"
        order = self._create_taxed_order("Anna")
        order.order_line.gift_recipient = "نور"

        pdf, _kind = self._render(order)

        self.assertEqual(pdf[:5], b'%PDF-')
