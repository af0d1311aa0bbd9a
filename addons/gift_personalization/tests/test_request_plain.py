from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_request_complaint import ComplaintCommon


@tagged('post_install', '-at_install')
class TestPlainReplacement(ComplaintCommon):
    """Goods without a design are sent once more by a delivery of their own."""

    def setUp(self):
        super().setUp()
        self.order, _tx = self._order_paid("Anna", plain=3)
        self.line = self.order.order_line.filtered(
            lambda line: line.product_id == self.plain_product
        )
        self._ship(self.order.gift_job_ids)
        self.sent = self.order.picking_ids

    def _replace(self, **values):
        request = self._complain(quantity=2, cause=self.lost, **values)
        self._answer(request, 'replacement', answer="Sorry!", cause_id=self.lost.id)
        return request

    def test_it_is_a_linked_delivery_that_costs_nothing(self):
        total = self.order.amount_total

        request = self._replace()

        self.assertRecordValues(request, [{
            'state': 'done', 'outcome': 'replacement', 'cause_id': self.lost.id, 'amount': 0.0,
            'money_state': 'none',
        }])  # fmt: skip
        self.assertTrue(request.photo_ids)
        self.assertFalse(request.new_job_id)
        picking = request.replacement_picking_ids
        self.assertRecordValues(picking, [{
            'sale_id': self.order.id, 'partner_id': self.sent.partner_id.id, 'state': 'assigned',
        }])  # fmt: skip
        self.assertRecordValues(picking.move_ids, [{
            'product_id': self.plain_product.id, 'product_uom_qty': 2.0, 'sale_line_id': False,
        }])  # fmt: skip
        self.assertNotIn(picking, self.sent)
        self.assertEqual(self.order.amount_total, total)

    def test_when_it_leaves_nothing_more_is_delivered_or_charged(self):
        picking = self._replace().replacement_picking_ids
        lines = self.order.order_line

        picking.move_ids.picked = True
        picking.button_validate()

        self.assertEqual(picking.state, 'done')
        self.assertEqual(self.order.order_line, lines)
        self.assertEqual((self.line.qty_delivered, self.line.product_uom_qty), (3.0, 3.0))
        self.assertEqual(self.order.picking_ids, self.sent | picking)

    def test_a_second_click_sends_no_second_one(self):
        request = self._replace()

        self._answer(request, 'replacement', cause_id=self.lost.id)

        self.assertEqual(len(request.replacement_picking_ids), 1)

    def test_two_replacements_are_two_deliveries(self):
        first, second = self._replace(), self._replace()

        self.assertEqual(len(first.replacement_picking_ids), 1)
        self.assertFalse(first.replacement_picking_ids & second.replacement_picking_ids)

    def test_it_goes_to_the_recipient_of_the_first_one(self):
        parcel = self.env['gift.parcel'].create(
            {
                'order_id': self.order.id,
                'name': "Ben Ohm",
                'street': "Elm Street 1",
                'zip': "1000",
                'city': "Brussels",
                'country_id': self.env.ref('base.be').id,
            }
        )
        self.line.gift_parcel_id = parcel

        picking = self._replace().replacement_picking_ids

        self.assertEqual(picking.gift_parcel_id, parcel)

    def test_the_customer_reads_that_it_is_sent_once_more(self):
        request = self._replace()

        body = self._get_mails(request)[-1].body_html
        self.assertIn("We send it to you once more. You pay nothing.", body)
        self.assertNotIn("exactly as you approved", body)

    def test_parts_of_a_combo_are_sent_together(self):
        goods = [
            self._create_product(name=name, list_price=5.0, is_storable=False)
            for name in ("Tea", "Cup")
        ]
        combos = [
            self.env['product.combo'].create(
                {'name': one.name, 'combo_item_ids': [Command.create({'product_id': one.id})]}
            )
            for one in goods
        ]
        box = self._create_product(
            name="Box", type='combo', combo_ids=[Command.set([c.id for c in combos])]
        )
        self.order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'order_line': [Command.create({'product_id': box.id})]}
        )
        self.line = self.order.order_line
        self.order.order_line = [
            Command.create(
                {
                    'product_id': combo.combo_item_ids.product_id.id,
                    'combo_item_id': combo.combo_item_ids.id,
                    'linked_line_id': self.line.id,
                }
            )
            for combo in combos
        ]
        self.order.action_confirm()
        self.order.picking_ids.move_ids.picked = True
        self.order.picking_ids.button_validate()

        request = self._complain(quantity=1, cause=self.lost)
        self._answer(request, 'replacement', cause_id=self.lost.id)

        moves = request.replacement_picking_ids.move_ids
        self.assertEqual(
            sorted((move.product_id.name, move.product_uom_qty) for move in moves),
            [("Cup", 1.0), ("Tea", 1.0)],
        )

    def test_a_replacement_needs_a_cause(self):
        request = self._complain(cause=self.cause.browse())

        with self.assertRaisesRegex(UserError, "what went wrong"):
            self._answer(request, 'replacement')

        self.assertFalse(request.replacement_picking_ids)
