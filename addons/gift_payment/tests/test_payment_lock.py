import os
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_payment import const
from odoo.addons.gift_personalization.tests.test_proof_lock import ProofRaceCommon

from .fake_common import PUBLISHABLE_KEY, SECRET_KEY
from .fake_stripe import FakeStripe

QUIET = ('odoo.sql_db', 'odoo.addons.payment.models.payment_provider')


class PaymentRaceCommon(ProofRaceCommon):
    """An order of 26.00 that is paid by card at the fake, and committed, so that threads see it."""

    def setUp(self):
        super().setUp()
        self.fake = FakeStripe(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY)
        self.addCleanup(self.fake.stop)
        self.enterContext(patch.dict(os.environ, {const.FAKE_BASE_VARIABLE: self.fake.url}))
        self.enterContext(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )
        with self._open() as env:
            provider = env['payment.provider'].create(self._prepare_provider(env))
            self.provider_id = provider.id

    def _prepare_provider(self, env):
        return {
            'name': "Stripe of the race",
            'code': 'stripe',
            'state': 'test',
            'company_id': env.company.id,
            'stripe_secret_key': SECRET_KEY,
            'stripe_publishable_key': PUBLISHABLE_KEY,
            'stripe_webhook_secret': 'whsec_of_the_stock_endpoint',
            'gift_stripe_events_secret': 'whsec_of_our_endpoint',
            'payment_method_ids': [Command.link(env.ref('payment.payment_method_card').id)],
        }

    def _pay(self, reserved=True):
        """Pay the order: reserved on the card, or charged at once."""
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            provider = env['payment.provider'].browse(self.provider_id)
            provider.gift_capture_on_approval = reserved
            order.order_line.write({'price_unit': 26.0, 'tax_ids': [Command.clear()]})
            tx = self._create_payment(provider, order, order.amount_total)
            self.tx_id, self.intent_id = tx.id, tx.provider_reference
            self.assertEqual(tx.state, 'authorized' if reserved else 'done')

    def _create_payment(self, provider, order, amount):
        """Create a payment that the customer has confirmed."""
        tx = order.env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': order.env.ref('payment.payment_method_card').id,
                'reference': f'{order.name}-race-{self.provider_id}-{amount:.0f}',
                'amount': amount,
                'currency_id': order.currency_id.id,
                'partner_id': order.partner_id.id,
                'operation': 'online_direct',
                'sale_order_ids': [Command.set(order.ids)],
            }
        )
        self.fake.confirm(tx._stripe_create_intent()['client_secret'])
        provider._gift_sync_intent(tx.provider_reference)
        return tx

    def _delete(self):
        with self._open() as env:
            ids = tuple(
                env['payment.transaction'].search([('provider_id', '=', self.provider_id)]).ids
            ) or (0,)
            for query in (
                "DELETE FROM payment_transaction WHERE source_transaction_id IN %s",
                "DELETE FROM payment_transaction WHERE id IN %s",
            ):
                env.cr.execute(SQL(query, ids))
            env.cr.execute(
                SQL("DELETE FROM gift_stripe_event WHERE provider_id = %s", self.provider_id)
            )
            env.cr.execute(SQL("DELETE FROM payment_provider WHERE id = %s", self.provider_id))
        super()._delete()

    # === WHAT CAN HAPPEN AT ONCE === #

    def _tx(self, record):
        return record.env['payment.transaction'].browse(self.tx_id)

    def _capture(self, proof):
        self._tx(proof)._capture()

    def _void(self, proof):
        self._tx(proof)._void()

    def _sync(self, proof):
        """Do what the customer's return, the status page and a message of Stripe do."""
        self._tx(proof).provider_id._gift_sync_intent(self.intent_id)

    def _run_cron(self, proof):
        proof.env['payment.transaction']._gift_cron_capture()

    def _refund(self, amount):
        return lambda proof: self._tx(proof)._refund(amount)

    # === WHAT IS TRUE AFTERWARDS === #

    def _read_shop(self):
        """Return (state, sorted (operation, amount, state) of what was done with the payment)."""
        with self._open() as env:
            tx = env['payment.transaction'].browse(self.tx_id)
            children = [
                ('refund' if child.operation == 'refund' else 'capture', child.amount, child.state)
                for child in tx.child_transaction_ids
            ]
            return tx.state, sorted(children)

    def _read_stripe(self):
        """Return (status, received, refunded) at Stripe, in cents."""
        intent = self.fake.get('payment_intent', self.intent_id)
        refunded = sum(refund['amount'] for refund in self.fake.all('refund'))
        return intent['status'], intent['amount_received'], refunded


@tagged('post_install', '-at_install')
class TestCaptureRace(PaymentRaceCommon):
    def setUp(self):
        super().setUp()
        self._pay()

    @mute_logger(*QUIET)
    def test_two_staff_capture_one_payment_and_the_second_is_told(self):
        results = self._run_at_once(first=self._capture, second=self._capture)

        told = [sentence for sentence in results.values() if sentence]
        self.assertEqual(len(told), 1, results)
        self.assertIn("was captured or voided meanwhile", told[0])
        self.assertEqual(self._read_stripe(), ('succeeded', 2600, 0))
        self.assertEqual(self._read_shop(), ('done', [('capture', 26.0, 'done')]))

    @mute_logger(*QUIET)
    def test_two_reservations_of_one_order_charge_no_more_than_it_costs(self):
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            provider = env['payment.provider'].browse(self.provider_id)
            other_id = self._create_payment(provider, order, 20.0).id

        results = self._run_at_once(
            first=self._capture,
            second=lambda proof: proof.env['payment.transaction'].browse(other_id)._capture(),
        )

        received = sum(intent['amount_received'] for intent in self.fake.all('payment_intent'))
        self.assertEqual(received, 2600, results)

    @mute_logger(*QUIET)
    def test_of_a_capture_and_a_void_one_happens_here_and_at_stripe(self):
        results = self._run_at_once(capture=self._capture, void=self._void)

        told = {name: sentence for name, sentence in results.items() if sentence}
        self.assertEqual(len(told), 1, results)
        captured = 'void' in told
        status, received, _refunded = self._read_stripe()
        expected = ('succeeded', 2600, 'done') if captured else ('canceled', 0, 'cancel')
        self.assertEqual((status, received, self._read_shop()[0]), expected)

    @mute_logger(*QUIET)
    def test_the_button_the_webhook_and_the_status_page_charge_once(self):
        with self._open() as env:
            tx = env['payment.transaction'].browse(self.tx_id)
            tx.provider_id._gift_get_stripe_client().v1.payment_intents.capture(self.intent_id)

        results = self._run_at_once(
            button=self._capture, webhook=self._sync, status_page=self._sync
        )

        self.assertIsNone(results['webhook'], results)
        self.assertIsNone(results['status_page'], results)
        self.assertEqual(self._read_stripe(), ('succeeded', 2600, 0))
        state, children = self._read_shop()
        self.assertEqual(state, 'done')
        self.assertLessEqual(len([child for child in children if child[2] == 'done']), 1)

    @mute_logger(*QUIET)
    def test_two_background_jobs_charge_an_approved_order_once(self):
        with self._open() as env:
            self._approve(env['gift.proof'].browse(self.proof_id))

        results = self._run_at_once(first=self._run_cron, second=self._run_cron)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_stripe(), ('succeeded', 2600, 0))
        self.assertEqual(self._read_shop()[0], 'done')

    @mute_logger(*QUIET)
    def test_two_background_jobs_release_an_ending_reservation_once(self):
        with self._open() as env:
            tx = env['payment.transaction'].browse(self.tx_id)
            tx.provider_id.gift_on_expiry = 'void'
            tx.gift_capture_before = fields.Datetime.now() + timedelta(hours=20)

        results = self._run_at_once(first=self._run_cron, second=self._run_cron)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_stripe()[:2], ('canceled', 0))
        self.assertEqual(self._read_shop(), ('cancel', [('capture', 26.0, 'cancel')]))
        with self._open() as env:
            kinds = [('kind', '=', f'expiring-{self.tx_id}')]
            self.assertEqual(env['gift.notice'].search_count(kinds), 1)


@tagged('post_install', '-at_install')
class TestRefundRace(PaymentRaceCommon):
    def setUp(self):
        super().setUp()
        self._pay(reserved=False)

    def _get_left(self):
        """Return what was refunded here and at Stripe, which has to be the same."""
        _state, children = self._read_shop()
        here = -sum(
            amount for kind, amount, state in children if kind == 'refund' and state == 'done'
        )
        self.assertEqual(self._read_stripe()[2], round(here * 100))
        return here

    @mute_logger(*QUIET)
    def test_of_a_full_and_a_partial_refund_no_more_than_the_payment_goes_back(self):
        results = self._run_at_once(full=self._refund(26.0), part=self._refund(10.0))

        told = {name: sentence for name, sentence in results.items() if sentence}
        self.assertEqual(len(told), 1, results)
        self.assertIn("left to refund", next(iter(told.values())))
        self.assertEqual(self._get_left(), 10.0 if 'full' in told else 26.0)

    @mute_logger(*QUIET)
    def test_two_full_refunds_are_one(self):
        results = self._run_at_once(first=self._refund(26.0), second=self._refund(26.0))

        self.assertEqual(sum(sentence is not None for sentence in results.values()), 1, results)
        self.assertEqual(self._get_left(), 26.0)

    @mute_logger(*QUIET)
    def test_two_partial_refunds_that_fit_are_both_made(self):
        results = self._run_at_once(first=self._refund(10.0), second=self._refund(12.0))

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._get_left(), 22.0)

    @mute_logger(*QUIET)
    def test_a_refund_beside_stripes_message_about_it_is_noted_once(self):
        def hear(proof):
            self._tx(proof).provider_id._gift_sync_refunds(self.intent_id)

        results = self._run_at_once(button=self._refund(26.0), webhook=hear)
        with self._open() as env:
            env['payment.transaction'].browse(self.tx_id).provider_id._gift_sync_refunds(
                self.intent_id
            )

        self.assertEqual(results, {'button': None, 'webhook': None})
        self.assertEqual(self._get_left(), 26.0)
        self.assertEqual(len(self._read_shop()[1]), 1)
