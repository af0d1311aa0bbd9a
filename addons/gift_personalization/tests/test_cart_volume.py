from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

from .names_common import NamesCommon

FEW, MANY = 5, 50


@tagged('post_install', '-at_install')
class TestCartVolume(NamesCommon, HttpCase):
    """A cart filled from a list of names: what the shop's pages cost per line."""

    def setUp(self):
        super().setUp()
        self.customer = self.users['customer'].partner_id
        self.customer.write(
            {
                'street': "Main street 1",
                'city': "Berlin",
                'zip': "10119",
                'email': "customer@example.com",
                'phone': "+49 30 5550142",
                'country_id': self.env.ref('base.de').id,
            }
        )
        self.carrier.website_published = True

    def _fill(self, cart, count, *, plain=False):
        """Give the cart that many lines, with a design and recipient each or without any."""
        cart.order_line.filtered('product_id').unlink()
        if plain:
            line = {'product_id': self.product.id, 'product_uom_qty': 1}
            cart.order_line = [Command.create(line) for _number in range(count)]
        else:
            rows = ''.join(f"\nGift {number}\tGuest {number}" for number in range(count))
            self._order(self._create_checked(f"Name\tRecipient{rows}"), cart)
        if cart.carrier_id:
            cart.order_line.filtered('is_delivery').unlink()
        cart._set_delivery_method(self.carrier)
        self.assertEqual(len(cart.website_order_line), count)

    def _count_queries(self, url, cart):
        """Return the queries of a page whose templates and catalogue are known already."""
        self._open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        text = self._open(url)
        used = self.env.cr.sql_log_count - before
        for line in cart.order_line.filtered('gift_recipient'):
            self.assertIn(line.gift_recipient, text)
        return used

    def _open(self, url):
        response = self.url_open(url, timeout=120)
        self.assertEqual(
            (response.status_code, response.url.split('?')[0][-len(url) :]), (200, url)
        )
        return response.text

    def _get_growth(self, url, *, plain=False):
        cart = self._create_cart()
        extra = {CART_SESSION_CACHE_KEY: cart.id}
        self.authenticate('gift_customer', 'gift_customer', session_extra=extra)
        counts = []
        for count in (FEW, MANY):
            self._fill(cart, count, plain=plain)
            counts.append(self._count_queries(url, cart))
        cart.unlink()
        return counts[1] - counts[0]

    def test_the_cart_costs_no_query_per_gift_beyond_those_of_plain_lines(self):
        plain = self._get_growth('/shop/cart', plain=True)

        self.assertLessEqual(self._get_growth('/shop/cart'), plain)

    def test_the_payment_page_costs_no_query_per_gift_beyond_those_of_plain_lines(self):
        plain = self._get_growth('/shop/payment', plain=True)

        self.assertLessEqual(self._get_growth('/shop/payment'), plain)
