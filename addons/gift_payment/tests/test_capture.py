from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon


@tagged('post_install', '-at_install')
class TestCapture(FakeStripeCommon):
    """Gifts that need an approval are reserved first, charged on approval, never made unpaid."""

    def test_an_order_with_gifts_to_approve_is_only_reserved(self):
        order, tx = self._order_and_pay()

        self.assertEqual((tx.state, order.state), ('authorized', 'sale'))
        self.assertEqual(self._get_intent(tx).status, 'requires_capture')
        self.assertTrue(order.gift_waits_for_payment)
        self.assertIn("reserved on your card", order._gift_get_payment_notice()['text'])

    def test_an_order_without_gifts_to_approve_is_charged_at_once(self):
        self.gift_template.proof_policy = 'none'

        order, tx = self._order_and_pay()

        self.assertEqual((tx.state, order.state), ('done', 'sale'))
        self.assertFalse(order.gift_waits_for_payment)

    def test_the_shop_can_charge_every_order_at_once(self):
        self.stripe.gift_capture_on_approval = False

        _order, tx = self._order_and_pay()

        self.assertEqual(tx.state, 'done')

    def test_nothing_is_charged_before_the_last_approval(self):
        order, tx = self._order_and_pay()
        self._approve(order.gift_job_ids[0])

        self._run_capture()

        self.assertEqual(tx.state, 'authorized')
        self.assertEqual(self._get_intent(tx).amount_received, 0)

    def test_the_card_is_charged_after_the_last_approval_and_the_gifts_are_released(self):
        order, tx = self._order_and_pay()
        self._approve_all(order)
        with self.assertRaisesRegex(UserError, "waits for a payment"):
            order.gift_job_ids[0]._write_print_files()

        self._run_capture()

        self.assertEqual(tx.state, 'done')
        self.assertEqual(self._get_intent(tx).amount_received, 2600)
        self.assertFalse(order.gift_waits_for_payment)
        order.gift_job_ids[0]._write_print_files()
        self.assertEqual(order.gift_job_ids[0].stage, 'ready')

    def test_an_approval_asks_for_the_capture(self):
        order, _tx = self._order_and_pay()
        cron = self.env.ref('gift_payment.ir_cron_capture')
        before = self.env['ir.cron.trigger'].search_count([('cron_id', '=', cron.id)])

        self._approve_all(order)

        after = self.env['ir.cron.trigger'].search_count([('cron_id', '=', cron.id)])
        self.assertGreater(after, before)

    def test_what_follows_a_charge_happens_at_once(self):
        order, _tx = self._order_and_pay()
        self._approve_all(order)
        cron = self.env.ref('payment.cron_post_process_payment_tx')
        self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)]).unlink()

        self.env['payment.transaction']._gift_cron_capture()

        self.assertTrue(self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)]))

    def test_a_mail_that_cannot_be_made_keeps_no_gift_from_being_made(self):
        order, _tx = self._order_and_pay()
        self._approve_all(order)
        broken = patch.object(
            self.registry['sale.order'],
            '_send_order_notification_mail',
            side_effect=UserError("No program makes the PDF."),
        )
        with broken:
            self._run_capture()

        self.assertFalse(order.gift_waits_for_payment)
        summaries = order.activity_ids.mapped('summary')
        self.assertIn("The mail about the payment could not be sent", summaries)

    def test_the_button_of_invoicing_charges_what_the_order_costs(self):
        order, tx = self._order_and_pay("Anna", "Ben")
        order._gift_get_lines()[0].product_uom_qty = 0
        user = new_test_user(self.env, 'pay-invoicing', 'account.group_account_invoice')

        tx.with_user(user).action_capture()

        self.assertEqual(self._get_intent(tx).amount_received, 1300)
        with self.assertRaises(UserError):
            tx.with_user(user)._capture()

    def test_running_twice_charges_once(self):
        order, tx = self._order_and_pay()
        self._approve_all(order)

        self._run_capture()
        self._run_capture()

        self.assertEqual(len(tx.child_transaction_ids), 1)
        self.assertEqual(self._get_intent(tx).amount_received, 2600)
        with self.assertRaisesRegex(UserError, "meanwhile"):
            tx._capture()

    def test_a_gift_taken_off_the_order_is_not_charged(self):
        order, tx = self._order_and_pay()
        order.gift_job_ids[1].sale_line_id.product_uom_qty = 0
        self._approve(order.gift_job_ids[0])

        self._run_capture()

        self.assertEqual(self._get_intent(tx).amount_received, 1300)
        children = tx.child_transaction_ids
        self.assertEqual(sorted(children.mapped(lambda t: (t.state, t.amount))), [
            ('cancel', 13.0), ('done', 13.0),
        ])  # fmt: skip
        self.assertEqual(tx.state, 'done')
        self.assertFalse(order.gift_waits_for_payment)

    def test_one_payment_and_one_paid_invoice_come_of_a_partial_capture(self):
        self.env['ir.config_parameter'].set_param('sale.automatic_invoice', 'True')
        order, _tx = self._order_and_pay()
        order.gift_job_ids[1].sale_line_id.product_uom_qty = 0
        self._approve(order.gift_job_ids[0])

        self._run_capture()

        self.assertEqual(order.invoice_ids.mapped('amount_total'), [13.0])
        self.assertIn(order.invoice_ids.payment_state, ('paid', 'in_payment'))
        payments = self.env['account.payment'].search(
            [('payment_transaction_id', 'in', (_tx | _tx.child_transaction_ids).ids)]
        )
        self.assertEqual(payments.mapped('amount'), [13.0])

    def test_the_released_rest_is_no_refund(self):
        self.fake.release_as_refund = True
        order, tx = self._order_and_pay()
        order.gift_job_ids[1].sale_line_id.product_uom_qty = 0
        self._approve(order.gift_job_ids[0])
        self._run_capture()

        self.stripe._gift_sync_refunds(tx.provider_reference)

        operations = set(tx.child_transaction_ids.mapped('operation'))
        self.assertEqual(operations, {'online_direct'})

    def test_a_cancelled_order_releases_the_amount(self):
        order, tx = self._order_and_pay()
        order._action_cancel()

        self._run_capture()

        self.assertEqual((tx.state, self._get_intent(tx).status), ('cancel', 'canceled'))

    def test_a_lost_answer_charges_once(self):
        order, tx = self._order_and_pay()
        self._approve_all(order)
        self.fake.fail('POST', '/v1/payment_intents/*/capture', 'drop_after')
        with mute_logger('odoo.addons.payment.models.payment_provider'):
            self._run_capture()
        self.assertEqual(tx.state, 'authorized')

        self._fetch(tx)
        self._run_capture()

        self.assertEqual(tx.state, 'done')
        self.assertEqual(self._get_intent(tx).amount_received, 2600)
        self.assertFalse(order.gift_waits_for_payment)

    def test_a_reservation_that_the_bank_ends_holds_the_gifts_and_asks_for_money(self):
        order, tx = self._order_and_pay()
        self._approve(order.gift_job_ids[0])
        self.fake.expire(tx.provider_reference)

        self._fetch(tx)
        tx._post_process()

        self.assertEqual((tx.state, order.state), ('cancel', 'sale'))
        self.assertTrue(order.gift_waits_for_payment)
        self.assertEqual(order._gift_get_missing_amount(), 26.0)
        self.assertIn("not paid yet", order._gift_get_payment_notice()['text'])
        self.assertIn("lapsed", order.activity_ids.mapped('summary')[0])
        self._pay(order, amount=26.0)
        self._approve(order.gift_job_ids[1])
        self._run_capture()
        self.assertFalse(order.gift_waits_for_payment)

    def test_an_ending_reservation_is_told_once_then_charged(self):
        order, tx = self._order_and_pay()
        tx.gift_capture_before = fields.Datetime.now() + timedelta(hours=40)
        for _repeated in range(2):
            self._run_capture()
        self.assertEqual(tx.state, 'authorized')
        summaries = order.activity_ids.mapped('summary')
        self.assertEqual(summaries, ["The reservation on the card ends soon"])

        tx.gift_capture_before = fields.Datetime.now() + timedelta(hours=20)
        self._run_capture()

        self.assertEqual((tx.state, self._get_intent(tx).amount_received), ('done', 2600))

    def test_an_ending_reservation_is_released_where_the_shop_says_so(self):
        self.stripe.gift_on_expiry = 'void'
        order, tx = self._order_and_pay()
        tx.gift_capture_before = fields.Datetime.now() + timedelta(hours=20)

        self._run_capture()

        self.assertEqual((tx.state, self._get_intent(tx).status), ('cancel', 'canceled'))
        self.assertTrue(order.gift_waits_for_payment)

    def test_the_date_that_the_bank_names_is_kept(self):
        _order, tx = self._order_and_pay()

        left = tx.gift_capture_before - fields.Datetime.now()

        self.assertGreater(left, timedelta(days=4))
        self.assertLessEqual(left, timedelta(days=7))

    def test_a_payment_method_that_cannot_reserve_is_charged_at_once(self):
        order = self._create_gift_order("Anna", confirm=False)
        ideal = self.env.ref('payment.payment_method_ideal')

        self.assertFalse(self.stripe._gift_captures_later(ideal, order))
        self.assertTrue(self.stripe._gift_captures_later(self.card, order))
