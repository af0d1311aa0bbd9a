from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .own_designs import is_id

SIZES_PX = {'': 1000, 'large': 2000, 'small': 480}
PAGE_HEADERS = [
    ('Cache-Control', 'private, no-store'),
    ('Referrer-Policy', 'same-origin'),  # the address may hold the token
    ('X-Robots-Tag', 'noindex'),
]
OPEN_STATES = ('to_check', 'sent', 'change_requested', 'approved')


class GiftPortal(CustomerPortal):
    """The customer's gifts and their proofs."""

    # === HOME AND LIST === #

    def _prepare_home_portal_values(self, counters):
        """Override of `portal` to count the customer's gifts."""
        values = super()._prepare_home_portal_values(counters)
        proofs = request.env['gift.proof']
        allowed = proofs.has_access('read')
        if 'gift_count' in counters:
            values['gift_count'] = proofs.search_count(self._get_gifts_domain()) if allowed else 0
        if 'gift_proof_count' in counters:
            domain = self._get_gifts_domain() & Domain('state', '=', 'sent')
            values['gift_proof_count'] = proofs.search_count(domain) if allowed else 0
        return values

    def _get_gifts_domain(self):
        partner = request.env.user.partner_id.commercial_partner_id
        return Domain([('partner_id', 'child_of', partner.id), ('state', 'in', OPEN_STATES)])

    @http.route(
        ['/my/gifts', '/my/gifts/page/<int:page>'],
        type='http',
        auth='user',
        website=True,
        sitemap=False,
    )
    def portal_my_gifts(self, page=1, **_kwargs):
        """List the customer's gifts, those that wait for an answer first."""
        proofs = request.env['gift.proof']
        if not proofs.has_access('read'):
            return request.redirect('/my')
        domain = self._get_gifts_domain()
        pager = portal_pager(
            url='/my/gifts',
            total=proofs.search_count(domain),
            page=page,
            step=12,
        )
        waiting_first = proofs.search(domain).sorted(lambda p: (p.state != 'sent', -p.id))
        shown = waiting_first[pager['offset'] : pager['offset'] + 12]
        return request.render(
            'gift_personalization.portal_my_gifts',
            {
                **self._prepare_portal_layout_values(),
                'page_name': 'gifts',
                'proofs': shown.sudo(),  # found with the customer's own rights
                'pager': pager,
                'default_url': '/my/gifts',
            },
            headers=PAGE_HEADERS,
        )

    # === PROOF PAGE === #

    @http.route(
        '/my/gifts/proof/<int:proof_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def portal_proof(self, proof_id, access_token=None, compare=None, **_kwargs):
        """Show one proof. Looking at it changes nothing: mail scanners open links, too.

        :param compare: number of the earlier version to compare with, the last one by default.
        """
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo:
            return self._refuse_proof()
        chosen = proof_sudo._get_earlier().filtered(lambda proof: str(proof.number) == compare)
        extra = {'previous': chosen} if chosen else {}
        return self._render_proof(proof_sudo, access_token, **extra)

    @http.route(
        '/my/gifts/proof/<int:proof_id>/approve',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def portal_proof_approve(self, proof_id, access_token=None, **post):
        """Approve exactly what the page showed."""
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo:
            return self._refuse_proof()
        try:
            with request.env.cr.savepoint():  # a refusal leaves nothing behind
                self._check_not_colleague(proof_sudo)
                proof_sudo._approve(
                    expected_hash=post.get('hash', ''),
                    expected_digest=post.get('shown', ''),
                    partner=self._get_answering_partner(proof_sudo),
                    name=post.get('name'),
                    spelling_checked=post.get('spelling') == '1',
                    ip=request.httprequest.remote_addr,
                    user_agent=request.httprequest.user_agent.string,
                )
        except UserError as error:
            return self._render_proof(proof_sudo, access_token, error=str(error), status=409)
        return request.redirect(proof_sudo.get_portal_url())

    @http.route(
        '/my/gifts/proof/<int:proof_id>/change',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def portal_proof_change(self, proof_id, access_token=None, comment='', **_post):
        """Ask for a change in the customer's own words."""
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo:
            return self._refuse_proof()
        try:
            with request.env.cr.savepoint():
                self._check_not_colleague(proof_sudo)
                proof_sudo._request_change(
                    comment=comment,
                    partner=self._get_answering_partner(proof_sudo),
                )
        except UserError as error:
            return self._render_proof(
                proof_sudo,
                access_token,
                error=str(error),
                comment=comment,
                status=409,
            )
        return request.redirect(proof_sudo.get_portal_url())

    @http.route(
        '/my/gifts/proof/<int:proof_id>/surface/<string:surface_key>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def portal_proof_surface(self, proof_id, surface_key, access_token=None, size='', **_kwargs):
        """Stream the picture of one surface after the access check."""
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo or surface_key not in proof_sudo._get_surface_keys():
            raise request.not_found()
        size = size if size in SIZES_PX else ''
        mark = 'open' if proof_sudo._get_watermark() else 'final'
        etag = f'{proof_sudo.revision_hash}-{surface_key}-{size}-{mark}'
        headers = [
            ('Content-Type', 'image/jpeg'),
            ('Cache-Control', 'private, max-age=86400, immutable'),
            ('X-Content-Type-Options', 'nosniff'),
            ('ETag', f'"{etag}"'),
        ]
        if etag in request.httprequest.if_none_match:
            return request.make_response(b'', headers, status=304)
        picture = proof_sudo._render_surface(surface_key, SIZES_PX[size])
        return request.make_response(picture, headers)

    # === HELPERS === #

    def _document_check_access(self, model_name, document_id, access_token=None):
        """Override of `portal`: what cannot be an id or a token is a wrong one, not an error."""
        if not is_id(document_id):
            raise MissingError(request.env._("This document does not exist."))
        if not isinstance(access_token, str) or not access_token.isascii():
            access_token = None
        return super()._document_check_access(model_name, int(document_id), access_token)

    def _get_proof(self, proof_id, access_token):
        """Return the proof (sudo) that the user or the token may open, or ``None``."""
        try:
            return self._document_check_access('gift.proof', proof_id, access_token)
        except (AccessError, MissingError):
            return None

    def _refuse_proof(self):
        """Say the same for a proof that does not exist and one that is somebody else's."""
        if request.env.user._is_public():
            path = '/'.join(request.httprequest.path.split('/')[:5])
            values = {'login_url': f'/web/login?redirect={path}'}
        else:
            values = {'login_url': False}
        return request.render(
            'gift_personalization.portal_proof_refused',
            values,
            status=404,
            headers=PAGE_HEADERS,
        )

    def _get_answering_partner(self, asked_sudo):
        """Return who answers: the user who is logged in, otherwise the holder of the link.

        :param asked_sudo: the proof, or the order with the proofs.
        """
        user = request.env.user
        return asked_sudo.partner_id if user._is_public() else user.partner_id

    def _is_colleague(self, asked_sudo):
        """Return whether one of the team looks at what a customer is asked."""
        user = request.env.user
        return (
            user._is_internal()
            and user.partner_id.commercial_partner_id != asked_sudo.partner_id.commercial_partner_id
        )

    def _check_not_colleague(self, asked_sudo):
        """Refuse an answer in a customer's name: an approval proves what the customer said.

        :raise UserError: always a whole sentence.
        """
        if self._is_colleague(asked_sudo):
            raise UserError(
                request.env._(
                    "You are logged in as one of the team, and only the customer can answer here."
                    " Send them the link of this page, or make a new version."
                )
            )

    def _render_proof(self, proof_sudo, access_token, *, status=200, **extra):
        values = self._get_page_view_values(
            proof_sudo,
            access_token,
            {
                'page_name': 'gift_proof',
                'proof': proof_sudo,
                'newest': proof_sudo._get_newest(),
                'previous': proof_sudo._get_previous(),
                'earlier': proof_sudo._get_earlier(),
                'pin_draft': False,
                'wording': proof_sudo._get_approval_wording(),
                'spelling_wording': proof_sudo._get_spelling_wording(),
                'shown_digest': proof_sudo._get_shown_digest(),
                'is_colleague': self._is_colleague(proof_sudo),
                'answering_name': self._get_answering_partner(proof_sudo).name or '',
                'error': False,
                'comment': '',
                **extra,
            },
            'my_gifts_history',
            False,
        )
        return request.render(
            'gift_personalization.portal_proof',
            values,
            status=status,
            headers=PAGE_HEADERS,
        )
