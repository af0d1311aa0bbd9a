from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.sale_order_referral import SESSION_KEY, get_line

VISITS, WINDOW_S = 60, 3600


class ReferralPages(http.Controller):
    """Invitations: the page behind a link, and the customer's own link."""

    @http.route(
        '/r/<string:code>', type='http', auth='public', methods=['GET'], website=True, sitemap=False
    )
    def invitation(self, code, **_kwargs):
        """Show what an invitation gives. It is kept at once only where cookies may be kept."""
        link_sudo = self._find(code)
        if link_sudo and request.env['ir.http']._is_allowed_cookie('optional'):
            request.session[SESSION_KEY] = link_sudo.code
        return self._render(link_sudo)

    @http.route(
        '/r/<string:code>', type='http', auth='public', methods=['POST'], website=True,
        sitemap=False,
    )  # fmt: skip
    def accept(self, code, **_kwargs):
        """Keep the invitation: the visitor asks for it."""
        link_sudo = self._find(code)
        if not link_sudo:
            return self._render(link_sudo)
        request.session[SESSION_KEY] = link_sudo.code
        return request.redirect('/shop')

    @http.route('/my/loyalty/invite', type='http', auth='user', methods=['POST'], website=True)
    def invite(self, **_kwargs):
        """Make the customer's own link."""
        company = request.website.company_id
        if company.gift_referral_on:
            partner = request.env.user.partner_id
            request.env['gift.referral.link']._open(partner, company, get_line(request.env))
        return request.redirect('/my/loyalty#invite')

    def _find(self, code):
        """Return the link (sudo); too many visits from one line find nothing, too."""
        links = request.env['gift.referral.link']
        try:
            request.env['gift.rate.limit']._gift_count(
                'referral', get_line(request.env), limit=VISITS, seconds=WINDOW_S
            )
        except UserError:
            return links.sudo().browse()
        return links._find(code, request.website.company_id)

    def _render(self, link_sudo):
        company = request.website.company_id
        program_sudo = request.env['loyalty.program']._gift_find_main(company)
        values = {'link': link_sudo, 'company': company, 'program': program_sudo}
        response = request.render('gift_loyalty.invitation', values)
        response.headers['X-Robots-Tag'] = 'noindex'
        response.headers['Cache-Control'] = 'private, no-store'
        if not link_sudo:
            response.status_code = 404
        return response
