from odoo.tests import tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestRefund(PointsCommon):
    """Buying, getting the money back and keeping the points does not work."""

    def _credit_quantity(self, invoice, quantity):
        note = self._credit(invoice)
        note.invoice_line_ids.filtered(lambda line: line.price_unit > 0).quantity = quantity
        note.invoice_line_ids.filtered(lambda line: line.price_unit < 0).unlink()
        note.action_post()
        return note

    def test_a_full_refund_takes_back_every_point(self):
        self._create_wallet(80)
        order = self._create_order(quantity=5, reward=True)
        invoice = self._invoice(order)

        self._credit(invoice).action_post()

        self.assertEqual(self._read(self._get_wallet()), (0, 80, 0, 0))

    def test_two_part_refunds_take_back_their_parts(self):
        order = self._create_order(quantity=5)
        invoice = self._invoice(order)

        self._credit_quantity(invoice, 2)
        self.assertEqual(self._read(self._get_wallet()), (60, 0, 0, 0))

        self._credit_quantity(invoice, 3)
        self.assertEqual(self._read(self._get_wallet()), (0, 0, 0, 0))

    def test_a_credit_note_that_is_undone_gives_the_points_again(self):
        order = self._create_order(quantity=5)
        note = self._credit_quantity(self._invoice(order), 2)

        note.button_draft()

        self.assertEqual(self._read(self._get_wallet()), (100, 0, 0, 0))

    def test_a_piece_taken_off_and_credited_counts_once(self):
        order = self._create_order(quantity=5)
        invoice = self._invoice(order)

        order.order_line.product_uom_qty = 3
        self._credit_quantity(invoice, 2)

        self.assertEqual(self._read(self._get_wallet()), (60, 0, 0, 0))

    def test_points_that_were_spent_before_the_refund_are_owed(self):
        self.program.gift_release = 'confirm'
        order = self._create_order(quantity=5)
        invoice = self._invoice(order)
        self._create_order(quantity=1, reward=True)
        wallet = self._get_wallet()
        self.assertEqual(self._read(wallet), (0, 70, 0, 0))

        self._credit(invoice).action_post()
        self.assertEqual(self._read(wallet), (0, 0, 0, 30))

        wallet._add_bonus(50, key='review:1', reason="Review")
        self.assertEqual(self._read(wallet), (0, 20, 0, 0))

    def test_thirds_are_taken_back_to_the_hundredth(self):
        self.plain_product.list_price = 3.33
        order = self._create_order(quantity=3)
        invoice = self._invoice(order)

        for _part in range(3):
            self._credit_quantity(invoice, 1)

        self.assertEqual(self._read(self._get_wallet()), (0, 0, 0, 0))
