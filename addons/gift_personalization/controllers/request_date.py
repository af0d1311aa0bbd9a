from itertools import groupby

from odoo import http
from odoo.http import request

from .requests import GiftRequestController, get_customers_order
from .wanted import read_day


class GiftRequestDate(GiftRequestController):
    """The pages on which a customer has a parcel arrive on another day. They need no script."""

    @http.route(
        '/my/orders/<int:order_id>/date',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose_part(self, order_id, access_token=None, **_kwargs):
        """Show the parts of the order whose day can be another one."""
        order_sudo = get_customers_order(order_id, access_token)
        parts = order_sudo._gift_get_datable_parts()
        if len(parts) == 1:
            return self._render_date(order_sudo, parts[0][0], parts)
        days = {parcel: order_sudo._gift_get_date_of(parcel) for parcel, _lines in parts}
        return self._render(
            'request_date_choice',
            order_sudo,
            parts=parts,
            days=days,
            promises=request.env['gift.promise'],
        )

    @http.route(
        '/my/orders/<int:order_id>/date/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def change_date(self, order_id, parcel_id, access_token=None, **post):
        """Show the days of one part (0: what has none of its own), or take the new one."""
        order_sudo = get_customers_order(order_id, access_token)
        reference = self._read_reference(post.get('reference'))
        is_sent = request.httprequest.method == 'POST'
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        if is_sent and requests_sudo._find(order_sudo, reference):
            return self._go_back(order_sudo)
        parts = order_sudo._gift_get_datable_parts()
        parcel_sudo = self._find_part(parts, parcel_id)
        if not is_sent:
            return self._render_date(order_sudo, parcel_sudo, parts)
        day = read_day(post.get('date')) or None
        error = self._try(
            order_sudo,
            lambda: requests_sudo._request_date(
                order_sudo,
                parcel_sudo,
                day,
                reference=reference,
                reason=post.get('reason'),
                author=self._get_author(order_sudo),
            ),
        )
        if not error:
            return self._go_back(order_sudo)
        reason = requests_sudo._clean_text(post.get('reason'))
        return self._render_date(
            order_sudo, parcel_sudo, parts, error=error, day=day, reason=reason, status=409
        )

    def _render_date(self, order_sudo, parcel_sudo, parts, *, day=None, **extra):
        promises = request.env['gift.promise']
        choice = order_sudo._gift_get_wanted_choice(parcel_sudo)
        months = groupby(choice['dates'], key=lambda each: each.replace(day=1))
        return self._render(
            'request_date',
            order_sudo,
            **{
                'parcel': parcel_sudo,
                'parts': parts,
                'lines': dict(parts)[parcel_sudo],
                'choice': choice,
                'months': [(promises._format_month(first), list(days)) for first, days in months],
                'now': order_sudo._gift_get_date_of(parcel_sudo),
                'day': day,
                'problem': order_sudo._gift_get_date_problem(dict(parts)[parcel_sudo]),
                'promises': promises,
                'reason': '',
                'reference': self._make_reference(),
                **extra,
            },
        )
