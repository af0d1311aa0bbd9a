from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .own_designs import is_id
from .portal import PAGE_HEADERS

REQUESTS_PER_ORDER = 60
WINDOW_S = 3600
MAX_REFERENCE = 64


def get_customers_order(order_id, access_token):
    """Return the order (sudo) of the holder of its link or of its customer.

    Staff answer requests in the back office and make none in the customer's place.

    :raise NotFound: the same for an order of somebody else and one that does not exist.
    """
    if not is_id(order_id):
        raise request.not_found()
    is_token = isinstance(access_token, str) and access_token.isascii()
    try:
        order_sudo = CustomerPortal()._document_check_access(
            'sale.order', int(order_id), access_token=access_token if is_token else None
        )
    except (AccessError, MissingError) as error:
        raise request.not_found() from error
    user = request.env.user
    if user._is_internal() and order_sudo.partner_id != user.partner_id:
        raise request.not_found()
    return order_sudo


class GiftRequestController(http.Controller):
    """What the pages on which a customer asks for a change of an order have in common."""

    def _get_author(self, order_sudo):
        user = request.env.user
        return order_sudo.partner_id if user._is_public() else user.partner_id

    def _count(self, order_sudo):
        request.env['gift.rate.limit']._gift_count(
            'order-request', str(order_sudo.id), limit=REQUESTS_PER_ORDER, seconds=WINDOW_S
        )

    def _read_reference(self, sent):
        """Return the reference of a page, or a new one where it is none."""
        text = sent if isinstance(sent, str) else ''
        if text.isascii() and text.isprintable() and 8 <= len(text) <= MAX_REFERENCE:
            return text
        return self._make_reference()

    def _make_reference(self):
        return request.env['gift.order.request'].default_get(['reference'])['reference']

    def _find_part(self, parts, parcel_id):
        """Return the parcel of a part; 0 is the empty one.

        :raise NotFound: the same for one of another order and one that is not there.
        """
        found = [parcel for parcel, _lines in parts if (parcel.id or 0) == parcel_id]
        if not found:
            raise request.not_found()
        return found[0]

    def _render(self, template, order_sudo, *, status=200, **values):
        return request.render(
            f'gift_personalization.{template}',
            {
                'page_name': 'gift_request',
                'order': order_sudo,
                'access_token': order_sudo._portal_ensure_token(),
                'error': '',
                **values,
            },
            status=status,
            headers=PAGE_HEADERS,
        )

    def _try(self, order_sudo, ask):
        """Call ``ask``; return the sentence that says why it did not work, or an empty string."""
        try:
            self._count(order_sudo)
            with request.env.cr.savepoint():
                ask()
        except UserError as error:
            return str(error)
        return ''

    def _go_back(self, order_sudo):
        return request.redirect(order_sudo.get_portal_url(anchor='gift_requests'))
