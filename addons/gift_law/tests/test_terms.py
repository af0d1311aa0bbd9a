from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.paper_reader import Paper

from .common import LawCommon


@tagged('post_install', '-at_install')
class TestTerms(LawCommon):
    """The terms that were accepted are kept with the order and sent as a PDF."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_terms("<h1>Our terms</h1><p>All prices are final.</p>")

    @classmethod
    def _set_terms(cls, markup):
        page = cls.env.ref('gift_store.website_page_terms', raise_if_not_found=False)
        if page:  # the shop's own page comes first
            page.is_published = False
        cls.env['ir.config_parameter'].set_param('account.use_invoice_terms', 'True')
        cls.env.company.write({'terms_type': 'html', 'invoice_terms_html': markup})

    def test_the_terms_with_instruction_and_form_are_kept(self):
        order = self._create_mixed_order()

        rows = order.gift_terms_id.text.split('\n')

        self.assertEqual(rows[:2], ['= Our terms', 'All prices are final.'])
        self.assertIn('= Withdrawal instruction', rows)
        self.assertIn('= Model withdrawal form', rows)
        self.assertNotIn('{', order.gift_terms_id.text)
        self.assertEqual(len(order.gift_terms_id.sha256), 64)
        self.assertTrue(order.gift_terms_date)

    def test_terms_that_change_later_do_not_reach_the_order(self):
        order = self._create_mixed_order()
        before = order.gift_terms_id.text

        self._set_terms("<p>Other terms.</p>")

        self.assertEqual(order.gift_terms_id.text, before)
        self.assertNotEqual(self._create_mixed_order().gift_terms_id, order.gift_terms_id)

    def test_the_terms_are_those_of_the_start_of_the_payment(self):
        order = self._create_mixed_order(confirm=False)
        order._gift_store_law(renew=True)
        accepted = order.gift_terms_id

        self._set_terms("<p>Other terms.</p>")
        order.action_confirm()

        self.assertIn("All prices are final.", accepted.text)
        self.assertEqual(order.gift_terms_id, accepted)

    def test_a_new_payment_accepts_the_terms_of_now(self):
        order = self._create_mixed_order(confirm=False)
        order._gift_store_law(renew=True)

        self._set_terms("<p>Other terms.</p>")
        order._gift_store_law(renew=True)

        self.assertIn("Other terms.", order.gift_terms_id.text)

    def test_without_terms_the_instruction_is_there_all_the_same(self):
        self.patch(type(self.env['website']), '_gift_get_terms_html', lambda self: '')

        order = self._create_mixed_order()

        self.assertTrue(order.gift_terms_id.text.startswith('= Withdrawal instruction'))

    def test_the_confirmation_of_gifts_carries_receipt_and_terms(self):
        order = self._create_mixed_order()

        order._send_order_confirmation_mail()

        files = self._get_attachments(order)
        self.assertEqual(sorted(files), [f'Order {order.name}.pdf', 'Our terms.pdf'])
        self.assertTrue(all(data.startswith(b'%PDF') for data in files.values()))
        body = order.message_ids[0].body
        self.assertIn("cannot withdraw from the purchase", body)
        self.assertIn("within 14 days of delivery", body)

    def test_the_confirmation_of_plain_goods_carries_them_as_well(self):
        order = self._create_mixed_order(confirm=False)
        self._get_lines(order)[0].unlink()
        order.action_confirm()

        order._send_order_confirmation_mail()
        order._send_order_confirmation_mail()

        self.assertEqual(
            sorted(self._get_attachments(order)), [f'Order {order.name}.pdf', 'Our terms.pdf']
        )
        mails = order.message_ids.filtered(lambda m: "Thank you for your order" in (m.body or ''))
        self.assertEqual(len(mails), 1)

    def test_orders_outside_of_the_shop_keep_odoos_confirmation(self):
        order = self._create_mixed_order(confirm=False, website_id=False)
        self._get_lines(order)[0].unlink()

        self.assertEqual(
            order._get_confirmation_template(), self.env.ref('sale.mail_template_sale_confirmation')
        )

    def test_the_pdf_is_drawn_once(self):
        order = self._create_mixed_order()
        other = self._create_mixed_order()

        first = order._gift_get_terms_file()
        second = other._gift_get_terms_file()

        files = self.env['ir.attachment'].search(
            [('res_model', '=', 'gift.law.wording'), ('res_id', '=', order.gift_terms_id.id)]
        )
        self.assertEqual(first, second)
        self.assertEqual(len(files), 1)

    def test_german_texts_are_shipped(self):
        self.env['res.lang']._activate_lang('de_DE')
        self.env['ir.module.module'].search([('name', '=', 'gift_law')])._update_translations(
            ['de_DE']
        )
        self.partner.lang = 'de_DE'

        order = self._create_mixed_order()

        self.assertIn('= Widerrufsbelehrung', order.gift_terms_id.text)
        self.assertIn('= Muster-Widerrufsformular', order.gift_terms_id.text)
        self.assertIn("Widerrufsrecht", self._get_lines(order)[0].gift_wording_id.text)
        self.assertEqual(order.gift_terms_id.lang, 'de_DE')


@tagged('post_install', '-at_install')
class TestTermsRoute(LawCommon, HttpCase):
    def test_the_customer_downloads_the_accepted_terms(self):
        order = self._create_mixed_order()
        order._portal_ensure_token()

        answer = self.url_open(f'/my/orders/{order.id}/terms.pdf?access_token={order.access_token}')

        self.assertEqual(answer.status_code, 200)
        paper = Paper(answer.content)
        self.assertEqual(paper.problems, [], "it can be read aloud")
        self.assertEqual((paper.title, paper.lang), (order.gift_terms_id._get_title(), 'en-US'))
        self.assertIn('/H1', paper.tags)
        self.assertIn("Withdrawal instruction", paper.text)
        self.assertIn('.pdf', answer.headers['Content-Disposition'])

    def test_the_order_page_shows_notices_and_terms(self):
        order = self._create_mixed_order()

        page = self.url_open(order.get_portal_url()).text

        self.assertIn(f'/my/orders/{order.id}/terms.pdf', page)
        self.assertIn("cannot withdraw from the purchase", page)
        self.assertIn("within 14 days of delivery", page)
