import gzip
import json

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_clipart import ClipartCommon


@tagged('post_install', '-at_install')
class TestClipartRoutes(ClipartCommon, HttpCase):
    def _get_catalogue(self):
        url = self.env['gift.clipart'].with_context(lang='en_US')._get_catalogue_url()
        return self.url_open(url)

    def test_visitors_get_all_motifs_in_one_cached_answer(self):
        archived = self.env.ref('gift_personalization.clipart_love_kiss')
        archived.active = False
        answer = self._get_catalogue()
        self.assertIn('immutable', answer.headers['Cache-Control'])
        self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
        motifs = {motif['name']: motif for motif in answer.json()['motifs']}
        self.assertEqual(motifs["Heart"]['sha256'], self.heart.sha256)
        self.assertEqual(motifs["Heart"]['theme'], self.theme.id)
        self.assertNotIn("Kiss", motifs)

    def test_the_address_changes_with_the_motifs(self):
        motifs = self.env['gift.clipart']
        before = motifs._get_catalogue_url()
        self.heart.name = "Sweetheart"
        self.assertNotEqual(motifs._get_catalogue_url(), before)
        after = motifs._get_catalogue_url()
        self.theme.active = False
        self.assertNotEqual(motifs._get_catalogue_url(), after)

    def test_an_old_address_gives_the_present_motifs_uncached(self):
        answer = self.url_open('/gift/clipart/0123456789abcdef/en_US.json')
        self.assertEqual(answer.headers['Cache-Control'], 'no-store')
        self.assertTrue(answer.json()['motifs'])

    def test_unknown_languages_are_not_found(self):
        for lang in ('xx_XX', "'", 'en_US.json', '%00'):
            answer = self.url_open(f'/gift/clipart/0/{lang}.json')
            self.assertEqual(answer.status_code, 404)

    def test_names_come_in_the_language_of_the_page(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.heart.with_context(lang='fr_FR').name = "Cœur"
        _version, data = self.env['gift.clipart']._get_catalogue('fr_FR')
        names = [motif['name'] for motif in json.loads(gzip.decompress(data))['motifs']]
        self.assertIn("Cœur", names)

    def test_a_drawing_is_served_as_a_picture_that_can_do_nothing(self):
        answer = self.url_open(f'/gift/clipart/{self.heart.sha256}.svg')
        self.assertEqual(answer.headers['Content-Type'], 'image/svg+xml; charset=utf-8')
        self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
        self.assertIn("default-src 'none'", answer.headers['Content-Security-Policy'])
        self.assertIn('sandbox', answer.headers['Content-Security-Policy'])
        self.assertIn('<path fill="', answer.text)

    def test_other_files_are_not_served_as_drawings(self):
        photo = self._create_photo()
        for sha256 in (photo.sha256, self.font.sha256, 'f' * 64, 'x', "a'--"):
            answer = self.url_open(f'/gift/clipart/{sha256}.svg')
            self.assertEqual(answer.status_code, 404)

    def test_a_visitor_sees_the_motif_in_the_preview(self):
        answer = self.make_jsonrpc_request(
            '/gift/preview',
            {
                'product_id': self.gift_product.id,
                'values': {
                    'name': {'text': "Anna"},
                    'motif': {'clipart': self.heart.sha256, 'color': '#c01020'},
                },
            },
        )
        drawing = self.heart._get_drawing().parts[0][1]
        self.assertIn(f'fill="#c01020" d="{drawing}"', answer['surfaces'][0]['svg'])
        self.assertIn("Motif shows “Heart”", answer['description'])
        self.assertEqual(answer['price']['extra'], "$\xa05.50")

    def test_hostile_values_get_an_answer(self):
        for value in (5, [], 'x', {'clipart': {}}, {'clipart': 'x' * 10000}, {'clipart': None}):
            with self.subTest(value=str(value)[:20]):
                answer = self.make_jsonrpc_request(
                    '/gift/preview',
                    {'product_id': self.gift_product.id, 'values': {'motif': value}},
                )
                self.assertTrue(answer.get('error') or answer['surfaces'])

    def test_the_product_page_starts_with_the_motif_of_the_template(self):
        self.motif_zone.default_clipart_id = self.heart
        page = self.url_open(self.gift_product.website_url).text
        self.assertIn(f'/gift/clipart/{self.heart.sha256}.svg', page)
        self.assertIn(self.heart._get_drawing().parts[0][1], page)

    def test_a_visitor_picks_a_motif(self):
        self.motif_zone.clipart_theme_ids = self.theme | self.holly.theme_id
        self.start_tour(self.gift_product.website_url, 'gift_pick_a_motif')

        line = self.env['sale.order.line'].search(
            [('product_id', '=', self.gift_product.id)], order='id desc', limit=1
        )
        self.assertEqual(line._gift_get_texts(), ["Name: Anna", "Motif: Snowman"])

    def test_both_themes_of_the_zone_are_searched(self):
        self.motif_zone.clipart_theme_ids = [Command.set(self.theme.ids)]
        domain = self.env['gift.clipart']._get_offered_domain(self.motif_zone)
        offered = self.env['gift.clipart'].search(domain)
        self.assertEqual(offered.theme_id, self.theme)
