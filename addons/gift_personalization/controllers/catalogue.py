from odoo import http
from odoo.http import content_disposition, request

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
        '/gift/mockup/<string:sha256>/light.jpg',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def mockup_light(self, sha256, on='', token='', **_kwargs):
        """Return light and shade of a mock-up picture, which its material takes over."""
        light = request.env['gift.mockup']._get_light(sha256, on, token)
        if not light:
            raise request.not_found()
        return request.make_response(light, [('Content-Type', 'image/jpeg'), *IMMUTABLE])

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

    @http.route(
        '/gift/font/<string:sha256>/measures.json',
        type='http',
        auth='public',
        readonly=True,
        website=False,
        sitemap=False,
        save_session=False,
    )
    def font_measures(self, sha256):
        """Return what the browser needs to know before it sets text in a face."""
        measures = request.env['gift.font']._get_measures(sha256)
        if not measures:
            raise request.not_found()
        return request.make_response(
            measures,
            [('Content-Type', 'application/json'), ('Cache-Control', 'public, max-age=86400')],
        )

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


class GiftTemplateFiles(http.Controller):
    """Templates as files, for managers."""

    @http.route('/gift/template/<int:template_id>/export.json', type='http', auth='user')
    def export_template(self, template_id):
        """Return a template as a file; managers only."""
        if not request.env.user.has_group('gift_base.group_manager'):
            raise request.not_found()
        template = request.env['gift.template'].search([('id', '=', template_id)])
        if not template:
            raise request.not_found()
        return request.make_response(
            template._export_json(),
            [
                ('Content-Type', 'application/json; charset=utf-8'),
                ('Content-Disposition', content_disposition(f'{template.key}.gift-template.json')),
                ('Cache-Control', 'no-store'),
            ],
        )
