from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LawCommon


@tagged('post_install', '-at_install')
class TestNotice(LawCommon):
    """Each line says whether it can be withdrawn from, and keeps the words."""

    def test_a_personalised_line_is_exempt_and_a_plain_one_is_not(self):
        gift, plain = self._get_lines(self._create_mixed_order(confirm=False))

        self.assertEqual(gift._gift_get_withdrawal(), 'exempt')
        self.assertIn("cannot withdraw", gift._gift_get_law_text())
        self.assertEqual(plain._gift_get_withdrawal(), 'right')
        self.assertEqual(
            plain._gift_get_law_text(),
            "You can withdraw from the purchase of this item within 14 days of delivery.",
        )

    def test_a_choice_among_what_the_shop_offers_is_no_personalisation(self):
        product = self._create_choice_product()
        revision = self._create_revision(product, {'style': {'choice': 'gold'}})
        order = self._create_mixed_order(confirm=False)
        order.order_line[0].write({'product_id': product.id, 'gift_revision_id': revision.id})

        self.assertEqual(order.order_line[0]._gift_get_withdrawal(), 'right')

    def test_a_text_that_the_shop_wrote_is_no_personalisation(self):
        self.gift_template.surface_ids.zone_ids.filtered(
            lambda zone: zone.key == 'name'
        ).default_text = "Best Mum"
        own = self._create_revision(values={'name': {'text': "Best Ada"}})
        standard = self._create_revision(values={'name': {'text': "Best Mum"}})

        self.assertTrue(own._gift_is_own())
        self.assertFalse(standard._gift_is_own())

    def test_a_photo_is_personalisation(self):
        photo = self._create_photo()
        revision = self._create_revision(
            values={
                'name': {'text': "A"},
                'photo': {'asset': photo.sha256},
            },
            photos=photo,
        )

        self.assertTrue(revision._gift_is_own())

    def test_the_manager_sets_the_rule_of_a_product(self):
        gift, plain = self._get_lines(self._create_mixed_order(confirm=False))
        gift.product_template_id.gift_withdrawal = 'right'
        plain.product_template_id.gift_withdrawal = 'exempt'

        self.assertEqual(gift._gift_get_withdrawal(), 'right')
        self.assertEqual(plain._gift_get_withdrawal(), 'exempt')

    def test_costs_and_notes_have_no_notice(self):
        order = self._create_mixed_order(confirm=False)
        order._create_delivery_line(self.carrier, 5.0)
        order.write({'order_line': [(0, 0, {'display_type': 'line_note', 'name': "Note"})]})
        others = order.order_line.filtered(lambda line: not line._gift_is_goods())

        self.assertEqual(len(others), 2)
        self.assertEqual(others.mapped(lambda line: line._gift_get_law_text()), ['', ''])

    def test_the_confirmation_keeps_the_words(self):
        gift, plain = self._get_lines(self._create_mixed_order())

        self.assertEqual(gift.gift_wording_id.kind, 'exempt')
        self.assertEqual(gift.gift_wording_id.text, self.texts['exempt'].text)
        self.assertEqual(gift.gift_wording_id.version, self.texts['exempt'].version)
        self.assertEqual(gift.gift_wording_id.lang, 'en_US')
        self.assertTrue(gift.gift_wording_date)
        self.assertEqual(plain.gift_wording_id.kind, 'right')

    def test_a_changed_wording_does_not_reach_orders_of_before(self):
        gift, _plain = self._get_lines(self._create_mixed_order())
        told = gift.gift_wording_id.text

        self.texts['exempt'].text = "Other words."
        later, _plain = self._get_lines(self._create_mixed_order())

        self.assertEqual(gift._gift_get_law_text(), told)
        self.assertEqual(later._gift_get_law_text(), "Other words.")
        self.assertEqual(later.gift_wording_id.version, gift.gift_wording_id.version + 1)

    def test_a_changed_rule_does_not_reach_orders_of_before(self):
        gift, _plain = self._get_lines(self._create_mixed_order())

        gift.product_template_id.gift_withdrawal = 'right'

        self.assertEqual(gift._gift_get_withdrawal(), 'exempt')

    def test_equal_words_are_stored_once_and_never_change(self):
        first, _plain = self._get_lines(self._create_mixed_order())
        second, _plain = self._get_lines(self._create_mixed_order())

        self.assertEqual(first.gift_wording_id, second.gift_wording_id)
        with self.assertRaises(UserError):
            first.gift_wording_id.text = "Other words."
        with self.assertRaises(UserError):
            first.gift_wording_id.unlink()

    def test_a_translation_is_a_version_too(self):
        self.env['res.lang']._activate_lang('de_DE')
        before = self.texts['exempt'].version

        self.texts['exempt'].update_field_translations('text', {'de_DE': "Kein Widerruf."})

        self.assertEqual(self.texts['exempt'].version, before + 1)

    def test_the_words_are_those_of_the_customers_language(self):
        self.env['res.lang']._activate_lang('de_DE')
        self.texts['exempt'].update_field_translations('text', {'de_DE': "Kein Widerruf."})
        self.partner.lang = 'de_DE'

        gift, _plain = self._get_lines(self._create_mixed_order())

        self.assertEqual(gift.gift_wording_id.text, "Kein Widerruf.")
        self.assertEqual(gift.gift_wording_id.lang, 'de_DE')

    def test_the_days_are_those_of_the_settings_and_never_below_the_law(self):
        parameters = self.env['ir.config_parameter']
        order = self._create_mixed_order(confirm=False)
        _gift, plain = self._get_lines(order)

        parameters.set_param('gift_law.withdrawal_days', '30')
        self.assertIn("within 30 days", plain._gift_get_law_text())
        parameters.set_param('gift_law.withdrawal_days', '3')
        self.assertIn("within 14 days", plain._gift_get_law_text())

    def test_a_line_that_joins_a_confirmed_order_has_its_notice(self):
        order = self._create_mixed_order()

        line = self.env['sale.order.line'].create(
            {'order_id': order.id, 'product_id': self.plain_product.id}
        )

        self.assertEqual(line.gift_wording_id.kind, 'right')

    def test_a_text_cannot_be_deleted(self):
        with self.assertRaises(UserError):
            self.texts['exempt'].unlink()

    def test_the_receipt_says_it_at_the_line(self):
        order = self._create_mixed_order()
        gift, _plain = self._get_lines(order)

        receipt = order._gift_prepare_receipt()

        self.assertEqual(receipt.lines[0].note, gift.gift_wording_id.text)
        self.assertTrue(order._gift_build_receipt().startswith(b'%PDF'))
