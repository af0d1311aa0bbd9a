from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .stock_common import StockCommon


@tagged('post_install', '-at_install')
class TestKitStock(StockCommon):
    """Of a kit its parts are held, so that nobody else sells them.

    Kits come from an addon of Odoo that ours do not need: here the product says what its parts are,
    as it does there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mug, cls.box, cls.kit = (
            cls._create_product(name=name, is_storable=True, allow_out_of_stock_order=False)
            for name in ("Blank mug", "Box", "Mug in two boxes")
        )
        for product, quantity in ((cls.mug, 3), (cls.box, 6), (cls.kit, 3)):  # Odoo counts kits
            cls.env['stock.quant']._update_available_quantity(
                product, cls.env.ref('stock.stock_location_stock'), quantity
            )

    def setUp(self):
        super().setUp()
        find = self.registry['product.product']._gift_get_parts

        def find_parts(product):
            if product.id != self.kit.id:
                return find(product)
            return {self.mug.with_env(product.env): 1.0, self.box.with_env(product.env): 2.0}

        self.patch(self.registry['product.product'], '_gift_get_parts', find_parts)

    def _cart_of(self, **quantities):
        lines = [
            Command.create({'product_id': getattr(self, name).id, 'product_uom_qty': quantity})
            for name, quantity in quantities.items()
        ]
        return self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'website_id': self.website.id, 'order_line': lines}
        )

    def _get_held(self, order):
        holds = order.gift_stock_hold_ids
        return {hold.product_id: hold.quantity for hold in holds}

    def _get_left(self, product):
        return self.website._get_product_available_qty(product)

    def test_the_parts_are_held_and_offered_to_nobody_else(self):
        order = self._cart_of(kit=2)

        order._gift_hold_stock()

        self.assertEqual(self._get_held(order), {self.mug: 2.0, self.box: 4.0})
        self.assertEqual(self._get_left(self.mug), 1.0)
        self.assertEqual(self._get_left(self.box), 2.0)
        self.assertEqual(self._get_left(self.kit), 1.0)
        with self.assertRaisesRegex(ValidationError, "Blank mug"):
            self._cart_of(mug=2)._gift_hold_stock()

    def test_a_part_that_others_hold_is_missing_in_the_kit(self):
        self._cart_of(box=3)._gift_hold_stock()

        self.assertEqual(self._get_left(self.kit), 1.0)
        with self.assertRaisesRegex(ValidationError, "Mug in two boxes.*2 in your cart, 1 left"):
            self._cart_of(kit=2)._gift_hold_stock()

    def test_a_kit_and_its_part_in_one_cart_need_both(self):
        self._cart_of(kit=2, mug=1)._gift_hold_stock()
        self.env['gift.stock.hold'].search([]).unlink()

        with self.assertRaisesRegex(ValidationError, "2 in your cart, 1 left"):
            self._cart_of(kit=2, mug=2)._gift_hold_stock()

    def test_products_that_are_no_kits_are_their_own_only_part(self):
        self.assertEqual(self.mug._gift_get_parts(), {self.mug: 1.0})
