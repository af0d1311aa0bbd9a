from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestWatermarkEverywhere(ProofCommon, HttpCase):
    """After the order, no picture of a design is without the watermark until it is approved."""

    def _get_plain_url(self, line):
        return line.gift_revision_id._get_preview_url()

    def test_order_page_list_and_mails_show_the_marked_picture_until_the_approval(self):
        proof = self._create_proof()
        order, line = proof.order_id, proof.sale_line_id
        plain, marked = self._get_plain_url(line), line._gift_get_preview_url()
        self.assertNotEqual(marked, plain)

        page = self.url_open(order.get_portal_url()).text
        self.assertIn(marked, page)
        self.assertNotIn(plain, page)
        order._send_order_confirmation_mail()
        mails = self._get_mails(order) | self._get_mails(proof)
        self.assertTrue(mails)
        for mail in mails:
            self.assertNotIn(plain, mail.body_html)

        self._approve(proof)

        page = self.url_open(order.get_portal_url()).text
        self.assertIn(plain, page)
        self.assertNotIn(marked, page)

    def test_the_marked_picture_is_another_one_and_needs_its_own_link(self):
        line = self._create_proof().sale_line_id
        marked = line._gift_get_preview_url()
        plain = self.url_open(self._get_plain_url(line))
        answer = self.url_open(marked)

        self.assertEqual((answer.status_code, answer.headers['Content-Type']), (200, 'image/jpeg'))
        self.assertNotEqual(answer.content, plain.content)
        start, line_id, token = marked.rsplit('/', 2)
        for wrong in (
            f'{start}/{line_id}/{"0" * len(token)}.jpg',
            f'{start}/{int(line_id) + 1}/{token}',
            f'{start}/99999999999/{token}',
            f'{start.replace(start[-8:], "00000000")}/{line_id}/{token}',
            self._get_plain_url(line).replace('/gift/preview/', '/gift/preview/0'),
        ):
            with self.subTest(url=wrong):
                self.assertEqual(self.url_open(wrong).status_code, 404)

    def test_carts_and_gifts_without_a_proof_carry_none(self):
        cart = self._create_order(confirm=False)
        self.assertEqual(
            cart.order_line._gift_get_preview_url(), self._get_plain_url(cart.order_line)
        )

        line = self._create_proof(policy='none').sale_line_id

        self.assertEqual(line._gift_get_preview_url(), self._get_plain_url(line))

    def test_a_new_version_is_marked_again_and_the_approved_one_was_not(self):
        proof = self._create_proof()
        self._approve(proof)
        line = proof.sale_line_id
        self.assertEqual(line._gift_get_preview_url(), self._get_plain_url(line))

        self._correct(proof, "Anne")

        self.assertNotEqual(line._gift_get_preview_url(), self._get_plain_url(line))

    def test_a_customer_reads_no_unmarked_address_over_the_network(self):
        proof = self._create_proof(partner=self.users['customer'].partner_id)

        mine = proof.with_user(self.users['customer']).read(['preview_url'])[0]['preview_url']

        self.assertNotIn('/gift/preview/', mine)
        self.assertIn('/gift/preview/', proof.with_user(self.users['staff']).preview_url)
