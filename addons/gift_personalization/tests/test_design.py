from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestDesign(GiftCommon):
    def test_a_preview_draws_the_text_and_counts_its_extra_price(self):
        answer = self.env['gift.design']._preview(
            self.gift_product, {'name': {'text': "Anna"}, 'message': {'text': "Hello"}}
        )

        self.assertEqual([surface['key'] for surface in answer['surfaces']], ['front'])
        self.assertEqual(answer['surfaces'][0]['svg'].count('<path'), 2)
        self.assertEqual(answer['findings'], [])
        self.assertEqual(answer['price_extra'], 5.0)
        self.assertEqual(
            answer['description'],
            "On the product: Name reads “Anna”; Message reads “Hello”.",
        )

    def test_a_preview_writes_nothing(self):
        designs = self.env['gift.design'].search_count([])
        revisions = self.env['gift.design.revision'].search_count([])

        self.env['gift.design']._preview(self.gift_product, {'name': {'text': "Anna"}})

        self.assertEqual(self.env['gift.design'].search_count([]), designs)
        self.assertEqual(self.env['gift.design.revision'].search_count([]), revisions)

    def test_an_empty_required_zone_is_told_with_the_label_of_the_zone(self):
        answer = self.env['gift.design']._preview(self.gift_product, {})

        self.assertEqual(
            answer['findings'],
            [
                {
                    'code': 'required',
                    'severity': 'error',
                    'zone': 'name',
                    'message': "Name: please fill this in.",
                }
            ],
        )
        self.assertEqual(answer['price_extra'], 0.0)
        self.assertEqual(answer['description'], "Nothing is on the product yet.")

    def test_every_finding_of_the_engine_has_its_own_sentence(self):
        from ..engine.errors import Finding

        params = {
            'max': 5,
            'unit': 'chars',
            'chars': 'Q',
            'measured_um': 800,
            'limit_um': 1500,
            'dpi': 60,
            'limit': 100,
            'ratio': 1.1,
            'font': self.font_script.sha256,
        }
        codes = [
            'required',
            'too_long',
            'too_many_lines',
            'missing_glyph',
            'not_allowed',
            'overflow',
            'letter_too_small',
            'photo_low_dpi',
            'low_contrast',
            'emoji_single_colour',
            'emoji_not_made',
            'font_fallback',
            'photo_blurred',
            'stroke_too_thin',
            'gap_too_small',
            'outside_safe_area',
        ]
        designs = self.env['gift.design']._with_zone_labels(self.gift_template)

        messages = [
            designs._gift_finding_message(Finding(code, 'error', 'name', params)) for code in codes
        ]

        fine = {'measured_um': 40, 'limit_um': 80, 'dpi': 60}
        parts = [
            ('stroke_too_thin', 'motif'),
            ('gap_too_small', 'motif'),
            ('stroke_too_thin', 'outline'),
            ('photo_blurred', 'whole'),
        ]
        messages += [
            designs._gift_finding_message(Finding(code, 'error', 'name', {**fine, 'part': part}))
            for code, part in parts
        ]

        self.assertEqual(len(set(messages)), len(codes) + len(parts))
        for (_code, part), message in zip(parts[:3], messages[-4:-1], strict=True):
            self.assertIn(part, message)
        self.assertNotIn("zoom out", messages[-1])
        for message in messages:
            self.assertTrue(message.startswith("Name: "), message)
            self.assertNotIn("please check this entry", message)
            self.assertNotIn('%(', message)

    def test_freezing_refuses_the_first_error_with_its_sentence(self):
        design, _key = self._create_design(values={'name': {'text': "Anna Bella Carla Dora"}})

        with self.assertRaisesRegex(UserError, "Name: this is too long, at most 12 characters"):
            design._freeze()
        self.assertFalse(design.revision_id)

    def test_equal_designs_of_two_visitors_share_one_revision(self):
        first = self._create_revision()
        second = self._create_revision()

        self.assertEqual(first, second)
        self.assertNotEqual(first, self._create_revision(values={'name': {'text': "anna"}}))

    def test_a_photo_of_another_visitor_is_refused(self):
        photo = self._create_photo()
        design, _key = self._create_design()

        with self.assertRaisesRegex(UserError, "This photo is not part of your design"):
            design._save_values({'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}})
        self.assertEqual(set(design.values_json), {'name'})

    def test_the_size_of_a_photo_is_read_on_the_server(self):
        photo = self._create_photo(1600, 1200)
        claimed = {'asset': photo.sha256, 'width_px': 9000, 'height_px': 9000}

        design, _key = self._create_design(
            values={'name': {'text': "Anna"}, 'photo': claimed}, photos=photo
        )

        self.assertEqual(design.values_json['photo']['width_px'], 1600)
        self.assertEqual(design.values_json['photo']['height_px'], 1200)

    def test_a_photo_too_small_for_its_zone_blocks_the_design(self):
        photo = self._create_photo(120, 90)
        design, _key = self._create_design(
            values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
        )

        with self.assertRaisesRegex(UserError, "Photo: the photo has .* dpi at this size"):
            design._freeze()

    def test_a_workspace_follows_its_customer_to_another_variant(self):
        small, large = self._create_gift_variants()
        design, key = self._create_design(small)

        same, same_key = self.env['gift.design']._open_or_create(large, key)

        self.assertEqual((same, same_key), (design, key))
        self.assertEqual(design.product_id, large)
        self.assertEqual(design.values_json['name']['text'], "Anna")

    def test_the_key_of_one_product_opens_no_design_of_another(self):
        other = self._create_gift_product(name="Other gift")
        design, key = self._create_design()

        new, new_key = self.env['gift.design']._open_or_create(other, key)

        self.assertNotEqual(new, design)
        self.assertNotEqual(new_key, key)
        self.assertEqual(design.product_id, self.gift_product)

    def test_a_design_begun_from_a_revision_freezes_to_the_same_revision(self):
        photo = self._create_photo()
        revision = self._create_revision(
            values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
        )

        design, _key = self.env['gift.design']._create_from_revision(revision)

        self.assertEqual(design._freeze(), revision)

    def test_a_workspace_holds_a_limited_number_of_photos(self):
        design, _key = self._create_design()
        design.asset_ids = self.env['gift.asset'].concat(
            *(self._create_photo(20, 20, color=(index, 0, 0)) for index in range(30))
        )

        with self.assertRaisesRegex(UserError, "already holds 30 photos"):
            design._add_photo(self._create_photo(20, 20, color=(0, 0, 9)))
        self.assertEqual(len(design.asset_ids), 30)
