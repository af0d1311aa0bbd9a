import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.errors import EngineError
from ..engine.file_names import build_name
from .gift_print_output import KIND_FORMATS, KINDS

DPI = 300
DEFAULT_EDGE_MM = 0.2
DEFAULT_SSIM = 0.98
DEFAULT_DELTA_E = 10.0
DEFAULT_OVERLAP = 0.98
MIMETYPES = {
    'pdf': 'application/pdf',
    'png': 'image/png',
    'svg': 'image/svg+xml',
    'dxf': 'image/vnd.dxf',
}
# What is measured on which kind of file: a shape has no colours, a plate no likeness.
FIGURES = {
    'pdf': ('edge_shift_mm', 'delta_e', 'ssim'),
    'png': ('edge_shift_mm', 'delta_e', 'ssim'),
    'underbase': ('edge_shift_mm',),
    'engraving': ('edge_shift_mm', 'delta_e', 'ssim', 'overlap'),
    'worksheet': ('edge_shift_mm', 'delta_e', 'ssim'),
    'svg': ('edge_shift_mm', 'ssim', 'overlap'),
    'dxf': ('edge_shift_mm', 'ssim', 'overlap'),
}


class GiftPrintFile(models.Model):
    """A written file for the machine. It is never changed; a newer one takes its place."""

    _name = 'gift.print.file'
    _inherit = ['gift.append.only.mixin']
    _description = 'Print file'
    _order = 'job_id, surface_key, file_format, kind, id desc'

    job_id = fields.Many2one('gift.job', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='job_id.company_id', store=True)
    name = fields.Char(string="File", required=True)
    surface_key = fields.Char(string="Surface", required=True)
    kind = fields.Selection(KINDS, string="File kind", required=True)
    options = fields.Char(help="What the print method asked of this file.")
    file_format = fields.Selection(
        [('pdf', "PDF"), ('png', "PNG"), ('svg', "SVG"), ('dxf', "DXF")],
        string="Format",
        required=True,
    )
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
    overlap = fields.Float(
        string="Overlap (IoU)", digits=(16, 5), help="Of the outlines with the approved picture."
    )

    is_good = fields.Boolean(string="Within the limits", compute='_compute_is_good')

    @api.depends('edge_shift_mm', 'delta_e', 'ssim', 'overlap')
    def _compute_is_good(self):
        for file in self:
            file.is_good = file._is_within_limits()

    # === WRITING === #

    @api.model
    def _create_for_surface(self, job, surface, display, output):
        """Write one file of one surface and measure it against the approved picture.

        :param job: gift.job in sudo, its approval checked.
        :param dict surface: entry of ``surfaces`` of the content document.
        :param display: the engine's display list of that surface.
        :param output: gift.print.output that asks for the file.
        :return: the file; an equal one that exists is returned as it is.
        :raise UserError: for a design that this kind of file cannot show.
        """
        images = self.env['gift.asset']._get_image_loader('master')
        options = output._get_options()
        mirror = surface['method']['mirror']
        arguments = (display, images, options)
        try:
            facts = self._prepare_worksheet(job, surface) if output.kind == 'worksheet' else None
            data = self._render(*arguments, mirror=mirror, title=job.name, facts=facts)
        except EngineError as error:
            raise self._build_render_error(error, output) from error
        values = self._prepare_values(job, surface, output, data)
        same = job.current_file_ids.filtered(
            lambda file: (file.sha256, file.kind) == (values['sha256'], output.kind)
        )
        if same:
            return same
        values.update(self._measure(*arguments, data, mirror=mirror))
        return self.sudo().with_context(image_no_postprocess=True).create(values)

    @api.model
    def _prepare_values(self, job, surface, output, data):
        return {
            'job_id': job.id,
            'name': self._build_name(job, surface, output),
            'surface_key': surface['key'],
            'kind': output.kind,
            'options': self._dump_options(output._get_options()),
            'file_format': KIND_FORMATS[output.kind],
            'data': base64.b64encode(data),
            'file_size': len(data),
            'sha256': hashlib.sha256(data).hexdigest(),
            'revision_hash': job.revision_hash,
            'dpi': self._get_dpi(output.kind, surface['method']),
            'mirrored': surface['method']['mirror'] and output.kind != 'worksheet',
            'width_mm': surface['width_um'] / 1000,
            'height_mm': surface['height_um'] / 1000,
        }

    @api.model
    def _get_dpi(self, kind, method):
        """Return the resolution of a file; 0 for outlines.

        :param dict method: print method of the content document.
        """
        if kind == 'engraving':
            return method.get('photo_dpi', 0)
        return 0 if kind in ('svg', 'dxf') else DPI

    @api.model
    def _dump_options(self, options):
        return json.dumps(options, sort_keys=True)

    @api.model
    def _build_name(self, job, surface, output):
        """Return the file's name by the pattern of its print method."""
        line = job.sale_line_id
        lines = line.order_id.order_line.filtered(lambda entry: not entry.display_type)
        values = {
            'order': job.order_name,
            'line': lines.ids.index(line.id) + 1 if line in lines else line.id,
            'job': job.name,
            'product': job.product_id.default_code or job.product_id.name,
            'template': job.revision_id.template_id.key,
            'surface': surface['key'],
            'quantity': f'{job.quantity:g}',
            'method': surface['method']['key'],
            'hash8': job.revision_hash[:8],
            'kind': output.kind,
            'ext': KIND_FORMATS[output.kind],
        }
        return build_name(output.method_id.file_name, values)

    @api.model
    def _render(self, display, images, options, *, mirror, title, facts=None):
        from ..engine import print_outputs

        return print_outputs.render(
            display, images, options, mirror=mirror, title=title, facts=facts
        )

    @api.model
    def _measure(self, display, images, options, data, *, mirror):
        """Compare the written bytes with the approved picture, read by another program.

        :return: values of the figures that this kind of file has.
        """
        from ..engine import print_outputs

        found = print_outputs.measure(display, images, options, data, mirror=mirror)
        return {name: found[name] for name in FIGURES[options['kind']]}

    @api.model
    def _build_render_error(self, error, output):
        """Return the UserError of what cannot be written; other errors as they are."""
        messages = {
            'outline_photo': self.env._(
                "a photo has no outline that a laser, a cutter or a needle could follow"
            ),
            'outline_gradient': self.env._(
                "a drawing blends colours, and a foil or a thread has only one"
            ),
        }
        if error.code not in messages:
            return error
        return UserError(
            self.env._(
                "The file “%(kind)s” of “%(method)s” cannot be written: %(reason)s. Change the"
                " design with the customer, or the files of the print method.",
                kind=dict(KINDS)[output.kind],
                method=output.method_id.name,
                reason=messages[error.code],
            )
        )

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
        """Return the limits of the settings: ``{figure: (sign, limit)}``."""
        parameters = self.env['ir.config_parameter'].sudo()

        def limit(name, default):
            return float(parameters.get_param(f'gift_personalization.parity_{name}') or default)

        return {
            'edge_shift_mm': ('<=', limit('edge_mm', DEFAULT_EDGE_MM)),
            'delta_e': ('<=', limit('delta_e', DEFAULT_DELTA_E)),
            'ssim': ('>=', limit('ssim', DEFAULT_SSIM)),
            'overlap': ('>=', limit('overlap', DEFAULT_OVERLAP)),
        }

    def _get_missed_limits(self):
        """Return ``[(figure, measured, limit)]`` of what differs too much."""
        self.ensure_one()
        limits = self._get_limits()
        return [
            (name, self[name], limits[name][1])
            for name in FIGURES[self.kind]
            if not (
                self[name] <= limits[name][1]
                if limits[name][0] == '<='
                else self[name] >= limits[name][1]
            )
        ]

    def _is_within_limits(self):
        """Return whether the file shows the approved picture closely enough."""
        return not self._get_missed_limits()

    def _is_all_good(self):
        """Return whether every file is within the limits and its bytes are what was written."""
        return all(file._is_within_limits() and file._is_intact() for file in self)

    def _get_limit_message(self):
        self.ensure_one()
        labels = {
            'edge_shift_mm': self.env._("edges are off by %(value).2f mm (limit %(limit).2f)"),
            'delta_e': self.env._("colours by ΔE %(value).1f (limit %(limit).1f)"),
            'ssim': self.env._("the likeness is %(value).3f (limit %(limit).3f)"),
            'overlap': self.env._("the outlines overlap by %(value).3f (limit %(limit).3f)"),
        }
        details = ", ".join(
            labels[name] % {'value': value, 'limit': limit}
            for name, value, limit in self._get_missed_limits()
        )
        return self.env._(
            "The file %(name)s differs from the approved picture: %(details)s. It must not be"
            " printed.",
            name=self.name,
            details=details,
        )

    # === BUTTONS === #

    def action_download(self):
        """Button: download the file."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/gift/print-file/{self.id}', 'target': 'new'}
