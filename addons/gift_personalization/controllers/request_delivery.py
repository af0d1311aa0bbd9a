from odoo import http
from odoo.http import request

from .own_designs import is_id
from .request_part import GiftRequestPart, PartPages


class DeliveryPages(PartPages):
    """Another delivery method."""

    choice_template = 'request_delivery_choice'
    template = 'request_delivery'

    def get_parts(self, order_sudo):
        """Override: what has a method and has not left."""
        return order_sudo._gift_get_reroutable()

    def get_choice_values(self, order_sudo, parts):
        """Override: nothing but the parts."""
        return {}

    def get_values(self, order_sudo, parts, parcel_sudo):
        """Override: the methods, with their price and whether they keep the day."""
        changes = order_sudo._gift_get_delivery_changes(parcel_sudo, dict(parts)[parcel_sudo])
        ways = [(change, change.keeps_day(), change.get_problem()) for change in changes]
        has_day = order_sudo.commitment_date
        return {
            'now': order_sudo._gift_get_carrier_of(parcel_sudo),
            'ways': ways,
            'can_now': any(kept and not problem for _change, kept, problem in ways),
            'can_ask': any(kept and problem for _change, kept, problem in ways),
            'only_pays': all(change.get_to_pay() for change, kept, problem in ways if kept),
            'can_do': any(kept for _change, kept, _problem in ways),
            'day': order_sudo._gift_get_date_of(parcel_sudo) if has_day else None,
            'chosen': request.env['delivery.carrier'],
        }

    def read_chosen(self, post):
        """Override: a delivery.carrier (sudo), or an empty one."""
        sent = post.get('carrier')
        carriers_sudo = request.env['delivery.carrier'].sudo()  # checked by the order
        return carriers_sudo.browse(int(sent) if is_id(sent) else 0).exists()

    def ask_for(self, order_sudo, parcel_sudo, chosen, post, **how):
        """Override: with what the page has shown of the price."""
        how['shown'] = post.get(f'shown-{chosen.id}') or ''
        order_sudo.gift_request_ids._request_delivery(order_sudo, parcel_sudo, chosen, **how)

    def get_next_url(self, request_sudo):
        """Override to pay what costs more."""
        if request_sudo.state == 'unpaid':
            return request_sudo._get_pay_url()
        return super().get_next_url(request_sudo)


PAGES = DeliveryPages()


class GiftRequestDelivery(GiftRequestPart):
    """The pages on which a customer has a parcel sent otherwise. They need no script."""

    @http.route(
        '/my/orders/<int:order_id>/delivery',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose_delivery_part(self, order_id, access_token=None, **_kwargs):
        """Show the parts of the order that can be sent by another method."""
        return self._choose_part(PAGES, order_id, access_token)

    @http.route(
        '/my/orders/<int:order_id>/delivery/<int:parcel_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def change_delivery(self, order_id, parcel_id, access_token=None, **post):
        """Show the methods for one part (0: the own address), or take the new one."""
        return self._change_part(PAGES, order_id, parcel_id, access_token, post)
