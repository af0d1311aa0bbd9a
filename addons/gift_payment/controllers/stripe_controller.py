import json
import logging
import time

import stripe
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request
from odoo.tools import mute_logger

from odoo.addons.payment_stripe import const as stripe_const
from odoo.addons.payment_stripe import utils as stripe_utils
from odoo.addons.payment_stripe.controllers.main import StripeController

from .. import const

_logger = logging.getLogger(__name__)


class GiftStripeController(StripeController):
    """Stripe's two entries, closed for everybody but Stripe and the payer."""

    @http.route()
    def stripe_return(self, **data):
        """Override of `payment_stripe` to fetch only the payment that was made for the order.

        The address names both; a paid intent of another order would pay for this one otherwise.
        """
        reference = data.get('reference')
        tx_sudo = (
            request.env['payment.transaction']
            .sudo()
            .search([('reference', '=', reference), ('provider_code', '=', 'stripe')], limit=1)
        )  # the payer is anonymous; nothing is shown of the transaction
        key = 'setup_intent' if tx_sudo.operation == 'validation' else 'payment_intent'
        if not tx_sudo._gift_is_own_intent(data.get(key)):
            _logger.info("Ignored a return from Stripe that names no payment of this shop.")
            with mute_logger('werkzeug'):
                return request.redirect('/payment/status')
        return super().stripe_return(**data)

    @http.route()
    def stripe_webhook(self):
        """Override of `payment_stripe` to refuse, in a sentence, what is no event of Stripe."""
        event = read_event(request.httprequest)
        if event['type'] not in stripe_const.HANDLED_WEBHOOK_EVENTS:
            return request.make_json_response('')
        try:
            if event['type'] == 'charge.refunded':
                return self._gift_process_refunded(event['data']['object'])
            return super().stripe_webhook()
        except (AttributeError, KeyError, TypeError):
            # Signed by Stripe, so only its form is unknown: the endpoint has another API version.
            _logger.warning(
                "An event %s of Stripe has an unknown form. Its endpoint must have the API version"
                " %s.",
                event['type'],
                stripe_const.API_VERSION,
                exc_info=True,
            )
            raise BadRequest("The event has an unknown form.") from None

    def _gift_process_refunded(self, charge):
        """Note all refunds of a charge; they are asked for, since newer events do not list them."""
        data = {'reference': charge.get('description'), 'object_id': charge['id']}
        tx_sudo = request.env['payment.transaction'].sudo()._search_by_reference('stripe', data)
        if tx_sudo:
            self._verify_signature(tx_sudo)
            try:
                refunds = tx_sudo._gift_fetch_all('refunds', {'charge': charge['id']})
            except ValidationError:
                raise BadRequest("The refunds could not be read. Send the event again.") from None
            tx_sudo._gift_note_refunds(refunds)
        return request.make_json_response('')

    def _verify_signature(self, tx_sudo):
        """Override of `payment_stripe` to refuse what carries no valid signature of Stripe.

        Without a signing secret nothing is accepted. While a secret is rolled, Stripe sends one
        signature for each: any of them counts. A date in the future is refused as an old one is.

        :raise Forbidden: when the event is not provably Stripe's.
        """
        secret = stripe_utils.get_webhook_secret(tx_sudo.provider_id)
        if not secret:
            _logger.warning(
                "Refused an event of Stripe: the webhook's signing secret of %s is not set.",
                tx_sudo.provider_id.name,
            )
            raise Forbidden
        try:
            with mute_logger('odoo.addons.payment_stripe.controllers.main'):
                super()._verify_signature(tx_sudo)
        except (Forbidden, KeyError, ValueError):
            check_signature(request.httprequest, secret)
        check_not_in_future(request.httprequest)


def read_event(httprequest):
    """Return an event of Stripe (dict) from the body of a request.

    :raise BadRequest: when the body is none; RequestEntityTooLarge: when it is too long for one.
    """
    if (httprequest.content_length or 0) > const.MAX_EVENT_BYTES:
        raise RequestEntityTooLarge
    try:
        event = json.loads(httprequest.get_data())
        if not is_event(event):
            raise ValueError
    except (RecursionError, ValueError):
        raise BadRequest("This is no event of Stripe.") from None
    return event


def is_event(event):
    """Return whether a JSON value has the form of an event of Stripe, as far as it is used."""
    if not isinstance(event, dict) or not isinstance(event.get('type'), str):
        return False
    data = event.get('data')
    thing = data.get('object') if isinstance(data, dict) else None
    if not isinstance(thing, dict):
        return False
    description = thing.get('description')
    texts = (thing.get('id'), '' if description is None else description)
    return all(isinstance(text, str) and '\0' not in text for text in texts)


def check_signature(httprequest, secret):
    """Check that one of the signatures of a request is Stripe's.

    :raise Forbidden: when none is.
    """
    header = httprequest.headers.get('Stripe-Signature', '')
    try:
        stripe.WebhookSignature.verify_header(
            httprequest.get_data(as_text=True), header, secret, const.CLOCK_TOLERANCE_S
        )
    except (stripe.SignatureVerificationError, ValueError):
        _logger.info("Refused an event of Stripe without a valid signature.")
        raise Forbidden from None


def check_not_in_future(httprequest):
    """Refuse an event that was signed later than now.

    :raise Forbidden: when the signature's date is ahead of the clock by more than the tolerance.
    """
    parts = httprequest.headers.get('Stripe-Signature', '').split(',')
    dates = [part.partition('=')[2] for part in parts if part.strip().startswith('t=')]
    if any(date.isdigit() and int(date) > time.time() + const.CLOCK_TOLERANCE_S for date in dates):
        _logger.info("Refused an event of Stripe that was signed in the future.")
        raise Forbidden
