from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .feed import GiftSupplierFeeds
from .visitor import render_nothing, render_page

ROWS_PER_PAGE = 50
TABS = ('changed', 'new', 'stock', 'error', 'same')


class GiftSupplierFeedCheck(GiftSupplierFeeds):
    """One list: its columns, what it would change, its errors, and sending it."""

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def feed(self, key, feed_id, tab='', page='1', **_kwargs):
        """Show how far a list is and what it would change."""
        visitor, feed_sudo = self._find_list(key, feed_id)
        if not feed_sudo:
            return render_nothing(key)
        return self._render_feed(visitor, feed_sudo, tab=str(tab), page=str(page))

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>/progress',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def progress(self, key, feed_id, **_kwargs):
        """Say how far the work on a list is."""
        _visitor, feed_sudo = self._find_list(key, feed_id)
        if not feed_sudo:
            return render_nothing(key)
        headers = [('Cache-Control', 'private, no-store')]
        return request.make_json_response(feed_sudo._get_progress(), headers=headers)

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>/errors.csv',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def errors(self, key, feed_id, **_kwargs):
        """Hand out the rows with errors and what is wrong with them."""
        _visitor, feed_sudo = self._find_list(key, feed_id)
        if not feed_sudo or not feed_sudo.error_count:
            return render_nothing(key)
        return self._make_file(feed_sudo._build_errors(), 'errors.csv', 'csv')

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>/columns',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def columns(self, key, feed_id, has_headings='', **post):
        """Take over what the columns mean, and check the rows anew."""
        columns = {
            name.removeprefix('column_'): str(meaning)
            for name, meaning in post.items()
            if name.startswith('column_') and meaning
        }
        return self._change(
            key,
            feed_id,
            lambda feed_sudo: feed_sudo._set_columns(columns, has_headings=has_headings == '1'),
            entered=columns,
        )

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>/send',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def send(self, key, feed_id, **_post):
        """Hand a checked list in."""
        return self._change(key, feed_id, lambda feed_sudo: feed_sudo._send())

    @http.route(
        '/supplier/<string:key>/feed/<int:feed_id>/drop',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def drop(self, key, feed_id, **_post):
        """Give a list up that was not sent."""
        return self._change(key, feed_id, lambda feed_sudo: feed_sudo._give_up())

    # === HELPERS === #

    def _find_list(self, key, feed_id):
        """Return ``(visitor, list)``; the list (sudo) is empty for who may not see it."""
        visitor = self._find(key)
        feeds_sudo = request.env['gift.supplier.feed'].sudo()
        return visitor, self._find_feed(visitor, feed_id) if visitor else feeds_sudo

    def _change(self, key, feed_id, act, *, entered=None):
        """Change a list by a form of its page and show it again."""
        visitor, feed_sudo = self._find_list(key, feed_id)
        if not feed_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=feed/{feed_sudo.id}')
        try:
            with request.env.cr.savepoint():
                act(feed_sudo)
        except UserError as error:
            feed_sudo.invalidate_recordset()
            return self._render_feed(
                visitor, feed_sudo, error=str(error), entered=entered, status=409
            )
        return request.redirect(f'{visitor.path}/feed/{feed_sudo.id}')

    def _render_feed(self, visitor, feed_sudo, *, status=200, tab='', page='1', **values):
        tabs = {name: feed_sudo[f'{name}_count'] for name in TABS}
        tab = tab if tab in TABS else next((name for name in TABS if tabs[name]), 'changed')
        url = f'{visitor.path}/feed/{feed_sudo.id}'
        pages = request.website.pager(
            url=url, total=tabs[tab], page=int(page) if page.isdecimal() and len(page) < 6 else 1,
            step=ROWS_PER_PAGE, url_args={'tab': tab},
        )  # fmt: skip
        lines_sudo = feed_sudo._search_lines(tab, limit=ROWS_PER_PAGE, offset=pages['offset'])
        values = {
            'feed': feed_sudo,
            'progress': feed_sudo._get_progress(),
            'choices': feed_sudo._get_column_choices(),
            'meanings': feed_sudo._get_meaning_labels(),
            'tabs': tabs,
            'tab': tab,
            'lines': lines_sudo,
            'pager': pages,
            'is_unlocked': visitor.is_unlocked,
            'entered': None,
            **values,
        }
        return render_page(visitor, 'page_feed', values, status=status)
