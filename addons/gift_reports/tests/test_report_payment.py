from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCommon

FIGURES = (
    'payment.captured', 'payment.captured_count', 'payment.refunded', 'payment.kept',
    'payment.reserved',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportPayment(ReportCommon):
    """Payments of which every amount is known."""

    def _read(self, keys, txs=None, domain=()):
        self._refresh(rebuild=True)
        own = [('transaction_id', 'in', txs.ids)] if txs else []
        return self.env['gift.report.kpi']._read(keys, [*own, *domain])[0]

    def test_what_was_charged_and_paid_back_is_told_apart(self):
        paid = self._create_transaction(100.0)
        back = self._create_transaction(-30.0, operation='refund', source_transaction_id=paid.id)
        failed = self._create_transaction(500.0, state='error')
        pending = self._create_transaction(500.0, state='pending')
        waits = self._create_transaction(-7.0, operation='refund', state='pending')
        everything = paid | back | failed | pending | waits
        self.assertEqual(self._read(FIGURES, everything), (100, 1, 30, 70, 0))

    def test_a_charge_in_parts_counts_once(self):
        whole = self._create_transaction(100.0, state='authorized')
        self.assertEqual(self._read(FIGURES, whole), (0, 0, 0, 0, 100))
        part = self._create_transaction(60.0, source_transaction_id=whole.id)
        self.assertEqual(self._read(FIGURES, whole | part), (60, 1, 0, 60, 40))
        rest = self._create_transaction(40.0, source_transaction_id=whole.id, state='cancel')
        whole.state = 'done'
        self.assertEqual(self._read(FIGURES, part | rest), (60, 1, 0, 60, 0))

    def test_what_was_released_of_a_reservation_is_not_reserved(self):
        whole = self._create_transaction(100.0, state='authorized')
        gone = self._create_transaction(40.0, source_transaction_id=whole.id, state='cancel')
        self.assertEqual(self._read(FIGURES, whole | gone), (0, 0, 0, 0, 60))

    def test_the_day_is_the_shops_and_the_money_the_companys(self):
        other = self.env['res.currency'].create(
            {
                'name': "XPT",
                'symbol': "X",
                'rate_ids': [
                    Command.create({'name': '2026-01-01', 'rate': 4.0}),
                    Command.create({'name': '2026-04-01', 'rate': 8.0}),
                ],
            }
        )
        tx = self._create_transaction(
            40.0, currency_id=other.id, last_state_change='2026-03-31 22:30:00'
        )
        self._refresh(rebuild=True)
        row = self.env['gift.report.payment'].search([('transaction_id', '=', tx.id)])
        self.assertEqual((row.day, row.captured), (date(2026, 4, 1), 5))  # 0:30 in Berlin
        tx.last_state_change = datetime(2026, 3, 31, 21, 30)
        self._refresh(rebuild=True)
        row = self.env['gift.report.payment'].search([('transaction_id', '=', tx.id)])
        self.assertEqual((row.day, row.captured), (date(2026, 3, 31), 10))

    def test_fees_are_a_share_of_what_the_payouts_bring(self):
        tx = self._create_transaction(100.0)
        payouts = self.env['gift.payout'].sudo()
        common = {
            'provider_id': tx.provider_id.id,
            'currency_id': self.company.currency_id.id,
            'arrival_date': date(2026, 3, 20),
        }
        paid, coming, failed = payouts.create(
            [
                {**common, 'name': f'po_{state}', 'state': state, 'amount': 95.0}
                for state in ('paid', 'in_transit', 'failed')
            ]
        )
        for payout in paid | coming | failed:
            payout.line_ids = [
                Command.create(
                    {'name': 'c', 'kind': 'charge', 'amount': 100, 'fee': 3,
                     'transaction_id': tx.id}
                ),
                Command.create({'name': 'f', 'kind': 'stripe_fee', 'amount': -2, 'fee': 0}),
            ]  # fmt: skip
        keys = ('payment.settled', 'payment.fee', 'payment.fee_rate', 'payment.paid_out')
        own = [('payout_id', 'in', (paid | coming | failed).ids)]
        self.assertEqual(self._read(keys, domain=own), (200, 10, 0.05, 95))

    def test_disputes_count_with_their_outcome(self):
        tx = self._create_transaction(100.0)
        self.env['gift.dispute'].sudo().create(
            [
                {
                    'name': f'dp_{state}',
                    'provider_id': tx.provider_id.id,
                    'transaction_id': tx.id,
                    'amount': amount,
                    'currency_id': self.company.currency_id.id,
                    'state': state,
                }
                for state, amount in (('won', 100), ('lost', 40))
            ]
        )
        keys = ('payment.disputed', 'payment.dispute_count', 'payment.dispute_lost')
        self.assertEqual(self._read(keys, tx), (140, 2, 40))
        self.assertEqual(self._read(FIGURES, tx), (100, 1, 0, 100, 0))

    def test_a_refresh_comes_to_the_same_as_a_rebuild(self):
        self._refresh(rebuild=True)
        whole = self._create_transaction(100.0, state='authorized')
        self._refresh()
        part = self._create_transaction(60.0, source_transaction_id=whole.id)
        self._refresh()
        own = [('transaction_id', 'in', (whole | part).ids)]
        quick = self.env['gift.report.kpi']._read(FIGURES, own)[0]
        self.assertEqual(quick, self._read(FIGURES, whole | part))
        self.assertEqual(quick, (60, 1, 0, 60, 40))
