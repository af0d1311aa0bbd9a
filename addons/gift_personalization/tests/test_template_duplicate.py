from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestTemplateDuplicate(GiftCommon):
    """Other products get copies of a template, which go on on their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls.env['product.template'].concat(
            *(
                cls._create_product(name=name, gift_template_id=False).product_tmpl_id
                for name in ("Tin mug", "Glass mug")
            )
        )

    def _duplicate(self, products=None, role='manager', **values):
        wizards = self.env['gift.template.duplicate'].with_user(self.users[role])
        products = self.others if products is None else products
        wizard = wizards.create(
            {
                'template_id': self.gift_template.id,
                'product_tmpl_ids': [(6, 0, products.ids)],
                **values,
            }
        )
        return wizard.action_duplicate()

    def test_each_product_gets_a_copy_of_its_own_with_its_name(self):
        action = self._duplicate()

        copies = self.others.gift_template_id
        self.assertEqual(copies.mapped('name'), ["Tin mug", "Glass mug"])
        self.assertEqual(copies.mapped('key'), ['tin-mug', 'glass-mug'])
        self.assertEqual(action['domain'], [('id', 'in', copies.ids)])
        spec = self.gift_template._get_spec(self.gift_product)['surfaces']
        for product in self.others:
            variant = product.product_variant_id
            self.assertEqual(product.gift_template_id._get_spec(variant)['surfaces'], spec)

    def test_a_copy_goes_on_on_its_own(self):
        self._duplicate()
        zones = self.gift_template.surface_ids.zone_ids
        copied = self.others[0].gift_template_id.surface_ids.zone_ids

        copied.filtered(lambda zone: zone.key == 'name').x_mm = 15

        self.assertEqual(zones.filtered(lambda zone: zone.key == 'name').x_mm, 10)
        self.assertFalse(copied & zones)

    def test_one_copy_may_serve_all_of_them(self):
        action = self._duplicate(is_shared=True)

        copy = self.others.gift_template_id
        self.assertEqual((len(copy), action['res_id']), (1, copy.id))
        self.assertNotEqual(copy, self.gift_template)

    def test_a_product_with_a_template_keeps_it(self):
        products = self.others | self.gift_product.product_tmpl_id

        with self.assertRaisesRegex(UserError, "has the template “Test mug” already"):
            self._duplicate(products)
        self.assertFalse(self.others.gift_template_id)

    def test_without_products_a_sentence_asks_for_them(self):
        with self.assertRaisesRegex(UserError, "choose the products"):
            self._duplicate(self.env['product.template'])

    def test_only_managers_duplicate(self):
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            with self.subTest(role), self.assertRaises(AccessError):
                self._duplicate(role=role)
        self.assertFalse(self.others.gift_template_id)
