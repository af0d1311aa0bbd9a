from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.portal import PAGE_HEADERS
from odoo.addons.gift_personalization.controllers.requests import get_customers_order

LETTERS_PER_CALLER, WINDOW_S = 60, 3600
RESENDS_PER_DAY, DAY_S = 3, 86400
FIELDS = ('recipient', 'email', 'giver', 'message', 'send_on')


class GiftCardLetter(http.Controller):
    """Who gets a gift card, with which words and when: in the cart, and until it has gone out."""

    @http.route(
        '/shop/gift-card/<int:line_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def in_cart(self, line_id, **post):
        """Show or store the letter of a line of the visitor's cart."""
        line_sudo = self._get_cart_line(line_id)
        letter_sudo = line_sudo.gift_letter_ids
        if request.httprequest.method == 'GET':
            return self._render(line_sudo, letter_sudo, back='/shop/cart')
        return self._store(line_sudo, post, back='/shop/cart')

    @http.route(
        '/my/orders/<int:order_id>/gift-card/<int:line_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def in_order(self, order_id, line_id, access_token=None, **post):
        """Show or store the letter of an ordered gift card that has not gone out yet."""
        line_sudo = self._get_order_line(order_id, line_id, access_token)
        back = line_sudo.order_id.get_portal_url(anchor='gift_lines')
        if line_sudo.gift_letter_ids.state != 'waiting':
            return request.redirect(back)
        if request.httprequest.method == 'GET':
            return self._render(line_sudo, line_sudo.gift_letter_ids, back=back)
        return self._store(line_sudo, post, back=back)

    @http.route(
        '/my/orders/<int:order_id>/gift-card/<int:line_id>/again',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def send_again(self, order_id, line_id, access_token=None, **_post):
        """Send a gift card once more, to the same address."""
        line_sudo = self._get_order_line(order_id, line_id, access_token)
        back = line_sudo.order_id.get_portal_url(anchor='gift_lines')
        try:
            self._count(f'again-{line_sudo.id}', RESENDS_PER_DAY, DAY_S)
            with request.env.cr.savepoint():
                line_sudo.gift_letter_ids._send_again()
        except UserError as error:
            return self._render(
                line_sudo, line_sudo.gift_letter_ids, back=back, error=str(error), status=409
            )
        return request.redirect(back)

    # === WHOSE === #

    def _get_cart_line(self, line_id):
        """:raise NotFound: the same for a line of another cart and one that does not exist."""
        cart_sudo = request.cart
        lines_sudo = cart_sudo.order_line if cart_sudo else request.env['sale.order.line'].sudo()
        return self._check(lines_sudo.filtered(lambda line: line.id == line_id))

    def _get_order_line(self, order_id, line_id, access_token):
        """:raise NotFound: the same for somebody else's order and one that does not exist."""
        order_sudo = get_customers_order(order_id, access_token)
        if not is_id(line_id):
            raise request.not_found()
        return self._check(order_sudo.order_line.filtered(lambda line: line.id == line_id))

    def _check(self, line_sudo):
        if not line_sudo or not line_sudo._gift_is_card():
            raise request.not_found()
        return line_sudo

    # === PAGE === #

    def _count(self, scope, limit, seconds):
        caller = request.httprequest.remote_addr or ''
        request.env['gift.rate.limit']._gift_count(
            f'gift-card-{scope}', caller, limit=limit, seconds=seconds
        )

    def _store(self, line_sudo, post, *, back):
        letters = request.env['gift.card.letter']
        sent = {name: post.get(name) for name in FIELDS}
        if post.get('whom') == 'me':
            sent = dict.fromkeys(FIELDS)
        try:
            self._count('letter', LETTERS_PER_CALLER, WINDOW_S)
            if post.get('whom') != 'me' and not (sent['email'] or '').strip():
                raise UserError(request.env._("Enter the e-mail address of the recipient."))
            with request.env.cr.savepoint():
                letter_sudo = letters._for_line(line_sudo)
                letter_sudo._choose(letters._clean(sent, zone=letter_sudo._get_zone()))
        except UserError as error:
            return self._render(
                line_sudo,
                line_sudo.gift_letter_ids,
                back=back,
                error=str(error),
                sent={**sent, 'whom': post.get('whom')},
                status=409,
            )
        return request.redirect(back)

    def _render(self, line_sudo, letter_sudo, *, back, error='', sent=None, status=200):
        shown = sent or {name: letter_sudo[name] or '' for name in FIELDS}
        if not sent:
            shown['whom'] = 'me' if letter_sudo and not letter_sudo.email else 'other'
        values = {
            'page_name': 'gift_request',
            'line': line_sudo,
            'order': line_sudo.order_id,
            'letter': letter_sudo,
            'shown': shown,
            'back': back,
            'error': error,
            'today': fields.Date.context_today(letter_sudo),
            'access_token': line_sudo.order_id._portal_ensure_token(),
        }
        return request.render(
            'gift_loyalty.gift_card_letter', values, status=status, headers=PAGE_HEADERS
        )
