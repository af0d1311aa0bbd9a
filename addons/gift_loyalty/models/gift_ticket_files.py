from odoo import api, models
from odoo.exceptions import UserError

MAX_FILES = 10
MAX_FILE_BYTES = 10 * 1024 * 1024
PICTURES = (b'\xff\xd8\xff', b'\x89PNG', b'RIFF')
PDF = b'%PDF-'


class GiftTicket(models.Model):
    """Files that customers send: pictures are written anew, papers are kept, the rest is not."""

    _inherit = 'gift.ticket'

    @api.model
    def _keep_safe(self, files):
        """Return ``(files that are kept, names of those that are not)``.

        :param files: ``[(name, content), …]``, with Odoo's details of mails as a third entry.
        """
        kept, dropped = [], []
        for number, (name, content, *rest) in enumerate(files):
            data = content.encode() if isinstance(content, str) else bytes(content or b'')
            safe = self._get_safe(name, data) if number < MAX_FILES else None
            if safe:
                kept.append((*safe, *rest))
            else:
                dropped.append(str(name)[:80])
        return kept, dropped

    @api.model
    def _get_safe(self, name, data):
        """Return ``(name, bytes)`` of a file that may be kept, or ``None``."""
        stem = str(name or 'file').rsplit('.', 1)[0][:80]
        if data.startswith(PICTURES):
            return self._get_picture(stem, data)
        if data.startswith(PDF) and len(data) <= MAX_FILE_BYTES:
            return f'{stem}.pdf', data
        return None

    @api.model
    def _get_picture(self, stem, data):
        try:
            asset = self.env['gift.asset']._ingest_photo(data)
        except UserError:
            return None
        ending = 'png' if asset.mimetype == 'image/png' else 'jpg'
        if asset.mimetype == 'image/webp':
            ending = 'webp'
        return f'{stem}.{ending}', asset._get_bytes('screen')
