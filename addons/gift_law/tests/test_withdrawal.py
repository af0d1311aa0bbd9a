from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .withdrawal_common import WithdrawalCommon


@tagged('post_install', '-at_install')
class TestWithdrawal(WithdrawalCommon):
    """A statement is kept, acknowledged, matched on the server, and answered by the staff."""

    def test_exempt_lines_cannot_be_withdrawn_from(self):
        order = self._create_mixed_order()
        gift, plain = self._get_lines(order)

        self.assertEqual(order._gift_get_withdrawable(), {plain: 2})
        with self.assertRaises(UserError):
            self._receive(order, {gift: 1})
        self.assertFalse(order.gift_withdrawal_ids)

    def test_a_statement_is_acknowledged_with_its_content_and_time(self):
        order = self._create_mixed_order()
        _gift, plain = self._get_lines(order)

        with freeze_time('2026-11-27 10:00:00'):
            withdrawal = self._receive(order, {plain: 1})

        mail = self._get_receipts(withdrawal)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, 'emma.f@example.com')
        self.assertIn(withdrawal.statement, mail.body_html)
        self.assertIn("1 × Plain card", mail.body_html)
        self.assertIn("2026-11-27", mail.body_html)
        self.assertEqual(withdrawal.line_ids.sale_line_id, plain)
        self.assertEqual(withdrawal.line_ids.quantity, 1)
        self.assertTrue(withdrawal.activity_ids)

    def test_the_same_key_is_one_statement_and_one_receipt(self):
        order = self._create_mixed_order()
        _gift, plain = self._get_lines(order)

        first = self._receive(order, {plain: 1}, key='a' * 32)
        second = self._receive(order, {plain: 1}, key='a' * 32)

        self.assertEqual(first, second)
        self.assertEqual(len(order.gift_withdrawal_ids), 1)
        self.assertEqual(len(self._get_receipts(first)), 1)

    def test_what_was_withdrawn_from_is_offered_no_more(self):
        order = self._create_mixed_order()
        _gift, plain = self._get_lines(order)

        self._receive(order, {plain: 1})

        self.assertEqual(order._gift_get_withdrawable(), {plain: 1})
        with self.assertRaises(UserError):
            self._receive(order, {plain: 2})

    def test_number_and_mail_find_the_order_and_everything_that_may_go_back(self):
        order = self._create_mixed_order()
        _gift, plain = self._get_lines(order)

        withdrawal = self._receive_open(
            order, order_ref=order.name.lower(), email='Emma.F@Example.com'
        )

        self.assertEqual(withdrawal.order_id, order)
        self.assertEqual(withdrawal.line_ids.mapped('sale_line_id'), plain)
        self.assertEqual(withdrawal.line_ids.quantity, 2)

    def test_a_statement_that_names_no_known_order_is_kept_and_acknowledged_alike(self):
        order = self._create_mixed_order()
        known = self._receive_open(order)
        for values in (
            {'email': 'somebody@example.com'},
            {'order_ref': 'S99999'},
            {'order_ref': '%'},
            {'order_ref': '_____'},
        ):
            with self.subTest(**values):
                unknown = self._receive_open(order, **values)

                self.assertFalse(unknown.order_id)
                self.assertFalse(unknown.line_ids)
                mail = self._get_receipts(unknown)
                self.assertEqual(len(mail), 1)
                self.assertEqual(
                    unknown.statement.replace(unknown.order_ref, order.name), known.statement
                )
                self.assertNotIn("Plain card", mail.body_html)

    def test_signs_of_a_pattern_in_an_order_number_stand_for_themselves(self):
        order = self._create_mixed_order()
        order.name = 'S_7%1'

        self.assertEqual(self._receive_open(order, order_ref='s_7%1').order_id, order)
        order.name = 'SX7YY1'
        self.assertFalse(self._receive_open(order, order_ref='S_7%1').order_id)

    def test_goods_in_words_are_left_to_the_staff(self):
        order = self._create_mixed_order()

        withdrawal = self._receive_open(order, goods="one of the cards")

        self.assertEqual(withdrawal.order_id, order)
        self.assertFalse(withdrawal.line_ids)
        self.assertIn("one of the cards", withdrawal.statement)

    def test_the_period_ends_days_after_the_last_parcel_arrived(self):
        order = self._create_mixed_order()
        picking = self.env['stock.picking'].new(
            {'date_done': datetime(2026, 11, 2, 10), 'company_id': order.company_id.id}
        )
        lines = type(order.order_line)
        with (
            patch.object(type(order), '_gift_get_last_parcels', lambda self: [picking]),
            patch.object(lines, '_gift_is_waiting_for_stock', lambda self: False),
        ):
            end = order._gift_get_withdrawal_end()
            with freeze_time(end + timedelta(minutes=1)):
                after = order._gift_get_withdrawable()
            order.order_line.gift_wording_id = False
            longer = order._gift_get_withdrawal_end()

        self.assertEqual(end, datetime(2026, 11, 17, 12))
        self.assertEqual(after, {})
        self.assertEqual(longer, datetime(2027, 11, 17, 12))

    def test_before_the_delivery_the_period_is_open(self):
        order = self._create_mixed_order()

        self.assertFalse(order._gift_get_withdrawal_end())
        self.assertTrue(order._gift_get_withdrawable())

    def test_staff_accept_and_say_where_to_send_it(self):
        withdrawal = self._receive(self._create_mixed_order())

        self._answer_withdrawal(withdrawal, 'accepted', answer="Thank you.")
        self._answer_withdrawal(withdrawal, 'accepted')

        self.assertEqual(withdrawal.state, 'accepted')
        mails = self._get_receipts(withdrawal)
        self.assertEqual(len(mails), 2)
        self.assertIn(withdrawal.company_id.name, mails[1].body_html)
        self.assertIn("Thank you.", mails[1].body_html)
        self.assertFalse(withdrawal.activity_ids)

    def test_a_refusal_needs_a_reason_and_frees_the_goods(self):
        order = self._create_mixed_order()
        withdrawal = self._receive(order)

        with self.assertRaises(UserError):
            self._answer_withdrawal(withdrawal, 'refused')
        self._answer_withdrawal(withdrawal, 'refused', answer="It came after the period.")

        self.assertEqual(withdrawal.state, 'refused')
        self.assertIn("after the period", self._get_receipts(withdrawal)[1].body_html)
        self.assertTrue(order._gift_get_withdrawable())

    def test_staff_choose_the_order_of_a_statement_that_named_none(self):
        order = self._create_paid_order()
        withdrawal = self._receive_open(order, order_ref='my order')

        self.users['staff'].group_ids = [
            Command.link(self.env.ref('sales_team.group_sale_salesman_all_leads').id)
        ]
        self._answer_withdrawal(withdrawal, 'accepted', order_id=order.id)

        self.assertEqual(withdrawal.order_id, order)
