import base64
import hashlib
import json
import math

from odoo import models
from odoo.exceptions import UserError

from ..engine.errors import EngineError
from .gift_sheet import FORMATS


class GiftBatch(models.Model):
    """Laying and writing the sheets of a batch."""

    _inherit = 'gift.batch'

    def _write_sheets(self):
        """Lay the pieces of all jobs and write every kind of file that their method makes (sudo).

        Idempotent: sheets that are there already are not written again.

        :raise UserError: when a job is not approved, a piece does not fit, or a sheet differs from
            the approved pictures.
        """
        self.ensure_one()
        jobs = self.job_ids.sorted('id')
        jobs._gift_lock()
        self._gift_lock()
        for job in jobs:
            job._check_approved()
        jobs._check_files_usable()
        laid = {job: job._get_gang_surfaces() for job in jobs}
        for code in (self.method_codes or '').split('+'):
            size = self.env['gift.sheet.size']._get_for_method(code)
            if size:
                self._write_method_sheets(code, size, laid)
        self.write({'sheet_next_try': False, 'sheet_attempts': 0, 'sheet_error': False})
        self._log_event(
            'file', self.env._("%s gang sheets were written.", len(self._get_current_sheets()))
        )

    def _write_method_sheets(self, code, size, laid):
        from ..engine import gang

        surfaces = {
            (job.id, key): surface
            for job, found in laid.items()
            for key, surface in found.items()
            if surface['method'] == code
        }
        method = self.env['gift.print.method']._get_by_code(code)
        outputs = method.output_ids.filtered(lambda output: output.kind in FORMATS)
        if not surfaces or not outputs:
            return
        sheets = self._nest(size, surfaces)
        for number, places in enumerate(sheets, 1):
            title = f'{self.name} {code} {number}/{len(sheets)}'
            gang_sheet = self._build_gang(size, surfaces, places, title)
            for output in outputs.filtered(lambda o, g=gang_sheet: gang.has_content(g, o.kind)):
                self._write_sheet(output, size, gang_sheet, number, surfaces)

    def _nest(self, size, surfaces):
        """Return the engine's sheets; keys of the pieces are those of ``surfaces``."""
        from ..engine import nesting

        pieces = [
            nesting.Piece(key, surface['width_um'], surface['height_um'], surface['copies'])
            for key, surface in surfaces.items()
        ]
        try:
            return nesting.nest(size._build_engine_sheet(), pieces)
        except EngineError as error:
            if error.code != 'piece_too_large':
                raise
            surface = surfaces[error.params['piece']]
            raise UserError(
                self.env._(
                    "%(job)s (%(surface)s, %(width)g × %(height)g mm) does not fit on the sheet"
                    " “%(size)s”. Take it out of the batch, or choose a larger sheet for its print"
                    " method.",
                    job=surface['job'].name,
                    surface=surface['key'],
                    width=surface['width_um'] / 1000,
                    height=surface['height_um'] / 1000,
                    size=size.name,
                )
            ) from error

    def _build_gang(self, size, surfaces, places, title):
        from ..engine import gang

        fonts = self.env['gift.job']._get_paper_fonts() if size.has_labels else ()
        book = self.env['gift.font'].sudo()._get_font_book(fonts)
        laid = []
        for place in places:
            surface = surfaces[place.key]
            label = f"{surface['job'].name} {place.copy}/{surface['copies']}"
            laid.append(gang.Laid(place, surface['display'], surface['mirror'], label))
        return gang.GangSheet(
            size._build_engine_sheet(),
            tuple(laid),
            title,
            size.cut_lines or '',
            round(size.cut_offset_mm * 1000),
            tuple(book.face(sha) for sha in fonts),
        )

    def _write_sheet(self, output, size, gang_sheet, number, surfaces):
        from ..engine import gang, gang_parity

        images = self.env['gift.asset']._get_image_loader('master')
        options = output._get_options()
        try:
            data = gang.render_sheet(output.kind, gang_sheet, images, options)
        except EngineError as error:
            raise self.env['gift.print.file']._build_render_error(error, output) from error
        figures = gang_parity.measure_sheet(output.kind, gang_sheet, images, options, data)
        values = self._prepare_sheet_values(output, size, gang_sheet, number, surfaces, data)
        sheets = self.env['gift.sheet'].with_context(image_no_postprocess=True)
        same = self._get_current_sheets().filtered(
            lambda sheet: (sheet.name, sheet.sha256) == (values['name'], values['sha256'])
        )
        sheet = same or sheets.create({**values, **figures})
        if sheet._get_missed_limits():
            raise UserError(
                self.env._(
                    "The sheet %(name)s differs from the approved pictures of its jobs"
                    " (%(figures)s). It must not be printed.",
                    name=sheet.name,
                    figures=", ".join(sheet._get_missed_limits()),
                )
            )

    def _prepare_sheet_values(self, output, size, gang_sheet, number, surfaces, data):
        from ..engine import nesting

        code = output.method_id.code
        places = [laid.place for laid in gang_sheet.laid]
        name = f'{self.name}_{code}_{number}_{output.kind}.{FORMATS[output.kind]}'
        use = nesting.use_percent(gang_sheet.sheet, places)
        sha256 = hashlib.sha256(data).hexdigest()
        manifest = {
            'sheet': name,
            'sha256': sha256,
            'width_mm': size.width_mm,
            'height_mm': size.height_mm,
            'use_percent': use,
            'pieces': [self._describe_piece(laid, surfaces) for laid in gang_sheet.laid],
        }
        return {
            'batch_id': self.id,
            'name': name,
            'size_name': size.name,
            'method_code': code,
            'number': number,
            'kind': output.kind,
            'data': base64.b64encode(data),
            'file_size': len(data),
            'sha256': sha256,
            'manifest': json.dumps(manifest),
            'piece_count': len(places),
            'use_percent': use,
        }

    def _describe_piece(self, laid, surfaces):
        place = laid.place
        surface = surfaces[place.key]
        return {
            'job': surface['job'].name,
            'surface': surface['key'],
            'design_sha256': surface['job'].revision_hash,
            'copy': place.copy,
            'x_mm': place.x_um / 1000,
            'y_mm': place.y_um / 1000,
            'width_mm': place.width_um / 1000,
            'height_mm': place.height_um / 1000,
            'bleed_mm': laid.display.bleed_um / 1000,
            'rotation': 90 if place.turned else 0,
            'mirrored': laid.mirror,
        }

    def _get_archive_files(self):
        """Override to add the gang sheets.

        :raise UserError: when one must not be printed.
        """
        files = super()._get_archive_files()
        for sheet_sudo in self.sudo()._get_current_sheets():
            problem = sheet_sudo._get_problem()
            if problem:
                raise UserError(self.env._("%s. Lay the sheets anew.", problem))
            files.append((f'sheets/{sheet_sudo.name}', sheet_sudo._get_bytes()))
        return files

    def _prepare_batch_manifest(self):
        """Override to tell which piece lies where."""
        sheets_sudo = self.sudo()._get_current_sheets()
        sheets = [json.loads(sheet.manifest) for sheet in sheets_sudo]
        return {**super()._prepare_batch_manifest(), 'sheets': sheets}


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _get_gang_surfaces(self):
        """Return what the job puts on sheets, by surface key: sizes with bleed, display list."""
        self.ensure_one()
        design, layout = self.revision_id._get_layout()
        found = {}
        for surface in design.to_dict()['template']['surfaces']:
            display = layout.surfaces[surface['key']]
            if display.items:
                bleed = 2 * display.bleed_um
                found[surface['key']] = {
                    'job': self,
                    'key': surface['key'],
                    'method': surface['method']['key'],
                    'mirror': surface['method']['mirror'],
                    'display': display,
                    'width_um': display.width_um + bleed,
                    'height_um': display.height_um + bleed,
                    'copies': math.ceil(self.quantity),
                }
        return found
