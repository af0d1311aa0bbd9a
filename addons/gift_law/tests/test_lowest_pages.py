from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.common import GiftCommon
from odoo.addons.website_sale.tests.common import MockRequest

from .price_common import PriceCommon

TEXT = "Lowest price of the last 30 days"


@tagged('post_install', '-at_install')
class TestLowestPages(PriceCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.env['product.pricelist'].search([('id', '!=', self.pricelist.id)]).active = False
        self.pricelist.write({'selectable': True, 'sequence': -1})

    def _read(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return ' '.join(response.text.replace('\xa0', ' ').split())

    def test_the_product_page_and_the_list_show_it(self):
        self._charge(18.0, 20)
        self._charge(20.0, 15)
        self._reduce(25, 2)

        page = self._read(self.template.website_url)
        listed = self._read('/shop?search=Mug')

        self.assertIn(f"{TEXT}: $ 18.00", page)
        self.assertIn(TEXT, listed)
        self.assertIn('>18.00<', listed)

    def test_without_a_reduction_the_pages_say_nothing(self):
        self.assertNotIn(TEXT, self._read(self.template.website_url))
        self.assertNotIn(TEXT, self._read('/shop?search=Mug'))

    def test_another_variant_brings_its_own(self):
        self._reduce(25, 2)

        answer = self.make_jsonrpc_request(
            '/website_sale/get_combination_info',
            {
                'product_template_id': self.template.id,
                'product_id': self.mug.id,
                'combination': [],
                'add_qty': 1,
            },
        )

        self.assertEqual(answer['gift_lowest_text'], f"{TEXT}: $\xa020.00")

    def test_the_list_asks_once_for_all_products(self):
        self._reduce(25, 2)

        def count(templates):
            with MockRequest(
                self.env, website=self.website, website_sale_current_pl=self.pricelist.id
            ):
                templates._get_sales_prices(self.website)  # warm
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                shown = templates._get_sales_prices(self.website)
                made = self.env.cr.sql_log_count - before
            self.assertTrue(all(values.get('gift_lowest_price') for values in shown.values()))
            return made

        values = {'name': "Cup", 'list_price': 8.0, 'is_published': True}
        templates = self.env['product.template'].create([values] * 20)
        self.env.cr.precommit.clear()
        rule = self.env['product.pricelist.item'].search([('pricelist_id', '=', self.pricelist.id)])
        rule.percent_price = 0
        self.prices._record(templates, self._ago(9))
        rule.percent_price = 25
        self.prices._record(templates, self._ago(1))

        self.assertEqual(count(templates[:2]), count(templates))


@tagged('post_install', '-at_install')
class TestLowestInCart(GiftCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._enable_pricelists()
        cls.env.user.group_ids += cls.env.ref('sale.group_discount_per_so_line')
        cls.website.show_line_subtotals_tax_selection = 'tax_included'
        cls.pricelist.item_ids = [Command.clear()]
        cls.env.flush_all()
        cls.env.cr.precommit.clear()
        cls.env.cr.execute("DELETE FROM gift_price")

    def _record(self, price, percent, days):
        template = self.gift_product.product_tmpl_id
        template.list_price = price
        self.pricelist.item_ids = [
            Command.clear(),
            Command.create({'compute_price': 'percentage', 'percent_price': percent}),
        ]
        self.env.cr.precommit.clear()
        PriceCommon.now = self.env.cr.now().replace(microsecond=0)
        self.env['gift.price']._record(template, PriceCommon._ago(days))

    def _show(self):
        """Return the gift's line: (price, struck price or None, lowest price)."""
        self.empty_cart.pricelist_id = self.pricelist
        self._add_gift_to_cart(self.empty_cart, "Anna")
        line = self.empty_cart.order_line
        struck = line._gift_get_struck_price() if line._should_show_strikethrough_price() else None
        return line.price_unit * (1 - line.discount / 100), struck, line.gift_lowest_price

    def test_the_design_costs_the_same_on_both_sides(self):
        self.gift_product.taxes_id = None
        self._record(9.0, 0, 20)
        self._record(10.0, 0, 10)
        self._record(10.0, 20, 1)

        self.assertEqual([round(price, 2) for price in self._show()], [11.0, 12.0, 12.0])

    def test_a_raise_before_is_no_reduction(self):
        self.gift_product.taxes_id = None
        self._record(5.0, 0, 20)
        self._record(10.0, 20, 1)

        self.assertEqual(self._show()[1], None)
