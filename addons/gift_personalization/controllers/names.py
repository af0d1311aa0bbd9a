from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import (
    JSON_LIMIT_BYTES,
    NAME_LISTS_PER_CALLER,
    NAME_UPLOADS_PER_CALLER,
    NAMES_REQUEST_LIMIT_BYTES,
    UPLOAD_WINDOW_S,
)
from .designer import GiftDesigner
from .own_lists import find_own_list, remember_list
from .portal import PAGE_HEADERS

READ_LIMIT_BYTES = 2 * 1024 * 1024 + 1


class GiftNames(GiftDesigner):
    """The page of a list of names: upload, columns, and what becomes of the list."""

    # === START === #

    @http.route(
        '/gift/names/start',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def start(self, product_id=None, values=None, key=None):
        """Start a list on the base of the design that the product page shows.

        :return: ``{'url': address of the list's page}``, or ``{'error': sentence}``.
        """
        try:
            product = self._get_product(product_id)
            self._count('names-start', NAME_LISTS_PER_CALLER)
            with request.env.cr.savepoint():
                list_sudo, list_key = request.env['gift.name.list']._create_for(
                    product,
                    values,
                    assets=self._get_own_design(product, key).asset_ids,
                    website=request.website,
                    partner=self._get_partner(),
                )
        except UserError as error:
            return {'error': str(error)}
        remember_list(list_sudo)
        return {'url': list_sudo._get_url(list_key)}

    def _count(self, scope, limit):
        request.env['gift.rate.limit']._gift_count(
            scope, request.httprequest.remote_addr or '', limit=limit, seconds=UPLOAD_WINDOW_S
        )

    # === PAGE === #

    @http.route(
        '/gift/names/<string:key>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def names(self, key, tab='', page='1', **_kwargs):
        """Show the list: the upload, then its columns, progress and rows."""
        return self._render(self._get_list(key), key, tab=tab, page=page)

    def _get_list(self, key):
        """Return the visitor's list (sudo).

        :raise NotFound: the same for a wrong key and for somebody else's list.
        """
        list_sudo = find_own_list(key)
        if not list_sudo:
            raise NotFound
        return list_sudo

    def _render(self, list_sudo, key, *, tab='', page='1', error='', pasted='', status=200):
        counts = list_sudo._get_counts() if list_sudo.row_ids else {}
        tab = tab or ('problems' if counts.get('problems') else 'all')
        page = int(page) if str(page).isdecimal() and len(str(page)) < 5 else 1
        rows = (
            list_sudo._prepare_rows_page(tab, page) if list_sudo.row_ids else {'names': list_sudo}
        )
        return request.render(
            'gift_personalization.names_page',
            {
                **rows,
                'key': key,
                'progress': list_sudo._get_progress(),
                'columns': list_sudo._get_column_choices(),
                'targets': list_sudo._get_targets(),
                'error': error,
                'pasted': pasted,
                'is_guest': self._get_partner() is None,
            },
            status=status,
            headers=PAGE_HEADERS,
        )

    # === UPLOAD AND COLUMNS === #

    @http.route(
        '/gift/names/<string:key>/upload',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=NAMES_REQUEST_LIMIT_BYTES,
    )
    def upload_names(self, key, file=None, pasted='', encoding='', **_post):
        """Take the rows of a file, or of what was pasted when no file was chosen."""
        list_sudo = self._get_list(key)
        try:
            self._count('names-upload', NAME_UPLOADS_PER_CALLER)
            with request.env.cr.savepoint():
                data = file.read(READ_LIMIT_BYTES) if hasattr(file, 'read') else b''
                if data:
                    list_sudo._read_file(data, file.filename or '', encoding)
                else:
                    list_sudo._read_pasted(pasted if isinstance(pasted, str) else '')
        except UserError as error:
            return self._render(list_sudo, key, error=str(error), pasted=pasted, status=400)
        return request.redirect(list_sudo._get_url(key))

    @http.route(
        '/gift/names/<string:key>/columns',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def columns(self, key, has_headings='', **post):
        """Say which column fills what; the rows are made anew from the file."""
        list_sudo = self._get_list(key)
        chosen = {
            name.removeprefix('column_'): target
            for name, target in post.items()
            if name.startswith('column_') and target
        }
        try:
            with request.env.cr.savepoint():
                list_sudo._set_columns(chosen, has_headings=has_headings == '1')
        except UserError as error:
            return self._render(list_sudo, key, error=str(error), status=400)
        return request.redirect(list_sudo._get_url(key))

    # === THE LIST ITSELF === #

    @http.route(
        '/gift/names/<string:key>/<string:change>',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def change(self, key, change, name='', **_post):
        """Rename, delete or order once more; the answer leads to where one goes on."""
        list_sudo = self._get_list(key)
        if change == 'rename':
            list_sudo._rename(name)
        elif change == 'again':
            list_sudo._order_again()
        elif change == 'delete':
            list_sudo.unlink()
            return request.redirect('/my/designs')
        else:
            raise NotFound
        return request.redirect(list_sudo._get_url(key))

    # === FILES === #

    @http.route(
        '/gift/names/<string:key>/<string:name>.csv',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def file(self, key, name):
        """Download an empty list with the headings of the product, or the rows with problems."""
        list_sudo = self._get_list(key)
        build = {
            'template': list_sudo._build_example_csv,
            'problems': list_sudo._build_problem_csv,
        }.get(name)
        if not build:
            raise NotFound
        return request.make_response(
            build(),
            [
                ('Content-Type', 'text/csv; charset=utf-8'),
                ('Content-Disposition', f'attachment; filename="{name}.csv"'),
                ('X-Content-Type-Options', 'nosniff'),
                *PAGE_HEADERS,
            ],
        )
