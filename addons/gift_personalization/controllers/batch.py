from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.gift_print_file import MIMETYPES
from ..models.gift_sheet import FORMATS
from .production import GiftProduction


class GiftBatchFiles(GiftProduction):
    """Papers and files of a batch. Only the production team gets them."""

    @http.route('/gift/batch/<int:batch_id>/tickets.pdf', type='http', auth='user', methods=['GET'])
    def batch_tickets(self, batch_id):
        """Return one PDF with the sheet of the batch and the tickets of its jobs."""
        batch = self._get_batch(batch_id)
        return self._send(
            batch._build_tickets_pdf(), 'application/pdf', f'{batch.name}_tickets.pdf'
        )

    @http.route('/gift/batch/<int:batch_id>/files.zip', type='http', auth='user', methods=['GET'])
    def batch_files(self, batch_id):
        """Return one ZIP with all files of the batch and a manifest of hashes."""
        batch = self._get_batch(batch_id)
        jobs = batch.job_ids.sorted('id')
        try:
            jobs.sudo()._check_files_usable()  # the batch was checked to be readable
            sheets = batch._get_archive_files()
        except UserError as error:
            return self._refuse(str(error))
        batch._log_event('file', request.env._("The files were downloaded."))
        described = batch._prepare_batch_manifest()
        archive = self._build_zip(jobs, described, sheets)
        return self._send(archive, 'application/zip', f'{batch.name}_files.zip')

    @http.route('/gift/sheet/<int:sheet_id>', type='http', auth='user', methods=['GET'])
    def sheet(self, sheet_id):
        """Return one gang sheet; refuses revoked ones and changed bytes with a sentence."""
        if not self._is_operator() or sheet_id > 2**31 - 1:
            raise request.not_found()
        sheet = request.env['gift.sheet'].search([('id', '=', sheet_id)])
        if not sheet:
            raise request.not_found()
        problem = sheet.sudo()._get_problem()  # it was found with the user's own rights
        if problem:
            return self._refuse(request.env._("%s. Lay the sheets of the batch anew.", problem))
        sheet.batch_id._log_event('file', request.env._("%s was downloaded.", sheet.name))
        kind = MIMETYPES[FORMATS[sheet.kind]]
        return self._send(sheet._get_bytes(), kind, sheet.name)

    def _refuse(self, message):
        return request.make_response(
            message, [('Content-Type', 'text/plain; charset=utf-8')], status=409
        )

    def _get_batch(self, batch_id):
        """Return the batch, if the user may see it; 404 otherwise."""
        if not self._is_operator() or batch_id > 2**31 - 1:
            raise request.not_found()
        batch = request.env['gift.batch'].search([('id', '=', batch_id)])
        if not batch:
            raise request.not_found()
        return batch
