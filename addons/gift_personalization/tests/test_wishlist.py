from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import GiftCommon

ANNA = {'name': {'text': "Anna"}}
FIELDS = ('gift_design_id', 'gift_design_hash', 'gift_price')


class WishCase(GiftCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self._log_in('customer')
        self.partner = self.users['customer'].partner_id

    def _log_in(self, role):
        login = role and f'gift_{role}'
        self.authenticate(login, login)

    def _wish(self, values=None, product=None, **params):
        product = product or self.gift_product
        if values is not None:
            kept = self.make_jsonrpc_request(
                '/gift/design/keep', {'product_id': product.id, 'values': values}
            )
            params['gift_design_key'] = kept['key']
        return self.make_jsonrpc_request('/shop/wishlist/add', {'product_id': product.id, **params})

    def _open(self, address):
        return self.url_open(address, timeout=120)  # the first page builds the style sheets

    def _get_wishes(self):
        return self.env['product.wishlist'].search([('product_id', '=', self.gift_product.id)])

    def _order(self, wish):
        return self.make_jsonrpc_request('/gift/wish/order', {'wish_id': wish.id})

    def _get_cart_lines(self):
        return self.env['sale.order.line'].search([('product_id', '=', self.gift_product.id)])


@tagged('post_install', '-at_install')
class TestWish(WishCase):
    """Wishes keep the design of the product page."""

    # === ADD === #

    def test_a_wish_keeps_a_copy_of_the_design(self):
        answer = self._wish(ANNA)

        wish = self._get_wishes()
        self.assertEqual(answer, {'wish': wish.id, 'is_new': True})
        self.assertEqual(wish.partner_id, self.partner)
        self.assertEqual(wish.gift_design_id.values_json['name']['text'], "Anna")
        self.assertFalse(wish.gift_design_id.saved_date)
        self.assertEqual(wish.gift_price, 13.0)
        saved = self.env['gift.design'].search([('saved_date', '!=', False)])
        saved._keep_values({'name': {'text': "Paul"}})
        self.assertEqual(wish.gift_design_id.values_json['name']['text'], "Anna")

    def test_two_designs_are_two_wishes_and_the_same_one_is_one(self):
        self._wish(ANNA)
        second = self._wish({'name': {'text': "Paul"}})
        again = self._wish(ANNA)

        self.assertTrue(second['is_new'])
        self.assertFalse(again['is_new'])
        texts = [wish.gift_design_id._get_texts() for wish in self._get_wishes()]
        self.assertCountEqual(texts, [["Anna"], ["Paul"]])
        counted = self.make_jsonrpc_request('/shop/wishlist/get_product_ids', {})
        self.assertEqual(counted, [self.gift_product.id] * 2)

    def test_a_wish_without_a_design_stays_what_it_was(self):
        self._wish()
        with mute_logger('odoo.sql_db', 'odoo.http'), self.assertRaises(JsonRpcException):
            self._wish()  # as in Odoo: the page does not offer it twice

        self.assertFalse(self._get_wishes().gift_design_id)
        self._wish(ANNA)
        self.assertEqual(len(self._get_wishes()), 2)

    def test_the_key_of_another_product_brings_no_design_along(self):
        other = self._create_gift_product(name="Other")
        _design, key = self._create_design(other)

        self._wish(gift_design_key=key)

        self.assertFalse(self._get_wishes().gift_design_id)

    def test_a_line_of_the_cart_is_saved_for_later_with_its_design(self):
        line = self._add_gift_to_cart(self.empty_cart, "Ida")
        reference = line.gift_revision_id._get_reference()
        line.unlink()

        self._wish(gift_revision=reference)
        self._wish(gift_revision=reference[:-1] + ('0' if reference[-1] != '0' else '1'))

        designs = self._get_wishes().gift_design_id
        self.assertEqual([design._get_texts() for design in designs], [["Ida"]])

    # === PAGE === #

    def test_the_wishlist_shows_picture_texts_and_price_of_the_design(self):
        self._wish({'name': {'text': "<b>Anna"}})
        wish = self._get_wishes()

        page = self._open('/shop/wishlist').text

        self.assertIn(f'src="{wish.gift_design_id._get_picture_url()}"', page)
        self.assertIn('&lt;b&gt;Anna</bdi>', page)
        self.assertIn(f'gift_wish={wish.id}', page)
        self.assertRegex(page, r'13\.00')
        picture = self.url_open(wish.gift_design_id._get_picture_url())
        self.assertEqual(picture.headers['Content-Type'], 'image/jpeg')

    def test_the_page_of_the_product_starts_with_a_copy_of_the_wish(self):
        self._wish(ANNA)
        wish = self._get_wishes()

        page = self._open(wish._gift_get_url()).text

        self.assertIn('value="Anna"', page)
        self.assertNotIn(wish.gift_design_id._get_page_key(), page)
        self.assertNotIn('o_gift_notes', page)

    def test_removing_a_wish_removes_only_the_wish(self):
        self._wish(ANNA)
        saved = self.env['gift.design'].search([('saved_date', '!=', False)])
        wish = self._get_wishes()

        self.make_jsonrpc_request(f'/shop/wishlist/remove/{wish.id}', {})

        self.assertFalse(wish.exists())
        self.assertTrue(saved.exists())

    # === CART === #

    def test_an_unchanged_wish_goes_into_the_cart_and_leaves_the_list(self):
        self._wish(ANNA)
        wish = self._get_wishes()

        answer = self._order(wish)

        self.assertEqual(answer, {'redirect': '/shop/cart', 'added': True})
        line = self._get_cart_lines()
        self.assertEqual(line._gift_get_texts(), ["Name: Anna"])
        self.assertEqual(line.price_unit, 13.0)
        self.assertFalse(wish.exists())

    def test_a_changed_price_opens_the_product_page_and_says_so(self):
        self._wish(ANNA)
        wish = self._get_wishes()
        self.gift_product.list_price = 12.0

        answer = self._order(wish)
        page = self._open(answer['redirect']).text

        self.assertFalse(answer['added'])
        self.assertFalse(self._get_cart_lines())
        self.assertRegex(page, r'The price per piece is [^<]*15\.00[^<]* instead of [^<]*13\.00')
        self.assertIn('value="Anna"', page)

    def test_a_changed_template_opens_the_product_page_and_says_so(self):
        self._wish(ANNA)
        wish = self._get_wishes()
        self.gift_template.surface_ids.zone_ids[0].x_mm = 12

        answer = self._order(wish)

        self.assertFalse(answer['added'])
        self.assertIn("it has another place or size", self._open(answer['redirect']).text)

    def test_an_unfinished_design_is_finished_on_the_product_page(self):
        self._wish({'message': {'text': "Hello"}})

        answer = self._order(self._get_wishes())

        self.assertFalse(answer['added'])
        self.assertIn(">Hello</textarea>", self._open(answer['redirect']).text)
        self.assertFalse(self._get_cart_lines())

    def test_a_product_that_is_not_offered_any_more_is_not_added(self):
        self._wish(ANNA)
        self.gift_product.sale_ok = False

        answer = self._order(self._get_wishes())

        self.assertIn('error', answer)
        self.assertTrue(self._get_wishes())

    # === VISITORS === #

    def test_wishes_of_a_visitor_follow_into_the_account(self):
        self._wish(ANNA)
        self._log_in(None)
        self._wish(ANNA)
        self._wish({'name': {'text': "Paul"}})
        self.assertEqual(len(self._get_wishes()), 3)
        self.assertIn(">Paul</bdi>", self._open('/shop/wishlist').text)
        data = {'login': 'gift_customer', 'password': 'gift_customer'}
        data['csrf_token'] = http.Request.csrf_token(self)

        self.url_open('/web/login', data=data)

        wishes = self._get_wishes()
        self.assertEqual(wishes.partner_id, self.partner)
        texts = [wish.gift_design_id._get_texts() for wish in wishes]
        self.assertCountEqual(texts, [["Anna"], ["Paul"]])
        self.assertEqual(wishes.gift_design_id.partner_id, self.partner)

    def test_a_visitor_orders_a_wish(self):
        self._log_in(None)
        self._wish(ANNA)

        answer = self._order(self._get_wishes())

        self.assertTrue(answer['added'])
        self.assertEqual(self._get_cart_lines()._gift_get_texts(), ["Name: Anna"])
        self.assertFalse(self._get_wishes())


@tagged('post_install', '-at_install')
class TestWishAccess(WishCase):
    """Nobody opens another one's design by way of a wish."""

    def test_nobody_else_orders_or_opens_a_wish(self):
        self._wish(ANNA)
        wish = self._get_wishes()
        for role in (None, 'employee', 'production', 'staff', 'manager'):
            self._log_in(role)
            with self.subTest(role=role):
                self.assertIn('error', self._order(wish))
                self.assertNotIn('value="Anna"', self._open(wish._gift_get_url()).text)
        self.assertFalse(self._get_cart_lines())
        self.assertTrue(wish.exists())

    def test_odd_ids_are_refused(self):
        for odd in (None, 'x', -1, '9' * 40, [], {}):
            with self.subTest(odd=odd):
                answer = self.make_jsonrpc_request('/gift/wish/order', {'wish_id': odd})
                self.assertIn('error', answer)

    @mute_logger('odoo.addons.base.models.ir_model')
    def test_the_fields_of_a_wish_are_nobodys_to_read_or_write(self):
        self._wish(ANNA)
        wish = self._get_wishes()
        design, _key = self._create_design()
        for role in ('customer', 'employee', 'staff', 'manager'):
            own = wish.with_user(self.users[role])
            for field in FIELDS:
                with self.subTest(role=role, field=field):
                    with self.assertRaises(AccessError):
                        own.read([field])
                    with self.assertRaises(AccessError):
                        own.write({field: design.id})
            with self.assertRaises(AccessError):
                own.create(
                    {
                        'product_id': self.gift_product.id,
                        'website_id': self.website.id,
                        'partner_id': self.users[role].partner_id.id,
                        'gift_design_id': design.id,
                    }
                )
