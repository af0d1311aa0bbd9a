from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import LawCommon


class CartMailCommon(LawCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['website'].search([]).send_abandoned_cart_email = False
        cls.website.send_abandoned_cart_email = True
        cls.website.send_abandoned_cart_email_activation_time = '2020-01-01'
        cls.gift_product.is_published = cls.plain_product.is_published = True

    def _create_left_cart(self, hours=12):
        cart = self._create_mixed_order(confirm=False)
        cart.date_order = fields.Datetime.now() - timedelta(hours=hours)
        return cart

    def _run(self):
        self.env['website']._send_abandoned_cart_email()

    def _get_mails(self, cart):
        return self.env['mail.mail'].search(
            [('model', '=', 'sale.order'), ('res_id', '=', cart.id)]
        )


@tagged('post_install', '-at_install')
class TestCartRecovery(CartMailCommon):
    """One mail about an abandoned cart, which shows the gift to its owner."""

    def test_the_mail_shows_the_gift_and_opens_the_cart(self):
        cart = self._create_left_cart()

        self._run()

        mail = self._get_mails(cart)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, cart.partner_id)
        gift, _plain = self._get_lines(cart)
        self.assertIn(gift._gift_get_preview_url(), mail.body_html)
        self.assertIn('alt="Test gift – Name: Anna"', mail.body_html)
        self.assertIn(f'access_token={cart.access_token}', mail.body_html)
        headers = mail._prepare_outgoing_list()[0]['headers']
        self.assertEqual(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
        self.assertIn(cart.partner_id._gift_get_stop_url(), headers['List-Unsubscribe'])

    def test_running_twice_sends_one_mail(self):
        cart = self._create_left_cart()
        self._run()

        cart.cart_recovery_email_sent = False
        self._run()

        self.assertEqual(len(self._get_mails(cart)), 1)

    def test_too_early_and_too_late_are_no_mail(self):
        early, late = self._create_left_cart(hours=1), self._create_left_cart(hours=24 * 8)

        self._run()

        self.assertFalse(self._get_mails(early) | self._get_mails(late))

    def test_who_said_stop_gets_none_with_another_partner_of_the_same_mail_either(self):
        self.env['res.partner'].create(
            {'name': "Emma", 'email': 'EMMA.F@example.com', 'gift_no_cart_mail': True}
        )
        cart = self._create_left_cart()

        self._run()

        self.assertFalse(self._get_mails(cart))

    def test_who_bought_meanwhile_gets_none(self):
        cart = self._create_left_cart()
        self._create_mixed_order()

        self._run()

        self.assertFalse(self._get_mails(cart))

    def test_what_is_sold_no_more_is_not_offered(self):
        cart = self._create_left_cart()
        self.gift_product.is_published = False

        self._run()

        self.assertFalse(self._get_mails(cart))

    def test_the_strict_rule_asks_for_an_order_of_before(self):
        self.env['ir.config_parameter'].set_param('gift_law.cart_mail_rule', 'bought')
        cart = self._create_left_cart()
        self.assertFalse(cart._gift_may_be_reminded())

        self._create_mixed_order()

        self.assertTrue(cart._gift_may_be_reminded())


@tagged('post_install', '-at_install')
class TestCartMailPages(CartMailCommon, HttpCase):
    def test_the_link_opens_the_cart_of_a_guest_on_another_device(self):
        cart = self._create_left_cart()
        self._run()
        gift, _plain = self._get_lines(cart)
        path = cart._gift_get_recovery_url().removeprefix(cart.get_base_url())

        page = self.url_open(path).text

        self.assertIn("Name: Anna", page)
        self.assertIn(gift._gift_get_preview_url(), page)

    def test_a_look_changes_nothing_and_one_click_stops_the_mails(self):
        url = self.partner._gift_get_stop_url()

        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertFalse(self.partner.gift_no_cart_mail)
        answer = self.url_open(url, data={'List-Unsubscribe': 'One-Click'})

        self.assertIn("No more of these mails", answer.text)
        self.env.invalidate_all()
        self.assertTrue(self.partner.gift_no_cart_mail)
