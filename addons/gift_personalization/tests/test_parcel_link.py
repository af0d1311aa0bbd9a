from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon

ADDRESS = {'name': "Ben Böhm", 'street': "Oak Road 9", 'city': "Oakland", 'zip': "94601"}


class ParcelLinkCommon(ParcelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({'name': "Gertrud Giver", 'email': 'giver@example.com'})

    @classmethod
    def _create_asking_order(cls, confirm=True, **values):
        """Create an order of two gifts: one for the customer, one for Ben, who is asked."""
        order = cls._create_gift_order("Anna", quantity=2, confirm=False)
        empty = dict.fromkeys(('street', 'zip', 'city'), '')
        asked = {'asks_address': True, 'email': 'ben@example.com', 'state_id': False}
        ben = cls._add_parcel("Ben", order, **{**empty, **asked, **values})
        cls._assign(order.order_line, ben, 1)
        if confirm:
            order.action_confirm()
            cls._approve(order.gift_job_ids)
        return order, ben

    def _get_mails_to(self, address):
        return self.env['mail.mail'].search(
            ['|', ('email_to', '=', address), ('recipient_ids.email', '=', address)]
        )

    @classmethod
    def _prepare_address(cls, **values):
        return {**ADDRESS, 'state_id': cls.env.ref('base.state_us_5').id, **values}

    def _expire(self, parcel):
        parcel.link_until = fields.Datetime.now() - timedelta(hours=1)

    def _run_cron(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        self.env['gift.parcel']._cron_links()


@tagged('post_install', '-at_install')
class TestParcelLink(ParcelLinkCommon):
    """The recipient is asked for the address; the parcel waits until it is there."""

    def test_the_recipient_is_asked_once_the_order_is_confirmed(self):
        order, ben = self._create_asking_order(confirm=False)
        self.assertFalse(self._get_mails_to('ben@example.com'))
        self.assertFalse(ben._is_link_open())

        order.action_confirm()

        mail = self._get_mails_to('ben@example.com')
        self.assertEqual(len(mail), 1)
        self.assertIn(ben._get_link().rsplit('/', 1)[1], mail.body_html)
        self.assertTrue(ben._is_link_open())

    def test_the_mail_names_neither_the_gift_nor_a_price(self):
        _order, _ben = self._create_asking_order()

        body = self._get_mails_to('ben@example.com').body_html

        self.assertIn("Gertrud Giver", body)
        for secret in ("Test gift", "Anna", "13.0", "26.0"):
            self.assertNotIn(secret, body)

    def test_a_hidden_giver_stays_hidden_in_the_mail(self):
        self._create_asking_order(hide_sender=True)

        self.assertNotIn("Gertrud", self._get_mails_to('ben@example.com').body_html)

    def test_without_an_email_nobody_is_written_to(self):
        before = self.env['mail.mail'].search([])

        _order, ben = self._create_asking_order(email='')

        mails = (self.env['mail.mail'].search([]) - before).filtered('email_to')
        self.assertFalse(mails)
        self.assertTrue(ben._is_link_open())

    def test_goods_wait_for_the_address_and_then_go_there(self):
        order, ben = self._create_asking_order()
        self.assertEqual(len(order.picking_ids), 1)

        problem = ben._set_recipient_address(self._prepare_address())

        self.assertEqual(problem, '')
        self.assertEqual(ben.picking_ids.partner_id.street, "Oak Road 9")
        self.assertEqual(ben.picking_ids.move_ids.product_uom_qty, 1)
        self.assertEqual(ben.name, "Ben Böhm")

    def test_an_address_is_entered_once(self):
        _order, ben = self._create_asking_order()
        ben._set_recipient_address(self._prepare_address())

        problem = ben._set_recipient_address(self._prepare_address(street="Elsewhere 1"))

        self.assertIn("entered already", problem)
        self.assertEqual(ben.street, "Oak Road 9")
        self.assertEqual(len(ben.picking_ids), 1)

    def test_the_giver_hears_of_it_without_the_address(self):
        _order, ben = self._create_asking_order()

        ben._set_recipient_address(self._prepare_address())

        mail = self._get_mails_to('giver@example.com').filtered(
            lambda mail: "has entered the address" in mail.subject
        )
        self.assertEqual(len(mail), 1)
        self.assertNotIn("Oak Road", mail.body_html)

    def test_an_address_where_the_carrier_does_not_go_is_refused(self):
        order, ben = self._create_asking_order()
        order.carrier_id = self.fixed
        self.fixed.zip_prefix_ids = self.env['delivery.zip.prefix'].create({'name': '1'})

        problem = ben._set_recipient_address(self._prepare_address())

        self.assertIn("cannot send this parcel to that address", problem)
        self.assertFalse(ben.street)
        self.assertFalse(ben.address_date)
        self.assertFalse(ben.picking_ids)

    def test_a_new_link_ends_the_one_before(self):
        _order, ben = self._create_asking_order()
        old = ben._get_link().rsplit('/', 1)[1]

        ben._send_link()

        new = ben._get_link().rsplit('/', 1)[1]
        find = self.env['gift.parcel']._find_by_link
        self.assertFalse(find(ben.id, old))
        self.assertEqual(find(ben.id, new), ben)
        self.assertEqual(len(self._get_mails_to('ben@example.com')), 2)

    def test_the_link_of_one_parcel_opens_no_other(self):
        _order, ben = self._create_asking_order()
        _other, cem = self._create_asking_order()

        find = self.env['gift.parcel']._find_by_link

        self.assertFalse(find(cem.id, ben._get_link().rsplit('/', 1)[1]))
        for token in ('', 'x', None, 'é' * 32, '0' * 32):
            self.assertFalse(find(ben.id, token))

    # === EXPIRY === #

    def test_an_expired_link_opens_nothing_and_the_giver_is_told_once(self):
        _order, ben = self._create_asking_order()
        self._expire(ben)

        self._run_cron()
        self._run_cron()

        self.assertFalse(ben._is_link_open())
        self.assertIn("expired", ben._set_recipient_address(self._prepare_address()))
        mails = self._get_mails_to('giver@example.com').filtered(
            lambda mail: "address of Ben is missing" in mail.subject
        )
        self.assertEqual(len(mails), 1)
        self.assertFalse(ben.picking_ids)

    def test_after_expiry_the_gift_goes_to_the_giver_where_that_was_chosen(self):
        order, ben = self._create_asking_order(link_fallback='own')
        order.partner_shipping_id.write({'street': "Home 1", 'city': "Reno", 'zip': "89501"})
        order.partner_shipping_id.state_id = self.env.ref('base.state_us_23')
        self._expire(ben)

        self._run_cron()

        self.assertEqual(ben.picking_ids.partner_id.street, "Home 1")
        self.assertEqual(ben.name, "Ben")
        self.assertFalse(ben._is_link_open())

    def test_a_link_that_was_sent_again_while_the_job_ran_is_waited_for(self):
        order, ben = self._create_asking_order(link_fallback='own')
        self._expire(ben)
        ben._send_link()

        ben._fall_back()  # found as expired before

        self.assertTrue(ben._is_link_open())
        self.assertFalse(ben.address_date)
        order._action_cancel()
        self._expire(ben)
        ben._fall_back()
        self.assertFalse(ben.address_date)

    def test_a_link_that_works_is_left_alone(self):
        _order, ben = self._create_asking_order(link_fallback='own')

        self._run_cron()

        self.assertFalse(ben.address_date)
        self.assertTrue(ben._is_link_open())

    def test_a_cancelled_order_asks_nobody(self):
        order, ben = self._create_asking_order()

        order._action_cancel()

        self.assertFalse(ben._is_link_open())

    # === HIDDEN === #

    def test_a_hidden_address_is_nowhere_in_the_givers_rights(self):
        order, ben = self._create_asking_order(address_hidden=True)
        order.partner_id = self.users['customer'].partner_id
        ben._set_recipient_address(self._prepare_address())
        customer = ben.picking_ids.with_user(self.users['customer'])

        self.assertFalse(ben._is_address_shown())
        with self.assertRaises(AccessError):
            customer.with_context(show_address=True).read(['partner_id'])
        self.assertTrue(
            (order.picking_ids - ben.picking_ids).with_user(self.users['customer']).read(['name'])
        )


@tagged('post_install', '-at_install')
class TestParcelLinkPages(ParcelLinkCommon, HttpCase):
    def _get_path(self, parcel):
        return '/gift/address/' + parcel._get_link().split('/gift/address/', 1)[1]

    def test_a_recipient_enters_the_address(self):
        _order, ben = self._create_asking_order()
        self.authenticate(None, None)
        path = self._get_path(ben)

        page = self.url_open(path).text
        self.assertIn("Gertrud Giver", page)
        self.assertIn('autocomplete="postal-code"', page)
        for secret in ("Test gift", "13.00", "26.00", "Anna"):
            self.assertNotIn(secret, page)

        page = self._post(path, **self._prepare_address(street='')).text
        self.assertIn("Please enter street and number.", page)
        self.assertFalse(ben.address_date)

        page = self._post(path, **self._prepare_address(country_id='1')).text
        self.assertIn("Your address is stored", page)
        self.assertEqual((ben.street, ben.country_id), ("Oak Road 9", self.home))
        again = self.url_open(path)
        self.assertEqual(again.status_code, 404)
        self.assertNotIn("Oak Road", again.text)

    def test_wrong_links_look_all_the_same(self):
        _order, ben = self._create_asking_order()
        self.authenticate(None, None)
        self._expire(ben)

        answers = [
            self.url_open(self._get_path(ben)),
            self.url_open(f'/gift/address/{ben.id}/{"0" * 32}'),
            self.url_open(f'/gift/address/999999999/{"0" * 32}'),
            self.url_open(f'/gift/address/{"9" * 30}/{"0" * 32}'),
            self._post(f'/my/orders/{"9" * 30}/recipients/{ben.id}/link', access_token='x'),
        ]

        self.assertEqual({answer.status_code for answer in answers}, {404})

    def test_a_giver_adds_somebody_who_enters_the_address(self):
        cart = self._create_guest_cart()
        self._add_gift_to_cart(cart, "Anna")
        self._open_cart(cart)
        self.assertIn(
            "Do not know the address?", self.url_open('/shop/recipients/new?by=link').text
        )
        form = {'by': 'link', 'name': "Ben", 'country_id': self.home.id, 'street': "Not mine 1"}

        page = self._post('/shop/recipients/new', **form, email='nobody').text
        self.assertIn("Please look at the e-mail address again.", page)
        self._post(
            '/shop/recipients/new',
            **form,
            email='b@example.com',
            address_hidden='1',
            link_fallback='own',
        )

        ben = cart.gift_parcel_ids
        self.assertEqual(
            (ben.asks_address, ben.email, ben.address_hidden, ben.link_fallback, ben.street),
            (True, 'b@example.com', True, 'own', ''),
        )
        self.assertEqual(ben._get_problem(), '')

    def test_the_giver_sees_the_link_and_makes_a_new_one(self):
        order, ben = self._create_asking_order()
        self.authenticate(None, None)
        url = order.get_portal_url()
        self.assertIn(ben._get_link(), self.url_open(url).text)

        self._post(
            f'/my/orders/{order.id}/recipients/{ben.id}/link', access_token=order.access_token
        )

        self.assertEqual(ben.link_version, 3)
        self.assertIn(ben._get_link(), self.url_open(url).text)

    def test_the_order_page_hides_an_address_that_is_kept_from_the_giver(self):
        shown, ben = self._create_asking_order()
        hidden, cem = self._create_asking_order(address_hidden=True)
        for parcel in (ben, cem):
            parcel._set_recipient_address(self._prepare_address())
        self.authenticate(None, None)

        self.assertIn("Oak Road 9", self.url_open(shown.get_portal_url()).text)
        page = self.url_open(hidden.get_portal_url()).text
        self.assertNotIn("Oak Road 9", page)
        self.assertIn("The address was entered on", page)
