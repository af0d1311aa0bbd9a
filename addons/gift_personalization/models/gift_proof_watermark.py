from odoo import api, models

WATERMARK_FONT = 'lato'
HASH_DIGITS = 8


class GiftProof(models.Model):
    """Pictures of a proof that is not approved carry the order and the hash across them.

    Only the finished picture is overprinted: design, hash and print files know nothing of it.
    """

    _inherit = 'gift.proof'

    def _get_watermark(self):
        """Return the text across the pictures, or an empty string once it was approved."""
        self.ensure_one()
        if self.state == 'approved':
            return ''
        return self._build_watermark(self.order_id.name, self.revision_hash)

    @api.model
    def _build_watermark(self, order_name, content_hash):
        return f'{order_name} · {content_hash[:HASH_DIGITS]}'

    def _render_surface(self, surface_key, size_px):
        """Return the JPEG (bytes) of one surface as the proof page shows it."""
        self.ensure_one()
        picture = self.revision_id._render_preview(size_px, surface_key)
        text = self._get_watermark()
        return self._overprint(picture, text) if text else picture

    def _overprint(self, picture, text):
        from ..engine import watermark  # imaging libraries are loaded on first use

        fonts_sudo = self.env['gift.font'].sudo()
        shas = (
            *fonts_sudo.search([('key', '=', WATERMARK_FONT)]).mapped('sha256'),
            *fonts_sudo._get_fallback_hashes(),
        )
        book = fonts_sudo._get_font_book(shas)
        return watermark.overprint_jpeg(picture, text, [book.face(sha) for sha in shas])
