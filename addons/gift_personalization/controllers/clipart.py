from odoo import http
from odoo.http import request

from ..engine.clipart import drawing_svg
from ..engine.errors import EngineError
from .catalogue import IMMUTABLE

# A picture opened on its own must not run or load anything, whoever drew it.
POLICY = "default-src 'none'; style-src 'none'; sandbox"


class GiftClipartCatalogue(http.Controller):
    """Motifs for the picker, and each drawing as a picture. Everyone may see them."""

    @http.route(
        '/gift/clipart/<string:version>/<string:lang>.json',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def clipart_catalogue(self, version, lang):
        """Return all offered motifs in a language; kept for ever where the version is right."""
        if lang not in dict(request.env['res.lang'].sudo().get_installed()):
            raise request.not_found()
        current, data = request.env['gift.clipart']._get_catalogue(lang)
        kept = IMMUTABLE if version == current else [('Cache-Control', 'no-store')]
        return request.make_response(
            data,
            [
                ('Content-Type', 'application/json; charset=utf-8'),
                ('Content-Encoding', 'gzip'),
                ('X-Content-Type-Options', 'nosniff'),
                *kept,
            ],
        )

    @http.route(
        '/gift/clipart/<string:sha256>.svg',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def clipart_picture(self, sha256):
        """Return a drawing as SVG, written by our own engine."""
        motifs = request.env['gift.clipart']
        try:
            drawing = motifs._get_drawing_book([sha256]).drawing(sha256)
        except EngineError as error:
            raise request.not_found() from error
        return request.make_response(
            drawing_svg(drawing),
            [
                ('Content-Type', 'image/svg+xml; charset=utf-8'),
                ('X-Content-Type-Options', 'nosniff'),
                ('Content-Security-Policy', POLICY),
                *IMMUTABLE,
            ],
        )
