from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestGuards(GiftCommon):
    """Findings of the product page: what is told, and the fix that is offered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.method = cls.surface.method_id
        cls.name = cls.surface.zone_ids.filtered(lambda zone: zone.key == 'name')

    def _get_findings(self, text="Anna", **value):
        answer = self.env['gift.design']._preview(
            self.gift_product, {'name': {'text': text, **value}}
        )
        return {finding['code']: finding for finding in answer['findings']}

    def _offer(self, *keys):
        fonts = self.env['gift.font'].search([('key', 'in', keys)])
        by_key = {font.key: font for font in fonts}
        self.name.write(
            {
                'font_ids': [Command.set(fonts.ids)],
                'default_font_id': by_key[keys[0]].id,
            }
        )
        return [by_key[key] for key in keys]

    # === LIMITS OF THE METHOD === #

    def test_lines_too_thin_for_the_machine_are_told_in_millimetres(self):
        self._offer('great-vibes')
        self.method.min_stroke_mm = 0.35

        finding = self._get_findings()['stroke_too_thin']

        self.assertEqual(finding['severity'], 'error')
        self.assertRegex(
            finding['message'],
            r"Name: the thinnest line of these letters would be 0\.[12]\d? mm, at least 0\.35 mm",
        )

    def test_gaps_that_close_up_are_told(self):
        self.method.min_gap_mm = 3

        finding = self._get_findings("rn")['gap_too_small']

        self.assertIn("3.0 mm are needed", finding['message'])

    def test_a_method_without_limits_measures_nothing(self):
        self.assertEqual(self._get_findings(), {})

    def test_limits_cannot_be_negative(self):
        for name in ('min_stroke_mm', 'min_gap_mm'):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "cannot be negative"):
                self.method.write({name: -0.1})

    def test_a_text_near_the_edge_is_a_warning(self):
        self.surface.safe_mm = 20

        finding = self._get_findings("Annabella")['outside_safe_area']

        self.assertEqual(finding['severity'], 'warning')
        self.assertIn("closer to the edge than 20.0 mm", finding['message'])

    def test_the_safe_margin_leaves_room(self):
        with self.assertRaisesRegex(ValidationError, "must leave room"):
            self.surface.safe_mm = 40

    def test_limits_that_are_off_leave_the_hash_alone(self):
        before = self._create_revision().hash

        self.method.write({'min_stroke_mm': 0.1})
        after = self._create_revision().hash
        self.method.write({'min_stroke_mm': 0})

        self.assertNotEqual(after, before)
        self.assertEqual(self._create_revision().hash, before)

    # === FONTS THAT STAND IN === #

    def test_letters_from_another_font_are_told_with_its_name(self):
        finding = self._get_findings("Anna سمر")['font_fallback']

        self.assertEqual(finding['severity'], 'warning')
        self.assertEqual(
            finding['message'],
            "Name: the chosen lettering does not have “سمر”. It is written in Cairo.",
        )

    def test_a_zone_may_refuse_other_fonts(self):
        self.name.allow_fallback = False

        findings = self._get_findings("Anna سمر")

        self.assertEqual(set(findings), {'missing_glyph'})
        self.assertEqual(findings['missing_glyph']['severity'], 'error')
