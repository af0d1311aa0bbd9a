from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .address_book import get_address
from .address_form import prepare_form, read_address
from .own_designs import is_id
from .requests import GiftRequestController, get_customers_order


class GiftRequestAddress(GiftRequestController):
    """The pages on which a customer sends a parcel elsewhere."""

    @http.route(
        '/my/orders/<int:order_id>/address',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose_parcel(self, order_id, access_token=None, **_kwargs):
        """Show the parcels of the order that have not left."""
        order_sudo = get_customers_order(order_id, access_token)
        parts = order_sudo._gift_get_open_parts()
        if len(parts) == 1:
            return self._render_address(order_sudo, parts[0][0])
        return self._render('request_address_choice', order_sudo, parts=parts)

    @http.route(
        '/my/orders/<int:order_id>/address/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def change(self, order_id, parcel_id, access_token=None, **post):
        """Show the address of one parcel (0: the order's own), or take the new one."""
        order_sudo = get_customers_order(order_id, access_token)
        parcel_sudo = self._find_parcel(order_sudo, parcel_id)
        if request.httprequest.method == 'GET':
            return self._render_address(order_sudo, parcel_sudo)
        reference = self._read_reference(post.get('reference'))
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        if requests_sudo._find(order_sudo, reference):
            return self._go_back(order_sudo)
        values, errors = self._read_new(parcel_sudo, post)
        problem = '' if errors else self._get_problem(order_sudo, parcel_sudo, values, errors)
        if not errors and (not problem or post.get('reason')):
            error = self._try(
                order_sudo,
                lambda: requests_sudo._request_address(
                    order_sudo,
                    parcel_sudo,
                    values,
                    reference=reference,
                    reason=post.get('reason'),
                    author=self._get_author(order_sudo),
                ),
            )
            if not error:
                return self._go_back(order_sudo)
            errors = {'': error}
        return self._render_address(
            order_sudo,
            parcel_sudo,
            values=values,
            errors=errors,
            problem=problem,
            reason=requests_sudo._clean_text(post.get('reason')),
            status=409,
        )

    def _find_parcel(self, order_sudo, parcel_id):
        """:raise NotFound: the same for one of another order and one that is not there."""
        parts = [parcel for parcel, _lines in order_sudo._gift_get_open_parts()]
        found = [parcel for parcel in parts if is_id(parcel_id or 0) and parcel.id == parcel_id]
        own = [parcel for parcel in parts if not parcel] if parcel_id == 0 else []
        if not (found or own):
            raise request.not_found()
        return (found or own)[0]

    def _read_new(self, parcel_sudo, post):
        """Return ``(values or None, errors)``; a recipient's own address is not replaced."""
        if parcel_sudo.asks_address:
            return None, {}
        return read_address(post)

    def _get_problem(self, order_sudo, parcel_sudo, values, errors):
        try:
            return order_sudo._gift_check_address(parcel_sudo, values)
        except UserError as error:
            errors[''] = str(error)
            return ''

    def _render_address(self, order_sudo, parcel_sudo, *, values=None, errors=None, **extra):
        by_recipient = bool(parcel_sudo) and parcel_sudo.asks_address
        if values is None and not by_recipient:
            values = get_address(parcel_sudo or order_sudo.partner_shipping_id)
        errors = errors or {}
        return self._render(
            'request_address',
            order_sudo,
            **{
                **prepare_form(values or {}, errors),
                'parcel': parcel_sudo,
                'by_recipient': by_recipient,
                'problem': by_recipient,
                'reason': '',
                'reference': self._make_reference(),
                'error': errors.get('', ''),
                **extra,
            },
        )
