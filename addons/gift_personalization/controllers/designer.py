import logging

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from ..const import (
    JSON_LIMIT_BYTES,
    REQUEST_LIMIT_BYTES,
    UPLOAD_LIMIT_BYTES,
    UPLOAD_WINDOW_S,
    UPLOADS_PER_CALLER,
)

_logger = logging.getLogger(__name__)

PRIVATE = [('Cache-Control', 'private, max-age=31536000, immutable')]


class GiftDesigner(http.Controller):
    """What the product page asks while a gift is designed. Every answer is JSON or a picture."""

    # === LIVE PREVIEW === #

    @http.route(
        '/gift/preview',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        readonly=True,
        sitemap=False,
        save_session=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def preview(
        self,
        product_id=None,
        values=None,
        key=None,
        quantity=1,
        combination=None,
        known_extra=None,
    ):
        """Lay out unsaved values; writes nothing.

        :param known_extra: ``price_extra`` of an earlier answer for the same variant and quantity:
            while it stays the same, the price on the page stays true and is not worked out again.
        :return: what ``gift.design._preview`` returns and ``price`` (``None`` when it is known), or
            ``{'error': sentence}``.
        """
        try:
            product = self._get_product(product_id)
            design = self._get_own_design(product, key)
            answer = request.env['gift.design']._preview(
                product,
                values,
                design,
                key=key if design else '',
            )
        except UserError as error:
            return {'error': str(error)}
        price = None
        if answer['price_extra'] != known_extra:
            price = self._prepare_price(product, answer['price_extra'], quantity, combination)
        return {**answer, 'price': price}

    def _prepare_price(self, product, price_extra, quantity, combination):
        """Return the formatted extra price and total per piece, as the cart will charge them."""
        info = product.product_tmpl_id._gift_get_price_info(
            self._get_combination(product, combination), product, self._get_quantity(quantity)
        )
        return product.product_tmpl_id._gift_format_price(price_extra, info)

    def _get_combination(self, product, combination):
        sent = combination if isinstance(combination, list) else []
        ids = [ptav for ptav in sent if isinstance(ptav, int)]
        ptavs = (
            request.env['product.template.attribute.value']
            .sudo()
            .search(
                [
                    ('id', 'in', ids),
                    ('product_tmpl_id', '=', product.product_tmpl_id.id),
                ]
            )
        )
        return product.product_template_attribute_value_ids | ptavs.filtered(
            lambda ptav: ptav.attribute_id.create_variant == 'no_variant',
        ).sudo(False)

    def _get_quantity(self, quantity):
        return quantity if isinstance(quantity, (int, float)) and 0 < quantity < 1e6 else 1

    # === WORKSPACE === #

    @http.route(
        '/gift/design/save',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def save(self, product_id=None, values=None, key=None):
        """Store values in the visitor's workspace.

        :return: ``{'key': key}``, or ``{'error': sentence}``.
        """
        try:
            with request.env.cr.savepoint():
                return {'key': self._save(self._get_product(product_id), values, key)}
        except UserError as error:
            return {'error': str(error)}

    def _save(self, product, values, key):
        design_sudo, key = request.env['gift.design']._open_or_create(
            product,
            key,
            self._get_partner(),
        )
        design_sudo._keep_values(values)
        return key

    @http.route(
        '/gift/upload',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=REQUEST_LIMIT_BYTES,
    )
    def upload(self, product_id=None, file=None, key=None, **_post):
        """Take a photo into the visitor's workspace.

        :return: JSON: ``key``, ``asset``, ``width_px``, ``height_px`` and ``url``, or ``error``.
        """
        env = request.env
        try:
            product = self._get_product(product_id)
            env['gift.rate.limit']._gift_count(
                'upload',
                request.httprequest.remote_addr or '',
                limit=UPLOADS_PER_CALLER,
                seconds=UPLOAD_WINDOW_S,
            )
            data = file.read(UPLOAD_LIMIT_BYTES + 1) if hasattr(file, 'read') else b''
            asset = env['gift.asset']._ingest_photo(data)
            design_sudo, key = env['gift.design']._open_or_create(product, key, self._get_partner())
            design_sudo._add_photo(asset)
        except UserError as error:
            return request.make_json_response({'error': str(error)}, status=400)
        return request.make_json_response(
            {
                'key': key,
                'asset': asset.sha256,
                'width_px': asset.width_px,
                'height_px': asset.height_px,
                'url': f'/gift/asset/{asset.sha256}/screen.jpg?key={key}',
            }
        )

    @http.route(
        '/gift/cart/replace',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def replace(self, line_id=None, product_id=None, values=None, key=None):
        """Give a line of the visitor's own cart another design.

        :return: ``{'redirect': address}``, or ``{'error': sentence}``.
        """
        try:
            with request.env.cr.savepoint():
                product = self._get_product(product_id)
                order_sudo = request.cart
                line_sudo = order_sudo and order_sudo._gift_get_own_line(line_id)
                if not line_sudo:
                    raise UserError(
                        request.env._(
                            "This line is no longer in your cart. Please add the design to the cart"
                            " again.",
                        )
                    )
                key = self._save(product, values, key)
                replaced = line_sudo.gift_design_id
                order_sudo._gift_replace_design(line_sudo, product, key)
                request.env['gift.design']._find_by_key(key)._take_place_of(replaced)
        except UserError as error:
            return {'error': str(error)}
        return {'redirect': '/shop/cart'}

    # === PICTURES === #

    @http.route(
        '/gift/asset/<string:sha256>/screen.jpg',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def asset(self, sha256, key=None):
        """Return the screen copy of a photo to the holder of its workspace's key."""
        return self._make_picture(self._get_own_photo(sha256, key)._get_bytes('screen'))

    def _get_own_photo(self, sha256, key):
        design_sudo = request.env['gift.design']._find_by_key(key)
        asset_sudo = design_sudo.asset_ids.filtered(
            lambda asset: asset.sha256 == sha256 and asset.kind == 'photo',
        )
        if not asset_sudo:
            raise NotFound
        return asset_sudo

    @http.route(
        '/gift/preview/<string:content_hash>/<string:token>.jpg',
        type='http',
        auth='public',
        website=False,
        sitemap=False,
        save_session=False,
    )
    def revision_picture(self, content_hash, token):
        """Return the picture of a frozen design to the holder of its link."""
        revision_sudo = request.env['gift.design.revision']._find_by_preview_token(
            content_hash,
            token,
        )
        if not revision_sudo:
            raise NotFound
        return self._make_picture(revision_sudo._get_preview())

    @http.route(
        '/gift/preview/<string:content_hash>/<int:line_id>/<string:token>.jpg',
        type='http',
        auth='public',
        website=False,
        sitemap=False,
        save_session=False,
    )
    def marked_picture(self, content_hash, line_id, token):
        """Return the marked picture of an ordered design to the holder of its link."""
        line_sudo, revision_sudo = request.env['sale.order.line']._gift_find_marked(
            min(line_id, 2**31 - 1), content_hash, token
        )
        if not revision_sudo:
            raise NotFound
        return self._make_picture(line_sudo._gift_render_marked(revision_sudo))

    def _make_picture(self, data):
        return request.make_response(
            data,
            [
                ('Content-Type', guess_mimetype(data, default='image/jpeg')),
                ('X-Content-Type-Options', 'nosniff'),
                *PRIVATE,
            ],
        )

    # === HELPERS === #

    def _get_product(self, product_id):
        """Return the variant (with the visitor's rights) whose design is asked for.

        :raise UserError: when it does not exist, is not for sale or cannot be personalised.
        """
        try:
            product = request.env['product.product'].browse(int(product_id)).exists()
            allowed = product and product._is_add_to_cart_allowed()
        except (AccessError, MissingError, TypeError, ValueError, OverflowError):
            allowed = False
        if not allowed or not product.product_tmpl_id._gift_is_personalised():
            raise UserError(
                request.env._(
                    "This product cannot be personalised now. Please reload the page.",
                )
            )
        return product

    def _get_own_design(self, product, key):
        design_sudo = request.env['gift.design']._find_by_key(key)
        return design_sudo.filtered(
            lambda design: design.product_tmpl_id.id == product.product_tmpl_id.id,
        )

    def _get_partner(self):
        user = request.env.user
        return None if user._is_public() else user.partner_id
