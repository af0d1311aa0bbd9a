import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gift_print_file import FIGURES

KINDS = [
    ('pdf', "PDF"),
    ('png', "Transparent PNG, 300 dpi"),
    ('underbase', "White underbase (PNG)"),
    ('engraving', "Engraved photos (PNG, 1 bit)"),
    ('svg', "Outlines (SVG)"),
    ('dxf', "Outlines (DXF)"),
]
FORMATS = {
    'pdf': 'pdf',
    'png': 'png',
    'underbase': 'png',
    'engraving': 'png',
    'svg': 'svg',
    'dxf': 'dxf',
}
CHANGEABLE = {'revoked_date', 'revoked_note'}


class GiftSheet(models.Model):
    """A written gang sheet. It never changes; it is revoked when a piece on it must not be made."""

    _name = 'gift.sheet'
    _description = 'Gang sheet'
    _order = 'batch_id, method_code, number, kind, id desc'

    batch_id = fields.Many2one('gift.batch', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='batch_id.company_id', store=True)
    name = fields.Char(string="File", required=True)
    size_name = fields.Char(string="Sheet", required=True)
    method_code = fields.Char(required=True)
    number = fields.Integer(string="No.", required=True)
    kind = fields.Selection(KINDS, string="File kind", required=True)
    data = fields.Binary(attachment=True, required=True)
    file_size = fields.Integer(string="Size (bytes)")
    sha256 = fields.Char(string="SHA-256", required=True)
    manifest = fields.Text(required=True, help="Which piece lies where: JSON, lengths in mm.")
    piece_count = fields.Integer(string="Pieces", required=True)
    use_percent = fields.Float(string="Area used (%)", digits=(16, 1))
    edge_shift_mm = fields.Float(string="Edge shift (mm)", digits=(16, 4))
    delta_e = fields.Float(string="Colour difference (ΔE)", digits=(16, 3))
    ssim = fields.Float(string="Likeness (SSIM)", digits=(16, 5))
    overlap = fields.Float(string="Overlap (IoU)", digits=(16, 5))
    revoked_date = fields.Datetime(string="Revoked", readonly=True)
    revoked_note = fields.Char(string="Why", readonly=True)

    def write(self, vals):
        """Refuse every change but being revoked.

        :raise UserError: for anything else.
        """
        if set(vals) - CHANGEABLE:
            raise UserError(self.env._("A gang sheet cannot be changed. It is laid anew instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A gang sheet cannot be deleted. It is revoked instead."))

    def _revoke(self, note):
        """Mark the sheets as not to be printed (sudo). Those that are revoked stay as they are."""
        current = self.filtered(lambda sheet: not sheet.revoked_date)
        if current:
            current.write({'revoked_date': fields.Datetime.now(), 'revoked_note': note})
            names = ", ".join(current.mapped('name'))
            current.batch_id._log_event('file', self.env._("Revoked: %s.", names))

    # === READING === #

    def _get_bytes(self):
        """Return the stored bytes of the file."""
        self.ensure_one()
        return base64.b64decode(self.sudo().with_context(bin_size=False).data or b'')

    def _get_pieces(self):
        self.ensure_one()
        return json.loads(self.manifest)['pieces']

    def _get_problem(self):
        """Return why the sheet must not be printed, or an empty string (sudo)."""
        self.ensure_one()
        if self.revoked_date:
            return self.env._("%s was revoked", self.name)
        if hashlib.sha256(self._get_bytes()).hexdigest() != self.sha256:
            return self.env._("%s was changed after it was written", self.name)
        jobs = {job.name: job for job in self.batch_id.job_ids}
        for piece in self._get_pieces():
            job = jobs.get(piece['job'])
            is_same = job and job.revision_hash == job.approved_hash == piece['design_sha256']
            if not is_same:
                return self.env._(
                    "%(piece)s on %(sheet)s is not what its customer approved",
                    piece=piece['job'],
                    sheet=self.name,
                )
        return ''

    def _get_missed_limits(self):
        """Return the figures that are beyond the limits of the settings."""
        self.ensure_one()
        limits = self.env['gift.print.file']._get_limits()
        return [
            name
            for name in FIGURES[self.kind]
            if (self[name] > limits[name][1]) == (limits[name][0] == '<=')
            and self[name] != limits[name][1]
        ]

    def action_download(self):
        """Button: download the sheet."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/gift/sheet/{self.id}', 'target': 'new'}
