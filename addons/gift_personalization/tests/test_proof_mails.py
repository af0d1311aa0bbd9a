from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestGiftMails(ProofCommon):
    def _get_body(self, records, subject):
        mails = self._get_mails(records, subject)
        self.assertEqual(len(mails), 1, subject)
        return mails.body_html

    def _assert_shows_gift(self, body, revision, link, picture=''):
        base = self.env['ir.config_parameter'].get_param('web.base.url')
        self.assertIn(f'src="{base}{picture or revision._get_preview_url()}"', body)
        self.assertIn("Anna &amp; Ben", body)
        plain = html2plaintext(body)
        self.assertIn("Anna & Ben", plain)
        self.assertIn(f'{base}{link}', plain.replace('&amp;', '&'))

    def _create_shown_proof(self, **kwargs):
        return self._create_proof("Anna & Ben", **kwargs)

    def test_the_confirmation_shows_the_gift_and_needs_no_wkhtmltopdf(self):
        self.gift_template.proof_policy = 'customer'
        order = self._create_order("Anna & Ben", confirm=False)

        with patch.object(self.registry['ir.actions.report'], '_run_wkhtmltopdf') as pdf:
            order.with_context(send_email=True).action_confirm()

        body = self._get_body(order, "Thank you for your order")
        line = order.order_line
        marked = line._gift_get_preview_url()
        self.assertNotEqual(marked, line.gift_revision_id._get_preview_url())
        self._assert_shows_gift(body, line.gift_revision_id, order.get_portal_url(), marked)
        self.assertIn("One step is left", body)
        mail = self._get_mails(order, "Thank you")
        receipt = mail.attachment_ids.filtered(lambda file: file.name == f"Order {order.name}.pdf")
        self.assertEqual(len(receipt), 1)
        self.assertTrue(receipt.raw.startswith(b'%PDF-'))
        self.assertEqual(mail.recipient_ids, self.customer)
        pdf.assert_not_called()

    def test_the_confirmation_is_sent_once(self):
        order = self._create_order("Anna", confirm=False)
        order.with_context(send_email=True).action_confirm()

        order._send_order_confirmation_mail()

        self.assertEqual(len(self._get_mails(order, "Thank you")), 1)

    def test_an_order_without_gifts_keeps_its_usual_confirmation(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [(0, 0, {'product_id': self._create_product().id})],
            }
        )

        self.assertNotEqual(
            order._get_confirmation_template(),
            self.env.ref('gift_personalization.mail_template_order_confirmation'),
        )

    def test_the_confirmation_of_a_gift_without_proof_promises_no_proof(self):
        self.gift_template.proof_policy = 'none'
        order = self._create_order("Anna", confirm=False)

        order.with_context(send_email=True).action_confirm()

        self.assertNotIn("One step is left", self._get_body(order, "Thank you"))

    def test_the_proof_mail_leads_to_the_page_with_the_token(self):
        proof = self._create_shown_proof()

        body = self._get_body(proof, "Please look")

        picture = proof._get_picture_url()
        self._assert_shows_gift(body, proof.revision_id, proof.get_portal_url(), picture)
        self.assertIn('access_token=', proof.get_portal_url())

    def test_the_receipt_tells_who_when_and_what(self):
        proof = self._create_shown_proof()
        self._approve(proof, name="<b>Anna</b>")

        body = self._get_body(proof, "You approved")

        self._assert_shows_gift(body, proof.revision_id, proof.get_portal_url())
        self.assertIn("&lt;b&gt;Anna&lt;/b&gt;", body)
        self.assertIn(proof.approved_hash[:12], body)
        self.assertIn(" UTC", body)

    def test_mails_are_written_in_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('ar_001')
        self.customer.lang = 'ar_001'

        proof = self._create_proof("عائشة")

        body = self._get_body(proof, '')
        self.assertIn('dir="rtl"', body)
        self.assertIn("عائشة", body)

    def test_a_mail_that_fails_undoes_no_approval_and_staff_are_told(self):
        proof = self._create_shown_proof()
        broken = patch.object(
            self.registry['gift.proof'],
            'message_post_with_source',
            side_effect=ValueError("broken"),
        )

        with broken, self.assertLogs('odoo.addons.gift_personalization', level='ERROR'):
            self._approve(proof)

        self.assertEqual(proof.state, 'approved')
        self.assertEqual(
            proof.activity_ids.mapped('summary'),
            ["A mail to the customer could not be sent"],
        )
        self.assertFalse(
            self.env['gift.notice'].search(
                [
                    ('res_model', '=', 'gift.proof'),
                    ('res_id', '=', proof.id),
                    ('kind', '=', 'approved'),
                ]
            )
        )
