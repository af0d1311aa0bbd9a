from itertools import groupby

from odoo import http
from odoo.http import request

from .request_part import GiftRequestPart, PartPages
from .wanted import read_day


class DatePages(PartPages):
    """Another day."""

    choice_template = 'request_date_choice'
    template = 'request_date'

    def get_parts(self, order_sudo):
        """Override: what has a day and has not left."""
        return order_sudo._gift_get_datable_parts()

    def get_choice_values(self, order_sudo, parts):
        """Override: the day of each part."""
        days = {parcel: order_sudo._gift_get_date_of(parcel) for parcel, _lines in parts}
        return {'days': days, 'promises': request.env['gift.promise']}

    def get_values(self, order_sudo, parts, parcel_sudo):
        """Override: the days that can be kept, by month."""
        promises = request.env['gift.promise']
        choice = order_sudo._gift_get_wanted_choice(parcel_sudo)
        months = groupby(choice['dates'], key=lambda each: each.replace(day=1))
        return {
            'choice': choice,
            'months': [(promises._format_month(first), list(days)) for first, days in months],
            'now': order_sudo._gift_get_date_of(parcel_sudo),
            'chosen': None,
            'problem': order_sudo._gift_get_date_problem(dict(parts)[parcel_sudo]),
        }

    def read_chosen(self, post):
        """Override: a date, or nothing."""
        return read_day(post.get('date')) or None

    def ask_for(self, order_sudo, parcel_sudo, chosen, post, **how):
        """Override: one of the planner's days."""
        order_sudo.gift_request_ids._request_date(order_sudo, parcel_sudo, chosen, **how)


PAGES = DatePages()


class GiftRequestDate(GiftRequestPart):
    """The pages on which a customer has a parcel arrive on another day. They need no script."""

    @http.route(
        '/my/orders/<int:order_id>/date',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose_part(self, order_id, access_token=None, **_kwargs):
        """Show the parts of the order whose day can be another one."""
        return self._choose_part(PAGES, order_id, access_token)

    @http.route(
        '/my/orders/<int:order_id>/date/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def change_date(self, order_id, parcel_id, access_token=None, **post):
        """Show the days of one part (0: what has none of its own), or take the new one."""
        return self._change_part(PAGES, order_id, parcel_id, access_token, post)
