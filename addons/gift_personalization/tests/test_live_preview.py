import json
import re

from odoo.tests import HttpCase, tagged, warmup

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestLivePreview(GiftCommon, HttpCase):
    """What the product page asks on every key: cheap, never older than the catalogue."""

    def _preview(self, **values):
        return self.env['gift.design']._preview(self.gift_product, values)

    def _ask(self, **params):
        return self.make_jsonrpc_request(
            '/gift/preview',
            {'product_id': self.gift_product.id, 'values': {'name': {'text': "Anna"}}, **params},
        )

    # === COST === #

    @warmup
    def test_a_key_stroke_reads_the_product_and_nothing_of_the_catalogue(self):
        self.gift_product.invalidate_recordset()

        with self.assertQueryCount(2):
            self._preview(name={'text': "Anna"})

    def test_a_request_needs_few_queries_while_the_price_stays(self):
        extra = self._ask()['price_extra']
        self._ask(known_extra=extra)
        self.env.flush_all()
        before = self.cr.sql_log_count

        answer = self._ask(known_extra=extra)

        self.assertIsNone(answer['price'])
        self.assertLessEqual(self.cr.sql_log_count - before, 14)

    def test_the_price_is_worked_out_when_the_extra_price_changes(self):
        answer = self._ask(known_extra=0.0)

        self.assertEqual(answer['price_extra'], 3.0)
        self.assertIn('13.00', answer['price']['total'])

    def test_a_known_price_of_any_type_does_no_harm(self):
        for known in ('3.0', [], {}, True, -1, None):
            self.assertIn('13.00', self._ask(known_extra=known)['price']['total'])

    # === FRESHNESS === #

    def test_every_change_of_the_catalogue_shows_in_the_next_preview(self):
        zone = self.gift_template._get_zones()[0]
        surface = zone.surface_id
        changes = [
            (zone, {'max_size_mm': 5.0}),
            (zone, {'color_ids': [(6, 0, self.env['gift.color'].create(
                {'name': "Teal", 'hex': '#007070'}).ids)]}),
            (surface, {'width_mm': 120.0}),
            (surface.mockup_ids, {'area_width': 0.4}),
            (surface.method_id, {'min_letter_mm': 1.7}),
            (self.font, {'is_fallback': not self.font.is_fallback}),
        ]  # fmt: skip
        for record, values in changes:
            before = json.dumps(self.gift_template._get_live_spec(self.gift_product))

            record.write(values)

            after = self.gift_template._get_live_spec(self.gift_product)
            self.assertNotEqual(json.dumps(after), before, record)
            self.assertEqual(after, self.gift_template._get_spec(self.gift_product))

    def test_labels_and_prices_follow_their_zone(self):
        zone = self.gift_template._get_zones()[0]
        self.assertEqual(self._preview(name={'text': "Anna"})['price_extra'], 3.0)

        zone.write({'name': "First name", 'price_extra': 4.5})

        answer = self._preview(name={'text': "Anna"})
        self.assertEqual(answer['price_extra'], 4.5)
        self.assertIn("First name reads", answer['description'])

    def test_a_removed_zone_is_gone_at_once(self):
        self._preview(name={'text': "Anna"})

        self.gift_template._get_zones()[1].unlink()

        keys = [zone['key'] for zone in self._get_spec_zones()]
        self.assertEqual(keys, ['name', 'photo'])

    def _get_spec_zones(self):
        return self.gift_template._get_live_spec(self.gift_product)['surfaces'][0]['zones']

    # === THE BROWSER'S GUESS === #

    def test_the_page_knows_the_text_zones_it_can_set_by_itself(self):
        layout = self.gift_template._get_guess_layout(self.gift_product.id)

        self.assertEqual(list(layout['zones']), ['name', 'message'])
        self.assertEqual(layout['order'], ['name', 'message', 'photo'])
        self.assertEqual(layout['zones']['name']['font'], self.font.sha256)
        self.assertLess(len(json.dumps(layout)), 4000)

    def test_a_zone_with_more_than_the_browser_knows_is_left_to_the_server(self):
        name, message, _photo = self.gift_template._get_zones()

        name.outline_mm = 0.5
        message.allowed_chars = 'abc'

        layout = self.gift_template._get_guess_layout(self.gift_product.id)
        self.assertEqual(list(layout['zones']), ['message'])

    def test_the_browser_knows_the_circle_of_an_arc(self):
        name = self.gift_template._get_zones()[0]

        name.write({'arc': 'down', 'arc_radius_mm': 60})

        zones = self.gift_template._get_guess_layout(self.gift_product.id)['zones']
        self.assertEqual(zones['name']['arc_um'], -60_000)
        self.assertEqual(zones['message']['arc_um'], 0)

    def test_a_visitor_may_read_the_measures_of_a_font(self):
        answer = self.url_open(f'/gift/font/{self.font.sha256}/measures.json')

        measures = answer.json()
        self.assertEqual(answer.headers['Content-Type'], 'application/json')
        self.assertEqual(measures['upem'], 2000)
        self.assertEqual(measures['joins'], [])
        self.assertEqual(measures['size'], self.font.asset_id.file_size)
        pairs = zip(measures['coverage'][::2], measures['coverage'][1::2], strict=True)
        self.assertTrue(any(start <= ord('A') < start + count for start, count in pairs))

    def test_the_measures_name_the_scripts_whose_letters_touch(self):
        answer = self.url_open(f'/gift/font/{self.font_script.sha256}/measures.json')

        self.assertEqual(answer.json()['joins'][:1], ['Latn'])

    def test_only_fonts_have_measures(self):
        mockup = self.gift_template.surface_ids.mockup_ids[0]
        for sha256 in (mockup.sha256, '0' * 64, 'x', '..', '%00'):
            answer = self.url_open(f'/gift/font/{sha256}/measures.json')

            self.assertEqual(answer.status_code, 404, sha256)

    # === MATERIAL === #

    def test_preview_and_proof_show_the_material_of_the_mock_up(self):
        values = {'name': {'text': "Anna"}}
        design, _key = self._create_design(values=values)
        plain = design._freeze()
        shown = self._preview(**values)['surfaces'][0]
        self.assertEqual(shown['material'], '')
        self.assertNotIn('filter', shown['svg'])

        hashes = {plain.hash}
        for material, _label in self.env['gift.mockup']._fields['material'].selection[1:]:
            self.gift_template.surface_ids.mockup_ids.material = material
            revision = design._freeze()

            hashes.add(revision.hash)
            if material not in ('fabric', 'glossy'):  # the mock-up of the tests has no folds
                self.assertNotEqual(revision._render_preview(400), plain._render_preview(400))
            shown = self._preview(**values)['surfaces'][0]
            name = re.search(r'<filter id="([^"]+)"', shown['material'])[1]
            self.assertIn(f'style="filter:url(#{name})"', shown['svg'])
        self.assertEqual(len(hashes), 8)

        self.gift_template.surface_ids.mockup_ids.material = 'plain'
        self.assertEqual(design._freeze(), plain)

    def test_the_product_page_holds_the_material(self):
        self.gift_template.surface_ids.mockup_ids.material = 'fabric'

        page = self.url_open(self.gift_product.website_url)

        mockup = self.gift_template.surface_ids.mockup_ids[0]
        self.assertIn('<svg class="o_gift_material"', page.text)
        self.assertIn(f'href="/gift/mockup/{mockup.sha256}/light.jpg"', page.text)

    def test_everyone_may_have_the_light_of_a_mock_up_and_of_nothing_else(self):
        mockup = self.gift_template.surface_ids.mockup_ids[0]

        answer = self.url_open(f'/gift/mockup/{mockup.sha256}/light.jpg')

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers['Content-Type'], 'image/jpeg')
        self.assertIn('immutable', answer.headers['Cache-Control'])
        self.assertTrue(answer.content.startswith(b'\xff\xd8'))
        for sha256 in (self.font.asset_id.sha256, '0' * 64, 'x', '..', '%00'):
            refused = self.url_open(f'/gift/mockup/{sha256}/light.jpg')
            self.assertEqual(refused.status_code, 404, sha256)
