from odoo import http
from odoo.http import request

from odoo.addons.gift_base.tools import check_signed_token
from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import PUBLIC_HEADERS, render_gone


class GiftCartMails(http.Controller):
    @http.route(
        '/gift/cart-mails/<int:partner_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
        csrf=False,  # the mail program's one-click request (RFC 8058); the address is signed
        save_session=False,
    )
    def stop(self, partner_id, token, **post):
        """Stop the mails about carts. A look alone (GET) changes nothing: scanners look."""
        env = request.env
        if not is_id(partner_id) or not check_signed_token(
            env, 'cart-mails', str(partner_id), token
        ):
            return render_gone()
        partner_sudo = env['res.partner'].sudo().browse(partner_id).exists()  # signed above
        done = request.httprequest.method == 'POST'
        if done and partner_sudo:
            source = 'one_click' if 'List-Unsubscribe' in post else 'mail'
            how = {
                'source': source,
                'page': '/gift/cart-mails',
                'ip': request.httprequest.remote_addr,
            }
            partner_sudo._gift_stop('cart', how)
        return request.render('gift_law.cart_mails_stop', {'done': done}, headers=PUBLIC_HEADERS)
