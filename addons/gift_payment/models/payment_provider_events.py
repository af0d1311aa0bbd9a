import logging
from datetime import timedelta

import stripe

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.urls import urljoin

from odoo.addons.payment_stripe import utils as stripe_utils

from .. import const

_logger = logging.getLogger(__name__)

MISSED_DAYS = 3
TIMEOUT_S = 10


class PaymentProvider(models.Model):
    """What Stripe tells beyond Odoo's own endpoint: disputes, payouts, and what was missed."""

    _inherit = 'payment.provider'

    gift_stripe_events_secret = fields.Char(
        string="Signing secret of the second endpoint",
        copy=False,
        groups='base.group_system',
        help="Disputes, payouts and missed messages come through an endpoint of their own, in the"
        " newer version of Stripe's API.",
    )

    # === STRIPE'S SDK === #

    def _gift_get_stripe_client(self):
        """Return a client of Stripe's SDK for this provider; never a global key."""
        self.ensure_one()
        base = self._gift_get_fake_base()
        return stripe.StripeClient(
            stripe_utils.get_secret_key(self.sudo()) or '',  # not shown to anybody
            stripe_version=const.SDK_API_VERSION,
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
            base_addresses={'api': base, 'files': base} if base else {},
        )

    def _gift_get_events_url(self):
        return urljoin(self.get_base_url(), const.EVENTS_URL)

    def action_gift_create_events_endpoint(self):
        """Button: make the second endpoint at Stripe and keep its secret.

        :raise UserError: when there is one, or Stripe refuses.
        """
        self.ensure_one()
        self.check_access('write')
        provider_sudo = self.sudo()  # the secret is for administrators; writing was checked
        if provider_sudo.gift_stripe_events_secret:
            raise UserError(self.env._("The second endpoint is set up already."))
        try:
            endpoint = self._gift_get_stripe_client().v1.webhook_endpoints.create(
                {
                    'url': self._gift_get_events_url(),
                    'enabled_events': const.EVENT_TYPES,
                    'api_version': const.SDK_API_VERSION,
                }
            )
        except stripe.StripeError as error:
            raise UserError(self._gift_explain_stripe_error(error)) from None
        provider_sudo.gift_stripe_events_secret = endpoint.secret
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_gift_examine(self):
        """Button: open the doctor's page."""
        self.ensure_one()
        self.check_access('write')
        doctor = self.env['gift.payment.doctor']._examine(self)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Doctor"),
            'res_model': 'gift.payment.doctor',
            'res_id': doctor.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }

    def _gift_explain_stripe_error(self, error):
        """Return a sentence that says what went wrong at Stripe and what to do."""
        if isinstance(error, stripe.AuthenticationError):
            return self.env._("Stripe does not accept the secret key. Copy it again from Stripe.")
        if isinstance(error, stripe.PermissionError):
            return self.env._(
                "The key may not do this. Give the restricted key the right in Stripe: %(reason)s",
                reason=error.user_message or error,
            )
        if isinstance(error, stripe.APIConnectionError):
            return self.env._("Stripe did not answer. Try again in a minute.")
        return self.env._("Stripe refused: %(reason)s", reason=error.user_message or error)

    # === EVENTS === #

    @api.model
    def _gift_find_by_signature(self, body, header):
        """Return the provider (sudo) whose second endpoint signed a body, or an empty recordset.

        :param bytes body: as received; :param str header: `Stripe-Signature`.
        """
        providers_sudo = self.sudo().search(  # Stripe is anonymous until its signature is checked
            [('code', '=', 'stripe'), ('state', '!=', 'disabled')]
        )
        for provider_sudo in providers_sudo.filtered('gift_stripe_events_secret'):
            try:
                stripe.WebhookSignature.verify_header(
                    body.decode(),
                    header,
                    provider_sudo.gift_stripe_events_secret,
                    const.CLOCK_TOLERANCE_S,
                )
            except (stripe.SignatureVerificationError, ValueError):
                continue
            return provider_sudo
        return self.browse()

    def _gift_process_event(self, event):
        """Deal with an event (dict of Stripe), once. Call it in sudo.

        What an event says is taken as a hint only: the object is fetched as it is now, since
        events arrive late and out of order.

        :return: whether it was dealt with now.
        :raise stripe.StripeError, ValidationError: when Stripe can't be asked; nothing is noted.
        """
        self.ensure_one()
        if event['type'] not in const.EVENT_TYPES:
            return False
        if not self.env['gift.stripe.event']._claim(self, event):
            return False
        thing = event['data']['object']
        family = event['type'].rpartition('.')[0]
        if family == 'charge.dispute':
            self.env['gift.dispute']._gift_sync(self, thing['id'])
        elif family == 'payout':
            self.env['gift.payout']._gift_sync(self, thing['id'])
        elif family == 'payment_intent':
            self._gift_sync_intent(thing['id'])
        elif thing.get('payment_intent'):
            self._gift_sync_refunds(thing['payment_intent'])
        return True

    def _gift_find_transaction(self, intent_id):
        """Return the transaction (sudo) that an intent was made for, or an empty recordset."""
        return (
            self.env['payment.transaction']
            .sudo()
            .search(  # Stripe has signed the event
                [
                    ('provider_reference', '=', intent_id),
                    ('provider_id', '=', self.id),
                    ('source_transaction_id', '=', False),
                ],
                limit=1,
            )
        )

    def _gift_sync_intent(self, intent_id):
        """Bring a transaction up to what Stripe knows of its payment. Idempotent."""
        tx_sudo = self._gift_find_transaction(intent_id)
        if tx_sudo:
            intent = tx_sudo._send_api_request(
                'GET', f'payment_intents/{intent_id}', params={'expand[]': 'payment_method'}
            )
            tx_sudo._process(
                'stripe',
                {
                    'reference': tx_sudo.reference,
                    'payment_intent': intent,
                    'payment_method': intent.get('payment_method'),
                },
            )

    def _gift_sync_refunds(self, intent_id):
        """Bring the refunds of a payment up to what Stripe knows of them. Idempotent."""
        tx_sudo = self._gift_find_transaction(intent_id)
        if tx_sudo:
            refunds = tx_sudo._gift_fetch_all('refunds', {'payment_intent': intent_id})
            tx_sudo._gift_note_refunds(refunds)

    # === MISSED EVENTS === #

    @api.model
    def _gift_cron_missed_events(self):
        """Deal with the events that Stripe could not deliver in the last days, oldest first."""
        for provider in self.search([('code', '=', 'stripe'), ('state', '!=', 'disabled')]):
            try:
                provider._gift_replay_missed_events()
            except stripe.StripeError as error:
                _logger.info("Missed events of %s: %s", provider.name, error)

    def _gift_replay_missed_events(self):
        """Return how many missed events were dealt with now."""
        since = fields.Datetime.now() - timedelta(days=MISSED_DAYS)
        found = self._gift_get_stripe_client().v1.events.list(
            {
                'delivery_success': False,
                'created': {'gte': int(since.timestamp())},
                'limit': 100,
                'types': const.EVENT_TYPES,
            }
        )
        missed = [event.to_dict() for event in found.auto_paging_iter()]
        count = 0
        for event in sorted(missed, key=lambda event: event['created']):
            count += self._gift_replay(event)
        return count

    def _gift_replay(self, event):
        try:
            with self.env.cr.savepoint():
                done = self._gift_process_event(event)
        except (stripe.StripeError, ValidationError) as error:
            _logger.info("Event %s is tried again later: %s", event['id'], error)
            return False
        self.env['ir.cron']._commit_progress(1)
        return done
