from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from .portal import PAGE_HEADERS, GiftPortal


class GiftPortalMany(GiftPortal):
    """All gifts of one order that wait for the customer, approved on one page."""

    def _get_gifts_order(self, order_id, access_token):
        """Return the order (sudo) that the user or the token may open, or ``None``."""
        try:
            return self._document_check_access('sale.order', order_id, access_token)
        except (AccessError, MissingError):
            return None

    @http.route(
        '/my/gifts/order/<int:order_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def portal_order_gifts(self, order_id, access_token=None, **_kwargs):
        """Show the gifts of an order; looking at them changes nothing."""
        order_sudo = self._get_gifts_order(order_id, access_token)
        if not order_sudo:
            return self._refuse_proof()
        return self._render_order_gifts(order_sudo, access_token)

    @http.route(
        '/my/gifts/order/<int:order_id>/approve',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def portal_order_gifts_approve(self, order_id, access_token=None, **post):
        """Approve exactly the gifts that the page showed; they are stored in the background."""
        order_sudo = self._get_gifts_order(order_id, access_token)
        if not order_sudo:
            return self._refuse_proof()
        try:
            with request.env.cr.savepoint():
                self._check_not_colleague(order_sudo)
                request.env['gift.proof.bulk']._request(
                    order_sudo,
                    digest=post.get('shown', ''),
                    partner=self._get_answering_partner(order_sudo),
                    name=post.get('name'),
                    spelling_checked=post.get('spelling') == '1',
                    ip=request.httprequest.remote_addr,
                    user_agent=request.httprequest.user_agent.string,
                )
        except UserError as error:
            return self._render_order_gifts(order_sudo, access_token, error=str(error), status=409)
        return request.redirect(order_sudo._gift_get_gifts_url())

    def _render_order_gifts(self, order_sudo, access_token, *, error='', status=200):
        bulks_sudo = request.env['gift.proof.bulk'].sudo()  # of the order that was checked
        bulk_sudo = bulks_sudo.search([('order_id', '=', order_sudo.id)], limit=1)
        is_busy = bulk_sudo.state == 'todo'
        proofs_sudo = order_sudo._gift_get_open_proofs()
        lines = proofs_sudo.sale_line_id
        values = self._get_page_view_values(
            order_sudo,
            access_token,
            {
                'page_name': 'gift_order',
                'is_colleague': self._is_colleague(order_sudo),
                'order': order_sudo,
                'gifts': proofs_sudo.sorted('id'),
                'texts': {line.id: line.gift_job_id.text_summary or '' for line in lines},
                'waiting': not proofs_sudo and bool(order_sudo.order_line._gift_without_job()),
                'bulk': bulk_sudo,
                'progress': bulk_sudo._get_progress() if is_busy else None,
                'wording': bulks_sudo._get_wording(proofs_sudo).split('\n') if proofs_sudo else [],
                'shown_digest': bulks_sudo._get_digest(proofs_sudo) if proofs_sudo else '',
                'answering_name': self._get_answering_partner(order_sudo).name or '',
                'error': error,
            },
            'my_gifts_history',
            False,
        )
        return request.render(
            'gift_personalization.portal_order_gifts', values, status=status, headers=PAGE_HEADERS
        )
