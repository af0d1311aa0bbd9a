from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.website_sale.controllers.delivery import Delivery

from .own_designs import is_id
from .portal import PAGE_HEADERS
from .recipients import GiftRecipients

BACK = {'recipients': '/shop/recipients?done=delivery', 'checkout': '/shop/checkout'}
CANCEL = {'recipients': '/shop/recipients', 'checkout': '/shop/checkout'}


class GiftRecipientDelivery(GiftRecipients):
    """The page on which the giver chooses how the parcel of a recipient is sent."""

    @http.route(
        '/shop/recipients/<int:parcel_id>/delivery',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def recipient_delivery(self, parcel_id, carrier='', back='', **_post):
        """Show the delivery methods that serve a recipient with their prices, and store one."""
        parcel_sudo = self._get_parcel(parcel_id)
        back = back if back in BACK else 'recipients'
        if request.httprequest.method == 'GET':
            return self._render_delivery(parcel_sudo, back)
        errors = self._try(
            lambda: parcel_sudo._gift_set_carrier(self._find_carrier(parcel_sudo, carrier))
        )
        if errors:
            return self._render_delivery(parcel_sudo, back, errors[''])
        return request.redirect(BACK[back])

    def _find_carrier(self, parcel_sudo, sent):
        """Return the delivery method (sudo) that was sent, untrusted; nothing for an empty one.

        :raise UserError: for one that does not exist.
        """
        carriers_sudo = request.env['delivery.carrier'].sudo()  # checked by the parcel
        if not sent:
            return carriers_sudo
        found = carriers_sudo.browse(int(sent) if is_id(sent) else 0).exists()
        if not found:
            raise UserError(parcel_sudo._get_carrier_refusal(found))
        return found

    def _render_delivery(self, parcel_sudo, back, error=''):
        return request.render(
            'gift_personalization.recipient_delivery',
            {
                'order': parcel_sudo.order_id,
                'parcel': parcel_sudo,
                'ways': self._get_ways(parcel_sudo),
                'usual': self._get_rate(parcel_sudo, parcel_sudo.order_id.carrier_id),
                'error': error,
                'back': back,
                'back_url': CANCEL[back],
            },
            headers=PAGE_HEADERS,
        )

    def _get_ways(self, parcel_sudo):
        """Return ``[(delivery method, rate), …]`` of what serves the recipient's address."""
        ways = [(way, self._get_rate(parcel_sudo, way)) for way in parcel_sudo._get_carriers()]
        return [(way, rate) for way, rate in ways if rate]

    def _get_rate(self, parcel_sudo, carrier):
        """Return the price of the parcel as the shop shows prices, or nothing when it has none."""
        if not carrier or not parcel_sudo._is_served_by(carrier):
            return {}
        rate = Delivery._get_rate(carrier, parcel_sudo._get_virtual_order(carrier))
        return rate if rate['success'] else {}

    def _get_done_message(self, done):
        """Override to tell that the delivery method was stored."""
        if done == 'delivery':
            return request.env._("The delivery method was saved.")
        return super()._get_done_message(done)


class GiftDelivery(Delivery):
    def _order_summary_values(self, order, **kwargs):
        """Override of `website_sale` to show what each parcel costs by the new method."""
        values = super()._order_summary_values(order, **kwargs)
        if order.gift_is_divided:
            values['gift_parts'] = request.env['ir.qweb']._render(
                'gift_personalization.checkout_parts', {'order': order, 'website': request.website}
            )
        return values
