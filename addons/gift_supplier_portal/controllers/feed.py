from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import count_attempt

from ..const import FEED_BYTES, FEED_REQUEST_BYTES, FEEDS_PER_CONTACT, FEEDS_WINDOW_S
from .visitor import find_visitor, render_nothing, render_page

FILE_TYPES = {
    'csv': 'text/csv; charset=utf-8',
    'xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
LISTS_SHOWN = 20


class GiftSupplierFeeds(http.Controller):
    """Prices and stock of a supplier: the template, the upload and the lists sent before."""

    @http.route(
        '/supplier/<string:key>/feed',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def feeds(self, key, **_kwargs):
        """Show where a list is uploaded, and the lists before."""
        visitor = self._find(key)
        return self._render_feeds(visitor) if visitor else render_nothing(key)

    @http.route(
        '/supplier/<string:key>/feed/template.<string:kind>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def template(self, key, kind, **_kwargs):
        """Hand out a file with the supplier's own products, to be filled in."""
        visitor = self._find(key)
        if not visitor or kind not in FILE_TYPES:
            return render_nothing(key)
        feeds_sudo = self._get_feeds(visitor)
        supplier = visitor.contact.supplier_id
        data = feeds_sudo._build_template(supplier, request.env.company, kind)
        return self._make_file(data, f'prices-and-stock.{kind}', kind)

    @http.route(
        '/supplier/<string:key>/feed/upload',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=FEED_REQUEST_BYTES,
    )
    def upload(self, key, file=None, **_post):
        """Keep a file and begin to check it, or say what is wrong with it."""
        visitor = self._find(key)
        if not visitor:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=feed')
        try:
            count_attempt('supplier-feed', FEEDS_PER_CONTACT, FEEDS_WINDOW_S)
            with request.env.cr.savepoint():
                data = file.read(FEED_BYTES + 1) if hasattr(file, 'read') else b''
                name = getattr(file, 'filename', '')
                feed_sudo = self._get_feeds(visitor)._receive(visitor.contact, data, name)
        except UserError as error:
            return self._render_feeds(visitor, error=str(error), status=409)
        return request.redirect(f'{visitor.path}/feed/{feed_sudo.id}')

    # === HELPERS === #

    def _find(self, key):
        """Return the visitor who may send prices and stock; a link to one order opens no lists."""
        visitor = find_visitor(key, 'feed')
        return None if visitor and visitor.access.order_id else visitor

    def _get_feeds(self, visitor):
        """Return an empty recordset (sudo) that speaks the contact's language."""
        lang = visitor.contact.partner_id.lang
        feeds_sudo = request.env['gift.supplier.feed'].sudo()  # narrowed to the supplier's own
        return feeds_sudo.with_context(lang=lang) if lang else feeds_sudo

    def _find_feed(self, visitor, feed_id):
        """Return the visitor's list (sudo) of an untrusted id, or an empty recordset."""
        feeds_sudo = self._get_feeds(visitor)
        if not is_id(feed_id):
            return feeds_sudo
        supplier = visitor.contact.supplier_id
        return feeds_sudo.search([('id', '=', int(feed_id)), ('supplier_id', '=', supplier.id)])

    def _make_file(self, data, name, kind):
        return request.make_response(
            data,
            [
                ('Content-Type', FILE_TYPES[kind]),
                ('Content-Length', str(len(data))),
                ('Content-Disposition', content_disposition(name)),
                ('X-Content-Type-Options', 'nosniff'),
                ('Cache-Control', 'private, no-store'),
            ],
        )

    def _render_feeds(self, visitor, *, status=200, **values):
        feeds_sudo = self._get_feeds(visitor)
        supplier = visitor.contact.supplier_id
        values = {
            'feeds': feeds_sudo.search([('supplier_id', '=', supplier.id)], limit=LISTS_SHOWN),
            'is_unlocked': visitor.is_unlocked,
            'max_mb': FEED_BYTES // 1024**2,
            **values,
        }
        return render_page(visitor, 'page_feeds', values, status=status)
