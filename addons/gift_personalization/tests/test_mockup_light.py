import json

from odoo.tests import HttpCase, tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestMockupLight(GiftCommon, HttpCase):
    """The light of a picture falls on surfaces that lie at an angle or round on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mockup = cls.gift_template.surface_ids.mockup_ids[0]

    def _get_url(self):
        answer = self.env['gift.design']._preview(self.gift_product, {'name': {'text': "Anna"}})
        markup = answer['surfaces'][0]['material'].replace('&amp;', '&')
        return markup.partition('<feImage href="')[2].partition('"')[0].replace('&quot;', '"')

    def test_materials_that_live_from_light_have_it_on_mapped_surfaces(self):
        for shape, material, is_lit in (
            ('cylinder', 'engraved_metal', True),
            ('perspective', 'fabric', True),
            ('cylinder', 'foil', False),
            ('cylinder', 'glossy', True),
            ('flat', 'fabric', False),
        ):
            self.mockup.write({'mapping': shape, 'material': material})
            spec = self._create_revision()._get_document()['template']['surfaces'][0]['mockup']
            with self.subTest(shape=shape, material=material):
                self.assertEqual(spec.get('mapping', {}).get('lit', False), is_lit)

    def test_the_page_asks_for_the_light_on_its_surface(self):
        self.mockup.write({'mapping': 'cylinder', 'material': 'fabric'})
        round_light = self.url_open(self._get_url())
        self.mockup.mapping = 'flat'
        whole = self.url_open(self._get_url())

        for answer in (round_light, whole):
            self.assertEqual(answer.status_code, 200)
            self.assertIn('immutable', answer.headers['Cache-Control'])
            self.assertEqual(answer.content[:2], b'\xff\xd8')
        self.assertNotEqual(round_light.content, whole.content)

    def test_a_round_glaze_has_a_light_of_its_own_and_plain_prints_need_none(self):
        self.mockup.write({'mapping': 'cylinder', 'material': 'fabric'})
        cloth = self.url_open(self._get_url())
        self.mockup.material = 'glossy'
        glaze = self.url_open(self._get_url())
        self.mockup.material = 'plain'

        self.assertEqual((cloth.status_code, glaze.status_code), (200, 200))
        self.assertNotEqual(cloth.content, glaze.content)
        self.assertEqual(self._get_url(), '')

    def test_surfaces_of_strangers_are_not_drawn(self):
        self.mockup.write({'mapping': 'perspective', 'material': 'fabric'})
        path, _mark, _query = self._get_url().partition('?')
        mapping = json.dumps({'kind': 'perspective', 'corners_ppm': [0] * 8})
        for on, token in ((mapping, ''), (mapping, '0' * 64), ('x', 'x'), ('{}', '\0')):
            with self.subTest(on=on):
                answer = self.url_open(path, params={'on': on, 'token': token})
                self.assertEqual(answer.status_code, 404)
