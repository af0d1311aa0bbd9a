from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.website_sale.tests.common import MockRequest

from .price_common import PriceCommon


@tagged('post_install', '-at_install')
class TestLowestPrice(PriceCommon):
    """Article 6a of Directive 98/6/EC: what stands beside a reduction."""

    def _add_attribute(self, attribute):
        line = {'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]}
        self.template.write({'attribute_line_ids': [Command.create(line)]})

    def test_without_a_reduction_there_is_no_line(self):
        self.assertEqual(self._show(), (20.0, None, None))
        self.assertEqual(self._show_tile(), (20.0, None, None))

    def test_the_lowest_price_of_the_30_days_before_is_shown(self):
        self._charge(18.0, 20)
        self._charge(20.0, 15)
        self._reduce(25, 2)

        self.assertEqual(self._show(), (15.0, 18.0, 18.0))
        self.assertEqual(self._show_tile(), (15.0, 18.0, 18.0))

    def test_a_price_that_ended_31_days_before_does_not_count(self):
        self._charge(10.0, 50)
        self._charge(20.0, 33)
        self._reduce(25, 2)

        self.assertEqual(self._show(), (15.0, 20.0, 20.0))

    def test_a_price_that_ended_29_days_before_counts_although_it_began_earlier(self):
        self._charge(16.0, 50)
        self._charge(20.0, 31)
        self._reduce(25, 2)

        self.assertEqual(self._show(), (15.0, 16.0, 16.0))

    def test_the_days_are_counted_from_the_start_of_the_reduction(self):
        self._reduce(25, 45)

        self.assertEqual(self._show(), (15.0, 20.0, 20.0))

    def test_a_raise_before_the_reduction_is_no_reduction_to_announce(self):
        self._charge(30.0, 3)
        self._reduce(20, 1)

        self.assertEqual(self._show(), (24.0, None, None))
        self.assertEqual(self._show_tile(), (24.0, None, None))

    def test_each_step_of_a_growing_reduction_is_measured_by_the_price_before_the_first(self):
        rule = self._reduce(10, 20)
        rule.percent_price = 20
        self._record(10)
        rule.percent_price = 40
        self._record(5)

        self.assertEqual(self._show(), (12.0, 20.0, 20.0))

    def test_a_smaller_reduction_after_a_greater_one_is_a_new_one(self):
        rule = self._reduce(50, 20)
        rule.percent_price = 20
        self._record(5)

        self.assertEqual(self._show(), (16.0, None, None))

    def test_a_reduction_after_another_is_measured_by_the_first_ones_price(self):
        rule = self._reduce(30, 20)
        rule.unlink()
        self._record(15)
        self._reduce(40, 5)

        self.assertEqual(self._show(), (12.0, 14.0, 14.0))

    def test_what_was_never_sold_before_has_no_line(self):
        self._forget()
        self._reduce(25, 5)

        self.assertEqual(self._show(), (15.0, 20.0, None))

    def test_a_price_while_it_was_not_for_sale_does_not_count(self):
        self.template.is_published = False
        self._record(28)
        self._charge(10.0, 25)
        self._charge(20.0, 20)
        self.template.is_published = True
        self._record(10)
        self._reduce(25, 2)

        self.assertEqual(self._show(), (15.0, 20.0, 20.0))

    def test_a_reduction_that_nobody_wrote_down_yet_begins_now(self):
        self._charge(18.0, 20)
        self._charge(20.0, 15)
        self.env['product.pricelist.item'].create(
            {
                'pricelist_id': self.pricelist.id,
                'compute_price': 'percentage',
                'percent_price': 25,
            }
        )

        self.assertEqual(self._show(), (15.0, 18.0, 18.0))

    def test_a_new_price_list_is_measured_by_what_was_charged_without_it(self):
        self._charge(18.0, 20)
        self._charge(20.0, 15)
        sale = self.env['product.pricelist'].create(
            {
                'name': "Sale",
                'website_id': self.website.id,
                'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 50})],
            }
        )
        self._record(1)
        self.pricelist = sale

        self.assertEqual(self._show(), (10.0, 18.0, 18.0))

    def test_a_compared_price_is_a_reduction_too(self):
        self.env.user.group_ids += self.env.ref('website_sale.group_product_price_comparison')
        self.env.ref('base.group_user').implied_ids += self.env.ref(
            'website_sale.group_product_price_comparison'
        )
        self.template.write({'list_price': 15.0, 'compare_list_price': 25.0})
        self._record(2)

        with MockRequest(self.env, website=self.website, website_sale_current_pl=self.pricelist.id):
            info = self.template._get_combination_info(product_id=self.mug.id)

        self.assertEqual(info['compare_list_price'], 20.0)
        self.assertEqual(info['gift_lowest_text'], "Lowest price of the last 30 days: $\xa020.00")
        self.assertEqual(self._show_tile(), (15.0, 20.0, 20.0))

    def test_each_variant_has_its_own(self):
        attribute = self.env['product.attribute'].create(
            {
                'name': "Size",
                'value_ids': [Command.create({'name': name}) for name in ("Small", "Large")],
            }
        )
        self._add_attribute(attribute)
        small, large = self.template.product_variant_ids
        extra = large.product_template_attribute_value_ids
        self._forget()
        extra.price_extra = 4.0
        self._record(60)
        extra.price_extra = 2.0
        self._record(20)
        extra.price_extra = 4.0
        self._record(10)
        self._reduce(50, 1)

        self.assertEqual(self._show(small), (10.0, 20.0, 20.0))
        self.assertEqual(self._show(large), (12.0, 22.0, 22.0))

    def test_options_that_make_no_variant_are_added(self):
        attribute = self.env['product.attribute'].create(
            {
                'name': "Gift box",
                'create_variant': 'no_variant',
                'value_ids': [Command.create({'name': name}) for name in ("No", "Yes")],
            }
        )
        self._add_attribute(attribute)
        box = self.template.attribute_line_ids.product_template_value_ids[1]
        box.price_extra = 4.0
        self._reduce(50, 1)

        with MockRequest(self.env, website=self.website, website_sale_current_pl=self.pricelist.id):
            info = self.template._get_combination_info(combination=box, product_id=self.mug.id)

        self.assertEqual((info['price'], info['gift_lowest_price']), (12.0, 22.0))

    def test_it_is_shown_with_or_without_taxes_like_all_prices(self):
        tax = self.env['account.tax'].create({'name': "20 %", 'amount': 20.0})
        self.template.taxes_id = tax
        self._reduce(50, 1)

        self.assertEqual(self._show(), (12.0, 24.0, 24.0))
        self.website.show_line_subtotals_tax_selection = 'tax_excluded'
        self.assertEqual(self._show(), (10.0, 20.0, 20.0))

    def test_prices_of_another_currency_do_not_count(self):
        self.pricelist.currency_id = self._enable_currency('EUR')
        self._record(10)
        self._reduce(50, 1)

        _price, struck, lowest = self._show()

        rate = self.env.company.currency_id._convert(20.0, self.pricelist.currency_id)
        self.assertAlmostEqual(lowest, rate, 2)
        self.assertAlmostEqual(struck, rate, 2)
