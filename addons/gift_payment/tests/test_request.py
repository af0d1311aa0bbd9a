from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon

PROVIDER_LOG = 'odoo.addons.payment.models.payment_provider'


@tagged('post_install', '-at_install')
class TestCancelledOrders(FakeStripeCommon):
    """What a cancellation means for a card: charged less, not at all, or paid back once."""

    def _cancel(self, order, *lines):
        lines = lines or order.order_line
        self.asked = getattr(self, 'asked', 0) + 1
        return self.env['gift.order.request']._request_cancel(
            order,
            {line: line.product_uom_qty for line in lines},
            reference=f'reference-{self.asked}',
            author=order.partner_id,
        )

    def _settle(self):
        self.env['gift.order.request']._cron_settle()

    def _get_refunds(self, tx):
        client = self.stripe._gift_get_stripe_client()
        found = client.v1.refunds.list({'payment_intent': tx.provider_reference})
        return sorted(refund.amount for refund in found.data)

    def test_a_gift_cancelled_before_the_charge_is_not_charged(self):
        order, tx = self._order_and_pay()
        anna, ben = order.gift_job_ids
        self._approve(anna)
        request = self._cancel(order, ben.sale_line_id)
        self._settle()

        self._run_capture()

        self.assertEqual(request.amount, 0.0)
        self.assertEqual(self._get_intent(tx).amount_received, 1300)
        self.assertFalse(order.gift_waits_for_payment)

    def test_cancelling_the_last_gift_to_approve_asks_for_the_charge(self):
        order, _tx = self._order_and_pay()
        anna, ben = order.gift_job_ids
        self._approve(anna)
        cron = self.env.ref('gift_payment.ir_cron_capture')
        self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)]).unlink()

        self._cancel(order, ben.sale_line_id)

        self.assertTrue(self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)]))

    def test_a_cancelled_order_releases_the_card_once(self):
        order, tx = self._order_and_pay()
        self._cancel(order)
        self._settle()

        self.env['payment.transaction']._gift_cron_capture()

        self.assertEqual(tx.state, 'cancel')
        self.assertEqual(self._get_intent(tx).status, 'canceled')
        self.assertFalse(order.activity_ids)

    def test_a_charged_gift_is_refunded_and_the_buyer_is_told(self):
        order, tx = self._order_and_pay()
        self._approve_all(order)
        self._run_capture()
        request = self._cancel(order, order.gift_job_ids[1].sale_line_id)

        self._settle()
        self._settle()

        self.assertEqual((request.amount, request.money_state), (13.0, 'done'))
        self.assertEqual(self._get_refunds(tx), [1300])
        request.refund_ids._post_process()
        told = self.env['gift.notice'].search([('kind', '=', f'refund-{request.refund_ids.id}')])
        self.assertEqual((told.res_model, told.res_id), ('sale.order', order.id))

    def test_what_was_captured_in_part_is_refunded_no_further(self):
        order, tx = self._order_and_pay()
        anna, ben = order.gift_job_ids
        self._cancel(order, ben.sale_line_id)
        self._approve(anna)
        self._run_capture()

        request = self._cancel(order, anna.sale_line_id)
        self._settle()

        self.assertEqual(request.amount, 13.0)
        self.assertEqual(self._get_refunds(tx), [1300])

    def test_a_lost_answer_refunds_once(self):
        self.gift_template.proof_policy = 'none'
        order, tx = self._order_and_pay()
        request = self._cancel(order)
        self.fake.fail('POST', '/v1/refunds', 'drop_after', times=3)
        with mute_logger(PROVIDER_LOG):
            self._settle()
        self.assertEqual(request.refund_ids.state, 'pending')

        self.stripe._gift_sync_refunds(tx.provider_reference)

        self.assertEqual(request.refund_ids.state, 'done')
        self.assertEqual(self._get_refunds(tx), [2600])

    def test_an_interrupted_refund_is_sent_again_and_made_once(self):
        self.gift_template.proof_policy = 'none'
        order, tx = self._order_and_pay()
        request = self._cancel(order)
        request.refund_tried = '2020-01-01 00:00:00'

        self._settle()

        self.assertEqual(request.money_state, 'done')
        self.assertEqual(self._get_refunds(tx), [2600])
