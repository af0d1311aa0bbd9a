from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged, warmup

from .names_common import NamesCommon


@tagged('post_install', '-at_install')
class TestNameListOrder(NamesCommon):
    """A checked list into the cart: one line per design, variant and recipient, all or nothing."""

    def _lines(self, cart):
        return [
            (line.gift_revision_id._get_values()['name']['text'], line.product_uom_qty,
             line.gift_recipient or '')
            for line in cart.order_line.sorted('id')
        ]  # fmt: skip

    def test_equal_rows_merge_unless_they_are_for_somebody_else(self):
        names = self._create_checked(
            "Name\tQty\tRecipient\nAnna\t2\t\nPaul\t1\t\nAnna\t3\t\nAnna\t1\tAunt Zoë"
        )

        cart = self._order(names)

        self.assertEqual(names.state, 'added')
        self.assertEqual(
            self._lines(cart), [("Anna", 5, ''), ("Paul", 1, ''), ("Anna", 1, "Aunt Zoë")]
        )
        self.assertEqual(cart.order_line.mapped('price_unit'), [13.0] * 3)

    def test_the_recipient_is_told_wherever_the_line_is(self):
        names = self._create_checked("Name\tRecipient\nAnna\tAunt Zoë")
        cart = self._order(names)

        cart.action_confirm()

        line = cart.order_line
        self.assertEqual(line._gift_get_texts(), ["For: Aunt Zoë", "Name: Anna"])
        self.assertIn("For: Aunt Zoë", line.name)
        self.assertEqual(line.gift_job_id.recipient, "Aunt Zoë")
        self.assertEqual(line.gift_job_id._prepare_ticket().lines[0], ("For", "Aunt Zoë"))

    def test_a_second_request_and_a_second_run_add_nothing(self):
        names = self._create_checked("Anna\nPaul")
        cart = self._order(names)

        names._request_order(cart)
        names._request_order(self._create_cart())
        self._work()

        self.assertEqual(self._lines(cart), [("Anna", 1, ''), ("Paul", 1, '')])
        self.assertEqual(names.order_id, cart)

    def test_a_list_ordered_once_more_adds_to_its_own_lines(self):
        names = self._create_checked("Anna\nPaul")
        cart = self._order(names)

        names._order_again()
        self._order(names, cart)

        self.assertEqual(self._lines(cart), [("Anna", 2, ''), ("Paul", 2, '')])

    def test_a_row_with_an_error_keeps_the_whole_list_out_and_is_named(self):
        names = self._create_checked("Anna\nToo long for this\nPaul")
        cart = self._create_cart()

        with self.assertRaisesRegex(UserError, r"1 rows have to be mended first \(row 2\)"):
            names._request_order(cart)

        self.assertEqual((names.state, cart.order_line.ids), ('ready', []))

    def test_a_row_that_fails_later_keeps_the_whole_list_out_and_is_named(self):
        names = self._create_checked("Anna\nPaul")
        cart = self._create_cart()
        names._request_order(cart)
        self.env['gift.moderation.word'].create(
            {'pattern': 'paul', 'severity': 'block', 'reason': 'other'}
        )

        self._work()

        self.assertEqual((names.state, cart.order_line.ids), ('ready', []))
        self.assertRegex(names.problem, r"Row 2: .*Nothing was put into the cart\.")
        self.assertEqual(names.row_ids.filtered('is_error').mapped('texts'), [{'name': "Paul"}])

    def test_a_cart_that_was_ordered_meanwhile_gets_nothing(self):
        names = self._create_checked("Anna")
        cart = self._create_cart()
        names._request_order(cart)
        cart.state = 'sale'

        self._work()

        self.assertEqual((names.state, cart.order_line.ids), ('ready', []))
        self.assertIn("ordered or emptied meanwhile", names.problem)

    def test_a_list_is_added_as_a_whole_or_not_when_the_stock_is_short(self):
        self.gift_product.write({'is_storable': True, 'allow_out_of_stock_order': False})
        location = self.env['stock.warehouse'].search([], limit=1).lot_stock_id
        self.env['stock.quant']._update_available_quantity(self.gift_product, location, 2)
        names = self._create_checked("Anna\nPaul\nMia")

        cart = self._order(names)

        self.assertEqual((names.state, cart.order_line.ids), ('ready', []))
        self.assertIn("the list needs 3 pieces, 2 can be ordered now", names.problem)

    def test_a_list_in_the_cart_is_not_edited(self):
        names = self._create_checked("Anna")
        self._order(names)

        with self.assertRaisesRegex(UserError, "put into the cart"):
            names.row_ids._edit({'texts': {'name': "Paul"}})

        self.assertEqual(names.row_ids.texts, {'name': "Anna"})

    def test_a_design_of_the_product_page_is_not_merged_into_a_gift_for_somebody(self):
        names = self._create_checked("Name\tRecipient\nAnna\tAunt Zoë")
        cart = self._order(names)

        line = self._add_gift_to_cart(cart, "Anna")

        self.assertNotEqual(line, cart.order_line[0])
        self.assertFalse(line.gift_recipient)

    def test_a_gift_for_somebody_keeps_its_recipient_when_its_variant_changes(self):
        small, large = self._create_gift_variants("S", "L")
        names = self._create_checked("Name\tRecipient\nAnna\tAunt Zoë", product=small)
        cart = self._order(names)
        _design, key = self._create_design(large, {'name': {'text': "Anna"}})

        line = cart._gift_replace_design(cart.order_line, large, key)

        self.assertEqual((line.product_id, line.gift_recipient), (large, "Aunt Zoë"))
        self.assertEqual(len(cart.order_line), 1)

    def test_photos_of_the_base_are_kept_with_every_revision(self):
        photo = self._create_photo()
        names = self._create_checked(
            "Anna\nPaul", values={'photo': {'asset': photo.sha256}}, assets=photo
        )

        cart = self._order(names)

        self.assertEqual((names.problem, len(cart.order_line)), (False, 2))
        for revision in cart.order_line.gift_revision_id:
            self.assertEqual(revision.asset_ids, photo)

    def test_revisions_equal_those_of_the_product_page(self):
        names = self._create_checked("Anna", values={'message': {'text': "Hello"}})
        cart = self._order(names)

        revision = self._create_revision(
            values={'name': {'text': "Anna"}, 'message': {'text': "Hello"}}
        )

        self.assertEqual(cart.order_line.gift_revision_id, revision)

    @warmup
    def test_the_cart_takes_the_lines_of_a_list_with_few_queries_a_line(self):
        small = self._create_checked('\n'.join(f"A{number}" for number in range(10)))
        large = self._create_checked('\n'.join(f"B{number}" for number in range(40)))
        counts = []
        for names in (small, large):
            cart = self._create_cart()
            names._request_order(cart)
            with patch.object(type(names), '_put_into_cart'):
                self._work()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            names._put_into_cart()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)

        self.assertLess((counts[1] - counts[0]) / 30, 3, counts)
