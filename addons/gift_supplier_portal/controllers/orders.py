import uuid

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .visitor import find_order, find_visitor, render_nothing, render_page

PER_PAGE = 20


class GiftSupplierOrders(http.Controller):
    """The orders of a supplier, for contacts that have to do with orders."""

    @http.route(
        ['/supplier/<string:key>', '/supplier/<string:key>/page/<int:page>'],
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def orders(self, key, page=1, **_kwargs):
        """List the orders that the visitor sees, newest first."""
        visitor = find_visitor(key, 'orders')
        if not visitor:
            return self._go_elsewhere(key)
        orders_sudo = request.env['purchase.order'].sudo()  # the visitor's own, by the domain
        domain = visitor.get_order_domain()
        pages = pager(
            url=visitor.path, total=orders_sudo.search_count(domain), page=page, step=PER_PAGE
        )
        orders = orders_sudo.search(
            domain, order='date_order desc, id desc', limit=PER_PAGE, offset=pages['offset']
        )
        return render_page(visitor, 'page_orders', {'orders': orders, 'pager': pages})

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def order(self, key, order_id, done='', **_kwargs):
        """Show one order."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        return self._render_order(visitor, order_sudo, done=str(done)[:20])

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/acknowledge',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def acknowledge(self, key, order_id, **_post):
        """Confirm that the order has arrived."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        order_sudo._gift_acknowledge(visitor.contact)
        return request.redirect(f'{visitor.path}/order/{order_sudo.id}?done=acknowledged')

    # === HELPERS === #

    def _go_elsewhere(self, key):
        """Return the pages where who has nothing to do with orders begins, if there are any."""
        if find_visitor(key, 'invoices'):
            return request.redirect(f'/supplier/{key}/invoices')
        sender = find_visitor(key, 'feed')
        is_sender = sender and not sender.access.order_id
        return request.redirect(f'{sender.path}/feed') if is_sender else render_nothing(key)

    def _find(self, key, order_id):
        """Return ``(visitor, order)``; the order (sudo) is empty for who may not see it."""
        return find_order(key, 'orders', order_id)

    def _go_unlock(self, visitor, order_sudo):
        return request.redirect(f'{visitor.path}/unlock?back=order/{order_sudo.id}')

    def _prepare_order(self, visitor, order_sudo):
        return {
            'order': order_sudo,
            'lines': order_sudo._gift_get_shown_lines(),
            'is_unlocked': visitor.is_unlocked,
            'entered': {},
            'new_reference': uuid.uuid4().hex,  # a second click sends the same
        }

    def _render_order(self, visitor, order_sudo, *, status=200, **values):
        values = {**self._prepare_order(visitor, order_sudo), **values}
        return render_page(visitor, 'page_order', values, status=status)
