from contextlib import suppress

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.sale_stock.controllers.portal import SaleStockPortal

from ..const import SAVE_WINDOW_S, SAVES_PER_CALLER
from .address_form import prepare_form, read_address
from .own_designs import is_id
from .shared import PUBLIC_HEADERS, count_attempt, render_gone


class GiftRecipientAddress(http.Controller):
    """The page on which a recipient enters where the parcel is sent. It shows no gift."""

    @http.route(
        '/gift/address/<int:parcel_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def enter_address(self, parcel_id, token, **post):
        """Show the form, or store what was entered."""
        parcel_sudo = request.env['gift.parcel']._find_by_link(parcel_id, token)
        if not parcel_sudo:
            return render_gone()
        if request.httprequest.method == 'GET':
            return self._render(parcel_sudo, {'name': parcel_sudo.name})
        values, errors = read_address({**post, 'country_id': str(parcel_sudo.country_id.id)})
        if not errors:
            errors = self._store(parcel_sudo, values)
        if errors:
            return self._render(parcel_sudo, values, errors)
        return self._render(parcel_sudo, {}, done=True)

    def _store(self, parcel_sudo, values):
        try:
            count_attempt('recipient', SAVES_PER_CALLER, SAVE_WINDOW_S)
            problem = parcel_sudo._set_recipient_address(values)
        except UserError as error:
            problem = str(error)
        return {'': problem} if problem else {}

    def _render(self, parcel_sudo, values, errors=None, done=False):
        giver = '' if parcel_sudo.hide_sender else parcel_sudo.order_id.partner_id.name
        return request.render(
            'gift_personalization.recipient_address',
            {
                **prepare_form({**values, 'country_id': parcel_sudo.country_id.id}, errors),
                'giver': giver,
                'shop': parcel_sudo.company_id.name,
                'until': parcel_sudo.link_until,
                'done': done,
            },
            headers=PUBLIC_HEADERS,
        )


class GiftRecipientPortal(SaleStockPortal):
    @http.route(
        '/my/orders/<int:order_id>/recipients/<int:parcel_id>/link',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def renew_link(self, order_id, parcel_id, access_token=None, **_post):
        """Make the link of a recipient anew and send it again, for the order's customer."""
        if not is_id(order_id):
            raise request.not_found()
        try:
            order_sudo = self._document_check_access('sale.order', order_id, access_token)
        except (AccessError, MissingError) as error:
            raise request.not_found() from error
        parcel_sudo = order_sudo.gift_parcel_ids.filtered(lambda parcel: parcel.id == parcel_id)
        if not parcel_sudo:
            raise request.not_found()
        with suppress(UserError):  # pressed again and again: the link of before still works
            count_attempt('parcel-link', 20, SAVE_WINDOW_S)
            parcel_sudo._send_link()
        return request.redirect(order_sudo.get_portal_url(anchor='gift_recipients'))

    def _stock_picking_check_access(self, picking_id, access_token=None):
        """Override of `sale_stock` to keep an address from the giver where that was chosen.

        :raise AccessError: for the papers of such a parcel; they name the address.
        """
        picking_sudo = super()._stock_picking_check_access(picking_id, access_token)
        parcel_sudo = picking_sudo.gift_parcel_id
        if parcel_sudo and not parcel_sudo._is_address_shown():
            if not request.env.user._is_internal():
                raise AccessError(request.env._("This address is known to the shop only."))
        return picking_sudo
