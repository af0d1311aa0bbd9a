from odoo.tests import TransactionCase, tagged

from .common import SupplierCommon


@tagged('post_install', '-at_install')
class TestSupplierAnswerCost(SupplierCommon, TransactionCase):
    """A long order costs its supplier no patience."""

    def _answer(self, number, **values):
        """Answer an order of so many lines; return ``(queries, answer)``."""
        order = self._create_purchase(lines=[(self.mug, 10 + i, 4.0) for i in range(number)])
        self.env.flush_all()
        self.env.invalidate_all()
        order = order.sudo()
        entries = {line: {'kind': 'accept', **values} for line in order.order_line}
        before = self.cr.sql_log_count
        answer = self.env['gift.supplier.answer']._receive(order, self.ann, 'ref', entries)
        self.env.flush_all()
        return self.cr.sql_log_count - before, answer

    def test_a_supplier_accepts_many_lines_with_as_many_queries_as_a_few(self):
        self._answer(2)  # what is cached for good

        few, _answer = self._answer(3)
        many, answer = self._answer(60)

        self.assertEqual(set(answer.line_ids.mapped('state')), {'accepted'})
        self.assertLessEqual(many, few + 2, "rows are written by the hundred")

    def test_a_buyer_accepts_changes_with_a_few_queries_for_each_line(self):
        counts = {}
        for number in (2, 3, 33):
            _queries, answer = self._answer(number, kind='change', price=5.0, reason="Dearer")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            answer.line_ids.with_user(self.buyer).action_accept()
            self.env.flush_all()
            counts[number] = self.cr.sql_log_count - before
            self.assertEqual(set(answer.order_id.order_line.mapped('price_unit')), {5.0})

        # What Odoo asks about the receipt of each line whose price changes.
        self.assertLessEqual(counts[33] - counts[3], 6 * 30)

    def test_a_machine_reads_many_lines_with_as_many_queries_as_a_few(self):
        counts = {}
        for number in (2, 3, 40):
            self.env.invalidate_all()
            order = self._create_purchase(
                lines=[(self._create_goods(f"Mug {i}"), 5, 4.0) for i in range(number)]
            ).sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(order._gift_prepare_message()['lines']), number)
            counts[number] = self.cr.sql_log_count - before

        self.assertLessEqual(counts[40], counts[3] + 2)
