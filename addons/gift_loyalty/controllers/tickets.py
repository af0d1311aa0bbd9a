import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request
from odoo.tools import consteq

from odoo.addons.gift_personalization.const import COMPLAINT_LIMIT_BYTES
from odoo.addons.gift_personalization.controllers.own_designs import get_partner, is_id
from odoo.addons.gift_personalization.controllers.portal import PAGE_HEADERS
from odoo.addons.gift_personalization.controllers.shared import (
    PUBLIC_HEADERS,
    count_attempt,
    render_gone,
)
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.gift_ticket_rating import RATINGS
from .support import GiftSupport

PER_PAGE = 20
ANSWERS_PER_CALLER, WINDOW_S = 40, 3600
MAX_ANSWER, MAX_REFERENCE = 5000, 40
PICTURES = ('image/jpeg', 'image/png', 'image/webp')


class GiftTicketPages(CustomerPortal):
    """The customer's conversations with the shop: by account, or by the link of the mails."""

    @http.route(
        ['/my/tickets', '/my/tickets/page/<int:page>'],
        type='http',
        auth='user',
        website=True,
        sitemap=False,
    )
    def my_tickets(self, page=1, **_kwargs):
        """List the visitor's own questions."""
        tickets_sudo = request.env['gift.ticket'].sudo()  # the visitor's own
        domain = self._get_own_domain()
        pages = pager(
            url='/my/tickets', total=tickets_sudo.search_count(domain), page=page, step=PER_PAGE
        )
        values = {
            **self._prepare_portal_layout_values(),
            'page_name': 'gift_tickets',
            'tickets': tickets_sudo.search(
                domain, order='id desc', limit=PER_PAGE, offset=pages['offset']
            ),
            'pager': pages,
        }
        return request.render('gift_loyalty.portal_my_tickets', values, headers=PAGE_HEADERS)

    @http.route(
        '/my/tickets/<int:ticket_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def ticket_page(self, ticket_id, access_token=None, done='', **_kwargs):
        """Show one conversation."""
        ticket_sudo = self._find_ticket(ticket_id, access_token)
        return self._render_ticket(ticket_sudo, done=done) if ticket_sudo else render_gone()

    @http.route(
        '/my/tickets/<int:ticket_id>/answer',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=COMPLAINT_LIMIT_BYTES,
    )
    def answer_ticket(self, ticket_id, access_token=None, body='', reference='', **_post):
        """Add what the customer writes."""
        ticket_sudo = self._find_ticket(ticket_id, access_token)
        if not ticket_sudo:
            return render_gone()
        body = str(body).replace('\0', '').strip()
        try:
            if not body or len(body) > MAX_ANSWER:
                raise UserError(
                    request.env._("Please write between 1 and %s characters.", MAX_ANSWER)
                )
            count_attempt('ticket-answer', ANSWERS_PER_CALLER, WINDOW_S)
            with request.env.cr.savepoint():
                files = GiftSupport()._read_files()
                ticket_sudo._post_from_customer(
                    body, files, is_safe=True, reference=str(reference)[:MAX_REFERENCE]
                )
        except UserError as error:
            return self._render_ticket(ticket_sudo, error=str(error), body=body, status=409)
        return request.redirect(ticket_sudo.get_portal_url(query_string='&done=1'))

    @http.route(
        '/my/tickets/<int:ticket_id>/file/<int:file_id>',
        type='http',
        auth='public',
        methods=['GET'],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def ticket_file(self, ticket_id, file_id, access_token=None, **_kwargs):
        """Hand out a file of a conversation to who may read it."""
        ticket_sudo = self._find_ticket(ticket_id, access_token)
        files_sudo = ticket_sudo and ticket_sudo._get_conversation().attachment_ids
        file_sudo = (
            is_id(file_id)
            and files_sudo
            and files_sudo.filtered(lambda attachment: attachment.id == file_id)
        )
        if not file_sudo:
            raise request.not_found()
        is_picture = file_sudo.mimetype in PICTURES
        return request.make_response(
            file_sudo.raw or b'',
            [
                ('Content-Type', file_sudo.mimetype if is_picture else 'application/octet-stream'),
                (
                    'Content-Disposition',
                    content_disposition(
                        file_sudo.name, disposition_type='inline' if is_picture else 'attachment'
                    ),
                ),
                ('X-Content-Type-Options', 'nosniff'),
                ('Content-Security-Policy', "default-src 'none'"),
                ('Cache-Control', 'private, no-store'),
                ('X-Robots-Tag', 'noindex'),
            ],
        )

    @http.route(
        '/gift/ticket/rate/<int:ticket_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def rate_ticket(self, ticket_id, token, rating='', comment='', **_post):
        """Ask how our help was, or keep the answer. Opening the link changes nothing."""
        tickets = request.env['gift.ticket']
        ticket_sudo = is_id(ticket_id) and tickets._find_by_rating_token(ticket_id, token)
        if not ticket_sudo:
            return render_gone()
        chosen = rating if rating in dict(RATINGS) else ''
        is_sent = request.httprequest.method == 'POST'
        if is_sent and chosen:
            ticket_sudo._rate(chosen, comment)
        values = {
            'ticket': ticket_sudo,
            'ratings': ticket_sudo._fields['rating']._description_selection(request.env),
            'chosen': chosen or ticket_sudo.rating,
            'comment': ticket_sudo.rating_comment or '',
            'is_kept': is_sent and chosen,
            'error': is_sent and not chosen,
        }
        return request.render('gift_loyalty.ticket_rating', values, headers=PUBLIC_HEADERS)

    # === HELPERS === #

    def _get_own_domain(self):
        buyer = request.env.user.partner_id.commercial_partner_id
        return Domain([('partner_id', 'child_of', buyer.id), ('stage', '!=', 'spam')])

    def _find_ticket(self, ticket_id, access_token):
        """Return the ticket (sudo) of its customer or the holder of its link, else nothing."""
        tickets_sudo = request.env['gift.ticket'].sudo()  # checked below
        if not is_id(ticket_id):
            return tickets_sudo
        ticket_sudo = tickets_sudo.browse(ticket_id).exists()
        is_token = isinstance(access_token, str) and access_token.isascii() and access_token
        if ticket_sudo.access_token and is_token:
            if consteq(ticket_sudo.access_token, access_token):
                return ticket_sudo._get_current()
        if not get_partner() or not ticket_sudo:
            return tickets_sudo
        current = ticket_sudo._get_current()
        return tickets_sudo.search(self._get_own_domain() & Domain('id', '=', current.id))

    def _render_ticket(self, ticket_sudo, *, status=200, **extra):
        values = {
            'page_name': 'gift_ticket',
            'ticket': ticket_sudo,
            'messages': ticket_sudo._get_conversation(),
            'access_token': ticket_sudo._portal_ensure_token(),
            'error': '',
            'body': '',
            'reference': secrets.token_hex(8),
            'done': '',
            **extra,
        }
        return request.render(
            'gift_loyalty.portal_ticket', values, status=status, headers=PAGE_HEADERS
        )
