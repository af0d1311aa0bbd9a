import logging
import os
import tempfile

import psycopg2

from odoo import http
from odoo.http import request
from odoo.tools import config

_logger = logging.getLogger(__name__)


class GiftHealth(http.Controller):
    """Answer of the shop to a load balancer: database and file store work."""

    @http.route(
        '/gift/health', type='http', auth='none', methods=['GET'], readonly=True, save_session=False
    )
    def health(self):
        """Return ``{"status": "pass"|"fail", "checks": {name: bool}}`` with status 200 or 503."""
        checks = {'database': self._check_database(), 'file_store': self._check_file_store()}
        healthy = all(checks.values())
        return request.make_json_response(
            {'status': 'pass' if healthy else 'fail', 'checks': checks},
            headers=[('Cache-Control', 'no-store')],
            status=200 if healthy else 503,
        )

    def _check_database(self):
        try:
            request.env.cr.execute('SELECT 1')
        except psycopg2.Error:
            _logger.info("Health check: the database does not answer.")
            return False
        return True

    def _check_file_store(self):
        folder = config.filestore(request.env.cr.dbname)
        try:
            os.makedirs(folder, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix='health-') as probe:
                probe.write(b'ok')
                probe.flush()
        except OSError:
            _logger.info("Health check: the file store cannot be written.")
            return False
        return True
