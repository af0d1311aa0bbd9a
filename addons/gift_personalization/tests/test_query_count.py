from odoo.tests import HttpCase, tagged, warmup

from odoo.addons.website_sale.tests.common import MockRequest

from ..controllers.shop import GiftWebsiteSale
from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestQueryCount(GiftCommon, HttpCase):
    def _fill_cart(self, count):
        for index in range(count):
            self._add_gift_to_cart(self.empty_cart, f"Gift {index}")
        self.env.flush_all()

    def _count_cart_queries(self, count):
        """Return the queries of the cart's lines for that many designs, nothing cached."""
        self._fill_cart(count)
        with MockRequest(self.env, website=self.website, sale_order_id=self.empty_cart.id):
            render = self.env['ir.ui.view']._render_template
            values = {'website_sale_order': self.empty_cart, 'suggested_products': []}
            render('website_sale.cart_lines', values)  # compiles the template
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            page = render('website_sale.cart_lines', values)
        self.assertEqual(page.count('o_gift_line_picture'), count)
        return self.cr.sql_log_count - before

    def test_the_cart_needs_no_query_per_design(self):
        few = self._count_cart_queries(2)
        many = self._count_cart_queries(10)

        self.assertEqual(many, few)
        # With holidays, recipients, gift cards, suppliers and what the cart itself holds.
        self.assertLessEqual(many, 33)

    @warmup
    def test_preview_of_a_key_stroke(self):
        self.gift_product.invalidate_recordset()
        with self.assertQueryCount(22):
            self.env['gift.design']._preview(self.gift_product, {'name': {'text': "Anna"}})

    def test_the_designer_adds_few_queries_to_the_product_page(self):
        controller = GiftWebsiteSale()
        counts = {}
        for name, product in (('plain', self.product), ('gift', self.gift_product)):
            with MockRequest(self.env, website=self.website):
                template = product.product_tmpl_id
                controller._prepare_product_values(template, None)
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                controller._prepare_product_values(template, None)
                counts[name] = self.cr.sql_log_count - before

        self.assertLessEqual(counts['gift'], counts['plain'] + 16)

    def test_adding_a_design_costs_the_same_in_a_full_cart(self):
        def count():
            _design, key = self._create_design(values={'name': {'text': "New"}})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.empty_cart._cart_add(self.gift_product.id, 1, gift_design_key=key)
            self.env.flush_all()
            used = self.cr.sql_log_count - before
            self.empty_cart.order_line.filtered(
                lambda line: line._gift_get_texts() == ["Name: New"]
            ).unlink()
            return used

        self._fill_cart(1)
        count()
        few = count()
        self._fill_cart(10)
        many = count()

        self.assertEqual(many, few)
        self.assertLessEqual(many, 70)
