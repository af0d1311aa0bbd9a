from datetime import date
from itertools import groupby

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale

from ..const import SAVE_WINDOW_S, SAVES_PER_CALLER
from .portal import PAGE_HEADERS
from .recipients import GiftRecipients
from .shared import count_attempt

BACK = {
    'cart': '/shop/cart',
    'checkout': '/shop/checkout',
    'recipients': '/shop/recipients',
}


def read_day(sent):
    """Return the date of an untrusted ISO text, ``False`` for none; ``None`` for nonsense."""
    if not sent:
        return False
    try:
        return date.fromisoformat(sent) if len(sent) == 10 else None
    except ValueError:
        return None


class GiftWanted(GiftRecipients):
    """The page on which the customer says when it should arrive. It needs no script."""

    @http.route(
        '/shop/wanted-date',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def wanted_date(self, parcel='', back='', **post):
        """Offer the days that can be kept, and store the one that was chosen."""
        parcel_sudo = self._get_parcel(parcel, or_own=True)
        cart_sudo = self._get_cart()
        if not cart_sudo or not cart_sudo._gift_has_wanted_choice():
            return request.redirect('/shop/cart')
        back = back if back in BACK else 'recipients' if parcel_sudo else 'cart'
        error = ''
        if request.httprequest.method == 'POST':
            error = self._choose_day(parcel_sudo or cart_sudo, post.get('date'))
            if not error:
                return request.redirect(BACK[back])
        return self._render_days(cart_sudo, parcel_sudo, back, error)

    def _choose_day(self, part_sudo, sent):
        """Store the day of the cart or a parcel; return why not, or an empty text."""
        day = read_day(sent)
        if day is None:
            return request.env._("Please choose a date.")
        try:
            count_attempt('wanted-date', SAVES_PER_CALLER, SAVE_WINDOW_S)
            with request.env.cr.savepoint():
                part_sudo._gift_change_wanted_date(day)
        except UserError as error:
            return str(error)
        return ''

    def _render_days(self, cart_sudo, parcel_sudo, back, error):
        promises = request.env['gift.promise']
        choice = cart_sudo._gift_get_wanted_choice(parcel_sudo)
        months = groupby(choice['dates'], key=lambda day: day.replace(day=1))
        return request.render(
            'gift_personalization.wanted_date',
            {
                'order': cart_sudo,
                'parcel': parcel_sudo,
                'choice': choice,
                'months': [(promises._format_month(first), list(days)) for first, days in months],
                'others': self._get_other_ways(cart_sudo, parcel_sudo, choice),
                'promises': promises,
                'back': back,
                'back_url': BACK[back],
                'error': error,
            },
            headers=PAGE_HEADERS,
        )

    def _get_other_ways(self, cart_sudo, parcel_sudo, choice):
        """Return ``[(delivery method, first day), …]`` of those that are faster."""
        ways = []
        for carrier in cart_sudo._gift_get_other_carriers(parcel_sudo):
            dates = cart_sudo._gift_get_wanted_choice(parcel_sudo, carrier)['dates']
            if dates and (not choice['dates'] or dates[0] < choice['dates'][0]):
                ways.append((carrier, dates[0]))
        return ways


class GiftWantedWebsiteSale(WebsiteSale):
    def _get_shop_payment_errors(self, order):
        """Override of `website_sale` to tell before the payment which day cannot be kept."""
        errors = super()._get_shop_payment_errors(order)
        problem = order.sudo()._gift_get_wanted_problem()
        if problem:
            errors.append((request.env._("A wanted date cannot be kept"), problem))
        return errors
