import base64
import hashlib

from odoo import api, fields, models

DPI = 300
DEFAULT_EDGE_MM = 0.2
DEFAULT_SSIM = 0.98
DEFAULT_DELTA_E = 10.0


class GiftPrintFile(models.Model):
    """A written file for the machine. It is never changed; a newer one takes its place."""

    _name = 'gift.print.file'
    _inherit = ['gift.append.only.mixin']
    _description = 'Print file'
    _order = 'job_id, surface_key, file_format, id desc'

    job_id = fields.Many2one('gift.job', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='job_id.company_id', store=True)
    name = fields.Char(string="File", required=True)
    surface_key = fields.Char(string="Surface", required=True)
    file_format = fields.Selection([('pdf', "PDF"), ('png', "PNG")], string="Format", required=True)
    data = fields.Binary(attachment=True, required=True)
    file_size = fields.Integer(string="Size (bytes)")
    sha256 = fields.Char(string="SHA-256", required=True)
    revision_hash = fields.Char(string="Design hash", required=True)
    dpi = fields.Integer(string="Resolution (dpi)")
    mirrored = fields.Boolean()
    width_mm = fields.Float(string="Width (mm)")
    height_mm = fields.Float(string="Height (mm)")
    edge_shift_mm = fields.Float(string="Edge shift (mm)", digits=(16, 4))
    delta_e = fields.Float(string="Colour difference (ΔE)", digits=(16, 3))
    ssim = fields.Float(string="Likeness (SSIM)", digits=(16, 5))

    # === WRITING === #

    @api.model
    def _create_for_surface(self, job, surface, display, file_format):
        """Write one file of one surface and measure it against the approved picture.

        :param job: gift.job in sudo, its approval checked.
        :param dict surface: entry of ``surfaces`` of the content document.
        :param display: the engine's display list of that surface.
        :return: the file; an equal one that exists is returned as it is.
        """
        images = self.env['gift.asset']._get_image_loader('master')
        mirror = surface['method']['mirror']
        data = self._render(display, images, file_format, mirror=mirror, title=job.name)
        sha256 = hashlib.sha256(data).hexdigest()
        same = job.current_file_ids.filtered(lambda file: file.sha256 == sha256)
        if same:
            return same
        parity = self._measure(display, images, data, file_format, mirror=mirror)
        return (
            self.sudo()
            .with_context(image_no_postprocess=True)
            .create(
                {
                    'job_id': job.id,
                    'name': self._build_name(job, surface['key'], file_format),
                    'surface_key': surface['key'],
                    'file_format': file_format,
                    'data': base64.b64encode(data),
                    'file_size': len(data),
                    'sha256': sha256,
                    'revision_hash': job.revision_hash,
                    'dpi': DPI,
                    'mirrored': mirror,
                    'width_mm': surface['width_um'] / 1000,
                    'height_mm': surface['height_um'] / 1000,
                    'edge_shift_mm': parity.edge_shift_mm,
                    'delta_e': parity.delta_e,
                    'ssim': parity.ssim,
                }
            )
        )

    @api.model
    def _build_name(self, job, surface_key, file_format):
        template_key = job.revision_id.template_id.key
        return f'{job.name}_{template_key}_{surface_key}_{job.revision_hash[:8]}.{file_format}'

    @api.model
    def _render(self, display, images, file_format, *, mirror, title):
        from ..engine.outputs import pdf, raster

        if file_format == 'pdf':
            return pdf.render_pdf(display, images, mirror=mirror, title=title)
        return raster.render_png(display, images, dpi=DPI, bleed=True, mirror=mirror)

    @api.model
    def _measure(self, display, images, data, file_format, *, mirror):
        """Compare the written bytes with the approved picture, drawn by another program.

        :return: the engine's ``Parity``.
        """
        from ..engine import file_parity

        measure = file_parity.measure_pdf if file_format == 'pdf' else file_parity.measure_png
        return measure(display, images, data, mirror=mirror)

    # === CHECKING === #

    def _get_bytes(self):
        """Return the stored bytes of the file."""
        self.ensure_one()
        return base64.b64decode(self.sudo().with_context(bin_size=False).data or b'')

    def _is_intact(self):
        """Return whether the stored bytes still are what was written."""
        self.ensure_one()
        return hashlib.sha256(self._get_bytes()).hexdigest() == self.sha256

    @api.model
    def _get_limits(self):
        """Return ``(largest edge shift in mm, largest ΔE, smallest SSIM)`` from the settings."""
        parameters = self.env['ir.config_parameter'].sudo()
        return tuple(
            float(parameters.get_param(f'gift_personalization.parity_{name}') or default)
            for name, default in (
                ('edge_mm', DEFAULT_EDGE_MM),
                ('delta_e', DEFAULT_DELTA_E),
                ('ssim', DEFAULT_SSIM),
            )
        )

    def _is_within_limits(self):
        """Return whether the file shows the approved picture closely enough."""
        self.ensure_one()
        edge_mm, delta_e, ssim = self._get_limits()
        return self.edge_shift_mm <= edge_mm and self.delta_e <= delta_e and self.ssim >= ssim

    def _get_limit_message(self):
        self.ensure_one()
        edge_mm, delta_e, ssim = self._get_limits()
        return self.env._(
            "The file %(name)s differs from the approved picture: edges are %(edge).2f mm off"
            " (limit %(edge_limit).2f), colours ΔE %(colour).1f (limit %(colour_limit).1f),"
            " likeness %(ssim).3f (limit %(ssim_limit).3f). It must not be printed.",
            name=self.name,
            edge=self.edge_shift_mm,
            edge_limit=edge_mm,
            colour=self.delta_e,
            colour_limit=delta_e,
            ssim=self.ssim,
            ssim_limit=ssim,
        )

    # === BUTTONS === #

    def action_download(self):
        """Button: download the file."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/gift/print-file/{self.id}', 'target': 'new'}
