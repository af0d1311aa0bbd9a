from odoo.exceptions import UserError
from odoo.http import request, route

from .portal import GiftPortal


class GiftPortalSilence(GiftPortal):
    @route(
        '/my/gifts/proof/<int:proof_id>/silence',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def portal_proof_silence(self, proof_id, access_token=None, agree='', **post):
        """Agree that silence is an approval of the version shown, or take that back."""
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo:
            return self._refuse_proof()
        try:
            with request.env.cr.savepoint():
                self._check_not_colleague(proof_sudo)
                if agree == '1':
                    proof_sudo._agree_to_silence(
                        expected_hash=post.get('hash', ''),
                        partner=self._get_answering_partner(proof_sudo),
                        name=post.get('name'),
                    )
                else:
                    proof_sudo._stop_silence()
        except UserError as error:
            return self._render_proof(proof_sudo, access_token, error=str(error), status=409)
        return request.redirect(proof_sudo.get_portal_url())
