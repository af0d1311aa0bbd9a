from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.http_common import PaymentHttpCommon
from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

from .stock_common import StockCommon

ADDRESS = {'street': "Main street 1", 'city': "Berlin", 'zip': "10119", 'phone': "+49 30 5550142"}


@tagged('post_install', '-at_install')
class TestStockPages(StockCommon, PaymentHttpCommon):
    """What a customer sees while somebody else pays for the last piece."""

    def setUp(self):
        super().setUp()
        self.carrier.website_published = True
        self.customer = self.users['customer'].partner_id
        self.customer.write(
            {**ADDRESS, 'email': "customer@example.com", 'country_id': self.env.ref('base.de').id}
        )
        self.cart = self._create_shop_cart(1, partner_id=self.customer.id)
        self.cart._set_delivery_method(self.carrier)
        self.rival = self._create_shop_cart(0)
        self.authenticate(
            'gift_customer', 'gift_customer', session_extra={CART_SESSION_CACHE_KEY: self.cart.id}
        )

    def _pay_online(self, cart, route='/shop/payment/transaction/{id}', **values):
        return self.make_jsonrpc_request(
            self._build_url(route.format(id=cart.id)),
            {
                'access_token': cart._portal_ensure_token(),
                'provider_id': self.provider.id,
                'payment_method_id': self.payment_method_id,
                'token_id': None,
                'amount': cart.amount_total,
                'flow': 'direct',
                'tokenization_requested': False,
                'landing_route': '/shop/payment/validate',
                **values,
            },
        )

    def _get_info(self):
        return self.make_jsonrpc_request(
            self._build_url('/website_sale/get_combination_info'),
            {
                'product_template_id': self.mug.product_tmpl_id.id,
                'product_id': self.mug.id,
                'combination': [],
                'add_qty': 1,
                'uom_id': self.mug.uom_id.id,
            },
        )

    def test_cart_and_payment_page_tell_it_before_anything_is_paid(self):
        for url in ('/shop/cart', '/shop/payment'):
            self.assertNotIn("Somebody else is paying", self.url_open(url).text)
        self._start_payment(self.rival)

        cart, payment = self.url_open('/shop/cart').text, self.url_open('/shop/payment').text

        for page in (cart, payment):
            self.assertIn("Somebody else is paying", page)
        self.assertIn('o_gift_stock_text', cart)
        self.assertIn("A part of your cart cannot be ordered now", payment)
        self.assertNotIn('name="o_payment_radio"', payment)

    def test_the_payment_page_offers_what_the_visitor_holds(self):
        self._pay_online(self.cart)

        page = self.url_open('/shop/payment').text

        self.assertNotIn("cannot be ordered now", page)
        self.assertIn('name="o_payment_radio"', page)

    def test_the_product_page_counts_the_holds_of_others(self):
        self.assertEqual(self._get_info()['free_qty'], 1.0)
        self._start_payment(self.rival)

        self.assertEqual(self._get_info()['free_qty'], 0.0)

    @mute_logger('odoo.http')
    def test_no_route_starts_a_payment_for_what_another_is_paying(self):
        self._start_payment(self.rival)
        for route in ('/shop/payment/transaction/{id}', '/my/orders/{id}/transaction'):
            with (
                self.subTest(route=route),
                self.assertRaisesRegex(JsonRpcException, 'ValidationError'),
            ):
                self._pay_online(self.cart, route)
        self.env.invalidate_all()
        self.assertFalse(self.cart.transaction_ids)
        self.assertFalse(self.cart.gift_stock_hold_ids)

    def test_express_checkout_holds_the_piece_as_well(self):
        """It pays on the same route, with the address that came from the phone."""
        self._pay_online(self.cart, flow='direct', landing_route='/shop/payment/validate')

        self.assertEqual(self.cart.gift_stock_hold_ids.quantity, 1.0)
        self.assertEqual(self._get_free(), 0.0)

    def test_more_cannot_be_put_into_the_cart_than_others_leave(self):
        self._put(self.mug, 3)
        self._start_payment(self.rival)

        answer = self.make_jsonrpc_request(
            self._build_url('/shop/cart/update'),
            {'line_id': self.cart.order_line[0].id, 'quantity': 3, 'product_id': self.mug.id},
        )

        self.assertEqual(self.cart.order_line[0].product_uom_qty, 2.0)
        self.assertIn("is", answer['warning'])

    def test_an_order_that_is_short_says_so_on_its_page(self):
        self._finish(self._start_payment(self.rival))
        self.cart.action_confirm()
        self.assertTrue(self.cart.gift_is_short)

        page = self.url_open(self.cart.get_portal_url()).text

        self.assertIn("A part of your order is not in stock", page)
        self.assertIn("1 × Rare mug", page)
        self.assertNotIn("not in stock", self.url_open(self.rival.get_portal_url()).text)
