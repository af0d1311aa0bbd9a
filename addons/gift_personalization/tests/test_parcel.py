from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestParcelOfCart(ParcelCommon):
    """Who gets what, in the cart: lines, parts of lines, prices."""

    def test_half_a_piece_goes_nowhere(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        ben = self._add_parcel("Ben")

        with self.assertRaisesRegex(UserError, "choose between 1 and 2 pieces"):
            self._assign(line, ben, 0.5)

        self.assertEqual(self.empty_cart.order_line.mapped('product_uom_qty'), [2])

    def test_a_cart_without_recipients_has_no_parcels_and_one_line_of_delivery_costs(self):
        self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)

        self.empty_cart._set_delivery_method(self.fixed)

        self.assertFalse(self.empty_cart.gift_is_divided)
        self.assertEqual(self.empty_cart.order_line.filtered('is_delivery').price_unit, 5.0)

    def test_a_part_of_a_quantity_becomes_a_line_of_its_own(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=5)
        ben = self._add_parcel("Ben")

        self._assign(line, ben, 2)

        self.assertEqual(line.product_uom_qty, 3)
        self.assertEqual(ben.line_ids.product_uom_qty, 2)
        self.assertEqual(ben.line_ids.gift_revision_id, line.gift_revision_id)
        self.assertEqual(ben.line_ids.price_unit, line.price_unit)
        self.assertTrue(self.empty_cart.gift_is_divided)

    def test_the_total_is_the_same_however_the_gifts_are_divided(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=5)
        total = self.empty_cart.amount_total

        self._assign(line, self._add_parcel("Ben"), 2)
        self._assign(line, self._add_parcel("Cem"), 1)

        self.assertEqual(self.empty_cart.amount_total, total)
        self.assertEqual(sum(self.empty_cart.order_line.mapped('product_uom_qty')), 5)

    def test_a_price_for_many_counts_the_pieces_of_all_recipients(self):
        rule = {'min_quantity': 5, 'compute_price': 'fixed', 'fixed_price': 8.0}
        self.empty_cart.pricelist_id = self.env['product.pricelist'].create(
            {'name': "For many", 'item_ids': [Command.create(rule)]}
        )
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=5)
        self.assertEqual(line.price_unit, 11.0)

        self._assign(line, self._add_parcel("Ben"), 2)

        self.assertEqual(self.empty_cart.order_line.mapped('price_unit'), [11.0, 11.0])

        self.empty_cart._cart_update_line_quantity(line.id, 1)
        self.empty_cart._verify_cart_after_update()

        self.assertEqual(self.empty_cart.order_line.mapped('price_unit'), [13.0, 13.0])

    def test_pieces_that_come_back_join_the_line_they_came_from(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=5)
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 2)

        self._assign(ben.line_ids, self.no_parcel, 2)

        self.assertEqual(self.empty_cart.order_line, line)
        self.assertEqual(line.product_uom_qty, 5)

    def test_the_same_design_goes_to_two_people_in_two_lines(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        ben, cem = self._add_parcel("Ben"), self._add_parcel("Cem")

        self._assign(line, ben, 1)
        self._assign(line, cem, 1)

        self.assertEqual(ben.line_ids.gift_revision_id, cem.line_ids.gift_revision_id)
        self.assertEqual((ben.line_ids | cem.line_ids).mapped('product_uom_qty'), [1, 1])

    def test_a_design_added_again_goes_to_the_own_address(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self._assign(line, self._add_parcel("Ben"), 1)

        again = self._add_gift_to_cart(self.empty_cart, "Anna")

        self.assertNotEqual(again, line)
        self.assertFalse(again.gift_parcel_id)
        self.assertEqual(line.product_uom_qty, 1)

    def test_a_gift_that_is_edited_stays_with_its_recipient(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 1)
        own = self._add_gift_to_cart(self.empty_cart, "Lea")
        _design, key = self._create_design(values={'name': {'text': "Lea"}})

        edited = self.empty_cart._gift_replace_design(line, self.gift_product, key)

        self.assertEqual(edited.gift_parcel_id, ben)
        self.assertEqual(own.product_uom_qty, 1)

    def test_more_pieces_than_the_line_has_are_refused_and_nothing_changes(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        ben = self._add_parcel("Ben")

        for quantity in (0, -1, 3, float('nan')):
            with self.subTest(quantity=quantity), self.assertRaises(UserError):
                self.empty_cart._gift_assign_parcels([(line, ben, quantity, 2)])

        self.assertFalse(ben.line_ids)
        self.assertEqual(line.product_uom_qty, 2)

    def test_a_page_that_shows_an_older_cart_changes_nothing(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=3)
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 2)  # the first of two clicks

        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self.empty_cart._gift_assign_parcels([(line, ben, 2, 3)])

        self.assertEqual(ben.line_ids.product_uom_qty, 2)
        self.assertEqual(line.product_uom_qty, 1)

    def test_a_removed_recipient_gives_the_gifts_back(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=3)
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 2)
        self.empty_cart._set_delivery_method(self.fixed)

        self.empty_cart._gift_remove_parcel(ben)

        self.assertFalse(ben.exists())
        self.assertEqual(line.product_uom_qty, 3)
        self.assertFalse(self.empty_cart.gift_is_divided)
        delivery = self.empty_cart.order_line.filtered('is_delivery')
        self.assertEqual((delivery.price_unit, delivery.name), (5.0, self.fixed.name))

    def test_recipients_stay_as_they_are_once_the_order_is_confirmed(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 1)
        self.empty_cart.partner_id = self.partner
        self.empty_cart.action_confirm()

        with self.assertRaises(UserError):
            self._assign(line, ben, 1)
        with self.assertRaises(UserError):
            self.empty_cart._gift_remove_parcel(ben)
        with self.assertRaises(UserError):
            ben.unlink()

        self.assertEqual(ben.line_ids.product_uom_qty, 1)

    def test_lines_that_move_to_another_cart_take_their_recipient_along(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 1)
        other = self.empty_cart.copy()

        self.empty_cart.order_line.write({'order_id': other.id})

        self.assertEqual(ben.order_id, other)
        self.assertEqual(line.gift_parcel_id, ben)

    def test_a_copied_order_has_no_recipients(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self._assign(line, self._add_parcel("Ben"), 1)

        copied = self.empty_cart.copy()

        self.assertFalse(copied.gift_is_divided)
        self.assertFalse(copied.gift_parcel_ids)

    # === DELIVERY COSTS === #

    def test_each_parcel_pays_its_own_way(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=3)
        ben, cem = self._add_parcel("Ben"), self._add_parcel("Cem")
        self._assign(line, ben, 1)
        self._assign(line, cem, 1)

        self.empty_cart._set_delivery_method(self.fixed)

        delivery = self.empty_cart.order_line.filtered('is_delivery')
        self.assertEqual(delivery.mapped('price_unit'), [5.0, 5.0, 5.0])
        self.assertEqual(delivery.gift_parcel_id, ben | cem)
        self.assertEqual(self.empty_cart.amount_total, 3 * 13.0 + 15.0)

    def test_what_goes_to_recipients_only_has_no_way_to_the_own_address(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        self._assign(line, self._add_parcel("Ben"), 2)

        self.empty_cart._set_delivery_method(self.fixed)

        self.assertEqual(self.empty_cart.order_line.filtered('is_delivery').price_unit, 5.0)

    def test_a_changed_quantity_leaves_the_delivery_costs_right(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        ben = self._add_parcel("Ben")
        self._assign(line, ben, 1)
        self.empty_cart._set_delivery_method(self.fixed)

        self.empty_cart._cart_update_line_quantity(line.id, 7)
        self.empty_cart._verify_cart_after_update()

        delivery = self.empty_cart.order_line.filtered('is_delivery')
        self.assertEqual(delivery.mapped('price_unit'), [5.0, 5.0])

        self.empty_cart._cart_update_line_quantity(ben.line_ids.filtered('product_id')[0].id, 0)
        self.empty_cart._verify_cart_after_update()

        delivery = self.empty_cart.order_line.filtered('is_delivery')
        self.assertEqual((delivery.price_unit, delivery.name), (5.0, self.fixed.name))

    # === READINESS === #

    def test_a_recipient_without_an_address_holds_the_payment(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self._assign(line, self._add_parcel("Ben", street=''), 1)

        with self.assertRaisesRegex(ValidationError, "The address of Ben is missing"):
            self.empty_cart._check_cart_is_ready_to_be_paid()

    def test_a_carrier_that_does_not_go_there_holds_the_payment(self):
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self._assign(line, self._add_parcel("Ben"), 1)
        self.empty_cart.partner_id = self.partner
        self.fixed.country_ids = self.env.ref('base.fr')
        self.empty_cart.carrier_id = self.fixed

        with self.assertRaisesRegex(ValidationError, "does not deliver to Ben"):
            self.empty_cart._check_cart_is_ready_to_be_paid()

    def test_other_taxes_need_an_order_of_their_own(self):
        france = self.env.ref('base.fr')
        self.env['account.fiscal.position'].create(
            {'name': "France", 'auto_apply': True, 'country_id': france.id}
        )
        line = self._add_gift_to_cart(self.empty_cart, "Anna")
        self.empty_cart.partner_id = self.partner
        self._assign(line, self._add_parcel("Ben", country_id=france.id), 1)

        with self.assertRaisesRegex(ValidationError, "Other taxes apply at the address of Ben"):
            self.empty_cart._check_cart_is_ready_to_be_paid()
