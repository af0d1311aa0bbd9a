from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.addons.website_sale_loyalty.controllers.portal import CustomerPortalLoyalty

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
            'tier': request.env['gift.tier.status']._get_page(request.env.user.partner_id),
            'moves': moves_sudo.search(domain, limit=PER_PAGE, offset=pages['offset']),
            'pager': pages,
        }
        return request.render('gift_loyalty.portal_my_loyalty', values)


class LoyaltyCardPortal(CustomerPortalLoyalty):
    @http.route()
    def portal_get_card_history_values(self, card_id):
        """Override of `website_sale_loyalty` to leave out rewards of other tiers.

        It fails on cards of others, about which the page says nothing.
        """
        partner = request.env.user.partner_id
        own = [('id', '=', int(card_id)), ('partner_id', '=', partner.id)]
        if not request.env['loyalty.card'].sudo().search_count(own, limit=1):
            return {}
        values = super().portal_get_card_history_values(card_id)
        shown_sudo = partner._gift_get_wallets().filtered(
            lambda wallet: wallet.card_id.id == int(card_id)
        )
        if shown_sudo:
            values['rewards'] = shown_sudo._get_rewards_to_take()
        return values
