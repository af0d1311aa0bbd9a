from odoo.http import request

from .requests import GiftRequestController, get_customers_order


class PartPages:
    """What one kind of change puts into the pages that all kinds share. One instance, no state."""

    choice_template = ''
    template = ''

    def get_parts(self, order_sudo):
        """Return ``[(parcel or empty parcel, lines), …]`` that can be changed."""
        raise NotImplementedError

    def get_choice_values(self, order_sudo, parts):
        """Return what the page needs on which a part is chosen."""
        raise NotImplementedError

    def get_values(self, order_sudo, parts, parcel_sudo):
        """Return what the page needs on which the change is chosen."""
        raise NotImplementedError

    def read_chosen(self, post):
        """Return what was chosen, untrusted; something empty for a wrong one."""
        raise NotImplementedError

    def ask_for(self, order_sudo, parcel_sudo, chosen, post, **how):
        """Make the request.

        :param how: what `gift.order.request._request_part` takes.
        """
        raise NotImplementedError

    def get_next_url(self, request_sudo):
        """Return where the visitor goes when it was asked for."""
        return request_sudo.order_id.get_portal_url(anchor='gift_requests')


class GiftRequestPart(GiftRequestController):
    """What pages that change one part of an order have in common: its day, its delivery method.

    Odoo makes one class of all that inherit from this one, so what differs is in `PartPages`.
    """

    def _choose_part(self, pages, order_id, access_token):
        """Show the parts that can be changed; of one alone, what it can become."""
        order_sudo = get_customers_order(order_id, access_token)
        parts = pages.get_parts(order_sudo)
        if len(parts) == 1:
            return self._render_part(pages, order_sudo, parts, parts[0][0])
        values = pages.get_choice_values(order_sudo, parts)
        return self._render(pages.choice_template, order_sudo, parts=parts, **values)

    def _change_part(self, pages, order_id, parcel_id, access_token, post):
        """Show what one part can become, or let it become that."""
        order_sudo = get_customers_order(order_id, access_token)
        reference = self._read_reference(post.get('reference'))
        is_sent = request.httprequest.method == 'POST'
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        known_sudo = is_sent and requests_sudo._find(order_sudo, reference)
        if known_sudo:
            return request.redirect(pages.get_next_url(known_sudo))
        parts = pages.get_parts(order_sudo)
        parcel_sudo = self._find_part(parts, parcel_id)
        if not is_sent:
            return self._render_part(pages, order_sudo, parts, parcel_sudo)
        chosen = pages.read_chosen(post)
        how = {
            'reference': reference,
            'reason': post.get('reason'),
            'author': self._get_author(order_sudo),
        }
        error = self._try(
            order_sudo, lambda: pages.ask_for(order_sudo, parcel_sudo, chosen, post, **how)
        )
        if not error:
            return request.redirect(pages.get_next_url(requests_sudo._find(order_sudo, reference)))
        reason = requests_sudo._clean_text(post.get('reason'))
        again = {'error': error, 'chosen': chosen, 'reason': reason, 'status': 409}
        return self._render_part(pages, order_sudo, parts, parcel_sudo, **again)

    def _render_part(self, pages, order_sudo, parts, parcel_sudo, **again):
        values = {
            'parcel': parcel_sudo,
            'parts': parts,
            'lines': dict(parts)[parcel_sudo],
            'promises': request.env['gift.promise'],
            'reason': '',
            'reference': self._make_reference(),
            **pages.get_values(order_sudo, parts, parcel_sudo),
            **again,
        }
        return self._render(pages.template, order_sudo, **values)
