from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.gift_personalization.models.gift_order_request_goodwill import LIMIT

from .request_common import RequestCommon


@tagged('post_install', '-at_install')
class TestGoodwill(RequestCommon):
    """Staff pay a part of an order back of their own accord, as much as they may."""

    def setUp(self):
        super().setUp()
        self.order, self.tx = self._order_paid("Anna", "Ben")
        self.line = self._get_lines(self.order)[0]

    def _open(self, role='staff', **values):
        """Return the window as the button of the order opens it."""
        order = self.order.with_user(self.users[role])
        action = order.action_gift_pay_back()
        wizards = order.env[action['res_model']].with_context(**action['context'])
        return wizards.create(
            {'line_id': self.line.id, 'amount': 5.0, 'reason': "Sorry for the wait.", **values}
        )

    def test_a_part_goes_back_once_and_the_gifts_stay_sold(self):
        wizard = self._open()

        wizard.action_apply()
        wizard.action_apply()
        self._settle()

        request = self.order.gift_request_ids
        self.assertRecordValues(request, [{
            'kind': 'goodwill', 'state': 'done', 'amount': 5.0, 'money_state': 'done',
            'answer': "Sorry for the wait.", 'answered_by_id': self.users['staff'].id,
        }])  # fmt: skip
        self.assertEqual(self._get_refunded(self.order), [5.0])
        self.assertEqual(self.order.amount_total, 26.0)
        self.assertEqual(self.line.product_uom_qty, 1)

    def test_the_customer_reads_how_much_and_why(self):
        self._open().action_apply()

        [mail] = self._get_mails(self.order.gift_request_ids)

        self.assertIn("we pay a part of order", mail.body_html)
        self.assertIn("Sorry for the wait.", mail.body_html)
        self.assertIn("5.00", mail.body_html)
        self.assertNotIn("what you asked for", mail.body_html)

    def test_it_is_credited_where_it_was_invoiced(self):
        invoice = self.order._create_invoices()
        invoice.action_post()

        self._open().action_apply()
        self._settle()

        note = self.order.gift_request_ids.credit_note_id
        self.assertRecordValues(note, [{
            'move_type': 'out_refund', 'amount_total': 5.0, 'state': 'posted',
        }])  # fmt: skip
        self.assertEqual(self.line.qty_invoiced, 1)

    def test_no_more_goes_back_than_the_line_costs_or_was_paid(self):
        for amount, sentence in ((0.0, "above zero"), (-5.0, "above zero"), (27.0, "at most")):
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, sentence):
                self._open(amount=amount).action_apply()
        with self.assertRaisesRegex(UserError, "costs"):
            self._open(amount=13.01).action_apply()
        self._open(amount=13.0).action_apply()
        self._open(amount=13.0).action_apply()

        with self.assertRaisesRegex(UserError, "at most"):
            self._open(amount=0.01).action_apply()

        self._settle()
        self.assertEqual(self._get_refunded(self.order), [13.0, 13.0])

    def test_what_went_back_is_not_refunded_again_when_the_order_is_cancelled(self):
        self._open(amount=5.0).action_apply()

        request = self._ask(self.order)

        self.assertEqual(request.amount, 21.0)

    def test_above_the_limit_a_manager_has_to_do_it(self):
        self.env['ir.config_parameter'].set_param(LIMIT, '8.00')
        self._open(amount=5.0).action_apply()

        with self.assertRaisesRegex(UserError, "ask a manager"):
            self._open(amount=3.01).action_apply()
        self._open(amount=3.0).action_apply()
        self._open('manager', amount=6.0).action_apply()

        done = self.order.gift_request_ids.filtered(lambda request: request.state == 'done')
        self.assertEqual(sorted(done.mapped('amount')), [3.0, 5.0, 6.0])

    def test_a_limit_below_zero_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "below zero"):
            self.env['res.config.settings'].create({'gift_refund_limit': -1.0})

    def test_a_line_of_another_order_and_an_empty_reason_are_refused(self):
        other = self._get_lines(self._create_gift_order("Cleo"))

        with self.assertRaisesRegex(UserError, "line of this order"):
            self._open(line_id=other.id).action_apply()
        with self.assertRaisesRegex(UserError, "in a sentence"):
            self._open(reason="  ").action_apply()

        self.assertFalse(self.order.gift_request_ids)

    def test_who_is_not_of_the_staff_pays_nothing_back(self):
        for role in ('visitor', 'customer', 'employee', 'production'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._open(role).action_apply()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env['gift.order.refund'].with_user(self.users[role]).create(
                    {'order_id': self.order.id, 'line_id': self.line.id, 'reason': "Me"}
                )
        self.assertFalse(self.order.gift_request_ids)
