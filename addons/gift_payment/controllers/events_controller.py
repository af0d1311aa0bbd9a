import logging

import stripe
from werkzeug.exceptions import Forbidden, ServiceUnavailable

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from .. import const
from .stripe_controller import check_not_in_future, read_event

_logger = logging.getLogger(__name__)


class GiftEventsController(http.Controller):
    """Stripe's second entry: disputes, payouts, refunds, and payments once more."""

    @http.route(
        const.EVENTS_URL, type='http', methods=['POST'], auth='public', csrf=False,
        save_session=False,
    )  # fmt: skip
    def gift_stripe_events(self):
        """Deal with an event once.

        Answers 400 to what is no event, 403 to what Stripe did not sign, 503 when Stripe can't be
        asked about it (it sends the event again then), and 200 otherwise.
        """
        event = read_event(request.httprequest)
        provider_sudo = request.env['payment.provider']._gift_find_by_signature(
            request.httprequest.get_data(), request.httprequest.headers.get('Stripe-Signature', '')
        )
        if not provider_sudo or not isinstance(event.get('id'), str):
            _logger.info("Refused an event at %s that Stripe did not sign.", const.EVENTS_URL)
            raise Forbidden
        check_not_in_future(request.httprequest)
        try:
            provider_sudo._gift_process_event(event)
        except (stripe.StripeError, ValidationError) as error:
            _logger.info("Event %s is to be sent again: %s", event['id'], error)
            raise ServiceUnavailable("Stripe could not be asked. Send the event again.") from None
        return request.make_json_response({})
