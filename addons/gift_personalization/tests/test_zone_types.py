from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GiftCommon
from .proof_common import ProofCommon


class ZoneTypeCase(GiftCommon):
    """A template with one zone of the type under test, and more when a test adds them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.surface.zone_ids.required = False
        cls.name_zone = cls.surface.zone_ids[0]
        cls.formats = cls.env['gift.date.format'].search([])

    @classmethod
    def _create_zone(cls, zone_type, key='entry', **values):
        return cls.env['gift.zone'].create(
            {
                'surface_id': cls.surface.id,
                'name': key.title(),
                'key': key,
                'zone_type': zone_type,
                'x_mm': 5,
                'y_mm': 5,
                'width_mm': 90,
                'height_mm': 30,
                **values,
            }
        )

    def _preview(self, values):
        return self.env['gift.design']._preview(self.gift_product, values)

    def _get_codes(self, values):
        return [finding['code'] for finding in self._preview(values)['findings']]

    def _get_messages(self, values):
        return [finding['message'] for finding in self._preview(values)['findings']]

    def _freeze_values(self, values, lang='en_US'):
        design, _key = self._create_design(values={})
        return design.with_context(lang=lang)._freeze(values)._get_values()


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
class TestDate(ZoneTypeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('de_DE')
        cls.zone = cls._create_zone('date', date_min='2000-01-01', date_max='2030-12-31')

    def _format(self, key, lang):
        record = self.formats.filtered(lambda date_format: date_format.key == key)
        return record._format(fields.Date.to_date('2026-02-14'), lang)

    def test_each_format_writes_the_day_in_the_language(self):
        cases = {
            ('long', 'en_US'): "February 14, 2026",
            ('long', 'de_DE'): "14. Februar 2026",
            ('short', 'en_US'): "02/14/2026",
            ('short', 'de_DE'): "14.02.2026",
            ('full', 'de_DE'): "Samstag, 14. Februar 2026",
            ('month-year', 'en_US'): "February 2026",
            ('day-month', 'de_DE'): "14. Februar",
            ('year', 'de_DE'): "2026",
            ('dots', 'en_US'): "14.02.2026",
            ('roman', 'en_US'): "XIV · II · MMXXVI",
        }
        for (key, lang), text in cases.items():
            with self.subTest(key=key, lang=lang):
                self.assertEqual(self._format(key, lang), text)

    def test_a_format_can_have_its_own_language(self):
        german = self.env['res.lang']._lang_get('de_DE')
        long_format = self.formats.filtered(lambda record: record.key == 'long')
        long_format.lang_id = german.id

        self.assertEqual(self._format('long', 'en_US'), "14. Februar 2026")

    def test_a_pattern_that_is_none_is_refused(self):
        for pattern in ('', 'x' * 200, "d {b!r} ''" * 30):
            with self.subTest(pattern=pattern), self.assertRaises(ValidationError):
                self.formats.create(
                    {'name': "Odd", 'key': 'odd', 'kind': 'pattern', 'pattern': pattern}
                )

    def test_the_text_is_made_by_the_server_and_kept_beside_the_day(self):
        sent = {'text': "2026-02-14", 'format': 'full'}

        value = self._freeze_values({'entry': sent}, lang='de_DE')['entry']

        self.assertEqual(value['text'], "Samstag, 14. Februar 2026")
        self.assertEqual((value['date'], value['format']), ('2026-02-14', 'full'))
        self.assertEqual(value['lang'], 'de_DE')

    def test_a_text_of_the_browser_is_never_printed(self):
        sent = {'text': "Free words", 'date': '2026-02-14', 'format': 'dots', 'lang': 'xx_XX'}

        value = self._freeze_values({'entry': sent})['entry']

        self.assertEqual(value['text'], "14.02.2026")
        self.assertEqual(value['lang'], 'en_US')
        with self.assertRaisesRegex(UserError, "please choose a day"):
            self._freeze_values({'entry': {'text': "Free words"}})

    def test_a_frozen_text_does_not_change_with_the_library(self):
        design, _key = self._create_design(values={'entry': {'text': "2026-02-14"}})
        revision = design._freeze()
        document = revision._get_document()
        document['values']['entry']['text'] = "Written by an older library"
        engine_design = self.env['gift.design']._parse(document)
        old = self.env['gift.design.revision']._find_or_create(
            engine_design, self.gift_product, self.gift_template, self.env['gift.asset']
        )

        summary = old._get_text_summary()

        self.assertEqual(summary, [("Entry", "Written by an older library")])

    def test_the_language_of_the_entry_stays_when_it_is_edited_elsewhere(self):
        value = self._freeze_values({'entry': {'text': "2026-02-14"}}, lang='de_DE')['entry']

        again = self._freeze_values({'entry': value}, lang='en_US')['entry']

        self.assertEqual(again['text'], "14. Februar 2026")

    def test_days_out_of_bounds_are_refused_with_the_bounds(self):
        messages = self._get_messages({'entry': {'text': "1999-12-31"}})

        self.assertEqual(messages, ["Entry: please choose a day from 01/01/2000 to 12/31/2030."])
        self.zone.date_max = False
        self.assertEqual(
            self._get_messages({'entry': {'text': "1999-12-31"}}),
            ["Entry: please choose a day not before 01/01/2000."],
        )

    def test_bounds_that_cross_are_refused(self):
        with self.assertRaises(ValidationError):
            self.zone.date_min = '2031-01-01'

    def test_a_format_that_is_not_offered_becomes_the_first(self):
        self.zone.date_format_ids = self.formats.filtered(lambda f: f.key in ('year', 'roman'))

        value = self._freeze_values({'entry': {'text': "2026-02-14", 'format': 'full'}})['entry']

        self.assertEqual((value['text'], value['format']), ("2026", 'year'))


@tagged('post_install', '-at_install')
class TestNumber(ZoneTypeCase):
    def _write(self, raw, lang='en_US', **options):
        self.env['res.lang']._activate_lang('de_DE')
        zone = self._create_zone('number', number_max=10**6, number_min=-100, **options)
        value = zone.with_context(lang=lang)._complete_entry({'text': raw})
        zone.unlink()
        return value.get('number'), value['text']

    def test_numbers_are_read_as_people_write_them(self):
        cases = [
            ("7", {}, 'en_US', ('7', "7")),
            (" 7 ", {'number_digits': 3}, 'en_US', ('7', "007")),
            ("7.5", {'number_decimals': 2}, 'de_DE', ('7.50', "7,50")),
            ("7,5", {'number_decimals': 2}, 'en_US', ('7.50', "7.50")),
            ("1,234", {}, 'en_US', ('1234', "1234")),
            ("1.234", {'number_grouping': True}, 'de_DE', ('1234', "1.234")),
            ("1,234.5", {'number_decimals': 1}, 'en_US', ('1234.5', "1234.5")),
            ("12 345", {'number_grouping': True}, 'en_US', ('12345', "12,345")),
            ("٤٢", {}, 'en_US', ('42', "42")),
            ("-5", {}, 'en_US', ('-5', "-5")),
            ("0", {}, 'en_US', ('0', "0")),
        ]
        for raw, options, lang, expected in cases:
            with self.subTest(raw=raw, lang=lang):
                self.assertEqual(self._write(raw, lang, **options), expected)

    def test_what_is_no_number_is_refused(self):
        self._create_zone('number', number_decimals=1)
        for raw in ("twelve", "1.25", "NaN", "Infinity", "1e5", "1_000", "--1", "9" * 40, "."):
            with self.subTest(raw=raw):
                self.assertEqual(
                    self._get_messages({'entry': {'text': raw}})[0],
                    "Entry: please enter a number, for example 12.",
                )

    def test_bounds_hold(self):
        self._create_zone('number', number_min=1, number_max=99)

        self.assertEqual(
            self._get_messages({'entry': {'text': "100"}}),
            ["Entry: please enter a number from 1 to 99."],
        )
        self.assertEqual(self._get_codes({'entry': {'text': "99"}}), [])

    def test_options_that_contradict_are_refused(self):
        for values in (
            {'number_min': 2, 'number_max': 1},
            {'number_decimals': 5},
            {'number_digits': 3, 'number_grouping': True},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._create_zone('number', **values)


@tagged('post_install', '-at_install')
class TestChoice(ZoneTypeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls._create_zone(
            'choice',
            price_extra=1.0,
            option_ids=[
                Command.create({'name': "Gold", 'price_extra': 2.5}),
                Command.create({'name': "Silver"}),
            ],
        )

    def test_the_chosen_option_is_printed_in_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('de_DE')
        self.zone.option_ids[1].with_context(lang='de_DE').name = "Silber"

        value = self._freeze_values({'entry': {'text': 'silver'}}, lang='de_DE')['entry']

        self.assertEqual((value['choice'], value['text']), ('silver', "Silber"))

    def test_an_option_has_its_price(self):
        revisions = {
            key: self._create_revision(values={'entry': {'text': key}})
            for key in ('gold', 'silver')
        }

        self.assertEqual(revisions['gold']._gift_get_price_extra(), 3.5)
        self.assertEqual(revisions['silver']._gift_get_price_extra(), 1.0)
        self.assertEqual(self._preview({'entry': {'text': 'gold'}})['price_extra'], 3.5)

    def test_a_price_of_the_browser_does_not_count(self):
        sent = {'text': "Free words", 'choice': 'gold', 'price_extra': 0}

        revision = self._create_revision(values={'entry': sent})

        self.assertEqual(revision._get_values()['entry']['text'], "Gold")
        self.assertEqual(revision._gift_get_price_extra(), 3.5)

    def test_what_is_not_offered_is_not_there(self):
        self.zone.required = True

        self.assertEqual(self._get_codes({'entry': {'text': "platinum"}}), ['required'])

    def test_a_choice_without_options_is_refused_and_a_new_one_has_two(self):
        with self.assertRaises(ValidationError):
            self.zone.option_ids = [Command.clear()]
        self.assertEqual(len(self._create_zone('choice', 'new').option_ids), 2)

    def test_a_choice_is_the_customers(self):
        with self.assertRaises(ValidationError):
            self.zone.editable = False

    def test_a_negative_price_is_refused(self):
        with self.assertRaises(ValidationError):
            self.zone.option_ids[0].price_extra = -1


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
