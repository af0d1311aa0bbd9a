from odoo.tests import HttpCase, tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestDesignerBrowser(GiftCommon, HttpCase):
    """The product page and the cart in a real browser."""

    def test_a_visitor_designs_a_gift_and_edits_it_from_the_cart(self):
        self.start_tour(self.gift_product.website_url, 'gift_design_to_cart')

        line = self.env['sale.order.line'].search(
            [('product_id', '=', self.gift_product.id)], order='id desc', limit=1
        )
        self.assertEqual(line._gift_get_texts(), ["Name: Paul"])
        self.assertEqual(line.price_unit, 13.0)

    def test_the_scripts_of_the_designer_pass_their_unit_tests(self):
        self.browser_js(
            '/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=gift_personalization',
            '',
            '',
            login='admin',
            timeout=300,
            success_signal='[HOOT] Test suite succeeded',
        )
