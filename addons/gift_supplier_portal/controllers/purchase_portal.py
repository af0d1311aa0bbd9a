from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.purchase.controllers.portal import CustomerPortal

from .visitor import LOGIN_KEY, find_visitor


class SupplierPurchasePortal(CustomerPortal):
    """Odoo's pages of orders, without drafts and without changes by opening a link."""

    def _render_portal(self, template, page, date_begin, date_end, sortby, filterby, domain,
                       searchbar_filters, *args):  # fmt: skip
        """Override of `purchase` to take only sortings and filters that are there."""
        if sortby not in self._get_purchase_searchbar_sortings():
            sortby = None
        if filterby not in searchbar_filters:
            filterby = None
        return super()._render_portal(
            template, page, date_begin, date_end, sortby, filterby, domain, searchbar_filters, *args
        )

    @http.route()
    def portal_my_purchase_order(self, order_id=None, access_token=None, **kw):
        """Override of `purchase`: drafts are not shown, and opening a page acknowledges nothing."""
        if not self._gift_find_shown(order_id, access_token):
            return request.redirect('/my')
        kw.pop('acknowledge', None)
        kw.pop('update', None)
        visitor = find_visitor(LOGIN_KEY, 'orders')
        if visitor and not kw.get('report_type') and visitor.find_order(order_id):
            return request.redirect(f'{visitor.path}/order/{order_id}')
        return super().portal_my_purchase_order(order_id, access_token, **kw)

    @http.route()
    def portal_my_purchase_order_download_edi(self, order_id=None, access_token=None, **kw):
        """Override of `purchase`: drafts are not handed out."""
        if not self._gift_find_shown(order_id, access_token):
            return request.redirect('/my')
        return super().portal_my_purchase_order_download_edi(order_id, access_token, **kw)

    @http.route()
    def portal_my_purchase_order_update_dates(self, order_id=None, access_token=None, **kw):
        """Override of `purchase`: a supplier proposes dates line by line, the buyer decides.

        :raise NotFound: always; lateness is measured by that date.
        """
        raise NotFound

    @http.route(
        '/my/purchase/<int:order_id>/acknowledge',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def acknowledge_purchase(self, order_id, access_token=None, **_post):
        """Confirm that an order has arrived, by the button of its page."""
        order_sudo = self._gift_find_shown(order_id, access_token)
        if not order_sudo:
            return request.redirect('/my')
        if order_sudo.state == 'purchase' and not order_sudo.acknowledged:
            order_sudo.action_acknowledge()
        return request.redirect(order_sudo.get_portal_url())

    def _gift_find_shown(self, order_id, access_token):
        """Return the order (sudo) that the visitor may see, or ``None``; staff see drafts too."""
        try:
            order_sudo = self._document_check_access('purchase.order', order_id, access_token)
        except (AccessError, MissingError):
            return None
        is_staff = request.env.user._is_internal()
        return order_sudo if is_staff or order_sudo._gift_is_shown() else None
