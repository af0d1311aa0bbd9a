from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import REQUEST_LIMIT_BYTES, UPLOAD_LIMIT_BYTES
from .production import GiftProduction

SIDE_PX = 1200


class GiftPacking(GiftProduction):
    """Pictures and photos for the packing table. Only the production team gets them."""

    @http.route(
        '/gift/job/<int:job_id>/side/<string:key>.jpg', type='http', auth='user', methods=['GET']
    )
    def side(self, job_id, key):
        """Return the approved picture of one side of a job."""
        job = self._get_jobs(str(job_id))
        if key not in dict(job.sudo()._get_approved_sides()):  # the job was found readable
            raise request.not_found()
        picture = job.sudo().revision_id._render_preview(SIDE_PX, key)
        return self._send(picture, 'image/jpeg', f'{job.name}_{key}.jpg')

    @http.route(
        '/gift/packing/photo',
        type='http',
        auth='user',
        methods=['POST'],
        max_content_length=REQUEST_LIMIT_BYTES,
    )
    def photo(self, job_id='', file=None, **_post):
        """Take the photo of a piece.

        :return: JSON: ``photo`` and ``url``, or ``error``.
        """
        job = self._get_jobs(job_id)
        data = file.read(UPLOAD_LIMIT_BYTES + 1) if hasattr(file, 'read') else b''
        try:
            check = job._add_packing_photo(data)
        except UserError as error:
            return request.make_json_response({'error': str(error)}, status=400)
        return request.make_json_response({'photo': check.id, 'url': check.photo_url})

    @http.route('/gift/packing/<int:check_id>.jpg', type='http', auth='user', methods=['GET'])
    def packing_photo(self, check_id):
        """Return a photo that was taken at packing."""
        if not self._is_operator() or check_id > 2**31 - 1:
            raise request.not_found()
        check = request.env['gift.packing.check'].search(
            [('id', '=', check_id), ('asset_id', '!=', False)]
        )
        if not check:
            raise request.not_found()
        picture = check.sudo().asset_id._get_bytes('screen')  # found with the user's own rights
        return self._send(picture, check.sudo().asset_id.mimetype, f'{check.job_id.name}.jpg')
