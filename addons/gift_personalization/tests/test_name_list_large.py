from odoo.tests import tagged

from .names_common import NamesCommon

ROWS = 1000


@tagged('post_install', '-at_install')
class TestLargeNameList(NamesCommon):
    """As many names as a list takes: checked in chunks, with progress, into one order."""

    def _work_until(self, names, state):
        """Run the scheduled action as often as it asks for a further turn."""
        for _turn in range(50):
            if names.state == state:
                return
            self._work()
        self.fail(f"The list is {names.state}: {names.problem}")

    def test_a_thousand_rows_are_checked_with_progress_and_become_one_order(self):
        names, _key = self._create_list('\n'.join(f"Zoë {number}" for number in range(ROWS)))
        seen = []
        check = type(names)._check_chunk

        def follow(records):
            done = check(records)
            seen.append(records._get_progress()['done'])
            return done

        self.patch(type(names), '_check_chunk', follow)
        self._work_until(names, 'ready')

        self.assertGreater(len(seen), 5)
        self.assertEqual(seen, sorted(seen))
        progress = names._get_progress()
        self.assertEqual((progress['done'], progress['total']), (ROWS, ROWS))
        self.assertFalse(names.row_ids.filtered('is_error'))

        cart = self._create_cart()
        names._request_order(cart)
        self._work_until(names, 'added')

        self.assertEqual(len(cart.order_line), ROWS)
        self.assertEqual(len(cart.order_line.gift_revision_id), ROWS)
        self.assertEqual(cart.order_line.mapped('product_uom_qty'), [1.0] * ROWS)
