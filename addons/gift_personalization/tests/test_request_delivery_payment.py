from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .promise_common import MONDAY
from .test_request_delivery import DeliveryCommon, DeliveryRaceCommon


class DearerCommon(DeliveryCommon):
    """The same order, whose customer chooses a method for Ben that costs 4.00 more."""

    def _choose_dearer(self, **kwargs):
        return self._change(self.ben, self.dear, **kwargs)

    def _pay_for(self, request, amount=None, state='done'):
        """Pay for a change as the page does; returns the transaction."""
        self.payments = getattr(self, 'payments', 0) + 1
        tx = self._create_transaction(
            'direct',
            amount=request.surcharge if amount is None else amount,
            currency_id=self.order.currency_id.id,
            partner_id=self.order.partner_id.id,
            reference=f'{self.order.id}-{self.payments}',
            sale_order_ids=[Command.set(self.order.ids)],
            gift_paid_request_id=request.id,
        )
        with freeze_time(MONDAY):
            getattr(tx, f'_set_{state}')()
            tx._post_process()
        return tx


@tagged('post_install', '-at_install')
class TestDearerDelivery(DearerCommon):
    """A dearer method is taken when the difference was paid, and not a moment before."""

    def test_nothing_changes_before_it_is_paid(self):
        request = self._choose_dearer()

        self.assertEqual((request.state, request.surcharge), ('unpaid', 4.0))
        self.assertEqual(self._get_carriers_now()["Ben"], self.fixed)
        self.assertEqual(self.order.amount_total, 54.0)
        self.assertFalse(self._get_mails(request))
        self.assertFalse(request.activity_ids)
        self.assertFalse(self.order.gift_waits_for_payment)

    def test_what_was_paid_is_done_once_and_the_order_costs_that_much_more(self):
        request = self._choose_dearer()

        tx = self._pay_for(request)
        tx._post_process()
        self._settle()

        self.assertEqual((request.state, request.paid_by_id), ('done', tx))
        self.assertEqual(
            self._get_carriers_now(), {'': self.fixed, "Ben": self.dear, "Cem": self.fixed}
        )
        self.assertEqual((self.order.amount_total, self.order.amount_paid), (58.0, 58.0))
        self.assertIn("Eagle (to Ben)", self.order.order_line.mapped('name'))
        self.assertEqual((request.amount, request.money_state), (0.0, 'none'))
        self.assertEqual(self._get_refunded(self.order), [])
        self.assertEqual(
            self._get_mails(request).subject,
            f"Change of delivery method: done ({self.order.name})",
        )

    def test_what_is_only_reserved_counts_and_what_failed_or_is_pending_does_not(self):
        for state in ('error', 'canceled', 'pending'):
            with self.subTest(state=state):
                request = self._choose_dearer()
                arguments = ("Refused",) if state == 'error' else ()
                tx = self._create_paying(request)
                getattr(tx, f'_set_{state}')(*arguments)
                tx._post_process()
                self.assertEqual(request.state, 'unpaid')
        self.provider.support_manual_capture = 'full_only'

        self._pay_for(request, state='authorized')

        self.assertEqual((request.state, self._get_carriers_now()["Ben"]), ('done', self.dear))

    def _create_paying(self, request):
        self.payments = getattr(self, 'payments', 0) + 1
        return self._create_transaction(
            'direct',
            amount=4.0,
            currency_id=self.order.currency_id.id,
            reference=f'{self.order.id}-{self.payments}',
            sale_order_ids=[Command.set(self.order.ids)],
            gift_paid_request_id=request.id,
        )

    def test_where_the_delivery_was_invoiced_the_difference_is_a_line_of_its_own(self):
        self.env['ir.config_parameter'].set_param('sale.automatic_invoice', 'True')
        invoice = self.order._create_invoices()
        invoice.action_post()
        request = self._choose_dearer()

        self._pay_for(request)

        self.assertEqual(request.state, 'done')
        self.assertEqual(self.order.amount_total, 58.0)
        [more] = self.order.invoice_ids - invoice
        self.assertEqual(more.amount_total, 4.0)

    def test_a_second_payment_and_a_wrong_amount_go_back(self):
        request = self._choose_dearer()
        wrong = self._pay_for(request, amount=1.0)
        self.assertEqual((request.state, self._get_carriers_now()["Ben"]), ('declined', self.fixed))
        self.assertIn("goes back to you", self._get_mails(request).body_html)
        self._settle()
        self.assertEqual(self._get_refunds_of(wrong), [-1.0])

        request = self._choose_dearer()
        first, second = self._pay_for(request), self._pay_for(request)
        second._post_process()
        self._settle()
        self._settle()

        self.assertEqual(request.paid_by_id, first)
        self.assertEqual(self._get_refunds_of(first), [])
        self.assertEqual(self._get_refunds_of(second), [-4.0])
        self.assertEqual(self._get_refunded(self.order), [1.0, 4.0])
        self.assertEqual(self.order.amount_total, 58.0)

    def _get_refunds_of(self, tx):
        return tx.child_transaction_ids.filtered(lambda t: t.operation == 'refund').mapped('amount')

    def test_a_parcel_that_was_packed_meanwhile_keeps_its_method_and_the_money_goes_back(self):
        request = self._choose_dearer()
        self.ben.line_ids.gift_job_ids.stage = 'packed'

        tx = self._pay_for(request)
        self._settle()

        self.assertEqual((request.state, request.amount), ('declined', 4.0))
        self.assertIn("packed already", request.answer)
        self.assertEqual(self._get_refunds_of(tx), [-4.0])
        self.assertEqual(self.order.amount_total, 54.0)

    def test_a_cancelled_order_lets_it_go_and_all_money_goes_back_once(self):
        request = self._choose_dearer()
        self._ask(self.order)
        self.assertEqual((self.order.state, request.state), ('cancel', 'expired'))

        self._pay_for(request)
        self._settle()
        self._settle()

        self.assertEqual(self._get_refunded(self.order), [4.0, 54.0])

    def test_a_paid_difference_goes_back_with_the_order(self):
        self._pay_for(self._choose_dearer())

        self._ask(self.order)
        self._settle()

        self.assertEqual(sum(self._get_refunded(self.order)), 58.0)

    def test_what_is_not_paid_in_time_ends_and_late_money_goes_back(self):
        request = self._choose_dearer()
        day = request.pay_until
        with freeze_time(day + timedelta(minutes=30)):
            self.env['gift.order.request']._cron_settle()
            self.assertEqual((request.state, request._is_payable()), ('unpaid', False))
            with self.assertRaisesRegex(UserError, "time to pay is over"):
                request._check_payable()
        with freeze_time(day + timedelta(minutes=61)):
            self.env['gift.order.request']._cron_settle()
        self.assertEqual(request.state, 'expired')

        tx = self._pay_for(request)
        self._settle()

        self.assertEqual(self._get_refunds_of(tx), [-4.0])
        self.assertEqual(self._get_carriers_now()["Ben"], self.fixed)

    def test_another_choice_takes_the_place_of_one_that_is_not_paid(self):
        first = self._choose_dearer()
        second = self._change(self.ben, self.equal)
        self.assertEqual((first.state, second.state), ('expired', 'done'))

        self._pay_for(first)
        self._settle()

        self.assertEqual(self._get_carriers_now()["Ben"], self.equal)
        self.assertEqual(self._get_refunded(self.order), [4.0])

    def test_a_failure_is_told_to_the_staff_and_the_money_goes_back_in_the_end(self):
        request = self._choose_dearer()
        breaks = patch.object(type(self.order), '_gift_send_by', side_effect=RuntimeError("broken"))
        with breaks, mute_logger('odoo.addons.gift_personalization.models.guarded'):
            self._pay_for(request)
        self.assertEqual(request.state, 'unpaid')
        self.assertIn("could not be made", request.activity_ids.summary)

        with freeze_time(request.pay_until + timedelta(minutes=61)):
            self._settle()

        self.assertEqual(request.state, 'expired')
        self.assertEqual(self._get_refunded(self.order), [4.0])

    def test_an_order_that_is_not_paid_is_for_the_staff(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        order._set_delivery_method(self.fixed)
        self.order = self._confirm(order)

        self.assertEqual(self._plan(ben, self.dear).get_to_pay(), 0.0)
        self.assertIn("costs", self._plan(ben, self.dear).get_problem())

    def test_a_payment_of_it_pays_no_corrected_design(self):
        request = self._choose_dearer()
        self.order._gift_hold_for_difference()
        line = self.order._gift_get_lines()[:1]
        line._gift_add_difference_line(4.0)
        self.assertEqual(self.order._gift_get_missing_amount(), 4.0)

        self._pay_for(request)

        self.assertEqual(request.state, 'done')
        self.assertEqual(self.order._gift_get_missing_amount(), 4.0)
        self.assertTrue(self.order.gift_waits_for_payment)


@tagged('post_install', '-at_install')
class TestDearerDeliveryPages(DearerCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.token = self.order._portal_ensure_token()
        self.path = f'/my/orders/{self.order.id}/delivery'
        self.authenticate(None, None)

    def _send(self, reference='one-page-1'):
        with freeze_time(MONDAY):
            return self._post(
                f'{self.path}/{self.ben.id}',
                carrier=self.dear.id,
                reference=reference,
                access_token=self.token,
                **{f'shown-{self.dear.id}': 'pay -4.0000'},
            )

    def _begin(self, request, **values):
        """Begin a payment as Odoo's form does; returns the answer."""
        params = {
            'provider_id': self.provider.id,
            'payment_method_id': self.payment_method_id,
            'token_id': None,
            'amount': 0.01,
            'flow': 'direct',
            'tokenization_requested': False,
            'landing_route': 'https://evil.example',
            'is_validation': False,
            'access_token': self.token,
            **values,
        }
        with freeze_time(MONDAY), mute_logger('odoo.http'):
            url = f'{self.path}/pay/{request.id}/transaction'
            return self.url_open(
                url, json={'jsonrpc': '2.0', 'method': 'call', 'params': params}
            ).json()

    def test_the_button_says_what_comes_next(self):
        page = f'{self.path}/{self.ben.id}?access_token={self.token}'
        buttons = ("Send it like this", "Continue to the payment", "Ask the shop")

        def read_button():
            with freeze_time(MONDAY):
                text = self.url_open(page).text
            return [label for label in buttons if f'{label}</button>' in text]

        self.assertEqual(read_button(), ["Send it like this"], "some cost nothing more")
        ways = self.env['delivery.carrier'].search([])
        (ways - self.fixed - self.dear).website_published = False
        self.assertEqual(read_button(), ["Continue to the payment"])
        self._have_no_provider()
        self.assertEqual(read_button(), ["Ask the shop"])

    def test_the_price_is_shown_asked_for_once_and_paid_whatever_was_sent(self):
        with freeze_time(MONDAY):
            answer = self._send()
            again = self._send()
        request = self.order.gift_request_ids
        self.assertEqual(len(request), 1)
        self.assertIn(f'/delivery/pay/{request.id}', answer.url)
        self.assertEqual(answer.url, again.url)
        self.assertIn('o_payment_form', answer.text)
        self.assertIn("Eagle instead of Post", answer.text)

        self.assertIn('result', self._begin(request))

        tx = request.payment_ids
        self.assertEqual((tx.amount, tx.sale_order_ids), (4.0, self.order))
        self.assertTrue(tx.landing_route.startswith(f'/my/orders/{self.order.id}?'))

        page = self.url_open(self.order.get_portal_url()).text
        with freeze_time(MONDAY):
            page = self.url_open(self.order.get_portal_url()).text
        self.assertIn("To be paid", page)
        self.assertIn(f'/delivery/pay/{request.id}?', page)

    def test_who_has_no_link_and_what_the_form_does_not_offer_begins_no_payment(self):
        request = self._choose_dearer()
        other = self._create_divided_order()[0]
        refused = (
            {'access_token': 'x'},
            {'access_token': other._portal_ensure_token()},
            {'provider_id': 999999},
            {'payment_method_id': 999999},
            {'token_id': 999999},
            {'flow': 'x'},
            {'is_validation': True},
        )
        for values in refused:
            with self.subTest(values=values):
                self.assertIn('error', self._begin(request, **values))
        for url in (
            f'{self.path}/pay/{request.id}?access_token=x',
            f'/my/orders/{other.id}/delivery/pay/{request.id}?access_token={other.access_token}',
            f'{self.path}/pay/999999?access_token={self.token}',
        ):
            self.assertEqual(self.url_open(url).status_code, 404)
        self.assertFalse(request.payment_ids)

    def test_what_can_no_longer_be_done_is_not_paid(self):
        request = self._choose_dearer()
        self.ben.line_ids.gift_job_ids.stage = 'packed'
        self.assertIn("packed already", self._begin(request)['error']['data']['message'])

        request._replace_unpaid()
        page = self.url_open(f'{self.path}/pay/{request.id}?access_token={self.token}').text
        self.assertIn("Nothing was changed", page)
        self.assertNotIn('o_payment_form', page)
        self.assertFalse(request.payment_ids)


@tagged('post_install', '-at_install')
class TestDearerDeliveryRace(DeliveryRaceCommon):
    """Two payments of one change at the same time, in real transactions."""

    def setUp(self):
        super().setUp()
        # No journal entries: they could not be deleted after the test.
        self.enterContext(patch.object(self.registry['payment.transaction'], '_create_payment'))

    @mute_logger('odoo.sql_db')
    def test_of_two_payments_at_once_one_counts_and_the_other_goes_back(self):
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            order.gift_is_divided = False
            provider = env.ref('payment.payment_provider_demo', raise_if_not_found=False)
            provider.write({'state': 'test', 'is_published': True})
            self.method_id = provider.payment_method_ids[:1].id
            paid = self._create_payment(env, order.amount_total, 'paid')
            paid._set_done()
            eagle = self._create_way(env, "Eagle", 9.0)
            self.way_ids.append(eagle.id)
            order.invalidate_recordset()
            parcel = env['gift.parcel']
            shown = order._gift_plan_delivery(parcel, eagle).get_shown()
            request = env['gift.order.request']._request_delivery(
                order, parcel, eagle, reference='race-pay', shown=shown, author=order.partner_id
            )
            self.assertEqual(request.state, 'unpaid')
            for name in ('first', 'second'):
                tx = self._create_payment(env, request.surcharge, name)
                tx.gift_paid_request_id = request
                tx._set_done()

        def settle(name):
            return lambda proof: (
                proof.env['payment.transaction']
                .search([('reference', '=', f'race-{name}')])
                ._post_process()
            )

        results = self._run_at_once(first=settle('first'), second=settle('second'))

        self.assertEqual(results, {'first': None, 'second': None})
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            request = order.gift_request_ids
            self.assertEqual((request.state, request.amount), ('done', 4.0))
            self.assertEqual(len(request.payment_ids.filtered('gift_goes_back')), 1)
            self.assertNotIn(request.paid_by_id, request.payment_ids.filtered('gift_goes_back'))

    def _create_payment(self, env, amount, name):
        order = env['sale.order'].browse(self.order_id)
        provider = env.ref('payment.payment_provider_demo')
        return env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': self.method_id,
                'amount': amount,
                'currency_id': order.currency_id.id,
                'partner_id': order.partner_id.id,
                'reference': f'race-{name}',
                'operation': 'online_direct',
                'sale_order_ids': [Command.set(order.ids)],
            }
        )

    def _delete(self):
        with self._open() as env:
            payments = env['payment.transaction'].search([('reference', '=like', 'race-%')])
            env.cr.execute(
                'UPDATE gift_order_request SET paid_by_id = NULL WHERE order_id = %s',
                (self.order_id,),
            )
            env.cr.execute(
                'DELETE FROM payment_transaction WHERE id IN %s', (tuple(payments.ids) or (0,),)
            )
        super()._delete()
