import io
import json
import zipfile

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..engine.file_names import unique_name
from ..models.gift_print_file import MIMETYPES
from .own_designs import is_id

MAX_JOBS = 200
MANIFEST = 'manifest.json'


class GiftProduction(http.Controller):
    """Papers and files for the workshop. Only the production team gets them."""

    @http.route('/gift/jobs/tickets.pdf', type='http', auth='user', methods=['GET'])
    def tickets(self, ids=''):
        """Return one PDF with the production tickets of the jobs ``ids`` (comma separated)."""
        jobs = self._get_jobs(ids)
        return self._send(
            jobs._build_tickets_pdf(), 'application/pdf', self._build_name(jobs, 'tickets.pdf')
        )

    @http.route('/gift/jobs/files.zip', type='http', auth='user', methods=['GET'])
    def files(self, ids=''):
        """Return one ZIP with the print files of the jobs ``ids`` and a manifest of hashes."""
        jobs = self._get_jobs(ids)
        try:
            jobs.sudo()._check_files_usable()  # the jobs were checked to be readable
        except UserError as error:
            return request.make_response(
                str(error), [('Content-Type', 'text/plain; charset=utf-8')], status=409
            )
        return self._send(
            self._build_zip(jobs), 'application/zip', self._build_name(jobs, 'files.zip')
        )

    @http.route('/gift/print-file/<int:file_id>', type='http', auth='user', methods=['GET'])
    def print_file(self, file_id):
        """Return one print file; refuses changed bytes and files of a design that was replaced."""
        file = (
            request.env['gift.print.file'].search([('id', '=', file_id)])
            if self._is_operator()
            else None
        )
        if not file or not file._is_intact() or not file.job_id._gift_is_current_file(file):
            raise request.not_found()
        file.job_id._log_event('file', request.env._("%s was downloaded.", file.name))
        return self._send(file._get_bytes(), MIMETYPES[file.file_format], file.name)

    # === HELPERS === #

    def _is_operator(self):
        return request.env.user.has_group('gift_base.group_production')

    def _get_jobs(self, ids):
        """Return the jobs the user may see, in the order asked for; 404 when there is none."""
        numbers = [int(part) for part in ids.split(',') if is_id(part)][:MAX_JOBS]
        if not numbers or not self._is_operator():
            raise request.not_found()
        jobs = request.env['gift.job'].search([('id', 'in', numbers)])
        if not jobs:
            raise request.not_found()
        return jobs.sorted(lambda job: numbers.index(job.id))

    def _build_name(self, jobs, suffix):
        return (
            f'{jobs.name}_{suffix}'
            if len(jobs) == 1
            else f'{jobs[0].name}_and_{len(jobs) - 1}_more_{suffix}'
        )

    def _build_zip(self, jobs, described=None, more=()):
        """Return the archive of the jobs' files.

        :param dict described: further entries of the manifest.
        :param more: (name, bytes) of further files.
        """
        buffer = io.BytesIO()
        taken = {MANIFEST, *(name.lower() for name, _data in more)}
        manifest = []
        with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_STORED) as archive:
            for job in jobs:
                names = {}
                for file in job.current_file_ids:
                    names[file] = unique_name(file.name, taken)
                    taken.add(names[file].lower())
                    self._add(archive, names[file], file._get_bytes())
                job._log_event('file', request.env._("Print files were downloaded."))
                manifest.append(job._prepare_manifest(names))
            for name, data in more:
                self._add(archive, name, data)
            content = {**(described or {}), 'jobs': manifest}
            content = json.dumps(content, indent=1, ensure_ascii=False)
            self._add(archive, MANIFEST, content.encode())
        return buffer.getvalue()

    def _add(self, archive, name, data):
        archive.writestr(zipfile.ZipInfo(name), data)  # fixed date: same files, same archive

    def _send(self, data, mimetype, name):
        return request.make_response(
            data,
            [
                ('Content-Type', mimetype),
                ('Content-Length', str(len(data))),
                ('Content-Disposition', content_disposition(name)),
                ('X-Content-Type-Options', 'nosniff'),
                ('Cache-Control', 'private, no-store'),
            ],
        )
