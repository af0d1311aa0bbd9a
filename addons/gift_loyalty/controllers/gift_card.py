from odoo import http
from odoo.http import request

from odoo.addons.gift_personalization.controllers.portal import PAGE_HEADERS

from .codes import count_code


class GiftCardBalance(http.Controller):
    """What is left on a gift card, for whoever has its code."""

    @http.route(
        '/gift-card', type='http', auth='public', methods=['GET'], website=True, sitemap=False
    )
    def balance_form(self, **_kwargs):
        """Ask for the code."""
        return self._render()

    @http.route(
        '/gift-card', type='http', auth='public', methods=['POST'], website=True, sitemap=False
    )
    def balance(self, code='', **_post):
        """Show what is left; the same answer for every code that is not worth anything."""
        cards = request.env['loyalty.card']
        typed = cards._gift_clean_code(code)
        if not typed:
            return self._render(error=request.env._("Enter the code of your gift card."))
        problem = count_code()
        if problem:
            return self._render(error=problem, code=typed, status=429)
        card_sudo = cards._gift_find_spendable(typed)
        if not card_sudo:
            return self._render(error=cards._gift_get_bad_code_sentence(), code=typed)
        return self._render(card=card_sudo, code=card_sudo.code)

    def _render(self, *, card=None, code='', error='', status=200):
        values = {'card': card, 'code': code, 'error': error}
        return request.render(
            'gift_loyalty.gift_card_balance', values, status=status, headers=PAGE_HEADERS
        )
