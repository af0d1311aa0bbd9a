from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .requests import GiftRequestController, get_customers_order


class GiftRequestCancel(GiftRequestController):
    """The two pages of a cancellation: choose, then see what happens and confirm."""

    @http.route(
        '/my/orders/<int:order_id>/cancel',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def choose(self, order_id, access_token=None, **_kwargs):
        """Show what can be cancelled. Looking at it changes nothing."""
        return self._render_choice(get_customers_order(order_id, access_token))

    @http.route(
        '/my/orders/<int:order_id>/cancel/review',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def review(self, order_id, access_token=None, **post):
        """Show what would happen, with the money."""
        order_sudo = get_customers_order(order_id, access_token)
        try:
            plan = order_sudo._gift_plan_cancellation(self._read_wanted(order_sudo, post))
        except UserError as error:
            return self._render_choice(order_sudo, error=str(error), status=409)
        return self._render_review(order_sudo, plan)

    @http.route(
        '/my/orders/<int:order_id>/cancel/confirm',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def confirm(self, order_id, access_token=None, reference='', shown='', reason='', **post):
        """Do what the page has shown, or ask the shop."""
        order_sudo = get_customers_order(order_id, access_token)
        reference = self._read_reference(reference)
        requests_sudo = request.env['gift.order.request'].sudo()  # the order was checked
        if requests_sudo._find(order_sudo, reference):
            return self._go_back(order_sudo)
        error = self._try(
            order_sudo,
            lambda: requests_sudo._request_cancel(
                order_sudo,
                self._read_wanted(order_sudo, post),
                reference=reference,
                reason=reason,
                shown=str(shown),
                author=self._get_author(order_sudo),
            ),
        )
        if error:
            return self._render_again(order_sudo, post, error, reference, reason)
        return self._go_back(order_sudo)

    # === READING === #

    def _read_wanted(self, order_sudo, post):
        """Return the chosen pieces by line; what is no number of pieces is more than there is.

        Lines that cannot be cancelled any more stay in it, so that the customer is told.
        """
        if post.get('whole') == '1':
            lines = order_sudo._gift_get_cancellable_lines()
            return {line: line._gift_get_open_qty() for line in lines}
        wanted = {}
        for line in order_sudo.order_line:
            pieces = self._read_pieces(line, post.get(f'cancel-{line.id}', ''))
            if pieces:
                wanted[line] = pieces
        return wanted

    def _read_pieces(self, line, sent):
        text = str(sent).strip()
        if text in ('', '0'):
            return 0.0
        if text == 'all':
            return line._gift_get_open_qty() or line.product_uom_qty or 1.0
        is_number = text.isascii() and text.isdecimal() and len(text) <= 6
        return float(text) if is_number else float('inf')

    # === PAGES === #

    def _render_choice(self, order_sudo, **values):
        lines = order_sudo._gift_get_cancellable_lines()
        return self._render('request_cancel', order_sudo, lines=lines, **values)

    def _render_review(self, order_sudo, plan, **values):
        requests_sudo = request.env['gift.order.request'].sudo()  # writes nothing
        return self._render(
            'request_cancel_review',
            order_sudo,
            **{
                'plan': plan,
                'problem': order_sudo._gift_get_claimed_text(plan.quantities),
                'shown': requests_sudo._get_shown(plan),
                'reserved': order_sudo._gift_get_reserved(),
                'reference': self._make_reference(),
                'reason': '',
                **values,
            },
        )

    def _render_again(self, order_sudo, post, error, reference, reason):
        try:
            plan = order_sudo._gift_plan_cancellation(self._read_wanted(order_sudo, post))
        except UserError as gone:
            return self._render_choice(order_sudo, error=str(gone), status=409)
        return self._render_review(
            order_sudo,
            plan,
            error=error,
            reference=reference,
            reason=requests_text(reason),
            status=409,
        )


def requests_text(text):
    """Return a reason as it was typed, as far as it can be shown again."""
    return request.env['gift.order.request']._clean_text(text)
