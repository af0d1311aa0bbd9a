from werkzeug.exceptions import NotFound
from werkzeug.urls import url_join

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import (
    GUEST_LINK_DAYS,
    LINK_DAYS,
    SAVE_WINDOW_S,
    SAVES_PER_CALLER,
    WRONG_LINKS_PER_CALLER,
    WRONG_LINKS_WINDOW_S,
)
from .own_designs import get_own_designs, get_partner, is_id, remember_designs
from .portal import PAGE_HEADERS

PUBLIC_HEADERS = [
    ('Cache-Control', 'private, no-store'),
    ('Referrer-Policy', 'no-referrer'),  # the address is the secret
    ('X-Robots-Tag', 'noindex'),
]
PICTURE_HEADERS = [
    ('Content-Type', 'image/jpeg'),
    ('Cache-Control', 'private, max-age=86400'),
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Robots-Tag', 'noindex'),
]


class GiftSharing(http.Controller):
    """Links to an own design: make them, see how many there are, take them back."""

    @http.route(
        '/my/designs/<int:design_id>/share',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def sharing(self, design_id, done='', **_kwargs):
        """Show the links of an own design."""
        return self._render_sharing(self._get_own(design_id), is_revoked=done == 'revoked')

    @http.route(
        '/my/designs/<int:design_id>/share',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def share(self, design_id, days='', photos='', **_post):
        """Make a link to an own design as it is now; the answer is the only one to show it."""
        design_sudo = self._get_own(design_id)
        try:
            count_attempt('share', SAVES_PER_CALLER, SAVE_WINDOW_S)
            with request.env.cr.savepoint():
                _share, token = request.env['gift.design.share']._create_for(
                    design_sudo, days=self._get_days(days), photos=photos == '1'
                )
        except UserError as error:
            return self._render_sharing(design_sudo, error=str(error), status=409)
        return self._render_sharing(design_sudo, link=build_link(token))

    @http.route(
        '/my/designs/<int:design_id>/share/<int:share_id>/revoke',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def revoke(self, design_id, share_id, **_post):
        """Take a link back; it does not open anything any more."""
        design_sudo = self._get_own(design_id)
        if not is_id(share_id):
            raise NotFound
        shares_sudo = request.env['gift.design.share'].sudo()  # the design is the visitor's own
        shares_sudo.search([('id', '=', share_id), ('design_id', '=', design_sudo.id)]).unlink()
        return request.redirect(f'/my/designs/{design_sudo.id}/share?done=revoked')

    def _get_own(self, design_id):
        """Return the design (sudo) of that id when it is the visitor's own.

        :raise NotFound: the same for a design of somebody else and one that does not exist.
        """
        design_sudo = get_own_designs(design_id)
        if not design_sudo:
            raise NotFound
        return design_sudo

    def _get_days(self, sent):
        """Return for how many days a link works; only accounts may leave it open."""
        offered = LINK_DAYS if get_partner() else GUEST_LINK_DAYS
        if sent in map(str, offered):
            return int(sent)
        return None if get_partner() and sent == '0' else offered[1]

    def _render_sharing(self, design_sudo, *, link='', error='', is_revoked=False, status=200):
        shares = request.env['gift.design.share']
        values = {
            'page_name': 'gift_designs',
            'design': design_sudo,
            'shares': shares.sudo().search([('design_id', '=', design_sudo.id)]),
            'has_photo': any(v.get('asset') for v in (design_sudo.values_json or {}).values()),
            'link': link,
            'error': error,
            'is_revoked': is_revoked,
            'is_guest': not get_partner(),
        }
        return request.render(
            'gift_personalization.design_sharing', values, status=status, headers=PAGE_HEADERS
        )


class GiftShared(http.Controller):
    """What the holder of a link sees: the gift, its product and its price, nothing of its owner."""

    @http.route(
        '/gift/shared/<string:token>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def shared(self, token, **_kwargs):
        """Show a shared design."""
        share_sudo = find_share(token)
        if not share_sudo:
            return render_gone()
        return self._render_shared(share_sudo, token)

    @http.route(
        '/gift/shared/<string:token>/<string:surface_key>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def shared_picture(self, token, surface_key):
        """Return the picture of one side of a shared design."""
        share_sudo = find_share(token)
        data = share_sudo._get_picture(surface_key) if share_sudo else b''
        return request.make_response(data, PICTURE_HEADERS) if data else render_gone()

    @http.route(
        '/gift/shared/<string:token>/copy',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def copy_shared(self, token, **_post):
        """Start a design of one's own with what is shared."""
        share_sudo = find_share(token)
        if not share_sudo:
            return render_gone()
        try:
            if not share_sudo.design_id._is_offered():
                raise UserError(request.env._("This product is not offered at the moment."))
            count_attempt('keep', SAVES_PER_CALLER, SAVE_WINDOW_S)
            with request.env.cr.savepoint():
                copy_sudo = share_sudo._copy_for(get_partner())
        except UserError as error:
            return self._render_shared(share_sudo, token, error=str(error), status=409)
        remember_designs(copy_sudo)
        return request.redirect(copy_sudo._get_page_url())

    def _render_shared(self, share_sudo, token, *, error='', status=200):
        product = share_sudo.revision_id.product_id.sudo(False)
        offered = share_sudo.design_id._is_offered() and product._is_add_to_cart_allowed()
        link = build_link(token)
        values = {
            'share': share_sudo,
            'product': share_sudo.revision_id.product_id,
            'link': link,
            'surfaces': [
                {**side, 'url': f"{link}/{side['key']}.jpg"} for side in share_sudo._get_surfaces()
            ],
            'texts': share_sudo._get_texts(),
            'price': self._get_prices(share_sudo) if offered else None,
            'offered': offered,
            'error': error,
        }
        return request.render(
            'gift_personalization.shared_design', values, status=status, headers=PUBLIC_HEADERS
        )

    def _get_prices(self, share_sudo):
        """Return the texts of the price ``without`` and ``with`` what is on the gift."""
        variant = share_sudo.revision_id.product_id
        product = variant.product_tmpl_id
        info = product._gift_get_price_info(
            variant.product_template_attribute_value_ids, variant, 1.0
        )
        extra = share_sudo.revision_id._gift_get_price_extra()
        return {
            'without': product._gift_format_price(0.0, info)['total'],
            'with': product._gift_format_price(extra, info)['total'],
        }


# === HELPERS === #


def count_attempt(scope, limit, seconds):
    """Count an attempt of the caller.

    :raise UserError: when it was too often.
    """
    address = request.httprequest.remote_addr or ''
    request.env['gift.rate.limit']._gift_count(scope, address, limit=limit, seconds=seconds)


def find_share(token):
    """Return the link (sudo) of a token, empty for a wrong, expired or withdrawn one alike."""
    return request.env['gift.design.share']._find_by_token(token)


def build_link(token):
    """Return the address to hand on (absolute)."""
    return url_join(request.httprequest.url_root, f'/gift/shared/{token}')


def render_gone():
    """Return the page of a link that opens nothing, the same for every reason.

    It is returned, not raised, so that the attempt is counted.
    """
    status = 404
    try:
        count_attempt('wrong-link', WRONG_LINKS_PER_CALLER, WRONG_LINKS_WINDOW_S)
    except UserError:
        status = 429
    return request.render(
        'gift_personalization.shared_design_gone', status=status, headers=PUBLIC_HEADERS
    )
