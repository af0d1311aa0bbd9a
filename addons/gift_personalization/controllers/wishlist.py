from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.website_sale_wishlist.controllers.main import WebsiteSaleWishlist

from ..const import JSON_LIMIT_BYTES, SAVE_WINDOW_S, SAVES_PER_CALLER
from .own_designs import get_partner, is_id, remember_designs
from .shared import count_attempt


class GiftWishlist(WebsiteSaleWishlist):
    """Wishes keep their design."""

    @http.route(max_content_length=JSON_LIMIT_BYTES)
    def add_to_wishlist(self, product_id=None, gift_design_key=None, gift_revision=None, **kw):
        """Override of `website_sale_wishlist` to keep the design that is named.

        :param gift_design_key: key of the workspace of the product page.
        :param gift_revision: reference of the revision of a cart line.
        :return: with a design ``{'wish': id, 'is_new': bool}`` or ``{'error': sentence}``.
        """
        if not is_id(product_id):
            raise request.not_found()
        product = self._gift_get_product(product_id)
        values, assets_sudo = self._gift_read(product, gift_design_key, gift_revision)
        if not values:
            return super().add_to_wishlist(product_id, **kw)
        try:
            count_attempt('keep', SAVES_PER_CALLER, SAVE_WINDOW_S)
            with request.env.cr.savepoint():
                return self._gift_add(product, values, assets_sudo)
        except UserError as error:
            return {'error': str(error)}

    def _gift_get_product(self, product_id):
        """Return the variant when the visitor may buy it with a design, or an empty recordset."""
        products = request.env['product.product']
        product = products.browse(int(product_id)).exists() if is_id(product_id) else products
        if product and product._is_add_to_cart_allowed():
            return product.filtered(lambda variant: variant.product_tmpl_id._gift_is_personalised())
        return products

    def _gift_read(self, product, key, reference):
        """Return ``(values, photos)`` of the design that was named for that product."""
        designs = request.env['gift.design']
        design_sudo = designs._find_by_key(key)
        if product and design_sudo.product_tmpl_id == product.product_tmpl_id:
            return design_sudo.values_json, design_sudo.asset_ids
        revision_sudo = request.env['gift.design.revision']._find_by_reference(reference)
        if product and revision_sudo.product_id == product:
            return revision_sudo._get_values(), revision_sudo.asset_ids
        return None, None

    def _gift_add(self, product, values, assets_sudo):
        wishes_sudo = request.env['product.wishlist'].sudo()  # counts those of this visitor
        partner = get_partner()
        before = wishes_sudo._gift_get_own(partner)
        wish_sudo = wishes_sudo._gift_add(product, values, assets_sudo, partner)
        if not partner and wish_sudo not in before:
            ids = request.session.get('wishlist_ids', [])
            request.session['wishlist_ids'] = [*ids, wish_sudo.id]
        remember_designs(wish_sudo.gift_design_id)
        return {'wish': wish_sudo.id, 'is_new': wish_sudo not in before}

    @http.route()
    def shop_wishlist_get_product_ids(self, **_kw):
        """Override of `website_sale_wishlist` to count a product once for each of its designs."""
        return [wish.product_id.id for wish in request.env['product.wishlist'].current()]

    @http.route(
        '/gift/wish/order',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def order_wish(self, wish_id=None):
        """Put a wished gift into the cart when it is as it was; else lead to its product page.

        :return: ``redirect`` and ``added``, or ``error``.
        """
        wish_sudo = find_own_wish(wish_id)
        if not wish_sudo:
            return {'error': request.env._("This wish is no longer there. Please reload the page.")}
        if not wish_sudo._gift_is_as_wished():
            return {'redirect': wish_sudo._gift_get_url(), 'added': False}
        try:
            with request.env.cr.savepoint():
                self._gift_order(wish_sudo)
        except UserError as error:
            return {'error': str(error)}
        return {'redirect': '/shop/cart', 'added': True}

    def _gift_order(self, wish_sudo):
        product = wish_sudo.product_id.sudo(False)
        if not product._is_add_to_cart_allowed():
            raise UserError(request.env._("This product is not offered at the moment."))
        cart_sudo = request.cart or request.website._create_cart()
        key = wish_sudo.gift_design_id._get_page_key()
        result = cart_sudo._cart_add(product.id, 1.0, gift_design_key=key)
        if not result['line_id'] or not result['quantity']:
            raise UserError(result['warning'] or request.env._("This product is sold out."))
        ids = request.session.get('wishlist_ids', [])
        if wish_sudo.id in ids:
            request.session['wishlist_ids'] = [id_ for id_ in ids if id_ != wish_sudo.id]
        wish_sudo.unlink()


# === HELPERS === #


def find_own_wish(wish_id):
    """Return the visitor's wish (sudo) of that id when it has a design, or an empty recordset.

    :param wish_id: untrusted id.
    """
    own_sudo = request.env['product.wishlist'].sudo()._gift_get_own(get_partner())
    wanted = int(wish_id) if is_id(wish_id) else 0
    return own_sudo.filtered(lambda wish: wish.id == wanted and wish.gift_design_id)


def start_from_wish(wish_id, product):
    """Return a new workspace (sudo) that starts with the design of an own wish, or an empty one.

    The wish keeps its design whatever becomes of the copy.
    """
    designs_sudo = request.env['gift.design'].sudo()
    wish_sudo = find_own_wish(wish_id) if wish_id else None
    if not wish_sudo or wish_sudo.product_id.product_tmpl_id != product:
        return designs_sudo
    kept_sudo = wish_sudo.gift_design_id
    try:
        with request.env.cr.savepoint():
            copy_sudo, _key = designs_sudo._create_for(wish_sudo.product_id, get_partner())
            copy_sudo.asset_ids = kept_sudo.asset_ids
            copy_sudo._save_values(kept_sudo.values_json or {})
            copy_sudo.start_notes = wish_sudo._gift_get_notes()
    except UserError:
        return designs_sudo
    return copy_sudo
