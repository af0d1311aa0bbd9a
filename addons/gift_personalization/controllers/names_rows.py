from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import JSON_LIMIT_BYTES
from .designer import GiftDesigner
from .own_designs import is_id
from .own_lists import find_own_list

PICTURE_HEADERS = [
    ('Content-Type', 'image/jpeg'),
    ('Cache-Control', 'private, max-age=86400, immutable'),
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Robots-Tag', 'noindex'),
]


class GiftNameRows(GiftDesigner):
    """What the review of a list asks while its customer works on it. Answers are JSON."""

    @http.route(
        '/gift/names/progress',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        readonly=True,
        sitemap=False,
        save_session=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def progress(self, key=None):
        """Return how far the work on the list is, see `gift.name.list._get_progress`."""
        list_sudo = request.env['gift.name.list']._find_by_key(key)
        partner = self._get_partner()
        if not list_sudo or (list_sudo.partner_id and list_sudo.partner_id != partner):
            return self._refuse()
        return list_sudo._get_progress()

    def _refuse(self):
        return {'error': request.env._("This list is no longer there. Please reload the page.")}

    @http.route(
        '/gift/names/rows',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        save_session=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def rows(self, key=None, tab='all', page=1):
        """Return the HTML of a page of rows of a tab."""
        list_sudo = find_own_list(key)
        if not list_sudo:
            return self._refuse()
        return self._render_rows(list_sudo, key, tab, page)

    def _render_rows(self, list_sudo, key, tab, page):
        page = page if isinstance(page, int) and 0 < page < 10_000 else 1
        values = list_sudo._prepare_rows_page(tab if isinstance(tab, str) else 'all', page)
        html = request.env['ir.qweb']._render(
            'gift_personalization.names_review', {**values, 'key': key}
        )
        return {'html': html, 'tab': values['tab'], 'page': values['page']}

    @http.route(
        '/gift/names/row',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        save_session=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def row(self, key=None, row_id=None, changes=None, is_deleted=False):
        """Change or delete a row; a changed one is laid out at once.

        :return: ``html`` of the row (empty when it is deleted) and ``summary`` of the list, or
            ``error``.
        """
        list_sudo = find_own_list(key)
        row_sudo = self._find_row(list_sudo, row_id)
        if not row_sudo:
            return self._refuse()
        try:
            with request.env.cr.savepoint():
                self._change_row(row_sudo, changes, is_deleted)
        except UserError as error:
            return {'error': str(error)}
        return {
            'html': '' if is_deleted else self._render_row(list_sudo, key, row_sudo),
            'summary': self._render_summary(list_sudo, key),
        }

    def _find_row(self, list_sudo, row_id):
        rows_sudo = list_sudo.env['gift.name.row']  # found through the visitor's list
        if not list_sudo or not is_id(row_id):
            return rows_sudo
        return rows_sudo.search([('id', '=', int(row_id)), ('list_id', '=', list_sudo.id)])

    def _change_row(self, row_sudo, changes, is_deleted):
        if not is_deleted:
            row_sudo._edit(changes if isinstance(changes, dict) else {})
            return
        names_sudo = row_sudo.list_id
        names_sudo._check_editable()
        row_sudo.unlink()
        names_sudo._mark_duplicates()

    def _render_row(self, list_sudo, key, row_sudo):
        infos = list_sudo._get_price_infos()
        values = {
            'names': list_sudo,
            'key': key,
            'variants': list_sudo._get_variant_choices(),
            'entry': list_sudo._prepare_entry(row_sudo, infos),
        }
        return request.env['ir.qweb']._render('gift_personalization.names_row', values)

    def _render_summary(self, list_sudo, key):
        values = {
            'names': list_sudo,
            'key': key,
            'counts': list_sudo._get_counts(),
            'total': list_sudo._get_total(list_sudo._get_price_infos()),
        }
        return request.env['ir.qweb']._render('gift_personalization.names_summary', values)

    @http.route(
        '/gift/names/<string:key>/row/<int:row_id>/<string:version>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def picture(self, key, row_id, version):
        """Return the picture of a row; ``version`` only keeps browsers' caches right."""
        row_sudo = self._find_row(find_own_list(key), row_id)
        if not row_sudo:
            raise NotFound
        try:
            return request.make_response(row_sudo._get_picture(), PICTURE_HEADERS)
        except UserError as error:
            raise NotFound from error

    # === ORDER === #

    @http.route(
        '/gift/names/order',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def order(self, key=None):
        """Ask for the whole list to be put into the visitor's cart; twice changes nothing.

        :return: the progress, or ``error``.
        """
        list_sudo = find_own_list(key)
        if not list_sudo:
            return self._refuse()
        try:
            with request.env.cr.savepoint():
                self._get_product(list_sudo.product_id.id)
                cart_sudo = request.cart or request.website._create_cart()
                list_sudo._request_order(cart_sudo)
        except UserError as error:
            return {'error': str(error)}
        return list_sudo._get_progress()
