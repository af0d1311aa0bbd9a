from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestCartParams(GiftCommon, HttpCase):
    """What the route of the cart is sent by others than the shop's own pages."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _add(self, **params):
        saved = self.make_jsonrpc_request(
            '/gift/design/save',
            {'product_id': self.gift_product.id, 'values': {'name': {'text': "Anna"}}},
        )
        return self.make_jsonrpc_request(
            '/shop/cart/add',
            {
                'product_template_id': self.gift_product.product_tmpl_id.id,
                'product_id': self.gift_product.id,
                'quantity': 1,
                'gift_design_key': saved['key'],
                **params,
            },
        )

    def test_what_the_route_cannot_read_is_refused_with_a_sentence(self):
        linked = {
            'product_id': self.gift_product.id,
            'product_template_id': self.gift_product.product_tmpl_id.id,
            'parent_product_template_id': 0,
            'quantity': 1,
            'product_custom_attribute_values': [],
            'no_variant_attribute_value_ids': [],
        }
        for wrong in (
            {'product_template_id': None},
            {'product_template_id': [1]},
            {'product_id': 'x'},
            {'product_id': 2**40},
            {'quantity': 'many'},
            {'quantity': 1e300},
            {'uom_id': {'id': 1}},
            {'no_variant_attribute_value_ids': ['x']},
            {'no_variant_attribute_value_ids': 7},
            {'product_custom_attribute_values': [{'custom_value': 'x'}]},
            {'linked_products': [{}]},
            {'linked_products': [linked]},
        ):
            with (
                self.subTest(wrong=wrong),
                mute_logger('odoo.http'),
                self.assertRaisesRegex(JsonRpcException, 'odoo.exceptions.UserError'),
            ):
                self._add(**wrong)

        lines = self.env['sale.order.line'].search([('product_id', '=', self.gift_product.id)])
        self.assertFalse(lines)
        self._add()
        self.assertEqual(lines.search_count([('product_id', '=', self.gift_product.id)]), 1)
