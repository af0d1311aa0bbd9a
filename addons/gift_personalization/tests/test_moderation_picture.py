import io

from PIL import Image

from odoo.fields import Command
from odoo.tests import tagged

from .test_moderation import ModerationCommon


@tagged('post_install', '-at_install')
class TestModerationPicture(ModerationCommon):
    """Staff see what they judge: the design as it was asked about, or as it was ordered."""

    def _render(self, case, key='front'):
        return Image.open(io.BytesIO(case._render_side(key))).convert('RGB')

    def test_a_design_that_is_not_ordered_is_shown_as_it_was_asked_about(self):
        design, case = self._ask()
        shown = self._render(case)

        design._save_values({'name': {'text': "Anna"}})
        self.env.invalidate_all()

        self.assertEqual(case.picture_url, f'/gift/moderation/case/{case.id}/first.jpg')
        self.assertIn(f'/gift/moderation/case/{case.id}/front.jpg', case.pictures)
        self.assertEqual(self._render(case).tobytes(), shown.tobytes())
        _other, later = self._ask("Zorgle zorgle")
        self.assertNotEqual(self._render(later).tobytes(), shown.tobytes())

    def test_asking_again_shows_what_is_asked_about_now(self):
        design, case = self._ask()
        shown = self._render(case)

        design._save_values({'name': {'text': "Zorgle XL"}})
        design._ask_for_words("Now this")

        self.assertNotEqual(self._render(case).tobytes(), shown.tobytes())

    def test_an_ordered_design_shows_every_side_that_carries_something(self):
        surface = self.gift_template.surface_ids
        name = surface.zone_ids.filtered(lambda zone: zone.key == 'name')
        surface.copy(
            {
                'name': "Back",
                'key': 'back',
                'zone_ids': [Command.create({**name.copy_data()[0], 'key': 'motto'})],
                'mockup_ids': [Command.create({'asset_id': surface.mockup_ids.asset_id.id})],
            }
        ).zone_ids.required = False
        for motto, sides in ((None, ['front']), ("Flubber", ['front', 'back'])):
            values = {'name': {'text': "Flubber"}}
            values |= {'motto': {'text': motto}} if motto else {}
            revision = self._create_revision(values=values)
            case = self.env['gift.moderation.case'].create(
                {'kind': 'text', 'revision_id': revision.id}
            )

            with self.subTest(motto):
                self.assertEqual([key for key, _label in case._get_sides()], sides)
                self.assertEqual(case.pictures.count('<img'), len(sides))
                for side in sides:
                    self.assertEqual(self._render(case, side).size, (900, 720))

    def test_a_photo_case_shows_the_gift_and_the_photo_as_it_was_uploaded(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.photo_review', 'all')
        case = self._create_photo_order().gift_case_ids

        self.assertEqual(case.kind, 'photo')
        self.assertEqual(case.pictures.count('<img'), 1)
        self.assertEqual(case.photos.count('<img'), 1)
        self.assertTrue(self._render(case))

    def test_a_design_whose_photo_was_deleted_meanwhile_is_no_error(self):
        _design, case = self._ask()
        document = case.document
        zone = next(z for z in document['template']['surfaces'][0]['zones'] if z['type'] == 'photo')
        photo = {'asset': 'f' * 64, 'width_px': 900, 'height_px': 900}
        case.document = {**document, 'values': {**document['values'], zone['key']: photo}}

        self.assertIsNone(case._render_side('front'))
