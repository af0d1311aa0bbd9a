import base64
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import GiftCommon

MODULE = 'odoo.addons.gift_personalization.models.gift_template_exchange'


@tagged('post_install', '-at_install')
class TestTemplateExchange(GiftCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mockup = cls._create_mockup_asset(width=400, height=320)
        cls.gift_template.surface_ids.mockup_ids.asset_id = mockup

    def _reimport(self, change=None):
        document = json.loads(self.gift_template._export_json())
        if change:
            change(document)
        return self.env['gift.template']._import_json(json.dumps(document).encode())

    def _assert_refused(self, data, sentence):
        count = self._count('gift.template')
        with self.assertRaisesRegex(UserError, sentence):
            self.env['gift.template']._import_json(data)
        self.assertEqual(self._count('gift.template'), count)

    def test_an_imported_template_makes_the_same_design(self):
        copy = self._reimport()

        self.assertNotEqual(copy, self.gift_template)
        self.assertNotEqual(copy.key, self.gift_template.key)
        spec, copied = (
            template._get_spec(self.gift_product) for template in (self.gift_template, copy)
        )
        self.assertEqual(copied['surfaces'], spec['surfaces'])
        self.assertTrue(copied['surfaces'][0]['mockup'])

    def test_everything_that_can_be_set_on_a_zone_is_kept(self):
        zones, copies = (
            self.gift_template._get_zones(),
            self._reimport()._get_zones(),
        )
        skipped = {'id', 'surface_id', 'template_id', 'display_name', 'sequence'}
        for zone, copy in zip(zones, copies, strict=True):
            for name, field in zone._fields.items():
                if field.store and field.type in ('char', 'float', 'integer', 'selection'):
                    if name not in skipped:
                        self.assertEqual(copy[name], zone[name], name)
            self.assertEqual(copy.font_ids, zone.font_ids)
            self.assertEqual(copy.color_ids, zone.color_ids)

    def test_options_dates_and_rules_come_along(self):
        surface = self.gift_template.surface_ids
        base = {'surface_id': surface.id, 'x_mm': 1, 'y_mm': 1, 'width_mm': 20, 'height_mm': 5}
        date_format = self.env['gift.date.format'].search([], limit=1)
        options = [Command.create({'name': name}) for name in ("Gold", "Silver")]
        choice, day = self.env['gift.zone'].create(
            [
                {**base, 'name': "Foil", 'zone_type': 'choice', 'option_ids': options},
                {
                    **base,
                    'name': "Day",
                    'zone_type': 'date',
                    'date_format_ids': [Command.set(date_format.ids)],
                    'date_min': '2026-01-31',
                },
            ]
        )
        day.write({'visible_zone_id': choice.id, 'visible_values': "gold"})

        copy = self._reimport()
        copied = {zone.key: zone for zone in copy._get_zones()}

        self.assertEqual(copied[choice.key].option_ids.mapped('name'), ["Gold", "Silver"])
        self.assertEqual(copied[day.key].visible_zone_id, copied[choice.key])
        self.assertEqual(copied[day.key].date_format_ids, date_format)
        self.assertEqual(copied[day.key].date_min, day.date_min)
        self.assertEqual(
            copy._get_spec(self.gift_product)['surfaces'],
            self.gift_template._get_spec(self.gift_product)['surfaces'],
        )

    def test_a_key_that_is_free_is_kept(self):
        data = self.gift_template._export_json().encode()
        key = self.gift_template.key
        self.gift_template.key = 'another-key'

        self.assertEqual(self.env['gift.template']._import_json(data).key, key)

    def test_what_the_shop_lacks_is_named(self):
        document = json.loads(self.gift_template._export_json())
        document['template']['surface_ids'][0]['method_id'] = 'no-such-method'

        self._assert_refused(json.dumps(document).encode(), 'print method “no-such-method”')

    def test_files_of_others_are_refused_in_words(self):
        for data in (
            b'',
            b'\xff\xfe',
            b'[]',
            b'{"format": "gift-template", "version": 1, "template": 3}',
            b'{"format": "gift-template", "version": 1, "template": {"name": NaN}}',
            b'{"format": "gift-template", "version": 1, "template": {"name": ["a"]}}',
            b'{"format": "gift-template", "version": 1, "template": {"surface_ids": [1]}}',
            b'{"format": "gift-template", "version": 1, "template": {"reminder_days": 1e400}}',
            b'[' * 100_000,
        ):
            with self.subTest(data=data[:60]):
                self._assert_refused(data, 'not a template')

    def test_files_of_newer_versions_are_refused_in_words(self):
        document = json.loads(self.gift_template._export_json())

        self._assert_refused(json.dumps({**document, 'version': 2}).encode(), 'newer version')
        document['template']['colour_of_the_moon'] = 'blue'
        self._assert_refused(json.dumps(document).encode(), 'colour_of_the_moon')

    def test_values_are_checked_as_if_they_were_typed(self):
        def grow(document):
            document['template']['surface_ids'][0]['zone_ids'][0]['width_mm'] = 9_999

        count = self._count('gift.template')
        with self.assertRaisesRegex(UserError, 'over the edge'):
            self._reimport(grow)
        self.assertEqual(self._count('gift.template'), count)

    def test_fields_that_are_no_part_of_a_template_cannot_be_set(self):
        for name in ('id', 'create_uid', 'message_ids', 'product_tmpl_ids', 'asset_id'):
            with self.subTest(name=name):
                document = json.loads(self.gift_template._export_json())
                document['template'][name] = 1
                self._assert_refused(json.dumps(document).encode(), name)

    def test_too_large_files_are_not_read(self):
        with patch(
            'odoo.addons.gift_personalization.models.gift_template_exchange.MAX_FILE_BYTES', 9
        ):
            self._assert_refused(self.gift_template._export_json().encode(), 'too large')

    def test_the_wizard_opens_what_it_made(self):
        manager = new_test_user(self.env, 'exchange_manager', 'gift_base.group_manager')
        file = base64.b64encode(self.gift_template._export_json().encode())
        wizard = self.env['gift.template.import'].with_user(manager).create({'file': file})

        action = wizard.action_import()

        self.assertEqual(
            self.env['gift.template'].browse(action['res_id']).name,
            self.gift_template.name,
        )


@tagged('post_install', '-at_install')
class TestTemplateExchangeAccess(GiftCommon, HttpCase):
    def _fetch(self, login=None):
        if login:
            self.authenticate(login, login)
        return self.url_open(
            f'/gift/template/{self.gift_template.id}/export.json',
            allow_redirects=False,
        )

    def test_managers_download_a_template(self):
        new_test_user(self.env, 'exchange_manager', 'gift_base.group_manager')
        answer = self._fetch('exchange_manager')

        self.assertEqual(answer.status_code, 200)
        self.assertIn('attachment', answer.headers['Content-Disposition'])
        self.assertEqual(answer.json()['template']['name'], self.gift_template.name)

    def test_nobody_else_does(self):
        self.assertEqual(self._fetch().status_code, 303)  # to the login page
        for login, groups in (
            ('exchange_staff', 'gift_base.group_staff'),
            ('exchange_production', 'gift_base.group_production'),
            ('exchange_portal', 'base.group_portal'),
        ):
            new_test_user(self.env, login, groups)
            with self.subTest(login=login):
                self.assertEqual(self._fetch(login).status_code, 404)

    def test_only_managers_import(self):
        for login, groups in (
            ('import_staff', 'gift_base.group_staff'),
            ('import_production', 'gift_base.group_production'),
            ('import_portal', 'base.group_portal'),
        ):
            user = new_test_user(self.env, login, groups)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.env['gift.template.import'].with_user(user).create({'file': b'e30='})
