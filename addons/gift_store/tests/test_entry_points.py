from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user

from odoo.addons.gift_personalization.tests.common import GiftCommon


@tagged('post_install', '-at_install')
class TestEntryPoints(GiftCommon, HttpCase):
    """Lists that could add a product without its design lead to the product page instead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = new_test_user(cls.env, 'gift-store-customer', groups='base.group_portal')
        cls.plain_product = cls._create_product(
            name="Test plain",
            is_storable=False,
            is_published=True,
            list_price=5.0,
        )

    def _wish(self, product):
        self.env['product.wishlist'].create(
            {
                'partner_id': self.customer.partner_id.id,
                'product_id': product.id,
                'website_id': self.website.id,
                'price': product.list_price,
                'active': True,
                'currency_id': self.website.currency_id.id,
            }
        )

    def test_a_wished_gift_is_personalised_on_its_page(self):
        self._wish(self.gift_product)
        self.authenticate(self.customer.login, self.customer.login)

        page = self.url_open('/shop/wishlist').text

        self.assertIn(self.gift_product.name, page)
        self.assertIn('gs_personalise', page)
        self.assertNotIn('id="add_to_cart_button"', page)

    def test_a_wished_plain_product_goes_to_the_cart(self):
        self._wish(self.plain_product)
        self.authenticate(self.customer.login, self.customer.login)

        page = self.url_open('/shop/wishlist').text

        self.assertIn(self.plain_product.name, page)
        self.assertNotIn('gs_personalise', page)
        self.assertIn('id="add_to_cart_button"', page)

    def test_a_compared_gift_is_personalised_on_its_page(self):
        page = self.url_open(f'/shop/compare?products={self.gift_product.id}').text

        self.assertIn(self.gift_product.name, page)
        self.assertIn('gs_personalise', page)
        self.assertNotIn('name="comparison_add_to_cart"', page)

    def test_a_compared_plain_product_goes_to_the_cart(self):
        page = self.url_open(f'/shop/compare?products={self.plain_product.id}').text

        self.assertNotIn('gs_personalise', page)
        self.assertIn('name="comparison_add_to_cart"', page)

    def test_the_shop_offers_to_personalise_gifts_and_to_buy_plain_products(self):
        gift = self.url_open(f'/shop?search={self.gift_product.name}').text
        plain = self.url_open(f'/shop?search={self.plain_product.name}').text

        self.assertIn('gs_personalise', gift)
        self.assertNotIn('gs_personalise', plain)
