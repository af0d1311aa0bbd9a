from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.gift_payment.tests.fake_common import FakeStripeCommon


@tagged('post_install', '-at_install')
class TestDearerDelivery(FakeStripeCommon):
    """A dearer delivery method is paid by card at the fake, over the routes of the page."""

    def setUp(self):
        super().setUp()
        self.fixed, self.dear = self._create_way("Post", 5.0), self._create_way("Eagle", 9.0)
        self.stripe.is_published = True

    def _create_way(self, name, price):
        product = self.env['product.product'].create(
            {'name': name, 'type': 'service', 'list_price': price, 'taxes_id': [Command.clear()]}
        )
        return self.env['delivery.carrier'].create(
            {
                'name': name,
                'product_id': product.id,
                'fixed_price': price,
                'website_published': True,
            }
        )

    def _order_sent_by_post(self, *texts):
        order = self._create_gift_order(*texts, confirm=False)
        order.set_delivery_line(self.fixed, 5.0)
        return order, self._pay(order)

    def _choose(self, order):
        parcel = self.env['gift.parcel']
        return self.env['gift.order.request']._request_delivery(
            order,
            parcel,
            self.dear,
            reference='one-page-1',
            shown=order._gift_plan_delivery(parcel, self.dear).get_shown(),
            author=order.partner_id,
        )

    def _begin(self, request):
        """Begin the payment as the page does; return its transaction."""
        order = request.order_id
        params = {
            'provider_id': self.stripe.id,
            'payment_method_id': self.card.id,
            'token_id': None,
            'amount': 0.5,
            'flow': 'direct',
            'tokenization_requested': False,
            'landing_route': '/',
            'is_validation': False,
            'access_token': order._portal_ensure_token(),
        }
        url = f'/my/orders/{order.id}/delivery/pay/{request.id}/transaction'
        answer = self.url_open(url, json={'jsonrpc': '2.0', 'method': 'call', 'params': params})
        result = answer.json()
        self.assertIn('result', result, result)
        self.client_secret = result['result']['client_secret']
        return request.payment_ids.sorted('id')[-1:]

    def _finish(self, tx, card='4242424242424242'):
        self.fake.confirm(self.client_secret, card=card)
        self._fetch(tx)
        tx._post_process()

    def test_a_card_pays_the_difference_and_the_method_changes(self):
        self.gift_template.proof_policy = 'none'
        order, paid = self._order_sent_by_post()
        total = order.amount_total
        request = self._choose(order)
        self.assertEqual((request.state, request.surcharge), ('unpaid', 4.0))

        tx = self._begin(request)
        self.assertEqual(order.carrier_id, self.fixed)
        self._finish(tx)

        self.assertEqual((tx.state, self._get_intent(tx).amount_received), ('done', 400))
        self.assertEqual((request.state, order.carrier_id), ('done', self.dear))
        self.assertEqual((order.amount_total, order.amount_paid), (total + 4, total + 4))
        self.assertEqual(self._get_intent(paid).amount_received, round(total * 100))

    def test_a_refused_card_changes_nothing_and_can_be_tried_again(self):
        self.gift_template.proof_policy = 'none'
        order, _paid = self._order_sent_by_post()
        request = self._choose(order)
        self.fake.confirm(self._begin(request) and self.client_secret, card='4000000000000002')
        self.assertEqual((request.state, order.carrier_id), ('unpaid', self.fixed))

        self._finish(self._begin(request))

        self.assertEqual((request.state, order.carrier_id), ('done', self.dear))

    def test_what_waits_for_an_approval_is_reserved_and_both_are_charged_with_it(self):
        order, paid = self._order_sent_by_post()
        total = order.amount_total
        request = self._choose(order)

        tx = self._begin(request)
        self._finish(tx)
        self.assertEqual((paid.state, tx.state), ('authorized', 'authorized'))
        self.assertEqual((request.state, order.carrier_id), ('done', self.dear))

        self._approve_all(order)
        self._run_capture()

        charged = [self._get_intent(each).amount_received for each in (paid, tx)]
        self.assertEqual(charged, [round(total * 100), 400])
        self.assertFalse(order.gift_waits_for_payment)

    def test_a_reservation_for_what_is_no_longer_possible_is_released(self):
        order, _paid = self._order_sent_by_post()
        request = self._choose(order)
        tx = self._begin(request)
        request._replace_unpaid()

        self._finish(tx)
        self.env['gift.order.request']._cron_settle()

        self.assertEqual((tx.state, self._get_intent(tx).status), ('cancel', 'canceled'))
        self.assertEqual((request.state, order.carrier_id), ('expired', self.fixed))
        self.assertEqual(request.money_state, 'none')

    def test_when_everything_is_approved_the_difference_is_charged_at_once(self):
        order, _paid = self._order_sent_by_post()
        self._approve_all(order)
        self._run_capture()
        request = self._choose(order)

        tx = self._begin(request)
        self._finish(tx)

        self.assertEqual((tx.state, self._get_intent(tx).amount_received), ('done', 400))
        self.assertFalse(order.gift_waits_for_payment, "nothing waits for an approval")
        self.assertEqual((request.state, order.carrier_id), ('done', self.dear))

    def test_of_two_reservations_no_more_is_charged_than_the_order_costs(self):
        order, paid = self._order_sent_by_post("Anna", "Ben")
        request = self._choose(order)
        dearer = self._begin(request)
        self._finish(dearer)
        line = order._gift_get_lines()[1]
        order.gift_request_ids._request_cancel(
            order, {line: 1}, reference='one-page-2', author=order.partner_id
        )
        self.assertEqual(order.amount_total, 22.0)

        self._approve(order._gift_get_lines()[0].gift_job_ids)
        self._run_capture()
        self._run_capture()

        charged = [self._get_intent(tx).amount_received for tx in (paid, dearer)]
        self.assertEqual(sum(charged), 2200)
        self.assertFalse(order.transaction_ids.filtered(lambda tx: tx.state == 'authorized'))
        self.assertFalse(order._gift_get_refunds())
        self.assertFalse(order.activity_ids, "nothing has lapsed")
        self.assertFalse(order.gift_waits_for_payment)

    def test_a_payment_that_has_come_is_not_asked_for(self):
        order, _paid = self._order_sent_by_post()
        self.assertIn('id="gift_unpaid"', self.url_open(order.get_portal_url()).text)
        self._approve_all(order)
        self._run_capture()
        order.gift_waits_for_payment = True  # as between the charge and what follows it

        self.assertNotIn('id="gift_unpaid"', self.url_open(order.get_portal_url()).text)
