import json
import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, content_disposition, request
from odoo.tools import html_escape

from ..models.gift_report_request import MIMETYPES


class GiftReportFile(http.Controller):
    """Hands out reports as files: to whoever asked for them in the form, with his own rights."""

    @http.route('/gift/report/file', type='http', auth='user', methods=['POST'])
    def report_file(self, wizard_id='', **_kwargs):
        """Return the file that a form of the user's own asks for."""
        wizard = self._get_wizard(wizard_id)
        file = tempfile.TemporaryFile()  # noqa: SIM115  the server closes it when it is sent
        try:
            asked = wizard._get_request()
            wizard._write_file(asked, wizard.file_format, file)
        except UserError as error:
            return self._refuse(error)
        size = file.tell()
        file.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, file),
            direct_passthrough=True,
            headers=[
                ('Content-Type', MIMETYPES[wizard.file_format]),
                ('Content-Length', size),
                ('Content-Disposition', content_disposition(
                    wizard._get_file_name(asked, wizard.file_format))),
                ('Cache-Control', 'no-store'),
                ('X-Content-Type-Options', 'nosniff'),
            ],
        )  # fmt: skip

    def _get_wizard(self, number):
        """Return the user's form; 404 for anything else, so that nothing can be found out."""
        wizards = request.env['gift.report.file']
        may_ask = request.env.user.has_group('gift_base.group_staff')
        if not may_ask or not number.isdecimal() or len(number) > 9:
            raise request.not_found()
        wizard = wizards.search([('id', '=', int(number)), ('create_uid', '=', request.env.uid)])
        if not wizard:
            raise request.not_found()
        lang = request.env.user.lang or 'en_US'
        return wizard.with_context(lang=lang)

    def _refuse(self, error):
        """Return what the web client shows as a message."""
        data = http.serialize_exception(error)
        body = {'code': 0, 'message': "Odoo Server Error", 'data': data}
        return request.make_response(html_escape(json.dumps(body)), status=422)
