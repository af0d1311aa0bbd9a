from odoo import http
from odoo.tests import HttpCase, tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestAgain(GiftCommon, HttpCase):
    """A gift is ordered again as it was, or after a look at what became different."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.users['customer']
        order = cls.empty_cart
        order.partner_id = cls.customer.partner_id
        cls.line = cls._add_gift_to_cart(order, quantity=2)
        order.action_confirm()

    def setUp(self):
        super().setUp()
        self._log_in('customer')

    def _log_in(self, role):
        login = role and f'gift_{role}'
        self.authenticate(login, login)

    def _order(self, line=None, **data):
        return self.url_open(
            f'/my/gifts/again/{(line or self.line).id}/order',
            data={'csrf_token': http.Request.csrf_token(self), **data},
            allow_redirects=False,
        )

    def _look(self):
        return self.url_open(f'/my/gifts/again/{self.line.id}')

    def _get_cart_lines(self):
        return self.env['sale.order.line'].search(
            [
                ('order_id.state', '=', 'draft'),
                ('order_partner_id', '=', self.customer.partner_id.id),
                ('gift_revision_id', '!=', False),
            ]
        )

    def _get_digest(self):
        return self._look().text.split('name="seen" value="')[1].split('"')[0]

    def _change_font(self):
        zone = self.gift_template.surface_ids.zone_ids[0]
        zone.default_font_id = self.font_script
        zone.font_ids = self.font_script

    # === SAME === #

    def test_a_gift_for_somebody_is_ordered_again_for_the_same_person(self):
        self.line.gift_recipient = "Aunt Zoë"

        self._order()
        self._order()

        self.assertEqual(
            [(line.gift_recipient, line.product_uom_qty) for line in self._get_cart_lines()],
            [("Aunt Zoë", 4)],
        )

    def test_an_unchanged_gift_goes_into_the_cart_at_once(self):
        response = self._order()

        self.assertTrue(response.headers['Location'].endswith('/shop/cart'))
        line = self._get_cart_lines()
        self.assertEqual(line.gift_revision_id, self.line.gift_revision_id)
        self.assertEqual(line.product_uom_qty, 2)

    def test_the_page_says_that_nothing_changed(self):
        page = self._look().text

        self.assertIn("Nothing has changed since you ordered it.", page)
        self.assertNotIn("What is different", page)

    # === DIFFERENT === #

    def test_a_changed_template_is_shown_first_and_then_ordered(self):
        self._change_font()

        response = self._order()

        self.assertTrue(response.headers['Location'].endswith(f'/my/gifts/again/{self.line.id}'))
        self.assertFalse(self._get_cart_lines())
        page = self._look().text
        self.assertIn("Name: the lettering is Dancing Script instead of Lato.", page)
        self.assertIn(self.line._gift_get_preview_url(), page)
        self._order(seen=self._get_digest())
        line = self._get_cart_lines()
        self.assertEqual(len(line), 1)
        self.assertNotEqual(line.gift_revision_id, self.line.gift_revision_id)

    def test_only_what_the_page_showed_is_ordered(self):
        self._change_font()
        digest = self._get_digest()
        self.gift_template.surface_ids.zone_ids[0].x_mm = 12

        self._order(seen=digest)

        self.assertFalse(self._get_cart_lines())

    def test_another_price_is_shown_first(self):
        self.gift_product.list_price = 12.5

        self._order()
        page = self._look().text

        self.assertFalse(self._get_cart_lines())
        self.assertIn("The price per piece is", page)
        self.assertIn("15.50", page)
        self.assertIn("13.00", page)

    def test_a_gift_that_cannot_be_made_any_more_is_not_ordered(self):
        self.gift_template.surface_ids.zone_ids[0].max_chars = 2

        page = self._look().text
        self._order(seen='x')

        self.assertNotIn("Add to the cart as it is now", page)
        self.assertIn("at most 2 characters", page)
        self.assertFalse(self._get_cart_lines())

    def test_a_product_without_personalisation_is_told(self):
        self.gift_product.product_tmpl_id.gift_template_id = False

        response = self._order(seen='x')

        self.assertEqual(response.status_code, 409)
        self.assertIn("can no longer be personalised", response.text)

    def test_a_product_that_is_not_sold_is_told(self):
        self.gift_product.product_tmpl_id.is_published = False

        self.assertIn("not offered at the moment", self._look().text)
        self.assertEqual(self._order().status_code, 409)
        self.assertFalse(self._get_cart_lines())

    def test_both_pictures_are_drawn(self):
        self._change_font()

        now = self.url_open(f'/my/gifts/again/{self.line.id}/now.jpg')
        then = self.url_open(self.line.gift_revision_id._get_preview_url())

        self.assertEqual(now.headers['Content-Type'], 'image/jpeg')
        self.assertNotEqual(now.content, then.content)

    # === ACCESS === #

    def test_nobody_else_looks_at_or_orders_the_gift(self):
        for role in ('employee', 'production', 'staff', 'manager'):
            self._log_in(role)
            with self.subTest(role=role):
                self.assertEqual(self._look().status_code, 404)
                self.assertEqual(self._order().status_code, 404)
                picture = self.url_open(f'/my/gifts/again/{self.line.id}/now.jpg')
                self.assertEqual(picture.status_code, 404)
        self._log_in(None)
        self.assertIn('/web/login', self._look().url)
        self.assertFalse(self._get_cart_lines())

    def test_a_cart_line_and_odd_ids_are_not_found(self):
        for line_id in (0, 2**40, self._add_gift_to_cart(self._create_so()).id):
            with self.subTest(line_id=line_id):
                self.assertEqual(self.url_open(f'/my/gifts/again/{line_id}').status_code, 404)

    def test_ordering_needs_the_token_of_the_session(self):
        response = self.url_open(f'/my/gifts/again/{self.line.id}/order', data={'seen': 'x'})

        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_cart_lines())
