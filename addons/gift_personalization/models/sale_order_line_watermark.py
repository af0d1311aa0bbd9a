from odoo import api, models

from odoo.addons.gift_base.tools import check_signed_token, signed_token

SCOPE = 'marked-preview'


class SaleOrderLine(models.Model):
    """After the order, the picture of a design carries the watermark until it was approved."""

    _inherit = 'sale.order.line'

    def _gift_get_preview_url(self):
        """Override to give ordered designs that wait for their approval the marked picture."""
        self.ensure_one()
        if not self.gift_revision_id or not self._gift_is_marked():
            return super()._gift_get_preview_url()
        content_hash = self.gift_revision_id.sudo().hash
        token = signed_token(self.env, SCOPE, self._gift_get_mark_key(content_hash))
        return f'/gift/preview/{content_hash}/{self.id}/{token}.jpg'

    def _gift_is_marked(self):
        """Return whether the design was ordered and still waits for the customer's approval."""
        self.ensure_one()
        line_sudo = self.sudo()  # who sees the line may see its picture
        if line_sudo.order_id.state not in ('sale', 'cancel'):
            return False
        revision = line_sudo.gift_revision_id
        proofs = line_sudo.gift_proof_ids.filtered(lambda proof: proof.revision_id == revision)
        if proofs:
            return not any(proof.approved_hash == revision.hash for proof in proofs)
        policy = line_sudo.product_template_id._gift_get_proof_policy(revision.template_id)
        return policy != 'none'

    def _gift_get_mark_key(self, content_hash):
        return f'{self.id}-{content_hash}'

    @api.model
    def _gift_find_marked(self, line_id, content_hash, token):
        """Return ``(line, revision)`` (sudo) when the token is right, or empty recordsets."""
        line_sudo = self.sudo().browse(line_id).exists()
        revisions_sudo = self.env['gift.design.revision'].sudo()
        key = f'{line_id}-{content_hash}'
        if not line_sudo or not check_signed_token(self.env, SCOPE, key, token):
            return line_sudo.browse(), revisions_sudo
        return line_sudo, revisions_sudo.search([('hash', '=', content_hash)], limit=1)

    def _gift_render_marked(self, revision):
        """Return the JPEG (bytes) of an ordered design with the watermark of its order."""
        self.ensure_one()
        proofs_sudo = self.env['gift.proof'].sudo()  # the caller has checked the token
        text = proofs_sudo._build_watermark(self.order_id.name, revision.hash)
        return proofs_sudo._overprint(revision._get_preview(), text)
