from odoo import http
from odoo.http import request

from .own_designs import is_id
from .requests import GiftRequestController, get_customers_order


class GiftRequestDelivery(GiftRequestController):
    """The pages on which a customer has a parcel sent otherwise. They need no script."""

    @http.route(
        '/my/orders/<int:order_id>/delivery',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose_delivery_part(self, order_id, access_token=None, **_kwargs):
        """Show the parts of the order that can be sent by another method."""
        order_sudo = get_customers_order(order_id, access_token)
        parts = order_sudo._gift_get_reroutable()
        if len(parts) == 1:
            return self._render_ways(order_sudo, parts, parts[0][0])
        return self._render('request_delivery_choice', order_sudo, parts=parts)

    @http.route(
        '/my/orders/<int:order_id>/delivery/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def change_delivery(self, order_id, parcel_id, access_token=None, **post):
        """Show the methods for one part (0: the own address), or take the new one."""
        order_sudo = get_customers_order(order_id, access_token)
        reference = self._read_reference(post.get('reference'))
        is_sent = request.httprequest.method == 'POST'
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        if is_sent and requests_sudo._find(order_sudo, reference):
            return self._go_back(order_sudo)
        parts = order_sudo._gift_get_reroutable()
        parcel_sudo = self._find_part(parts, parcel_id)
        if not is_sent:
            return self._render_ways(order_sudo, parts, parcel_sudo)
        carrier_sudo = self._read_carrier(post.get('carrier'))
        error = self._try(
            order_sudo,
            lambda: requests_sudo._request_delivery(
                order_sudo,
                parcel_sudo,
                carrier_sudo,
                reference=reference,
                reason=post.get('reason'),
                shown=post.get(f'shown-{carrier_sudo.id}') or '',
                author=self._get_author(order_sudo),
            ),
        )
        if not error:
            return self._go_back(order_sudo)
        return self._render_ways(
            order_sudo,
            parts,
            parcel_sudo,
            error=error,
            chosen=carrier_sudo,
            reason=requests_sudo._clean_text(post.get('reason')),
            status=409,
        )

    def _read_carrier(self, sent):
        """Return the delivery method (sudo) that was sent, untrusted; nothing for a wrong one."""
        carriers_sudo = request.env['delivery.carrier'].sudo()  # checked by the order
        return carriers_sudo.browse(int(sent) if is_id(sent) else 0).exists()

    def _render_ways(self, order_sudo, parts, parcel_sudo, **extra):
        lines = dict(parts)[parcel_sudo]
        changes = order_sudo._gift_get_delivery_changes(parcel_sudo, lines)
        shown = [(change, change.keeps_day(), change.get_problem()) for change in changes]
        return self._render(
            'request_delivery',
            order_sudo,
            **{
                'parcel': parcel_sudo,
                'parts': parts,
                'lines': lines,
                'now': order_sudo._gift_get_carrier_of(parcel_sudo),
                'ways': shown,
                'can_now': any(kept and not problem for _change, kept, problem in shown),
                'can_ask': any(kept and problem for _change, kept, problem in shown),
                'can_do': any(kept for _change, kept, _problem in shown),
                'day': order_sudo._gift_get_date_of(parcel_sudo)
                if order_sudo.commitment_date
                else None,
                'promises': request.env['gift.promise'],
                'chosen': request.env['delivery.carrier'],
                'reason': '',
                'reference': self._make_reference(),
                **extra,
            },
        )
