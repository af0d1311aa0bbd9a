from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..const import SAVE_WINDOW_S, SAVES_PER_CALLER
from .own_designs import (
    count_own_designs,
    get_own_designs,
    get_partner,
    remember_designs,
    search_own_designs,
)
from .own_lists import search_own_lists
from .portal import PAGE_HEADERS

DESIGNS_PER_PAGE = 24
PICTURE_HEADERS = [
    ('Cache-Control', 'private, max-age=86400'),
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Robots-Tag', 'noindex'),
]


class GiftSavedPages(CustomerPortal):
    """The list of saved designs: the customer's own, or those of a visitor's browser."""

    def _prepare_home_portal_values(self, counters):
        """Override of `portal` to count the saved designs."""
        values = super()._prepare_home_portal_values(counters)
        if 'gift_design_count' in counters:
            values['gift_design_count'] = count_own_designs()
        return values

    @http.route(
        ['/my/designs', '/my/designs/page/<int:page>'],
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def my_designs(self, page=1, done='', **_kwargs):
        """List the designs, last edited first."""
        total = count_own_designs()
        pager = portal_pager(url='/my/designs', total=total, page=page, step=DESIGNS_PER_PAGE)
        designs_sudo = search_own_designs(
            Domain.TRUE, offset=pager['offset'], limit=DESIGNS_PER_PAGE
        )
        values = self._prepare_portal_layout_values() if get_partner() else {}
        return request.render(
            'gift_personalization.my_designs',
            {
                **values,
                'page_name': 'gift_designs',
                'designs': designs_sudo,
                'name_lists': search_own_lists() if page == 1 else [],
                'total': total,
                'pager': pager,
                'done': self._get_done_message(done),
                'is_guest': not get_partner(),
            },
            headers=PAGE_HEADERS,
        )

    def _get_done_message(self, done):
        _ = request.env._
        return {
            'renamed': _("The design has its new name."),
            'duplicated': _("A copy of the design stands first in the list."),
            'deleted': _("The design was deleted. What you ordered with it is kept."),
            'gone': _("This design can no longer be copied, because its product is not offered."),
        }.get(done, '')

    # === CHANGES === #

    @http.route(
        '/my/designs/<int:design_id>/rename',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def rename_design(self, design_id, title='', **_post):
        """Give an own design a title."""
        self._get_own(design_id)._rename(title)
        return request.redirect('/my/designs?done=renamed')

    @http.route(
        '/my/designs/<int:design_id>/duplicate',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def duplicate_design(self, design_id, **_post):
        """Copy an own design with its photos."""
        design_sudo = self._get_own(design_id)
        try:
            self._count_copy()
            remember_designs(design_sudo._duplicate())
        except UserError:
            return request.redirect('/my/designs?done=gone')
        return request.redirect('/my/designs?done=duplicated')

    @http.route(
        '/my/designs/<int:design_id>/delete',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def delete_design(self, design_id, **_post):
        """Delete an own design; frozen designs of carts and orders stay."""
        self._get_own(design_id).unlink()
        return request.redirect('/my/designs?done=deleted')

    # === PICTURE === #

    @http.route(
        '/my/designs/<int:design_id>/<string:version>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def design_picture(self, design_id, version):
        """Return the picture of an own design; ``version`` only keeps browsers' caches right."""
        return self._make_picture(self._get_own(design_id))

    # === HELPERS === #

    def _get_own(self, design_id):
        """Return the design (sudo) of that id.

        :raise NotFound: the same for a design of somebody else and one that does not exist.
        """
        design_sudo = get_own_designs(design_id)
        if not design_sudo:
            raise NotFound
        return design_sudo

    def _make_picture(self, design_sudo):
        try:
            data = design_sudo._get_picture()
        except UserError as error:
            raise NotFound from error
        headers = [('Content-Type', guess_mimetype(data, default='image/jpeg')), *PICTURE_HEADERS]
        return request.make_response(data, headers)

    def _count_copy(self):
        request.env['gift.rate.limit']._gift_count(
            'keep',
            request.httprequest.remote_addr or '',
            limit=SAVES_PER_CALLER,
            seconds=SAVE_WINDOW_S,
        )
