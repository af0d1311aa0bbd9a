from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.gift_personalization.controllers.shared import PUBLIC_HEADERS, count_attempt

from ..const import LINKS_PER_ADDRESS, LINKS_PER_CALLER, LINKS_WINDOW_S
from ..models.gift_supplier_contact import ROLES
from .visitor import SESSION_KEY, find_visitor, render_nothing, render_page

MAX_EMAIL = 254


class GiftSupplierLink(http.Controller):
    """Codes for what a link alone does not allow, and links for who has none that works."""

    # === CODE === #

    @http.route(
        '/supplier/<string:key>/unlock',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def unlock_page(self, key, back='', **_kwargs):
        """Show where a code is asked for and entered."""
        visitor = self._find_link(key)
        return self._render_unlock(visitor, back) if visitor else render_nothing(key)

    @http.route(
        '/supplier/<string:key>/code',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def send_code(self, key, back='', **_post):
        """Mail a code to the contact of the link."""
        visitor = self._find_link(key)
        if not visitor:
            return render_nothing(key)
        try:
            request.env['gift.supplier.code']._send(visitor.access)
        except UserError as error:
            return self._render_unlock(visitor, back, error=str(error), status=429)
        return self._render_unlock(visitor, back, is_sent=True)

    @http.route(
        '/supplier/<string:key>/unlock',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def unlock(self, key, code='', back='', **_post):
        """Open the pages of the link for changes, for who has got the code."""
        visitor = self._find_link(key)
        if not visitor:
            return render_nothing(key)
        code_sudo = request.env['gift.supplier.code']._enter(visitor.access, code)
        if not code_sudo:
            error = request.env._(
                "That code does not work. It may be mistyped or too old: check the newest mail, or"
                " have a new code sent."
            )
            return self._render_unlock(visitor, back, error=error, is_sent=True, status=409)
        request.session[SESSION_KEY] = code_sudo.id
        return request.redirect(self._get_back(visitor, back))

    def _find_link(self, key):
        """Return the visitor of a link; a login needs no code."""
        for role in ROLES:
            visitor = find_visitor(key, role)
            if visitor:
                return visitor if visitor.access else None
        return None

    def _get_back(self, visitor, back):
        """Return where to go on; only to pages of the link itself.

        :param str back: untrusted rest of a path.
        """
        back = str(back)
        is_plain = back and all(part.isalnum() for part in back.split('/')) and back.isascii()
        return f'{visitor.path}/{back}' if is_plain else visitor.path

    def _render_unlock(self, visitor, back, *, status=200, **values):
        values = {'back': str(back)[:60], 'is_sent': False, **values}
        return render_page(visitor, 'page_unlock', values, status=status)

    # === LINK === #

    @http.route(
        '/supplier/link',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def link_page(self, **_kwargs):
        """Show where a new link is asked for."""
        return self._render_link()

    @http.route(
        '/supplier/link',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def ask_link(self, email='', **_post):
        """Mail a new link to a contact with that address; the answer is the same for everybody."""
        address = email_normalize(str(email)[:MAX_EMAIL])
        try:
            if not address:
                raise UserError(request.env._("Please enter your mail address."))
            count_attempt('supplier-link', LINKS_PER_CALLER, LINKS_WINDOW_S)
        except UserError as error:
            return self._render_link(error=str(error), status=409)
        self._send_links(address)
        return self._render_link(is_sent=True)

    def _send_links(self, address):
        """Mail links to the contacts with that address; too many askings are left unanswered."""
        contacts_sudo = request.env['gift.supplier.contact'].sudo()  # nothing of them is shown
        contacts = contacts_sudo.search([('partner_id.email_normalized', '=', address)], limit=3)
        try:
            request.env['gift.rate.limit']._gift_count(
                'supplier-link-address', address, limit=LINKS_PER_ADDRESS, seconds=LINKS_WINDOW_S
            )
        except UserError:
            return
        for contact in contacts:
            if any(contact._may(role) for role in ROLES):
                request.env['gift.supplier.access']._send_link(contact)

    def _render_link(self, *, status=200, **values):
        values = {'error': '', 'is_sent': False, **values}
        return request.render(
            'gift_supplier_portal.page_link', values, status=status, headers=PUBLIC_HEADERS
        )
