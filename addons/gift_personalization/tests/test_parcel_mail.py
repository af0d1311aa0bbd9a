from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestParcelMail(ParcelCommon, HttpCase):
    """Who gets which mail is the giver's choice; nothing spoils the surprise without it."""

    def _ship(self, **values):
        order, ben, cem = self._create_divided_order(confirm=False)
        ben.write({'email': 'ben@example.com', **values})
        order.action_confirm()
        self._approve(order.gift_job_ids)
        for job in order.gift_job_ids:
            job._write_print_files()
        jobs = ben.line_ids.gift_job_ids
        jobs.action_start()
        jobs.action_made()
        jobs.action_packed()
        ben.picking_ids.carrier_tracking_ref = 'TRACK-1'
        ben.picking_ids.sudo()._gift_validate_complete()
        return order, ben

    def _find_mails(self):
        return self.env['mail.mail'].search([('email_to', 'ilike', 'ben@example.com')])

    def test_without_a_choice_the_recipient_hears_nothing(self):
        order, ben = self._ship()

        self.assertEqual(ben.picking_ids.state, 'done')
        self.assertFalse(self._find_mails())
        every = self.env['mail.mail'].search([('id', '>', 0)])
        self.assertNotIn(ben.partner_id, every.recipient_ids)
        self.assertTrue(order)

    def test_who_may_be_told_gets_one_mail_without_gift_price_or_picture(self):
        order, ben = self._ship(tell_recipient=True)
        ben._tell_shipped(ben.picking_ids)

        mail = self._find_mails()
        self.assertEqual(mail.subject, "A parcel for you is on its way")
        self.assertIn("TRACK-1", mail.body_html)
        self.assertIn(order.partner_id.name, mail.body_html)
        self.assertFalse(mail.attachment_ids)
        for spoiler in ("13.00", "Anna", order.name, ben.line_ids.name_short, '/gift/preview', '$'):
            with self.subTest(spoiler=spoiler):
                self.assertNotIn(spoiler, mail.body_html)
                self.assertNotIn(spoiler, mail.subject)

    def test_a_hidden_giver_stays_unknown(self):
        order, _ben = self._ship(tell_recipient=True, hide_sender=True)

        body = self._find_mails().body_html
        self.assertIn("someone", body)
        self.assertNotIn(order.partner_id.name, body)

    def test_the_giver_chooses_on_the_recipients_page(self):
        cart = self._create_guest_cart()
        self._add_gift_to_cart(cart, "Anna")
        self._open_cart(cart)
        form = self._prepare_parcel("Ben", tell_recipient='1')

        page = self._post('/shop/recipients/new', **form).text
        self.assertIn("Please enter the e-mail address that we should write to.", page)
        self.assertFalse(cart.gift_parcel_ids)
        self._post('/shop/recipients/new', **form, email='ben@example.com')

        self.assertRecordValues(
            cart.gift_parcel_ids, [{'email': 'ben@example.com', 'tell_recipient': True}]
        )
        page = self.url_open(f'/shop/recipients/{cart.gift_parcel_ids.id}').text
        self.assertRegex(page, r'name="tell_recipient"[^>]*checked="checked"')
