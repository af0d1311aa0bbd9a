from odoo.tests import HttpCase, tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestZoneEditor(GiftCommon, HttpCase):
    """A manager makes a product personalisable from nothing, in a real browser."""

    def test_a_manager_makes_a_template_and_the_product_page_shows_its_zone(self):
        product = self._create_product(name="Tour gift", gift_template_id=False).product_tmpl_id
        manager = self.users['manager']

        self.start_tour(
            '/odoo/action-gift_personalization.gift_template_action',
            'gift_zone_editor',
            login=manager.login,
        )

        template = self.env['gift.template'].search([('name', '=', "Tour mug")])
        surface, zone = template.surface_ids, template.surface_ids.zone_ids
        mockup = surface.mockup_ids
        self.assertEqual((template.key, surface.key), ('tour-mug', 'wrap'))
        self.assertEqual((surface.width_mm, surface.height_mm), (200, 100))
        self.assertEqual((mockup.width_px, mockup.height_px), (600, 600))
        self.assertAlmostEqual(mockup.area_width, 0.375, delta=0.01)
        self.assertAlmostEqual(mockup.area_width / mockup.area_height, 2, delta=0.001)
        self.assertEqual((zone.name, zone.key, zone.zone_type), ("First name", 'text', 'text'))
        self.assertEqual((zone.x_mm, zone.y_mm), (20.5, 30))
        self.assertEqual((zone.width_mm, zone.height_mm), (140, 30))
        self.assertEqual(product.gift_template_id, template)

        self.start_tour(product.website_url, 'gift_zone_on_product_page')

    def test_a_manager_lays_a_surface_round_a_mug(self):
        surface = self.gift_template.surface_ids
        surface.mockup_ids.unlink()

        self.start_tour(
            f'/odoo/gift.surface/{surface.id}',
            'gift_round_surface',
            login=self.users['manager'].login,
        )

        mockup = surface.mockup_ids
        self.assertEqual(mockup.mapping, 'cylinder')
        self.assertAlmostEqual(mockup.corner_nw_x, mockup.area_x - 0.05, delta=0.01)
        self.assertAlmostEqual(mockup.corner_nw_y, mockup.area_y + 0.1, delta=0.01)
        self.assertAlmostEqual(mockup.corner_ne_x, mockup.area_x + mockup.area_width, delta=0.001)
        self.assertGreater(mockup.cylinder_bottom, 0.1)
        self.assertAlmostEqual(mockup.cylinder_top, 0.04, delta=0.001)
