import html
import json
import re

from odoo import http
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestParcelRoutes(ParcelCommon, HttpCase):
    """The page on which a cart is divided among recipients."""

    def setUp(self):
        super().setUp()
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna", quantity=3)
        self._open_cart(self.cart)

    def _prepare_form(self, name="Ben", **values):
        return {
            key: value
            for key, value in self._prepare_parcel(name, **values).items()
            if value is not None
        }

    # === AFTER PAYING === #

    def test_an_order_with_a_delivery_per_recipient_is_confirmed_and_counted(self):
        for name in ("Ben", "Cem"):
            self._assign(self.line, self._add_parcel(name, self.cart), 1)
        self.cart._set_delivery_method(self.fixed)
        self.assertEqual(len(self.cart.order_line.filtered('is_delivery')), 3)
        self.cart.action_confirm()
        self.session['sale_last_order_id'] = self.cart.id
        http.root.session_store.save(self.session)

        page = self.url_open('/shop/confirmation')

        self.assertEqual(page.status_code, 200)
        self.assertIn(self.cart.name, page.text)
        [tracked] = re.findall(r'data-order-tracking-info="([^"]*)"', page.text)
        tracked = json.loads(html.unescape(tracked))
        self.assertEqual((tracked['shipping'], tracked['value']), (15, self.cart.amount_total))

    # === THE WAY THROUGH === #

    def test_a_guest_divides_a_gift_among_two_people(self):
        page = self.url_open('/shop/cart').text
        self.assertIn('href="/shop/recipients"', page)
        page = self.url_open('/shop/recipients').text
        self.assertIn("Nobody yet", page)
        self.assertNotIn("Who gets what</h2>", page)

        page = self._post('/shop/recipients/new', **self._prepare_form("Ben")).text
        self.assertIn("The person was added", page)
        self.assertIn("Elm Street 5", page)
        ben = self.cart.gift_parcel_ids
        page = self._post(
            '/shop/recipients/assign',
            **{
                f'to-{self.line.id}': ben.id,
                f'quantity-{self.line.id}': 2,
                f'of-{self.line.id}': 3,
            },
        ).text

        self.assertIn("Gets 2 gifts", page)
        self.assertEqual(ben.line_ids.product_uom_qty, 2)
        self.assertEqual(self.line.product_uom_qty, 1)
        cart = self.url_open('/shop/cart').text
        self.assertIn("Ben</bdi>", cart)
        self.assertIn("Change who gets what", cart)

    def test_a_person_is_changed_and_removed(self):
        ben = self._add_parcel("Ben", self.cart)
        self._assign(self.line, ben, 1)
        self.assertIn('value="Elm Street 5"', self.url_open(f'/shop/recipients/{ben.id}').text)

        page = self._post(
            f'/shop/recipients/{ben.id}', **self._prepare_form("Ben B.", street="Oak 1")
        ).text
        self.assertIn("The address was saved", page)
        self.assertEqual((ben.name, ben.street), ("Ben B.", "Oak 1"))

        page = self._post(f'/shop/recipients/{ben.id}/remove').text
        self.assertIn("The person was removed", page)
        self.assertFalse(ben.exists())
        self.assertEqual(self.line.product_uom_qty, 3)

    # === FORM === #

    def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(self):
        page = self._post(
            '/shop/recipients/new', **self._prepare_form("Ben", street='', city='', state_id='')
        )

        self.assertEqual(page.status_code, 200)
        for sentence in (
            "Please enter street and number.",
            "Please enter the city.",
            "Please choose the state or region",
        ):
            self.assertIn(sentence, page.text)
        self.assertIn('value="Ben"', page.text)
        self.assertNotIn("Please enter the postcode", page.text)
        self.assertFalse(self.cart.gift_parcel_ids)

    def test_odd_entries_get_a_sentence_or_are_cleaned(self):
        self._post('/shop/recipients/new', **self._prepare_form("Ben\x00\u202e\n Böhm  "))
        self.assertEqual(self.cart.gift_parcel_ids.name, "Ben Böhm")

        for values in (
            {'country_id': 'x'},
            {'country_id': '99999999999999'},
            {'street': 'x' * 5000},
            {'state_id': self.env.ref('base.state_in_dl').id},
        ):
            with self.subTest(values=values):
                answer = self._post('/shop/recipients/new', **self._prepare_form("Cem", **values))
                self.assertEqual(answer.status_code, 200)
                self.assertIn("is-invalid", answer.text)
        self.assertEqual(len(self.cart.gift_parcel_ids), 1)

    def test_impossible_quantities_are_refused_with_a_sentence(self):
        ben = self._add_parcel("Ben", self.cart)
        for quantity in ('4', '0', '-1', 'x', 'nan', '1e99'):
            with self.subTest(quantity=quantity):
                page = self._post(
                    '/shop/recipients/assign',
                    **{
                        f'to-{self.line.id}': ben.id,
                        f'quantity-{self.line.id}': quantity,
                        f'of-{self.line.id}': 3,
                    },
                )
                self.assertIn("please choose between 1 and 3 pieces", page.text)
        self.assertEqual(self.line.product_uom_qty, 3)

    def test_without_a_cart_the_page_leads_to_the_cart(self):
        self.authenticate(None, None)

        for path in ('', '/new'):
            self.assertTrue(self.url_open(f'/shop/recipients{path}').url.endswith('/shop/cart'))

    # === SAVED ADDRESSES === #

    def test_a_customer_chooses_a_saved_address(self):
        customer = self.users['customer']
        contact = self.env['res.partner'].create(
            {
                **self._prepare_parcel("Grandma"),
                'parent_id': customer.partner_id.id,
                'type': 'delivery',
            }
        )
        self.cart.partner_id = customer.partner_id
        self._open_cart(self.cart, 'gift_customer')
        self.assertIn("Grandma", self.url_open('/shop/recipients/new').text)

        self._post('/shop/recipients/new', saved=f'c{contact.id}')

        parcel = self.cart.gift_parcel_ids
        self.assertEqual((parcel.name, parcel.street), ("Grandma", "Elm Street 5"))
        self.assertFalse(parcel.partner_id)

    # === SHOWN === #

    def test_the_order_page_shows_each_recipient(self):
        order, _ben, _cem = self._create_divided_order()

        page = self.url_open(order.get_portal_url()).text

        self.assertIn("Your recipients", page)
        self.assertIn("Ben</bdi>", page)
        self.assertIn("Reno", page)

    def test_an_order_without_recipients_shows_nothing_of_it(self):
        order = self._create_gift_order()

        self.assertNotIn("Your recipients", self.url_open(order.get_portal_url()).text)
