import logging

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon

_logger = logging.getLogger(__name__)

FEW, MANY = 3, 50
ADDRESS = {
    'street': "Main Street 1",
    'city': "San Francisco",
    'zip': "94107",
    'phone': '+1 555 0142',
    'email': 'giver@example.com',
}
SLACK = 12  # queries that may come and go with the batches of Odoo's prefetching


@tagged('post_install', '-at_install')
class TestManyParcels(ParcelCommon, HttpCase):
    """Pages ask the database as often for 50 recipients as for 3."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = [cls._create_gift_product(name=f"Gift {number}") for number in range(7)]
        cls.products = [cls.gift_product, *others]
        cls.pricelist = cls.env['product.pricelist'].create(
            {
                'name': "Ten percent",
                'website_id': cls.website.id,
                'item_ids': [
                    Command.create({'compute_price': 'percentage', 'percent_price': 10.0})
                ],
            }
        )

    def _create_cart(self, count):
        state = self.env.ref('base.state_us_5')
        self.partner.write({**ADDRESS, 'state_id': state.id})
        cart = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'website_id': self.website.id,
                'pricelist_id': self.pricelist.id,
            }
        )
        parcels = cart._gift_add_parcels(
            [self._prepare_parcel(f"Person {number}") for number in range(count)]
        )
        for number, parcel in enumerate(parcels):
            product = self.products[number % len(self.products)]
            whose = cart.with_context(gift_parcel_id=parcel.id, skip_cart_verification=True)
            self._add_gift_to_cart(whose, parcel.name, product=product)
        cart._set_delivery_method(self.fixed)
        return cart

    def _count_queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        action()
        return self.cr.sql_log_count - before

    def _assert_alike(self, act, prepare=lambda cart: cart):
        """Assert that acting on many costs no more queries than on a few."""
        carts = [prepare(self._create_cart(count)) for count in (FEW, MANY)]
        act(carts[0])  # caches of the registry
        few, many = (self._count_queries(lambda cart=cart: act(cart)) for cart in carts)
        self.assertGreater(few, 0, "queries are counted")
        _logger.info('%s: %s and %s queries', self._testMethodName, few, many)
        self.assertLessEqual(many - few, SLACK, f"{few} queries for {FEW}, {many} for {MANY}")

    def _get(self, path):
        def act(cart):
            self._open_cart(cart)
            self.session['sale_last_order_id'] = cart.id
            http.root.session_store.save(self.session)
            address = path.format(id=cart.id, token=cart._portal_ensure_token())
            page = self.url_open(address, timeout=120)  # also on a busy machine
            self.assertEqual(page.status_code, 200, address)
            self.assertIn(path.split('?')[0].format(id=cart.id), page.url, "not led elsewhere")
            self.assertIn(cart.gift_parcel_ids.sorted('id')[-1].name, page.text)

        return act

    def _confirm(self, cart):
        cart.action_confirm()
        return cart

    def _approve_all(self, cart):
        cart.action_confirm()
        self._approve(cart.gift_job_ids)
        return cart

    # === THE SHOP === #

    def test_the_page_of_recipients(self):
        self._assert_alike(self._get('/shop/recipients'))

    def test_the_cart(self):
        self._assert_alike(self._get('/shop/cart'))

    def test_the_checkout(self):
        self._assert_alike(self._get('/shop/checkout?try_skip_step=false'))

    def test_the_payment(self):
        self._assert_alike(self._get('/shop/payment'))

    def test_the_confirmation(self):
        self._assert_alike(self._get('/shop/confirmation'), self._confirm)

    def test_the_page_of_the_order(self):
        page = '/my/orders/{id}?access_token={token}'
        self._assert_alike(self._get(page), self._approve_all)

    # === THE SHOP'S TEAM === #

    def test_the_form_of_the_order(self):
        fields = ['gift_progress_html', 'gift_is_divided', 'gift_waiting_days', 'delivery_set']

        def read(cart):
            cart.web_read(
                {**dict.fromkeys(fields, {}), 'gift_parcel_ids': {'fields': {'name': {}}}}
            )

        self._assert_alike(read, self._approve_all)

    def test_the_deliveries_that_are_packed(self):
        fields = ('name', 'gift_parcel_id', 'partner_id', 'carrier_id', 'gift_return_code')

        def read(cart):
            pickings = cart.picking_ids
            pickings.web_read({name: {} for name in fields})

        self._assert_alike(read, self._approve_all)
