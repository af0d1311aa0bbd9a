import io

from PIL import Image, ImageDraw, ImageFilter

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestGuards(GiftCommon):
    """Findings of the product page: what is told, and the fix that is offered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.method = cls.surface.method_id
        cls.name = cls.surface.zone_ids.filtered(lambda zone: zone.key == 'name')

    def _get_findings(self, text="Anna", **value):
        answer = self.env['gift.design']._preview(
            self.gift_product, {'name': {'text': text, **value}}
        )
        return {finding['code']: finding for finding in answer['findings']}

    def _offer(self, *keys):
        fonts = self.env['gift.font'].search([('key', 'in', keys)])
        by_key = {font.key: font for font in fonts}
        self.name.write(
            {
                'font_ids': [Command.set(fonts.ids)],
                'default_font_id': by_key[keys[0]].id,
            }
        )
        return [by_key[key] for key in keys]

    # === LIMITS OF THE METHOD === #

    def test_lines_too_thin_for_the_machine_are_told_in_millimetres(self):
        self._offer('great-vibes')
        self.method.min_stroke_mm = 0.35

        finding = self._get_findings()['stroke_too_thin']

        self.assertEqual(finding['severity'], 'error')
        self.assertRegex(
            finding['message'],
            r"Name: the thinnest line of these letters would be 0\.[12]\d? mm, at least 0\.35 mm",
        )

    def test_gaps_that_close_up_are_told(self):
        self.method.min_gap_mm = 3

        finding = self._get_findings("rn")['gap_too_small']

        self.assertIn("3.0 mm are needed", finding['message'])

    def test_a_method_without_limits_measures_nothing(self):
        self.assertEqual(self._get_findings(), {})

    def test_limits_cannot_be_negative(self):
        for name in ('min_stroke_mm', 'min_gap_mm'):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "cannot be negative"):
                self.method.write({name: -0.1})

    def test_a_text_near_the_edge_is_a_warning(self):
        self.surface.safe_mm = 20

        finding = self._get_findings("Annabella")['outside_safe_area']

        self.assertEqual(finding['severity'], 'warning')
        self.assertIn("closer to the edge than 20.0 mm", finding['message'])

    def test_a_text_near_the_edge_is_mended_in_one_tap(self):
        self.surface.safe_mm = 9
        self.name.write({'x_mm': 0, 'width_mm': 100, 'max_chars': 30, 'fit': 'fixed'})

        fix = self._get_findings("Anna Maria Magdalena")['outside_safe_area']['fix']
        change = fix['values']['name']

        self.assertRegex(fix['label'], r"^(Use|Shorten to) ")
        self.assertNotIn(
            'outside_safe_area', self._get_findings(**{'text': "Anna Maria Magdalena", **change})
        )

    def test_the_safe_margin_leaves_room(self):
        with self.assertRaisesRegex(ValidationError, "must leave room"):
            self.surface.safe_mm = 40

    def test_limits_that_are_off_leave_the_hash_alone(self):
        before = self._create_revision().hash

        self.method.write({'min_stroke_mm': 0.1})
        after = self._create_revision().hash
        self.method.write({'min_stroke_mm': 0})

        self.assertNotEqual(after, before)
        self.assertEqual(self._create_revision().hash, before)

    # === FONTS THAT STAND IN === #

    def test_letters_from_another_font_are_told_with_its_name(self):
        finding = self._get_findings("Anna سمر")['font_fallback']

        self.assertEqual(finding['severity'], 'warning')
        self.assertEqual(
            finding['message'],
            "Name: the chosen lettering does not have “سمر”. It is written in Cairo.",
        )

    def test_a_zone_may_refuse_other_fonts(self):
        self.name.allow_fallback = False

        findings = self._get_findings("Anna سمر")

        self.assertEqual(set(findings), {'missing_glyph'})
        self.assertEqual(findings['missing_glyph']['severity'], 'error')

    # === FIXES === #

    def _get_fix(self, code, text="Anna", **value):
        """Return the fix of a finding after it was applied and has removed it."""
        fix = self._get_findings(text, **value)[code]['fix']
        values = {'text': text, **value, **fix['values']['name']}
        self.assertNotIn(code, self._get_findings(**values))
        return fix

    def test_a_bolder_font_of_the_zone_is_offered(self):
        _thin, bold = self._offer('great-vibes', 'oswald')
        self.method.min_stroke_mm = 0.35

        self.assertEqual(
            self._get_fix('stroke_too_thin'),
            {'label': "Use Oswald", 'values': {'name': {'font': bold.sha256}}},
        )

    def test_the_fonts_that_have_a_character_are_named_and_one_is_offered(self):
        _first, second, third = self._offer('lato', 'amiri', 'cairo')
        self.name.allow_fallback = False

        finding = self._get_findings("سمر")['missing_glyph']

        self.assertIn("These have it: ", finding['message'])
        self.assertIn("Amiri", finding['message'])
        self.assertIn("Cairo", finding['message'])
        offered = self._get_fix('missing_glyph', "سمر")['values']['name']['font']
        self.assertIn(offered, (second.sha256, third.sha256))

    def test_characters_that_are_not_allowed_are_taken_out(self):
        self.name.charset = 'letters'

        self.assertEqual(
            self._get_fix('not_allowed', "Anna 2"),
            {'label': "Remove 2", 'values': {'name': {'text': "Anna"}}},
        )

    def test_the_colour_that_is_seen_best_is_offered_for_the_shown_variant(self):
        self.surface.mockup_ids.background = '#101014'

        self.assertEqual(
            self._get_fix('low_contrast', color='#101010')['label'],
            "Use Red",
        )

    def test_contrast_is_that_of_the_material_and_the_ink_of_the_shown_variant(self):
        light, dark = self._create_gift_variants("Light", "Dark")
        self.surface.mockup_ids.background = '#fafafa'
        mockup = self.surface.mockup_ids.copy({'background': '#181818', 'ink': '#202020'})
        mockup.attribute_value_ids = dark.product_template_attribute_value_ids.mapped(
            'product_attribute_value_id'
        )

        def get_codes(product):
            answer = self.env['gift.design']._preview(product, {'name': {'text': "Anna"}})
            return [finding['code'] for finding in answer['findings']]

        self.assertEqual((get_codes(light), get_codes(dark)), ([], ['low_contrast']))
        self.method.colors = 'single'
        self.assertEqual(get_codes(dark), ['low_contrast'])
        mockup.ink = '#e0e0e0'
        self.assertEqual(get_codes(dark), [])

    def test_zooming_out_is_offered_when_the_photo_is_large_enough(self):
        photo = self._create_photo(900, 700)
        design, key = self._create_design(photos=photo)
        values = {'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256, 'zoom_permille': 5000}}

        answer = self.env['gift.design']._preview(self.gift_product, values, design, key=key)
        (finding,) = answer['findings']
        fix = finding['fix']
        values['photo'].update(fix['values']['photo'])
        after = self.env['gift.design']._preview(self.gift_product, values, design, key=key)

        self.assertEqual((finding['code'], fix['label']), ('photo_low_dpi', "Zoom out"))
        self.assertEqual(after['findings'], [])

    def test_an_upload_is_measured_and_a_blurred_photo_is_a_warning(self):
        sharp, soft = self._create_picture(), self._create_picture(blur=9)
        assets = self.env['gift.asset'].concat(
            *(self.env['gift.asset']._ingest_photo(data) for data in (sharp, soft))
        )
        self.method.min_dpi = 150
        design, key = self._create_design(photos=assets)

        found = []
        for asset in assets:
            values = {
                'name': {'text': "Anna"},
                'photo': {'asset': asset.sha256, 'detail_permille': 1000},
            }
            answer = self.env['gift.design']._preview(self.gift_product, values, design, key=key)
            found.append([(f['code'], f['severity']) for f in answer['findings']])

        self.assertEqual(assets[0].detail_permille, 1000)
        self.assertLess(assets[1].detail_permille, 400)
        self.assertEqual(found, [[], [('photo_blurred', 'warning')]])

    def _preview_blurred(self, zoom):
        """Return the findings of a blurred photo, and a function that applies values to it."""
        asset = self.env['gift.asset']._ingest_photo(self._create_picture(blur=3))
        design, key = self._create_design(photos=asset)
        photo = {'asset': asset.sha256, 'zoom_permille': zoom}

        def preview(**change):
            values = {'name': {'text': "Anna"}, 'photo': {**photo, **change}}
            return self.env['gift.design']._preview(self.gift_product, values, design, key=key)

        return preview

    def test_a_blurred_photo_that_is_zoomed_in_is_zoomed_out_in_one_tap(self):
        self.method.write({'min_dpi': 60, 'warn_dpi': 60})
        preview = self._preview_blurred(zoom=3000)

        (finding,) = preview()['findings']
        after = preview(**finding['fix']['values']['photo'])

        self.assertEqual((finding['code'], finding['fix']['label']), ('photo_blurred', "Zoom out"))
        self.assertIn("choose a sharper photo or zoom out", finding['message'])
        self.assertEqual(after['findings'], [])

    def test_a_blurred_photo_that_is_seen_whole_is_told_only(self):
        self.method.write({'min_dpi': 150, 'warn_dpi': 150})

        (finding,) = self._preview_blurred(zoom=1000)()['findings']

        self.assertEqual(finding['code'], 'photo_blurred')
        self.assertNotIn('fix', finding)
        self.assertTrue(finding['message'].endswith("Please choose a sharper photo."))

    def _create_picture(self, blur=0):
        """Return a JPEG of stripes and discs, 800 × 600 px."""
        image = Image.new('RGB', (800, 600), '#d8c8a0')
        draw = ImageDraw.Draw(image)
        for step in range(0, 800, 50):
            draw.rectangle([step, 0, step + 20, 300], fill='#204060')
            draw.ellipse([step, 330, step + 40, 370 + step // 4], fill='#a02030')
        buffer = io.BytesIO()
        image.filter(ImageFilter.GaussianBlur(blur)).save(buffer, 'JPEG', quality=90)
        return buffer.getvalue()

    def test_how_much_text_fits_is_told(self):
        self.name.write({'min_size_mm': 14, 'width_mm': 40})

        message = self._get_findings("Maximiliane")['overflow']['message']

        self.assertRegex(message, r"Please shorten it to about [3-6] characters\.")

    def test_a_text_without_room_is_shortened_in_one_tap(self):
        self.name.write(
            {
                'min_size_mm': 14,
                'width_mm': 60,
                'font_ids': [Command.set(self.name.font_ids[:1].ids)],
            }
        )

        fix = self._get_findings("Max Alexander Maximilian")['overflow']['fix']

        self.assertEqual(fix, {'label': "Shorten to “Max”", 'values': {'name': {'text': "Max"}}})
        self.assertNotIn('overflow', self._get_findings("Max"))

    def test_an_empty_field_has_no_fix(self):
        self.assertNotIn('fix', self._get_findings("")['required'])
