from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .proof_common import ProofCommon
from .zone_common import ZoneTypeCase


@tagged('post_install', '-at_install')
class TestTextShape(ZoneTypeCase):
    def _get_spec(self, zone):
        specs = self.gift_template._get_spec(self.gift_product)['surfaces'][0]['zones']
        return next(spec for spec in specs if spec['key'] == zone.key)

    def test_arc_and_outline_reach_the_specification_in_micrometres(self):
        red = self.surface.method_id.color_ids[1]
        values = {'arc_radius_mm': 42.5, 'outline_mm': 0.4, 'outline_color_id': red.id}
        up = self._create_zone('text', 'up', arc='up', **values)
        down = self._create_zone('text', 'down', arc='down', **values)
        straight = self._create_zone('text', 'straight', arc='none', **values)
        lines = self._create_zone('multiline', 'lines', arc='up', **values)

        self.assertEqual(self._get_spec(up)['arc_um'], 42_500)
        self.assertEqual(self._get_spec(down)['arc_um'], -42_500)
        self.assertEqual(self._get_spec(straight)['arc_um'], 0)
        self.assertEqual(self._get_spec(lines)['arc_um'], 0)
        self.assertEqual(self._get_spec(up)['outline_um'], 400)
        self.assertEqual(self._get_spec(up)['outline_color'], red.hex)

    def test_what_cannot_be_made_is_refused(self):
        for values in (
            {'arc': 'up', 'arc_radius_mm': 0},
            {'outline_mm': -1},
            {'outline_mm': 6},
            {'tracking': 3000},
            {'max_chars': -1},
            {'charset': 'custom', 'allowed_chars': False},
            {'charset': 'custom', 'allowed_chars': 'z-a'},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.name_zone.write(values)
                self.env.flush_all()

    def test_sizes_that_are_no_numbers_or_endless_are_refused(self):
        surface = self.name_zone.surface_id

        for size in (float('nan'), float('inf'), float('-inf'), 1e308, -(10**400)):
            for record, name in (
                (surface, 'width_mm'),
                (surface.method_id, 'min_letter_mm'),
                (self.name_zone, 'arc_radius_mm'),
            ):
                with (
                    self.subTest(size=size, name=name),
                    self.assertRaisesRegex(ValidationError, "Please enter a number of up to"),
                ):
                    record.write({name: size})

    def test_the_sentence_about_a_monogram_can_be_read(self):
        with self.assertRaisesRegex(ValidationError, "20 to 100 % of the middle one's size"):
            self.name_zone.monogram_side = 7

    def test_characters_that_are_not_listed_are_named(self):
        self.name_zone.write({'charset': 'custom', 'allowed_chars': 'A-Za-z '})

        messages = self._get_messages({'name': {'text': "Anna 7!"}})

        self.assertEqual(messages, ["Name: the character 7 ! is not allowed here."])

    def test_no_limit_of_characters_means_as_many_as_fit(self):
        self.name_zone.write({'max_chars': 0, 'min_size_mm': 2})

        self.assertEqual(self._get_codes({'name': {'text': "i" * 45}}), [])
        self.assertIn('overflow', self._get_codes({'name': {'text': "W" * 90}}))


@tagged('post_install', '-at_install')
class TestMonogram(ZoneTypeCase):
    def test_letters_are_drawn_in_a_frame_and_read_back_as_typed(self):
        self._create_zone(
            'monogram', monogram_order='surname_last', frame='ellipse', text_case='upper'
        )

        values = self._freeze_values({'entry': {'text': "a. m. s."}})

        self.assertEqual(values['entry']['text'], "ams")
        self.assertEqual(self._get_codes({'entry': {'text': "AMSX"}}), ['too_long'])
        self.assertEqual(
            self._get_messages({'entry': {'text': "A7"}}),
            ["Entry: the character 7 is not allowed here."],
        )


@tagged('post_install', '-at_install')
class TestRules(ZoneTypeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.choice = cls._create_zone(
            'choice', 'style', option_ids=[Command.create({'name': n}) for n in ("Gold", "Plain")]
        )
        cls.ribbon = cls._create_zone(
            'text',
            'ribbon',
            required=True,
            price_extra=4.0,
            visible_zone_id=cls.choice.id,
            visible_values="Gold",
        )

    def test_a_hidden_zone_needs_nothing_keeps_nothing_and_costs_nothing(self):
        values = {'style': {'text': 'plain'}, 'ribbon': {'text': "Anna"}}

        revision = self._create_revision(values=values)

        self.assertEqual(list(revision._get_values()), ['style'])
        self.assertEqual(revision._gift_get_price_extra(), 0.0)
        self.assertEqual(self._get_codes({}), [])

    def test_a_zone_that_is_there_is_asked_for_and_paid(self):
        self.assertEqual(self._get_codes({'style': {'text': 'gold'}}), ['required'])
        values = {'style': {'text': 'gold'}, 'ribbon': {'text': "Anna"}}

        revision = self._create_revision(values=values)

        self.assertEqual(sorted(revision._get_values()), ['ribbon', 'style'])
        self.assertEqual(revision._gift_get_price_extra(), 4.0)

    def test_a_rule_on_a_number_compares_numbers_not_what_was_typed(self):
        size = self._create_zone('number', 'size', number_decimals=1, number_max=99)
        self.ribbon.write({'visible_zone_id': size.id, 'visible_values': "7.5, 08"})

        rule = self.ribbon._get_rule()

        self.assertEqual(rule, {'visible_zone': 'size', 'visible_values': ['7.5', '8.0']})
        for typed, there in (("8", True), ("8.0", True), ("٧٫٥", True), ("80", False)):
            kept = self._freeze_values({'size': {'text': typed}, 'ribbon': {'text': "Anna"}})
            self.assertEqual('ribbon' in kept, there, typed)

    def test_circles_are_refused_with_the_names_of_the_zones(self):
        self.name_zone.visible_zone_id = self.ribbon
        with self.assertRaisesRegex(ValidationError, "Style|Ribbon"):
            self.choice.visible_zone_id = self.ribbon
        with self.assertRaisesRegex(ValidationError, "wait for each other"):
            self.name_zone.visible_zone_id = self.name_zone

    def test_an_option_that_does_not_exist_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no option “Copper”.*Gold, Plain"):
            self.ribbon.visible_values = "Gold, Copper"

    def test_a_photo_cannot_say_something(self):
        photo = self.surface.zone_ids.filtered(lambda zone: zone.zone_type == 'photo')
        with self.assertRaises(ValidationError):
            self.ribbon.visible_zone_id = photo
        self.ribbon.write({'visible_zone_id': photo.id, 'visible_values': False})

    def test_another_templates_zone_is_refused(self):
        other = self._create_template().surface_ids.zone_ids[0]
        with self.assertRaises(ValidationError):
            self.ribbon.visible_zone_id = other

    def test_the_rules_of_a_copy_point_to_its_own_zones(self):
        copied = self.gift_template.copy()

        zones = {zone.key: zone for zone in copied.surface_ids.zone_ids}
        self.assertEqual(zones['ribbon'].visible_zone_id, zones['style'])
        self.assertEqual(zones['ribbon'].visible_values, "Gold")
        self.assertEqual(self.ribbon.visible_zone_id, self.choice)

    def test_a_rule_goes_with_the_zone_it_waits_for(self):
        self.choice.unlink()

        self.assertFalse(self.ribbon.visible_zone_id)
        self.assertEqual(self._get_codes({}), ['required'])

    def test_the_page_hides_what_is_not_there_yet(self):
        hidden = self.env['gift.design']._get_hidden_keys

        self.assertEqual(hidden(self.gift_template, {}), {'ribbon'})
        self.assertEqual(hidden(self.gift_template, {'style': {'text': 'Gold'}}), set())


@tagged('post_install', '-at_install')
class TestPhotoLook(ZoneTypeCase):
    def test_brightness_and_greys_are_part_of_the_design(self):
        photo = self._create_photo()
        value = {'asset': photo.sha256, 'brightness_permille': 1200, 'mono': True}

        revision = self._create_revision(values={'photo': value}, photos=photo)

        kept = revision._get_values()['photo']
        self.assertEqual((kept['brightness_permille'], kept['mono']), (1200, True))
        self.assertIn("black and white", dict(revision._get_text_summary())["Photo"])
        plain = self._create_revision(values={'photo': {'asset': photo.sha256}}, photos=photo)
        self.assertNotEqual(plain.hash, revision.hash)
        self.assertNotIn('mono', plain._get_values()['photo'])

    def test_a_look_that_cannot_be_read_is_refused(self):
        photo = self._create_photo()
        for look in ({'mono': "yes"}, {'brightness_permille': 1.5}, {'brightness_permille': "x"}):
            with self.subTest(look=look), self.assertRaises(UserError):
                self._create_revision(
                    values={'photo': {'asset': photo.sha256, **look}}, photos=photo
                )


@tagged('post_install', '-at_install')
class TestCorrectionByStaff(ProofCommon):
    """Staff correct a date or an option: its text is written anew."""

    def _correct_entry(self, zone_values, entered, correction):
        self.env['gift.zone'].create(
            {
                'surface_id': self.gift_template.surface_ids.id,
                'name': "Entry",
                'key': 'entry',
                'x_mm': 5,
                'y_mm': 5,
                'width_mm': 90,
                'height_mm': 30,
                **zone_values,
            }
        )
        order = self._create_order(confirm=False)
        revision = self._create_revision(values={'name': {'text': "Anna"}, 'entry': entered})
        order.order_line.gift_revision_id = revision
        self.gift_template.proof_policy = 'customer'
        order.action_confirm()
        wizard = (
            self.env['gift.design.change']
            .with_user(self.users['staff'])
            .with_context(default_proof_id=order.gift_proof_ids.id)
            .create({})
        )
        wizard.line_ids.filtered(lambda line: line.zone_key == 'entry').text = correction
        new = self.env['gift.proof'].browse(wizard.action_apply()['res_id'])
        return new.revision_id._get_values()['entry']

    def test_a_corrected_day_is_written_in_the_format_of_the_customer(self):
        entered = {'text': "2026-02-14", 'format': 'dots'}

        value = self._correct_entry({'zone_type': 'date'}, entered, "2026-03-15")

        self.assertEqual((value['text'], value['date']), ("15.03.2026", '2026-03-15'))

    def test_a_corrected_option_is_one_of_those_offered(self):
        options = [Command.create({'name': name}) for name in ("Gold", "Silver")]

        value = self._correct_entry(
            {'zone_type': 'choice', 'option_ids': options}, {'text': 'gold'}, "silver"
        )

        self.assertEqual((value['text'], value['choice']), ("Silver", 'silver'))
