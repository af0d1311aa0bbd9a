import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import UPLOAD_LIMIT_BYTES
from ..engine import artwork


class GiftProofArtwork(models.TransientModel):
    """Staff replace the design of one surface by a corrected file; the result is a new proof."""

    _name = 'gift.proof.artwork'
    _description = 'Corrected file for a surface'

    proof_id = fields.Many2one('gift.proof', required=True, readonly=True, ondelete='cascade')
    template_id = fields.Many2one(related='proof_id.revision_id.template_id')
    surface_id = fields.Many2one(
        'gift.surface', required=True, domain="[('template_id', '=', template_id)]"
    )
    with_bleed = fields.Boolean(string="The file includes the bleed")
    file = fields.Binary(required=True, attachment=False)
    answer = fields.Text(string="Message to the customer", help="Shown above the new version.")
    size_hint = fields.Char(string="Size", compute='_compute_size_hint')

    @api.depends('surface_id', 'with_bleed')
    def _compute_size_hint(self):
        for wizard in self:
            surface = wizard._get_surface()
            wizard.size_hint = surface and wizard._build_size_hint(surface)

    def _build_size_hint(self, surface):
        width_um, height_um = artwork.size_um(surface, bleed=self.with_bleed)
        width_px, height_px = artwork.least_px(surface, bleed=self.with_bleed)
        return self.env._(
            "%(width)s × %(height)s mm, at least %(width_px)s × %(height_px)s px; JPEG, PNG or"
            " WebP",
            width=f'{width_um / 1000:g}',
            height=f'{height_um / 1000:g}',
            width_px=width_px,
            height_px=height_px,
        )

    def _get_surface(self):
        """Return the surface in the content document of the proof's design, or ``False``."""
        revision_sudo = self.proof_id.sudo().revision_id
        if not revision_sudo or not self.surface_id:
            return False
        surfaces = revision_sudo._get_document()['template']['surfaces']
        return next((s for s in surfaces if s['key'] == self.surface_id.key), False)

    def action_apply(self):
        """Freeze the design with the corrected file and send it as a new version."""
        self.ensure_one()
        self.proof_id._check_staff()
        proof_sudo = self.proof_id.sudo()  # nobody has the right to write proofs
        revision = self._freeze(proof_sudo.revision_id)
        new = proof_sudo._supersede_with(revision, answer=(self.answer or '').strip())
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.proof',
            'res_id': new.id,
            'view_mode': 'form',
        }

    def _freeze(self, revision_sudo):
        data = base64.b64decode(self.with_context(bin_size=False).file or b'')
        asset = self.env['gift.asset']._ingest_photo(data[: UPLOAD_LIMIT_BYTES + 1])
        design = revision_sudo._build_artwork_design(
            self.surface_id.key, asset, bleed=self.with_bleed
        )
        designs = self.env['gift.design']._with_zone_labels(revision_sudo.template_id)
        _layout, findings = designs._layout(design)
        blocking = [finding for finding in findings if finding.severity == 'error']
        if blocking:
            raise UserError(designs._gift_finding_message(blocking[0]))
        return self.env['gift.design.revision']._find_or_create(
            design,
            revision_sudo.product_id,
            revision_sudo.template_id,
            revision_sudo.asset_ids | asset,
        )
