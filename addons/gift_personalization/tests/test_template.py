from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import GiftCommon


class TemplateCase(GiftCommon):
    """A template whose surface and zones are at hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.zone_name, cls.zone_message, cls.zone_photo = cls.surface.zone_ids

    def _get_surface_spec(self, product=None):
        return self.gift_template._get_spec(product or self.gift_product)['surfaces'][0]


@tagged('post_install', '-at_install')
class TestTemplateSpec(TemplateCase):
    def test_lengths_are_whole_micrometres_and_angles_millidegrees(self):
        self.zone_name.write({'x_mm': 10.25, 'rotation': -2.5, 'line_height': 1.15})
        self.surface.method_id.write({'bleed_mm': 2.5, 'min_letter_mm': 1.8})

        spec = self._get_surface_spec()

        self.assertEqual((spec['width_um'], spec['height_um']), (100_000, 80_000))
        self.assertEqual(spec['bleed_um'], 2_500)
        self.assertEqual(spec['method']['min_letter_um'], 1_800)
        zone = spec['zones'][0]
        self.assertEqual((zone['x_um'], zone['y_um']), (10_250, 5_000))
        self.assertEqual((zone['width_um'], zone['height_um']), (80_000, 20_000))
        self.assertEqual(zone['rotation_mdeg'], -2_500)
        self.assertEqual(zone['line_height_permille'], 1_150)
        self.assertFalse(list(self._find_floats(self.gift_template._get_spec(self.gift_product))))

    def _find_floats(self, value):
        if isinstance(value, float):
            yield value
        children = value.values() if isinstance(value, dict) else value
        if isinstance(value, (dict, list, tuple)):
            for child in children:
                yield from self._find_floats(child)

    def test_zones_are_listed_in_their_order(self):
        self.zone_photo.sequence = 1

        keys = [zone['key'] for zone in self._get_surface_spec()['zones']]

        self.assertEqual(keys, ['photo', 'name', 'message'])

    def test_the_first_font_and_colour_of_a_zone_lead_its_lists(self):
        red = self.surface.method_id.color_ids.filtered(lambda color: color.name == "Red")
        self.zone_name.write({'default_font_id': self.font_script.id, 'default_color_id': red.id})

        zone = self._get_surface_spec()['zones'][0]

        self.assertEqual(zone['fonts'], [self.font_script.sha256, self.font.sha256])
        self.assertEqual(zone['colors'], ['#c01020', '#101010'])

    def test_a_one_colour_method_offers_no_colours_but_its_ink(self):
        self.surface.method_id.colors = 'single'

        self.assertEqual(self._get_surface_spec()['zones'][0]['colors'], ['#000000'])

    def test_labels_do_not_depend_on_the_language_of_the_visitor(self):
        self.env['res.lang']._activate_lang('de_DE')
        self.zone_name.with_context(lang='de_DE').name = "Vorname"
        self.surface.with_context(lang='de_DE').name = "Vorderseite"
        source = self.gift_template.with_context(lang='en_US')._get_spec(self.gift_product)

        german = self.gift_template.with_context(lang='de_DE')._get_spec(
            self.gift_product.with_context(lang='de_DE')
        )

        self.assertEqual(german, source)
        self.assertEqual(german['surfaces'][0]['label'], "Front")
        self.assertEqual(german['surfaces'][0]['zones'][0]['label'], "Name")

    def test_a_visitor_gets_the_specification_without_rights_on_the_template(self):
        template = self.gift_template.with_user(self.users['visitor'])

        spec = template._get_spec(self.gift_product.with_user(self.users['visitor']))

        self.assertEqual(spec, self.gift_template._get_spec(self.gift_product))


@tagged('post_install', '-at_install')
class TestMockupChoice(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attribute = cls.env['product.attribute'].create(
            {
                'name': "Colour of the test",
                'value_ids': [Command.create({'name': name}) for name in ("White", "Black")],
            }
        )
        cls.white, cls.black = cls.attribute.value_ids
        cls.size = cls.env['product.attribute'].create(
            {
                'name': "Size of the test",
                'value_ids': [Command.create({'name': name}) for name in ("S", "L")],
            }
        )
        # Not through the variant: its context keeps further variants from being made.
        product_tmpl = cls.env['product.template'].browse(cls.gift_product.product_tmpl_id.id)
        product_tmpl.attribute_line_ids = [
            Command.create(
                {'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]}
            )
            for attribute in (cls.attribute, cls.size)
        ]
        cls.variants = product_tmpl.product_variant_ids

    def _get_variant(self, *names):
        return self.variants.filtered(
            lambda variant: (
                set(names) == set(variant.product_template_attribute_value_ids.mapped('name'))
            )
        )

    def _add_mockup(self, values, color):
        asset = self._create_mockup_asset(color=color)
        return self.env['gift.mockup'].create(
            {
                'surface_id': self.surface.id,
                'asset_id': asset.id,
                'attribute_value_ids': [Command.set(values.ids)],
            }
        )

    def test_a_variant_gets_the_mockup_of_its_values_others_the_common_one(self):
        common = self.surface.mockup_ids
        black = self._add_mockup(self.black, (10, 10, 10))

        self.assertEqual(self.surface._get_mockup(self._get_variant("Black", "S")), black)
        self.assertEqual(self.surface._get_mockup(self._get_variant("White", "S")), common)
        spec = self._get_surface_spec(self._get_variant("Black", "L"))
        self.assertEqual(spec['mockup']['asset'], black.sha256)

    def test_the_mockup_with_most_fitting_values_wins(self):
        self._add_mockup(self.black, (10, 10, 10))
        exact = self._add_mockup(self.black | self.size.value_ids[1], (20, 20, 20))

        self.assertEqual(self.surface._get_mockup(self._get_variant("Black", "L")), exact)
        self.assertNotEqual(self.surface._get_mockup(self._get_variant("Black", "S")), exact)

    def test_without_a_common_mockup_the_first_one_is_shown(self):
        self.surface.mockup_ids.unlink()
        black = self._add_mockup(self.black, (10, 10, 10))

        self.assertEqual(self.surface._get_mockup(self._get_variant("White", "S")), black)

    def test_a_surface_without_mockups_has_none_in_its_specification(self):
        self.surface.mockup_ids.unlink()

        self.assertIsNone(self._get_surface_spec()['mockup'])


@tagged('post_install', '-at_install')
class TestTemplateConstraints(TemplateCase):
    def _assert_refused(self, record, vals, sentence):
        before = record.read(list(vals))
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            record.write(vals)
        self.assertIn(sentence, str(caught.exception))
        record.invalidate_recordset()
        self.assertEqual(record.read(list(vals)), before)

    def test_a_zone_over_the_edge_is_refused_with_the_size_of_the_surface(self):
        self._assert_refused(
            self.zone_name,
            {'x_mm': 30},
            "The zone “Name” reaches over the edge of the surface “Front” (100.0 × 80.0 mm).",
        )
        self._assert_refused(self.zone_name, {'y_mm': -1}, "reaches over the edge")

    def test_a_turned_zone_must_lie_on_the_surface_with_its_corners(self):
        self.zone_name.write({'x_mm': 0, 'width_mm': 100, 'y_mm': 30})

        self._assert_refused(self.zone_name, {'rotation': 5}, "reaches over the edge")
        self.zone_name.write({'width_mm': 70, 'x_mm': 15, 'rotation': 90})
        self.assertEqual(self.zone_name.rotation, 90)

    def test_a_surface_cannot_become_smaller_than_its_zones(self):
        self._assert_refused(self.surface, {'width_mm': 60}, "The zone “Name” reaches over")

    def test_sizes_below_one_millimetre_are_refused(self):
        self._assert_refused(self.zone_name, {'height_mm': 0.5}, "at least 1 mm on each side")
        self._assert_refused(self.surface, {'height_mm': 0}, "between 1 mm and 3000 mm")

    def test_limits_of_a_zone_are_checked(self):
        self._assert_refused(self.zone_name, {'min_size_mm': 20}, "The smallest font size")
        self._assert_refused(self.zone_name, {'max_chars': -1}, "up to 500 characters")
        self._assert_refused(self.zone_message, {'max_lines': 21}, "1 to 20 lines")
        self._assert_refused(self.zone_name, {'line_height': 4}, "The line height")
        self._assert_refused(self.zone_name, {'price_extra': -1}, "cannot be negative")

    def test_the_area_must_lie_inside_the_picture(self):
        mockup = self.surface.mockup_ids

        self._assert_refused(mockup, {'area_x': 0.6}, "must lie inside its picture")
        self._assert_refused(mockup, {'area_width': 0}, "must lie inside its picture")

    def test_colours_are_written_as_hexadecimal_digits(self):
        color = self.surface.method_id.color_ids[0]

        self._assert_refused(color, {'hex': 'red'}, "“red” is not a colour")
        self._assert_refused(self.surface.mockup_ids, {'ink': '#FFF'}, "“#FFF” is not a colour")

    def test_limits_of_a_print_method_are_checked(self):
        method = self.surface.method_id

        self._assert_refused(method, {'min_dpi': 400}, "cannot be below its lowest resolution")
        self._assert_refused(method, {'bleed_mm': -1}, "cannot be negative")

    def test_zone_keys_are_unique_in_the_whole_template(self):
        back = self.surface.copy({'key': 'back', 'name': "Back", 'zone_ids': []})
        with self.assertRaises(ValidationError) as caught:
            back.zone_ids = [Command.create({'name': "Name", 'key': 'name'})]

        self.assertIn("have the key “name”", str(caught.exception))

    def test_keys_hold_small_letters_and_digits_only(self):
        self._assert_refused(self.zone_name, {'key': 'Näme'}, "may hold small letters")
        self._assert_refused(self.gift_template, {'key': 'a b'}, "may hold small letters")
        self._assert_refused(self.surface, {'key': '../x'}, "may hold small letters")

    @mute_logger('odoo.sql_db')
    def test_two_templates_cannot_share_a_key(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_template(key=self.gift_template.key)

    def test_a_template_in_use_cannot_be_deleted(self):
        with (
            self.assertRaises(Exception) as caught,
            mute_logger('odoo.sql_db'),
            self.env.cr.savepoint(),
        ):
            self.gift_template.unlink()

        self.assertIsInstance(caught.exception, (IntegrityError, UserError))
        self.assertTrue(self.gift_template.exists())


@tagged('post_install', '-at_install')
class TestTemplateDefaults(TemplateCase):
    def _set_up(self, **values):
        self.env['res.config.settings'].create(values).execute()

    def test_a_new_template_starts_with_what_the_settings_say(self):
        self._set_up(gift_proof_policy='staff', gift_reminder_days=5)
        templates = self.env['gift.template'].with_user(self.users['manager'])

        template = templates.create({'name': "Later"})

        self.assertEqual((template.proof_policy, template.reminder_days), ('staff', 5))
        self.assertEqual(self.gift_template.proof_policy, 'customer')

    def test_a_reminder_after_no_days_is_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self._set_up(gift_reminder_days=0)

        self.assertIn("at least one day", str(caught.exception))

    def test_a_new_surface_is_printed_by_the_first_method(self):
        first = self.env['gift.print.method'].search([], limit=1)

        self.assertEqual(self.env['gift.surface'].new({}).method_id, first)


@tagged('post_install', '-at_install')
class TestTemplateKeys(TemplateCase):
    def test_keys_are_made_from_names_and_numbered_where_taken(self):
        templates = self.env['gift.template'].create(
            [{'name': "Größe L"}, {'name': "Größe L"}, {'name': "杯子"}]
        )

        self.assertEqual(templates.mapped('key'), ['grosse-l', 'grosse-l-2', 'template'])

    def test_renaming_keeps_the_key(self):
        self.zone_name.name = "First name"
        self.gift_template.name = "Another name"

        self.assertEqual(self.zone_name.key, 'name')
        self.assertTrue(self.gift_template.key.startswith('test-'))

    def test_a_form_makes_the_keys_of_surface_and_zones(self):
        with Form(self.env['gift.template']) as form:
            form.name = "Key form"
            with form.surface_ids.new() as surface:
                surface.name = "Left side"
        template = form.save()

        with Form(template.surface_ids) as form:
            for name in ("Name", "Name"):
                with form.zone_ids.new() as zone:
                    zone.name = name

        self.assertEqual(template.key, 'key-form')
        self.assertEqual(template.surface_ids.key, 'left-side')
        self.assertEqual(template.surface_ids.zone_ids.mapped('key'), ['name', 'name-2'])

    def test_a_copy_has_its_own_surfaces_mockups_and_zones(self):
        copy = self.gift_template.copy()

        self.assertEqual(copy.name, "Test mug (copy)")
        self.assertEqual(copy.key, 'test-mug-copy')
        self.assertFalse(copy.surface_ids & self.gift_template.surface_ids)
        self.assertFalse(copy.product_tmpl_ids)
        copied = copy._get_spec(self.gift_product)['surfaces']
        self.assertEqual(copied, self.gift_template._get_spec(self.gift_product)['surfaces'])


@tagged('post_install', '-at_install')
class TestTemplateAndRevisions(TemplateCase):
    def test_editing_a_template_never_changes_a_frozen_design(self):
        revision = self._create_revision(values={'name': {'text': "Anna"}})
        content, picture = revision.content, revision._render_preview(200)
        document = revision._get_document()

        self.zone_name.write({'x_mm': 0, 'width_mm': 40, 'name': "Other", 'max_size_mm': 8})
        self.surface.write({'name': "Side", 'mockup_ids': [Command.clear()]})
        self.surface.method_id.write({'mirror': True, 'color_ids': [Command.clear()]})
        self.zone_message.unlink()
        self.gift_template.write({'name': "Renamed", 'key': 'renamed'})
        self.env.invalidate_all()

        self.assertEqual(revision.content, content)
        self.assertEqual(revision._get_document(), document)
        self.assertEqual(revision._render_preview(200), picture)

    def test_the_next_freeze_of_an_edited_template_is_another_revision(self):
        design, _key = self._create_design()
        first = design._freeze()

        self.zone_name.x_mm = 12
        second = design._freeze()

        self.assertNotEqual(second.hash, first.hash)
        self.zone_name.x_mm = 10
        self.assertEqual(design._freeze(), first)


@tagged('post_install', '-at_install')
class TestZoneSamples(TemplateCase):
    def _get_samples(self, zones, user='manager', ink=False, **surface):
        surface = {
            'name': "Front",
            'width_mm': 100,
            'height_mm': 80,
            'method_id': self.surface.method_id.id,
            **surface,
        }
        surfaces = self.env['gift.surface'].with_user(self.users[user])
        return surfaces.get_zone_samples(surface, zones, ink)

    def _prepare_zone(self, **values):
        return {
            'name': "Name", 'zone_type': 'text', 'x_mm': 10, 'y_mm': 10, 'width_mm': 60,
            'height_mm': 20, 'default_text': "Zoë", 'font_ids': self.font.ids, **values,
        }  # fmt: skip

    def test_the_longest_text_tells_what_a_customer_may_run_into(self):
        surfaces = self.env['gift.surface'].with_user(self.users['manager'])
        surface = {
            'name': "Front",
            'width_mm': 100,
            'height_mm': 80,
            'method_id': self.surface.method_id.id,
        }
        zones = [
            self._prepare_zone(max_chars=40, max_size_mm=10, min_size_mm=8),
            self._prepare_zone(max_chars=8, max_size_mm=8, min_size_mm=2),
            self._prepare_zone(zone_type='multiline', max_chars=30, max_lines=3, min_size_mm=1),
            self._prepare_zone(charset='digits', max_chars=4, default_text=''),
        ]

        usual = surfaces.get_zone_samples(surface, zones)
        longest = surfaces.get_zone_samples(surface, zones, longest=True)

        self.assertFalse(any(sample['messages'] for sample in usual))
        self.assertEqual(
            [bool(sample['messages']) for sample in longest], [True, False, False, False]
        )
        for before, after in zip(usual, longest, strict=True):
            self.assertNotEqual(after['svg'], before['svg'])

    def test_a_sample_is_drawn_by_the_engine_and_nothing_is_stored(self):
        before = self.env['gift.zone'].search_count([])

        samples = self._get_samples([self._prepare_zone(), self._prepare_zone(zone_type='photo')])

        self.assertEqual([sample['messages'] for sample in samples], [[], []])
        self.assertIn('viewBox="0 0 100000 80000"', samples[0]['svg'])
        self.assertIn('<path', samples[0]['svg'])
        self.assertIn('/gift_personalization/static/src/img/sample_photo.svg', samples[1]['svg'])
        self.assertEqual(self.env['gift.zone'].search_count([]), before)

    def test_the_sample_follows_the_values_that_are_not_saved(self):
        first, second = (
            self._get_samples([self._prepare_zone(**values)])[0]['svg']
            for values in ({}, {'text_case': 'upper'})
        )

        self.assertNotEqual(first, second)

    def test_the_sample_takes_the_ink_of_a_one_colour_method(self):
        self.surface.method_id.colors = 'single'

        sample = self._get_samples([self._prepare_zone()], ink='#5b3a1e')[0]

        self.assertIn('fill="#5b3a1e"', sample['svg'])
        self.assertNotIn('bad', self._get_samples([self._prepare_zone()], ink='bad"')[0]['svg'])

    def test_a_sample_that_does_not_fit_says_so(self):
        zone = self._prepare_zone(width_mm=5, height_mm=5, default_text="Maximilian Alexander")

        messages = self._get_samples([zone])[0]['messages']

        self.assertEqual(len(messages), 1)
        self.assertIn("Name: the text does not fit", messages[0])

    def test_a_zone_with_impossible_values_does_not_stop_the_others(self):
        broken = self._prepare_zone(max_size_mm=0)

        samples = self._get_samples([broken, self._prepare_zone()])

        self.assertEqual(samples[0]['svg'], '')
        self.assertIn("“Name” cannot be drawn", samples[0]['messages'][0])
        self.assertIn('<path', samples[1]['svg'])

    def test_nonsense_is_refused_with_a_sentence(self):
        for zones in ([self._prepare_zone(x_mm='left')], [self._prepare_zone(font_ids=['x'])], [7]):
            with self.subTest(zones=zones), self.assertRaises(UserError) as caught:
                self._get_samples(zones)
            self.assertIn("The sample cannot be drawn", str(caught.exception))
        with self.assertRaises(UserError):
            self._get_samples([self._prepare_zone()] * 61)
        with self.assertRaises(UserError) as caught:
            self._get_samples([self._prepare_zone()], method_id=False)
        self.assertIn("Choose a print method", str(caught.exception))

    def test_only_managers_get_samples(self):
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._get_samples([self._prepare_zone()], user=role)
