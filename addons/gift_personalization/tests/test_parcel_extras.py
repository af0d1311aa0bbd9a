from lxml import html

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon


class ParcelExtrasCommon(ParcelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift_product.write(cls._prepare_size(100, 90, 80))
        cls.wrap = cls._create_wrap("Paper", 2.0)
        cls.card = cls._create_gift_product(
            name="Greeting card", list_price=1.0, gift_extra='card', gift_proof_policy='none'
        )

    @classmethod
    def _prepare_size(cls, *sides):
        names = ('gift_length_mm', 'gift_width_mm', 'gift_height_mm')
        return dict(zip(names, sides, strict=True))

    @classmethod
    def _create_wrap(cls, name, price, **values):
        return cls._create_product(
            **{
                'name': name,
                'list_price': price,
                'is_storable': True,
                'allow_out_of_stock_order': False,
                'taxes_id': False,
                'gift_extra': 'wrap',
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity):
        warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.env.company.id)], limit=1
        )
        cls.env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, quantity)


@tagged('post_install', '-at_install')
class TestParcelExtras(ParcelExtrasCommon):
    """Wraps and message cards: priced, stocked, and in the right parcel."""

    def setUp(self):
        super().setUp()
        self._stock(self.wrap, 2)
        self.line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=3)
        self.ben = self._add_parcel("Ben")
        self._assign(self.line, self.ben, 1)

    def _get_wraps(self):
        lines = self.empty_cart.order_line.filtered(lambda li: li.product_id == self.wrap)
        return {line.gift_parcel_id: line.product_uom_qty for line in lines}

    def test_a_wrap_is_a_priced_line_of_its_parcel(self):
        total = self.empty_cart.amount_total

        self.empty_cart._gift_set_wrap(self.wrap, self.ben)

        self.assertEqual(self._get_wraps(), {self.ben: 1})
        self.assertEqual(self.empty_cart.amount_total, total + 2.0)

    def test_each_parcel_has_one_wrap_and_another_replaces_it(self):
        box = self._create_wrap("Box", 4.0, is_storable=False)
        self.empty_cart._gift_set_wrap(self.wrap, self.ben)
        self.empty_cart._gift_set_wrap(self.wrap, self.no_parcel)

        self.empty_cart._gift_set_wrap(box, self.ben)

        self.assertEqual(self._get_wraps(), {self.no_parcel: 1})
        self.assertEqual(self.empty_cart._gift_get_wrap(self.ben).product_id, box)

        self.empty_cart._gift_set_wrap(self.wrap.browse(), self.ben)

        self.assertFalse(self.empty_cart._gift_get_wrap(self.ben))

    def test_no_more_wraps_are_sold_than_there_are(self):
        self.empty_cart._gift_set_wrap(self.wrap, self.ben)
        self.empty_cart._gift_set_wrap(self.wrap, self.no_parcel)
        cem = self._add_parcel("Cem")
        self._assign(self.line, cem, 1)

        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.empty_cart._gift_set_wrap(self.wrap, cem)

        self.assertEqual(self._get_wraps(), {self.ben: 1, self.no_parcel: 1})

    def test_a_wrap_takes_what_has_room_in_it_however_it_is_turned(self):
        for size, fits_one, fits_two in (
            ((80, 100, 90), True, False),
            ((80, 200, 90), True, True),
            ((300, 300, 70), False, False),
            ((99, 300, 300), True, True),
            ((89, 89, 900), False, False),
            ((0, 10, 10), True, True),  # not known
        ):
            wrap = self._create_wrap("Box", 1.0, is_storable=False, **self._prepare_size(*size))
            found = [
                wrap.product_tmpl_id._gift_has_room(self.empty_cart._gift_get_wrapped(parcel))
                for parcel in (self.ben, self.no_parcel)
            ]
            with self.subTest(size=size):
                self.assertEqual(found, [fits_one, fits_two])

    def test_a_wrap_that_is_too_small_is_refused(self):
        wrap = self._create_wrap("Small", 1.0, is_storable=False, **self._prepare_size(99, 99, 99))

        with self.assertRaisesRegex(UserError, "“Small” is too small"):
            self.empty_cart._gift_set_wrap(wrap, self.ben)

        self.assertFalse(self.empty_cart._gift_get_wrap(self.ben))

    def test_a_wrap_that_has_become_too_small_holds_the_payment(self):
        size = self._prepare_size(200, 90, 80)
        wrap = self._create_wrap("Small", 1.0, is_storable=False, **size)
        self.empty_cart._gift_set_wrap(wrap, self.no_parcel)

        self.line.product_uom_qty = 3

        with self.assertRaisesRegex(ValidationError, "“Small” is too small"):
            self.empty_cart._check_cart_is_ready_to_be_paid()

    def test_nothing_is_not_wrapped(self):
        cem = self._add_parcel("Cem")

        with self.assertRaisesRegex(UserError, "nothing to wrap"):
            self.empty_cart._gift_set_wrap(self.wrap, cem)

    def test_a_card_is_frozen_made_and_leaves_with_its_parcel(self):
        card = self._add_gift_to_cart(
            self.empty_cart.with_context(gift_parcel_id=self.ben.id), "Happy day", product=self.card
        )
        self.empty_cart._gift_set_wrap(self.wrap, self.ben)
        self.empty_cart.partner_id = self.partner
        self.empty_cart.action_confirm()
        self._approve(self.ben.line_ids.gift_job_ids - card.gift_job_ids)

        self.assertEqual(card.gift_parcel_id, self.ben)
        self.assertEqual(card.gift_job_ids.revision_hash, card.gift_revision_id.hash)
        self.assertEqual(len(self.ben.picking_ids), 1)
        self.assertEqual(
            self.ben.picking_ids.move_ids.product_id, self.gift_product | self.card | self.wrap
        )
        receipt = self.ben.picking_ids._gift_prepare_receipt()
        self.assertEqual(receipt.rows, (("1 ×", "Test gift"),))


@tagged('post_install', '-at_install')
class TestParcelExtrasPages(ParcelExtrasCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self._stock(self.wrap, 5)
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna")
        self.ben = self._add_parcel("Ben", self.cart)
        self._assign(self.line, self.ben, 1)
        self._open_cart(self.cart)

    def _wrap(self, **data):
        return self._post('/shop/recipients/wrap', **data)

    def test_a_visitor_wraps_and_unwraps_a_parcel(self):
        page = self.url_open('/shop/recipients').text
        self.assertIn("Paper", page)
        self.assertIn(f'?gift_parcel={self.ben.id}"', page)

        page = self._wrap(parcel=self.ben.id, product=self.wrap.id).text
        self.assertIn("The wrap is in your cart.", page)
        self.assertEqual(self.cart._gift_get_wrap(self.ben).product_id, self.wrap)

        page = self._wrap(parcel=self.ben.id, product='').text
        self.assertIn("The wrap was taken out.", page)
        self.assertFalse(self.cart._gift_get_wrap(self.ben))

    def test_the_cart_leads_to_cards_and_wraps_where_the_shop_offers_some(self):
        link = 'href="/shop/recipients#gift_extras"'
        self.assertIn(link, self.url_open('/shop/cart').text)
        self.assertIn('id="gift_extras"', self.url_open('/shop/recipients').text)

        extras = self.env['product.template'].search([('gift_extra', '!=', False)])
        extras.is_published = False
        self.assertNotIn(link, self.url_open('/shop/cart').text)

    def test_only_offered_wraps_are_sold_that_way(self):
        hidden = self._create_wrap("Hidden", 0.0, is_published=False)
        for product in (hidden, self.gift_product, self.product, self.card):
            with self.subTest(product=product.name):
                self._wrap(parcel=self.ben.id, product=product.id)
                self.assertEqual(self.cart.order_line, self.line)
        for odd in ('x', '-1', '9' * 30):
            self.assertEqual(self._wrap(parcel=self.ben.id, product=odd).status_code, 200)
            self.assertEqual(self._wrap(parcel=odd, product=self.wrap.id).status_code, 404)

    def test_a_card_made_for_a_recipient_goes_to_them(self):
        self.url_open(f'{self.card.website_url}?gift_parcel={self.ben.id}')
        _design, key = self._create_design(self.card, {'name': {'text': "Hello"}})

        self._add_card(key)
        _design, key = self._create_design(self.card, {'name': {'text': "Second"}})
        self._add_card(key)

        cards = self.cart.order_line.filtered(lambda line: line.product_id == self.card)
        self.assertEqual(
            [(card._gift_get_texts(), card.gift_parcel_id) for card in cards],
            [(["Name: Hello"], self.ben), (["Name: Second"], self.no_parcel)],
        )

    def _add_card(self, key):
        return self.make_jsonrpc_request(
            '/shop/cart/add',
            {
                'product_template_id': self.card.product_tmpl_id.id,
                'product_id': self.card.id,
                'quantity': 1,
                'gift_design_key': key,
            },
        )

    def test_a_recipient_of_another_cart_gets_no_card_of_this_one(self):
        other = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'order_line': [Command.clear()]}
        )
        self._add_gift_to_cart(other, "Lea")
        cem = self._add_parcel("Cem", other)
        self.url_open(f'{self.card.website_url}?gift_parcel={cem.id}')
        _design, key = self._create_design(self.card, {'name': {'text': "Hello"}})

        self._add_card(key)

        self.assertFalse(cem.line_ids)
        card = self.cart.order_line.filtered(lambda line: line.product_id == self.card)
        self.assertFalse(card.gift_parcel_id)

    # === THE CARD'S PICTURE === #

    def _add_cards(self, *parcels):
        return [
            self._add_gift_to_cart(
                self.cart.with_context(gift_parcel_id=parcel.id),
                f"Dear {parcel.name or 'me'}",
                product=self.card,
            )
            for parcel in parcels
        ]

    def _find_cards(self, page):
        """Return ``{picture of a gift: {pictures of cards beside it}}`` of a page."""
        found = {}
        for card in html.fromstring(page).xpath("//img[contains(@class, 'o_gift_card_picture')]"):
            row = card.getparent()
            while not (gifts := row.xpath(".//img[contains(@class, 'o_gift_line_picture')]")):
                row = row.getparent()
            found.setdefault(gifts[0].get('src'), set()).add(card.get('src'))
        return found

    def test_the_cart_and_the_summaries_show_each_card_beside_its_gift(self):
        self._add_gift_to_cart(self.cart, "Lea")
        second = self._add_gift_to_cart(self.cart.with_context(gift_parcel_id=self.ben.id), "Mia")
        own = self.cart.order_line.filtered(lambda line: not line.gift_parcel_id)
        cards = self._add_cards(self.ben, self.no_parcel)
        gift = self.ben.line_ids.filtered(lambda line: line not in cards[0] | second)
        expected = {
            gift._gift_get_preview_url(): {cards[0]._gift_get_preview_url()},
            own._gift_get_preview_url(): {cards[1]._gift_get_preview_url()},
        }

        self.assertEqual(self._find_cards(self.url_open('/shop/cart').text), expected)
        self.cart.partner_id = self.partner
        self.cart.action_confirm()
        self.session['sale_last_order_id'] = self.cart.id
        http.root.session_store.save(self.session)
        page = self._find_cards(self.url_open('/shop/confirmation').text)
        pictures = [line._gift_get_preview_url() for line in (gift, cards[0], own, cards[1])]
        self.assertEqual(page, {pictures[0]: {pictures[1]}, pictures[2]: {pictures[3]}})

    def test_a_card_alone_stands_for_itself(self):
        cem = self._add_parcel("Cem", self.cart)
        self._add_cards(cem)

        self.assertEqual(self.cart._gift_get_card_places(), {})
