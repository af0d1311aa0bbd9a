from unittest.mock import patch

from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestPartlyShipped(ProductionCommon):
    """Two pieces of which one leaves, also as the part of a kit: Odoo counts a kit when all left.

    Kits come from an addon of Odoo that ours do not need, so here the move says that it is a part.
    """

    def setUp(self):
        super().setUp()
        self.order = self._create_gift_order(quantity=2)
        self.line, self.job = self.order.order_line, self.order.gift_job_ids
        self._pack(self.job)
        self.picking = self.order.picking_ids

    def _ship_one(self):
        self.picking.move_ids.quantity = 1
        self.picking.move_ids.picked = True
        self.picking._action_done()

    def _get_label(self):
        return next(step for step in self.job._get_timeline() if step['key'] == 'shipped')['label']

    def _get_note(self):
        return self.job.event_ids.sorted('id')[-1].note

    def test_the_timeline_says_partly_until_the_rest_has_left(self):
        self.assertEqual(self._get_label(), "Shipped")

        self._ship_one()

        self.assertEqual((self._get_label(), self.job.stage), ("Partly shipped", 'packed'))
        self.assertEqual(self._get_note(), f"1 of 2 delivered with {self.picking.name}.")
        self.assertFalse(self.line._gift_has_part_left())

        self.picking = self.order.picking_ids - self.picking
        self._ship_one()
        self.assertEqual((self._get_label(), self.job.stage), ("Shipped", 'shipped'))

    def test_the_part_of_a_kit_is_named_and_its_line_has_left(self):
        self.assertFalse(self.line._gift_has_left())

        with patch.object(self.registry['stock.move'], '_gift_is_kit_part', return_value=True):
            self._ship_one()

            self.assertTrue(self.line._gift_has_part_left())
        self.assertEqual(
            self._get_note(),
            f"Of the kit, 1 × {self.gift_product.display_name} left with {self.picking.name}.",
        )
