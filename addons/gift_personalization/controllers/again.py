from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .own_designs import get_past_line
from .portal import PAGE_HEADERS


class GiftAgain(http.Controller):
    """Ordering a gift again: at once when nothing changed, else after a look at what did."""

    @http.route(
        '/my/gifts/again/<int:line_id>',
        type='http',
        auth='user',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def compare_again(self, line_id, **_kwargs):
        """Show picture and price then and now, and what became different."""
        return self._render(self._get_line(line_id))

    @http.route(
        '/my/gifts/again/<int:line_id>/order',
        type='http',
        auth='user',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def order_again(self, line_id, seen='', **_post):
        """Put the gift into the cart when it is as it was, or as the page just showed it."""
        line_sudo = self._get_line(line_id)
        try:
            told = line_sudo._gift_prepare_again()
            if not told['is_same'] and (seen != told['digest'] or not told['is_possible']):
                return request.redirect(f'/my/gifts/again/{line_sudo.id}')
            with request.env.cr.savepoint():
                self._add_to_cart(line_sudo)
        except UserError as error:
            return self._render(line_sudo, error=str(error), status=409)
        return request.redirect('/shop/cart')

    @http.route(
        '/my/gifts/again/<int:line_id>/now.jpg',
        type='http',
        auth='user',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def picture_now(self, line_id, **_kwargs):
        """Return the picture of the gift as it would be made today."""
        try:
            data = self._get_line(line_id)._gift_render_today()
        except UserError as error:
            raise NotFound from error
        headers = [
            ('Content-Type', 'image/jpeg'),
            ('Cache-Control', 'private, no-cache'),
            ('X-Content-Type-Options', 'nosniff'),
        ]
        return request.make_response(data, headers)

    def _get_line(self, line_id):
        """Return the line (sudo) of an own order that carries a design.

        :raise NotFound: the same for a line of somebody else and one that does not exist.
        """
        line_sudo = get_past_line(line_id)
        if not line_sudo.gift_revision_id:
            raise NotFound
        return line_sudo

    def _render(self, line_sudo, *, error='', status=200):
        try:
            told = line_sudo._gift_prepare_again()
        except UserError as refused:
            told, error = None, str(refused)
        offered = line_sudo.product_id.sudo(False)._is_add_to_cart_allowed()
        values = {'page_name': 'gift_again', 'line': line_sudo, 'told': told, 'error': error}
        return request.render(
            'gift_personalization.gift_again',
            {**values, 'offered': offered},
            status=status,
            headers=PAGE_HEADERS,
        )

    def _add_to_cart(self, line_sudo):
        partner = request.env.user.partner_id
        _design, key = request.env['gift.design']._create_from_revision(
            line_sudo.gift_revision_id, partner=partner
        )
        cart_sudo = (request.cart or request.website._create_cart()).with_context(
            gift_recipient=line_sudo.gift_recipient or ''
        )
        product = line_sudo.product_id.sudo(False)
        if not product._is_add_to_cart_allowed():
            raise UserError(request.env._("This product is not offered at the moment."))
        result = cart_sudo._cart_add(
            product.id,
            line_sudo.product_uom_qty,
            no_variant_attribute_value_ids=line_sudo.product_no_variant_attribute_value_ids.ids,
            gift_design_key=key,
        )
        if not result['line_id']:
            raise UserError(result['warning'] or request.env._("This product is sold out."))
