from odoo.exceptions import UserError
from odoo.http import request, route

from .portal import GiftPortal

PINS_PER_PROOF = 60
WINDOW_S = 3600


class GiftPortalPin(GiftPortal):
    @route(
        '/my/gifts/proof/<int:proof_id>/pin',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def portal_proof_pin(self, proof_id, access_token=None, **post):
        """Comment on a point of the picture."""
        proof_sudo = self._get_proof(proof_id, access_token)
        if not proof_sudo:
            return self._refuse_proof()
        try:
            request.env['gift.rate.limit']._gift_count(
                'pin', str(proof_sudo.id), limit=PINS_PER_PROOF, seconds=WINDOW_S
            )
            with request.env.cr.savepoint():
                self._check_not_colleague(proof_sudo)
                pin = proof_sudo._add_pin(
                    surface_key=post.get('surface'),
                    x_mm=post.get('x'),
                    y_mm=post.get('y'),
                    comment=post.get('comment'),
                    partner=self._get_answering_partner(proof_sudo),
                )
        except UserError as error:
            return self._render_proof(
                proof_sudo, access_token, error=str(error), pin_draft=post, status=409
            )
        return request.redirect(f'{proof_sudo.get_portal_url()}#gift_pin_{pin.number}')
