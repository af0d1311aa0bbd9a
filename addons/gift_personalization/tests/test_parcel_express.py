from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.http_common import PaymentHttpCommon
from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

from .stock_common import StockCommon
from .test_parcel_carrier import CarrierCommon

PERSON = {
    'name': "Ada Fast",
    'email': 'ada.fast@example.com',
    'phone': '+15550142',
    'street': "Fast Street 1",
    'city': "San Francisco",
    'zip': "94107",
    'country': "US",
    'state': "CA",
}


class ExpressCommon(CarrierCommon, StockCommon, PaymentHttpCommon):
    """A visitor without an account pays with the phone's wallet, without the checkout."""

    def setUp(self):
        super().setUp()
        self.env['delivery.carrier'].search([]).website_published = False
        (self.fixed | self.express).website_published = True
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna", quantity=2)
        self.authenticate(None, None, session_extra={CART_SESSION_CACHE_KEY: self.cart.id})

    def _call(self, path, **params):
        return self.make_jsonrpc_request(self._build_url(path), params)

    def _change_address(self):
        partial = {key: PERSON[key] for key in ('city', 'zip', 'country', 'state')}
        return self._call(
            '/shop/express/shipping_address_change', partial_delivery_address=partial
        )['delivery_methods']

    def _check_out(self, way):
        self._call(
            '/shop/express_checkout',
            billing_address=dict(PERSON),
            shipping_address=dict(PERSON),
            shipping_option={'id': str(way.id)},
        )

    def _pay(self, cart=None, **values):
        cart = cart or self.cart
        return self._call(
            f'/shop/payment/transaction/{cart.id}',
            **{
                'access_token': cart._portal_ensure_token(),
                'provider_id': self.provider.id,
                'payment_method_id': self.payment_method_id,
                'token_id': None,
                'amount': cart.amount_total,
                'flow': 'direct',
                'tokenization_requested': False,
                'landing_route': '/shop/payment/validate',
                **values,
            },
        )


@tagged('post_install', '-at_install')
class TestParcelExpress(ExpressCommon):
    """The express checkout leaves out pages, but neither recipients nor the last piece."""

    def setUp(self):
        super().setUp()
        self.ben = self._add_parcel("Ben", self.cart)
        self._assign(self.line, self.ben, 1)

    def test_the_wallet_shows_the_price_of_all_parcels_and_they_stay_what_they_are(self):
        self.ben._gift_set_carrier(self.express)

        ways = {way['name']: way['minorAmount'] for way in self._change_address()}
        self.assertEqual(ways["Post"], 500 + 900)
        self._check_out(self.fixed)

        self.env.invalidate_all()
        self.assertEqual(self.cart.partner_id.name, "Ada Fast")
        self.assertEqual(
            [(name, price) for name, _way, price, _total in self._get_costs(self.cart)],
            [('', 5.0), ("Ben", 9.0)],
        )
        self.assertEqual((self.ben.street, self.ben.carrier_id), ("Elm Street 5", self.express))
        self._pay()
        self.assertEqual(self.cart.transaction_ids.amount, self.cart.amount_total)

    @mute_logger('odoo.http')
    def test_a_recipient_without_an_address_is_not_paid_for(self):
        self._change_address()
        self._check_out(self.fixed)
        self.ben.street = False

        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._pay()

        self.assertFalse(self.cart.transaction_ids)

    @mute_logger('odoo.http')
    def test_a_method_that_does_not_serve_a_recipient_is_not_paid_for(self):
        near = self.env.ref('base.state_us_5')
        self.fixed.state_ids = [Command.set(near.ids)]
        self.ben.state_id = self.env.ref('base.state_us_6')
        self._change_address()
        self._check_out(self.fixed)

        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._pay()

        self.assertFalse(self.cart.transaction_ids)

    @mute_logger('odoo.http')
    def test_the_last_piece_is_paid_for_once(self):
        rare = self._add_gift_to_cart(self.cart, "Lea", product=self.mug)
        self._assign(rare, self.ben, 1)
        self._change_address()
        self._check_out(self.fixed)
        self._start_payment(self._create_shop_cart(0))

        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._pay()

        self.assertFalse(self.cart.transaction_ids)
        self.assertFalse(self.cart.gift_stock_hold_ids)


@tagged('post_install', '-at_install')
class TestComboGifts(ExpressCommon):
    """Combos (sets with a choice): their parts count for stock, and they go to one recipient."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vase = cls._create_product(
            name="Vase", is_storable=True, allow_out_of_stock_order=False, is_published=True
        )
        cls._put(cls.vase, 1)
        choices = [cls._create_choice(product) for product in (cls.vase, cls.gift_product)]
        cls.set = cls._create_product(
            name="Set",
            type='combo',
            list_price=20.0,
            combo_ids=[Command.set([choice.id for choice in choices[:1]])],
        )
        cls.gift_set = cls._create_product(
            name="Set with a gift",
            type='combo',
            combo_ids=[Command.set([choice.id for choice in choices])],
        )

    @classmethod
    def _create_choice(cls, product):
        return cls.env['product.combo'].create(
            {'name': product.name, 'combo_item_ids': [Command.create({'product_id': product.id})]}
        )

    def _add_set(self, product, *parts, quantity=1, **values):
        items = product.combo_ids.combo_item_ids.filtered(lambda item: item.product_id in parts)
        return self._call(
            '/shop/cart/add',
            product_template_id=product.product_tmpl_id.id,
            product_id=product.id,
            quantity=quantity,
            linked_products=[
                {
                    'product_template_id': item.product_id.product_tmpl_id.id,
                    'parent_product_template_id': product.product_tmpl_id.id,
                    'product_id': item.product_id.id,
                    'combo_item_id': item.id,
                    'quantity': quantity,
                    'product_custom_attribute_values': [],
                    'no_variant_attribute_value_ids': [],
                }
                for item in items
            ],
            **values,
        )

    @property
    def parts(self):
        parts = self.env['product.product'].browse((self.vase | self.gift_product).ids)
        return list(parts)

    @mute_logger('odoo.http')
    def test_a_set_with_a_gift_is_refused_with_a_sentence_and_leaves_nothing_behind(self):
        _design, key = self._create_design(self.gift_product)
        before = self.cart.order_line

        for values in ({}, {'gift_design_key': key}):
            with self.subTest(values=values), self.assertRaises(JsonRpcException) as refused:
                self._add_set(self.gift_set, *self.parts, **values)
            self.assertIn('GiftDesignRequired', str(refused.exception))

        self.env.invalidate_all()
        self.assertEqual(self.cart.order_line, before)

    @mute_logger('odoo.http')
    def test_the_last_piece_in_a_set_is_held_and_sold_once(self):
        self._add_set(self.set, self.vase)
        rival = self._create_shop_cart(0, product=self.vase)
        self.cart.partner_id = self.partner
        self.cart._set_delivery_method(self.fixed)
        self._pay()
        self.assertEqual(self.cart.gift_stock_hold_ids.product_id, self.vase)

        with self.assertRaises(ValidationError):
            self._start_payment(rival)

        self.assertFalse(rival.gift_stock_hold_ids)

    def test_a_set_goes_to_a_recipient_as_a_whole(self):
        self._put(self.vase, 5)
        self._add_set(self.set, self.vase, quantity=2)
        combo = self.cart.order_line.filtered(lambda line: line.product_id == self.set)
        ben = self._add_parcel("Ben", self.cart)

        with self.assertRaisesRegex(UserError, "cannot be divided"):
            self._assign(combo, ben, 1)
        self.assertFalse(combo.gift_parcel_id)
        self._assign(combo, ben, 2)

        parts = combo | combo.linked_line_ids
        self.assertEqual(parts.gift_parcel_id, ben)
        self.assertEqual(parts.mapped('product_uom_qty'), [2, 2])
