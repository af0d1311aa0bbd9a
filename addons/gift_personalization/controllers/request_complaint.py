from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..const import COMPLAINT_LIMIT_BYTES, UPLOAD_LIMIT_BYTES
from ..models.gift_order_request_complaint import MAX_PHOTOS
from .own_designs import is_id
from .requests import GiftRequestController, get_customers_order

PHOTO_HEADERS = [
    ('Cache-Control', 'private, max-age=3600'),
    ('X-Content-Type-Options', 'nosniff'),
    ('X-Robots-Tag', 'noindex'),
    ('Content-Security-Policy', "default-src 'none'"),
]


class GiftRequestComplaint(GiftRequestController):
    """The page on which a customer tells that something is wrong with a gift."""

    @http.route(
        '/my/orders/<int:order_id>/complaint',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def show(self, order_id, access_token=None, **_kwargs):
        """Show the form."""
        return self._render_form(get_customers_order(order_id, access_token))

    @http.route(
        '/my/orders/<int:order_id>/complaint/send',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=COMPLAINT_LIMIT_BYTES,
    )
    def send(self, order_id, access_token=None, reference='', **post):
        """Store a complaint with its photos, which are decoded and written anew."""
        order_sudo = get_customers_order(order_id, access_token)
        reference = self._read_reference(reference)
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        if requests_sudo._find(order_sudo, reference):
            return self._go_back(order_sudo)
        values = self._read_values(order_sudo, post)
        error = self._try(
            order_sudo,
            lambda: requests_sudo._request_complaint(
                order_sudo,
                values['line'],
                values,
                photos=self._read_photos(),
                reference=reference,
                author=self._get_author(order_sudo),
            ),
        )
        if error:
            return self._render_form(
                order_sudo, error=error, values=values, reference=reference, status=409
            )
        return self._go_back(order_sudo)

    # === READING === #

    def _read_values(self, order_sudo, post):
        lines = order_sudo._gift_get_delivered_lines()
        sent = post.get('line')
        line = lines.filtered(lambda line: is_id(sent) and line.id == int(sent))
        return {
            'line': line,
            'quantity': self._read_quantity(line, post.get(f'quantity-{line.id}')),
            'cause': self._read_cause(post.get('cause')),
            'wish': str(post.get('wish', '')),
            'reason': request.env['gift.order.request']._clean_text(post.get('reason')),
        }

    def _read_quantity(self, line, sent):
        """Return how many pieces were chosen; what is no number is more than there is."""
        if sent is None:
            return line._gift_get_delivered_qty() if line else 0.0
        text = str(sent).strip()
        is_number = text.isascii() and text.isdecimal() and len(text) <= 6
        return float(text) if is_number else float('inf')

    def _read_cause(self, sent):
        causes_sudo = self._get_causes()
        return causes_sudo.filtered(lambda cause: is_id(sent) and cause.id == int(sent))

    def _get_causes(self):
        causes_sudo = request.env['gift.reprint.cause'].sudo()  # everyone may read the labels
        return causes_sudo.search([('customer_label', '!=', False)])

    def _read_photos(self):
        """Return the assets of the photos that were sent.

        :raise UserError: when one of them is no photo, or there are too many.
        """
        assets = request.env['gift.asset']
        files = [file for file in request.httprequest.files.getlist('photos') if file.filename]
        if len(files) > MAX_PHOTOS:
            raise UserError(request.env._("Please choose at most %s photos.", MAX_PHOTOS))
        for file in files:
            assets |= assets._ingest_photo(file.read(UPLOAD_LIMIT_BYTES + 1))
        return assets

    # === PAGES === #

    def _render_form(self, order_sudo, *, values=None, **extra):
        lines = order_sudo._gift_get_delivered_lines()
        requests = request.env['gift.order.request']
        empty = {'line': lines[:1] if len(lines) == 1 else lines[:0], 'wish': '', 'reason': ''}
        return self._render(
            'request_complaint',
            order_sudo,
            **{
                'lines': lines,
                'causes': self._get_causes(),
                'wishes': requests._fields['wish']._description_selection(request.env),
                'values': values or {**empty, 'cause': self._get_causes()[:0]},
                'max_photos': MAX_PHOTOS,
                'reference': self._make_reference(),
                **extra,
            },
        )

    @http.route(
        '/gift/request/photo/<int:photo_id>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        readonly=True,
        sitemap=False,
    )
    def photo(self, photo_id, access_token=None, **_kwargs):
        """Return a photo of a complaint to staff, its customer and the holder of the link."""
        photos_sudo = request.env['gift.order.request.photo'].sudo()  # checked below
        photo_sudo = photos_sudo.browse(photo_id).exists() if is_id(photo_id) else photos_sudo
        if not photo_sudo or not self._may_see(photo_sudo, access_token):
            raise request.not_found()
        asset_sudo = photo_sudo.asset_id
        headers = [('Content-Type', asset_sudo.mimetype), *PHOTO_HEADERS]
        return request.make_response(asset_sudo._get_bytes('screen'), headers)

    def _may_see(self, photo_sudo, access_token):
        if request.env.user._is_internal():
            return photo_sudo.sudo(False).with_user(request.env.user).has_access('read')
        is_token = isinstance(access_token, str) and access_token.isascii()
        order = photo_sudo.request_id.order_id
        try:
            CustomerPortal()._document_check_access(
                'sale.order', order.id, access_token=access_token if is_token else None
            )
        except (AccessError, MissingError):
            return False
        return True
