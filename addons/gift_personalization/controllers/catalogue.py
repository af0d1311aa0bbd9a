from odoo import http
from odoo.http import request

IMMUTABLE = [('Cache-Control', 'public, max-age=31536000, immutable')]


class GiftCatalogue(http.Controller):
    """Bytes that everyone may see: mock-up pictures and fonts, addressed by their hash."""

    @http.route(
        '/gift/mockup/<string:sha256>.img',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def mockup(self, sha256):
        """Return a mock-up picture."""
        return self._serve(sha256, 'mockup')

    @http.route(
        '/gift/font/<string:sha256>',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def font(self, sha256):
        """Return a font file, the same bytes the server draws with."""
        return self._serve(sha256, 'font')

    def _serve(self, sha256, kind):
        asset_sudo = request.env['gift.asset']._get_by_hash(sha256, kind)
        if not asset_sudo:
            raise request.not_found()
        return request.make_response(
            asset_sudo._get_bytes(),
            [
                ('Content-Type', asset_sudo.mimetype),
                ('X-Content-Type-Options', 'nosniff'),
                *IMMUTABLE,
            ],
        )
