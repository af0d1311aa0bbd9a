import json

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .test_template import TemplateCase

ROUND = {
    'mapping': 'cylinder',
    'corner_nw_x': 0.2,
    'corner_nw_y': 0.3,
    'corner_ne_x': 0.6,
    'corner_ne_y': 0.3,
    'corner_se_x': 0.6,
    'corner_se_y': 0.8,
    'corner_sw_x': 0.2,
    'corner_sw_y': 0.8,
    'cylinder_angle': 140,
    'cylinder_from': 0.1,
    'cylinder_to': 0.9,
    'cylinder_top': 0.05,
    'cylinder_bottom': 0.08,
}
CORNERS = [200_000, 300_000, 600_000, 300_000, 600_000, 800_000, 200_000, 800_000]


@tagged('post_install', '-at_install')
class TestMockupMapping(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mockup = cls.surface.mockup_ids

    def _get_mockup_spec(self):
        return self._get_surface_spec()['mockup']

    def test_a_flat_surface_has_no_mapping_in_its_document(self):
        self.assertEqual(self.mockup.mapping, 'flat')
        self.assertNotIn('mapping', self._get_mockup_spec())

    def test_a_round_surface_is_told_in_whole_millionths(self):
        self.mockup.write(ROUND)

        self.assertEqual(
            self._get_mockup_spec()['mapping'],
            {
                'kind': 'cylinder',
                'corners_ppm': CORNERS,
                'angle_mdeg': 140_000,
                'from_ppm': 100_000,
                'to_ppm': 900_000,
                'sag_top_ppm': 50_000,
                'sag_bottom_ppm': 80_000,
            },
        )

    def test_a_frozen_design_keeps_the_mapping_it_was_made_with(self):
        values = {'name': {'text': "Anna"}}
        design, _key = self.env['gift.design']._create_for(self.gift_product)
        flat = design._freeze(values)
        self.mockup.write({**ROUND, 'mapping': 'perspective'})
        slanted = design._freeze(values)
        self.mockup.mapping = 'flat'
        again = design._freeze(values)

        self.assertEqual(again, flat)
        self.assertNotEqual(slanted.hash, flat.hash)
        mapping = slanted._get_document()['template']['surfaces'][0]['mockup']['mapping']
        self.assertEqual(mapping, {'kind': 'perspective', 'corners_ppm': CORNERS})
        self.assertNotEqual(slanted._render_preview(400), flat._render_preview(400))

    def test_a_mapping_that_cannot_be_is_refused_in_words(self):
        cases = [
            ({'corner_nw_x': -0.6}, "too far outside its picture"),
            ({'corner_nw_x': 0.599}, "lie on each other"),
            ({'corner_nw_x': 0.6, 'corner_ne_x': 0.2}, "without a dent"),
            ({'cylinder_angle': 175}, "between 10 and 170 degrees"),
            ({'cylinder_to': 0.12}, "at least 5 % wide"),
            ({'cylinder_bottom': 0.7}, "bent too far"),
        ]
        for wrong, words in cases:
            with (
                self.subTest(words),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self.mockup.write({**ROUND, **wrong})

        self.assertEqual(self.mockup.mapping, 'flat')

    def test_what_a_flat_surface_keeps_of_its_corners_is_not_checked(self):
        self.mockup.write({**ROUND, 'mapping': 'flat', 'cylinder_angle': 0})

        self.assertNotIn('mapping', self._get_mockup_spec())

    def test_a_file_carries_the_mapping_to_another_shop(self):
        self.mockup.write(ROUND)
        before = self._get_mockup_spec()

        data = self.gift_template._export_json()
        copied = self.env['gift.template']._import_json(data.encode())

        self.assertEqual(copied._get_spec(self.gift_product)['surfaces'][0]['mockup'], before)

    def test_a_file_with_a_wrong_mapping_is_refused_in_words(self):
        self.mockup.write(ROUND)
        content = json.loads(self.gift_template._export_json())
        content['template']['surface_ids'][0]['mockup_ids'][0]['corner_nw_x'] = 0.599

        with self.assertRaisesRegex(ValidationError, "lie on each other"):
            self.env['gift.template']._import_json(json.dumps(content).encode())

    def test_only_managers_change_a_mapping(self):
        for role in ('staff', 'production'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.mockup.with_user(self.users[role]).write(ROUND)

        self.mockup.with_user(self.users['manager']).write(ROUND)
        self.assertEqual(self.mockup.mapping, 'cylinder')

    def test_the_live_preview_says_how_the_surface_lies(self):
        preview = self.env['gift.design']._preview(self.gift_product, {})
        self.assertIsNone(preview['surfaces'][0]['mockup']['mapping'])

        self.mockup.write({**ROUND, 'mapping': 'perspective'})

        preview = self.env['gift.design']._preview(self.gift_product, {})
        self.assertEqual(
            preview['surfaces'][0]['mockup']['mapping'],
            {'kind': 'perspective', 'corners_ppm': CORNERS},
        )
