from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PER_PAGE = 20


class LoyaltyPortal(CustomerPortal):
    """The customer's points: what there is, what comes, what ends, and how each came about."""

    @http.route(
        ['/my/loyalty', '/my/loyalty/page/<int:page>'],
        type='http',
        auth='user',
        website=True,
        readonly=True,
    )
    def my_loyalty(self, page=1, **kwargs):
        """Show the points of the visitor's own cards; nobody else's can be asked for."""
        wallets_sudo = request.env.user.partner_id._gift_get_wallets()
        moves_sudo = request.env['gift.points.move'].sudo()
        domain = [('wallet_id', 'in', wallets_sudo.ids), ('kind', 'not in', ('hold', 'unhold'))]
        pages = pager(
            url='/my/loyalty', total=moves_sudo.search_count(domain), page=page, step=PER_PAGE
        )
        values = {
            **self._prepare_portal_layout_values(),
            'page_name': 'gift_loyalty',
            'wallets': wallets_sudo,
            'moves': moves_sudo.search(domain, limit=PER_PAGE, offset=pages['offset']),
            'pager': pages,
        }
        return request.render('gift_loyalty.portal_my_loyalty', values)
