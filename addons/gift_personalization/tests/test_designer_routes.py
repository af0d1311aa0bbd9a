import json
import re

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import GiftCommon, make_picture

PRODUCT_CANNOT = "This product cannot be personalised now. Please reload the page."


@tagged('post_install', '-at_install')
class TestDesignerRoutes(GiftCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _post_photo(self, data, product=None, key='', name='photo.jpg'):
        page = self.url_open('/shop').text
        return self.url_open(
            '/gift/upload',
            data={
                'csrf_token': re.search(r'csrf_token: "([^"]+)"', page).group(1),
                'product_id': (product or self.gift_product).id,
                'key': key,
            },
            files={'file': (name, data, 'image/jpeg')},
        )

    def _ask(self, values, product=None, **params):
        return self.make_jsonrpc_request(
            '/gift/preview',
            {'product_id': (product or self.gift_product).id, 'values': values, **params},
        )

    # === PREVIEW === #

    def test_a_visitor_sees_the_picture_the_findings_and_the_price(self):
        answer = self._ask({'name': {'text': "Anna"}})

        self.assertTrue(answer['surfaces'][0]['svg'].startswith('<svg '))
        self.assertEqual(answer['findings'], [])
        self.assertEqual(
            answer['price'], {'has_extra': True, 'extra': "$\xa03.00", 'total': "$\xa013.00"}
        )

    def test_the_displayed_total_is_what_the_cart_charges_with_taxes_shown(self):
        tax = self.env['account.tax'].create({'name': "Ten", 'amount': 10.0})
        self.gift_product.taxes_id = tax
        self.website.show_line_subtotals_tax_selection = 'tax_included'

        answer = self._ask({'name': {'text': "Anna"}})
        line = self._add_gift_to_cart(self.empty_cart)

        self.assertEqual(answer['price']['total'], "$\xa014.30")
        self.assertEqual(line.price_total, 14.3)

    def test_markup_in_a_text_never_reaches_the_page_as_markup(self):
        answer = self._ask({'name': {'text': "<script>x"}})

        self.assertNotIn('<script', answer['surfaces'][0]['svg'])

    def test_a_preview_of_malformed_values_is_answered_with_a_sentence(self):
        for values in (
            [1],
            {'name': 7},
            {'name': {'text': 7}},
            {'name': {'text': 'x' * 20000}},
            {'photo': {'asset': 'zz'}},
        ):
            with self.subTest(values=str(values)[:40]):
                answer = self._ask(values)
                if 'error' in answer:
                    self.assertIn("Please", answer['error'])
                else:
                    self.assertEqual(values, [1])

    def test_a_preview_of_another_product_is_refused(self):
        hidden = self._create_gift_product(name="Hidden", website_published=False)

        for product_id in (self.product.id, hidden.id, 10**9, 'x', None, 2**70):
            with self.subTest(product_id=product_id):
                answer = self.make_jsonrpc_request(
                    '/gift/preview', {'product_id': product_id, 'values': {}}
                )
                self.assertEqual(answer, {'error': PRODUCT_CANNOT})

    def test_a_photo_of_another_visitor_is_not_drawn(self):
        photo = self._create_photo()
        _design, other_key = self._create_design(photos=photo)

        answer = self._ask({'photo': {'asset': photo.sha256}}, key='no-such-key-no-such-key')
        own = self._ask({'photo': {'asset': photo.sha256}}, key=other_key)

        self.assertIn("not part of your design", answer['error'])
        self.assertIn(
            f'/gift/asset/{photo.sha256}/screen.jpg?key={other_key}', own['surfaces'][0]['svg']
        )

    def test_malformed_arguments_are_answered_with_a_sentence(self):
        for route in ('/gift/preview', '/gift/design/save', '/gift/cart/replace'):
            with self.subTest(route=route):
                self.assertIn('Please', self.make_jsonrpc_request(route, {})['error'])
        for params in (
            {'quantity': 'x', 'combination': 5},
            {'quantity': -1, 'combination': ['x', None, 2**70]},
            {'quantity': 1e300, 'key': ['x']},
        ):
            with self.subTest(params=params):
                answer = self._ask({'name': {'text': "Anna\x00\u202e"}}, **params)
                self.assertEqual(answer['price']['total'], "$\xa013.00")
        for path in (
            '/gift/mockup/%00.img',
            '/gift/font/%00',
            '/gift/asset/%00/screen.jpg?key=%00',
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)

    # === SAVE === #

    def test_saving_creates_a_workspace_and_then_keeps_it(self):
        params = {'product_id': self.gift_product.id, 'values': {'name': {'text': "Anna"}}}
        first = self.make_jsonrpc_request('/gift/design/save', params)
        params['values'] = {'name': {'text': "Paul"}}

        second = self.make_jsonrpc_request('/gift/design/save', {**params, 'key': first['key']})

        self.assertEqual(second['key'], first['key'])
        design = self.env['gift.design']._find_by_key(first['key'])
        self.assertEqual(design.values_json['name']['text'], "Paul")

    def test_saving_with_a_wrong_key_touches_no_other_workspace(self):
        design, key = self._create_design()

        answer = self.make_jsonrpc_request(
            '/gift/design/save',
            {
                'product_id': self.gift_product.id,
                'values': {'name': {'text': "Eve"}},
                'key': key[:-1] + ('a' if key[-1] != 'a' else 'b'),
            },
        )

        self.assertNotEqual(answer['key'], key)
        self.assertEqual(design.values_json['name']['text'], "Anna")

    # === UPLOAD === #

    def test_a_photo_is_kept_in_full_and_shown_small_to_its_owner_only(self):
        answer = self._post_photo(make_picture(2400, 1800, image_format='JPEG')).json()

        self.assertEqual((answer['width_px'], answer['height_px']), (2400, 1800))
        own = self.url_open(answer['url'])
        self.assertEqual(own.status_code, 200)
        self.assertEqual(own.headers['Content-Type'], 'image/jpeg')
        self.assertIn('private', own.headers['Cache-Control'])
        bare = answer['url'].split('?')[0]
        for url in (bare, f'{bare}?key=', f'{bare}?key=no-such-key-no-such-key'):
            self.assertEqual(self.url_open(url).status_code, 404)
        _design, other_key = self._create_design()
        self.assertEqual(self.url_open(f'{bare}?key={other_key}').status_code, 404)

    def test_a_second_photo_goes_into_the_same_workspace(self):
        first = self._post_photo(make_picture(400, 300, image_format='JPEG')).json()

        second = self._post_photo(
            make_picture(300, 400, (9, 9, 9), image_format='JPEG'), key=first['key']
        ).json()

        self.assertEqual(second['key'], first['key'])
        design = self.env['gift.design']._find_by_key(first['key'])
        self.assertEqual(set(design.asset_ids.mapped('sha256')), {first['asset'], second['asset']})

    def test_files_that_are_no_photo_are_refused_with_a_sentence(self):
        heic = b'\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic' + b'\x00' * 64
        cases = {
            'heic': (heic, "HEIC"),
            'svg': (
                b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
                "JPEG, PNG or WebP",
            ),
            'empty': (b'', "damaged"),
            'cut': (make_picture(400, 300, image_format='JPEG')[:400], "damaged"),
            'small': (make_picture(50, 50), "too small"),
        }
        assets = self.env['gift.asset'].search_count([])
        for name, (data, expected) in cases.items():
            with self.subTest(name=name):
                response = self._post_photo(data)
                self.assertEqual(response.status_code, 400)
                self.assertIn(expected, response.json()['error'])
        self.assertEqual(self.env['gift.asset'].search_count([]), assets)

    def test_a_photo_above_the_limit_is_refused_before_it_is_read(self):
        with mute_logger('odoo.http'):
            response = self._post_photo(b'\xff\xd8\xff' + b'\x00' * (27 * 1024 * 1024))

        self.assertEqual(response.status_code, 413)

    def test_an_upload_without_the_token_of_the_page_is_refused(self):
        with mute_logger('odoo.http'):
            response = self.url_open(
                '/gift/upload',
                data={'product_id': self.gift_product.id},
                files={'file': ('photo.jpg', make_picture(400, 300), 'image/jpeg')},
            )

        self.assertEqual(response.status_code, 400)

    def test_an_upload_for_a_product_without_personalisation_is_refused(self):
        response = self._post_photo(make_picture(400, 300), product=self.product)

        self.assertEqual((response.status_code, response.json()), (400, {'error': PRODUCT_CANNOT}))

    def test_uploads_of_one_address_are_limited(self):
        counter = self.env['gift.rate.limit']
        counter.create([{'scope': 'upload', 'caller': '127.0.0.1'}] * 60)

        response = self._post_photo(make_picture(400, 300))

        self.assertEqual(response.status_code, 400)
        self.assertIn("too often in a short time", response.json()['error'])

    # === PICTURE OF A REVISION === #

    def test_the_picture_of_a_revision_opens_with_its_link_only(self):
        url = self._create_revision()._get_preview_url()

        picture = self.url_open(url)

        self.assertEqual(picture.status_code, 200)
        self.assertEqual(picture.headers['Content-Type'], 'image/jpeg')
        self.assertEqual(picture.content[:3], b'\xff\xd8\xff')
        wrong = re.sub(r'/[0-9a-f]{32}\.jpg', f"/{'0' * 32}.jpg", url)
        self.assertEqual(self.url_open(wrong).status_code, 404)

    # === CART === #

    def _add(self, text="Anna", **params):
        saved = self.make_jsonrpc_request(
            '/gift/design/save',
            {'product_id': self.gift_product.id, 'values': {'name': {'text': text}}},
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

    def _find_cart(self):
        return (
            self.env['sale.order.line']
            .search([('product_id', '=', self.gift_product.id)], order='id desc', limit=1)
            .order_id
        )

    def test_the_notification_of_the_cart_shows_the_design(self):
        line = self._add()['notification_info']['lines'][0]

        self.assertRegex(line['image_url'], r'^/gift/preview/[0-9a-f]{64}/[0-9a-f]{32}\.jpg$')
        self.assertIn("Name: Anna", line['description'])

    def test_adding_without_a_design_answers_with_the_page_to_design_it(self):
        with mute_logger('odoo.http'), self.assertRaises(JsonRpcException):
            self._add(gift_design_key=None)
        response = self.url_open(
            '/shop/cart/add',
            data=json.dumps(
                {
                    'params': {
                        'product_template_id': self.gift_product.product_tmpl_id.id,
                        'product_id': self.gift_product.id,
                    }
                }
            ),
            headers={'Content-Type': 'application/json'},
        )
        self.assertEqual(
            response.json()['error']['data']['context'],
            {'gift_product_url': self.gift_product.website_url},
        )

    def test_a_line_of_the_own_cart_is_edited_from_its_page(self):
        self._add()
        line = self._find_cart().order_line
        page = self.url_open(line._gift_get_page_url()).text
        self.assertIn('value="Anna"', page)
        self.assertIn(f'data-line-id="{line.id}"', page)

        answer = self.make_jsonrpc_request(
            '/gift/cart/replace',
            {
                'line_id': line.id,
                'product_id': self.gift_product.id,
                'values': {'name': {'text': "Paul"}},
            },
        )

        self.assertEqual(answer, {'redirect': '/shop/cart'})
        line.invalidate_recordset()
        self.assertEqual(line._gift_get_texts(), ["Name: Paul"])

    def test_an_edit_with_an_error_changes_nothing(self):
        self._add()
        line = self._find_cart().order_line
        revision = line.gift_revision_id

        answer = self.make_jsonrpc_request(
            '/gift/cart/replace',
            {'line_id': line.id, 'product_id': self.gift_product.id, 'values': {}},
        )

        self.assertEqual(answer, {'error': "Name: please fill this in."})
        line.invalidate_recordset()
        self.assertEqual(line.gift_revision_id, revision)

    def test_a_line_of_another_cart_is_neither_shown_nor_edited(self):
        line = self._add_gift_to_cart(self.empty_cart, "Secret")
        self._add()
        for line_id in (line.id, 0, -1, 'x', None, 10**9):
            with self.subTest(line_id=line_id):
                page = self.url_open(f'{self.gift_product.website_url}?gift_line={line_id}').text
                self.assertNotIn("Secret", page)
                answer = self.make_jsonrpc_request(
                    '/gift/cart/replace',
                    {
                        'line_id': line_id,
                        'product_id': self.gift_product.id,
                        'values': {'name': {'text': "Eve"}},
                    },
                )
                self.assertIn("no longer in your cart", answer['error'])
        line.invalidate_recordset()
        self.assertEqual(line._gift_get_texts(), ["Name: Secret"])

    def test_no_role_opens_or_edits_what_belongs_to_a_visitor(self):
        photo = self._create_photo()
        design, key = self._create_design(photos=photo)
        line = self._add_gift_to_cart(self.empty_cart, "Secret")
        for role in ('customer', 'employee', 'production', 'staff', 'manager'):
            self.authenticate(f'gift_{role}', f'gift_{role}')
            with self.subTest(role=role):
                picture = self.url_open(f'/gift/asset/{photo.sha256}/screen.jpg')
                self.assertEqual(picture.status_code, 404)
                answer = self.make_jsonrpc_request(
                    '/gift/cart/replace',
                    {
                        'line_id': line.id,
                        'product_id': self.gift_product.id,
                        'values': {'name': {'text': "Eve"}},
                    },
                )
                self.assertIn("no longer in your cart", answer['error'])
                answer = self._ask({'photo': {'asset': photo.sha256}})
                self.assertIn("not part of your design", answer['error'])
        self.assertEqual(self.env['gift.design']._find_by_key(key), design)
        self.assertEqual(design.values_json['name']['text'], "Anna")
        line.invalidate_recordset()
        self.assertEqual(line._gift_get_texts(), ["Name: Secret"])

    def test_a_past_design_is_opened_by_its_customer_only(self):
        user = self.users['customer']
        order = self._create_so(partner_id=user.partner_id.id, order_line=[])
        line = self._add_gift_to_cart(order, "Mine")
        order.action_confirm()
        url = line._gift_get_page_url('gift_again')

        as_visitor = self.url_open(url).text
        self.authenticate('gift_manager', 'gift_manager')
        as_manager = self.url_open(url).text
        self.authenticate('gift_customer', 'gift_customer')
        as_customer = self.url_open(url).text

        self.assertNotIn('value="Mine"', as_visitor)
        self.assertNotIn('value="Mine"', as_manager)
        self.assertIn('value="Mine"', as_customer)
        self.assertIn('data-line-id=""', as_customer)

    def test_an_order_is_ordered_again_with_its_designs(self):
        user = self.users['customer']
        order = self._create_so(partner_id=user.partner_id.id)
        self._add_gift_to_cart(order, "Anna", quantity=2)
        order.action_confirm()
        self.authenticate('gift_customer', 'gift_customer')

        answer = self.make_jsonrpc_request('/my/orders/reorder', {'order_id': order.id})

        self.assertEqual(answer['cart_quantity'], 3)
        again = self.env['sale.order'].search(
            [('partner_id', '=', user.partner_id.id), ('state', '=', 'draft')]
        )
        designed = again.order_line.filtered('gift_revision_id')
        self.assertEqual(designed.gift_revision_id, order.order_line.gift_revision_id)
        self.assertEqual(designed.product_uom_qty, 2.0)

    def test_gifts_of_an_order_stay_for_whom_they_are_when_it_is_ordered_again(self):
        user = self.users['customer']
        order = self._create_so(partner_id=user.partner_id.id)
        for recipient in ("Aunt Zoë", "Uncle Ivo", ''):
            line = self._add_gift_to_cart(order.with_context(gift_recipient=recipient), "Anna")
            self.assertEqual(line.gift_recipient or '', recipient)
        order.action_confirm()
        self.authenticate('gift_customer', 'gift_customer')

        for quantity in (1, 2):
            self.make_jsonrpc_request('/my/orders/reorder', {'order_id': order.id})

            again = self.env['sale.order'].search(
                [('partner_id', '=', user.partner_id.id), ('state', '=', 'draft')]
            )
            designed = again.order_line.filtered('gift_revision_id').sorted('id')
            self.assertEqual(
                [(line.gift_recipient or '', line.product_uom_qty) for line in designed],
                [("Aunt Zoë", quantity), ("Uncle Ivo", quantity), ('', quantity)],
            )

    def test_a_design_that_no_longer_fits_is_told_in_the_cart_instead_of_added(self):
        user = self.users['customer']
        order = self._create_so(partner_id=user.partner_id.id)
        self._add_gift_to_cart(order, "Annabella")
        order.action_confirm()
        self.gift_template._get_zones().filtered(lambda zone: zone.key == 'name').max_chars = 4
        self.authenticate('gift_customer', 'gift_customer')

        answer = self.make_jsonrpc_request('/my/orders/reorder', {'order_id': order.id})

        self.assertEqual(answer['cart_quantity'], 1)
        again = self.env['sale.order'].search(
            [('partner_id', '=', user.partner_id.id), ('state', '=', 'draft')]
        )
        self.assertFalse(again.order_line.gift_revision_id)
        self.assertIn("is made differently today", again.shop_warning)

    # === PAGES === #

    def test_the_form_comes_before_the_preview_and_names_its_fields(self):
        page = self.url_open(self.gift_product.website_url).text

        self.assertLess(page.index('id="gift_name"'), page.index('o_gift_preview'))
        self.assertRegex(page, r'<label[^>]+for="gift_name"')
        self.assertIn('aria-describedby="gift_name_hint gift_name_message"', page)

    def test_a_page_without_personalisation_has_no_designer(self):
        page = self.url_open(self.product.website_url).text

        self.assertNotIn('o_gift_designer', page)
        self.assertNotIn('o_gift_preview', page)

    def test_cart_checkout_and_portal_show_the_design(self):
        user = self.users['customer']
        self.authenticate('gift_customer', 'gift_customer')
        self._add()
        order = self._find_cart()
        url = order.order_line._gift_get_preview_url()

        cart = self.url_open('/shop/cart').text
        order.action_confirm()
        marked_url = order.order_line._gift_get_preview_url()
        portal = self.url_open(f'/my/orders/{order.id}').text

        self.assertEqual(order.partner_id, user.partner_id)
        for page, picture in ((cart, url), (portal, marked_url)):
            self.assertIn(picture, page)
            self.assertIn("Name: Anna", page)
        self.assertIn("Edit design", cart)
