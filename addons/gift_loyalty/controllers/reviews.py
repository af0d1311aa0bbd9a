from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.gift_personalization.const import COMPLAINT_LIMIT_BYTES, UPLOAD_LIMIT_BYTES
from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import (
    PUBLIC_HEADERS,
    count_attempt,
    render_gone,
)
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.gift_review import BEST, WORST
from ..models.gift_review_writing import MAX_NAME, MAX_PHOTOS, MAX_TEXT

REVIEWS_PER_CALLER, WINDOW_S = 40, 3600
PER_PAGE = 20


class GiftReviewPages(CustomerPortal):
    """Where the buyer of a product says what it is like: by the link of a mail, or from `/my`."""

    @http.route(
        '/gift/review/<int:line_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
        max_content_length=COMPLAINT_LIMIT_BYTES,
    )
    def review(self, line_id, token, done='', **post):
        """Show the form, or store what was written. Opening the link changes nothing."""
        line_sudo = self._find_line(line_id, token)
        if not line_sudo:
            return render_gone()
        if request.httprequest.method == 'GET':
            return self._render_review(line_sudo, token, done=done)
        values = self._read_values(post)
        try:
            count_attempt('review', REVIEWS_PER_CALLER, WINDOW_S)
            with request.env.cr.savepoint():
                request.env['gift.review'].sudo()._write_for(  # the link was checked
                    line_sudo,
                    values,
                    photos=self._read_photos(post),
                    dropped=self._read_dropped(line_sudo),
                )
        except UserError as error:
            return self._render_review(
                line_sudo, token, values=values, error=str(error), status=409
            )
        return request.redirect(f'{line_sudo._gift_get_review_url()}?done=sent')

    @http.route(
        '/gift/review/<int:line_id>/<string:token>/withdraw',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def withdraw_review(self, line_id, token, **_post):
        """Take a review back."""
        line_sudo = self._find_line(line_id, token)
        if not line_sudo:
            return render_gone()
        try:
            with request.env.cr.savepoint():
                line_sudo._gift_get_review()._withdraw()
        except UserError as error:
            return self._render_review(line_sudo, token, error=str(error), status=409)
        return request.redirect(f'{line_sudo._gift_get_review_url()}?done=withdrawn')

    @http.route(
        ['/my/reviews', '/my/reviews/page/<int:page>'],
        type='http',
        auth='user',
        website=True,
        sitemap=False,
    )
    def my_reviews(self, page=1, **_kwargs):
        """List what the visitor has got and may review, and what they have said."""
        lines_sudo = request.env.user.partner_id._gift_get_review_lines()
        pages = pager(url='/my/reviews', total=len(lines_sudo), page=page, step=PER_PAGE)
        shown = lines_sudo[pages['offset'] : pages['offset'] + PER_PAGE]
        values = {
            **self._prepare_portal_layout_values(),
            'page_name': 'gift_reviews',
            'entries': shown._gift_get_reviews(),
            'reward': request.env['gift.review']._get_reward(),
            'pager': pages,
        }
        return request.render('gift_loyalty.portal_my_reviews', values)

    # === READING === #

    def _find_line(self, line_id, token):
        if not is_id(line_id):
            return request.env['sale.order.line']
        return request.env['sale.order.line']._gift_find_by_review_token(line_id, token)

    def _read_values(self, post):
        stars = str(post.get('stars', ''))
        return {
            'stars': int(stars) if stars in map(str, range(WORST, BEST + 1)) else 0,
            'author_name': str(post.get('author_name', '')),
            'body': str(post.get('body', '')),
        }

    def _read_photos(self, post):
        """Return the assets of the photos that were sent.

        :raise UserError: when one of them is no photo, there are too many, or nobody has agreed
            that they are shown.
        """
        files = [file for file in request.httprequest.files.getlist('photos') if file.filename]
        if files and post.get('photos_ok') != '1':
            raise UserError(
                request.env._("Please tick that the photos are yours and may be shown here.")
            )
        if len(files) > MAX_PHOTOS:
            raise UserError(request.env._("Please choose at most %s photos.", MAX_PHOTOS))
        assets = request.env['gift.asset']
        for file in files:
            assets |= assets._ingest_photo(file.read(UPLOAD_LIMIT_BYTES + 1))
        return assets

    def _read_dropped(self, line_sudo):
        sent = set(request.httprequest.form.getlist('drop'))
        photos = line_sudo._gift_get_review().photo_ids
        return photos.filtered(lambda photo: str(photo.id) in sent)

    # === PAGE === #

    def _render_review(self, line_sudo, token, *, values=None, error='', done='', status=200):
        review_sudo = line_sudo._gift_get_review()
        is_shown = review_sudo.state not in (False, 'withdrawn')
        usual = {
            'stars': is_shown and review_sudo.stars,
            'author_name': (is_shown and review_sudo.author_name)
            or line_sudo.order_id.partner_id._gift_get_review_name(),
            'body': (is_shown and review_sudo.body) or '',
        }
        return request.render(
            'gift_loyalty.review_page',
            {
                'line': line_sudo,
                'product': line_sudo.product_id.product_tmpl_id,
                'token': token,
                'review': review_sudo if is_shown else review_sudo.browse(),
                'values': values or usual,
                'is_open': is_shown or bool(line_sudo._gift_get_arrivals()),
                'reward': review_sudo._get_reward() if line_sudo._gift_can_earn() else 0,
                'limits': {'text': MAX_TEXT, 'name': MAX_NAME, 'photos': MAX_PHOTOS},
                'done': done if done in ('sent', 'withdrawn') else '',
                'error': error,
            },
            status=status,
            headers=PUBLIC_HEADERS,
        )
