from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import hmac

from odoo.addons.gift_base.tools import check_signed_token
from odoo.addons.gift_personalization.controllers.own_designs import get_partner, is_id
from odoo.addons.gift_personalization.controllers.shared import count_attempt
from odoo.addons.portal.controllers.portal import pager

PER_PAGE = 5
ORDERS = {'newest': 'published_date desc, id desc', 'helpful': 'helpful_count desc, id desc'}
VOTES_PER_CALLER, WINDOW_S = 60, 600
PHOTO_HEADERS = [
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Robots-Tag', 'noindex'),
    ('Content-Security-Policy', "default-src 'none'"),
]


class GiftProductReviews(http.Controller):
    """What everybody reads about a product, and that one found it helpful."""

    @http.route(
        '/gift/reviews/<int:template_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def product_reviews(self, template_id, page='1', order='newest', part='', **_kwargs):
        """Return a page of the reviews of a product; only the list itself for the product page."""
        product = self._find_product(template_id)
        if not product:
            raise request.not_found()
        order = order if order in ORDERS else 'newest'
        url = f'/gift/reviews/{product.id}'
        pages = pager(
            url=url,
            total=product.gift_review_count,
            page=int(page) if is_id(page) else 1,
            step=PER_PAGE,
            url_args={'order': order},
        )
        values = {
            'product': product,
            'reviews': product._gift_get_shown_reviews(
                ORDERS[order], limit=PER_PAGE, offset=pages['offset']
            ),
            'star_counts': product._gift_get_star_counts(),
            'order': order,
            'url': url,
            'page': pages['page']['num'],
            'pages': pages['page_count'],
        }
        template = 'product_reviews_list' if part == '1' else 'product_reviews_page'
        return request.render(f'gift_loyalty.{template}', values)

    @http.route('/gift/review/helpful', type='jsonrpc', auth='public', website=True)
    def vote(self, review_id=None):
        """Count that the visitor finds a review helpful, once.

        :return: ``{'count': how many do}`` or ``{'error': sentence}``
        """
        reviews_sudo = request.env['gift.review'].sudo()  # published ones, and only counted
        review_sudo = is_id(review_id) and reviews_sudo.search(
            [('id', '=', int(review_id)), ('state', '=', 'published')]
        )
        if not review_sudo:
            return {'error': request.env._("This review is not shown any more.")}
        if get_partner() and review_sudo.partner_id == get_partner():
            return {'error': request.env._("This is your own review.")}
        try:
            count_attempt('review-vote', VOTES_PER_CALLER, WINDOW_S)
        except UserError as error:
            return {'error': str(error)}
        votes_sudo = request.env['gift.review.vote'].sudo()
        return {'count': votes_sudo._count_vote(review_sudo, self._get_voter())}

    @http.route(
        '/gift/review/photo/<int:photo_id>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def review_photo(self, photo_id, size='', line='', token='', **_kwargs):
        """Return a photo: everybody's when it is shown, else its author's and the staff's."""
        photos_sudo = request.env['gift.review.photo'].sudo()  # checked below
        photo_sudo = photos_sudo.browse(photo_id).exists() if is_id(photo_id) else photos_sudo
        is_public = photo_sudo in photo_sudo.review_id[:1]._get_shown_photos() if photo_sudo else 0
        if not photo_sudo or not (is_public or self._may_see(photo_sudo, line, token)):
            raise request.not_found()
        kept = 'public, max-age=86400' if is_public else 'private, no-store'
        headers = [*PHOTO_HEADERS, ('Cache-Control', kept)]
        if size == 'small' and photo_sudo.small:
            data = photo_sudo._get_small()
            return request.make_response(data, [('Content-Type', 'image/jpeg'), *headers])
        asset_sudo = photo_sudo.asset_id
        headers.append(('Content-Type', asset_sudo.mimetype))
        return request.make_response(asset_sudo._get_bytes('screen'), headers)

    # === HELPERS === #

    def _find_product(self, template_id):
        if not is_id(template_id):
            return request.env['product.template']
        domain = [*request.website.sale_product_domain(), ('id', '=', template_id)]
        return request.env['product.template'].search(domain)

    def _may_see(self, photo_sudo, line, token):
        if request.env.user._is_internal():
            return photo_sudo.sudo(False).with_user(request.env.user).has_access('read')
        own_line = photo_sudo.review_id.sale_line_id
        return str(own_line.id) == line and check_signed_token(request.env, 'review', line, token)

    def _get_voter(self):
        """Return what is the same for one person, and tells nobody who it is."""
        partner = get_partner()
        caller = f'partner:{partner.id}' if partner else request.httprequest.remote_addr or ''
        return hmac(request.env(su=True), 'gift-review-vote', caller)
