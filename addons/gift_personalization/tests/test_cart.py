from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.website_sale.tests.common import MockRequest

from ..exceptions import GiftDesignRequired
from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestCart(GiftCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.empty_cart

    # === IDENTITY === #

    def test_equal_designs_merge_and_different_ones_never(self):
        for text in ("Anna", "Paul", "Anna"):
            self._add_gift_to_cart(self.order, text)

        lines = self.order.order_line
        self.assertEqual(lines.mapped('product_uom_qty'), [2.0, 1.0])
        self.assertEqual(len(lines.gift_revision_id), 2)

    def test_a_line_without_design_absorbs_no_design_and_the_other_way_round(self):
        plain = self._create_product(name="Becomes a gift", list_price=10.0, taxes_id=False)
        self.order._cart_add(plain.id, 1)
        plain.product_tmpl_id.gift_template_id = self.gift_template
        designed = self._add_gift_to_cart(self.order, product=plain)
        plain.product_tmpl_id.gift_template_id = False

        self.order._cart_add(plain.id, 1)

        self.assertEqual(designed.product_uom_qty, 1.0)
        self.assertEqual(self.order.order_line.mapped('product_uom_qty'), [2.0, 1.0])

    def test_a_product_without_personalisation_keeps_working(self):
        self.order._cart_add(self.product.id, 2, gift_design_key='x' * 32)

        self.assertEqual(self.order.order_line.product_uom_qty, 2.0)
        self.assertFalse(self.order.order_line.gift_revision_id)

    def test_a_linked_product_takes_no_part_in_the_design_of_its_main_product(self):
        main = self._add_gift_to_cart(self.order)
        _design, key = self._create_design()

        result = self.order._cart_add(
            self.product.id, 1, linked_line_id=main.id, gift_design_key=key
        )

        option = self.env['sale.order.line'].browse(result['line_id'])
        self.assertEqual(option.linked_line_id, main)
        self.assertFalse(option.gift_revision_id)
        self.assertEqual(option.price_unit, self.product.list_price)

    def test_a_linked_product_that_needs_a_design_is_refused(self):
        main = self._add_gift_to_cart(self.order)
        _design, key = self._create_design()

        with self.assertRaises(GiftDesignRequired):
            self.order._cart_add(
                self.gift_product.id, 1, linked_line_id=main.id, gift_design_key=key
            )
        self.assertEqual(self.order.order_line, main)

    # === GUARD === #

    def test_nothing_is_added_without_a_valid_key_of_that_product(self):
        other = self._create_gift_product(name="Other gift")
        _design, foreign_key = self._create_design(other)

        for key in (None, '', 'no-such-key-no-such-key', 17, ['x'], foreign_key):
            with self.subTest(key=key), self.assertRaises(GiftDesignRequired) as caught:
                self.order._cart_add(self.gift_product.id, 1, gift_design_key=key)
            self.assertEqual(
                caught.exception.context, {'gift_product_url': self.gift_product.website_url}
            )
        self.assertFalse(self.order.order_line)

    def test_a_record_smuggled_into_the_arguments_is_ignored(self):
        design, _key = self._create_design()
        design._freeze()

        with self.assertRaises(GiftDesignRequired):
            self.order._cart_add(self.gift_product.id, 1, gift_design=design)
        self.assertFalse(self.order.order_line)

    def test_a_price_sent_by_the_browser_is_ignored(self):
        line = self._add_gift_to_cart(self.order, price_unit=0.01, gift_revision_id=1)

        self.assertEqual(line.price_unit, 13.0)

    def test_a_design_with_an_error_is_refused_with_its_sentence(self):
        with self.assertRaisesRegex(UserError, "Name: this is too long"):
            self._add_gift_to_cart(self.order, "Anna" * 10)
        self.assertFalse(self.order.order_line)

    def test_a_zone_deleted_meanwhile_is_dropped_with_its_price(self):
        _design, key = self._create_design(
            values={'name': {'text': "Anna"}, 'message': {'text': "Hello"}}
        )
        zones = self.gift_template.surface_ids.zone_ids
        zones.filtered(lambda zone: zone.key == 'message').unlink()

        result = self.order._cart_add(self.gift_product.id, 1, gift_design_key=key)

        line = self.env['sale.order.line'].browse(result['line_id'])
        self.assertEqual(line.price_unit, 13.0)
        self.assertEqual(set(line.gift_revision_id._get_values()), {'name'})

    def test_quick_add_is_never_offered_for_a_personalised_product(self):
        with MockRequest(self.env, website=self.website):
            self.assertFalse(self.gift_product._website_show_quick_add())
            self.assertFalse(self.gift_product.product_tmpl_id._website_show_quick_add())
            self.assertTrue(self.product._website_show_quick_add())

    # === PRICE === #

    def test_the_price_of_the_design_survives_quantity_and_repricing(self):
        line = self._add_gift_to_cart(self.order)
        self.assertEqual(line.price_unit, 13.0)

        self.order._cart_update_line_quantity(line.id, 4)
        self.assertEqual(line.price_unit, 13.0)
        self.order._recompute_cart()

        self.assertEqual(line.price_unit, 13.0)
        self.assertEqual(self.order.amount_untaxed, 52.0)

    def test_a_pricelist_discounts_the_product_and_not_the_design(self):
        self._enable_pricelists()
        self.pricelist.item_ids = [
            (5, 0, 0),
            (0, 0, {'compute_price': 'percentage', 'percent_price': 10}),
        ]
        self.order.pricelist_id = self.pricelist

        line = self._add_gift_to_cart(self.order)

        self.assertAlmostEqual(line.price_reduce_taxexcl, 9.0 + 3.0, places=1)

    def test_the_price_of_the_design_is_converted_to_the_currency_of_the_order(self):
        currency = (
            self._enable_currency('EUR')
            if self.env.company.currency_id.name != 'EUR'
            else (self._enable_currency('USD'))
        )
        currency.rate_ids = [(5, 0, 0), (0, 0, {'rate': 2.0, 'name': '2000-01-01'})]
        self._enable_pricelists()
        self.order.pricelist_id = self.env['product.pricelist'].create(
            {'name': "Abroad", 'currency_id': currency.id}
        )

        line = self._add_gift_to_cart(self.order)

        self.assertEqual(line.price_unit, 26.0)

    # === TEXT === #

    def test_the_description_reads_the_design_back_in_the_order_of_the_zones(self):
        _design, key = self._create_design(
            values={'name': {'text': "Anna"}, 'message': {'text': "Hello\nyou"}}
        )

        result = self.order._cart_add(self.gift_product.id, 1, gift_design_key=key)

        line = self.env['sale.order.line'].browse(result['line_id'])
        expected = ["Name: Anna", "Message: Hello / you"]
        self.assertEqual(line.name.splitlines()[-2:], expected)
        self.assertEqual(list(line.get_description_following_lines())[-2:], expected)

    # === EDIT === #

    def test_an_edited_line_keeps_its_place_and_gets_the_new_price(self):
        line = self._add_gift_to_cart(self.order, quantity=3)
        _design, key = self._create_design(
            values={'name': {'text': "Paul"}, 'message': {'text': "Hello"}}
        )

        kept = self.order._gift_replace_design(line, self.gift_product, key)

        self.assertEqual(kept, line)
        self.assertEqual(line.product_uom_qty, 3.0)
        self.assertEqual(line.price_unit, 15.0)
        self.assertIn("Name: Paul", line.name)

    def test_a_line_edited_to_an_equal_design_merges_with_it(self):
        anna = self._add_gift_to_cart(self.order, "Anna", quantity=2)
        paul = self._add_gift_to_cart(self.order, "Paul", quantity=3)
        _design, key = self._create_design(values={'name': {'text': "Anna"}})

        kept = self.order._gift_replace_design(paul, self.gift_product, key)

        self.assertEqual(kept, anna)
        self.assertEqual(self.order.order_line, anna)
        self.assertEqual(anna.product_uom_qty, 5.0)

    def test_a_line_can_be_edited_to_another_variant(self):
        small, large = self._create_gift_variants()
        line = self._add_gift_to_cart(self.order, quantity=2, product=small)
        option_id = self.order._cart_add(self.product.id, 1, linked_line_id=line.id)['line_id']
        _design, key = self._create_design(large)

        kept = self.order._gift_replace_design(line, large, key)

        self.assertFalse(line.exists())
        self.assertEqual((kept.product_id, kept.product_uom_qty), (large, 2.0))
        self.assertEqual(kept.linked_line_ids.ids, [option_id])

    def test_an_edit_that_has_no_stock_is_refused(self):
        small, large = self._create_gift_variants(is_storable=True, allow_out_of_stock_order=False)
        self.env['stock.quant']._update_available_quantity(
            small, self.env.ref('stock.stock_location_stock'), 5
        )
        line = self._add_gift_to_cart(self.order, product=small)
        _design, key = self._create_design(large)

        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.order._gift_replace_design(line, large, key)
        self.assertEqual(self.order.order_line, line)

    def test_a_line_of_a_confirmed_order_is_not_edited_through_the_cart(self):
        line = self._add_gift_to_cart(self.order)
        revision = line.gift_revision_id
        self.order.action_confirm()
        _design, key = self._create_design(values={'name': {'text': "Paul"}})

        with self.assertRaisesRegex(UserError, "no longer in your cart"):
            self.order._gift_replace_design(line, self.gift_product, key)
        self.assertEqual(line.gift_revision_id, revision)

    # === READINESS === #

    def test_a_cart_with_a_product_that_lacks_its_design_cannot_be_paid(self):
        plain = self._create_product(name="Becomes a gift", list_price=10.0)
        self.order._cart_add(plain.id, 1)
        self.assertTrue(self.order._is_cart_ready())
        plain.product_tmpl_id.gift_template_id = self.gift_template

        self.assertFalse(self.order._is_cart_ready())
        with self.assertRaisesRegex(ValidationError, "“Becomes a gift” has no design yet"):
            self.order._check_cart_is_ready_to_be_paid()

    def test_a_cart_of_designed_products_is_ready(self):
        self._add_gift_to_cart(self.order)

        self.assertTrue(self.order._is_cart_ready())
