from odoo import fields, http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import GiftCommon


class TransferCase(GiftCommon):
    """A mug whose designs go to a bottle with a text, a date and a photo of another shape."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.users['customer']
        place = {'x_mm': 5, 'y_mm': 5, 'width_mm': 60, 'height_mm': 10}
        green = Command.create({'name': "Wine", 'hex': '#b01525'})
        cls.bottle_template = cls._create_template(
            name="Test bottle",
            method=cls._create_method(color_ids=[green]),
            zones=[
                Command.create(
                    {
                        **place,
                        'name': "Engraved name",
                        'key': 'engraved',
                        'zone_type': 'text',
                        'max_chars': 6,
                        'font_ids': [Command.set(cls.font.ids)],
                        'default_font_id': cls.font.id,
                    }
                ),
                Command.create(
                    {
                        'name': "Photo",
                        'key': 'picture',
                        'zone_type': 'photo',
                        'x_mm': 10,
                        'y_mm': 20,
                        'width_mm': 50,
                        'height_mm': 20,
                    }
                ),
            ],
        )
        cls.bottle = cls._create_gift_product(
            name="Test bottle", gift_template_id=cls.bottle_template.id
        )

    def _save(self, values=None, photo=None):
        design, _key = self._create_design(
            values=values or {'name': {'text': "Anna"}}, photos=photo
        )
        design.write(
            {'partner_id': self.customer.partner_id.id, 'saved_date': fields.Datetime.now()}
        )
        return design

    def _transfer(self, design, product=None):
        document = design._parse(design._get_content()).to_dict()
        return design._transfer(document, design.asset_ids, product or self.bottle)


@tagged('post_install', '-at_install')
class TestTransfer(TransferCase):
    """Entries find their place on another product, and what changed is told."""

    def test_entries_go_over_and_every_change_is_told(self):
        photo = self._create_photo(color=(1, 2, 3))
        design = self._save(
            {
                'name': {'text': "Annabelle", 'font': self.font_script.sha256, 'color': '#c01020'},
                'message': {'text': "Hello"},
                'photo': {'asset': photo.sha256, 'width_px': 1600, 'height_px': 1200},
            },
            photo,
        )

        copy = self._transfer(design)

        self.assertEqual(copy.product_id, self.bottle)
        self.assertEqual(copy.asset_ids, photo)
        self.assertEqual(copy.values_json['engraved']['text'], "Annabelle")
        self.assertEqual(copy.values_json['engraved']['color'], '#b01525')
        self.assertEqual(copy.values_json['picture']['asset'], photo.sha256)
        self.assertEqual(
            copy.start_notes,
            [
                "Name: it stands in the field “Engraved name”.",
                f"Name: the lettering is {self.font.name} instead of {self.font_script.name}.",
                "Name: the colour is Wine instead of Red.",
                "Message: there is no place for “Hello” on this product.",
                "Photo: the photo is cut differently, please look at it.",
                "Engraved name: this is too long, at most 6 characters fit here.",
            ],
        )
        self.assertEqual(design.values_json['message']['text'], "Hello")

    def test_a_product_of_the_same_template_takes_all_and_nothing_is_told(self):
        other = self._create_gift_product(name="Other mug")
        design = self._save()

        copy = self._transfer(design, other)

        self.assertEqual(copy.values_json, design.values_json)
        self.assertFalse(copy.start_notes)

    def test_dates_take_a_format_of_the_other_product(self):
        formats = self.env['gift.date.format'].search([], limit=2)
        zone = {'name': "Day", 'key': 'day', 'zone_type': 'date', 'width_mm': 80, 'height_mm': 20}
        zone['font_ids'] = [Command.set(self.font.ids)]
        products = [
            self._create_gift_product(
                gift_template_id=self._create_template(
                    zones=[Command.create({**zone, 'date_format_ids': [Command.set(one.ids)]})]
                ).id
            )
            for one in formats
        ]
        design, _key = self._create_design(products[0], {'day': {'date': '2026-12-24'}})

        copy = self._transfer(design, products[1])

        self.assertEqual(copy.values_json['day']['date'], '2026-12-24')
        self.assertEqual(copy.values_json['day']['format'], formats[1].key)
        self.assertEqual(len(copy.start_notes), 1)
        self.assertIn("instead of", copy.start_notes[0])

    def test_an_option_is_found_by_its_printed_text_in_any_language(self):
        products = []
        for key in ('gold', 'au'):
            zone = {
                'name': "Style", 'key': 'style', 'zone_type': 'choice', 'width_mm': 80,
                'height_mm': 20, 'font_ids': [Command.set(self.font.ids)],
                'option_ids': [
                    Command.create({'name': "Silver", 'key': f'{key}-not'}),
                    Command.create({'name': "Gold", 'key': key}),
                ],
            }  # fmt: skip
            template = self._create_template(zones=[Command.create(zone)])
            products.append(self._create_gift_product(gift_template_id=template.id))
        design, _key = self._create_design(products[0], {'style': {'choice': 'gold'}})

        copy = self._transfer(design, products[1])

        self.assertEqual(copy.values_json['style']['choice'], 'au')
        self.assertFalse(copy.start_notes)


@tagged('post_install', '-at_install')
class TestTransferPages(TransferCase, HttpCase):
    """The way to another product: from a saved design, a link and an ordered gift."""

    def setUp(self):
        super().setUp()
        self.authenticate('gift_customer', 'gift_customer')

    def _post(self, path, product=None):
        product = product or self.bottle
        data = {
            'csrf_token': http.Request.csrf_token(self),
            'product_id': product.product_tmpl_id.id,
        }
        return self.url_open(path, data=data)

    def _share(self, design, **options):
        _share, token = self.env['gift.design.share']._create_for(design, **options)
        return f'/gift/shared/{token}/transfer'

    def test_the_list_has_products_that_take_something_and_says_how_much(self):
        self._create_product(name="Plain vase")
        hidden = self._create_gift_product(name="Hidden", gift_template_id=self.bottle_template.id)
        hidden.product_tmpl_id.is_published = False
        design = self._save({'name': {'text': "Anna"}, 'message': {'text': "Hello"}})

        page = self.url_open(f'/my/designs/{design.id}/transfer').text

        self.assertIn(f'name="product_id" value="{self.bottle.product_tmpl_id.id}"', page)
        self.assertIn("Takes 1 of 2 entries", page)
        self.assertNotIn(f'value="{self.gift_product.product_tmpl_id.id}"', page)
        for absent in ("Plain vase", ">Hidden<"):
            self.assertNotIn(absent, page)

    def test_the_list_is_searched(self):
        path = f'/my/designs/{self._save().id}/transfer'

        found = self.url_open(path, params={'q': 'TEST BOT'}).text
        nothing = self.url_open(path, params={'q': '<b>zzz'}).text

        self.assertIn('>Test bottle<', found)
        self.assertIn("Nothing was found for “<bdi>&lt;b&gt;zzz</bdi>”", nothing)

    def test_choosing_a_product_opens_it_with_the_notes(self):
        design = self._save({'name': {'text': "Anna"}, 'message': {'text': "Hello"}})

        page = self._post(f'/my/designs/{design.id}/transfer')

        copy = self.env['gift.design'].search([('product_id', '=', self.bottle.id)])
        self.assertIn(f'gift_design={copy.id}', page.url)
        self.assertIn('value="Anna"', page.text)
        self.assertIn("Message: there is no place for “Hello” on this product.", page.text)
        self.assertEqual(copy.partner_id, self.customer.partner_id)

    def test_a_product_outside_the_list_is_refused_and_nothing_is_made(self):
        design = self._save()
        plain = self._create_product(name="Plain vase")
        before = self.env['gift.design'].search_count([])

        for product in (plain, self.gift_product):
            answer = self._post(f'/my/designs/{design.id}/transfer', product)
            self.assertEqual(answer.status_code, 409)
            self.assertIn("Please choose another.", answer.text)
        bad = {'csrf_token': http.Request.csrf_token(self), 'product_id': '9' * 30}
        self.assertEqual(
            self.url_open(f'/my/designs/{design.id}/transfer', data=bad).status_code, 409
        )

        self.assertEqual(self.env['gift.design'].search_count([]), before)

    def test_a_shared_photo_goes_along_only_where_it_may_be_used(self):
        photo = self._create_photo(color=(1, 2, 3))
        design = self._save(
            {
                'name': {'text': "Anna"},
                'photo': {'asset': photo.sha256, 'width_px': 1600, 'height_px': 1200},
            },
            photo,
        )
        shown, allowed = self._share(design), self._share(design, photos=True)
        self.authenticate(None, None)
        designs = self.env['gift.design']

        before = designs.search([])
        page = self._post(shown)
        without = designs.search([]) - before
        self._post(allowed)
        with_photo = designs.search([]) - before - without

        self.assertIn('value="Anna"', page.text)
        self.assertFalse(without.asset_ids)
        self.assertNotIn('picture', without.values_json)
        self.assertEqual(with_photo.asset_ids, photo)
        self.assertEqual(self.url_open('/gift/shared/' + 'x' * 32 + '/transfer').status_code, 404)

    def test_an_ordered_gift_goes_on_another_product(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self.empty_cart.partner_id = self.customer.partner_id
        self.empty_cart.action_confirm()
        path = f'/my/gifts/again/{line.id}/transfer'

        page = self._post(path)

        self.assertIn('value="Anna"', page.text)
        self.assertIn('>Test bottle<', self.url_open(path).text)
        for role in ('staff', 'manager'):
            self.authenticate(f'gift_{role}', f'gift_{role}')
            self.assertEqual(self.url_open(path).status_code, 404)
            self.assertEqual(self._post(path).status_code, 404)

    def test_nobody_else_moves_a_saved_design(self):
        design = self._save()
        before = self.env['gift.design'].search_count([])
        for role in (None, 'employee', 'production', 'staff', 'manager'):
            login = role and f'gift_{role}'
            self.authenticate(login, login)
            with self.subTest(role=role):
                path = f'/my/designs/{design.id}/transfer'
                self.assertEqual(self.url_open(path).status_code, 404)
                self.assertEqual(self._post(path).status_code, 404)
        self.assertEqual(self.env['gift.design'].search_count([]), before)

    def test_changes_need_the_token_of_the_session(self):
        design = self._save()
        data = {'product_id': self.bottle.product_tmpl_id.id}

        answer = self.url_open(f'/my/designs/{design.id}/transfer', data=data)

        self.assertEqual(answer.status_code, 400)
