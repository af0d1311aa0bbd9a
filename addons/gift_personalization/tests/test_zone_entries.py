from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .zone_common import ZoneTypeCase


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
class TestEntries(ZoneTypeCase):
    """What holds for dates, numbers and choices alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = [cls._create_zone(kind, kind) for kind in ('date', 'number', 'choice')]

    def test_odd_values_are_refused_or_ignored(self):
        odd = ([], {}, 5, True, None, "\x00", "\ud800", "x" * 5000, {'text': {}}, "２０２６-02-14")
        for zone in self.entries:
            for name in ('text', 'date', 'number', 'choice', 'format', 'lang', 'font'):
                for value in odd:
                    with self.subTest(zone=zone.key, name=name, value=str(value)[:20]):
                        self._try({zone.key: {'text': "2026-02-14", name: value}})
            self._try({zone.key: odd})

    def _try(self, values):
        try:
            answer = self._preview(values)
        except UserError:
            return
        for finding in answer['findings']:
            self.assertTrue(finding['message'])

    def test_a_default_is_an_entry(self):
        date, number, choice = self.entries
        for zone, good, bad in (
            (date, "2026-12-24", "Christmas"),
            (number, "12", "a dozen"),
            (choice, "Second choice", "Third choice"),
        ):
            with self.subTest(zone=zone.key):
                with self.assertRaisesRegex(ValidationError, bad), self.env.cr.savepoint():
                    zone.default_text = bad
                zone.default_text = good
        values = self.gift_product._gift_get_default_values()

        codes = self._get_codes(values)

        self.assertEqual(codes, [])
        self.assertEqual(len(self._freeze_values(values)), 3)

    def test_a_date_is_shown_in_all_its_formats(self):
        self.entries[0].date_format_ids = self.formats.filtered(lambda f: f.key in ('year', 'dots'))

        shown = self._preview({'date': {'text': "2026-02-14"}})['formats']['date']

        self.assertEqual([example['text'] for example in shown], ["2026", "14.02.2026"])
