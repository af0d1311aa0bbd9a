import logging
from datetime import UTC, datetime, timedelta

import stripe

from odoo import api, fields, models

from odoo.addons.payment import utils as payment_utils
from odoo.addons.payment_stripe import const as stripe_const

_logger = logging.getLogger(__name__)

LOOK_BACK_DAYS = 14


class GiftPayout(models.Model):
    """What Stripe sent to the shop's bank account, explained to the cent."""

    _name = 'gift.payout'
    _description = 'Payout'
    _order = 'arrival_date desc, id desc'

    name = fields.Char(string="Payout", required=True, readonly=True)
    provider_id = fields.Many2one(
        'payment.provider', required=True, readonly=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='provider_id.company_id', store=True, index=True)
    state = fields.Selection(
        [
            ('pending', "Pending"),
            ('in_transit', "On its way"),
            ('paid', "Arrived"),
            ('canceled', "Cancelled"),
            ('failed', "Failed"),
        ],
        required=True,
        readonly=True,
    )
    arrival_date = fields.Date(string="At the bank on", readonly=True)
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    line_ids = fields.One2many('gift.payout.line', 'payout_id', readonly=True)
    gross = fields.Monetary(string="Payments", compute='_compute_sums', store=True)
    fee = fields.Monetary(string="Fees", compute='_compute_sums', store=True)
    difference = fields.Monetary(
        compute='_compute_sums',
        store=True,
        help="What the lines do not explain. It is zero when everything is known.",
    )

    _once = models.UniqueIndex('(provider_id, name)')

    @api.depends('amount', 'line_ids.amount', 'line_ids.fee')
    def _compute_sums(self):
        for payout in self:
            payout.gross = sum(payout.line_ids.mapped('amount'))
            payout.fee = sum(payout.line_ids.mapped('fee'))
            payout.difference = payout.currency_id.round(payout.amount - payout.gross + payout.fee)

    # === STRIPE'S VIEW === #

    @api.model
    def _gift_sync(self, provider_sudo, payout_id):
        """Fetch a payout and what it consists of, as it is now. Idempotent."""
        client = provider_sudo._gift_get_stripe_client()
        found = client.v1.payouts.retrieve(payout_id)
        self_sudo = self.sudo()  # Stripe has signed the event that led here
        payout = self_sudo.search(
            [('provider_id', '=', provider_sudo.id), ('name', '=', payout_id)]
        )
        values = self_sudo._prepare_values(provider_sudo, found)
        if payout:
            payout.write(values)
        else:
            payout = self_sudo.create({**values, 'name': payout_id})
        balance = client.v1.balance_transactions.list(
            {'payout': payout_id, 'limit': 100, 'expand': ['data.source']}
        )
        payout._gift_add_lines([entry.to_dict() for entry in balance.auto_paging_iter()])
        return payout

    def _prepare_values(self, provider_sudo, found):
        currency = self.env['res.currency'].search([('name', '=ilike', found.currency)], limit=1)
        return {
            'provider_id': provider_sudo.id,
            'state': found.status,
            'arrival_date': datetime.fromtimestamp(found.arrival_date, UTC).date(),
            'currency_id': currency.id,
            'amount': to_major(found.amount, currency),
        }

    def _gift_add_lines(self, entries):
        """Add the entries (dicts of Stripe's balance) that are new; the payout itself is none."""
        self.ensure_one()
        known = set(self.line_ids.mapped('name'))
        entries = [
            entry for entry in entries if entry['type'] != 'payout' and entry['id'] not in known
        ]
        transactions = self._gift_find_transactions(entries)
        self.env['gift.payout.line'].create(
            [self._prepare_line(entry, transactions) for entry in entries]
        )

    def _prepare_line(self, entry, transactions):
        source = entry.get('source') or {}
        return {
            'payout_id': self.id,
            'name': entry['id'],
            'kind': entry['type'],
            'source_ref': source.get('id'),
            'amount': to_major(entry['amount'], self.currency_id),
            'fee': to_major(entry['fee'], self.currency_id),
            'transaction_id': transactions.get(get_reference(source)),
        }

    def _gift_find_transactions(self, entries):
        """Return {reference at Stripe: payment.transaction id} of charges and refunds."""
        references = {get_reference(entry.get('source') or {}) for entry in entries} - {None}
        found = self.env['payment.transaction'].search(
            [
                ('provider_id', '=', self.provider_id.id),
                ('provider_reference', 'in', list(references)),
            ],
            order='id desc',
        )
        return {tx.provider_reference: tx.id for tx in found}

    # === BACKGROUND === #

    @api.model
    def _gift_cron_payouts(self):
        """Fetch the payouts of the last days; those that are explained already are left alone."""
        for provider in self.env['payment.provider'].search(
            [('code', '=', 'stripe'), ('state', '!=', 'disabled')]
        ):
            try:
                self._gift_fetch_recent(provider)
            except stripe.StripeError as error:
                _logger.info("Payouts of %s: %s", provider.name, error)

    def _gift_fetch_recent(self, provider):
        since = fields.Datetime.now() - timedelta(days=LOOK_BACK_DAYS)
        found = provider._gift_get_stripe_client().v1.payouts.list(
            {'created': {'gte': int(since.timestamp())}, 'limit': 100}
        )
        done = set(
            self.search(
                [
                    ('provider_id', '=', provider.id),
                    ('state', '=', 'paid'),
                    ('difference', '=', 0),
                    ('line_ids', '!=', False),
                ]
            ).mapped('name')
        )
        for payout in found.auto_paging_iter():
            if payout.id not in done:
                self._gift_sync(provider, payout.id)
                self.env['ir.cron']._commit_progress(1)


def get_reference(source):
    """Return the reference of a source (dict) of Stripe's balance: a charge has its intent's."""
    return source.get('payment_intent') if source.get('object') == 'charge' else source.get('id')


def to_major(minor_amount, currency):
    """Return an amount of Stripe, in the currency's smallest unit, as the shop counts it."""
    return payment_utils.to_major_currency_units(
        minor_amount,
        currency,
        arbitrary_decimal_number=stripe_const.CURRENCY_DECIMALS.get(currency.name),
    )
